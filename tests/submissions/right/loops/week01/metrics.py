"""Plain Python loops over examples, counting by hand."""

import math

import numpy as np


def accuracy(y_true, y_pred):
    right = 0
    for t, p in zip(y_true, y_pred):
        if t == p:
            right += 1
    return right / len(y_true)


def confusion_matrix(y_true, y_pred, num_classes):
    matrix = [[0] * num_classes for _ in range(num_classes)]
    for t, p in zip(y_true, y_pred):
        matrix[t][p] += 1
    return np.array(matrix)


def precision_recall_f1(y_true, y_pred):
    tp = fp = fn = 0
    for t, p in zip(y_true, y_pred):
        if p == 1 and t == 1:
            tp += 1
        elif p == 1:
            fp += 1
        elif t == 1:
            fn += 1
    precision = tp / (tp + fp) if tp + fp > 0 else 0
    recall = tp / (tp + fn) if tp + fn > 0 else 0
    if precision + recall == 0:
        return precision, recall, 0
    return precision, recall, 2 * precision * recall / (precision + recall)


def mean_squared_error(y_true, y_pred):
    total, n = 0.0, 0
    for t, p in zip(y_true.flat, y_pred.flat):
        total += (t - p) ** 2
        n += 1
    return total / n


def mean_absolute_error(y_true, y_pred):
    distances = [abs(t - p) for t, p in zip(y_true.flatten(), y_pred.flatten())]
    return sum(distances) / len(distances)


def r2_score(y_true, y_pred):
    truth = [float(v) for v in y_true.flat]
    guess = [float(v) for v in y_pred.flat]
    mean = math.fsum(truth) / len(truth)
    residual = total = 0.0
    for t, p in zip(truth, guess):
        residual += (t - p) ** 2
        total += (t - mean) ** 2
    return 1 - residual / total


def bias_variance(predictions, target):
    models, points = predictions.shape
    bias_squared = variance = 0.0
    for i in range(points):
        column = [float(predictions[m, i]) for m in range(models)]
        mean = sum(column) / models
        bias_squared += (mean - float(target[i])) ** 2
        variance += sum((f - mean) ** 2 for f in column) / models
    return bias_squared / points, variance / points


def diagnose_fit(train_error, test_error, target_error):
    if train_error <= target_error:
        if test_error <= target_error:
            return "good fit"
        else:
            return "overfitting"
    return "underfitting"
