"""Other formulas: one-hot matrices, logaddexp, rows of unit length."""

import numpy as np


def embedding_forward(ids, weight):
    one_hot = np.eye(len(weight))[ids]
    return one_hot @ weight


def embedding_backward(dout, ids, num_embeddings):
    one_hot = np.eye(num_embeddings)[ids.ravel()]
    return one_hot.T @ dout.reshape(ids.size, dout.shape[-1])


def signed_scores(center, context, negatives):
    words = np.vstack((context[None, :], negatives))
    signs = np.where(np.arange(len(words)) == 0, 1.0, -1.0)
    return words, signs, signs * (words @ center)


def skipgram_negative_sampling_loss(center, context, negatives):
    _, _, margins = signed_scores(center, context, negatives)
    return np.sum(np.logaddexp(0, -margins))


def skipgram_negative_sampling_loss_gradient(center, context, negatives):
    words, signs, margins = signed_scores(center, context, negatives)
    slopes = -signs * np.exp(-np.logaddexp(0, margins))
    dwords = slopes[:, None] * center
    return words.T @ slopes, dwords[0], dwords[1:]


def most_similar(query, matrix, k):
    norms = np.sqrt(np.sum(matrix**2, axis=1, keepdims=True))
    units = np.divide(matrix, norms, out=np.zeros(matrix.shape), where=norms > 0)
    similarity = units @ (query / np.sqrt(np.sum(query**2)))
    return np.lexsort((np.arange(len(matrix)), -similarity))[:k]
