"""Running sums and averages: what optimisers remember of the gradients."""

import numpy as np


def cumulative_squares(x: np.ndarray) -> np.ndarray:
    r"""Add up the squares of all values so far.

    $$ G_t = \sum_{i=1}^{t} x_i^2 $$

    The first axis is time; whatever stands behind it, such as one place per parameter, is summed for itself.

    Args:
        x: (T, ...), at least one axis, float64; T may be 0.

    Returns:
        array of the shape of x, float64.

    Example:
        >>> cumulative_squares(np.array([0.1, -4.2, 1.6]))
        array([ 0.01, 17.65, 20.21])

    Source:
        Duchi, Hazan & Singer (2011), Adaptive subgradient methods for online learning and stochastic
        optimization; `torch.cumsum`.
    """
    raise NotImplementedError


def ema(x: np.ndarray, alpha: float) -> np.ndarray:
    r"""Follow a series by an exponential moving average that starts at its first value.

    $$ y_0 = x_0, \quad y_t = \alpha x_t + (1 - \alpha) y_{t-1} $$

    The first axis is time; whatever stands behind it is averaged for itself. A large α forgets quickly: with
    α = 1 the average is x itself.

    Args:
        x: (T, ...), at least one axis, float64; T may be 0.
        alpha: weight of the new value, above 0 and at most 1.

    Returns:
        array of the shape of x, float64.

    Example:
        >>> ema(np.array([0.6, 0.9, 6.0]), 0.3)
        array([0.6  , 0.69 , 2.283])

    Source:
        Roberts (1959), Control chart tests based on geometric moving averages; `torch.lerp`, and
        `ewm(alpha=alpha, adjust=False)` of pandas.
    """
    raise NotImplementedError


def ema_alpha(window: int) -> float:
    r"""Choose the weight of the new value for a moving average over a window of N values.

    $$ \alpha = \frac{2}{N + 1} $$

    With it the exponential weights have the same mean age, (N - 1)/2, as N values of equal weight.

    Args:
        window: the number N of values, 1 or more.

    Returns:
        a number above 0 and at most 1.

    Example:
        >>> ema_alpha(4)
        0.4

    Source:
        Brown (1963), Smoothing, forecasting and prediction of discrete time series; `ewm(span=window)` of
        pandas.
    """
    raise NotImplementedError


def bias_corrected_ema(x: np.ndarray, beta: float) -> np.ndarray:
    r"""Follow a series by an exponential moving average that starts at zero, and correct its start.

    $$ m_t = \beta m_{t-1} + (1 - \beta) x_t, \quad m_0 = 0, \quad \hat{m}_t = \frac{m_t}{1 - \beta^t} $$

    Time t counts from 1, as in Adam, and β is the share of the past that is kept: 1 - α of `ema`. The answer
    is m̂, not m; m itself goes on uncorrected. The first axis is time; whatever stands behind it is averaged
    for itself.

    Args:
        x: (T, ...), at least one axis, float64; T may be 0.
        beta: share of the past, 0 or more and below 1.

    Returns:
        array of the shape of x, float64.

    Example:
        >>> bias_corrected_ema(np.array([-1.7, -0.3, 3.6]), 0.9)
        array([-1.7   , -0.9632,  0.7207])

    Source:
        Kingma & Ba (2015), Adam: a method for stochastic optimization, section 3; `torch.optim.Adam`.
    """
    raise NotImplementedError
