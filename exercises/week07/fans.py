"""What a layer's shape and its activation say about the size of its weights."""


def fan_in_and_fan_out(shape: tuple[int, ...]) -> tuple[int, int]:
    r"""Count the inputs of one output unit and the outputs that one input feeds.

    $$ \mathrm{fan}_{in} = C_{in} \prod_i k_i, \quad \mathrm{fan}_{out} = C_{out} \prod_i k_i $$

    A weight has the shape (out, in) or (out, in, *kernel), as in PyTorch, with one to three kernel axes of
    sizes k. A matrix has no kernel: its product is 1.

    Args:
        shape: two to five sizes.

    Returns:
        (fan_in, fan_out): two whole numbers.

    Raises:
        ValueError: if shape has fewer than two axes.

    Example:
        >>> fan_in_and_fan_out((301, 51))
        (51, 301)

    Source:
        Glorot & Bengio (2010), Understanding the difficulty of training deep feedforward neural networks;
        `torch.nn.init`.
    """
    raise NotImplementedError


def gain(nonlinearity: str, param: float | None = None) -> float:
    r"""Look up by how much weights must be larger to make up for the activation behind them.

    $$ g = \begin{cases} 1 & \text{linear, sigmoid} \\ 5/3 & \text{tanh} \\ \sqrt{2} & \text{relu} \\
    \sqrt{2 / (1 + \alpha^2)} & \text{leaky relu} \\ 3/4 & \text{selu} \end{cases} $$

    The names are "linear", "conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d" and
    "conv_transpose3d", which are all linear, "sigmoid", "tanh", "relu", "leaky_relu" and "selu".
    `param` is the slope α of "leaky_relu", any real number, 0 included; None stands for 0.01. The other
    names do not look at it.

    Args:
        nonlinearity: one of these names.
        param: the negative slope of "leaky_relu", or None.

    Returns:
        a number.

    Raises:
        ValueError: if the name is another.

    Example:
        >>> gain('leaky_relu', 0.23)
        1.378

    Source:
        He, Zhang, Ren & Sun (2015), Delving deep into rectifiers, section 2.2; `torch.nn.init.calculate_gain`.
    """
    raise NotImplementedError
