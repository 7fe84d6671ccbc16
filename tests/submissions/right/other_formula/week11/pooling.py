import numpy as np


def _starts(n, kernel, stride, padding):
    return range(0, n + 2 * padding - kernel + 1, stride)


def _running_max(z, kernel, starts, axis):
    """The maximum of `kernel` neighbours along one axis: pairwise, without cutting out windows."""
    first = list(starts)
    best = np.take(z, first, axis)
    for i in range(1, kernel):
        best = np.fmax(best, np.take(z, [s + i for s in first], axis))
    return best


def _framed(x, padding, value):
    widths = [(0, 0), (0, 0)] + [(padding, padding)] * (x.ndim - 2)
    return np.pad(np.asarray(x, dtype=float), widths, mode="constant", constant_values=value)


def max_pool1d_forward(x, kernel, stride=None, padding=0):
    stride = kernel if stride is None else stride
    z = _framed(x, padding, -np.inf)
    return _running_max(z, kernel, _starts(x.shape[2], kernel, stride, padding), 2)


def max_pool2d_forward(x, kernel, stride=None, padding=0):
    """Separable: first along the rows, then along the columns."""
    stride = kernel if stride is None else stride
    z = _framed(x, padding, -np.inf)
    z = _running_max(z, kernel, _starts(x.shape[2], kernel, stride, padding), 2)
    return _running_max(z, kernel, _starts(x.shape[3], kernel, stride, padding), 3)


def max_pool2d_backward(dout, x, kernel, stride=None, padding=0):
    """Every window in a column, its argmax, and one scatter for all."""
    stride = kernel if stride is None else stride
    n, c, h, w = x.shape
    z = _framed(x, padding, -np.inf)
    i, j = np.divmod(np.arange(kernel * kernel), kernel)
    top = np.array(_starts(h, kernel, stride, padding))[:, None, None]
    left = np.array(_starts(w, kernel, stride, padding))[None, :, None]
    winner = np.argmax(z[:, :, top + i, left + j], axis=-1)  # (n, c, rows, columns)
    rows, columns = top[..., 0] + i[winner], left[..., 0] + j[winner]
    dz = np.zeros(z.shape)
    batch, channel = np.arange(n)[:, None, None, None], np.arange(c)[None, :, None, None]
    np.add.at(dz, (batch, channel, rows, columns), dout)
    return dz[:, :, padding : padding + h, padding : padding + w]


def _averaging(n, kernel, stride, padding):
    """The matrix that takes the means of windows along an axis of n pixels; padding is cut off."""
    starts = _starts(n, kernel, stride, padding)
    matrix = np.zeros((len(starts), n + 2 * padding))
    for row, start in enumerate(starts):
        matrix[row, start : start + kernel] = 1 / kernel
    return matrix[:, padding : padding + n]


def avg_pool2d_forward(x, kernel, stride=None, padding=0):
    stride = kernel if stride is None else stride
    rows = _averaging(x.shape[2], kernel, stride, padding)
    columns = _averaging(x.shape[3], kernel, stride, padding)
    return rows @ x @ columns.T


def avg_pool2d_backward(dout, x_shape, kernel, stride=None, padding=0):
    stride = kernel if stride is None else stride
    rows = _averaging(x_shape[2], kernel, stride, padding)
    columns = _averaging(x_shape[3], kernel, stride, padding)
    return rows.T @ dout @ columns


def global_avg_pool(x):
    n, c, h, w = x.shape
    return x.reshape(n, c, h * w) @ np.full(h * w, 1 / (h * w))


def flatten(x):
    while x.ndim > 2:
        x = x.reshape(*x.shape[:-2], x.shape[-2] * x.shape[-1])
    return x.copy()
