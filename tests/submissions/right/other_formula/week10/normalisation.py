"""Everything through tables of rows that share mean and variance."""

import numpy as np


def channel_rows(x):
    """x as (C, everything else), and the way back."""
    moved = np.moveaxis(x, 1, 0)
    return moved.reshape(x.shape[1], -1), lambda rows: np.moveaxis(rows.reshape(moved.shape), 0, 1)


def whiten(rows, eps):
    centred = rows - np.mean(rows, axis=1)[:, None]
    inverse_std = (np.einsum("ij,ij->i", centred, centred) / rows.shape[1] + eps) ** -0.5
    return centred * inverse_std[:, None], inverse_std[:, None]


def whiten_backward(drows, normal, inverse_std):
    # Jacobian: inverse_std * (I - 1 1'/n - z z'/n)
    n = drows.shape[1]
    along_ones = np.sum(drows, axis=1, keepdims=True)
    along_normal = np.sum(drows * normal, axis=1, keepdims=True)
    return inverse_std / n * (n * drows - along_ones - normal * along_normal)


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    rows, back = channel_rows(x)
    if not training:
        slope = gamma / np.sqrt(running_var + eps)
        offset = beta - slope * running_mean
        return back(slope[:, None] * rows + offset[:, None]), running_mean.copy(), running_var.copy()
    normal, _ = whiten(rows, eps)
    new_mean = running_mean + momentum * (np.mean(rows, axis=1) - running_mean)
    new_var = running_var + momentum * (np.var(rows, axis=1, ddof=1) - running_var)
    return back(gamma[:, None] * normal + beta[:, None]), new_mean, new_var


def batchnorm_backward(dout, x, gamma, eps=1e-5):
    rows, back = channel_rows(x)
    drows, _ = channel_rows(dout)
    normal, inverse_std = whiten(rows, eps)
    dx = back(whiten_backward(gamma[:, None] * drows, normal, inverse_std))
    return dx, np.sum(drows * normal, axis=1), np.sum(drows, axis=1)


def layernorm_forward(x, gamma, beta, eps=1e-5):
    normal, _ = whiten(x.reshape(-1, x.shape[-1]), eps)
    return (normal * gamma + beta).reshape(x.shape)


def layernorm_backward(dout, x, gamma, eps=1e-5):
    d = dout.reshape(-1, x.shape[-1])
    normal, inverse_std = whiten(x.reshape(-1, x.shape[-1]), eps)
    dx = whiten_backward(d * gamma, normal, inverse_std).reshape(x.shape)
    return dx, np.einsum("nd,nd->d", d, normal), d.sum(0)


def groupnorm_forward(x, num_groups, gamma, beta, eps=1e-5):
    per_group = int(np.prod(x.shape[1:])) // num_groups
    normal, _ = whiten(x.reshape(x.shape[0] * num_groups, per_group), eps)
    # channels last, so that gamma and beta line up by themselves
    channels_last = np.moveaxis(normal.reshape(x.shape), 1, -1)
    return np.moveaxis(channels_last * gamma + beta, -1, 1)


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    flat = x.reshape(x.shape[0] * x.shape[1], -1)
    normal, _ = whiten(flat, eps)
    return (normal * np.tile(gamma, len(x))[:, None] + np.tile(beta, len(x))[:, None]).reshape(x.shape)


def rmsnorm_forward(x, gamma, eps=1e-5):
    length = np.linalg.norm(x, axis=-1, keepdims=True)
    return x * gamma * (length**2 / x.shape[-1] + eps) ** -0.5
