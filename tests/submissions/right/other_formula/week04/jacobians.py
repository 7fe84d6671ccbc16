"""Other formulas: Jacobians built and contracted, einsum, masks of ones."""

import numpy as np


def stable_softmax(z):
    # 1 / s_i = sum over j of exp(z_j - z_i)
    d = np.subtract.outer(z, z).astype(float)
    return 1 / np.exp(np.minimum(-d, 700)).sum(axis=1)


def softmax_jacobian(z):
    s = stable_softmax(np.asarray(z, dtype=float))
    return s[:, None] * (np.eye(s.size) - s[None, :])


def softmax_backward(dout, probs, axis=-1):
    g = np.moveaxis(dout, axis, -1)
    p = np.moveaxis(probs, axis, -1)
    jacobian = np.eye(p.shape[-1]) * p[..., None] - p[..., :, None] * p[..., None, :]
    dx = np.einsum("...i,...ij->...j", g, jacobian)
    return np.moveaxis(dx, -1, axis)


def log_softmax_backward(dout, log_probs, axis=-1):
    g = np.moveaxis(dout, axis, -1)
    p = np.exp(np.moveaxis(log_probs, axis, -1))
    jacobian = np.eye(p.shape[-1]) - p[..., None, :]
    dx = (g[..., None, :] @ jacobian)[..., 0, :]
    return np.moveaxis(dx, -1, axis)


def matmul_backward(dout, A, B):
    dA = np.einsum("nm,km->nk", dout, B)
    dB = np.tensordot(A, dout, axes=(0, 0))
    return dA, dB


def broadcast_add_backward(dout, a_shape, b_shape):
    grads = []
    for shape in (a_shape, b_shape):
        size = int(np.prod(shape))
        # number the operand's elements, broadcast the numbers, and count with weights
        numbers = np.broadcast_to(np.arange(size).reshape(shape), dout.shape)
        counted = np.bincount(numbers.ravel(), weights=np.ravel(dout), minlength=size)
        grads.append(counted.astype(float).reshape(shape))
    return tuple(grads)
