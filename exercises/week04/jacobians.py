"""Jacobians, and the vector-Jacobian products that backpropagation takes in their place."""

import numpy as np


def softmax_jacobian(z: np.ndarray) -> np.ndarray:
    r"""Give every partial derivative of the softmax of one vector.

    $$\frac{\partial s_i}{\partial z_j} = \begin{cases} s_i (1 - s_i) & i = j \\ -s_i s_j & i \ne j \end{cases}$$

    Here s is the softmax of z, i is the row and j the column. A score that rises takes from all other
    probabilities, since they sum to 1: no partial derivative is 0, and every row sums to 0.

    Args:
        z: scores, shape (K,), float64; ±1e4 must not overflow.

    Returns:
        A float64 array of shape (K, K).

    Example:
        >>> softmax_jacobian(np.array([0.8, -0.9, 2.2]))
        array([[ 0.1545, -0.0067, -0.1478],
               [-0.0067,  0.0337, -0.027 ],
               [-0.1478, -0.027 ,  0.1748]])

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.2.2.3;
        `torch.autograd.functional.jacobian` of `torch.nn.functional.softmax`.
    """
    raise NotImplementedError


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

    Example:
        >>> softmax_backward(
        ...     np.array([[1.9, 0.6, -1.3], [-3.6, -1.3, 0.2]]),
        ...     np.array([[0.75, 0.12, 0.13], [0.25, 0.44, 0.31]]),
        ... )
        array([[ 0.429 , -0.0874, -0.3416],
               [-0.5475,  0.0484,  0.4991]])

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.5; autograd of
        `torch.nn.functional.softmax`.
    """
    raise NotImplementedError


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

    Example:
        >>> log_softmax_backward(
        ...     np.array([[0.2, -1.7, 2.7], [1.1, 2.6, -3.0]]),
        ...     np.array([[-2.9, -5.7, -1.9], [-0.3, -2.5, -4.1]]),
        ... )
        array([[ 0.134 , -1.704 ,  2.5205],
               [ 0.5814,  2.5425, -3.0116]])

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.5; autograd of
        `torch.nn.functional.log_softmax`.
    """
    raise NotImplementedError


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

    Example:
        >>> matmul_backward(
        ...     np.array([[5.1, -1.2, -1.9, 0.0], [-1.7, 1.8, 1.0, -2.1], [0.4, 3.5, 1.1, -3.5]]),
        ...     np.array([[2.9, -0.4], [-0.4, -0.3], [1.8, 0.2]]),
        ...     np.array([[1.5, -2.5, -2.8, 1.3], [-1.3, 0.3, 0.5, 0.8]]),
        ... )
        (array([[ 15.97,  -7.94],
                [-12.58,   1.57],
                [-15.78,  -1.72]]),
         array([[16.19,  2.1 , -3.93, -5.46],
                [-1.45,  0.64,  0.68, -0.07]]))

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.5.6; autograd of `torch.matmul`.
    """
    raise NotImplementedError


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

    Example:
        >>> broadcast_add_backward(
        ...     np.array([[0.9, -2.8, 1.1, -1.1], [-1.3, 1.5, -1.2, -1.4], [0.3, 0.1, -1.1, 2.9]]),
        ...     (3, 4),
        ...     (3, 4),
        ... )
        (array([[ 0.9, -2.8,  1.1, -1.1],
                [-1.3,  1.5, -1.2, -1.4],
                [ 0.3,  0.1, -1.1,  2.9]]),
         array([[ 0.9, -2.8,  1.1, -1.1],
                [-1.3,  1.5, -1.2, -1.4],
                [ 0.3,  0.1, -1.1,  2.9]]))

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.5.6; autograd of `torch.add`, and
        `torch.Tensor.sum_to_size`.
    """
    raise NotImplementedError
