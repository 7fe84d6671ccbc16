"""Convolutions: cross-correlations with learned kernels."""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv_output_size(n: int, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    r"""Count the places where a window fits, along one axis of a convolution or of a pooling.

    $$\left\lfloor \frac{n + 2p - d(k - 1) - 1}{s} \right\rfloor + 1$$

    Here k is `kernel`, s is `stride`, p is `padding` and d is `dilation`, which spreads the kernel over
    d (k - 1) + 1 pixels. What is left over behind the last whole window is dropped.

    Args:
        n: the size of the input along the axis, any whole number that holds at least one window.
        kernel: number of elements of the kernel, or of the pooling window.
        stride: step between windows.
        padding: zeros on each side.
        dilation: distance between the kernel's elements.

    Returns:
        The size of the output along the axis, an int.

    Example:
        >>> conv_output_size(225, 4)
        222

    Source:
        Dumoulin & Visin (2016), A guide to convolution arithmetic for deep learning; the shape section of
        `torch.nn.Conv1d`.
    """
    return (n + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


def pad2d(x: np.ndarray, padding: int) -> np.ndarray:
    r"""Surround each channel of each image with zeros.

    $$z_{ncuv} = \begin{cases} x_{n,c,u-p,v-p} & p \le u < p + H, p \le v < p + W \\ 0 & \text{else} \end{cases}$$

    Here p is `padding`: so many rows above and below, and so many columns on the left and on the right. The
    batch and the channels aren't padded; with 0 the image stays as it is.

    Args:
        x: (N, C, H, W), float64.
        padding: width of the frame, 0 or more.

    Returns:
        A float64 array of shape (N, C, H + 2 · padding, W + 2 · padding).

    Example:
        >>> pad2d(np.array([[[[4.1, -0.1], [0.8, -1.5]]], [[[-0.3, 3.6], [-4.3, -1.2]]]]), 2)
        array([[[[ 0. ,  0. ,  0. ,  0. ,  0. ,  0. ],
                 [ 0. ,  0. ,  0. ,  0. ,  0. ,  0. ],
                 [ 0. ,  0. ,  4.1, -0.1,  0. ,  0. ],
                 [ 0. ,  0. ,  0.8, -1.5,  0. ,  0. ],
                 [ 0. ,  0. ,  0. ,  0. ,  0. ,  0. ],
                 [ 0. ,  0. ,  0. ,  0. ,  0. ,  0. ]]],


               [[[ 0. ,  0. ,  0. ,  0. ,  0. ,  0. ],
                 [ 0. ,  0. ,  0. ,  0. ,  0. ,  0. ],
                 [ 0. ,  0. , -0.3,  3.6,  0. ,  0. ],
                 [ 0. ,  0. , -4.3, -1.2,  0. ,  0. ],
                 [ 0. ,  0. ,  0. ,  0. ,  0. ,  0. ],
                 [ 0. ,  0. ,  0. ,  0. ,  0. ,  0. ]]]])

    Source:
        Dumoulin & Visin (2016), A guide to convolution arithmetic for deep learning;
        `torch.nn.functional.pad`.
    """
    return np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def conv1d_forward(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    groups: int = 1,
) -> np.ndarray:
    r"""Slide learned kernels along sequences and take the inner product at each stop.

    $$y_{nop} = b_o + \sum_{c, i} w_{oci} z_{ncu}, \quad u = s p + d i$$

    Here z is x with `padding` zeros on both ends, s is `stride` and d is `dilation`; the kernel isn't flipped.
    The input channels and the output channels are each split into `groups` equal runs, and output channel o
    sees only the run with its own number, in which c counts from 0.
    Only whole windows count: what is left over behind the last one is dropped.

    Args:
        x: (N, C_in, L), float64.
        weight: (C_out, C_in // groups, k), float64.
        bias: (C_out,), float64.
        stride: step between windows.
        padding: zeros on each end.
        dilation: distance between the kernel's elements.
        groups: number of groups, a divisor of C_in and C_out.

    Returns:
        A float64 array of shape (N, C_out, L_out), where
        L_out = ⌊(L + 2 · padding - dilation · (k - 1) - 1) / stride⌋ + 1.

    Example:
        >>> conv1d_forward(
        ...     np.array([[[-1.2, 2.6], [-2.4, 1.0]], [[1.9, -0.8], [-3.4, -1.8]]]),
        ...     np.array([[[-1.3, -3.7], [-1.9, -2.1]], [[-5.2, 1.5], [-1.2, -2.3]]]),
        ...     np.array([0.7, 1.1]),
        ... )
        array([[[-4.9 ],
                [11.82]],

               [[11.43],
                [-1.76]]])

    Source:
        Waibel et al. (1989), Phoneme Recognition Using Time-Delay Neural Networks;
        `torch.nn.functional.conv1d`.
    """
    c_out, c_group, kernel = weight.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding)))
    windows = sliding_window_view(z, dilation * (kernel - 1) + 1, axis=2)[:, :, ::stride, ::dilation]

    windows = windows.reshape(len(x), groups, c_group, *windows.shape[2:])
    w = weight.reshape(groups, c_out // groups, c_group, kernel)
    out = np.einsum("ngcpi,goci->ngop", windows, w)
    return out.reshape(len(x), c_out, out.shape[3]) + bias[:, np.newaxis]


def conv1d_backward(
    dout: np.ndarray,
    x: np.ndarray,
    weight: np.ndarray,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    groups: int = 1,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Pass the gradient of a 1-D convolution back to its input, weight and bias.

    $$dw_{oci} = \sum_{n, p} g_{nop} z_{ncu}, \quad dz_{ncu} = \sum_{o, p, i} g_{nop} w_{oci}, \quad
    db_o = \sum_{n, p} g_{nop}$$

    Here g is dout, z is x with `padding` zeros on both ends, output element p meets kernel element i at
    u = stride · p + dilation · i, and dx is dz without the padding; windows that overlap add up.
    The groups are those of `conv1d_forward`. Elements that no window reaches get gradient 0.

    Args:
        dout: (N, C_out, L_out), float64, the gradient with respect to the output.
        x: (N, C_in, L), float64, the input.
        weight: (C_out, C_in // groups, k), float64.
        stride: step between windows.
        padding: zeros on each end.
        dilation: distance between the kernel's elements.
        groups: number of groups, a divisor of C_in and C_out.

    Returns:
        (dx, dweight, dbias): shapes of x, of weight and (C_out,), float64.

    Example:
        >>> conv1d_backward(
        ...     np.array([[[1.9], [0.8]], [[-3.4], [1.7]]]),
        ...     np.array([[[1.7, -4.5], [-2.5, -0.7]], [[0.9, -0.5], [5.0, -1.2]]]),
        ...     np.array([[[-0.9, -2.0], [1.5, 2.4]], [[1.9, -0.3], [0.8, 1.1]]]),
        ... )
        (array([[[-0.19, -4.04],
                 [ 3.49,  5.44]],

                [[ 6.29,  6.29],
                 [-3.74, -6.29]]]),
         array([[[  0.17,  -6.85],
                 [-21.75,   2.75]],

                [[  2.89,  -4.45],
                 [  6.5 ,  -2.6 ]]]),
         array([-1.5,  2.5]))

    Source:
        Waibel et al. (1989), Phoneme Recognition Using Time-Delay Neural Networks;
        `torch.nn.functional.conv1d` under `torch.autograd`.
    """
    n, _, length = x.shape
    c_out, c_group, kernel = weight.shape
    out_length = dout.shape[2]

    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding)))
    z = padded.reshape(n, groups, c_group, padded.shape[2])
    w = weight.reshape(groups, c_out // groups, c_group, kernel)
    g = dout.reshape(n, groups, c_out // groups, out_length)
    dz, dw = np.zeros(z.shape), np.zeros(w.shape)
    for i in range(kernel):
        met = slice(dilation * i, dilation * i + stride * out_length, stride)
        dw[..., i] = np.einsum("ngop,ngcp->goc", g, z[..., met])
        dz[..., met] += np.einsum("ngop,goc->ngcp", g, w[..., i])

    dx = dz.reshape(padded.shape)[:, :, padding : padding + length]
    return dx, dw.reshape(weight.shape), dout.sum(axis=(0, 2))


def conv2d_forward(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    groups: int = 1,
) -> np.ndarray:
    r"""Slide learned kernels over images and take the inner product at each stop.

    $$y_{nopq} = b_o + \sum_{c, i, j} w_{ocij} z_{ncuv}, \quad u = s p + d i, \quad v = s q + d j$$

    Here z is x with `padding` zeros on each side of H and W, s is `stride` and d is `dilation`; the kernel
    isn't flipped, so this is what mathematics calls a cross-correlation.
    The input channels and the output channels are each split into `groups` equal runs, and output channel o
    sees only the run with its own number, in which c counts from 0.
    Only whole windows count: rows and columns left over behind the last one are dropped. A side of an image may
    have several hundred pixels.

    Args:
        x: (N, C_in, H, W), float64.
        weight: (C_out, C_in // groups, kH, kW), float64.
        bias: (C_out,), float64.
        stride: step between windows, for both axes.
        padding: zeros on each side, for both axes.
        dilation: distance between the kernel's elements, for both axes.
        groups: number of groups, a divisor of C_in and C_out.

    Returns:
        A float64 array of shape (N, C_out, H_out, W_out), where
        H_out = ⌊(H + 2 · padding - dilation · (kH - 1) - 1) / stride⌋ + 1, and W_out likewise.

    Example:
        >>> conv2d_forward(
        ...     np.array([[[[-1.3, -1.3, 2.4, 0.7], [-1.7, -1.9, 2.3, 0.2], [-4.2, 4.3, 0.6, 1.2]]]]),
        ...     np.array([[[[-0.1, 1.7, 1.3], [-2.2, 3.4, -3.1]]], [[[1.1, -3.0, -2.8], [-1.1, -1.7, 0.1]]]]),
        ...     np.array([-4.0, 4.6]),
        ... )
        array([[[[-12.81,  12.5 ],
                 [ 17.93, -10.78]],

                [[  5.68,  -7.79],
                 [ -0.64, -10.58]]]])

    Source:
        LeCun et al. (1998), Gradient-Based Learning Applied to Document Recognition;
        `torch.nn.functional.conv2d`.
    """
    c_out, c_group, k_height, k_width = weight.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    span = (dilation * (k_height - 1) + 1, dilation * (k_width - 1) + 1)
    windows = sliding_window_view(z, span, axis=(2, 3))[:, :, ::stride, ::stride, ::dilation, ::dilation]

    windows = windows.reshape(len(x), groups, c_group, *windows.shape[2:])
    w = weight.reshape(groups, c_out // groups, c_group, k_height, k_width)
    out = np.einsum("ngcpqij,gocij->ngopq", windows, w)
    return out.reshape(len(x), c_out, *out.shape[3:]) + bias[:, np.newaxis, np.newaxis]


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

    Example:
        >>> conv2d_backward(
        ...     np.array([[[[-0.32, -0.15], [-0.67, 0.87]]]]),
        ...     np.array([[[[-3.6, 3.5, -2.2, 0.7], [0.1, -3.7, 0.3, -1.5], [1.4, 0.4, -0.7, -0.4]]]]),
        ...     np.array([[[[0.8, -0.5, 1.8], [1.5, 3.6, 2.4]]]]),
        ... )
        (array([[[[-0.256,  0.04 , -0.501, -0.27 ],
                  [-1.016, -0.346, -2.949,  1.206],
                  [-1.005, -1.107,  1.524,  2.088]]]]),
         array([[[[-2.659,  1.95 , -0.907],
                  [-0.067,  0.262,  0.25 ]]]]),
         array([-0.27]))

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


def im2col(x: np.ndarray, kernel: int, stride: int = 1, padding: int = 0) -> np.ndarray:
    r"""Lay out every window of the images as a column, so that a convolution becomes a matrix product.

    $$A_{nrl} = z_{n, c, s p + i, s q + j}, \quad r = (c k + i) k + j, \quad l = p W' + q$$

    Here z is x with `padding` zeros on each side of H and W, k is `kernel`, s is `stride`, and W' is the number
    of windows side by side. So a column holds the window of the first channel row by row, then that of the next;
    and the columns follow the windows row by row. Windows may overlap; only whole ones count.

    Args:
        x: (N, C, H, W), float64.
        kernel: side of the square window, an int.
        stride: step between windows, for both axes.
        padding: zeros on each side, for both axes.

    Returns:
        A float64 array of shape (N, C · kernel², number of windows).

    Example:
        >>> im2col(np.array([[[[-2.0, 1.5], [0.1, 1.7]], [[2.5, 0.7], [0.0, 0.6]]]]), 2, stride=2)
        array([[[-2. ],
                [ 1.5],
                [ 0.1],
                [ 1.7],
                [ 2.5],
                [ 0.7],
                [ 0. ],
                [ 0.6]]])

    Source:
        Chellapilla, Puri & Simard (2006), High Performance Convolutional Neural Networks for Document
        Processing; `torch.nn.functional.unfold`.
    """
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = sliding_window_view(z, (kernel, kernel), axis=(2, 3))[:, :, ::stride, ::stride]
    n, channels, rows, columns = windows.shape[:4]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(n, channels * kernel**2, rows * columns)


def col2im(columns: np.ndarray, size: tuple[int, int], kernel: int, stride: int = 1, padding: int = 0) -> np.ndarray:
    r"""Put columns back to where `im2col` took them from, and add up where they overlap.

    $$z_{ncuv} = \sum_{s p + i = u, \; s q + j = v} A_{nrl}, \quad r = (c k + i) k + j, \quad l = p W' + q$$

    Here k is `kernel`, s is `stride`, and W' is the number of windows side by side; the image is z without the
    `padding` on each side. A pixel that lies in several windows gets the sum, not the mean, and one that lies in
    none gets 0. So this is the gradient of `im2col`, not its inverse.

    Args:
        columns: (N, C · kernel², number of windows), float64, laid out as by `im2col`.
        size: (H, W) of the images, without the padding.
        kernel: side of the square window, an int.
        stride: step between windows, for both axes.
        padding: width of the frame that is cut off, for both axes.

    Returns:
        A float64 array of shape (N, C, H, W).

    Example:
        >>> columns = np.array([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]])
        >>> col2im(columns, (2, 3), 2)
        array([[[[ 1.,  5.,  4.],
                 [ 5., 13.,  8.]]]])

    Source:
        Chellapilla, Puri & Simard (2006), High Performance Convolutional Neural Networks for Document
        Processing; `torch.nn.functional.fold`.
    """
    height, width = size[0] + 2 * padding, size[1] + 2 * padding
    rows, across = (height - kernel) // stride + 1, (width - kernel) // stride + 1
    n, channels = len(columns), columns.shape[1] // kernel**2

    windows = columns.reshape(n, channels, kernel, kernel, rows, across)
    z = np.zeros((n, channels, height, width))
    for i, j in np.ndindex(kernel, kernel):
        z[:, :, i : i + stride * rows : stride, j : j + stride * across : stride] += windows[:, :, i, j]
    return z[:, :, padding : height - padding, padding : width - padding]


def conv_transpose2d_forward(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray, stride: int = 1, padding: int = 0
) -> np.ndarray:
    r"""Enlarge images with learned kernels: each pixel stamps the kernel, times itself, into the output.

    $$z_{nouv} = \sum_{c} \sum_{s p + i = u, \; s q + j = v} x_{ncpq} w_{coij}$$

    Here s is `stride`; stamps that overlap add up. The output is z without `padding` rows and columns on each
    side, plus the bias of the output channel. But for the bias it is the gradient of a convolution with the same
    weight, stride and padding with respect to its input, hence the order of the weight's axes.

    Args:
        x: (N, C_in, H, W), float64.
        weight: (C_in, C_out, kH, kW), float64; the input channels come first.
        bias: (C_out,), float64.
        stride: step between the stamps, for both axes.
        padding: rows and columns cut off on each side.

    Returns:
        A float64 array of shape (N, C_out, H_out, W_out), where H_out = (H - 1) · stride - 2 · padding + kH, and
        W_out likewise.

    Example:
        >>> x = np.array([[[[1.0, -2.0]]]])
        >>> weight = np.array([[[[1.0, 0.5], [-1.0, 2.0]]]])
        >>> conv_transpose2d_forward(x, weight, np.array([0.1]))
        array([[[[ 1.1, -1.4, -0.9],
                 [-0.9,  4.1, -3.9]]]])

    Source:
        Zeiler et al. (2010), Deconvolutional Networks; Dumoulin & Visin (2016), A guide to convolution
        arithmetic for deep learning, chapter 4; `torch.nn.functional.conv_transpose2d`.
    """
    n, _, height, width = x.shape
    _, c_out, k_height, k_width = weight.shape
    z_height, z_width = (height - 1) * stride + k_height, (width - 1) * stride + k_width
    z = np.zeros((n, c_out, z_height, z_width))
    for i, j in np.ndindex(k_height, k_width):
        stamp = np.einsum("ncpq,co->nopq", x, weight[:, :, i, j])
        z[:, :, i : i + stride * height : stride, j : j + stride * width : stride] += stamp
    return z[:, :, padding : z_height - padding, padding : z_width - padding] + bias[:, np.newaxis, np.newaxis]


def count_parameters(layers: list[dict[str, Any]]) -> int:
    r"""Count the numbers that a network of convolutions and dense layers learns.

    $$\sum_{\text{conv2d}} C_{out} \left( \frac{C_{in}}{G} k_H k_W + 1 \right)
    + \sum_{\text{linear}} F_{out} (F_{in} + 1)$$

    The 1 in the parentheses is the bias, one for each output; it falls away in a layer without bias. Here G is
    the number of groups. How large the image is has no part in it. Poolings, activations and flattening learn
    nothing.

    Args:
        layers: dicts, each with the key "kind". A layer of kind "conv2d" has "in_channels", "out_channels" and
            "kernel", a tuple (kH, kW), and possibly "groups", an int, else 1. One of kind "linear" has
            "in_features" and "out_features". Either may have "bias", a bool, else True. All other kinds, such as
            "relu", "max_pool2d" or "flatten", count nothing, whatever other keys they have.

    Returns:
        The number of weights and biases of all layers together, an int.

    Example:
        >>> count_parameters([{'kind': 'conv2d', 'in_channels': 4, 'out_channels': 33, 'kernel': (4, 4)}])
        2145

    Source:
        LeCun et al. (1998), Gradient-Based Learning Applied to Document Recognition; `torch.nn.Conv2d`,
        `torch.nn.Linear`.
    """
    total = 0
    for layer in layers:
        if layer["kind"] == "conv2d":
            k_height, k_width = layer["kernel"]
            inputs = layer["in_channels"] // layer.get("groups", 1) * k_height * k_width
            outputs = layer["out_channels"]
        elif layer["kind"] == "linear":
            inputs, outputs = layer["in_features"], layer["out_features"]
        else:
            continue
        total += (inputs + layer.get("bias", True)) * outputs
    return total


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    r"""Tell how wide the patch of the input is that one pixel behind several layers depends on.

    $$r = 1 + \sum_{l = 1}^{L} d_l (k_l - 1) \prod_{m = 1}^{l - 1} s_m$$

    Layer l has a kernel of k elements at distance d, and stride s. The patch is measured along one axis, from
    its first pixel to its last, those in gaps between the kernel's elements included.

    Args:
        layers: (kernel, stride, dilation) of each convolution or pooling, three ints, from the input on. Without
            any layer a pixel depends on itself alone.

    Returns:
        The width of the patch in pixels, an int.

    Example:
        >>> receptive_field([(3, 1, 1), (2, 2, 1), (3, 1, 1)])
        8

    Source:
        Araujo, Norris & Sim (2019), Computing Receptive Fields of Convolutional Neural Networks;
        `torch.nn.functional.conv_transpose1d`, whose output has this size when it spreads one pixel back.
    """
    field, step = 1, 1
    for kernel, stride, dilation in layers:
        field += dilation * (kernel - 1) * step
        step *= stride
    return field
