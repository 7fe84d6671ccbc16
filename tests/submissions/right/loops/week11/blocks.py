import numpy as np


def _conv(x, weight, bias, pad):
    N, C, H, W = x.shape
    F, _, KH, KW = weight.shape
    OH, OW = H + 2 * pad - KH + 1, W + 2 * pad - KW + 1
    out = np.zeros((N, F, OH, OW))
    for n in range(N):
        for f in range(F):
            for p in range(OH):
                for q in range(OW):
                    total = bias[f]
                    for i in range(KH):
                        for j in range(KW):
                            r, s = p + i - pad, q + j - pad
                            if 0 <= r < H and 0 <= s < W:
                                for c in range(C):
                                    total += x[n, c, r, s] * weight[f, c, i, j]
                    out[n, f, p, q] = total
    return out


def _conv_backward(dout, x, weight, pad):
    N, C, H, W = x.shape
    F, _, KH, KW = weight.shape
    dx, dw, db = np.zeros(x.shape), np.zeros(weight.shape), np.zeros(F)
    for n in range(N):
        for f in range(F):
            for p in range(dout.shape[2]):
                for q in range(dout.shape[3]):
                    d = dout[n, f, p, q]
                    db[f] += d
                    for i in range(KH):
                        for j in range(KW):
                            r, s = p + i - pad, q + j - pad
                            if 0 <= r < H and 0 <= s < W:
                                for c in range(C):
                                    dw[f, c, i, j] += d * x[n, c, r, s]
                                    dx[n, c, r, s] += d * weight[f, c, i, j]
    return dx, dw, db


def _relu(x):
    out = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        if x[index] > 0:
            out[index] = x[index]
    return out


def _max_pool(x, kernel, stride, pad):
    N, C, H, W = x.shape
    OH, OW = (H + 2 * pad - kernel) // stride + 1, (W + 2 * pad - kernel) // stride + 1
    out = np.zeros((N, C, OH, OW))
    for n in range(N):
        for c in range(C):
            for p in range(OH):
                for q in range(OW):
                    inside = []
                    for r in range(p * stride - pad, p * stride - pad + kernel):
                        for s in range(q * stride - pad, q * stride - pad + kernel):
                            if 0 <= r < H and 0 <= s < W:
                                inside.append(x[n, c, r, s])
                    out[n, c, p, q] = max(inside)
    return out


def conv_relu_pool_forward(x, weight, bias, pool=2):
    maps = _conv(x, weight, bias, 0)
    maps = _relu(maps)
    return _max_pool(maps, pool, pool, 0)


def residual_block_forward(x, params):
    w1, b1 = params[0]
    w2, b2 = params[1]
    branch = _conv(_relu(_conv(x, w1, b1, 1)), w2, b2, 1)
    out = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        total = x[index] + branch[index]
        if total > 0:
            out[index] = total
    return out


def residual_block_backward(dout, x, params):
    w1, b1 = params[0]
    w2, b2 = params[1]
    before = _conv(x, w1, b1, 1)
    hidden = _relu(before)
    branch = _conv(hidden, w2, b2, 1)
    dsum = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        if x[index] + branch[index] > 0:
            dsum[index] = dout[index]
    dhidden, dw2, db2 = _conv_backward(dsum, hidden, w2, 1)
    for index in np.ndindex(*before.shape):
        if before[index] <= 0:
            dhidden[index] = 0.0
    dx, dw1, db1 = _conv_backward(dhidden, x, w1, 1)
    for index in np.ndindex(*x.shape):
        dx[index] += dsum[index]
    return dx, [(dw1, db1), (dw2, db2)]


def inception_forward(x, params):
    one = _relu(_conv(x, *params["1x1"], 0))
    three = _relu(_conv(x, *params["3x3_reduce"], 0))
    three = _relu(_conv(three, *params["3x3"], 1))
    five = _relu(_conv(x, *params["5x5_reduce"], 0))
    five = _relu(_conv(five, *params["5x5"], 2))
    pool = _relu(_conv(_max_pool(x, 3, 1, 1), *params["pool"], 0))
    N, _, H, W = x.shape
    out = np.zeros((N, one.shape[1] + three.shape[1] + five.shape[1] + pool.shape[1], H, W))
    channel = 0
    for branch in (one, three, five, pool):
        for c in range(branch.shape[1]):
            out[:, channel] = branch[:, c]
            channel += 1
    return out


def vgg_block_forward(x, params):
    maps = x
    for weight, bias in params:
        maps = _relu(_conv(maps, weight, bias, 1))
    return _max_pool(maps, 2, 2, 0)


def graph_convolution(adjacency, x, weight):
    n = adjacency.shape[0]
    a = [[float(adjacency[i, j]) for j in range(n)] for i in range(n)]
    for i in range(n):
        a[i][i] += 1.0
    degree = [sum(row) for row in a]
    mixed = np.zeros((n, x.shape[1]))
    for i in range(n):
        for j in range(n):
            factor = a[i][j] / (degree[i] * degree[j]) ** 0.5
            for f in range(x.shape[1]):
                mixed[i, f] += factor * x[j, f]
    out = np.zeros((n, weight.shape[1]))
    for i in range(n):
        for o in range(weight.shape[1]):
            for f in range(x.shape[1]):
                out[i, o] += mixed[i, f] * weight[f, o]
    return out
