"""Blocks that convolutional networks are built from."""

import numpy as np


def conv_relu_pool_forward(x: np.ndarray, weight: np.ndarray, bias: np.ndarray, pool: int = 2) -> np.ndarray:
    r"""Run one stage of a plain convolutional network: convolution, ReLU, max pooling.

    $$y = \operatorname{maxpool}(\max(0, w * x + b))$$

    Here * is the convolution of `conv2d_forward`, with stride 1 and no padding. The windows of the pooling are
    `pool` by `pool` pixels and lie side by side without padding; rows and columns left over behind the last whole
    one are dropped. So it is in Keras with `Conv2D(C_out, (kH, kW), activation="relu")` and
    `MaxPooling2D((pool, pool))`, but for the layout.

    Args:
        x: (N, C_in, H, W), float64.
        weight: (C_out, C_in, kH, kW), float64.
        bias: (C_out,), float64.
        pool: side of the pooling window, an int.

    Returns:
        A float64 array of shape (N, C_out, (H - kH + 1) // pool, (W - kW + 1) // pool).

    Example:
        >>> x = np.array([[[[1.0, -2.0, 0.5], [3.0, 0.0, -1.0], [2.0, 1.5, -0.5]]]])
        >>> weight = np.array([[[[1.0, 0.5], [-1.0, 2.0]]]])
        >>> conv_relu_pool_forward(x, weight, np.array([0.1]))
        array([[[[4.1]]]])

    Source:
        LeCun et al. (1998), Gradient-Based Learning Applied to Document Recognition;
        `torch.nn.functional.conv2d`, `torch.nn.functional.max_pool2d`.
    """
    raise NotImplementedError


def residual_block_forward(x: np.ndarray, params: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    r"""Run the basic block of a residual network: two convolutions, and the input added to what they give.

    $$y = \max(0, x + w_2 * \max(0, w_1 * x + b_1) + b_2)$$

    Both convolutions, written *, have kernels of 3×3, stride 1 and padding 1, so that the image keeps its size.
    The first may lead to another number of channels, M; the second leads back to C. There is no normalisation,
    and a ReLU stands between the convolutions and behind the sum, not in front of it.

    Args:
        x: (N, C, H, W), float64.
        params: [(w1, b1), (w2, b2)], float64, of shapes (M, C, 3, 3), (M,), (C, M, 3, 3) and (C,).

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> first = np.full((1, 1, 3, 3), 0.1), np.array([0.2])
        >>> second = np.full((1, 1, 3, 3), -0.5), np.array([0.0])
        >>> residual_block_forward(np.array([[[[1.0, -2.0], [0.5, 3.0]]]]), [first, second])
        array([[[[0.1, 0. ],
                 [0. , 2.1]]]])

    Source:
        He et al. (2016), Deep Residual Learning for Image Recognition; `torch.nn.functional.conv2d`.
    """
    raise NotImplementedError


def residual_block_backward(
    dout: np.ndarray, x: np.ndarray, params: list[tuple[np.ndarray, np.ndarray]]
) -> tuple[np.ndarray, list[tuple[np.ndarray, np.ndarray]]]:
    r"""Pass the gradient of a residual block back to its input, along both ways, and to its parameters.

    $$s = g \cdot [y > 0], \quad dx = s + J^T s$$

    Here g is dout, y is the output of `residual_block_forward`, and J is the Jacobian of the two convolutions with
    the ReLU between them: the skip connection hands the gradient on as it is. The slope of ReLU at 0 is 0.

    Args:
        dout: (N, C, H, W), float64, the gradient with respect to the output.
        x: (N, C, H, W), float64, the input.
        params: [(w1, b1), (w2, b2)], as for `residual_block_forward`.

    Returns:
        (dx, dparams): shape of x, and [(dw1, db1), (dw2, db2)] with the shapes of `params`, float64.

    Example:
        >>> first = np.full((1, 1, 3, 3), 0.1), np.array([0.2])
        >>> second = np.full((1, 1, 3, 3), -0.5), np.array([0.0])
        >>> x = np.array([[[[1.0, -2.0], [0.5, 3.0]]]])
        >>> dx, dparams = residual_block_backward(np.ones((1, 1, 2, 2)), x, [first, second])
        >>> dx
        array([[[[ 0.6, -0.4],
                 [-0.4,  0.6]]]])
        >>> dparams[1][1]
        array([2.])

    Source:
        He et al. (2016), Deep Residual Learning for Image Recognition; `torch.autograd`.
    """
    raise NotImplementedError


def inception_forward(x: np.ndarray, params: dict[str, tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    r"""Run an inception module: four branches side by side, their channels put behind each other.

    $$y = [\, f_{1}(x), \; f_{3}(r_{3}(x)), \; f_{5}(r_{5}(x)), \; f_{p}(\operatorname{maxpool}(x)) \,]$$

    Each f and each r is a convolution with stride 1, followed by a ReLU. f₁, r₃, r₅ and fₚ have kernels of one
    pixel, f₃ of 3×3 and f₅ of 5×5; r₃ and r₅ bring the number of channels down before the wide kernels. The
    pooling has windows of 3×3 and stride 1. All paddings are such that H and W stay as they are, so 1 for 3×3 and 2
    for 5×5, zeros for the convolutions and minus infinity for the pooling.

    Args:
        x: (N, C, H, W), float64.
        params: a dict of (weight, bias) with the keys "1x1" (f₁), "3x3_reduce" (r₃), "3x3" (f₃), "5x5_reduce" (r₅),
            "5x5" (f₅) and "pool" (fₚ); weight (C_out, C_in, k, k) and bias (C_out,), float64.

    Returns:
        A float64 array of shape (N, channels of "1x1", "3x3", "5x5" and "pool" in this order, H, W).

    Example:
        >>> sizes = {"1x1": 1, "3x3_reduce": 1, "3x3": 3, "5x5_reduce": 1, "5x5": 5, "pool": 1}
        >>> params = {name: (np.full((1, 1, k, k), 0.5), np.array([0.0])) for name, k in sizes.items()}
        >>> inception_forward(np.array([[[[1.0, -2.0], [0.5, 3.0]]]]), params)
        array([[[[0.5  , 0.   ],
                 [0.25 , 1.5  ]],

                [[1.125, 1.125],
                 [1.125, 1.125]],

                [[1.125, 1.125],
                 [1.125, 1.125]],

                [[1.5  , 1.5  ],
                 [1.5  , 1.5  ]]]])

    Source:
        Szegedy et al. (2015), Going Deeper with Convolutions; `torch.nn.functional.conv2d`, `torch.cat`.
    """
    raise NotImplementedError


def vgg_block_forward(x: np.ndarray, params: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    r"""Run a block of VGG: several convolutions of 3×3, then one max pooling.

    $$y = \operatorname{maxpool}(h_L), \quad h_l = \max(0, w_l * h_{l-1} + b_l), \quad h_0 = x$$

    Here * is a convolution. All kernels are 3×3 with stride 1 and padding 1, and a ReLU follows each of them, the
    last one too. The pooling has windows of 2×2 that lie side by side; a row or a column left over is dropped.

    Args:
        x: (N, C, H, W), float64.
        params: a list of one or more (weight, bias), float64, in the order in which they are used; weight
            (C_out, C_in, 3, 3), bias (C_out,).

    Returns:
        A float64 array of shape (N, C_out of the last convolution, H // 2, W // 2).

    Example:
        >>> first = np.full((1, 1, 3, 3), 0.5), np.array([0.1])
        >>> second = np.full((1, 1, 3, 3), 0.2), np.array([0.0])
        >>> vgg_block_forward(np.array([[[[1.0, -2.0], [0.5, 3.0]]]]), [first, second])
        array([[[[1.08]]]])

    Source:
        Simonyan & Zisserman (2015), Very Deep Convolutional Networks for Large-Scale Image Recognition;
        `torch.nn.functional.conv2d`, `torch.nn.functional.max_pool2d`.
    """
    raise NotImplementedError


def graph_convolution(adjacency: np.ndarray, x: np.ndarray, weight: np.ndarray) -> np.ndarray:
    r"""Mix the features of each node of a graph with those of its neighbours, and map them linearly.

    $$Y = \tilde{D}^{-1/2} \tilde{A} \tilde{D}^{-1/2} X W, \quad \tilde{A} = A + I, \quad
    \tilde{D}_{ii} = \sum_{j} \tilde{A}_{ij}$$

    Each node becomes a neighbour of its own; the diagonal matrix of degrees counts that too, by rows. Edges may
    have weights, which are not negative, and may lead one way only. No activation follows, and there is no bias.

    Args:
        adjacency: (n, n), float64, A: the weight of the edge between nodes i and j, or 0.
        x: (n, F), float64, the features of the nodes.
        weight: (F, F_out), float64; the features of the input come first.

    Returns:
        A float64 array of shape (n, F_out).

    Example:
        >>> graph_convolution(
        ...     np.array([[0.0, 1.0], [1.0, 0.0]]),
        ...     np.array([[1.9, 2.9], [-1.0, -3.1]]),
        ...     np.array([[4.2, 3.3], [2.6, 0.8]]),
        ... )
        array([[1.63 , 1.405],
               [1.63 , 1.405]])

    Source:
        Kipf & Welling (2017), Semi-Supervised Classification with Graph Convolutional Networks; `torch.matmul`.
    """
    raise NotImplementedError
