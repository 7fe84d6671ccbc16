import numpy as np
from numpy.lib.stride_tricks import as_strided


def conv2d_backward(dout, x, weight, stride=1, padding=0, dilation=1, groups=1):
    dtype = np.result_type(dout, x, weight, np.float32)
    N, C, H, W = x.shape
    F, Cg, KH, KW = weight.shape
    OH, OW = dout.shape[2:]
    Hp, Wp = H + 2 * padding, W + 2 * padding

    padded = np.zeros((N, C, Hp, Wp), dtype=dtype)
    padded[:, :, padding : padding + H, padding : padding + W] = x

    # flat address of every pixel that every window sees: (KH*KW, OH*OW)
    address = np.arange(Hp * Wp)
    s = address.itemsize
    address = as_strided(
        address,
        shape=(KH, KW, OH, OW),
        strides=(dilation * Wp * s, dilation * s, stride * Wp * s, stride * s),
        writeable=False,
    ).reshape(KH * KW, OH * OW)

    # columns: (groups, Cg*KH*KW, N*OH*OW)
    cols = padded.reshape(N, groups, Cg, Hp * Wp)[..., address]
    cols = cols.transpose(1, 2, 3, 0, 4).reshape(groups, Cg * KH * KW, N * OH * OW)
    d = dout.astype(dtype).reshape(N, groups, F // groups, OH * OW)
    d = d.transpose(1, 2, 0, 3).reshape(groups, F // groups, N * OH * OW)
    w = weight.astype(dtype).reshape(groups, F // groups, Cg * KH * KW)

    dweight = np.matmul(d, cols.transpose(0, 2, 1)).reshape(weight.shape)
    dcols = np.matmul(w.transpose(0, 2, 1), d)

    # scatter the columns back; add.at adds where addresses repeat
    dcols = dcols.reshape(C, KH * KW, N, OH * OW).transpose(1, 3, 2, 0)
    dpad = np.zeros((Hp * Wp, N, C), dtype=dtype)
    np.add.at(dpad, address, dcols)
    dx = dpad.transpose(1, 2, 0).reshape(N, C, Hp, Wp)[:, :, padding : padding + H, padding : padding + W]
    return np.ascontiguousarray(dx), dweight, dout.sum(axis=(0, 2, 3), dtype=dtype)
