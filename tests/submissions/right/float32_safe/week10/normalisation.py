import numpy as np


def _float(x):
    """x as floats; float32 stays float32."""
    return x if np.issubdtype(x.dtype, np.floating) else x.astype(np.float64)


def _normal(x, axes, eps):
    x = _float(x)
    centred = x - np.mean(x, axis=axes, keepdims=True)
    std = np.sqrt(np.mean(np.square(centred), axis=axes, keepdims=True) + eps)
    return centred / std, std


def _channel(v, ndim):
    return v[(slice(None),) + (None,) * (ndim - 2)]


def _all_but(axis, ndim):
    return tuple(i for i in range(ndim) if i != axis)


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    x = _float(x)
    axes = _all_but(1, x.ndim)
    if training:
        n = np.prod([x.shape[i] for i in axes])
        mean = np.mean(x, axis=axes)
        var = np.mean(np.square(x - _channel(mean, x.ndim)), axis=axes)
        running_mean = running_mean * (1 - momentum) + mean * momentum
        running_var = running_var * (1 - momentum) + var * (momentum * float(n) / float(n - 1))
    else:
        mean, var = running_mean, running_var
    scale = gamma / np.sqrt(var + eps)
    out = (x - _channel(mean, x.ndim)) * _channel(scale, x.ndim) + _channel(beta, x.ndim)
    return out, running_mean.copy(), running_var.copy()


def batchnorm_backward(dout, x, gamma, eps=1e-5):
    axes = _all_but(1, x.ndim)
    normal, std = _normal(x, axes, eps)
    dbeta = np.sum(dout, axis=axes)
    dgamma = np.sum(dout * normal, axis=axes)
    n = dout.size // len(gamma)
    inner = dout - _channel(dbeta / n, x.ndim) - normal * _channel(dgamma / n, x.ndim)
    return inner * _channel(gamma, x.ndim) / std, dgamma, dbeta


def layernorm_forward(x, gamma, beta, eps=1e-5):
    normal, _ = _normal(x, -1, eps)
    return normal * gamma + beta


def layernorm_backward(dout, x, gamma, eps=1e-5):
    normal, std = _normal(x, -1, eps)
    g = dout * gamma
    g_centred = g - np.mean(g, axis=-1, keepdims=True)
    dx = (g_centred - normal * np.mean(g_centred * normal, axis=-1, keepdims=True)) / std
    others = _all_but(x.ndim - 1, x.ndim)
    return dx, np.sum(dout * normal, axis=others), np.sum(dout, axis=others)


def groupnorm_forward(x, num_groups, gamma, beta, eps=1e-5):
    parts = np.split(x, num_groups, axis=1)
    normal = np.concatenate([_normal(part, _all_but(0, x.ndim), eps)[0] for part in parts], axis=1)
    return normal * _channel(gamma, x.ndim) + _channel(beta, x.ndim)


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    normal, _ = _normal(x, tuple(range(2, x.ndim)), eps)
    return normal * _channel(gamma, x.ndim) + _channel(beta, x.ndim)


def rmsnorm_forward(x, gamma, eps=1e-5):
    x = _float(x)
    rms = np.sqrt(np.mean(np.square(x), axis=-1, keepdims=True) + eps)
    return x / rms * gamma
