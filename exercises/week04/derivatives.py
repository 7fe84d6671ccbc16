"""Derivatives of the activation functions, as backpropagation needs them."""

import numpy as np


def softsign_derivative(x: np.ndarray) -> np.ndarray:
    r"""Differentiate softsign at each input.

    $$\operatorname{softsign}'(x) = \frac{d}{dx} \frac{x}{1 + |x|}$$

    In spite of the absolute value there is no kink: from both sides of zero the slope comes to 1.

    Args:
        x: where the slope is taken, any shape, float64.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> softsign_derivative(np.array([[1.7, 4.0, 0.5], [-2.6, -1.2, 1.0]]))
        array([[0.1372, 0.04  , 0.4444],
               [0.0772, 0.2066, 0.25  ]])

    Source:
        Glorot and Bengio (2010), Understanding the Difficulty of Training Deep Feedforward Neural Networks;
        `torch.nn.functional.softsign` under `torch.autograd`.
    """
    raise NotImplementedError


def tanhshrink_derivative(x: np.ndarray) -> np.ndarray:
    r"""Differentiate tanhshrink at each input.

    $$\operatorname{tanhshrink}'(x) = \frac{d}{dx} (x - \tanh(x))$$

    Flat at zero, and as steep as the identity far out. `np.tanh` is allowed here.

    Args:
        x: where the slope is taken, any shape, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> tanhshrink_derivative(np.array([[0.0, -1.5, -1.9], [-0.2, -0.1, -0.7]]))
        array([[0.    , 0.8193, 0.9144],
               [0.039 , 0.0099, 0.3653]])

    Source:
        `torch.nn.functional.tanhshrink` under `torch.autograd`.
    """
    raise NotImplementedError


def softshrink_derivative(x: np.ndarray, lambd: float = 0.5) -> np.ndarray:
    r"""Differentiate softshrink at each input.

    $$\operatorname{softshrink}'(x) = \frac{d}{dx} \operatorname{sign}(x) \max(0, |x| - \lambda)$$

    Here λ is `lambd`. The corners at ±λ belong to the dead zone: the slope there is taken to be 0.

    Args:
        x: where the slope is taken, any shape, float64.
        lambd: the distance by which softshrink moves its inputs, not negative.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> softshrink_derivative(np.array([[-3.3, -0.5, -1.5], [0.5, -0.1, 4.4]]))
        array([[1., 0., 1.],
               [0., 0., 1.]])

    Source:
        Donoho (1995), De-noising by Soft-Thresholding; `torch.nn.functional.softshrink` under
        `torch.autograd`.
    """
    raise NotImplementedError


def hardshrink_derivative(x: np.ndarray, lambd: float = 0.5) -> np.ndarray:
    r"""Differentiate hardshrink at each input.

    $$h'(x) = \frac{d}{dx} \begin{cases} x & |x| > \lambda \\ 0 & |x| \le \lambda \end{cases}$$

    Here λ is `lambd`. A slope knows nothing of the jumps at ±λ, where it is taken to be 0.

    Args:
        x: where the slope is taken, any shape, float64.
        lambd: the largest magnitude that hardshrink drops, not negative.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> hardshrink_derivative(np.array([[0.7, 3.2, -2.0], [-0.2, -1.2, -2.2]]))
        array([[1., 1., 1.],
               [0., 1., 1.]])

    Source:
        Donoho and Johnstone (1994), Ideal Spatial Adaptation by Wavelet Shrinkage;
        `torch.nn.functional.hardshrink` under `torch.autograd`.
    """
    raise NotImplementedError


def sigmoid_derivative(x: np.ndarray) -> np.ndarray:
    r"""Differentiate the sigmoid at each input.

    $$\sigma'(x) = \frac{d}{dx} \frac{1}{1 + e^{-x}}$$

    It can be written in terms of σ(x), but mind that `x` is the input of the sigmoid, not its output. Nowhere
    is it larger than 1/4, and far out it fades to 0: the vanishing gradient.

    Args:
        x: where the slope is taken, any shape, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> sigmoid_derivative(np.array([[-0.5, -4.8, -4.2], [-1.3, 0.7, -2.5]]))
        array([[0.235 , 0.0081, 0.0146],
               [0.1683, 0.2217, 0.0701]])

    Source:
        Rumelhart, Hinton and Williams (1986), Learning Representations by Back-Propagating Errors;
        `torch.sigmoid` under `torch.autograd`.
    """
    raise NotImplementedError


def logsigmoid_derivative(x: np.ndarray) -> np.ndarray:
    r"""Differentiate the logarithm of the sigmoid at each input.

    $$\operatorname{logsigmoid}'(x) = \frac{d}{dx} \ln \sigma(x), \quad \sigma(x) = \frac{1}{1 + e^{-x}}$$

    Far to the left the slope is 1. Far to the right it is tiny but not 0, and a difference of two numbers near
    1 would lose its digits: find a form without one.

    Args:
        x: where the slope is taken, any shape, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> logsigmoid_derivative(np.array([[0.2, 3.3, 4.7], [-0.8, -0.8, -2.5]]))
        array([[0.4502, 0.0356, 0.009 ],
               [0.69  , 0.69  , 0.9241]])

    Source:
        `torch.nn.functional.logsigmoid` under `torch.autograd`.
    """
    raise NotImplementedError


def tanh_derivative(x: np.ndarray) -> np.ndarray:
    r"""Differentiate the hyperbolic tangent at each input.

    $$\tanh'(x) = \frac{d}{dx} \frac{e^x - e^{-x}}{e^x + e^{-x}}$$

    It can be written in terms of tanh(x), but mind that `x` is the input of tanh, not its output. `np.tanh` is
    allowed here.

    Args:
        x: where the slope is taken, any shape, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> tanh_derivative(np.array([[-2.3, -2.9, 5.2], [0.4, 3.0, 3.7]]))
        array([[0.0394, 0.012 , 0.0001],
               [0.8556, 0.0099, 0.0024]])

    Source:
        LeCun, Bottou, Orr and Müller (1998), Efficient BackProp; `torch.tanh` under `torch.autograd`.
    """
    raise NotImplementedError


def hardsigmoid_derivative(x: np.ndarray) -> np.ndarray:
    r"""Differentiate the ramp from -3 to 3 that stands in for the sigmoid.

    $$\operatorname{hardsigmoid}'(x) = \frac{d}{dx} \frac{\min(\max(0, x + 3), 6)}{6}$$

    The corners at -3 and 3 belong to the flat pieces: the slope there is taken to be 0.

    Args:
        x: where the slope is taken, any shape, float64.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> hardsigmoid_derivative(np.array([[5.0, 5.1, 3.0], [2.5, 6.5, -0.5]]))
        array([[0.    , 0.    , 0.    ],
               [0.1667, 0.    , 0.1667]])

    Source:
        Howard et al. (2019), Searching for MobileNetV3; `torch.nn.functional.hardsigmoid` under
        `torch.autograd`.
    """
    raise NotImplementedError


def hardtanh_derivative(x: np.ndarray, min_val: float = -1, max_val: float = 1) -> np.ndarray:
    r"""Differentiate the clamp between `min_val` and `max_val` at each input.

    $$\operatorname{hardtanh}'(x) = \frac{d}{dx} \min(\max(x, a), b)$$

    Here a is `min_val` and b is `max_val`. The corners at a and b belong to the flat pieces: the slope there is
    taken to be 0.

    Args:
        x: where the slope is taken, any shape, float64.
        min_val: the lower bound.
        max_val: the upper bound, larger than `min_val`.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> hardtanh_derivative(np.array([[-2.9, 0.1, -3.0], [0.7, -3.7, 1.0]]))
        array([[0., 1., 0.],
               [1., 0., 0.]])

    Source:
        Collobert et al. (2011), Natural Language Processing (Almost) from Scratch;
        `torch.nn.functional.hardtanh` under `torch.autograd`.
    """
    raise NotImplementedError


def relu_derivative(x: np.ndarray) -> np.ndarray:
    r"""Differentiate the ReLU at each input.

    $$\operatorname{relu}'(x) = \frac{d}{dx} \max(0, x)$$

    At zero, where left and right disagree, the slope is taken to be 0, that of the left.

    Args:
        x: where the slope is taken, any shape, float64.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> relu_derivative(np.array([[-1.2, 0.8, 1.7], [-2.5, 0.6, -1.1]]))
        array([[0., 1., 1.],
               [0., 1., 0.]])

    Source:
        Nair and Hinton (2010), Rectified Linear Units Improve Restricted Boltzmann Machines;
        `torch.nn.functional.relu` under `torch.autograd`.
    """
    raise NotImplementedError


def leaky_relu_derivative(x: np.ndarray, negative_slope: float = 0.01) -> np.ndarray:
    r"""Differentiate the leaky ReLU at each input.

    $$y' = \frac{d}{dx} (\max(0, x) + \alpha \min(0, x))$$

    Here α is `negative_slope`: any number, also below 0 or above 1. At zero, where left and right disagree, the
    slope is taken to be α, that of the left.

    Args:
        x: where the slope is taken, any shape, float64.
        negative_slope: the factor of the negative inputs.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> leaky_relu_derivative(np.array([[0.6, 0.4, 0.0], [-1.0, -1.6, 0.0]]))
        array([[1.  , 1.  , 0.01],
               [0.01, 0.01, 0.01]])

    Source:
        Maas, Hannun and Ng (2013), Rectifier Nonlinearities Improve Neural Network Acoustic Models;
        `torch.nn.functional.leaky_relu` under `torch.autograd`.
    """
    raise NotImplementedError


def relu6_derivative(x: np.ndarray) -> np.ndarray:
    r"""Differentiate the ReLU with a ceiling of 6 at each input.

    $$\operatorname{relu6}'(x) = \frac{d}{dx} \min(\max(0, x), 6)$$

    The corners at 0 and 6 belong to the flat pieces: the slope there is taken to be 0.

    Args:
        x: where the slope is taken, any shape, float64.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> relu6_derivative(np.array([[3.5, 5.1, 4.8], [5.9, 3.1, -6.5]]))
        array([[1., 1., 1.],
               [1., 1., 0.]])

    Source:
        Krizhevsky (2010), Convolutional Deep Belief Networks on CIFAR-10; `torch.nn.functional.relu6` under
        `torch.autograd`.
    """
    raise NotImplementedError


def softplus_derivative(x: np.ndarray, beta: float = 1, threshold: float = 20) -> np.ndarray:
    r"""Differentiate softplus at each input.

    $$y' = \frac{d}{dx} \begin{cases} x & \beta x > t \\ \ln(1 + e^{\beta x}) / \beta & \text{else} \end{cases}$$

    Here t is `threshold`; where βx equals t, the slope is still that of the curve.

    Args:
        x: where the slope is taken, any shape, float64; ±1e4 must not overflow.
        beta: the sharpness β, positive.
        threshold: the value of βx above which softplus is the identity.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> softplus_derivative(np.array([[-3.0, -1.6, -2.2], [1.1, 1.3, 0.7]]))
        array([[0.0474, 0.168 , 0.0998],
               [0.7503, 0.7858, 0.6682]])

    Source:
        Dugas, Bengio, Bélisle, Nadeau and Garcia (2001), Incorporating Second-Order Functional Knowledge for
        Better Option Pricing; `torch.nn.functional.softplus` under `torch.autograd`.
    """
    raise NotImplementedError


def gelu_derivative(x: np.ndarray) -> np.ndarray:
    r"""Differentiate the exact GELU at each input.

    $$\operatorname{gelu}'(x) = \frac{d}{dx} x \Phi(x), \quad \Phi(x) = \frac{1 + \operatorname{erf}(x / \sqrt{2})}{2}$$

    Φ is the distribution function of the normal distribution, and its derivative the density. Python's `math`
    has an erf for single numbers.

    Args:
        x: where the slope is taken, any shape, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> gelu_derivative(np.array([[-2.0, -2.4, -0.8], [1.7, 1.5, -1.5]]))
        array([[-0.0852, -0.0455, -0.0199],
               [ 1.1153,  1.1275, -0.1275]])

    Source:
        Hendrycks and Gimpel (2016), Gaussian Error Linear Units (GELUs); `torch.nn.functional.gelu` under
        `torch.autograd`.
    """
    raise NotImplementedError


def silu_derivative(x: np.ndarray) -> np.ndarray:
    r"""Differentiate the SiLU at each input.

    $$\operatorname{silu}'(x) = \frac{d}{dx} x \sigma(x), \quad \sigma(x) = \frac{1}{1 + e^{-x}}$$

    To the right it rises a little above 1 before it comes back, to the left a little below 0.

    Args:
        x: where the slope is taken, any shape, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> silu_derivative(np.array([[-2.1, -0.5, 2.2], [2.6, -2.3, 0.0]]))
        array([[-0.095 ,  0.26  ,  1.0978],
               [ 1.0982, -0.0994,  0.5   ]])

    Source:
        Ramachandran, Zoph and Le (2017), Swish: a Self-Gated Activation Function; `torch.nn.functional.silu`
        under `torch.autograd`.
    """
    raise NotImplementedError


def hardswish_derivative(x: np.ndarray) -> np.ndarray:
    r"""Differentiate hardswish at each input.

    $$\operatorname{hardswish}'(x) = \frac{d}{dx} x \frac{\min(\max(0, x + 3), 6)}{6}$$

    The corners belong to the outer pieces: at x = -3 the slope is taken to be 0, at x = 3 to be 1.

    Args:
        x: where the slope is taken, any shape, float64.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> hardswish_derivative(np.array([[1.0, 7.8, 4.5], [0.8, -1.1, 2.4]]))
        array([[0.8333, 1.    , 1.    ],
               [0.7667, 0.1333, 1.3   ]])

    Source:
        Howard et al. (2019), Searching for MobileNetV3; `torch.nn.functional.hardswish` under
        `torch.autograd`.
    """
    raise NotImplementedError


def mish_derivative(x: np.ndarray) -> np.ndarray:
    r"""Differentiate Mish at each input.

    $$\operatorname{mish}'(x) = \frac{d}{dx} x \tanh(\ln(1 + e^x))$$

    A product of two factors, the second a function of a function. The single fraction of powers of e^x that is
    often quoted for it overflows.

    Args:
        x: where the slope is taken, any shape, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> mish_derivative(np.array([[-0.8, -3.2, 1.0], [-0.8, -2.6, -0.9]]))
        array([[ 0.1382, -0.0852,  1.049 ],
               [ 0.1382, -0.1073,  0.0964]])

    Source:
        Misra (2019), Mish: A Self Regularized Non-Monotonic Activation Function; `torch.nn.functional.mish`
        under `torch.autograd`.
    """
    raise NotImplementedError


def elu_derivative(x: np.ndarray, alpha: float = 1) -> np.ndarray:
    r"""Differentiate the ELU at each input.

    $$\operatorname{elu}'(x) = \frac{d}{dx} \begin{cases} x & x > 0 \\ \alpha (e^x - 1) & x \le 0 \end{cases}$$

    At zero, where left and right disagree unless α is 1, the slope is taken to be α, that of the left.

    Args:
        x: where the slope is taken, any shape, float64; ±1e4 must not overflow.
        alpha: the factor α of the negative side.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> elu_derivative(np.array([[-0.1, -1.5, -0.6], [1.2, 3.9, -2.5]]))
        array([[0.9048, 0.2231, 0.5488],
               [1.    , 1.    , 0.0821]])

    Source:
        Clevert, Unterthiner and Hochreiter (2016), Fast and Accurate Deep Network Learning by Exponential
        Linear Units (ELUs); `torch.nn.functional.elu` under `torch.autograd`.
    """
    raise NotImplementedError


def selu_derivative(x: np.ndarray) -> np.ndarray:
    r"""Differentiate the SELU at each input.

    $$y' = \frac{d}{dx} \lambda \begin{cases} x & x > 0 \\ \alpha (e^x - 1) & x \le 0 \end{cases}$$

    The constants are α = 1.6732632423543772 and λ = 1.0507009873554805. At zero, where left and right disagree,
    the slope is taken to be that of the left, λα.

    Args:
        x: where the slope is taken, any shape, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> selu_derivative(np.array([[-0.9, -1.0, 1.8], [-1.4, -1.2, 1.0]]))
        array([[0.7148, 0.6468, 1.0507],
               [0.4335, 0.5295, 1.0507]])

    Source:
        Klambauer, Unterthiner, Mayr and Hochreiter (2017), Self-Normalizing Neural Networks;
        `torch.nn.functional.selu` under `torch.autograd`.
    """
    raise NotImplementedError


def celu_derivative(x: np.ndarray, alpha: float = 1) -> np.ndarray:
    r"""Differentiate the CELU at each input.

    $$\operatorname{celu}'(x) = \frac{d}{dx} (\max(0, x) + \min(0, \alpha (e^{x / \alpha} - 1)))$$

    From both sides of zero the slope comes to 1, whatever α is: there is no kink.

    Args:
        x: where the slope is taken, any shape, float64; ±1e4 must not overflow.
        alpha: a positive number α; negative inputs level off at -α.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> celu_derivative(np.array([[-0.2, -1.2, -2.1], [-3.1, 1.6, 0.4]]))
        array([[0.8187, 0.3012, 0.1225],
               [0.045 , 1.    , 1.    ]])

    Source:
        Barron (2017), Continuously Differentiable Exponential Linear Units; `torch.nn.functional.celu` under
        `torch.autograd`.
    """
    raise NotImplementedError


def prelu_backward(
    dout: np.ndarray, x: np.ndarray, weight: np.ndarray | float
) -> tuple[np.ndarray, np.ndarray | float]:
    r"""Carry a gradient back through the PReLU, to its input and to its learned slopes.

    $$dx = \frac{\partial L}{\partial x}, \quad dw = \frac{\partial L}{\partial w}, \quad
    L = \sum \text{dout} \odot \operatorname{prelu}(x, w)$$

    prelu(x, w) is max(0, x) + w_c min(0, x), with the channels c along axis 1; a single slope serves every element.
    A slope collects from all the elements that it serves. At zero, where left and right disagree, the derivative
    with respect to x is taken to be that of the left, w_c.

    Args:
        dout: the gradient that arrives from above, float64 with the shape of `x`.
        x: the input of the forward pass, any shape, float64; at least two axes where `weight` has one slope per
            channel.
        weight: a number, or float64 of shape (1,) or (C,).

    Returns:
        dx: a float64 array with the shape of `x`.
        dweight: float64 with the shape of `weight`; a number for a number.

    Example:
        >>> prelu_backward(
        ...     np.array([[-0.5, 1.6, 2.7], [-2.7, -0.6, -0.6]]),
        ...     np.array([[1.3, -0.3, -1.1], [0.3, 2.8, -4.3]]),
        ...     0.3,
        ... )
        (array([[-0.5 ,  0.48,  0.81],
                [-2.7 , -0.6 , -0.18]]),
         -0.87)

    Source:
        He, Zhang, Ren and Sun (2015), Delving Deep into Rectifiers: Surpassing Human-Level Performance on
        ImageNet Classification; `torch.nn.functional.prelu` under `torch.autograd`.
    """
    raise NotImplementedError
