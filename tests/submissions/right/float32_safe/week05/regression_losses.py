"""Keeps float32: errors get a floating type first, and constants are Python numbers."""

import numpy as np


def errors(pred, target):
    dtype = np.result_type(pred, np.float32)
    return np.asarray(pred, dtype=dtype) - np.asarray(target, dtype=dtype)


def reduce_losses(losses, reduction):
    if reduction == "mean":
        return np.mean(losses)
    if reduction == "sum":
        return np.sum(losses)
    if reduction == "none":
        return losses
    raise ValueError(f"unknown reduction {reduction!r}")


def scale(slopes, reduction):
    if reduction == "mean":
        return slopes / slopes.size
    return slopes


def mse_loss(pred, target, reduction="mean"):
    e = errors(pred, target)
    return reduce_losses(e * e, reduction)


def mse_loss_gradient(pred, target, reduction="mean"):
    return scale(2 * errors(pred, target), reduction)


def l1_loss(pred, target, reduction="mean"):
    return reduce_losses(np.abs(errors(pred, target)), reduction)


def l1_loss_gradient(pred, target, reduction="mean"):
    return scale(np.sign(errors(pred, target)), reduction)


def huber_loss(pred, target, delta=1, reduction="mean"):
    e = np.abs(errors(pred, target))
    small = e <= delta
    losses = delta * (e - delta / 2)
    losses = np.where(small, e * e / 2, losses)
    return reduce_losses(losses, reduction)


def huber_loss_gradient(pred, target, delta=1, reduction="mean"):
    e = errors(pred, target)
    return scale(np.maximum(np.minimum(e, delta), -delta), reduction)


def smooth_l1_loss(pred, target, beta=1, reduction="mean"):
    e = np.abs(errors(pred, target))
    losses = np.where(e < beta, e * e / (2 * beta), e - beta / 2)
    return reduce_losses(losses, reduction)


def smooth_l1_loss_gradient(pred, target, beta=1, reduction="mean"):
    e = errors(pred, target)
    return scale(np.where(np.abs(e) < beta, e / beta, np.sign(e)), reduction)


def log_cosh_loss(pred, target, reduction="mean"):
    e = np.abs(errors(pred, target))
    return reduce_losses(e + np.log1p(np.exp(-2 * e)) - float(np.log(2)), reduction)


def log_cosh_loss_gradient(pred, target, reduction="mean"):
    return scale(np.tanh(errors(pred, target)), reduction)
