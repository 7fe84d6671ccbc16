"""Other formulas: scalar products for sums, the Huber loss as an envelope, slopes from masks."""

import numpy as np


def put_together(losses, reduction):
    losses = np.asarray(losses, dtype=float)
    how = {"mean": np.average, "sum": np.sum, "none": np.array}
    return how[reduction](losses)


def weight(pred, reduction):
    return 1 / np.size(pred) if reduction == "mean" else 1.0


def mse_loss(pred, target, reduction="mean"):
    if reduction == "none":
        return np.square(np.subtract(target, pred, dtype=float))
    e = np.ravel(pred) - np.ravel(target)
    return weight(pred, reduction) * np.dot(e, e)


def mse_loss_gradient(pred, target, reduction="mean"):
    return weight(pred, reduction) * (pred + pred - target - target)


def l1_loss(pred, target, reduction="mean"):
    return put_together(np.maximum(pred, target) - np.minimum(pred, target), reduction)


def l1_loss_gradient(pred, target, reduction="mean"):
    above = np.greater(pred, target).astype(float)
    below = np.less(pred, target).astype(float)
    return (above - below) * weight(pred, reduction)


def huber_loss(pred, target, delta=1, reduction="mean"):
    # h(e) = c (|e| - c/2) with c = min(|e|, delta)
    e = np.abs(np.asarray(pred, dtype=float) - target)
    c = np.minimum(e, delta)
    return put_together(c * (e - c / 2), reduction)


def huber_loss_gradient(pred, target, delta=1, reduction="mean"):
    e = np.array(pred, dtype=float) - target
    slopes = np.sign(e) * np.minimum(np.abs(e), delta)
    return slopes * weight(pred, reduction)


def smooth_l1_loss(pred, target, beta=1, reduction="mean"):
    # |e| - beta/2 everywhere, and what the parabola has more near zero
    e = np.abs(np.asarray(pred, dtype=float) - target)
    missing = np.maximum(beta - e, 0) ** 2 / (2 * beta)
    return put_together(e - beta / 2 + missing, reduction)


def smooth_l1_loss_gradient(pred, target, beta=1, reduction="mean"):
    ratio = (np.array(pred, dtype=float) - target) / beta
    return ratio / np.maximum(1, np.abs(ratio)) * weight(pred, reduction)


def log_cosh_loss(pred, target, reduction="mean"):
    # softplus(-2e) + e - ln 2 with the stable softplus
    e = np.asarray(pred, dtype=float) - target
    softplus = np.maximum(-2 * e, 0) + np.log1p(np.exp(-np.abs(2 * e)))
    return put_together(softplus + e - np.log(2), reduction)


def log_cosh_loss_gradient(pred, target, reduction="mean"):
    # tanh(e) = 2 sigmoid(2e) - 1
    e = np.asarray(pred, dtype=float) - target
    small = np.exp(-2 * np.abs(e))
    return np.sign(e) * (1 - small) / (1 + small) * weight(pred, reduction)
