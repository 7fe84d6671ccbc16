import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


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
