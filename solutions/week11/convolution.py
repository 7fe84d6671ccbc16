"""Convolutions: cross-correlations with learned kernels."""

import numpy as np


def conv2d_backward(
    dout: np.ndarray,
    x: np.ndarray,
    weight: np.ndarray,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    groups: int = 1,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Pass the gradient of a 2-D convolution back to its input, weight and bias.

    $$ dw_{ocij}=\sum_{npq}g_{nopq}z_{ncuv},dz_{ncuv}=\sum_{opqij}g_{nopq}w_{ocij},db_o=\sum_{npq}g_{nopq} $$

    Here g is dout, z is x with `padding` zeros on each side of H and W, output pixel (p, q) meets kernel
    element (i, j) at u = stride · p + dilation · i, v = stride · q + dilation · j (the kernel isn't
    flipped), and dx is dz without the padding; windows that overlap add up.
    The input channels and the output channels are each split into `groups` equal runs, and output channel o
    sees only the run with its own number, in which c counts from 0.
    Rows and columns that no window reaches get gradient 0.

    Args:
        dout: (N, C_out, H_out, W_out), float64, the gradient with respect to the output, where
            H_out = ⌊(H + 2 · padding - dilation · (kH - 1) - 1) / stride⌋ + 1, and W_out likewise.
        x: (N, C_in, H, W), float64, the input.
        weight: (C_out, C_in // groups, kH, kW), float64.
        stride: step between windows, for both axes.
        padding: zeros on each side, for both axes.
        dilation: distance between the kernel's elements, for both axes.
        groups: number of groups, a divisor of C_in and C_out.

    Returns:
        (dx, dweight, dbias): shapes of x, of weight and (C_out,), float64.

    Source:
        Dumoulin & Visin (2016), A guide to convolution arithmetic for deep learning;
        `torch.nn.functional.conv2d`.
    """
    n, _, height, width = x.shape
    c_out, c_group, k_height, k_width = weight.shape
    out_height, out_width = dout.shape[2:]

    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    z = padded.reshape(n, groups, c_group, *padded.shape[2:])
    w = weight.reshape(groups, c_out // groups, c_group, k_height, k_width)
    g = dout.reshape(n, groups, c_out // groups, out_height, out_width)
    dz, dw = np.zeros(z.shape), np.zeros(w.shape)
    for i, j in np.ndindex(k_height, k_width):
        rows = slice(dilation * i, dilation * i + stride * out_height, stride)
        columns = slice(dilation * j, dilation * j + stride * out_width, stride)
        dw[..., i, j] = np.einsum("ngohw,ngchw->goc", g, z[..., rows, columns])
        dz[..., rows, columns] += np.einsum("ngohw,goc->ngchw", g, w[..., i, j])

    dx = dz.reshape(padded.shape)[:, :, padding : padding + height, padding : padding + width]
    return dx, dw.reshape(weight.shape), dout.sum(axis=(0, 2, 3))
