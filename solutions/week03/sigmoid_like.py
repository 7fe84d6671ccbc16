"""Sigmoid-like activations: the identity, the exponential and the S-shaped curves."""

import numpy as np


def linear(x: np.ndarray) -> np.ndarray:
    r"""Return the input as it is.

    $$\operatorname{linear}(x) = x$$

    The output layer of a regression uses it. Layers with nothing else between them collapse into one.

    Args:
        x: any shape, float64.

    Returns:
        A float64 array with the shape and values of `x`.

    Example:
        >>> linear(np.array([[-0.8, 2.0, 2.4], [1.7, 3.2, -2.3]]))
        array([[-0.8,  2. ,  2.4],
               [ 1.7,  3.2, -2.3]])

    Source:
        `keras.activations.linear`; `torch.nn.Identity`.
    """
    return np.array(x)


def exponential(x: np.ndarray) -> np.ndarray:
    r"""Raise e to the power of each input.

    $$\operatorname{exponential}(x) = e^x$$

    Always positive. Above x ≈ 709 the result is larger than any float64; such inputs are not asked.

    Args:
        x: any shape, float64.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> exponential(np.array([[-1.2, -2.5, -2.0], [0.1, 1.0, 1.6]]))
        array([[0.3012, 0.0821, 0.1353],
               [1.1052, 2.7183, 4.953 ]])

    Source:
        `keras.activations.exponential`; `torch.exp`.
    """
    return np.exp(np.asarray(x, dtype=float))


def sigmoid(x: np.ndarray) -> np.ndarray:
    r"""Squash inputs into the interval from 0 to 1.

    $$\sigma(x) = \frac{1}{1 + e^{-x}} = \frac{e^x}{1 + e^x}$$

    The output reads as a probability. Both forms are the same number, but each overflows on one side: no
    exponential of a large positive number may be taken.

    Args:
        x: any shape, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> sigmoid(np.array([[-1.3, 0.7, 1.2], [-2.1, 0.7, 3.4]]))
        array([[0.2142, 0.6682, 0.7685],
               [0.1091, 0.6682, 0.9677]])

    Source:
        Rumelhart, Hinton and Williams (1986), Learning Representations by Back-Propagating Errors;
        `torch.sigmoid`.
    """
    x = np.asarray(x, dtype=float)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def logsigmoid(x: np.ndarray) -> np.ndarray:
    r"""Take the natural logarithm of the sigmoid.

    $$\operatorname{logsigmoid}(x) = \ln \sigma(x) = -\ln(1 + e^{-x}) = \min(0, x) - \ln(1 + e^{-|x|})$$

    For very negative inputs the sigmoid rounds to 0 and its logarithm is lost; the result is close to x.

    Args:
        x: any shape, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> logsigmoid(np.array([[-2.4, 1.0, -0.3], [0.8, -3.9, 0.2]]))
        array([[-2.4868, -0.3133, -0.8544],
               [-0.3711, -3.92  , -0.5981]])

    Source:
        `torch.nn.functional.logsigmoid`.
    """
    x = np.asarray(x, dtype=float)
    return np.minimum(0, x) - np.log1p(np.exp(-np.abs(x)))


def tanh(x: np.ndarray) -> np.ndarray:
    r"""Squash inputs into the interval from -1 to 1, without the library's own hyperbolic tangent.

    $$\tanh(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}} = \frac{1 - e^{-2x}}{1 + e^{-2x}} = -\tanh(-x)$$

    A sigmoid stretched around zero. `np.tanh` and `math.tanh` are not allowed, and the first fraction becomes
    inf/inf for large inputs.

    Args:
        x: any shape, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> tanh(np.array([[2.9, 0.6, 1.1], [-2.0, -0.8, -3.2]]))
        array([[ 0.994 ,  0.537 ,  0.8005],
               [-0.964 , -0.664 , -0.9967]])

    Source:
        LeCun, Bottou, Orr and Müller (1998), Efficient BackProp; `torch.tanh`.
    """
    x = np.asarray(x, dtype=float)
    e = np.expm1(-2 * np.abs(x))  # expm1 keeps the digits of small inputs
    return -np.sign(x) * e / (2 + e)


def hardsigmoid(x: np.ndarray) -> np.ndarray:
    r"""Approximate the sigmoid by a ramp from -3 to 3.

    $$y = \begin{cases} 0 & x \le -3 \\ (x + 3)/6 & -3 < x < 3 \\ 1 & x \ge 3 \end{cases}$$

    No exponential, so it is cheap. The slope is 1/6; older versions of Keras used 0.2.

    Args:
        x: any shape, float64.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> hardsigmoid(np.array([[-3.5, 6.0, -1.6], [2.1, -0.4, 0.5]]))
        array([[0.    , 1.    , 0.2333],
               [0.85  , 0.4333, 0.5833]])

    Source:
        Howard et al. (2019), Searching for MobileNetV3; `torch.nn.functional.hardsigmoid`.
    """
    x = np.asarray(x, dtype=float)
    return np.clip(x + 3, 0, 6) / 6


def hardtanh(x: np.ndarray, min_val: float = -1, max_val: float = 1) -> np.ndarray:
    r"""Clamp inputs between `min_val` and `max_val`.

    $$\operatorname{hardtanh}(x) = \min(\max(x, a), b)$$

    Here a is `min_val` and b is `max_val`. With the defaults it is a tanh drawn with a ruler.

    Args:
        x: any shape, float64.
        min_val: the lower bound.
        max_val: the upper bound, larger than `min_val`.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> hardtanh(np.array([[1.2, -1.5, -0.5], [0.0, 0.7, -1.8]]))
        array([[ 1. , -1. , -0.5],
               [ 0. ,  0.7, -1. ]])

    Source:
        Collobert et al. (2011), Natural Language Processing (Almost) from Scratch;
        `torch.nn.functional.hardtanh`.
    """
    x = np.asarray(x, dtype=float)
    return np.clip(x, min_val, max_val)
