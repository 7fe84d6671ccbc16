"""Random starting values for weights."""

import numpy as np


def zeros_init(shape: tuple[int, ...]) -> np.ndarray:
    r"""Set all weights to zero.

    $$ W = 0 $$

    Right for a bias, wrong for a weight: units that begin alike get the same gradients and stay alike.

    Args:
        shape: any number of sizes, none and 0 included.

    Returns:
        array of that shape, float64.

    Example:
        >>> zeros_init((2, 3))
        array([[0., 0., 0.],
               [0., 0., 0.]])

    Source:
        `torch.nn.init.zeros_`.
    """
    raise NotImplementedError


def small_random_init(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    r"""Draw small weights evenly around zero, as in the early days.

    $$ W \sim U(-0.01, 0.01) $$

    The bound is the same for every shape, so that in wide layers the sums are too large and in a deep net
    the signal fades.

    Args:
        shape: one or more sizes.
        rng: the generator to draw from.

    Returns:
        array of that shape, float64.

    Example:
        >>> small_random_init((2, 3), np.random.default_rng(0))  # one of many right answers
        array([[ 0.0027, -0.0046, -0.0092],
               [-0.0097,  0.0063,  0.0083]])

    Source:
        `torch.nn.init.uniform_`.
    """
    raise NotImplementedError


def lecun_normal(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    r"""Draw normal weights that keep the variance of the signal, unit by unit.

    $$ W \sim N(0, \sigma^2), \quad \sigma = \sqrt{\frac{1}{\mathrm{fan}_{in}}} $$

    fan_in counts the inputs of one output unit: the number of input channels times the number of kernel
    elements (1 for a matrix).

    Args:
        shape: (out, in) or (out, in, *kernel) with one to three kernel axes, as in PyTorch.
        rng: the generator to draw from.

    Returns:
        array of that shape, float64.

    Raises:
        ValueError: if shape has fewer than two axes.

    Example:
        >>> lecun_normal((2, 3), np.random.default_rng(0))  # one of many right answers
        array([[ 0.0726, -0.0763,  0.3697],
               [ 0.0606, -0.3093,  0.2088]])

    Source:
        LeCun, Bottou, Orr & Müller (1998), Efficient BackProp;
        `torch.nn.init.kaiming_normal_(…, nonlinearity="linear")`.
    """
    raise NotImplementedError


def lecun_uniform(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    r"""Draw weights as large as those of `lecun_normal` from a uniform distribution.

    $$ W \sim U(-a, a), \quad a = \sqrt{\frac{3}{\mathrm{fan}_{in}}} $$

    fan_in counts the inputs of one output unit: the number of input channels times the number of kernel
    elements (1 for a matrix). A uniform distribution on (-a, a) has the standard deviation a/√3.

    Args:
        shape: (out, in) or (out, in, *kernel) with one to three kernel axes, as in PyTorch.
        rng: the generator to draw from.

    Returns:
        array of that shape, float64.

    Raises:
        ValueError: if shape has fewer than two axes.

    Example:
        >>> lecun_uniform((2, 3), np.random.default_rng(0))  # one of many right answers
        array([[ 0.2739, -0.4604, -0.9181],
               [-0.9669,  0.6265,  0.8255]])

    Source:
        LeCun, Bottou, Orr & Müller (1998), Efficient BackProp;
        `torch.nn.init.kaiming_uniform_(…, nonlinearity="linear")`.
    """
    raise NotImplementedError


def xavier_normal(shape: tuple[int, ...], rng: np.random.Generator, gain: float = 1.0) -> np.ndarray:
    r"""Draw weights whose normal distribution keeps the variance alike forwards and backwards.

    $$ W \sim N(0, \sigma^2), \quad \sigma = \mathrm{gain} \sqrt{\frac{2}{\mathrm{fan}_{in} + \mathrm{fan}_{out}}} $$

    fan_in counts the inputs of one output unit, fan_out the outputs that one input feeds: the number of
    input or output channels, each times the number of kernel elements (1 for a matrix).

    Args:
        shape: (out, in) or (out, in, *kernel) with one to three kernel axes, as in PyTorch.
        rng: the generator to draw from.
        gain: factor for the activation that follows.

    Returns:
        array of that shape, float64.

    Raises:
        ValueError: if shape has fewer than two axes.

    Example:
        >>> xavier_normal((2, 3), np.random.default_rng(0))  # one of many right answers
        array([[ 0.0795, -0.0836,  0.405 ],
               [ 0.0663, -0.3388,  0.2287]])

    Source:
        Glorot & Bengio (2010), Understanding the difficulty of training deep feedforward neural networks;
        `torch.nn.init.xavier_normal_`.
    """
    raise NotImplementedError


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

    Example:
        >>> xavier_uniform((2, 3), np.random.default_rng(0))  # one of many right answers
        array([[ 0.3001, -0.5044, -1.0057],
               [-1.0592,  0.6863,  0.9043]])

    Source:
        Glorot & Bengio (2010), Understanding the difficulty of training deep feedforward neural networks;
        `torch.nn.init.xavier_uniform_`.
    """
    raise NotImplementedError


def he_normal(shape: tuple[int, ...], rng: np.random.Generator, mode: str = "fan_in") -> np.ndarray:
    r"""Draw normal weights that keep the variance of the signal through ReLU.

    $$ W \sim N(0, \sigma^2), \quad \sigma = \sqrt{\frac{2}{\mathrm{fan}}} $$

    With mode "fan_in" the fan counts the inputs of one output unit, which keeps the variance forwards; with
    "fan_out" the outputs that one input feeds, which keeps it backwards. Both count channels times the number
    of kernel elements (1 for a matrix). The 2 makes up for the half of the units that ReLU sets to zero.

    Args:
        shape: (out, in) or (out, in, *kernel) with one to three kernel axes, as in PyTorch.
        rng: the generator to draw from.
        mode: "fan_in" or "fan_out".

    Returns:
        array of that shape, float64.

    Raises:
        ValueError: if shape has fewer than two axes, or mode is another word.

    Example:
        >>> he_normal((2, 3), np.random.default_rng(0))  # one of many right answers
        array([[ 0.1027, -0.1079,  0.5229],
               [ 0.0857, -0.4374,  0.2952]])

    Source:
        He, Zhang, Ren & Sun (2015), Delving deep into rectifiers;
        `torch.nn.init.kaiming_normal_(…, nonlinearity="relu")`.
    """
    raise NotImplementedError


def he_uniform(shape: tuple[int, ...], rng: np.random.Generator, mode: str = "fan_in") -> np.ndarray:
    r"""Draw weights as large as those of `he_normal` from a uniform distribution.

    $$ W \sim U(-a, a), \quad a = \sqrt{\frac{6}{\mathrm{fan}}} $$

    With mode "fan_in" the fan counts the inputs of one output unit, which keeps the variance forwards; with
    "fan_out" the outputs that one input feeds, which keeps it backwards. Both count channels times the number
    of kernel elements (1 for a matrix). A uniform distribution on (-a, a) has the standard deviation a/√3.

    Args:
        shape: (out, in) or (out, in, *kernel) with one to three kernel axes, as in PyTorch.
        rng: the generator to draw from.
        mode: "fan_in" or "fan_out".

    Returns:
        array of that shape, float64.

    Raises:
        ValueError: if shape has fewer than two axes, or mode is another word.

    Example:
        >>> he_uniform((2, 3), np.random.default_rng(0))  # one of many right answers
        array([[ 0.3874, -0.6511, -1.2983],
               [-1.3675,  0.8861,  1.1674]])

    Source:
        He, Zhang, Ren & Sun (2015), Delving deep into rectifiers;
        `torch.nn.init.kaiming_uniform_(…, nonlinearity="relu")`.
    """
    raise NotImplementedError


def truncated_normal(shape: tuple[int, ...], rng: np.random.Generator, std: float, a: float, b: float) -> np.ndarray:
    r"""Draw normal weights and cut off the tails of the distribution.

    $$ p(w) \propto e^{-w^2 / (2 \sigma^2)}, \quad a \le w \le b $$

    Here σ is `std`, the standard deviation before the cut, and the mean before the cut is 0. The bounds are
    weights, not multiples of σ; they need not be symmetric, and both may lie on one side of 0. No weights heap
    up at the bounds: between them the density has the shape of the bell.

    Args:
        shape: one or more sizes.
        rng: the generator to draw from.
        std: the standard deviation σ, positive.
        a: the smallest weight.
        b: the largest weight, above `a`.

    Returns:
        array of that shape, float64.

    Example:
        >>> truncated_normal((2, 3), np.random.default_rng(0), 1.0, -0.5, 0.5)  # one of many right answers
        array([[ 0.1257, -0.1321, -0.2188],
               [ 0.1049,  0.0413,  0.3616]])

    Source:
        Robert (1995), Simulation of truncated normal variables; `torch.nn.init.trunc_normal_`.
    """
    raise NotImplementedError


def orthogonal(shape: tuple[int, ...], rng: np.random.Generator, gain: float = 1.0) -> np.ndarray:
    r"""Draw a matrix whose rows or columns stand at right angles, all as long as `gain`.

    $$ W W^\top = \mathrm{gain}^2 I \quad \text{or} \quad W^\top W = \mathrm{gain}^2 I $$

    The first holds for a matrix that is not taller than wide, the second for one that is not wider than tall.
    A weight of more axes is such a matrix of shape (out, in · kernel), its other axes flattened into one.
    All such matrices are equally likely (Haar's distribution), so that each weight is as likely positive as
    negative; of the Q that NumPy's QR decomposition gives for a normal matrix this is not true.

    Args:
        shape: (out, in) or (out, in, *kernel), as in PyTorch.
        rng: the generator to draw from.
        gain: length of the rows or columns, a positive number.

    Returns:
        array of that shape, float64.

    Raises:
        ValueError: if shape has fewer than two axes.

    Example:
        >>> w = orthogonal((2, 3), np.random.default_rng(0), gain=2.0)
        >>> np.round(w @ w.T, 6) + 0.0
        array([[4., 0.],
               [0., 4.]])

    Source:
        Saxe, McClelland & Ganguli (2014), Exact solutions to the nonlinear dynamics of learning in deep linear
        neural networks; Mezzadri (2007), How to generate random matrices from the classical compact groups;
        `torch.nn.init.orthogonal_`.
    """
    raise NotImplementedError
