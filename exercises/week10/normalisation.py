"""Normalisation layers: numbers brought to mean 0 and variance 1, then scaled and shifted by what is learned."""

import numpy as np


def batchnorm_forward(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    momentum: float = 0.1,
    eps: float = 1e-5,
    training: bool = True,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Normalise each feature, or each channel of images, over the batch.

    $$\text{out} = \gamma \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta$$

    In training μ and σ² are mean and variance over all axes but axis 1, where σ² is the mean of (x - μ)², divided by
    the number n of averaged elements. The running statistics move towards them by the share `momentum`: new = (1 -
    momentum) · old + momentum · batch, where running_var takes the unbiased variance, divided by n - 1, as in PyTorch.
    In evaluation μ and σ² are the running statistics, which stay as they are.
    Change no argument in place.

    Args:
        x: (N, C) or (N, C, H, W), float64; in training with n ≥ 2 elements per channel.
        gamma: (C,), float64, the learned scale γ.
        beta: (C,), float64, the learned shift β.
        running_mean: (C,), float64; zeros before the first step.
        running_var: (C,), float64; ones before the first step.
        momentum: the weight of the new value in the running statistics.
        eps: added to the variance, under the root.
        training: True in training, False in evaluation.

    Returns:
        out: a float64 array with the shape of `x`.
        running_mean: (C,), float64, for the next step.
        running_var: (C,), float64, for the next step.

    Example:
        >>> batchnorm_forward(
        ...     np.array([[0.2, 2.0], [0.0, 2.1], [0.6, -2.9]]),
        ...     np.array([1.2, -0.3]),
        ...     np.array([-0.5, 2.7]),
        ...     np.array([1.4, 3.8]),
        ...     np.array([2.0, 2.3]),
        ... )
        (array([[-0.8207,  2.4943],
                [-1.7828,  2.4815],
                [ 1.1034,  3.1242]]),
         array([1.2867, 3.46  ]),
         array([1.8093, 2.887 ]))

    Source:
        Ioffe and Szegedy (2015), Batch Normalization: Accelerating Deep Network Training by Reducing Internal
        Covariate Shift; `torch.nn.functional.batch_norm`.
    """
    raise NotImplementedError


def batchnorm_backward(
    dout: np.ndarray, x: np.ndarray, gamma: np.ndarray, eps: float = 1e-5
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Carry a gradient back through batch normalisation in training.

    $$dx = \frac{\partial L}{\partial x}, \quad d\gamma = \frac{\partial L}{\partial \gamma}, \quad
    d\beta = \frac{\partial L}{\partial \beta}, \quad
    L = \sum \text{dout} \odot \left(\gamma \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta\right)$$

    μ and σ² are mean and biased variance of the batch, over all axes but axis 1, as in `batchnorm_forward`. Both
    depend on x, and so every element of x acts on the whole channel.

    Args:
        dout: the gradient that arrives from above, float64 with the shape of `x`.
        x: the input of the forward pass, (N, C) or (N, C, H, W), float64.
        gamma: (C,), float64, the learned scale γ.
        eps: added to the variance, under the root.

    Returns:
        dx: a float64 array with the shape of `x`.
        dgamma: (C,), float64.
        dbeta: (C,), float64.

    Example:
        >>> batchnorm_backward(
        ...     np.array([[1.2, -0.4], [1.4, -2.5], [-0.5, 3.7]]),
        ...     np.array([[-3.9, 2.4], [2.9, 1.7], [1.8, 0.9]]),
        ...     np.array([-0.2, 3.2]),
        ... )
        (array([[ -0.0117,   7.4398],
                [ -0.0608, -13.9501],
                [  0.0725,   6.5104]]),
         array([-0.6979, -5.2434]),
         array([2.1, 0.8]))

    Source:
        Ioffe and Szegedy (2015), Batch Normalization: Accelerating Deep Network Training by Reducing Internal
        Covariate Shift; `torch.nn.functional.batch_norm` under `torch.autograd`.
    """
    raise NotImplementedError


def layernorm_forward(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    r"""Normalise each example over its features, the last axis.

    $$\text{out} = \gamma \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta$$

    μ and σ² are mean and biased variance (divided by D) along the last axis, each row with its own: the batch plays
    no part, and training and evaluation are the same.

    Args:
        x: (..., D), float64.
        gamma: (D,), float64, the learned scale γ.
        beta: (D,), float64, the learned shift β.
        eps: added to the variance, under the root.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> layernorm_forward(
        ...     np.array([[2.1, -0.7, -2.9], [-1.0, 0.9, 0.5]]),
        ...     np.array([0.5, 1.3, -2.3]),
        ...     np.array([2.4, -0.3, -3.6]),
        ... )
        array([[ 3.0353, -0.4271, -0.9022],
               [ 1.7071,  0.9186, -4.6311]])

    Source:
        Ba, Kiros and Hinton (2016), Layer Normalization; `torch.nn.functional.layer_norm`.
    """
    raise NotImplementedError


def layernorm_backward(
    dout: np.ndarray, x: np.ndarray, gamma: np.ndarray, eps: float = 1e-5
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Carry a gradient back through layer normalisation.

    $$dx = \frac{\partial L}{\partial x}, \quad d\gamma = \frac{\partial L}{\partial \gamma}, \quad
    d\beta = \frac{\partial L}{\partial \beta}, \quad
    L = \sum \text{dout} \odot \left(\gamma \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta\right)$$

    μ and σ² are mean and biased variance along the last axis, as in `layernorm_forward`, and depend on x.

    Args:
        dout: the gradient that arrives from above, float64 with the shape of `x`.
        x: the input of the forward pass, (..., D), float64.
        gamma: (D,), float64, the learned scale γ.
        eps: added to the variance, under the root.

    Returns:
        dx: a float64 array with the shape of `x`.
        dgamma: (D,), float64.
        dbeta: (D,), float64.

    Example:
        >>> layernorm_backward(
        ...     np.array([[3.1, 2.8, 0.0], [0.3, -1.5, 0.8]]),
        ...     np.array([[-3.6, -0.5, -0.1], [-3.3, -6.7, 0.1]]),
        ...     np.array([2.2, 2.5, -2.4]),
        ... )
        (array([[-0.2528,  2.2124, -1.9595],
                [ 0.8393, -0.4197, -0.4197]]),
         array([-4.3601,  3.4482,  0.9798]),
         array([3.4, 1.3, 0.8]))

    Source:
        Ba, Kiros and Hinton (2016), Layer Normalization; `torch.nn.functional.layer_norm` under `torch.autograd`.
    """
    raise NotImplementedError


def groupnorm_forward(
    x: np.ndarray, num_groups: int, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5
) -> np.ndarray:
    r"""Normalise each example over groups of its channels.

    $$\text{out}_c = \gamma_c \frac{x_c - \mu_g}{\sqrt{\sigma_g^2 + \epsilon}} + \beta_c, \quad
    g = \left\lfloor \frac{c}{C / G} \right\rfloor$$

    The C channels are cut into G = num_groups runs of equal length, in order. Mean and biased variance are taken over
    the channels of a group and all axes behind them, for each example by itself. Scale and shift belong to the
    channel, not to the group.

    Args:
        x: (N, C) or (N, C, ...), float64.
        num_groups: the number of groups, a divisor of C.
        gamma: (C,), float64, the learned scale γ.
        beta: (C,), float64, the learned shift β.
        eps: added to the variance, under the root.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> groupnorm_forward(
        ...     np.array([[1.3, -1.9, 0.9], [0.1, -0.7, 1.1]]),
        ...     3,
        ...     np.array([-1.8, -0.5, 1.9]),
        ...     np.array([-2.3, 1.3, 3.2]),
        ... )
        array([[-2.3,  1.3,  3.2],
               [-2.3,  1.3,  3.2]])

    Source:
        Wu and He (2018), Group Normalization; `torch.nn.functional.group_norm`.
    """
    raise NotImplementedError


def instancenorm_forward(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    r"""Normalise each channel of each example over its pixels.

    $$\text{out}_{nc} = \gamma_c \frac{x_{nc} - \mu_{nc}}{\sqrt{\sigma_{nc}^2 + \epsilon}} + \beta_c$$

    Mean and biased variance run over the axes behind the channel, and nothing else.

    Args:
        x: (N, C, L) or (N, C, H, W), float64, with at least two elements behind each channel.
        gamma: (C,), float64, the learned scale γ.
        beta: (C,), float64, the learned shift β.
        eps: added to the variance, under the root.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> instancenorm_forward(
        ...     np.array([[[[0.3, -1.5], [3.6, -1.3]], [[-1.3, 1.5], [-4.1, 3.2]]]]),
        ...     np.array([0.48, -0.49]),
        ...     np.array([3.6, -0.9]),
        ... )
        array([[[[ 3.6059,  3.1829],
                 [ 4.3814,  3.2299]],

                [[-0.7016, -1.1955],
                 [-0.2077, -1.4953]]]])

    Source:
        Ulyanov, Vedaldi and Lempitsky (2016), Instance Normalization: The Missing Ingredient for Fast Stylization;
        `torch.nn.functional.instance_norm`.
    """
    raise NotImplementedError


def rmsnorm_forward(x: np.ndarray, gamma: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    r"""Divide each example by the root of the mean square of its features, the last axis.

    $$\text{out}_i = \gamma_i \frac{x_i}{\sqrt{\frac{1}{D} \sum_j x_j^2 + \epsilon}}$$

    No mean is subtracted and no shift is added: half the work of layer normalisation, and for language models as good.

    Args:
        x: (..., D), float64.
        gamma: (D,), float64, the learned scale γ.
        eps: added to the mean square, under the root. PyTorch has another default, the machine epsilon.

    Returns:
        A float64 array with the shape of `x`.

    Example:
        >>> rmsnorm_forward(np.array([[2.3, -1.7, -0.6], [1.6, 3.4, -0.6]]), np.array([0.6, -1.5, 0.0]))
        array([[ 0.8179,  1.5114, -0.    ],
               [ 0.437 , -2.3214, -0.    ]])

    Source:
        Zhang and Sennrich (2019), Root Mean Square Layer Normalization; `torch.nn.functional.rms_norm`.
    """
    raise NotImplementedError
