"""Keeps float32: everything is cast to the floating type of the scores, and exp only sees what is not positive."""

import numpy as np


def to_float(x):
    return np.asarray(x, dtype=np.result_type(x, np.float32))


def same_type(values, like):
    return np.asarray(values).astype(like.dtype)


def reduce_losses(losses, reduction):
    if reduction == "none":
        return losses
    if reduction == "sum":
        return losses.sum()
    return losses.mean()


def own_sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z < 0, e, np.ones_like(e)) / (1 + e)


def own_softplus(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def own_log_softmax(z):
    z = z - np.max(z, axis=-1, keepdims=True)
    return z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True))


def own_one_hot(labels, like):
    out = np.zeros_like(like)
    out[np.arange(labels.shape[0]), labels] = 1
    return out


def binary_cross_entropy(probs, target, reduction="mean"):
    p = to_float(probs)
    t = same_type(target, p)

    def clamped_log(values):
        out = np.full_like(values, -100)
        np.log(values, out=out, where=values > 0)
        return np.maximum(out, -100)

    return reduce_losses(-(t * clamped_log(p) + (1 - t) * clamped_log(1 - p)), reduction)


def binary_cross_entropy_gradient(probs, target, reduction="mean"):
    p = to_float(probs)
    slopes = (p - same_type(target, p)) / np.maximum(p * (1 - p), 1e-12)
    if reduction == "mean":
        slopes = slopes / slopes.size
    return slopes


def bce_with_logits(logits, target, pos_weight=None, reduction="mean"):
    z = to_float(logits)
    t = same_type(target, z)
    positive = t * own_softplus(-z)
    if pos_weight is not None:
        positive = positive * same_type(pos_weight, z)
    return reduce_losses(positive + (1 - t) * own_softplus(z), reduction)


def bce_with_logits_gradient(logits, target, pos_weight=None, reduction="mean"):
    z = to_float(logits)
    t = same_type(target, z)
    positive = t * own_sigmoid(-z)
    if pos_weight is not None:
        positive = positive * same_type(pos_weight, z)
    slopes = (1 - t) * own_sigmoid(z) - positive
    if reduction == "mean":
        slopes = slopes / slopes.size
    return slopes


def nll_loss(log_probs, labels, reduction="mean"):
    log_probs = to_float(log_probs)
    rows = np.arange(labels.shape[0])
    return reduce_losses(-log_probs[rows, labels], reduction)


def nll_loss_gradient(log_probs, labels, reduction="mean"):
    slopes = -own_one_hot(labels, to_float(log_probs))
    if reduction == "mean":
        slopes = slopes / labels.shape[0]
    return slopes


def smoothed(labels, like, label_smoothing):
    classes = like.shape[1]
    target = np.full_like(like, label_smoothing / classes)
    target[np.arange(labels.shape[0]), labels] += 1 - label_smoothing
    return target


def cross_entropy(logits, labels, label_smoothing=0, reduction="mean"):
    z = to_float(logits)
    losses = -np.einsum("nc,nc->n", smoothed(labels, z, label_smoothing), own_log_softmax(z))
    return reduce_losses(losses, reduction)


def cross_entropy_gradient(logits, labels, label_smoothing=0, reduction="mean"):
    z = to_float(logits)
    slopes = np.exp(own_log_softmax(z)) - smoothed(labels, z, label_smoothing)
    if reduction == "mean":
        slopes = slopes / z.shape[0]
    return slopes


def sparse_categorical_crossentropy(y, labels, from_logits, reduction="mean"):
    y = to_float(y)
    if from_logits:
        log_probs = own_log_softmax(y)
    else:
        log_probs = np.log(y.clip(1e-7, 1 - 1e-7))
    return nll_loss(log_probs, labels, reduction)


def sparse_categorical_crossentropy_gradient(y, labels, from_logits, reduction="mean"):
    y = to_float(y)
    right = own_one_hot(labels, y)
    if from_logits:
        slopes = np.exp(own_log_softmax(y)) - right
    else:
        inside = (y >= 1e-7) & (y <= 1 - 1e-7)
        slopes = -right / np.where(inside, y, np.inf)
    if reduction == "mean":
        slopes = slopes / y.shape[0]
    return slopes


def kl_div(log_input, target, reduction="batchmean"):
    log_input = to_float(log_input)
    t = same_type(target, log_input)
    safe = np.where(t == 0, np.ones_like(t), t)
    losses = t * (np.log(safe) - log_input)
    if reduction == "batchmean":
        return losses.sum() / losses.shape[0]
    return reduce_losses(losses, reduction)


def kl_div_gradient(log_input, target, reduction="batchmean"):
    slopes = -same_type(target, to_float(log_input))
    if reduction == "batchmean":
        return slopes / slopes.shape[0]
    if reduction == "mean":
        return slopes / slopes.size
    return slopes


def hinge_loss(scores, labels, reduction="mean"):
    s = to_float(scores)
    rows = np.arange(labels.shape[0])
    excess = np.maximum(s - s[rows, labels][:, None] + 1, 0)
    excess[rows, labels] = 0
    return reduce_losses(excess.mean(axis=1), reduction)


def hinge_loss_gradient(scores, labels, reduction="mean"):
    s = to_float(scores)
    rows = np.arange(labels.shape[0])
    slopes = same_type(s - s[rows, labels][:, None] + 1 > 0, s)
    slopes[rows, labels] -= slopes.sum(axis=1)
    slopes = slopes / s.shape[1]
    if reduction == "mean":
        slopes = slopes / s.shape[0]
    return slopes


def focal_loss(logits, target, gamma=2, reduction="mean"):
    z = to_float(logits)
    z = z * (2 * same_type(target, z) - 1)
    return reduce_losses(np.power(own_sigmoid(-z), gamma) * own_softplus(-z), reduction)


def focal_loss_gradient(logits, target, gamma=2, reduction="mean"):
    z = to_float(logits)
    sign = 2 * same_type(target, z) - 1
    p, q = own_sigmoid(sign * z), own_sigmoid(-sign * z)
    slopes = -sign * np.power(q, gamma) * (gamma * p * own_softplus(-sign * z) + q)
    if reduction == "mean":
        slopes = slopes / slopes.size
    return slopes
