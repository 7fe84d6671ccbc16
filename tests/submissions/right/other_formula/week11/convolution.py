import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv_output_size(n, kernel, stride=1, padding=0, dilation=1):
    # number of window starts
    return len(range(0, n + 2 * padding - dilation * (kernel - 1), stride))


def pad2d(x, padding):
    n, c, h, w = x.shape
    side = np.zeros((n, c, h, padding))
    rows = np.concatenate([side, x, side], axis=3)
    top = np.zeros((n, c, padding, w + 2 * padding))
    return np.concatenate([top, rows, top], axis=2)


def _toeplitz(length, kernel, stride, padding, dilation):
    """T[i, p, l] is 1 where output p meets kernel element i at input element l."""
    out = conv_output_size(length, kernel, stride, padding, dilation)
    i, p, l = np.ogrid[:kernel, :out, :length]
    return (p * stride + i * dilation - padding == l).astype(float)


def conv1d_forward(x, weight, bias, stride=1, padding=0, dilation=1, groups=1):
    """A convolution is a linear map: multiply by its matrix."""
    t = _toeplitz(x.shape[2], weight.shape[2], stride, padding, dilation)
    parts = [
        np.einsum("ncl,ipl,fci->nfp", z, t, w, optimize=True)
        for z, w in zip(np.split(x, groups, axis=1), np.split(weight, groups, axis=0))
    ]
    return np.concatenate(parts, axis=1) + bias.reshape(1, -1, 1)


def conv1d_backward(dout, x, weight, stride=1, padding=0, dilation=1, groups=1):
    t = _toeplitz(x.shape[2], weight.shape[2], stride, padding, dilation)
    dx, dw = [], []
    for d, z, w in zip(np.split(dout, groups, axis=1), np.split(x, groups, axis=1), np.split(weight, groups, axis=0)):
        dx.append(np.einsum("nfp,ipl,fci->ncl", d, t, w, optimize=True))
        dw.append(np.einsum("nfp,ipl,ncl->fci", d, t, z, optimize=True))
    return np.concatenate(dx, axis=1), np.concatenate(dw, axis=0), np.einsum("nfp->f", dout)


def conv2d_forward(x, weight, bias, stride=1, padding=0, dilation=1, groups=1):
    """One axis after the other, each by its matrix."""
    rows = _toeplitz(x.shape[2], weight.shape[2], stride, padding, dilation)
    columns = _toeplitz(x.shape[3], weight.shape[3], stride, padding, dilation)
    parts = [
        np.einsum("nchw,iph,jqw,fcij->nfpq", z, rows, columns, w, optimize=True)
        for z, w in zip(np.split(x, groups, axis=1), np.split(weight, groups, axis=0))
    ]
    return np.concatenate(parts, axis=1) + bias.reshape(1, -1, 1, 1)


def _windows(z, k_h, k_w, stride, dilation, out_h, out_w):
    """im2col: every window of z, shape (N, C, out_h, out_w, k_h, k_w)."""
    span = ((k_h - 1) * dilation + 1, (k_w - 1) * dilation + 1)
    view = sliding_window_view(z, span, axis=(2, 3))
    return view[:, :, ::stride, ::stride, ::dilation, ::dilation][:, :, :out_h, :out_w]


def _one_group(d, x, w, stride, padding, dilation):
    n, c, height, width = x.shape
    f, _, k_h, k_w = w.shape
    out_h, out_w = d.shape[2:]

    # dweight: columns of the input times dout
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    cols = _windows(padded, k_h, k_w, stride, dilation, out_h, out_w)
    dw = np.einsum("nfpq,ncpqij->fcij", d, cols)

    # dx: spread dout out by the stride, surround it by zeros, and correlate with the flipped kernel
    reach_h, reach_w = (k_h - 1) * dilation, (k_w - 1) * dilation
    spread = np.zeros((n, f, padded.shape[2] + reach_h, padded.shape[3] + reach_w))
    spread[
        :,
        :,
        reach_h : reach_h + (out_h - 1) * stride + 1 : stride,
        reach_w : reach_w + (out_w - 1) * stride + 1 : stride,
    ] = d
    cols = _windows(spread, k_h, k_w, 1, dilation, padded.shape[2], padded.shape[3])
    dz = np.einsum("nfuvij,fcij->ncuv", cols, w[:, :, ::-1, ::-1])
    return dz[:, :, padding : height + padding, padding : width + padding], dw


def conv2d_backward(dout, x, weight, stride=1, padding=0, dilation=1, groups=1):
    parts = [
        _one_group(d, z, w, stride, padding, dilation)
        for d, z, w in zip(
            np.split(dout, groups, axis=1), np.split(x, groups, axis=1), np.split(weight, groups, axis=0)
        )
    ]
    dx = np.concatenate([p[0] for p in parts], axis=1)
    dw = np.concatenate([p[1] for p in parts], axis=0)
    return dx, dw, np.einsum("nfpq->f", dout)


def _places(height, width, kernel, stride, padding):
    """Row and column, in the padded image, of every element of the matrix of windows, and how many windows."""
    rows = (height + 2 * padding - kernel) // stride + 1
    columns = (width + 2 * padding - kernel) // stride + 1
    i, j = np.divmod(np.arange(kernel * kernel), kernel)
    p, q = np.divmod(np.arange(rows * columns), columns)
    return i[:, None] + stride * p, j[:, None] + stride * q


def im2col(x, kernel, stride=1, padding=0):
    n, c, height, width = x.shape
    u, v = _places(height, width, kernel, stride, padding)
    z = pad2d(x, padding)[:, :, u, v]
    return z.reshape(n, c * kernel * kernel, u.shape[1])


def col2im(columns, size, kernel, stride=1, padding=0):
    height, width = size
    u, v = _places(height, width, kernel, stride, padding)
    n = columns.shape[0]
    c = columns.shape[1] // kernel**2
    z = np.zeros((n, c, height + 2 * padding, width + 2 * padding))
    np.add.at(z, (slice(None), slice(None), u, v), columns.reshape(n, c, kernel**2, columns.shape[2]))
    return z[:, :, padding : padding + height, padding : padding + width]


def conv_transpose2d_forward(x, weight, bias, stride=1, padding=0):
    """It is the gradient of conv2d with respect to its input."""
    n, _, height, width = x.shape
    c_out, k_h, k_w = weight.shape[1:]
    image = np.zeros((n, c_out, (height - 1) * stride - 2 * padding + k_h, (width - 1) * stride - 2 * padding + k_w))
    return conv2d_backward(x, image, weight, stride, padding)[0] + bias.reshape(1, -1, 1, 1)


def count_parameters(layers):
    shapes = []
    for layer in layers:
        if layer["kind"] == "conv2d":
            outputs = layer["out_channels"]
            shapes.append((outputs, layer["in_channels"] // layer.get("groups", 1), *layer["kernel"]))
        elif layer["kind"] == "linear":
            outputs = layer["out_features"]
            shapes.append((outputs, layer["in_features"]))
        else:
            continue
        if layer.get("bias", True):
            shapes.append((outputs,))
    return sum(math.prod(shape) for shape in shapes)


def receptive_field(layers):
    strides = [stride for _, stride, _ in layers]
    return 1 + sum((k - 1) * d * math.prod(strides[:l]) for l, (k, _, d) in enumerate(layers))
