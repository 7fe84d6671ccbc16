"""Threshold-like activations: steps, signs and shrinkers."""

import numpy as np


def threshold(x: np.ndarray, threshold: float, value: float) -> np.ndarray:
    r"""Pass inputs above `threshold` through and replace all others by `value`.

    $$y = \begin{cases} x & x > \text{threshold} \\ \text{value} & x \le \text{threshold} \end{cases}$$

    The oldest idea of a neuron: silent until the input is strong enough. An input equal to the threshold
    is replaced.

    Args:
        x: any shape, float64.
        threshold: the number that an input has to exceed.
        value: the number that stands in for the others.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> threshold(np.array([[0.3, -2.9, -0.5], [5.3, 0.8, 2.8]]), 0.7, -3.5)
        array([[-3.5, -3.5, -3.5],
               [ 5.3,  0.8,  2.8]])

    Source:
        McCulloch and Pitts (1943), A Logical Calculus of the Ideas Immanent in Nervous Activity;
        `torch.nn.functional.threshold`.
    """
    x = np.asarray(x, dtype=float)
    return np.where(x > threshold, x, value)


def sign(x: np.ndarray) -> np.ndarray:
    r"""Keep of each input its sign alone.

    $$\operatorname{sign}(x) = \begin{cases} -1 & x < 0 \\ 0 & x = 0 \\ +1 & x > 0 \end{cases}$$

    Flat wherever it is differentiable, so no gradient flows through it.

    Args:
        x: any shape, float64.

    Returns:
        A float64 array with the shape of `x`, of -1, 0 and 1.

    Example:
        >>> sign(np.array([[3.2, 0.9, 3.0], [0.6, -3.2, -0.3]]))
        array([[ 1.,  1.,  1.],
               [ 1., -1., -1.]])

    Source:
        Rosenblatt (1958), The Perceptron: A Probabilistic Model for Information Storage and Organization in
        the Brain; `torch.sign`.
    """
    return np.sign(x)


def softsign(x: np.ndarray) -> np.ndarray:
    r"""Squash inputs smoothly into the open interval from -1 to 1.

    $$\operatorname{softsign}(x) = \frac{x}{1 + |x|}$$

    It looks like tanh, but approaches its limits like 1/x instead of exponentially.

    Args:
        x: any shape, float64.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> softsign(np.array([[-2.2, 3.3, -1.7], [0.4, 0.1, 0.5]]))
        array([[-0.6875,  0.7674, -0.6296],
               [ 0.2857,  0.0909,  0.3333]])

    Source:
        Glorot and Bengio (2010), Understanding the Difficulty of Training Deep Feedforward Neural Networks;
        `torch.nn.functional.softsign`.
    """
    x = np.asarray(x, dtype=float)
    return x / (1 + np.abs(x))


def tanhshrink(x: np.ndarray) -> np.ndarray:
    r"""Subtract from each input its hyperbolic tangent.

    $$\operatorname{tanhshrink}(x) = x - \tanh(x)$$

    Small inputs almost vanish (the curve starts like x³/3), large ones lose 1 of their magnitude.

    Args:
        x: any shape, float64.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> tanhshrink(np.array([[0.5, -0.9, 0.5], [5.2, -2.2, 1.4]]))
        array([[ 0.0379, -0.1837,  0.0379],
               [ 4.2001, -1.2243,  0.5146]])

    Source:
        `torch.nn.functional.tanhshrink`.
    """
    x = np.asarray(x, dtype=float)
    return x - np.tanh(x)


def softshrink(x: np.ndarray, lambd: float = 0.5) -> np.ndarray:
    r"""Pull every input towards zero by `lambd` and stop there.

    $$\operatorname{softshrink}(x) = \operatorname{sign}(x) \max(0, |x| - \lambda)$$

    Here λ is `lambd`. What is too small to survive is taken for noise; what survives is moved, so the curve
    has no jump.

    Args:
        x: any shape, float64.
        lambd: the distance, not negative.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> softshrink(np.array([[0.9, 0.8, -3.3], [-2.2, 0.7, -1.8]]))
        array([[ 0.4,  0.3, -2.8],
               [-1.7,  0.2, -1.3]])

    Source:
        Donoho (1995), De-noising by Soft-Thresholding; `torch.nn.functional.softshrink`.
    """
    x = np.asarray(x, dtype=float)
    return x - np.clip(x, -lambd, lambd)


def hardshrink(x: np.ndarray, lambd: float = 0.5) -> np.ndarray:
    r"""Set inputs no larger in magnitude than `lambd` to zero and leave the others alone.

    $$y = \begin{cases} x & |x| > \lambda \\ 0 & |x| \le \lambda \end{cases}$$

    Here λ is `lambd`. Unlike softshrink it does not move what survives, and so jumps at ±λ, where it is 0.

    Args:
        x: any shape, float64.
        lambd: the largest magnitude that is dropped, not negative.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> hardshrink(np.array([[-3.6, 2.9, -0.5], [-3.0, -1.0, -1.1]]))
        array([[-3.6,  2.9,  0. ],
               [-3. , -1. , -1.1]])

    Source:
        Donoho and Johnstone (1994), Ideal Spatial Adaptation by Wavelet Shrinkage;
        `torch.nn.functional.hardshrink`.
    """
    x = np.asarray(x, dtype=float)
    return np.where(np.abs(x) > lambd, x, 0)
