"""ReLU-like activations: hinges, leaky hinges and their smooth relatives."""

import numpy as np


def relu(x: np.ndarray) -> np.ndarray:
    r"""Pass positive inputs through and set all others to zero.

    $$\operatorname{relu}(x) = \max(0, x)$$

    The slope is 1 for every positive input, so gradients do not fade; a unit whose inputs are all negative
    is dead.

    Args:
        x: any shape, float64.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> relu(np.array([[0.0, 3.4, -2.2], [0.9, -3.3, 0.8]]))
        array([[0. , 3.4, 0. ],
               [0.9, 0. , 0.8]])

    Source:
        Nair and Hinton (2010), Rectified Linear Units Improve Restricted Boltzmann Machines;
        `torch.nn.functional.relu`.
    """
    raise NotImplementedError


def leaky_relu(x: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    r"""Pass positive inputs through and scale negative ones by `negative_slope`.

    $$y = \max(0, x) + \alpha \min(0, x)$$

    Here α is `negative_slope`: any number, also below 0 or above 1. The leak keeps a gradient alive left of
    zero.

    Args:
        x: any shape, float64.
        negative_slope: the slope left of zero.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> leaky_relu(np.array([[-1.5, -0.3, -4.7], [0.7, -3.2, -3.0]]))
        array([[-0.015, -0.003, -0.047],
               [ 0.7  , -0.032, -0.03 ]])

    Source:
        Maas, Hannun and Ng (2013), Rectifier Nonlinearities Improve Neural Network Acoustic Models;
        `torch.nn.functional.leaky_relu`.
    """
    raise NotImplementedError


def prelu(x: np.ndarray, weight: np.ndarray | float) -> np.ndarray:
    r"""Scale negative inputs by a learned slope, one for all or one per channel.

    $$\operatorname{prelu}(x) = \max(0, x) + w_c \min(0, x)$$

    Channels c lie along axis 1, as in (N, C), (N, C, L) and (N, C, H, W). A single slope serves every element
    of an `x` of any shape.

    Args:
        x: any shape, float64; at least two axes where `weight` has one slope per channel.
        weight: a number, or float64 of shape (1,) or (C,).

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> prelu(np.array([[-0.5, 3.1, 2.1], [-0.8, -1.2, -0.1]]), 0.3)
        array([[-0.15,  3.1 ,  2.1 ],
               [-0.24, -0.36, -0.03]])

    Source:
        He, Zhang, Ren and Sun (2015), Delving Deep into Rectifiers: Surpassing Human-Level Performance on
        ImageNet Classification; `torch.nn.functional.prelu`.
    """
    raise NotImplementedError


def rrelu(x: np.ndarray, lower: float = 1 / 8, upper: float = 1 / 3) -> np.ndarray:
    r"""Apply the randomised leaky ReLU as in evaluation, with the mean of its slopes.

    $$\operatorname{rrelu}(x) = \max(0, x) + \frac{\text{lower} + \text{upper}}{2} \min(0, x)$$

    In training every negative element draws a slope of its own between the two bounds; in evaluation nothing
    is random.

    Args:
        x: any shape, float64.
        lower: the smallest slope of training.
        upper: the largest slope of training.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> rrelu(np.array([[-0.5, -0.4, 0.5], [4.1, 1.1, 1.8]]), 0.1, 0.5)
        array([[-0.15, -0.12,  0.5 ],
               [ 4.1 ,  1.1 ,  1.8 ]])

    Source:
        Xu, Wang, Chen and Li (2015), Empirical Evaluation of Rectified Activations in Convolutional Network;
        `torch.nn.functional.rrelu` with `training=False`.
    """
    raise NotImplementedError


def rrelu_train(x: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    r"""Apply the randomised leaky ReLU as in training, with the slopes already drawn.

    $$y_i = \begin{cases} x_i & x_i \ge 0 \\ s_i x_i & x_i < 0 \end{cases}$$

    Each element has its own slope: the noise acts against overfitting.

    Args:
        x: any shape, float64.
        slopes: the slopes s, float64, with the shape of `x`; those of inputs not below zero are not used.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> rrelu_train(
        ...     np.array([[-1.3, -1.3, -1.4], [-3.0, 0.4, -2.9]]),
        ...     np.array([[0.26, 0.31, 0.2], [0.11, 0.27, 0.33]]),
        ... )
        array([[-0.338, -0.403, -0.28 ],
               [-0.33 ,  0.4  , -0.957]])

    Source:
        Xu, Wang, Chen and Li (2015), Empirical Evaluation of Rectified Activations in Convolutional Network;
        `torch.nn.functional.rrelu` with `training=True`.
    """
    raise NotImplementedError


def relu6(x: np.ndarray) -> np.ndarray:
    r"""Clamp inputs between 0 and 6.

    $$\operatorname{relu6}(x) = \min(\max(0, x), 6)$$

    The ceiling keeps activations small enough for arithmetic of few bits.

    Args:
        x: any shape, float64.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> relu6(np.array([[1.9, -11.3, -6.8], [6.2, 1.2, -3.2]]))
        array([[1.9, 0. , 0. ],
               [6. , 1.2, 0. ]])

    Source:
        Krizhevsky (2010), Convolutional Deep Belief Networks on CIFAR-10; `torch.nn.functional.relu6`.
    """
    raise NotImplementedError


def softplus(x: np.ndarray, beta: float = 1, threshold: float = 20) -> np.ndarray:
    r"""Round off the corner of the ReLU.

    $$y = \begin{cases} x & \beta x > t \\ \ln(1 + e^{\beta x}) / \beta & \text{else} \end{cases}$$

    Here t is `threshold`, beyond which the curve is taken to be x itself; a larger β brings it closer to the
    ReLU. Far left of zero 1 + e^{βx} rounds to 1, but the result is still positive.

    Args:
        x: any shape, float64; ±1e4 must not overflow.
        beta: the sharpness β, positive.
        threshold: the value of βx above which the function is the identity.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> softplus(np.array([[-3.8, -0.4, -0.4], [-1.5, -0.4, -0.6]]))
        array([[0.0221, 0.513 , 0.513 ],
               [0.2014, 0.513 , 0.4375]])

    Source:
        Dugas, Bengio, Bélisle, Nadeau and Garcia (2001), Incorporating Second-Order Functional Knowledge for
        Better Option Pricing; `torch.nn.functional.softplus`.
    """
    raise NotImplementedError


def gelu(x: np.ndarray) -> np.ndarray:
    r"""Weigh each input by the probability that a standard normal number is smaller.

    $$\operatorname{gelu}(x) = x \Phi(x) = \frac{x}{2} (1 + \operatorname{erf}(x / \sqrt{2}))$$

    This is the exact form, not the approximation by tanh. NumPy has no erf, but Python's `math` has one for
    single numbers, and erfc(z) = 1 - erf(z) beside it.

    Args:
        x: any shape, float64.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> gelu(np.array([[1.1, 2.0, 0.8], [0.0, 0.1, 2.6]]))
        array([[0.9508, 1.9545, 0.6305],
               [0.    , 0.054 , 2.5879]])

    Source:
        Hendrycks and Gimpel (2016), Gaussian Error Linear Units (GELUs); `torch.nn.functional.gelu`.
    """
    raise NotImplementedError


def gelu_tanh(x: np.ndarray) -> np.ndarray:
    r"""Approximate the GELU with a tanh.

    $$y = \frac{x}{2} (1 + \tanh(u)) = x \sigma(2u), \quad u = \sqrt{\frac{2}{\pi}} (x + 0.044715 x^3)$$

    Cheaper than erf and never further from the exact form than about 5e-4.

    Args:
        x: any shape, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> gelu_tanh(np.array([[2.8, -5.2, 2.0], [-2.4, -0.1, -4.4]]))
        array([[ 2.7933, -0.    ,  1.9546],
               [-0.0193, -0.046 , -0.    ]])

    Source:
        Hendrycks and Gimpel (2016), Gaussian Error Linear Units (GELUs); `torch.nn.functional.gelu` with
        `approximate="tanh"`.
    """
    raise NotImplementedError


def silu(x: np.ndarray) -> np.ndarray:
    r"""Let each input pass its own sigmoid gate.

    $$\operatorname{silu}(x) = x \sigma(x) = \frac{x}{1 + e^{-x}}$$

    Also called Swish. It dips slightly below zero on the left before it returns to zero.

    Args:
        x: any shape, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> silu(np.array([[1.5, -0.6, 1.9], [-2.1, 0.3, -0.5]]))
        array([[ 1.2264, -0.2126,  1.6528],
               [-0.2291,  0.1723, -0.1888]])

    Source:
        Ramachandran, Zoph and Le (2017), Swish: a Self-Gated Activation Function;
        `torch.nn.functional.silu`.
    """
    raise NotImplementedError


def hardswish(x: np.ndarray) -> np.ndarray:
    r"""Let each input pass a gate that is a ramp from -3 to 3.

    $$\operatorname{hardswish}(x) = x \frac{\min(\max(0, x + 3), 6)}{6}$$

    The SiLU without an exponential: 0 up to x = -3, and x itself from x = 3 on.

    Args:
        x: any shape, float64.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> hardswish(np.array([[-3.3, -7.9, 0.5], [-1.8, -1.6, -3.5]]))
        array([[-0.    , -0.    ,  0.2917],
               [-0.36  , -0.3733, -0.    ]])

    Source:
        Howard et al. (2019), Searching for MobileNetV3; `torch.nn.functional.hardswish`.
    """
    raise NotImplementedError


def mish(x: np.ndarray) -> np.ndarray:
    r"""Let each input pass the tanh of its softplus.

    $$\operatorname{mish}(x) = x \tanh(\ln(1 + e^x))$$

    Shaped like the SiLU, with a slightly deeper dip. It needs a softplus that does not overflow.

    Args:
        x: any shape, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> mish(np.array([[-3.2, -2.0, 0.9], [1.0, 1.6, -1.5]]))
        array([[-0.1278, -0.2525,  0.7612],
               [ 0.8651,  1.5122, -0.2981]])

    Source:
        Misra (2019), Mish: A Self Regularized Non-Monotonic Activation Function; `torch.nn.functional.mish`.
    """
    raise NotImplementedError


def keras_relu(
    x: np.ndarray, negative_slope: float = 0, max_value: float | None = None, threshold: float = 0
) -> np.ndarray:
    r"""Apply the ReLU of Keras, with a leak, a ceiling and a threshold.

    $$y = \begin{cases} m & x \ge m \\ x & t \le x < m \\ \alpha (x - t) & x < t \end{cases}$$

    Here m is `max_value`, t is `threshold` and α is `negative_slope`; an input equal to t passes. With
    `max_value=None` there is no ceiling, and with the defaults this is the ordinary ReLU.

    Args:
        x: any shape, float64.
        negative_slope: the slope below the threshold.
        max_value: the ceiling, larger than `threshold`, or None.
        threshold: the input from which on values pass unchanged.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> keras_relu(np.array([[0.7, -1.6, -0.3], [1.5, -0.6, -0.4]]))
        array([[ 0.7, -0. , -0. ],
               [ 1.5, -0. , -0. ]])

    Source:
        `keras.activations.relu` of Keras 3.
    """
    raise NotImplementedError
