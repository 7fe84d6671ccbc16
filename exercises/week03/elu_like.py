"""ELU-like activations: linear on the right, an exponential that levels off on the left."""

import numpy as np


def elu(x: np.ndarray, alpha: float = 1) -> np.ndarray:
    r"""Pass positive inputs through and let negative ones level off at -`alpha`.

    $$\operatorname{elu}(x) = \begin{cases} x & x > 0 \\ \alpha (e^x - 1) & x \le 0 \end{cases}$$

    Negative outputs bring the mean activation closer to zero. The exponential of a large positive input must
    not be taken, even where the result is thrown away.

    Args:
        x: any shape, float64; ±1e4 must not overflow.
        alpha: the factor α of the negative side.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> elu(np.array([[2.1, -1.9, -2.8], [-1.1, -0.1, -1.3]]))
        array([[ 2.1   , -0.8504, -0.9392],
               [-0.6671, -0.0952, -0.7275]])

    Source:
        Clevert, Unterthiner and Hochreiter (2016), Fast and Accurate Deep Network Learning by Exponential
        Linear Units (ELUs); `torch.nn.functional.elu`.
    """
    raise NotImplementedError


def selu(x: np.ndarray) -> np.ndarray:
    r"""Scale an ELU so that activations keep mean 0 and variance 1 from layer to layer.

    $$\operatorname{selu}(x) = \lambda \begin{cases} x & x > 0 \\ \alpha (e^x - 1) & x \le 0 \end{cases}$$

    The constants are α = 1.6732632423543772 and λ = 1.0507009873554805; λ scales both sides.

    Args:
        x: any shape, float64; ±1e4 must not overflow.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> selu(np.array([[0.7, -1.3, -1.8], [-1.1, 0.3, -1.3]]))
        array([[ 0.7355, -1.279 , -1.4675],
               [-1.1729,  0.3152, -1.279 ]])

    Source:
        Klambauer, Unterthiner, Mayr and Hochreiter (2017), Self-Normalizing Neural Networks;
        `torch.nn.functional.selu`.
    """
    raise NotImplementedError


def celu(x: np.ndarray, alpha: float = 1) -> np.ndarray:
    r"""Apply an ELU whose slope has no jump at zero, whatever `alpha` is.

    $$\operatorname{celu}(x) = \max(0, x) + \min(0, \alpha (e^{x / \alpha} - 1))$$

    Dividing x by α inside the exponential makes the slope 1 on both sides of zero. For α = 1 it is the ELU.

    Args:
        x: any shape, float64; ±1e4 must not overflow.
        alpha: a positive number α; negative inputs level off at -α.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> celu(np.array([[-2.7, 0.0, 0.8], [1.2, -0.2, 2.8]]))
        array([[-0.9328,  0.    ,  0.8   ],
               [ 1.2   , -0.1813,  2.8   ]])

    Source:
        Barron (2017), Continuously Differentiable Exponential Linear Units; `torch.nn.functional.celu`.
    """
    raise NotImplementedError
