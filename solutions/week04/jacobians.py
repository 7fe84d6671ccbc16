"""Jacobians, and the vector-Jacobian products that backpropagation takes in their place."""

import numpy as np
from week03.softmax_like import softmax


def softmax_jacobian(z: np.ndarray) -> np.ndarray:
    r"""Give every partial derivative of the softmax of one vector.

    $$\frac{\partial s_i}{\partial z_j} = \begin{cases} s_i (1 - s_i) & i = j \\ -s_i s_j & i \ne j \end{cases}$$

    Here s is the softmax of z, i is the row and j the column. A score that rises takes from all other
    probabilities, since they sum to 1: no partial derivative is 0, and every row sums to 0.

    Args:
        z: scores, shape (K,), float64; ±1e4 must not overflow.

    Returns:
        A float64 array of shape (K, K).

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.2.2.3;
        `torch.autograd.functional.jacobian` of `torch.nn.functional.softmax`.
    """
    s = softmax(z)
    return np.diag(s) - np.outer(s, s)


def softmax_backward(dout: np.ndarray, probs: np.ndarray, axis: int = -1) -> np.ndarray:
    r"""Pass a gradient back through a softmax, from the probabilities to the scores.

    $$\frac{\partial L}{\partial x_j} = \sum_i g_i \frac{\partial p_i}{\partial x_j} = p_j (g_j - \sum_i g_i p_i)$$

    Here g is `dout` and p is `probs`, the softmax of the scores x, which are not needed themselves. Each slice
    along `axis` is a softmax of its own. The Jacobian need not be built.

    Args:
        dout: the gradient with respect to the probabilities, any shape, float64.
        probs: the output of the softmax, with the shape of `dout`, float64.
        axis: the axis of the classes.

    Returns:
        A float64 array with the shape of `dout`, the gradient with respect to the scores.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.5; autograd of
        `torch.nn.functional.softmax`.
    """
    return probs * (dout - (dout * probs).sum(axis=axis, keepdims=True))


def log_softmax_backward(dout: np.ndarray, log_probs: np.ndarray, axis: int = -1) -> np.ndarray:
    r"""Pass a gradient back through a log-softmax, from the log-probabilities to the scores.

    $$\frac{\partial L}{\partial x_j} = g_j - e^{l_j} \sum_i g_i$$

    Here g is `dout` and l is `log_probs`, the log-softmax of the scores x, which are not needed themselves. Each
    slice along `axis` is a log-softmax of its own.

    Args:
        dout: the gradient with respect to the log-probabilities, any shape, float64.
        log_probs: the output of the log-softmax, natural logarithms, with the shape of `dout`, float64.
        axis: the axis of the classes.

    Returns:
        A float64 array with the shape of `dout`, the gradient with respect to the scores.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.5; autograd of
        `torch.nn.functional.log_softmax`.
    """
    return dout - np.exp(log_probs) * dout.sum(axis=axis, keepdims=True)


def matmul_backward(dout: np.ndarray, A: np.ndarray, B: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    r"""Pass a gradient back through a product of two matrices.

    $$\frac{\partial L}{\partial A} = G B^\top, \quad \frac{\partial L}{\partial B} = A^\top G$$

    Here G is `dout` and the product was A B. The shapes leave no other way to multiply.

    Args:
        dout: the gradient with respect to the product, shape (N, M), float64.
        A: the left factor, shape (N, K), float64.
        B: the right factor, shape (K, M), float64.

    Returns:
        (dA, dB): the gradients, with the shapes of `A` and `B`, float64.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.5.6; autograd of `torch.matmul`.
    """
    return dout @ B.T, A.T @ dout


def broadcast_add_backward(
    dout: np.ndarray, a_shape: tuple[int, ...], b_shape: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray]:
    r"""Pass a gradient back through a sum of two arrays that were broadcast.

    $$\frac{\partial L}{\partial a_i} = \sum_{j \in C(i)} g_j$$

    Here g is `dout` and C(i) are the places of the sum a + b that element i of a went into; likewise for b. What
    broadcasting copied, its gradient sums: along an axis that the operand has not, which is one on the left, and
    along an axis where its size is 1.

    Args:
        dout: the gradient with respect to a + b, with the shape that `a_shape` and `b_shape` broadcast to, float64.
        a_shape: the shape of a, a tuple; () for a single number.
        b_shape: the shape of b, a tuple; () for a single number.

    Returns:
        (da, db): the gradients, of the shapes `a_shape` and `b_shape`, float64.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.5.6; autograd of `torch.add`, and
        `torch.Tensor.sum_to_size`.
    """

    def summed_to(shape: tuple[int, ...]) -> np.ndarray:
        aligned = (1,) * (dout.ndim - len(shape)) + shape
        copied = tuple(axis for axis, size in enumerate(aligned) if size == 1)
        return dout.sum(axis=copied).reshape(shape)

    return summed_to(a_shape), summed_to(b_shape)
