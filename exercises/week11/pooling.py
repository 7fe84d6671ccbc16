"""Pooling: windows of feature maps brought down to one number, and feature maps to vectors."""

import numpy as np


def max_pool1d_forward(x: np.ndarray, kernel: int, stride: int | None = None, padding: int = 0) -> np.ndarray:
    r"""Keep the largest element of each window of a sequence.

    $$y_{ncp} = \max_{0 \le i < k} z_{n, c, s p + i}$$

    Here k is `kernel`, s is `stride`, and z is x with `padding` elements of minus infinity on both ends, which
    never win. Only whole windows count: what is left over behind the last one is dropped.

    Args:
        x: (N, C, L), float64.
        kernel: length of the window.
        stride: step between windows; None means `kernel`, windows side by side.
        padding: elements added on each end, at most kernel // 2.

    Returns:
        A float64 array of shape (N, C, L_out), where L_out = ⌊(L + 2 · padding - kernel) / stride⌋ + 1.

    Example:
        >>> max_pool1d_forward(np.array([[[-4.3, -2.2], [0.6, 3.1]], [[-1.5, -1.8], [-0.3, -1.4]]]), 3, 2, 1)
        array([[[-2.2],
                [ 3.1]],

               [[-1.5],
                [-0.3]]])

    Source:
        Weng, Ahuja & Huang (1992), Cresceptron: a self-organizing neural network which grows adaptively;
        `torch.nn.functional.max_pool1d`.
    """
    raise NotImplementedError


def max_pool2d_forward(x: np.ndarray, kernel: int, stride: int | None = None, padding: int = 0) -> np.ndarray:
    r"""Keep the largest pixel of each window, in every channel by itself.

    $$y_{ncpq} = \max_{0 \le i, j < k} z_{n, c, s p + i, s q + j}$$

    Here k is `kernel`, s is `stride`, and z is x with a frame of minus infinity, `padding` wide, on each side
    of H and W; the frame never wins. Only whole windows count: rows and columns left over behind the last one are
    dropped. A side of an image may have several hundred pixels.

    Args:
        x: (N, C, H, W), float64.
        kernel: side of the square window, an int.
        stride: step between windows, for both axes; None means `kernel`, windows side by side.
        padding: width of the frame, at most kernel // 2.

    Returns:
        A float64 array of shape (N, C, H_out, W_out), where
        H_out = ⌊(H + 2 · padding - kernel) / stride⌋ + 1, and W_out likewise.

    Example:
        >>> max_pool2d_forward(
        ...     np.array([[[[-2.2, -2.4], [-1.3, -3.0]], [[-1.2, -2.0], [-2.8, -1.3]]]]),
        ...     3,
        ...     padding=1,
        ... )
        array([[[[-1.3]],

                [[-1.2]]]])

    Source:
        Weng, Ahuja & Huang (1992), Cresceptron: a self-organizing neural network which grows adaptively;
        `torch.nn.functional.max_pool2d`.
    """
    raise NotImplementedError


def max_pool2d_backward(
    dout: np.ndarray, x: np.ndarray, kernel: int, stride: int | None = None, padding: int = 0
) -> np.ndarray:
    r"""Pass the gradient of max pooling back to the pixels that were the largest of their windows.

    $$dz_{ncuv} = \sum_{(p, q): \, m_{ncpq} = (u, v)} g_{ncpq}$$

    Here g is dout, z is x with its frame as in `max_pool2d_forward`, and m is the place in z of the pixel that won
    the window (p, q). A pixel that won several windows gets the sum of their gradients, and one that won none gets
    0. Where the largest number occurs more than once in a window, the first one wins, reading row by row, and it
    alone. The result is dz without the frame.

    Args:
        dout: (N, C, H_out, W_out), float64, the gradient with respect to the output.
        x: (N, C, H, W), float64, the input.
        kernel: side of the square window, an int.
        stride: step between windows, for both axes; None means `kernel`.
        padding: width of the frame, at most kernel // 2.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> max_pool2d_backward(
        ...     np.array([[[[-4.2, 0.4, -1.9, -0.5], [1.2, -1.1, -1.9, -0.2]]]]),
        ...     np.array([[[[0.0, 0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 0.0, 1.0], [1.0, 0.0, 0.0, 1.0, 1.0]]]]),
        ...     2,
        ...     stride=1,
        ... )
        array([[[[-4.2,  0. , -1.5, -0.5,  0. ],
                 [ 0. ,  0. , -3. ,  0. , -0.2],
                 [ 1.2,  0. ,  0. ,  0. ,  0. ]]]])

    Source:
        Weng, Ahuja & Huang (1992), Cresceptron: a self-organizing neural network which grows adaptively;
        `torch.nn.functional.max_pool2d` under `torch.autograd`.
    """
    raise NotImplementedError


def avg_pool2d_forward(x: np.ndarray, kernel: int, stride: int | None = None, padding: int = 0) -> np.ndarray:
    r"""Take the mean of each window, in every channel by itself.

    $$y_{ncpq} = \frac{1}{k^2} \sum_{i, j = 0}^{k - 1} z_{n, c, s p + i, s q + j}$$

    Here k is `kernel`, s is `stride`, and z is x with `padding` zeros on each side of H and W. The zeros count
    as pixels: the sum is divided by k² at the edge too. Only whole windows count: rows and columns left over
    behind the last one are dropped.

    Args:
        x: (N, C, H, W), float64.
        kernel: side of the square window, an int.
        stride: step between windows, for both axes; None means `kernel`, windows side by side.
        padding: zeros on each side, at most kernel // 2.

    Returns:
        A float64 array of shape (N, C, H_out, W_out), where
        H_out = ⌊(H + 2 · padding - kernel) / stride⌋ + 1, and W_out likewise.

    Example:
        >>> avg_pool2d_forward(
        ...     np.array([[[[-1.4, 1.4], [0.4, -0.8]], [[-0.6, -1.8], [-1.1, 1.7]]]]),
        ...     2,
        ...     padding=1,
        ... )
        array([[[[-0.35 ,  0.35 ],
                 [ 0.1  , -0.2  ]],

                [[-0.15 , -0.45 ],
                 [-0.275,  0.425]]]])

    Source:
        LeCun et al. (1990), Handwritten Digit Recognition with a Back-Propagation Network;
        `torch.nn.functional.avg_pool2d`.
    """
    raise NotImplementedError


def avg_pool2d_backward(
    dout: np.ndarray, x_shape: tuple[int, int, int, int], kernel: int, stride: int | None = None, padding: int = 0
) -> np.ndarray:
    r"""Pass the gradient of average pooling back to all pixels of each window, in equal shares.

    $$dz_{ncuv} = \frac{1}{k^2} \sum_{(p, q): (u, v) \in \text{window}(p, q)} g_{ncpq}$$

    Here g is dout, z is the input with its frame of zeros as in `avg_pool2d_forward`, and the result is dz without
    the frame. The shares of windows that overlap add up, and a pixel in no window gets 0. The input itself isn't
    needed, only its shape.

    Args:
        dout: (N, C, H_out, W_out), float64, the gradient with respect to the output.
        x_shape: (N, C, H, W), the shape of the input.
        kernel: side of the square window, an int.
        stride: step between windows, for both axes; None means `kernel`.
        padding: width of the frame, at most kernel // 2.

    Returns:
        A float64 array of shape `x_shape`.

    Example:
        >>> avg_pool2d_backward(np.array([[[[4.0, -2.0]]]]), (1, 1, 2, 4), 2)
        array([[[[ 1. ,  1. , -0.5, -0.5],
                 [ 1. ,  1. , -0.5, -0.5]]]])

    Source:
        LeCun et al. (1990), Handwritten Digit Recognition with a Back-Propagation Network;
        `torch.nn.functional.avg_pool2d` under `torch.autograd`.
    """
    raise NotImplementedError


def global_avg_pool(x: np.ndarray) -> np.ndarray:
    r"""Bring each channel of an image down to one number, the mean of its pixels.

    $$y_{nc} = \frac{1}{H W} \sum_{u, v} x_{ncuv}$$

    The spatial axes are gone afterwards: one row of C numbers for each image.

    Args:
        x: (N, C, H, W), float64.

    Returns:
        A float64 array of shape (N, C).

    Example:
        >>> global_avg_pool(np.array([[[[-1.0]], [[-0.4]], [[6.1]]], [[[-1.4]], [[0.5]], [[-1.2]]]]))
        array([[-1. , -0.4,  6.1],
               [-1.4,  0.5, -1.2]])

    Source:
        Lin, Chen & Yan (2014), Network in Network; `torch.nn.functional.adaptive_avg_pool2d` with output size 1.
    """
    raise NotImplementedError


def flatten(x: np.ndarray) -> np.ndarray:
    r"""Lay out the feature maps of each example in one row, as a dense layer takes them.

    $$y_{n, (c H + u) W + v} = x_{ncuv}$$

    Channel after channel, each row by row. Sequences (N, C, L) work alike, and rows (N, D) stay as they are. The
    batch may be empty, N = 0; its rows have their length even so.

    Args:
        x: (N, ...), float64, two axes or more.

    Returns:
        A float64 array of shape (N, D), where D is the number of elements of one example.

    Example:
        >>> flatten(np.array([[[3.7, 2.0], [0.4, -4.2]], [[-2.9, 0.1], [1.0, 2.0]]]))
        array([[ 3.7,  2. ,  0.4, -4.2],
               [-2.9,  0.1,  1. ,  2. ]])

    Source:
        `torch.nn.Flatten`.
    """
    raise NotImplementedError
