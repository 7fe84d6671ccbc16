"""Plain Python loops: over the elements where each has a loss, over the rows where each row has one."""

import math

import numpy as np


def put_together(losses, shape, reduction):
    if reduction == "mean":
        return math.fsum(losses) / len(losses)
    if reduction == "sum":
        return math.fsum(losses)
    return np.array(losses, dtype=float).reshape(shape)


def own_sigmoid(v):
    if v >= 0:
        return 1 / (1 + math.exp(-v))
    return math.exp(v) / (1 + math.exp(v))


def own_softplus(v):
    if v > 0:
        return v + math.log1p(math.exp(-v))
    return math.log1p(math.exp(v))


def log_softmax_row(row):
    row = [float(v) for v in row]
    top = max(row)
    log_total = math.log(sum(math.exp(v - top) for v in row))
    return [v - top - log_total for v in row]


def clamped_log(v):
    if v <= 0:
        return -100.0
    return max(math.log(v), -100.0)


def binary_cross_entropy(probs, target, reduction="mean"):
    losses = []
    for i in np.ndindex(probs.shape):
        p, t = float(probs[i]), float(target[i])
        losses.append(-(t * clamped_log(p) + (1 - t) * clamped_log(1 - p)))
    return put_together(losses, probs.shape, reduction)


def binary_cross_entropy_gradient(probs, target, reduction="mean"):
    out = np.zeros(probs.shape)
    for i in np.ndindex(probs.shape):
        p, t = float(probs[i]), float(target[i])
        denominator = p * (1 - p)
        if denominator < 1e-12:
            denominator = 1e-12
        out[i] = (p - t) / denominator
        if reduction == "mean":
            out[i] /= probs.size
    return out


def weight_at(pos_weight, shape):
    if pos_weight is None:
        pos_weight = 1.0
    return np.broadcast_to(pos_weight, shape)


def bce_with_logits(logits, target, pos_weight=None, reduction="mean"):
    weights = weight_at(pos_weight, logits.shape)
    losses = []
    for i in np.ndindex(logits.shape):
        z, t, w = float(logits[i]), float(target[i]), float(weights[i])
        losses.append(w * t * own_softplus(-z) + (1 - t) * own_softplus(z))
    return put_together(losses, logits.shape, reduction)


def bce_with_logits_gradient(logits, target, pos_weight=None, reduction="mean"):
    weights = weight_at(pos_weight, logits.shape)
    out = np.zeros(logits.shape)
    for i in np.ndindex(logits.shape):
        z, t, w = float(logits[i]), float(target[i]), float(weights[i])
        out[i] = w * t * (own_sigmoid(z) - 1) + (1 - t) * own_sigmoid(z)
        if reduction == "mean":
            out[i] /= logits.size
    return out


def nll_loss(log_probs, labels, reduction="mean"):
    losses = []
    for i in range(len(labels)):
        losses.append(-float(log_probs[i, labels[i]]))
    return put_together(losses, (len(labels),), reduction)


def nll_loss_gradient(log_probs, labels, reduction="mean"):
    out = np.zeros(log_probs.shape)
    for i, label in enumerate(labels):
        out[i, label] = -1 / len(labels) if reduction == "mean" else -1
    return out


def target_row(label, classes, s):
    row = [s / classes] * classes
    row[label] += 1 - s
    return row


def cross_entropy(logits, labels, label_smoothing=0, reduction="mean"):
    losses = []
    for row, label in zip(logits, labels):
        log_probs = log_softmax_row(row)
        wanted = target_row(label, len(log_probs), label_smoothing)
        losses.append(-sum(q * lp for q, lp in zip(wanted, log_probs)))
    return put_together(losses, (len(labels),), reduction)


def cross_entropy_gradient(logits, labels, label_smoothing=0, reduction="mean"):
    n, classes = logits.shape
    out = np.zeros((n, classes))
    for i in range(n):
        log_probs = log_softmax_row(logits[i])
        wanted = target_row(labels[i], classes, label_smoothing)
        for j in range(classes):
            out[i, j] = math.exp(log_probs[j]) - wanted[j]
            if reduction == "mean":
                out[i, j] /= n
    return out


def sparse_categorical_crossentropy(y, labels, from_logits, reduction="mean"):
    losses = []
    for row, label in zip(y, labels):
        if from_logits:
            losses.append(-log_softmax_row(row)[label])
        else:
            p = min(max(float(row[label]), 1e-7), 1 - 1e-7)
            losses.append(-math.log(p))
    return put_together(losses, (len(labels),), reduction)


def sparse_categorical_crossentropy_gradient(y, labels, from_logits, reduction="mean"):
    n, classes = y.shape
    out = np.zeros((n, classes))
    for i in range(n):
        label = labels[i]
        if from_logits:
            for j, lp in enumerate(log_softmax_row(y[i])):
                out[i, j] = math.exp(lp) - (1 if j == label else 0)
        else:
            p = float(y[i, label])
            if 1e-7 <= p <= 1 - 1e-7:
                out[i, label] = -1 / p
    if reduction == "mean":
        return out / n
    return out


def kl_div(log_input, target, reduction="batchmean"):
    losses = []
    for i in np.ndindex(log_input.shape):
        t = float(target[i])
        if t == 0:
            losses.append(0.0)
        else:
            losses.append(t * (math.log(t) - float(log_input[i])))
    if reduction == "batchmean":
        return math.fsum(losses) / log_input.shape[0]
    return put_together(losses, log_input.shape, reduction)


def kl_div_gradient(log_input, target, reduction="batchmean"):
    divisor = 1
    if reduction == "batchmean":
        divisor = log_input.shape[0]
    elif reduction == "mean":
        divisor = log_input.size
    out = np.zeros(log_input.shape)
    for i in np.ndindex(log_input.shape):
        out[i] = -target[i] / divisor
    return out


def hinge_loss(scores, labels, reduction="mean"):
    n, classes = scores.shape
    losses = []
    for i in range(n):
        own = float(scores[i, labels[i]])
        total = 0.0
        for j in range(classes):
            if j == labels[i]:
                continue
            total += max(0.0, 1 - own + float(scores[i, j]))
        losses.append(total / classes)
    return put_together(losses, (n,), reduction)


def hinge_loss_gradient(scores, labels, reduction="mean"):
    n, classes = scores.shape
    step = 1 / classes
    if reduction == "mean":
        step /= n
    out = np.zeros((n, classes))
    for i in range(n):
        own = float(scores[i, labels[i]])
        for j in range(classes):
            if j != labels[i] and 1 - own + float(scores[i, j]) > 0:
                out[i, j] += step
                out[i, labels[i]] -= step
    return out


def focal_loss(logits, target, gamma=2, reduction="mean"):
    losses = []
    for i in np.ndindex(logits.shape):
        z = float(logits[i])
        if target[i] == 0:
            z = -z
        losses.append(own_sigmoid(-z) ** gamma * own_softplus(-z))
    return put_together(losses, logits.shape, reduction)


def focal_loss_gradient(logits, target, gamma=2, reduction="mean"):
    out = np.zeros(logits.shape)
    for i in np.ndindex(logits.shape):
        sign = 1 if target[i] else -1
        z = sign * float(logits[i])
        p = own_sigmoid(z)
        out[i] = sign * own_sigmoid(-z) ** gamma * (-gamma * p * own_softplus(-z) - own_sigmoid(-z))
        if reduction == "mean":
            out[i] = out[i] / logits.size
    return out
