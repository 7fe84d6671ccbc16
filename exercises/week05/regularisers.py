"""Regularisers: penalties on large weights, alone and beside a squared error."""

import numpy as np


def l1_penalty(w: np.ndarray, lam: float, m: int) -> float:
    r"""Penalise weights by their magnitudes.

    $$\frac{\lambda}{m} \sum_i |w_i|$$

    Its slope does not fade near zero, so that weights that are of little use end at exactly 0.

    Args:
        w: weights, any shape, float64; all of them are penalised.
        lam: the strength λ of the penalty.
        m: the number of samples that the data term is a mean over; not the number of weights.

    Returns:
        The penalty, a number.

    Example:
        >>> l1_penalty(np.array([[3.6, 1.1, -1.6], [-3.7, -0.7, -1.9]]), lam=0.3, m=8)
        0.4725

    Source:
        Tibshirani (1996), Regression Shrinkage and Selection via the Lasso; `torch.linalg.vector_norm` with `ord=1`.
    """
    raise NotImplementedError


def l2_penalty(w: np.ndarray, lam: float, m: int) -> float:
    r"""Penalise weights by half their squares.

    $$\frac{\lambda}{2m} \sum_i w_i^2$$

    A large weight costs far more than several small ones. The half cancels the 2 of the derivative.

    Args:
        w: weights, any shape, float64; all of them are penalised.
        lam: the strength λ of the penalty.
        m: the number of samples that the data term is a mean over; not the number of weights.

    Returns:
        The penalty, a number.

    Example:
        >>> l2_penalty(np.array([[0.5, 0.0, -0.9], [3.6, -1.2, 1.8]]), lam=0.3, m=8)
        0.3506

    Source:
        Hoerl and Kennard (1970), Ridge Regression: Biased Estimation for Nonorthogonal Problems; the derivative is
        the `weight_decay` of `torch.optim.SGD` for λ/m.
    """
    raise NotImplementedError


def ridge_loss(theta: np.ndarray, X: np.ndarray, y: np.ndarray, lam: float) -> float:
    r"""Add the L2 penalty to half the mean squared error of a linear prediction.

    $$J(\theta) = \frac{1}{2m} \sum_{i=1}^m (y_i - \theta \cdot X_i)^2 + \frac{\lambda}{2m} \sum_j \theta_j^2$$

    Both terms are divided by 2m, once each. There is no intercept apart from θ: every element of θ is penalised.

    Args:
        theta: weights, shape (D,), float64.
        X: m samples, one a row, shape (m, D), float64.
        y: their targets, shape (m,), float64.
        lam: the strength λ of the penalty; 0 leaves the data term alone.

    Returns:
        The loss, a number.

    Example:
        >>> ridge_loss(
        ...     np.array([-0.3, -0.7, -2.2]),
        ...     np.array([[0.8, 2.3, 1.3], [0.3, -0.3, -1.6]]),
        ...     np.array([0.1, 0.07]),
        ...     lam=0.7,
        ... )
        9.919

    Source:
        Hoerl and Kennard (1970), Ridge Regression: Biased Estimation for Nonorthogonal Problems;
        `torch.nn.functional.mse_loss` with an L2 penalty.
    """
    raise NotImplementedError


def ridge_gradient(theta: np.ndarray, X: np.ndarray, y: np.ndarray, lam: float) -> np.ndarray:
    r"""Give the gradient of the ridge loss with respect to the weights.

    $$\nabla J = \frac{1}{m} X^\top (X \theta - y) + \frac{\lambda}{m} \theta$$

    It is that of $J(\theta) = \frac{1}{2m} \|y - X \theta\|^2 + \frac{\lambda}{2m} \|\theta\|^2$; every element of θ
    is penalised.

    Args:
        theta: weights, shape (D,), float64.
        X: m samples, one a row, shape (m, D), float64.
        y: their targets, shape (m,), float64.
        lam: the strength λ of the penalty.

    Returns:
        A float64 array of shape (D,).

    Example:
        >>> ridge_gradient(
        ...     np.array([0.4, 0.5, -4.9]),
        ...     np.array([[1.7, 3.2, -1.0], [-4.0, 2.0, 1.0]]),
        ...     np.array([-1.0, -1.7]),
        ...     lam=0.7,
        ... )
        array([14.693,  9.463, -7.705])

    Source:
        Hoerl and Kennard (1970), Ridge Regression: Biased Estimation for Nonorthogonal Problems; autograd of
        `torch.nn.functional.mse_loss` with an L2 penalty.
    """
    raise NotImplementedError


def lasso_loss(theta: np.ndarray, X: np.ndarray, y: np.ndarray, lam: float) -> float:
    r"""Add the L1 penalty to half the mean squared error of a linear prediction.

    $$J(\theta) = \frac{1}{2m} \sum_{i=1}^m (y_i - \theta \cdot X_i)^2 + \frac{\lambda}{m} \sum_j |\theta_j|$$

    The half stands before the data term only. There is no intercept apart from θ: every element of θ is penalised.

    Args:
        theta: weights, shape (D,), float64.
        X: m samples, one a row, shape (m, D), float64.
        y: their targets, shape (m,), float64.
        lam: the strength λ of the penalty; 0 leaves the data term alone.

    Returns:
        The loss, a number.

    Example:
        >>> lasso_loss(
        ...     np.array([-1.7, -1.3, -0.6]),
        ...     np.array([[0.8, 0.2, 1.8], [0.2, -2.3, 0.1]]),
        ...     np.array([3.3, -1.4]),
        ...     lam=0.7,
        ... )
        14.24

    Source:
        Tibshirani (1996), Regression Shrinkage and Selection via the Lasso; `torch.nn.functional.mse_loss` with an
        L1 penalty.
    """
    raise NotImplementedError


def lasso_gradient(theta: np.ndarray, X: np.ndarray, y: np.ndarray, lam: float) -> np.ndarray:
    r"""Give the gradient of the lasso loss with respect to the weights.

    $$\nabla J = \frac{1}{m} X^\top (X \theta - y) + \frac{\lambda}{m} \operatorname{sign}(\theta)$$

    It is that of $J(\theta) = \frac{1}{2m} \|y - X \theta\|^2 + \frac{\lambda}{m} \|\theta\|_1$; every element of θ is
    penalised. At the kink sign(0) = 0: the penalty leaves a weight of zero alone.

    Args:
        theta: weights, shape (D,), float64.
        X: m samples, one a row, shape (m, D), float64.
        y: their targets, shape (m,), float64.
        lam: the strength λ of the penalty.

    Returns:
        A float64 array of shape (D,).

    Example:
        >>> lasso_gradient(
        ...     np.array([-1.7, 0.2, 0.8]),
        ...     np.array([[2.9, -0.6, -0.7], [2.9, -4.8, -1.9]]),
        ...     np.array([1.9, -0.9]),
        ...     lam=0.7,
        ... )
        array([-20.679,  18.227,   9.163])

    Source:
        Tibshirani (1996), Regression Shrinkage and Selection via the Lasso; autograd of
        `torch.nn.functional.mse_loss` with an L1 penalty.
    """
    raise NotImplementedError


def elastic_net_penalty(w: np.ndarray, lam: float, m: int, l1_ratio: float = 0.5) -> float:
    r"""Mix the L1 and the L2 penalty.

    $$\frac{\lambda}{m} (\rho \sum_i |w_i| + \frac{1 - \rho}{2} \sum_i w_i^2)$$

    Here ρ is `l1_ratio`: 1 gives the L1 penalty and 0 the L2 penalty. Among features that are much alike the L1
    penalty keeps one, while the mixture keeps or drops them together.

    Args:
        w: weights, any shape, float64; all of them are penalised.
        lam: the strength λ of both penalties.
        m: the number of samples that the data term is a mean over; not the number of weights.
        l1_ratio: the share ρ of the L1 penalty, from 0 to 1.

    Returns:
        The penalty, a number.

    Example:
        >>> elastic_net_penalty(np.array([[-1.5, -3.0, -5.3], [0.2, 3.2, -2.5]]), lam=0.3, m=8)
        0.8182

    Source:
        Zou and Hastie (2005), Regularization and Variable Selection via the Elastic Net;
        `sklearn.linear_model.ElasticNet` with alpha = λ/m.
    """
    raise NotImplementedError
