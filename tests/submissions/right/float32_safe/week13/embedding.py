"""Keeps float32: buffers take the dtype of the data, and whole numbers become floats first."""

import numpy as np


def as_floats(x):
    return x if x.dtype.kind == "f" else x.astype(np.float64)


def embedding_forward(ids, weight):
    return np.take(weight, ids, axis=0)


def embedding_backward(dout, ids, num_embeddings):
    dout = as_floats(dout)
    rows = dout.reshape(-1, dout.shape[-1])
    dweight = np.zeros((num_embeddings, dout.shape[-1]), dtype=dout.dtype)
    for word, row in zip(ids.flatten(), rows):
        dweight[word] += row
    return dweight


def own_sigmoid(s):
    return (1 + np.tanh(s / 2)) / 2


def own_softplus(s):
    return np.maximum(s, 0) + np.log1p(np.exp(-np.abs(s)))


def skipgram_negative_sampling_loss(center, context, negatives):
    center, context, negatives = as_floats(center), as_floats(context), as_floats(negatives)
    positive = own_softplus(-np.dot(center, context))
    return positive + own_softplus(np.dot(negatives, center)).sum()


def skipgram_negative_sampling_loss_gradient(center, context, negatives):
    center, context, negatives = as_floats(center), as_floats(context), as_floats(negatives)
    error = own_sigmoid(np.dot(center, context)) - 1
    errors = own_sigmoid(np.dot(negatives, center))
    dcenter = error * context + (errors[:, np.newaxis] * negatives).sum(axis=0)
    return dcenter, error * center, errors[:, np.newaxis] * center


def most_similar(query, matrix, k):
    query, matrix = as_floats(query), as_floats(matrix)
    lengths = np.linalg.norm(matrix, axis=1) * np.linalg.norm(query)
    lengths[lengths == 0] = 1
    similarity = matrix.dot(query) / lengths
    ranked = sorted(range(len(matrix)), key=lambda i: (-similarity[i], i))
    return np.array(ranked[:k])
