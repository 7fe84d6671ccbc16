"""Plain Python loops over words and features."""

import math

import numpy as np


def embedding_forward(ids, weight):
    out = np.zeros(ids.shape + (weight.shape[1],))
    for place in np.ndindex(ids.shape):
        for d in range(weight.shape[1]):
            out[place + (d,)] = weight[ids[place], d]
    return out


def embedding_backward(dout, ids, num_embeddings):
    size = dout.shape[-1]
    dweight = np.zeros((num_embeddings, size))
    for place in np.ndindex(ids.shape):
        for d in range(size):
            dweight[ids[place], d] += dout[place + (d,)]
    return dweight


def own_dot(a, b):
    total = 0.0
    for x, y in zip(a, b):
        total += float(x) * float(y)
    return total


def minus_log_sigmoid(s):
    if s >= 0:
        return math.log1p(math.exp(-s))
    return -s + math.log1p(math.exp(s))


def own_sigmoid(s):
    if s >= 0:
        return 1 / (1 + math.exp(-s))
    return math.exp(s) / (1 + math.exp(s))


def skipgram_negative_sampling_loss(center, context, negatives):
    loss = minus_log_sigmoid(own_dot(context, center))
    for negative in negatives:
        loss += minus_log_sigmoid(-own_dot(negative, center))
    return loss


def skipgram_negative_sampling_loss_gradient(center, context, negatives):
    size = len(center)
    dcenter, dcontext, dnegatives = np.zeros(size), np.zeros(size), np.zeros(negatives.shape)
    slope = own_sigmoid(own_dot(context, center)) - 1
    for d in range(size):
        dcenter[d] += slope * context[d]
        dcontext[d] = slope * center[d]
    for k, negative in enumerate(negatives):
        slope = own_sigmoid(own_dot(negative, center))
        for d in range(size):
            dcenter[d] += slope * negative[d]
            dnegatives[k, d] = slope * center[d]
    return dcenter, dcontext, dnegatives


def most_similar(query, matrix, k):
    similarities = []
    for row in matrix:
        length = math.sqrt(own_dot(row, row)) * math.sqrt(own_dot(query, query))
        similarities.append(own_dot(row, query) / length if length > 0 else 0.0)
    best = []
    while len(best) < k:
        top = None
        for i, s in enumerate(similarities):
            if i not in best and (top is None or s > similarities[top]):
                top = i
        best.append(top)
    return np.array(best)
