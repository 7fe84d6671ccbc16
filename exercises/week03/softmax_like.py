"""Softmax-like activations: functions of a whole axis instead of a single element."""

import numpy as np


def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    r"""Turn the scores along an axis into probabilities that sum to 1.

    $$y_i = \frac{e^{x_i}}{\sum_j e^{x_j}} = \frac{e^{x_i - m}}{\sum_j e^{x_j - m}}, \quad m = \max_j x_j$$

    The sum and the maximum run along `axis`, separately for every slice. Subtracting the maximum changes
    nothing but the overflow.

    Args:
        x: any shape, float64; ±1e4 must not overflow.
        axis: the axis of the classes.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> softmax(np.array([[1.4, -1.5, 1.0], [2.5, 0.3, -2.0]]))
        array([[0.5796, 0.0319, 0.3885],
               [0.8913, 0.0988, 0.0099]])

    Source:
        Bridle (1990), Probabilistic Interpretation of Feedforward Classification Network Outputs, with
        Relationships to Statistical Pattern Recognition; `torch.nn.functional.softmax`.
    """
    raise NotImplementedError


def log_softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    r"""Take the natural logarithm of the softmax along an axis.

    $$y_i = x_i - m - \ln \sum_j e^{x_j - m}, \quad m = \max_j x_j$$

    A probability may round to 0, and its logarithm is then lost; this form never takes the logarithm of 0.

    Args:
        x: any shape, float64; ±1e4 must not overflow.
        axis: the axis of the classes.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> log_softmax(np.array([[0.2, -2.4, 0.0], [0.7, -2.3, 2.0]]))
        array([[-0.6382, -3.2382, -0.8382],
               [-1.5516, -4.5516, -0.2516]])

    Source:
        `torch.nn.functional.log_softmax`.
    """
    raise NotImplementedError


def softmin(x: np.ndarray, axis: int = -1) -> np.ndarray:
    r"""Turn scores into probabilities of which the smallest score gets the largest.

    $$\operatorname{softmin}(x)_i = \frac{e^{-x_i}}{\sum_j e^{-x_j}} = \operatorname{softmax}(-x)_i$$

    Useful where scores are distances or costs.

    Args:
        x: any shape, float64; ±1e4 must not overflow.
        axis: the axis of the classes.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> softmin(np.array([[-0.3, 1.1, 1.7], [-4.9, -0.9, -0.2]]))
        array([[0.7236, 0.1784, 0.0979],
               [0.9733, 0.0178, 0.0089]])

    Source:
        `torch.nn.functional.softmin`.
    """
    raise NotImplementedError


def glu(x: np.ndarray, axis: int = -1) -> np.ndarray:
    r"""Gate the first half of an axis with the sigmoid of its second half.

    $$\operatorname{glu}(x) = a \odot \sigma(b), \quad x = [a, b]$$

    The halves a and b are cut along `axis`, and ⊙ multiplies element by element.

    Args:
        x: at least one axis, float64; the size of `axis` is even.
        axis: the axis to cut.

    Returns:
        A float64 array with the shape of `x`, but half its size along `axis`.

    Raises:
        ValueError: the size of `axis` is odd.

    Example:
        >>> glu(np.array([[3.3, 3.2], [-2.1, -1.3]]))
        array([[ 3.1708],
               [-0.4497]])

    Source:
        Dauphin, Fan, Auli and Grangier (2017), Language Modeling with Gated Convolutional Networks;
        `torch.nn.functional.glu`.
    """
    raise NotImplementedError
