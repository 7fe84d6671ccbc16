import numpy as np


def conv_output_size(n, kernel, stride=1, padding=0, dilation=1):
    # move the window until it no longer fits
    count = 0
    start = -padding
    while start + dilation * (kernel - 1) <= n - 1 + padding:
        count += 1
        start += stride
    return count


def pad2d(x, padding):
    N, C, H, W = x.shape
    out = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    for i in range(H):
        for j in range(W):
            out[:, :, i + padding, j + padding] = x[:, :, i, j]
    return out


def conv1d_forward(x, weight, bias, stride=1, padding=0, dilation=1, groups=1):
    N, C, L = x.shape
    F, Cg, K = weight.shape
    OL = conv_output_size(L, K, stride, padding, dilation)
    out = np.zeros((N, F, OL))
    for n in range(N):
        for f in range(F):
            first = (f // (F // groups)) * Cg
            for p in range(OL):
                total = bias[f]
                for c in range(Cg):
                    for i in range(K):
                        r = p * stride + i * dilation - padding
                        if 0 <= r < L:
                            total += x[n, first + c, r] * weight[f, c, i]
                out[n, f, p] = total
    return out


def conv1d_backward(dout, x, weight, stride=1, padding=0, dilation=1, groups=1):
    N, C, L = x.shape
    F, Cg, K = weight.shape
    dx = np.zeros(x.shape)
    dw = np.zeros(weight.shape)
    db = np.zeros(F)
    for n in range(N):
        for f in range(F):
            first = (f // (F // groups)) * Cg
            for p in range(dout.shape[2]):
                d = dout[n, f, p]
                db[f] += d
                for c in range(Cg):
                    for i in range(K):
                        r = p * stride + i * dilation - padding
                        if 0 <= r < L:
                            dw[f, c, i] += d * x[n, first + c, r]
                            dx[n, first + c, r] += d * weight[f, c, i]
    return dx, dw, db


def conv2d_forward(x, weight, bias, stride=1, padding=0, dilation=1, groups=1):
    N, C, H, W = x.shape
    F, Cg, KH, KW = weight.shape
    OH = conv_output_size(H, KH, stride, padding, dilation)
    OW = conv_output_size(W, KW, stride, padding, dilation)
    out = np.zeros((N, F, OH, OW))
    for n in range(N):
        for f in range(F):
            first = (f // (F // groups)) * Cg
            for p in range(OH):
                for q in range(OW):
                    total = bias[f]
                    for c in range(Cg):
                        for i in range(KH):
                            r = p * stride + i * dilation - padding
                            if r < 0 or r >= H:
                                continue
                            for j in range(KW):
                                s = q * stride + j * dilation - padding
                                if s < 0 or s >= W:
                                    continue
                                total += x[n, first + c, r, s] * weight[f, c, i, j]
                    out[n, f, p, q] = total
    return out


def conv2d_backward(dout, x, weight, stride=1, padding=0, dilation=1, groups=1):
    N, C, H, W = x.shape
    F, Cg, KH, KW = weight.shape
    _, _, OH, OW = dout.shape
    per_group = F // groups
    dx = np.zeros(x.shape)
    dw = np.zeros(weight.shape)
    db = np.zeros(F)
    for n in range(N):
        for f in range(F):
            first = (f // per_group) * Cg
            for p in range(OH):
                for q in range(OW):
                    d = dout[n, f, p, q]
                    db[f] += d
                    for c in range(Cg):
                        for i in range(KH):
                            r = p * stride + i * dilation - padding
                            if r < 0 or r >= H:
                                continue
                            for j in range(KW):
                                s = q * stride + j * dilation - padding
                                if s < 0 or s >= W:
                                    continue
                                dw[f, c, i, j] += d * x[n, first + c, r, s]
                                dx[n, first + c, r, s] += d * weight[f, c, i, j]
    return dx, dw, db


def im2col(x, kernel, stride=1, padding=0):
    N, C, H, W = x.shape
    OH = conv_output_size(H, kernel, stride, padding)
    OW = conv_output_size(W, kernel, stride, padding)
    out = np.zeros((N, C * kernel * kernel, OH * OW))
    for n in range(N):
        row = 0
        for c in range(C):
            for i in range(kernel):
                for j in range(kernel):
                    col = 0
                    for p in range(OH):
                        for q in range(OW):
                            r = p * stride + i - padding
                            s = q * stride + j - padding
                            if 0 <= r < H and 0 <= s < W:
                                out[n, row, col] = x[n, c, r, s]
                            col += 1
                    row += 1
    return out


def col2im(columns, size, kernel, stride=1, padding=0):
    H, W = size
    N = columns.shape[0]
    C = columns.shape[1] // (kernel * kernel)
    OH = conv_output_size(H, kernel, stride, padding)
    OW = conv_output_size(W, kernel, stride, padding)
    out = np.zeros((N, C, H, W))
    for n in range(N):
        for row in range(columns.shape[1]):
            c = row // (kernel * kernel)
            i = row % (kernel * kernel) // kernel
            j = row % kernel
            for p in range(OH):
                for q in range(OW):
                    r = p * stride + i - padding
                    s = q * stride + j - padding
                    if 0 <= r < H and 0 <= s < W:
                        out[n, c, r, s] += columns[n, row, p * OW + q]
    return out


def conv_transpose2d_forward(x, weight, bias, stride=1, padding=0):
    N, C, H, W = x.shape
    _, F, KH, KW = weight.shape
    OH = (H - 1) * stride - 2 * padding + KH
    OW = (W - 1) * stride - 2 * padding + KW
    out = np.zeros((N, F, OH, OW))
    for f in range(F):
        out[:, f] = bias[f]
    for n in range(N):
        for c in range(C):
            for p in range(H):
                for q in range(W):
                    for f in range(F):
                        for i in range(KH):
                            for j in range(KW):
                                r = p * stride + i - padding
                                s = q * stride + j - padding
                                if 0 <= r < OH and 0 <= s < OW:
                                    out[n, f, r, s] += x[n, c, p, q] * weight[c, f, i, j]
    return out


def count_parameters(layers):
    count = 0
    for layer in layers:
        if layer["kind"] == "conv2d":
            groups = 1
            if "groups" in layer:
                groups = layer["groups"]
            KH, KW = layer["kernel"]
            for _ in range(layer["out_channels"]):
                count += layer["in_channels"] // groups * KH * KW
                if "bias" not in layer or layer["bias"]:
                    count += 1
        if layer["kind"] == "linear":
            for _ in range(layer["out_features"]):
                count += layer["in_features"]
                if "bias" not in layer or layer["bias"]:
                    count += 1
    return count


def receptive_field(layers):
    # walk back from one pixel: it needs the pixels 0 .. width - 1 of the layer before
    width = 1
    for kernel, stride, dilation in reversed(layers):
        width = (width - 1) * stride + dilation * (kernel - 1) + 1
    return width
