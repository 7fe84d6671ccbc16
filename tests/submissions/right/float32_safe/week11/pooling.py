import numpy as np
from numpy.lib.stride_tricks import as_strided


def _floating(x):
    """Floats keep their dtype; whole numbers become float64."""
    return x if x.dtype.kind == "f" else x.astype(np.float64)


def _windows(x, kernel, stride, padding, fill):
    """(N, C, H_out, W_out, kernel, kernel), a read-only view of the padded input."""
    N, C, H, W = x.shape
    padded = np.full((N, C, H + 2 * padding, W + 2 * padding), fill, dtype=x.dtype)
    padded[:, :, padding : padding + H, padding : padding + W] = x
    OH = (H + 2 * padding - kernel) // stride + 1
    OW = (W + 2 * padding - kernel) // stride + 1
    s0, s1, s2, s3 = padded.strides
    return as_strided(
        padded, (N, C, OH, OW, kernel, kernel), (s0, s1, stride * s2, stride * s3, s2, s3), writeable=False
    )


def max_pool1d_forward(x, kernel, stride=None, padding=0):
    stride = stride or kernel
    x = _floating(x)
    N, C, L = x.shape
    padded = np.full((N, C, L + 2 * padding), -np.inf, dtype=x.dtype)
    padded[:, :, padding : padding + L] = x
    out = [padded[:, :, start : start + kernel].max(axis=2) for start in range(0, L + 2 * padding - kernel + 1, stride)]
    return np.stack(out, axis=2)


def max_pool2d_forward(x, kernel, stride=None, padding=0):
    x = _floating(x)
    return _windows(x, kernel, stride or kernel, padding, -np.inf).max(axis=(-2, -1))


def max_pool2d_backward(dout, x, kernel, stride=None, padding=0):
    stride = stride or kernel
    N, C, H, W = x.shape
    windows = _windows(_floating(x), kernel, stride, padding, -np.inf)
    OH, OW = dout.shape[2:]
    winner = windows.reshape(N, C, OH, OW, kernel * kernel).argmax(axis=-1)
    dx = np.zeros((N, C, H, W), dtype=dout.dtype)
    for n, c, p, q in np.ndindex(winner.shape):
        i, j = divmod(int(winner[n, c, p, q]), kernel)
        dx[n, c, p * stride + i - padding, q * stride + j - padding] += dout[n, c, p, q]
    return dx


def avg_pool2d_forward(x, kernel, stride=None, padding=0):
    return _windows(_floating(x), kernel, stride or kernel, padding, 0).mean(axis=(-2, -1))


def avg_pool2d_backward(dout, x_shape, kernel, stride=None, padding=0):
    stride = stride or kernel
    N, C, H, W = x_shape
    OH, OW = dout.shape[2:]
    share = _floating(dout) / (kernel * kernel)
    padded = np.zeros((N, C, H + 2 * padding, W + 2 * padding), dtype=share.dtype)
    for i in range(kernel):
        for j in range(kernel):
            padded[:, :, i : i + stride * OH : stride, j : j + stride * OW : stride] += share
    return padded[:, :, padding : padding + H, padding : padding + W]


def global_avg_pool(x):
    return x.mean(axis=-1).mean(axis=-1)


def flatten(x):
    if not x.size:
        return np.zeros((x.shape[0], int(np.prod(x.shape[1:]))), dtype=x.dtype)
    return np.ascontiguousarray(x).reshape(x.shape[0], -1)
