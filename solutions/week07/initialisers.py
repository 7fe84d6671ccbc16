"""Random starting values for weights."""

import numpy as np


def xavier_uniform(shape: tuple[int, ...], rng: np.random.Generator, gain: float = 1.0) -> np.ndarray:
    r"""Draw weights whose uniform distribution keeps the variance alike forwards and backwards.

    $$ W \sim U(-a, a), \quad a = \mathrm{gain} \sqrt{\frac{6}{\mathrm{fan}_{in} + \mathrm{fan}_{out}}} $$

    fan_in counts the inputs of one output unit, fan_out the outputs that one input feeds: the number of
    input or output channels, each times the number of kernel elements (1 for a matrix).
    A uniform distribution on (-a, a) has the standard deviation a/√3.

    Args:
        shape: (out, in) or (out, in, *kernel) with one to three kernel axes, as in PyTorch.
        rng: the generator to draw from.
        gain: factor for the activation that follows.

    Returns:
        array of that shape, float64.

    Raises:
        ValueError: if shape has fewer than two axes.

    Source:
        Glorot & Bengio (2010), Understanding the difficulty of training deep feedforward neural networks;
        `torch.nn.init.xavier_uniform_`.
    """
    if len(shape) < 2:
        raise ValueError(f"fan_in and fan_out need a shape of at least two axes, got {shape}")
    fan_in = shape[1] * np.prod(shape[2:])
    fan_out = shape[0] * np.prod(shape[2:])
    bound = gain * np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-bound, bound, size=shape)
