"""Transfer learning: what a network has learned is kept, and only a part of it learns on."""

import numpy as np


def freeze(params: dict[str, np.ndarray], frozen: list[str]) -> dict[str, bool]:
    r"""Say of every parameter of a network whether it is trained or frozen.

    $$ \text{mask}[n] = \begin{cases} \text{False} & n \text{ begins with one of the prefixes} \\
       \text{True} & \text{else} \end{cases} $$

    True means trained, as `requires_grad` does in PyTorch. A prefix is compared letter by letter from the
    beginning of the name, so "layer1" freezes "layer1.bias" and "layer10.bias", and "layer1." the first alone.
    A prefix that no name begins with freezes nothing; the empty prefix freezes all.

    Args:
        params: from the name of each parameter to its array.
        frozen: prefixes of the names of the parameters that are to stay as they are; it may be empty.

    Returns:
        A dict with the names of params, each with True where the parameter is trained, False where it is frozen.

    Example:
        >>> params = {"conv.weight": np.ones(3), "conv.bias": np.ones(1), "head.weight": np.ones(2)}
        >>> freeze(params, ["conv."])
        {'conv.weight': False, 'conv.bias': False, 'head.weight': True}

    Source:
        Yosinski et al. (2014), How transferable are features in deep neural networks?;
        `torch.nn.Module.named_parameters` and `torch.Tensor.requires_grad_`.
    """
    raise NotImplementedError


def apply_masked_update(
    params: dict[str, np.ndarray], grads: dict[str, np.ndarray], mask: dict[str, bool], lr: float
) -> dict[str, np.ndarray]:
    r"""Take one step of gradient descent with the parameters that are not frozen.

    $$ \theta_n' = \begin{cases} \theta_n - \eta\,g_n & \text{mask}[n] \\ \theta_n & \text{else} \end{cases} $$

    Here η is lr. Change nothing in place: neither params nor its arrays. A frozen parameter needs no gradient,
    and grads may do without it, as in PyTorch; if there is one, it has no effect.

    Args:
        params: from the name of each parameter to its array, float64, any shape.
        grads: from the name of each trained parameter, at least, to its gradient, same shape as the parameter.
        mask: from the name of each parameter to True where it is trained, False where it is frozen.
        lr: step size.

    Returns:
        A new dict with the names of params and the parameters after the step. Those that are frozen may be the
        very arrays of params.

    Example:
        >>> params = {"conv": np.array([1.0, 2.0]), "head": np.array([3.0])}
        >>> grads = {"conv": np.array([0.5, -0.5]), "head": np.array([2.0])}
        >>> apply_masked_update(params, grads, {"conv": False, "head": True}, 0.1)
        {'conv': array([1., 2.]), 'head': array([2.8])}

    Source:
        Yosinski et al. (2014), How transferable are features in deep neural networks?; `torch.optim.SGD`, which
        passes over parameters that have no gradient.
    """
    raise NotImplementedError


def gradual_unfreezing(layer_count: int, epoch: int, every: int) -> list[bool]:
    r"""Say which layers are trained in an epoch if they are unfrozen one by one, from the last to the first.

    $$ \text{trained}_l \iff l \geq L - 1 - \lfloor e / k \rfloor, \quad l = 0, 1, \ldots, L - 1 $$

    In epoch e = 0 only the last layer is trained. After every k epochs the next layer below joins those that are
    trained already, until all L are.

    Args:
        layer_count: L, at least 1.
        epoch: e, counted from 0; it may lie far behind the last unfreezing.
        every: k, the number of epochs from one unfreezing to the next, at least 1.

    Returns:
        A list of layer_count truth values, from the first layer to the last: True where the layer is trained.

    Example:
        >>> gradual_unfreezing(6, 0, 4)
        [False, False, False, False, False, True]

    Source:
        Howard & Ruder (2018), Universal language model fine-tuning for text classification, section 3.3;
        `torch.Tensor.requires_grad_`.
    """
    raise NotImplementedError


def feature_extractor_step(
    x: np.ndarray,
    labels: np.ndarray,
    backbone: tuple[np.ndarray, np.ndarray],
    head: tuple[np.ndarray, np.ndarray],
    lr: float,
) -> tuple[tuple[np.ndarray, np.ndarray], float]:
    r"""Train a new head on the features of a frozen layer: one step of gradient descent on one batch.

    $$ h = \max(0,\; x W_b^\top + b_b), \quad z = h W^\top + b, \quad
       L = -\frac{1}{N} \sum_{n} \log \frac{e^{z_{n,y_n}}}{\sum_k e^{z_{n,k}}} $$

    The head (W, b) takes one step of size lr against the gradient of L. The backbone (W_b, b_b) has learned
    elsewhere and stays as it is. Return new arrays and change none in place.

    Args:
        x: (N, in), float64.
        labels: (N,), int64, the true classes 0, …, K - 1; a batch may lack some of them.
        backbone: (weight (features, in), bias (features,)) of the frozen layer, which a ReLU follows.
        head: (weight (K, features), bias (K,)) of the layer that is trained; none follows it.
        lr: step size.

    Returns:
        (head, loss): the new (weight, bias), float64, and the loss before the step, a number.

    Example:
        >>> feature_extractor_step(
        ...     np.array([[-0.42, -0.39], [-0.16, 0.46], [0.93, -0.39]]),
        ...     np.array([0, 0, 0]),
        ...     (np.array([[0.44, -0.19], [-0.79, 0.05]]), np.array([-0.61, -0.96])),
        ...     (np.array([[-0.11, 0.53], [0.29, -0.38]]), np.array([-0.07, 0.53])),
        ...     0.3,
        ... )
        ((array([[-0.11,  0.53],
                 [ 0.29, -0.38]]),
          array([0.1237, 0.3363])),
         1.037)

    Source:
        Donahue et al. (2014), DeCAF: a deep convolutional activation feature for generic visual recognition;
        `torch.nn.functional.cross_entropy`, `torch.optim.SGD`.
    """
    raise NotImplementedError
