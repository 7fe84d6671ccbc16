"""Losses for numbers: how far predictions are from what they should be, and the slope of that distance."""

import numpy as np


def mse_loss(pred: np.ndarray, target: np.ndarray, reduction: str = "mean") -> np.ndarray | float:
    r"""Measure predictions by the mean squared error.

    $$L = \frac{1}{n} \sum_{i=1}^n (p_i - t_i)^2$$

    The mean runs over all n elements of all axes, and there is no factor 1/2. A single large error weighs more
    than many small ones.

    Args:
        pred: the predictions p, any shape, float64.
        target: what they should be, t, with the shape of `pred`.
        reduction: `"mean"` over all elements, their `"sum"`, or `"none"`: the loss of each.

    Returns:
        A number; with `reduction="none"` a float64 array with the shape of `pred`.

    Example:
        >>> mse_loss(
        ...     np.array([[-1.3, -3.6, 0.5], [-0.8, -0.5, 1.5]]),
        ...     np.array([[1.8, -1.3, 0.8], [0.1, 2.2, 0.9]]),
        ... )
        3.908

    Source:
        Legendre (1805), Nouvelles méthodes pour la détermination des orbites des comètes;
        `torch.nn.functional.mse_loss`.
    """
    raise NotImplementedError


def mse_loss_gradient(pred: np.ndarray, target: np.ndarray, reduction: str = "mean") -> np.ndarray:
    r"""Differentiate the mean squared error with respect to the predictions.

    $$\frac{\partial L}{\partial p_i} = \frac{2}{n} (p_i - t_i)$$

    The 1/n is that of the mean over all n elements; the sum has none.

    Args:
        pred: the predictions p, any shape, float64.
        target: what they should be, t, with the shape of `pred`.
        reduction: that of the loss; with `"none"` each loss is differentiated by its own prediction, which is
            the gradient of `"sum"`.

    Returns:
        A float64 array with the shape of `pred`.

    Example:
        >>> mse_loss_gradient(
        ...     np.array([[0.5, 1.3, 0.9], [-0.5, -0.4, -0.8]]),
        ...     np.array([[3.5, -3.0, -0.2], [-1.6, 1.0, -0.1]]),
        ... )
        array([[-1.    ,  1.4333,  0.3667],
               [ 0.3667, -0.4667, -0.2333]])

    Source:
        `torch.nn.functional.mse_loss` under autograd.
    """
    raise NotImplementedError


def l1_loss(pred: np.ndarray, target: np.ndarray, reduction: str = "mean") -> np.ndarray | float:
    r"""Measure predictions by the mean absolute error.

    $$L = \frac{1}{n} \sum_{i=1}^n |p_i - t_i|$$

    The mean runs over all n elements of all axes. Errors count in proportion, so outliers do not dominate.

    Args:
        pred: the predictions p, any shape, float64.
        target: what they should be, t, with the shape of `pred`.
        reduction: `"mean"` over all elements, their `"sum"`, or `"none"`: the loss of each.

    Returns:
        A number; with `reduction="none"` a float64 array with the shape of `pred`.

    Example:
        >>> l1_loss(
        ...     np.array([[-2.0, -2.1, 0.3], [-1.4, -1.0, 0.8]]),
        ...     np.array([[1.5, -1.8, 1.7], [0.7, 0.3, 0.5]]),
        ... )
        1.483

    Source:
        Willmott and Matsuura (2005), Advantages of the mean absolute error (MAE) over the root mean square error
        (RMSE) in assessing average model performance; `torch.nn.functional.l1_loss`.
    """
    raise NotImplementedError


def l1_loss_gradient(pred: np.ndarray, target: np.ndarray, reduction: str = "mean") -> np.ndarray:
    r"""Differentiate the mean absolute error with respect to the predictions.

    $$\frac{\partial L}{\partial p_i} = \frac{1}{n} \operatorname{sign}(p_i - t_i)$$

    Every error pulls equally hard, however small. At the kink, where a prediction equals its target, the
    gradient is 0.

    Args:
        pred: the predictions p, any shape, float64.
        target: what they should be, t, with the shape of `pred`.
        reduction: that of the loss; with `"none"` each loss is differentiated by its own prediction, which is
            the gradient of `"sum"`.

    Returns:
        A float64 array with the shape of `pred`.

    Example:
        >>> l1_loss_gradient(
        ...     np.array([[-0.7, 3.8, 1.6], [4.2, -0.4, 0.7]]),
        ...     np.array([[-0.9, 0.2, -4.2], [0.0, -0.5, 0.3]]),
        ... )
        array([[0.1667, 0.1667, 0.1667],
               [0.1667, 0.1667, 0.1667]])

    Source:
        `torch.nn.functional.l1_loss` under autograd.
    """
    raise NotImplementedError


def huber_loss(pred: np.ndarray, target: np.ndarray, delta: float = 1, reduction: str = "mean") -> np.ndarray | float:
    r"""Measure small errors by their squares and large ones by their absolute values.

    $$l_i = \begin{cases} e_i^2 / 2 & |e_i| \le \delta \\ \delta (|e_i| - \delta / 2) & |e_i| > \delta
    \end{cases}, \quad e_i = p_i - t_i$$

    The pieces meet at |e| = δ with equal slopes. The loss is the mean of all l.

    Args:
        pred: the predictions p, any shape, float64.
        target: what they should be, t, with the shape of `pred`.
        delta: the error δ from which on the loss grows in proportion, positive.
        reduction: `"mean"` over all elements, their `"sum"`, or `"none"`: the loss of each.

    Returns:
        A number; with `reduction="none"` a float64 array with the shape of `pred`.

    Example:
        >>> huber_loss(
        ...     np.array([[0.0, -4.0, -3.1], [0.8, 2.1, 0.1]]),
        ...     np.array([[-3.3, -2.2, 2.4], [0.6, 1.9, -1.2]]),
        ... )
        1.657

    Source:
        Huber (1964), Robust Estimation of a Location Parameter; `torch.nn.functional.huber_loss`.
    """
    raise NotImplementedError


def huber_loss_gradient(pred: np.ndarray, target: np.ndarray, delta: float = 1, reduction: str = "mean") -> np.ndarray:
    r"""Differentiate the Huber loss with respect to the predictions.

    $$\frac{\partial L}{\partial p_i} = \frac{1}{n} \begin{cases} e_i & |e_i| \le \delta \\
    \delta \operatorname{sign}(e_i) & |e_i| > \delta \end{cases}, \quad e_i = p_i - t_i$$

    No error, however large, pulls harder than δ.

    Args:
        pred: the predictions p, any shape, float64.
        target: what they should be, t, with the shape of `pred`.
        delta: the error δ from which on the loss grows in proportion, positive.
        reduction: that of the loss; with `"none"` each loss is differentiated by its own prediction, which is
            the gradient of `"sum"`.

    Returns:
        A float64 array with the shape of `pred`.

    Example:
        >>> huber_loss_gradient(
        ...     np.array([[-1.0, -0.1, 0.9], [-2.2, -0.4, 2.1]]),
        ...     np.array([[3.8, -2.7, -4.8], [-1.0, 1.7, -2.1]]),
        ... )
        array([[-0.1667,  0.1667,  0.1667],
               [-0.1667, -0.1667,  0.1667]])

    Source:
        Huber (1964), Robust Estimation of a Location Parameter; `torch.nn.functional.huber_loss` under autograd.
    """
    raise NotImplementedError


def smooth_l1_loss(
    pred: np.ndarray, target: np.ndarray, beta: float = 1, reduction: str = "mean"
) -> np.ndarray | float:
    r"""Measure errors by their absolute values, with the kink at zero rounded off.

    $$l_i = \begin{cases} e_i^2 / (2 \beta) & |e_i| \le \beta \\ |e_i| - \beta / 2 & |e_i| > \beta
    \end{cases}, \quad e_i = p_i - t_i$$

    This is the Huber loss with δ = β, divided by β: the outer slope is 1 for every β. The loss is the mean of
    all l.

    Args:
        pred: the predictions p, any shape, float64.
        target: what they should be, t, with the shape of `pred`.
        beta: the error β up to which the loss is rounded off, positive.
        reduction: `"mean"` over all elements, their `"sum"`, or `"none"`: the loss of each.

    Returns:
        A number; with `reduction="none"` a float64 array with the shape of `pred`.

    Example:
        >>> smooth_l1_loss(
        ...     np.array([[-1.6, 1.4, -0.7], [2.0, 0.7, -1.6]]),
        ...     np.array([[-0.1, 1.8, 2.1], [-1.1, -0.1, 0.4]]),
        ... )
        1.3

    Source:
        Girshick (2015), Fast R-CNN; `torch.nn.functional.smooth_l1_loss`.
    """
    raise NotImplementedError


def smooth_l1_loss_gradient(
    pred: np.ndarray, target: np.ndarray, beta: float = 1, reduction: str = "mean"
) -> np.ndarray:
    r"""Differentiate the smooth L1 loss with respect to the predictions.

    $$\frac{\partial L}{\partial p_i} = \frac{1}{n} \begin{cases} e_i / \beta & |e_i| \le \beta \\
    \operatorname{sign}(e_i) & |e_i| > \beta \end{cases}, \quad e_i = p_i - t_i$$

    Between -β and β the sign is replaced by a ramp.

    Args:
        pred: the predictions p, any shape, float64.
        target: what they should be, t, with the shape of `pred`.
        beta: the error β up to which the loss is rounded off, positive.
        reduction: that of the loss; with `"none"` each loss is differentiated by its own prediction, which is
            the gradient of `"sum"`.

    Returns:
        A float64 array with the shape of `pred`.

    Example:
        >>> smooth_l1_loss_gradient(
        ...     np.array([[-3.8, -3.0, 0.2], [-0.4, -2.0, -0.7]]),
        ...     np.array([[2.0, -0.7, -0.6], [-0.7, 0.2, -2.9]]),
        ... )
        array([[-0.1667, -0.1667,  0.1333],
               [ 0.05  , -0.1667,  0.1667]])

    Source:
        Girshick (2015), Fast R-CNN; `torch.nn.functional.smooth_l1_loss` under autograd.
    """
    raise NotImplementedError


def log_cosh_loss(pred: np.ndarray, target: np.ndarray, reduction: str = "mean") -> np.ndarray | float:
    r"""Measure errors by the logarithm of their hyperbolic cosine.

    $$L = \frac{1}{n} \sum_{i=1}^n \ln \cosh(p_i - t_i), \quad \cosh e = \frac{e^e + e^{-e}}{2}$$

    Nearly e²/2 for small errors e and |e| - ln 2 for large ones: a Huber loss without seams. For large errors
    the cosine overflows, its logarithm does not.

    Args:
        pred: the predictions p, any shape, float64; ±1e4 must not overflow.
        target: what they should be, t, with the shape of `pred`; whole numbers may be int64.
        reduction: `"mean"` over all elements, their `"sum"`, or `"none"`: the loss of each.

    Returns:
        A number; with `reduction="none"` a float64 array with the shape of `pred`.

    Example:
        >>> log_cosh_loss(np.array([[1.9, -0.9, 1.5], [0.1, -1.5, -0.8]]), np.array([[3, -1, -2], [2, 3, -3]]))
        1.647

    Source:
        Saleh and Saleh (2022), Statistical Properties of the log-cosh Loss Function Used in Machine Learning;
        `keras.losses.LogCosh`.
    """
    raise NotImplementedError


def log_cosh_loss_gradient(pred: np.ndarray, target: np.ndarray, reduction: str = "mean") -> np.ndarray:
    r"""Differentiate the log-cosh loss with respect to the predictions.

    $$\frac{\partial L}{\partial p_i} = \frac{1}{n} \tanh(p_i - t_i)$$

    The pull of an error grows with it, and levels off at 1.

    Args:
        pred: the predictions p, any shape, float64; ±1e4 must not overflow.
        target: what they should be, t, with the shape of `pred`; whole numbers may be int64.
        reduction: that of the loss; with `"none"` each loss is differentiated by its own prediction, which is
            the gradient of `"sum"`.

    Returns:
        A float64 array with the shape of `pred`.

    Example:
        >>> log_cosh_loss_gradient(
        ...     np.array([[-0.8, 0.1, 2.0], [0.4, 1.7, -0.4]]),
        ...     np.array([[1, -3, 1], [-2, -1, 2]]),
        ... )
        array([[-0.1578,  0.166 ,  0.1269],
               [ 0.1639,  0.1652, -0.1639]])

    Source:
        Saleh and Saleh (2022), Statistical Properties of the log-cosh Loss Function Used in Machine Learning.
    """
    raise NotImplementedError
