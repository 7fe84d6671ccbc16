"""Metrics: how good predictions are, and what is wrong with the model that made them."""

import numpy as np


def accuracy(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    r"""Tell the share of examples whose predicted label is the true one.

    $$\operatorname{accuracy} = \frac{1}{N} \sum_{i=1}^{N} [\hat{y}_i = y_i]$$

    The bracket is 1 where the labels are equal and 0 elsewhere. Labels are names: 3 is no nearer to 4 than to 9.

    Args:
        y_true: the true labels, int64 of shape (N,), N at least 1.
        y_pred: the predicted labels, int64 of shape (N,).

    Returns:
        A number between 0 and 1.

    Example:
        >>> accuracy(
        ...     np.array([3, 0, 4, 2, 0, 4, 0, 3, 3, 3, 2, 0, 2]),
        ...     np.array([4, 2, 1, 1, 1, 4, 2, 3, 4, 1, 2, 2, 2]),
        ... )
        0.3077

    Source:
        `sklearn.metrics.accuracy_score`; in PyTorch `(y_true == y_pred).double().mean()`.
    """
    raise NotImplementedError


def confusion_matrix(y_true: np.ndarray, y_pred: np.ndarray, num_classes: int) -> np.ndarray:
    r"""Count how often each class was taken for each class.

    $$C_{jk} = \sum_{i=1}^{N} [y_i = j] \, [\hat{y}_i = k]$$

    Rows are true classes and columns predicted ones. A class that does not occur has a row and a column of zeros.

    Args:
        y_true: the true labels, int64 of shape (N,), each from 0 to num_classes - 1; N may be 0.
        y_pred: the predicted labels, likewise.
        num_classes: the number of classes.

    Returns:
        An int64 array of shape (num_classes, num_classes).

    Example:
        >>> confusion_matrix(np.array([2, 1, 1]), np.array([0, 0, 0]), 4)
        array([[0, 0, 0, 0],
               [2, 0, 0, 0],
               [1, 0, 0, 0],
               [0, 0, 0, 0]])

    Source:
        `sklearn.metrics.confusion_matrix`; in PyTorch `Tensor.index_put_` with accumulate=True.
    """
    raise NotImplementedError


def precision_recall_f1(y_true: np.ndarray, y_pred: np.ndarray) -> tuple[float, float, float]:
    r"""Judge a binary classifier by its positives: how many are right, and how many were found.

    $$P = \frac{TP}{TP + FP}, \quad R = \frac{TP}{TP + FN}, \quad
    F_1 = \frac{2 P R}{P + R} = \frac{2\,TP}{2\,TP + FP + FN}$$

    The positive class is 1. TP counts the positives that are predicted as such, FP the negatives that are predicted
    as positive, FN the positives that are missed. A fraction whose denominator is 0 counts as 0.

    Args:
        y_true: the true labels 0 and 1, int64 of shape (N,).
        y_pred: the predicted labels 0 and 1, int64 of shape (N,).

    Returns:
        (precision, recall, F1): three numbers between 0 and 1.

    Example:
        >>> precision_recall_f1(np.array([1, 1, 1]), np.array([0, 1, 1]))
        (1.0, 0.6667, 0.8)

    Source:
        van Rijsbergen (1979), Information Retrieval; `sklearn.metrics.precision_recall_fscore_support` with
        average="binary" and zero_division=0.
    """
    raise NotImplementedError


def mean_squared_error(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    r"""Average the squares of all errors.

    $$\operatorname{MSE} = \frac{1}{n} \sum_{i=1}^{n} (y_i - \hat{y}_i)^2$$

    The mean runs over all n elements, whatever their shape, and has no factor 1/2. A column of shape (n, 1), as a
    network returns it, is compared with a vector of shape (n,) element by element: the first with the first, and
    so on, n errors in all.

    Args:
        y_true: the true values, any shape, float64, not empty.
        y_pred: the predictions, same shape; or one of the two (n,) and the other (n, 1).

    Returns:
        A number.

    Example:
        >>> mean_squared_error(
        ...     np.array([[2.8, 3.4], [-0.6, -3.5], [-4.5, -0.8]]),
        ...     np.array([[-1.0, -0.6], [6.6, -1.4], [-1.8, 2.0]]),
        ... )
        16.97

    Source:
        `sklearn.metrics.mean_squared_error`; `torch.nn.functional.mse_loss` on equal shapes.
    """
    raise NotImplementedError


def mean_absolute_error(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    r"""Average the sizes of all errors.

    $$\operatorname{MAE} = \frac{1}{n} \sum_{i=1}^{n} |y_i - \hat{y}_i|$$

    The mean runs over all n elements, whatever their shape. A column of shape (n, 1), as a network returns it, is
    compared with a vector of shape (n,) element by element: the first with the first, and so on, n errors in all.

    Args:
        y_true: the true values, any shape, float64, not empty.
        y_pred: the predictions, same shape; or one of the two (n,) and the other (n, 1).

    Returns:
        A number.

    Example:
        >>> mean_absolute_error(
        ...     np.array([[-0.7, -1.7], [-3.2, 3.8], [1.0, -2.5]]),
        ...     np.array([[-1.3, 0.4], [-1.0, -3.1], [-1.8, 0.1]]),
        ... )
        2.867

    Source:
        `sklearn.metrics.mean_absolute_error`; `torch.nn.functional.l1_loss` on equal shapes.
    """
    raise NotImplementedError


def r2_score(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    r"""Tell which share of the target's spread the predictions account for.

    $$R^2 = 1 - \frac{\sum_i (y_i - \hat{y}_i)^2}{\sum_i (y_i - \bar{y})^2}, \quad \bar{y} = \frac{1}{n} \sum_i y_i$$

    1 is perfect, 0 is as good as always predicting the mean, and what is worse than that is negative. A column of
    shape (n, 1) is compared with a vector of shape (n,) element by element.

    Args:
        y_true: the true values, float64 of shape (n,) or (n, 1), not all equal.
        y_pred: the predictions, float64 of shape (n,) or (n, 1).

    Returns:
        A number, at most 1.

    Example:
        >>> r2_score(np.array([-4.5, 2.4, -0.8]), np.array([-4.0, 0.7, -0.1]))
        0.8478

    Source:
        Wright (1921), Correlation and Causation; `sklearn.metrics.r2_score`; `torchmetrics.R2Score`.
    """
    raise NotImplementedError


def bias_variance(predictions: np.ndarray, target: np.ndarray) -> tuple[float, float]:
    r"""Split the mean squared error of several models into squared bias and variance.

    $$\operatorname{bias}^2 = \frac{1}{N} \sum_i (\bar{f}_i - y_i)^2, \quad
    \operatorname{variance} = \frac{1}{N} \sum_i \frac{1}{M} \sum_m (f_{mi} - \bar{f}_i)^2, \quad
    \bar{f}_i = \frac{1}{M} \sum_m f_{mi}$$

    Each of M models, trained on data of its own, predicts the same N points. At every point the bias is how far
    the mean of the models lies from the target, squared, and the variance how far the models scatter around their
    mean, divided by M and not by M - 1; both are then averaged over the points.

    Args:
        predictions: one row per model and one column per point, float64 of shape (M, N).
        target: the true value of every point, float64 of shape (N,).

    Returns:
        (bias_squared, variance): two numbers; their sum is the mean squared error of all predictions.

    Example:
        >>> bias_variance(np.array([[0.3, -1.5, 0.2], [0.2, -2.8, 0.8]]), np.array([0.81, 0.54, -0.97]))
        (3.237, 0.1717)

    Source:
        Geman, Bienenstock and Doursat (1992), Neural Networks and the Bias/Variance Dilemma; `torch.var` with
        correction=0.
    """
    raise NotImplementedError


def diagnose_fit(train_error: float, test_error: float, target_error: float) -> str:
    r"""Tell from the errors in training and in testing what is wrong with a model.

    $$\operatorname{fit} = \begin{cases}
    \text{underfitting} & E_{train} > E_{target} \\
    \text{overfitting} & E_{train} \le E_{target} < E_{test} \\
    \text{good fit} & \text{otherwise}
    \end{cases}$$

    A model that misses the target on the data that it was trained on is too simple, whatever it does in the test.
    One that reaches it there but misses it in the test has learned by heart. An error equal to the target reaches it.

    Args:
        train_error: the error on the training data, a number from 0.
        test_error: the error on data that the model has not seen.
        target_error: the largest error that is good enough.

    Returns:
        "underfitting", "overfitting" or "good fit".

    Example:
        >>> diagnose_fit(0.51, 0.68, 0.12)
        'underfitting'

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 5.2; no counterpart in PyTorch.
    """
    raise NotImplementedError
