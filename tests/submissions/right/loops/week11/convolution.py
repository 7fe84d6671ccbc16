import numpy as np


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
