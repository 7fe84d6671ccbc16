"""How a signal fares on its way through the layers, and which weights to start with."""

from collections.abc import Callable

import numpy as np


def activation_variances(
    x: np.ndarray, weights: list[np.ndarray], activation: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    r"""Measure the variance behind each layer of a net without biases.

    $$ h_0 = x, \quad h_l = \phi(h_{l-1} W_l^\top), \quad v_l = \frac{1}{n_l} \sum_i (h_{l,i} - \bar{h}_l)^2 $$

    Here φ is `activation`, behind the last layer as well. The variance of a layer is taken over all its n_l
    numbers, of all units and all examples together; it is divided by n_l, not by n_l - 1.
    The variance of x itself is not among the answers.

    Args:
        x: (N, in), float64.
        weights: one matrix (out, in) per layer, float64, as in PyTorch; possibly no matrix at all.
        activation: function that takes and returns an array of any shape, element by element.

    Returns:
        float64 array of shape (len(weights),), the first layer first.

    Example:
        >>> weights = [np.array([[1.0, -0.5], [0.3, 0.8]]), np.array([[0.6, 0.2]])]
        >>> activation_variances(np.array([[0.5, 1.0], [-1.5, 0.2], [2.0, -0.7]]), weights, np.tanh)
        array([0.3984, 0.199 ])

    Source:
        Glorot & Bengio (2010), Understanding the difficulty of training deep feedforward neural networks;
        `torch.var` with `correction=0`.
    """
    variances = []
    for weight in weights:
        x = activation(x @ weight.T)
        variances.append(x.var())
    return np.array(variances)


def suggest_init(activation: str) -> str:
    r"""Name the initialiser that suits an activation.

    $$ \mathrm{Var}(w) = \begin{cases} 1 / \mathrm{fan}_{in} & \text{sigmoid, tanh, selu} \\
    2 / (\mathrm{fan}_{in} + \mathrm{fan}_{out}) & \text{linear, softsign} \\
    2 / \mathrm{fan}_{in} & \text{relu and its relatives} \end{cases} $$

    The answer is the name of a function in `initialisers`, of the normal distribution: "lecun_normal" for
    "sigmoid", "tanh" and "selu"; "xavier_normal" for "linear" and "softsign"; "he_normal" for "relu",
    "leaky_relu", "prelu", "elu", "gelu" and "silu". Names are in small letters.

    Args:
        activation: one of these eleven names.

    Returns:
        the name of the initialiser.

    Raises:
        ValueError: if the name is another.

    Example:
        >>> suggest_init("relu")
        'he_normal'

    Source:
        LeCun, Bottou, Orr & Müller (1998), Efficient BackProp; Glorot & Bengio (2010), Understanding the
        difficulty of training deep feedforward neural networks; He, Zhang, Ren & Sun (2015), Delving deep into
        rectifiers.
    """
    suited = {
        "lecun_normal": ("sigmoid", "tanh", "selu"),
        "xavier_normal": ("linear", "softsign"),
        "he_normal": ("relu", "leaky_relu", "prelu", "elu", "gelu", "silu"),
    }
    for initialiser, activations in suited.items():
        if activation in activations:
            return initialiser
    raise ValueError(f"no initialiser is known for {activation!r}")
