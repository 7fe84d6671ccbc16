"""Backpropagation: gradients of networks by the chain rule, and what keeps them in bounds."""

import numpy as np

Layer = tuple[np.ndarray, np.ndarray]


def slide_network(x: np.ndarray, w: np.ndarray) -> tuple[float, float, float, float]:
    r"""Run the lecture notes' network of six weights, and pass its loss back to the last two of them.

    $$ y_1 = w_1 x_1 + w_2 x_2, \quad y_2 = w_3 x_1 + w_4 x_2, \quad \hat{y} = \mathrm{relu}(w_5 y_1 + w_6 y_2) $$

    The two hidden units are linear, and there are no biases. The true value is 1, and the loss is half the
    squared error, L = ½ (1 - ŷ)². The slope of relu at 0 is 0.

    Args:
        x: (2,), float64, the inputs x₁ and x₂.
        w: (6,), float64, the weights w₁, …, w₆.

    Returns:
        (y_hat, loss, dw5, dw6): four numbers, ŷ, L, ∂L/∂w₅ and ∂L/∂w₆.

    Example:
        >>> slide_network(np.array([1.1, 2.2]), np.array([0.11, 0.22, 0.33, 0.44, 0.55, 0.66]))
        (1.211, 0.0223, 0.1278, 0.2811)

    Source:
        Rumelhart, Hinton & Williams (1986), Learning representations by back-propagating errors;
        `torch.autograd.grad`.
    """
    raise NotImplementedError


def linear_backward(dout: np.ndarray, x: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Pass the gradient of a linear layer back to its input, weight and bias.

    $$ dx_{ni} = \sum_j g_{nj}\,W_{ji}, \quad dW_{ji} = \sum_n g_{nj}\,x_{ni}, \quad db_j = \sum_n g_{nj} $$

    Here g is dout. The layer is y = x Wᵀ + b, and each gradient has the shape of what it is a gradient of.

    Args:
        dout: (N, out), float64, the gradient with respect to the layer's output.
        x: (N, in), float64, the layer's input.
        weight: (out, in), float64.

    Returns:
        (dx, dweight, dbias): (N, in), (out, in) and (out,), float64.

    Example:
        >>> linear_backward(
        ...     np.array([[1.4, -2.2, -3.2], [-0.4, -0.4, 2.0], [1.5, 3.2, -3.6], [0.2, -0.8, 5.3]]),
        ...     np.array([[-0.1, 0.6], [0.3, 2.4], [0.8, -0.8], [-0.3, -0.9]]),
        ...     np.array([[-2.5, -3.4], [2.9, 1.0], [-3.0, -2.9]]),
        ... )
        (array([[ -0.28,   2.32],
                [ -6.16,  -4.84],
                [ 16.33,   8.54],
                [-18.72, -16.85]]),
         array([[ 0.88, -1.5 ],
                [ 2.9 , -4.12],
                [-3.55,  0.99]]),
         array([ 2.7, -0.2,  0.5]))

    Source:
        Goodfellow, Bengio & Courville (2016), Deep Learning, section 6.5; `torch.nn.functional.linear`.
    """
    raise NotImplementedError


def mlp_backward(x: np.ndarray, labels: np.ndarray, params: list[Layer]) -> tuple[float, list[Layer]]:
    r"""Find the cross-entropy of a multi-layer perceptron and its gradients with respect to all parameters.

    $$ L = -\frac{1}{N} \sum_n \ln \frac{e^{z_{n,c_n}}}{\sum_k e^{z_{n,k}}}, \quad z = \mathrm{MLP}(x) $$

    Here c is labels and MLP is the network of `mlp_forward`: x Wᵀ + b in every layer, ReLU between layers,
    none after the last. The slope of ReLU at 0 is 0. Logits of ±1e4 must not overflow, and the loss of an
    example whose class is all but impossible is what the formula says, however large.

    Args:
        x: (N, in), float64.
        labels: (N,), int64, the true classes.
        params: list of (weight (out, in), bias (out,)) from the first layer to the last, at least one; the
            last has an output for each class.

    Returns:
        (loss, grads): the mean cross-entropy, a number, and a list of (dweight, dbias) in the order of params,
        each of the shape of its parameter, float64.

    Example:
        >>> mlp_backward(
        ...     np.array([[-1.0, -0.2], [-1.8, 0.1], [-0.9, 1.4], [0.1, 0.7]]),
        ...     np.array([0, 1, 0, 1]),
        ...     [(np.array([[-0.14, -0.02], [-0.05, -0.03], [-0.76, 0.05]]), np.array([0.18, -0.21, 0.05]))],
        ... )
        (1.424,
         [(array([[ 0.2341, -0.1351],
                  [ 0.2812, -0.0944],
                  [-0.5154,  0.2295]]),
           array([-0.1903, -0.3052,  0.4955]))])

    Source:
        Rumelhart, Hinton & Williams (1986), Learning representations by back-propagating errors;
        `torch.nn.functional.cross_entropy`.
    """
    raise NotImplementedError


def two_head_backward(
    x: np.ndarray, trunk: Layer, head_a: Layer, head_b: Layer, target_a: np.ndarray, target_b: np.ndarray
) -> tuple[float, list[Layer]]:
    r"""Find the loss of a network with two heads and its gradients with respect to trunk and heads.

    $$ L = \frac{1}{ND} \sum_{n,d} (a_{nd} - t_{nd})^2
        - \frac{1}{N} \sum_n \ln \frac{e^{b_{n,c_n}}}{\sum_k e^{b_{n,k}}} $$

    Here a and b are the two outputs of `two_head_forward`, t is target_a, c is target_b and D the number of
    outputs of head_a: the first head estimates numbers, judged by the mean squared error over all elements, the
    second one says to which class an example belongs, judged by the mean cross-entropy. The loss is the sum of
    both. The slope of ReLU at 0 is 0, and logits of ±1e4 must not overflow.

    Args:
        x: (N, in), float64.
        trunk: (weight (hidden, in), bias (hidden,)), float64; ReLU comes after it.
        head_a: (weight (D, hidden), bias (D,)), float64.
        head_b: (weight (classes, hidden), bias (classes,)), float64.
        target_a: (N, D), float64, what head_a should say.
        target_b: (N,), int64, the classes that head_b should find.

    Returns:
        (loss, grads): a number, and a list of three (dweight, dbias), of trunk, head_a and head_b, float64.

    Example:
        >>> two_head_backward(
        ...     np.array([[-2.5, -1.3], [-0.9, 0.3]]),
        ...     (np.array([[0.7, -1.3], [0.4, 0.8]]), np.array([0.42, -0.31])),
        ...     (np.array([[0.59, -0.51]]), np.array([0.54])),
        ...     (np.array([[-0.4, 0.05], [0.55, -0.01]]), np.array([-0.04, 0.37])),
        ...     np.array([[-0.6], [2.7]]),
        ...     np.array([0, 1]),
        ... )
        (4.071,
         [(array([[-2.8018, -1.457 ],
                  [ 0.    ,  0.    ]]),
           array([1.1207, 0.    ])),
          (array([[0.4869, 0.    ]]), array([-0.8076])),
          (array([[-0.1223,  0.    ],
                  [ 0.1223,  0.    ]]),
           array([-0.1404,  0.1404]))])

    Source:
        Caruana (1997), Multitask learning; `torch.nn.functional.mse_loss` and
        `torch.nn.functional.cross_entropy`.
    """
    raise NotImplementedError


def train_step(x: np.ndarray, labels: np.ndarray, params: list[Layer], lr: float) -> tuple[list[Layer], float]:
    r"""Take one step of gradient descent with a multi-layer perceptron on the cross-entropy of one batch.

    $$ \theta' = \theta - \eta\,\frac{\partial L}{\partial \theta} $$

    L is the loss of `mlp_backward`, θ stands for each weight and bias, and η is lr. All gradients are those at
    the old parameters, which stay as they are: return new arrays.

    Args:
        x: (N, in), float64.
        labels: (N,), int64, the true classes.
        params: list of (weight (out, in), bias (out,)) from the first layer to the last, at least one.
        lr: step size.

    Returns:
        (params, loss): a list of the new (weight, bias), float64, and the loss before the step, a number.

    Example:
        >>> train_step(
        ...     np.array([[-0.2, 0.2], [-0.1, -0.3], [2.1, -0.2], [-1.1, -0.7]]),
        ...     np.array([1, 0, 1, 0]),
        ...     [(np.array([[0.66, -0.25], [-0.13, -0.18], [0.14, -0.04]]), np.array([0.03, -0.24, -0.15]))],
        ...     0.7,
        ... )
        ([(array([[ 0.2566, -0.3619],
                  [ 0.2648, -0.1184],
                  [ 0.1486,  0.0104]]),
           array([ 0.0851, -0.0923, -0.3528]))],
         1.45)

    Source:
        Robbins & Monro (1951), A stochastic approximation method; `torch.optim.SGD`.
    """
    raise NotImplementedError


def gradient_norms_by_depth(depth: int, factor: float) -> np.ndarray:
    r"""Follow the size of a gradient that every layer on its way back multiplies by the same factor.

    $$ g_k = f^k, \quad k = 1, \ldots, K $$

    The gradient begins with size 1 at the output; g_k is what is left after k layers. Below 1 it vanishes,
    above 1 it explodes.

    Args:
        depth: K, the number of layers, at least 1.
        factor: f, a positive float.

    Returns:
        (depth,), float64, the sizes after 1, 2, …, depth layers.

    Example:
        >>> gradient_norms_by_depth(151, 0.9)
        array([0.9   , 0.81  , 0.729 , 0.6561, 0.5905, 0.5314, 0.4783, 0.4305, 0.3874, 0.3487, 0.3138,
               0.2824, 0.2542, 0.2288, 0.2059, 0.1853, 0.1668, 0.1501, 0.1351, 0.1216, 0.1094, 0.0985,
               0.0886, 0.0798, 0.0718, 0.0646, 0.0581, 0.0523, 0.0471, 0.0424, 0.0382, 0.0343, 0.0309,
               0.0278, 0.025 , 0.0225, 0.0203, 0.0182, 0.0164, 0.0148, 0.0133, 0.012 , 0.0108, 0.0097,
               0.0087, 0.0079, 0.0071, 0.0064, 0.0057, 0.0052, 0.0046, 0.0042, 0.0038, 0.0034, 0.003 ,
               0.0027, 0.0025, 0.0022, 0.002 , 0.0018, 0.0016, 0.0015, 0.0013, 0.0012, 0.0011, 0.001 ,
               0.0009, 0.0008, 0.0007, 0.0006, 0.0006, 0.0005, 0.0005, 0.0004, 0.0004, 0.0003, 0.0003,
               0.0003, 0.0002, 0.0002, 0.0002, 0.0002, 0.0002, 0.0001, 0.0001, 0.0001, 0.0001, 0.0001,
               0.0001, 0.0001, 0.0001, 0.0001, 0.0001, 0.    , 0.    , 0.    , 0.    , 0.    , 0.    ,
               0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    ,
               0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    ,
               0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    ,
               0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    ,
               0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    , 0.    ])

    Source:
        Bengio, Simard & Frasconi (1994), Learning long-term dependencies with gradient descent is difficult;
        `torch.cumprod`.
    """
    raise NotImplementedError


def clip_grad_norm(grads: list[np.ndarray], max_norm: float) -> tuple[list[np.ndarray], float]:
    r"""Shorten all gradients by one factor if their common norm exceeds a bound.

    $$ g_i' = \min\left(1, \frac{c}{\|g\| + 10^{-6}}\right) g_i, \quad \|g\| = \sqrt{\sum_i \sum_j g_{ij}^2} $$

    Here c is max_norm. The norm is that of all numbers of all arrays together, as if they were one vector, so
    that the direction of the step stays. Return new arrays.

    Args:
        grads: list of arrays of any shapes, float64, at least one.
        max_norm: the bound c, a positive number.

    Returns:
        (grads, total_norm): a list of arrays of the same shapes, and the norm before clipping, a number.

    Example:
        >>> clip_grad_norm([np.array([[3.6, 0.3], [0.3, -4.1]]), np.array([0.3, -12.9, 0.3])], 5.0)
        ([array([[ 1.2839,  0.107 ],
                 [ 0.107 , -1.4623]]),
          array([ 0.107 , -4.6008,  0.107 ])],
         14.02)

    Source:
        Pascanu, Mikolov & Bengio (2013), On the difficulty of training recurrent neural networks;
        `torch.nn.utils.clip_grad_norm_`.
    """
    raise NotImplementedError


def clip_grad_value(grads: list[np.ndarray], clip_value: float) -> list[np.ndarray]:
    r"""Cut every number of the gradients off at a bound, on both sides.

    $$ g_i' = \min(\max(g_i, -c), c) $$

    Here c is clip_value. Each number is cut on its own, so that the direction of the step may change. Return
    new arrays.

    Args:
        grads: list of arrays of any shapes, float64, at least one.
        clip_value: the bound c, a positive number.

    Returns:
        list of arrays of the same shapes, float64.

    Example:
        >>> clip_grad_value([np.array([-3.0, -1.4, -0.3]), np.array([[0.2], [1.5]])], 1.5)
        [array([-1.5, -1.4, -0.3]),
         array([[0.2],
                [1.5]])]

    Source:
        Mikolov (2012), Statistical language models based on neural networks; `torch.nn.utils.clip_grad_value_`.
    """
    raise NotImplementedError
