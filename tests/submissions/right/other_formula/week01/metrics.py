"""Other formulas: counts by bincount, metrics from the confusion matrix, variance by the mean of squares."""

import numpy as np


def accuracy(y_true, y_pred):
    return 1 - np.count_nonzero(y_true - y_pred) / y_true.size


def confusion_matrix(y_true, y_pred, num_classes):
    cell = num_classes * y_true + y_pred
    return np.bincount(cell, minlength=num_classes**2).reshape(num_classes, num_classes)


def precision_recall_f1(y_true, y_pred):
    (_, fp), (fn, tp) = confusion_matrix(y_true, y_pred, 2).tolist()
    if tp == 0:
        return 0.0, 0.0, 0.0
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    return precision, recall, 2 / (1 / precision + 1 / recall)


def mean_squared_error(y_true, y_pred):
    error = np.reshape(y_pred, y_true.shape) - y_true
    return np.vdot(error, error) / error.size


def mean_absolute_error(y_true, y_pred):
    a, b = y_true.reshape(-1), y_pred.reshape(-1)
    return (np.maximum(a, b) - np.minimum(a, b)).mean()


def r2_score(y_true, y_pred):
    n = y_true.size
    return 1.0 - mean_squared_error(y_true, y_pred) / np.var(y_true.reshape(n))


def bias_variance(predictions, target):
    # the mean squared error of all predictions is the sum of the two
    centred = predictions - np.einsum("mi->i", predictions) / len(predictions)
    variance = np.sum(centred * centred) / centred.size
    return mean_squared_error(predictions, np.tile(target, (len(predictions), 1))) - variance, variance


def diagnose_fit(train_error, test_error, target_error):
    names = {(True, True): "good fit", (True, False): "overfitting"}
    return names.get((train_error <= target_error, test_error <= target_error), "underfitting")
