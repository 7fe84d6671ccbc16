import numpy as np


def _conv(x, weight, bias, pad=0):
    """Tap by tap; float32 stays float32."""
    N, C, H, W = x.shape
    F, _, KH, KW = weight.shape
    dtype = np.result_type(x, weight, bias)
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=dtype)
    padded[:, :, pad : pad + H, pad : pad + W] = x
    OH, OW = padded.shape[2] - KH + 1, padded.shape[3] - KW + 1
    out = np.empty((N, F, OH, OW), dtype=dtype)
    out[:] = bias[:, None, None]
    for i in range(KH):
        for j in range(KW):
            patch = padded[:, :, i : i + OH, j : j + OW].reshape(N, C, OH * OW)
            out += (weight[:, :, i, j] @ patch).reshape(N, F, OH, OW)
    return out


def _conv_backward(dout, x, weight):
    N, C, H, W = x.shape
    F, _, KH, KW = weight.shape
    dtype = np.result_type(dout, x, weight)
    padded = np.zeros((N, C, H + 2, W + 2), dtype=dtype)
    padded[:, :, 1:-1, 1:-1] = x
    dpadded, dweight = np.zeros_like(padded), np.zeros(weight.shape, dtype=dtype)
    flat = dout.reshape(N, F, H * W)
    for i in range(KH):
        for j in range(KW):
            patch = padded[:, :, i : i + H, j : j + W].reshape(N, C, H * W)
            dweight[:, :, i, j] = (flat @ patch.transpose(0, 2, 1)).sum(axis=0)
            dpadded[:, :, i : i + H, j : j + W] += (weight[:, :, i, j].T @ flat).reshape(N, C, H, W)
    return dpadded[:, :, 1:-1, 1:-1], dweight, flat.sum(axis=(0, 2))


def _relu(x):
    return np.where(x > 0, x, x.dtype.type(0))


def _max_pool(x, kernel, stride):
    rows = range(0, x.shape[2] - kernel + 1, stride)
    columns = range(0, x.shape[3] - kernel + 1, stride)
    return np.stack(
        [np.stack([x[:, :, p : p + kernel, q : q + kernel].max(axis=(2, 3)) for q in columns], axis=-1) for p in rows],
        axis=2,
    )


def conv_relu_pool_forward(x, weight, bias, pool=2):
    return _max_pool(_relu(_conv(x, weight, bias)), pool, pool)


def _residual(x, params):
    (w1, b1), (w2, b2) = params
    hidden = _relu(_conv(x, w1, b1, 1))
    return hidden, _relu(_conv(hidden, w2, b2, 1) + x)


def residual_block_forward(x, params):
    return _residual(x, params)[1]


def residual_block_backward(dout, x, params):
    (w1, _), (w2, _) = params
    hidden, out = _residual(x, params)
    through_relu = dout * np.sign(out)
    dhidden, dw2, db2 = _conv_backward(through_relu, hidden, w2)
    dx, dw1, db1 = _conv_backward(dhidden * np.sign(hidden), x, w1)
    return through_relu + dx, [(dw1, db1), (dw2, db2)]


def inception_forward(x, params):
    N, C, H, W = x.shape
    framed = np.full((N, C, H + 2, W + 2), -np.inf, dtype=x.dtype if x.dtype.kind == "f" else np.float64)
    framed[:, :, 1:-1, 1:-1] = x
    pooled = framed[:, :, 1:-1, 1:-1]
    for i in range(3):
        for j in range(3):
            pooled = np.maximum(pooled, framed[:, :, i : i + H, j : j + W])
    branches = [
        _relu(_conv(x, *params["1x1"])),
        _relu(_conv(_relu(_conv(x, *params["3x3_reduce"])), *params["3x3"], 1)),
        _relu(_conv(_relu(_conv(x, *params["5x5_reduce"])), *params["5x5"], 2)),
        _relu(_conv(pooled, *params["pool"])),
    ]
    return np.concatenate(branches, axis=1)


def vgg_block_forward(x, params):
    for weight, bias in params:
        x = _relu(_conv(x, weight, bias, pad=1))
    H, W = x.shape[2] // 2 * 2, x.shape[3] // 2 * 2
    top = np.maximum(x[:, :, 0:H:2, 0:W:2], x[:, :, 0:H:2, 1:W:2])
    bottom = np.maximum(x[:, :, 1:H:2, 0:W:2], x[:, :, 1:H:2, 1:W:2])
    return np.maximum(top, bottom)


def graph_convolution(adjacency, x, weight):
    a = adjacency + np.eye(adjacency.shape[0], dtype=adjacency.dtype)
    degree = a.sum(axis=1)
    return (a / np.sqrt(np.outer(degree, degree))) @ (x @ weight)
