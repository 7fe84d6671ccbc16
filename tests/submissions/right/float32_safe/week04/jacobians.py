"""Keeps the dtype of the input wherever it is a floating one."""

import numpy as np


def _floating(x):
    x = np.asarray(x)
    return x if x.dtype.kind == "f" else x.astype(np.float64)


def softmax_jacobian(z):
    z = _floating(z)
    e = np.exp(z - np.max(z))
    s = e / np.sum(e)
    J = -np.outer(s, s)
    J[np.diag_indices(len(s))] += s
    return J.astype(z.dtype)


def softmax_backward(dout, probs, axis=-1):
    weighted = probs * dout
    return weighted - probs * np.sum(weighted, axis=axis, keepdims=True)


def log_softmax_backward(dout, log_probs, axis=-1):
    dout = dout.astype(log_probs.dtype)
    total = np.expand_dims(np.sum(dout, axis=axis), axis)
    return dout - total * np.exp(log_probs)


def matmul_backward(dout, A, B):
    return np.matmul(dout, np.transpose(B)), np.matmul(np.transpose(dout), A).T


def _unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            grad = np.sum(grad, axis=axis, keepdims=True)
    return grad


def broadcast_add_backward(dout, a_shape, b_shape):
    return _unbroadcast(dout, a_shape), _unbroadcast(dout, b_shape)
