"""Plain Python loops: every loss is a function of one error, summed up at the end."""

import math

import numpy as np


def loss_of(f, pred, target, reduction):
    out = np.zeros(pred.shape)
    total = []
    for i in np.ndindex(pred.shape):
        out[i] = f(float(pred[i]) - float(target[i]))
        total.append(float(out[i]))
    if reduction == "mean":
        return math.fsum(total) / len(total)
    elif reduction == "sum":
        return math.fsum(total)
    return out


def gradient_of(f, pred, target, reduction):
    n = 0
    for _ in np.ndindex(pred.shape):
        n += 1
    out = np.zeros(pred.shape)
    for i in np.ndindex(pred.shape):
        slope = f(float(pred[i]) - float(target[i]))
        if reduction == "mean":
            slope = slope / n
        out[i] = slope
    return out


def mse_loss(pred, target, reduction="mean"):
    return loss_of(lambda e: e * e, pred, target, reduction)


def mse_loss_gradient(pred, target, reduction="mean"):
    return gradient_of(lambda e: 2 * e, pred, target, reduction)


def l1_loss(pred, target, reduction="mean"):
    return loss_of(abs, pred, target, reduction)


def l1_loss_gradient(pred, target, reduction="mean"):
    def f(e):
        if e > 0:
            return 1.0
        if e < 0:
            return -1.0
        return 0.0

    return gradient_of(f, pred, target, reduction)


def huber_loss(pred, target, delta=1, reduction="mean"):
    def f(e):
        if abs(e) < delta:
            return 0.5 * e * e
        return delta * (abs(e) - 0.5 * delta)

    return loss_of(f, pred, target, reduction)


def huber_loss_gradient(pred, target, delta=1, reduction="mean"):
    def f(e):
        if e > delta:
            return delta
        if e < -delta:
            return -delta
        return e

    return gradient_of(f, pred, target, reduction)


def smooth_l1_loss(pred, target, beta=1, reduction="mean"):
    def f(e):
        if abs(e) < beta:
            return 0.5 * e * e / beta
        return abs(e) - 0.5 * beta

    return loss_of(f, pred, target, reduction)


def smooth_l1_loss_gradient(pred, target, beta=1, reduction="mean"):
    def f(e):
        if abs(e) < beta:
            return e / beta
        return math.copysign(1, e)

    return gradient_of(f, pred, target, reduction)


def log_cosh_loss(pred, target, reduction="mean"):
    def f(e):
        e = abs(e)
        if e > 50:
            return e - math.log(2)
        return math.log(math.cosh(e))

    return loss_of(f, pred, target, reduction)


def log_cosh_loss_gradient(pred, target, reduction="mean"):
    return gradient_of(math.tanh, pred, target, reduction)
