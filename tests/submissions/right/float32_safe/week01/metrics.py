"""Keeps the precision that it is given."""

import numpy as np


def accuracy(y_true, y_pred):
    hits = np.equal(y_true, y_pred)
    return np.asarray(hits.sum() / hits.shape[0])


def confusion_matrix(y_true, y_pred, num_classes):
    table = np.zeros((num_classes, num_classes), np.int32)
    for row in range(num_classes):
        chosen = y_pred[y_true == row]
        for column in range(num_classes):
            table[row, column] = np.sum(chosen == column)
    return table


def precision_recall_f1(y_true, y_pred):
    truth, guess = y_true.astype(bool), y_pred.astype(bool)
    tp = np.sum(truth & guess)

    def divide(a, b):
        return np.divide(a, b) if b else np.float64(0)

    precision = divide(tp, np.sum(guess))
    recall = divide(tp, np.sum(truth))
    return precision, recall, divide(2 * precision * recall, precision + recall)


def flat(x):
    x = np.asarray(x)
    return x.reshape(x.size)


def mean_squared_error(y_true, y_pred):
    return np.square(flat(y_true) - flat(y_pred)).mean()


def mean_absolute_error(y_true, y_pred):
    return np.absolute(flat(y_pred) - flat(y_true)).mean()


def r2_score(y_true, y_pred):
    y_true = flat(y_true)
    residuals = y_true - flat(y_pred)
    spread = y_true - np.mean(y_true)
    return (spread @ spread - residuals @ residuals) / (spread @ spread)


def bias_variance(predictions, target):
    mean = np.mean(predictions, axis=0, keepdims=True)
    scatter = np.mean(np.square(predictions - mean), axis=0)
    return np.mean(np.square(mean[0] - target)), np.mean(scatter)


def diagnose_fit(train_error, test_error, target_error):
    diagnosis = "good fit"
    if test_error > target_error:
        diagnosis = "overfitting"
    if train_error > target_error:
        diagnosis = "underfitting"
    return diagnosis
