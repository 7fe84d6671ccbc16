import math

import numpy as np


def freeze(params, frozen):
    mask = {}
    for name in params:
        mask[name] = True
        for prefix in frozen:
            if name[: len(prefix)] == prefix:
                mask[name] = False
    return mask


def apply_masked_update(params, grads, mask, lr):
    new = {}
    for name in params:
        value = np.array(params[name], dtype=float)
        if mask[name]:
            for index in np.ndindex(value.shape):
                value[index] -= lr * grads[name][index]
        new[name] = value
    return new


def gradual_unfreezing(layer_count, epoch, every):
    trained = [False] * layer_count
    layer = layer_count - 1
    while layer >= 0 and epoch >= 0:
        trained[layer] = True
        layer -= 1
        epoch -= every
    return trained


def feature_extractor_step(x, labels, backbone, head, lr):
    frozen_weight, frozen_bias = backbone
    weight, bias = head
    n, classes = len(x), len(bias)
    new_weight, new_bias = np.array(weight, dtype=float), np.array(bias, dtype=float)
    losses = []
    for i in range(n):
        features = []
        for w, b in zip(frozen_weight, frozen_bias):
            features.append(max(0.0, math.fsum(float(a) * float(c) for a, c in zip(w, x[i])) + float(b)))
        logits = []
        for w, b in zip(weight, bias):
            logits.append(math.fsum(float(a) * c for a, c in zip(w, features)) + float(b))
        top = max(logits)
        powers = [math.exp(z - top) for z in logits]
        total = sum(powers)
        losses.append(top + math.log(total) - logits[labels[i]])
        for k in range(classes):
            d = (powers[k] / total - (1 if labels[i] == k else 0)) / n
            for j, feature in enumerate(features):
                new_weight[k, j] -= lr * d * feature
            new_bias[k] -= lr * d
    return (new_weight, new_bias), sum(losses) / n
