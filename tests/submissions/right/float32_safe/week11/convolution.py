import numpy as np
from numpy.lib.stride_tricks import as_strided


def conv_output_size(n, kernel, stride=1, padding=0, dilation=1):
    span = (kernel - 1) * dilation + 1
    room = n + padding + padding - span
    return room // stride + 1


def pad2d(x, padding):
    N, C, H, W = x.shape
    out = np.zeros((N, C, H + 2 * padding, W + 2 * padding), dtype=x.dtype)
    out[:, :, padding : padding + H, padding : padding + W] = x
    return out


def conv1d_forward(x, weight, bias, stride=1, padding=0, dilation=1, groups=1):
    # a sequence is an image of one row; pad it here, since the row must not be
    dtype = np.result_type(x, weight, bias)
    N, C, L = x.shape
    padded = np.zeros((N, C, L + 2 * padding), dtype=dtype)
    padded[:, :, padding : padding + L] = x
    out = conv2d_forward(padded[:, :, None, :], weight[:, :, None, :], bias, stride, 0, dilation, groups)
    return out[:, :, 0, :]


def conv1d_backward(dout, x, weight, stride=1, padding=0, dilation=1, groups=1):
    L = x.shape[2]
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding)])
    dx, dweight, dbias = conv2d_backward(
        dout[:, :, None], padded[:, :, None], weight[:, :, None], stride, 0, dilation, groups
    )
    return dx[:, :, 0, padding : padding + L], dweight[:, :, 0], dbias


def conv2d_forward(x, weight, bias, stride=1, padding=0, dilation=1, groups=1):
    N, C, H, W = x.shape
    F, Cg, KH, KW = weight.shape
    OH = conv_output_size(H, KH, stride, padding, dilation)
    OW = conv_output_size(W, KW, stride, padding, dilation)
    padded = pad2d(x, padding)
    s0, s1, s2, s3 = padded.strides
    cols = as_strided(
        padded,
        shape=(N, C, KH, KW, OH, OW),
        strides=(s0, s1, dilation * s2, dilation * s3, stride * s2, stride * s3),
        writeable=False,
    )
    cols = cols.reshape(N, groups, Cg * KH * KW, OH * OW)
    w = weight.reshape(groups, F // groups, Cg * KH * KW)
    out = np.matmul(w, cols).reshape(N, F, OH, OW)
    return out + bias[None, :, None, None]


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


def im2col(x, kernel, stride=1, padding=0):
    N, C, H, W = x.shape
    OH = conv_output_size(H, kernel, stride, padding)
    OW = conv_output_size(W, kernel, stride, padding)
    padded = pad2d(x, padding)
    cols = np.empty((N, C, kernel, kernel, OH, OW), dtype=x.dtype)
    for i in range(kernel):
        for j in range(kernel):
            cols[:, :, i, j] = padded[:, :, i : i + stride * OH : stride, j : j + stride * OW : stride]
    return cols.reshape(N, C * kernel * kernel, OH * OW)


def col2im(columns, size, kernel, stride=1, padding=0):
    H, W = size
    OW = conv_output_size(W, kernel, stride, padding)
    N, rows, windows = columns.shape
    blocks = columns.reshape(N, rows // kernel**2, kernel, kernel, windows)
    out = np.zeros((N, rows // kernel**2, H + 2 * padding, W + 2 * padding), dtype=columns.dtype)
    for l in range(windows):
        top, left = l // OW * stride, l % OW * stride
        out[:, :, top : top + kernel, left : left + kernel] += blocks[..., l]
    return out[:, :, padding : H + padding, padding : W + padding]


def conv_transpose2d_forward(x, weight, bias, stride=1, padding=0):
    # spread the pixels, surround them by zeros, slide the flipped kernel
    N, C, H, W = x.shape
    KH, KW = weight.shape[2:]
    spread = np.zeros(
        (N, C, (H - 1) * stride + 1 + 2 * (KH - 1), (W - 1) * stride + 1 + 2 * (KW - 1)),
        dtype=np.result_type(x, weight),
    )
    spread[:, :, KH - 1 : KH + (H - 1) * stride : stride, KW - 1 : KW + (W - 1) * stride : stride] = x
    flipped = weight.transpose(1, 0, 2, 3)[:, :, ::-1, ::-1]
    out = conv2d_forward(spread, flipped, bias)
    return out[:, :, padding : out.shape[2] - padding, padding : out.shape[3] - padding]


def count_parameters(layers):
    def learned(layer):
        bias = 1 if layer.get("bias", True) else 0
        if layer["kind"] == "linear":
            return layer["out_features"] * (layer["in_features"] + bias)
        if layer["kind"] != "conv2d":
            return 0
        kernel = np.prod(layer["kernel"]) * (layer["in_channels"] // layer.get("groups", 1))
        return layer["out_channels"] * (kernel + bias)

    return sum(learned(layer) for layer in layers)


def receptive_field(layers):
    if not layers:
        return 1
    kernels, strides, dilations = np.array(layers).T
    jumps = np.cumprod(np.concatenate([[1], strides[:-1]]))
    return 1 + np.sum(dilations * (kernels - 1) * jumps)
