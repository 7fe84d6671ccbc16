import numpy as np


def _size(n, kernel, stride, padding):
    return (n + 2 * padding - kernel) // stride + 1


def max_pool1d_forward(x, kernel, stride=None, padding=0):
    if stride is None:
        stride = kernel
    N, C, L = x.shape
    out = np.zeros((N, C, _size(L, kernel, stride, padding)))
    for n in range(N):
        for c in range(C):
            for p in range(out.shape[2]):
                best = float("-inf")
                for i in range(kernel):
                    r = p * stride + i - padding
                    if 0 <= r < L and x[n, c, r] > best:
                        best = x[n, c, r]
                out[n, c, p] = best
    return out


def max_pool2d_forward(x, kernel, stride=None, padding=0):
    if stride is None:
        stride = kernel
    N, C, H, W = x.shape
    out = np.zeros((N, C, _size(H, kernel, stride, padding), _size(W, kernel, stride, padding)))
    for n in range(N):
        for c in range(C):
            for p in range(out.shape[2]):
                for q in range(out.shape[3]):
                    best = float("-inf")
                    for i in range(kernel):
                        for j in range(kernel):
                            r = p * stride + i - padding
                            s = q * stride + j - padding
                            if 0 <= r < H and 0 <= s < W:
                                best = max(best, x[n, c, r, s])
                    out[n, c, p, q] = best
    return out


def max_pool2d_backward(dout, x, kernel, stride=None, padding=0):
    if stride is None:
        stride = kernel
    N, C, H, W = x.shape
    dx = np.zeros(x.shape)
    for n in range(N):
        for c in range(C):
            for p in range(dout.shape[2]):
                for q in range(dout.shape[3]):
                    best, where = float("-inf"), None
                    for i in range(kernel):
                        for j in range(kernel):
                            r = p * stride + i - padding
                            s = q * stride + j - padding
                            if 0 <= r < H and 0 <= s < W and x[n, c, r, s] > best:
                                best, where = x[n, c, r, s], (r, s)
                    dx[n, c, where[0], where[1]] += dout[n, c, p, q]
    return dx


def avg_pool2d_forward(x, kernel, stride=None, padding=0):
    if stride is None:
        stride = kernel
    N, C, H, W = x.shape
    out = np.zeros((N, C, _size(H, kernel, stride, padding), _size(W, kernel, stride, padding)))
    for n in range(N):
        for c in range(C):
            for p in range(out.shape[2]):
                for q in range(out.shape[3]):
                    total = 0.0
                    for i in range(kernel):
                        for j in range(kernel):
                            r = p * stride + i - padding
                            s = q * stride + j - padding
                            if 0 <= r < H and 0 <= s < W:
                                total += x[n, c, r, s]
                    out[n, c, p, q] = total / (kernel * kernel)
    return out


def avg_pool2d_backward(dout, x_shape, kernel, stride=None, padding=0):
    if stride is None:
        stride = kernel
    N, C, H, W = x_shape
    dx = np.zeros((N, C, H, W))
    for n in range(N):
        for c in range(C):
            for p in range(dout.shape[2]):
                for q in range(dout.shape[3]):
                    for i in range(kernel):
                        for j in range(kernel):
                            r = p * stride + i - padding
                            s = q * stride + j - padding
                            if 0 <= r < H and 0 <= s < W:
                                dx[n, c, r, s] += dout[n, c, p, q] / (kernel * kernel)
    return dx


def global_avg_pool(x):
    N, C, H, W = x.shape
    out = np.zeros((N, C))
    for n in range(N):
        for c in range(C):
            total = 0.0
            for r in range(H):
                for s in range(W):
                    total += x[n, c, r, s]
            out[n, c] = total / (H * W)
    return out


def flatten(x):
    D = 1
    for size in x.shape[1:]:
        D *= size
    out = np.zeros((x.shape[0], D))
    for n in range(x.shape[0]):
        for d, value in enumerate(x[n].flatten()):
            out[n, d] = value
    return out
