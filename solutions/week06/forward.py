"""Neurons, layers and networks, from the inputs to the outputs."""

import numpy as np
from week03.relu_like import relu

Layer = tuple[np.ndarray, np.ndarray]


def perceptron(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    r"""Answer 1 where the weighted sum of the inputs plus the bias is above 0, and 0 elsewhere.

    $$ \hat{y} = \begin{cases} 1 & \text{if } \sum_i w_i x_i + b > 0 \\ 0 & \text{otherwise} \end{cases} $$

    On the boundary, where the sum is 0, the answer is 0.

    Args:
        x: (N, D), a batch, or (D,), one example alone; float64.
        w: (D,), float64, the weights.
        b: the bias, a number.

    Returns:
        labels 0 and 1, int64: (N,), or a single one for one example.

    Example:
        >>> perceptron(np.array([[0.8, 2.1], [-0.1, -0.7], [-0.6, -1.0]]), np.array([0.25, 0.73]), 0.6)
        array([1, 1, 0])

    Source:
        Rosenblatt (1958), The perceptron: a probabilistic model for information storage and organization in
        the brain; `torch.heaviside` of `torch.nn.functional.linear`.
    """
    return (x @ w + b > 0).astype(np.int64)


def perceptron_update(w: np.ndarray, b: float, x: np.ndarray, y: int, lr: float) -> tuple[np.ndarray, float]:
    r"""Learn from one example: move the weights if the perceptron is wrong, and leave them if it is right.

    $$ w' = w + \eta\,(y - \hat{y})\,x, \quad b' = b + \eta\,(y - \hat{y}) $$

    Here ŷ, 0 or 1, is the perceptron's answer to x before the step (0 on the boundary), and η is lr.
    Change neither w nor x in place.

    Args:
        w: (D,), float64, the weights.
        b: the bias, a number.
        x: (D,), float64, one example.
        y: its label, 0 or 1.
        lr: step size.

    Returns:
        (w, b): the new weights, (D,), float64, and the new bias.

    Example:
        >>> perceptron_update(np.array([1.8, -1.1, 1.8]), -0.2, np.array([1.1, -1.1, 1.0]), 0, 0.3)
        (array([ 1.47, -0.77,  1.5 ]), -0.5)

    Source:
        Rosenblatt (1962), Principles of neurodynamics; it is a step of `torch.optim.SGD` along (ŷ - y) x.
    """
    error = y - perceptron(x, w, b)
    return w + lr * error * x, b + lr * error


def linear_forward(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    r"""Apply a linear layer: each output is a weighted sum of all inputs plus a bias of its own.

    $$ y_{nj} = \sum_i x_{ni}\,W_{ji} + b_j $$

    Args:
        x: (N, in), float64.
        weight: (out, in), float64, a row for each output, as PyTorch keeps it.
        bias: (out,), float64.

    Returns:
        (N, out), float64.

    Example:
        >>> linear_forward(
        ...     np.array([[-1.9, -3.8], [-0.5, 3.9], [-1.6, 0.0], [1.3, 3.4]]),
        ...     np.array([[-1.7, 1.5], [1.8, 0.1], [-0.6, 1.1]]),
        ...     np.array([-1.2, 0.1, -0.6]),
        ... )
        array([[-3.67, -3.7 , -3.64],
               [ 5.5 , -0.41,  3.99],
               [ 1.52, -2.78,  0.36],
               [ 1.69,  2.78,  2.36]])

    Source:
        `torch.nn.functional.linear`.
    """
    return x @ weight.T + bias


def mlp_forward(x: np.ndarray, params: list[Layer]) -> tuple[np.ndarray, list[np.ndarray]]:
    r"""Run a multi-layer perceptron: linear layers with ReLU between them.

    $$ a_0 = x, \quad a_l = \mathrm{relu}(a_{l-1} W_l^T + b_l), \quad \mathrm{logits} = a_{L-1} W_L^T + b_L $$

    After the last layer there is no activation.
    The cache is what you need on the way back; what stands in it is yours to choose, and None will do. But it
    has to keep: a caller may fill x with other numbers afterwards, and the cache must not change with it.

    Args:
        x: (N, in), float64.
        params: list of (weight (out, in), bias (out,)) from the first layer to the last, at least one.

    Returns:
        (logits, cache): (N, out of the last layer), float64, and the cache.

    Example:
        >>> first = np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([0.1, 0.0])
        >>> last = np.array([[2.0, -1.0]]), np.array([0.3])
        >>> logits, cache = mlp_forward(np.array([[0.5, 1.5]]), [first, last])
        >>> logits
        array([[-2.95]])

    Source:
        Goodfellow, Bengio & Courville (2016), Deep Learning, algorithm 6.3; `torch.nn.Sequential` of
        `torch.nn.Linear` and `torch.nn.ReLU`.
    """
    inputs = [x.copy()]
    for weight, bias in params[:-1]:
        inputs.append(relu(linear_forward(inputs[-1], weight, bias)))
    return linear_forward(inputs[-1], *params[-1]), inputs


def collapse_linear(params: list[Layer]) -> Layer:
    r"""Find the one linear layer that does the same as several in a row without activations.

    $$ W = W_L \cdots W_2 W_1, \quad b = W_L(\cdots W_2 b_1 + b_2 \cdots) + b_L $$

    Depth alone gives a network nothing: it needs an activation between its layers.

    Args:
        params: list of (weight (out, in), bias (out,)) from the first layer to the last, at least one.

    Returns:
        (weight, bias): (out of the last layer, in of the first), and (out of the last layer,), float64.

    Example:
        >>> collapse_linear([(np.array([[0.16, 0.94, 0.11], [0.67, -0.6, -0.02]]), np.array([-0.54, 0.19]))])
        (array([[ 0.16,  0.94,  0.11],
                [ 0.67, -0.6 , -0.02]]),
         array([-0.54,  0.19]))

    Source:
        Goodfellow, Bengio & Courville (2016), Deep Learning, section 6.1; `torch.linalg.multi_dot`.
    """
    weight, bias = params[0]
    for next_weight, next_bias in params[1:]:
        weight, bias = next_weight @ weight, next_weight @ bias + next_bias
    return weight, bias


def two_head_forward(x: np.ndarray, trunk: Layer, head_a: Layer, head_b: Layer) -> tuple[np.ndarray, np.ndarray]:
    r"""Run a network with two outputs, whose heads both read what a common trunk has made of the input.

    $$ h = \mathrm{relu}(x W_t^T + b_t), \quad y_a = h W_a^T + b_a, \quad y_b = h W_b^T + b_b $$

    The heads are linear: ReLU comes after the trunk only.

    Args:
        x: (N, in), float64.
        trunk: (weight (hidden, in), bias (hidden,)), float64.
        head_a: (weight (out_a, hidden), bias (out_a,)), float64.
        head_b: (weight (out_b, hidden), bias (out_b,)), float64.

    Returns:
        (out_a, out_b): (N, out_a) and (N, out_b), float64.

    Example:
        >>> two_head_forward(
        ...     np.array([[0.7, 0.5], [0.6, 1.1], [-1.2, -0.8]]),
        ...     (np.array([[-0.06, 0.33], [0.86, 0.81]]), np.array([-0.01, 0.14])),
        ...     (np.array([[0.2, 0.3], [0.3, 1.4]]), np.array([0.38, 0.12])),
        ...     (np.array([[-0.7, 0.9], [1.4, 0.2]]), np.array([-0.42, 0.02])),
        ... )
        (array([[0.7467, 1.7597],
                [0.9075, 2.3809],
                [0.38  , 0.12  ]]),
         array([[ 0.5332,  0.4076],
                [ 0.7504,  0.7732],
                [-0.42  ,  0.02  ]]))

    Source:
        Caruana (1997), Multitask learning; `torch.nn.Linear`.
    """
    hidden = relu(linear_forward(x, *trunk))
    return linear_forward(hidden, *head_a), linear_forward(hidden, *head_b)


def identity(x: np.ndarray) -> np.ndarray:
    r"""Return the input as it is.

    $$ f(x) = x $$

    It holds a place: put it where a network has a layer, and the layer is gone. x itself or a copy will do.

    Args:
        x: any shape, float64.

    Returns:
        array of the shape of x, float64, with the same numbers.

    Example:
        >>> identity(np.array([[2.2, 0.8, -1.7], [5.6, 0.0, -0.8]]))
        array([[ 2.2,  0.8, -1.7],
               [ 5.6,  0. , -0.8]])

    Source:
        `torch.nn.Identity`.
    """
    return x


class LazyLinear:
    r"""Apply a linear layer that learns the number of its inputs from the first batch that it sees.

    $$ y = x W^T + b, \quad W_{ji}, b_j \sim U(-a, a), \quad a = \frac{1}{\sqrt{\mathrm{in}}} $$

    `.weight` and `.bias` are None until the layer is first called. The first call draws both from rng, every
    number on its own, for as many inputs as that batch has; all calls use them, and later ones do not draw
    again. All batches have the same number of inputs.

    Args:
        out_features: number of outputs.
        rng: the generator to draw from.

    Returns:
        from `layer(x)`, with x of shape (N, in), the outputs (N, out_features), float64. Afterwards `.weight`
        is (out_features, in) and `.bias` (out_features,), float64.

    Example:
        >>> layer = LazyLinear(2, np.random.default_rng(0))
        >>> layer(np.array([[1.0, 2.0, 3.0]])).shape
        (1, 2)
        >>> layer.weight.shape
        (2, 3)

    Source:
        `torch.nn.LazyLinear`, with the initialisation of `torch.nn.Linear`.
    """

    def __init__(self, out_features: int, rng: np.random.Generator) -> None:
        """Make a layer that has no weights yet."""
        self.out_features = out_features
        self.rng = rng
        self.weight: np.ndarray | None = None
        self.bias: np.ndarray | None = None

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """Return the outputs for a batch; the first one decides how many inputs there are."""
        if self.weight is None:
            shape = (self.out_features, x.shape[1])
            bound = 1 / np.sqrt(x.shape[1])
            self.weight = self.rng.uniform(-bound, bound, shape)
            self.bias = self.rng.uniform(-bound, bound, self.out_features)
        return linear_forward(x, self.weight, self.bias)
