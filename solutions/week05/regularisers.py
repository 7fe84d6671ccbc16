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

    Source:
        Tibshirani (1996), Regression Shrinkage and Selection via the Lasso; `torch.linalg.vector_norm` with `ord=1`.
    """
    return lam / m * np.abs(w).sum()


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

    Source:
        Hoerl and Kennard (1970), Ridge Regression: Biased Estimation for Nonorthogonal Problems; the derivative is
        the `weight_decay` of `torch.optim.SGD` for λ/m.
    """
    return lam / (2 * m) * np.square(w).sum()


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

    Source:
        Hoerl and Kennard (1970), Ridge Regression: Biased Estimation for Nonorthogonal Problems;
        `torch.nn.functional.mse_loss` with an L2 penalty.
    """
    m = len(y)
    return np.square(X @ theta - y).sum() / (2 * m) + l2_penalty(theta, lam, m)


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

    Source:
        Hoerl and Kennard (1970), Ridge Regression: Biased Estimation for Nonorthogonal Problems; autograd of
        `torch.nn.functional.mse_loss` with an L2 penalty.
    """
    return (X.T @ (X @ theta - y) + lam * theta) / len(y)


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

    Source:
        Tibshirani (1996), Regression Shrinkage and Selection via the Lasso; `torch.nn.functional.mse_loss` with an
        L1 penalty.
    """
    m = len(y)
    return np.square(X @ theta - y).sum() / (2 * m) + l1_penalty(theta, lam, m)


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

    Source:
        Tibshirani (1996), Regression Shrinkage and Selection via the Lasso; autograd of
        `torch.nn.functional.mse_loss` with an L1 penalty.
    """
    return (X.T @ (X @ theta - y) + lam * np.sign(theta)) / len(y)


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

    Source:
        Zou and Hastie (2005), Regularization and Variable Selection via the Elastic Net;
        `sklearn.linear_model.ElasticNet` with alpha = λ/m.
    """
    return l1_ratio * l1_penalty(w, lam, m) + (1 - l1_ratio) * l2_penalty(w, lam, m)
