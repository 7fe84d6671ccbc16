"""Whole training runs, from random weights to a network that generalises."""

from collections.abc import Callable
from typing import Any

import numpy as np


def train_mlp(
    X: np.ndarray, y: np.ndarray, config: dict[str, Any], rng: np.random.Generator
) -> tuple[list[tuple[np.ndarray, np.ndarray]], np.ndarray]:
    r"""Train a classifier with ReLU layers by Adam on the cross-entropy of shuffled mini-batches.

    $$ L = -\frac{1}{N} \sum_{n} \log \frac{e^{z_{n,y_n}}}{\sum_k e^{z_{n,k}}}, \quad z = \mathrm{MLP}(X) $$

    The network is that of week 6: x Wᵀ + b in every layer, ReLU between layers (slope 0 at 0), none after the last.
    Weights begin as independent draws, normal or uniform, of mean 0 and variance 2 / fan_in, which is He's rule;
    biases begin at 0. In every epoch all examples are shuffled and cut into batches.
    Every update is a plain step of Adam with β₁ = 0.9, β₂ = 0.999, ε = 1e-8 and the step size lr, the same in
    all epochs, on the gradient of its mini-batch: X is taken as it is, and nothing is clipped or decayed.
    All randomness (weights, order of the examples) comes from rng, and does not depend on lr.
    The network is judged by its accuracy on points that it has not seen.

    Args:
        X: (N, D), float64, for example the points of two spirals.
        y: (N,), int64, classes 0, 1, …, K - 1, each of which occurs.
        config: dict with "hidden" (tuple of the widths of the hidden layers), "epochs" (passes over the
            data), "batch_size" (the last batch of an epoch may be smaller) and "lr" (Adam's step size).
        rng: the generator to draw from.

    Returns:
        (params, losses): a list of (weight (out, in), bias (out,)) from the first layer to the last, which
        has K outputs, all float64; and (epochs,), float64, for each epoch the mean over the N examples of
        the cross-entropy that each had in its mini-batch, before the update.

    Example:
        >>> X, y = np.array([[0.0, 1.0], [1.0, 0.0], [0.2, 0.9], [0.8, 0.1]]), np.array([0, 1, 0, 1])
        >>> config = {"hidden": (8,), "epochs": 50, "batch_size": 2, "lr": 0.05}
        >>> params, losses = train_mlp(X, y, config, np.random.default_rng(0))
        >>> [weight.shape for weight, bias in params], losses.shape
        ([(8, 2), (2, 8)], (50,))

    Source:
        Kingma & Ba (2015), Adam: a method for stochastic optimization; He et al. (2015), Delving deep into
        rectifiers; `torch.nn.functional.cross_entropy`.
    """
    raise NotImplementedError


def train_cnn(
    X: np.ndarray, y: np.ndarray, config: dict[str, Any], rng: np.random.Generator
) -> tuple[list[tuple[np.ndarray, np.ndarray]], np.ndarray]:
    r"""Train a small convolutional classifier by Adam on the cross-entropy of shuffled mini-batches.

    $$ z = \mathrm{flatten}(\mathrm{maxpool}_2(\mathrm{ReLU}(X \star K + b)))\,W^\top + c, \quad
       L = -\frac{1}{N} \sum_{n} \log \frac{e^{z_{n,y_n}}}{\sum_k e^{z_{n,k}}} $$

    One convolution in PyTorch's sense (stride 1, no padding), ReLU, max pooling over 2 × 2 windows that do not
    overlap, and one linear layer on the pooled maps, flattened in the order channel, row, column.
    Weights begin as independent draws, normal or uniform, of mean 0 and variance 2 / fan_in, which is He's rule;
    biases begin at 0. In every epoch all examples are shuffled and cut into batches.
    Every update is a plain step of Adam with β₁ = 0.9, β₂ = 0.999, ε = 1e-8 and the step size lr, the same in
    all epochs, on the gradient of its mini-batch: X is taken as it is, and nothing is clipped or decayed.
    All randomness (weights, order of the examples) comes from rng, and does not depend on lr.
    The network is judged by its accuracy on images that it has not seen.

    Args:
        X: (N, C_in, H, W), float64, for example noisy pictures of shapes, (N, 1, 8, 8).
        y: (N,), int64, classes 0, 1, …, classes - 1, each of which occurs.
        config: dict with "channels" (C, the number of kernels), "kernel" (their size k; H - k + 1 and W - k + 1
            are even), "epochs" (passes over the data), "batch_size" (the last batch of an epoch may be smaller)
            and "lr" (Adam's step size).
        rng: the generator to draw from.

    Returns:
        (params, losses): the list [(K (C, C_in, k, k), b (C,)), (W (classes, features), c (classes,))], all
        float64; and (epochs,), float64, for each epoch the mean over the N examples of the cross-entropy that
        each had in its mini-batch, before the update.

    Example:
        >>> X, y = np.zeros((4, 1, 4, 4)), np.array([0, 1, 0, 1])
        >>> X[y == 1, 0, 1] = 1.0
        >>> config = {"channels": 2, "kernel": 3, "epochs": 60, "batch_size": 2, "lr": 0.05}
        >>> params, losses = train_cnn(X, y, config, np.random.default_rng(0))
        >>> [weight.shape for weight, bias in params], losses.shape
        ([(2, 1, 3, 3), (2, 2)], (60,))

    Source:
        LeCun et al. (1998), Gradient-based learning applied to document recognition; Kingma & Ba (2015), Adam: a
        method for stochastic optimization; `torch.nn.functional.conv2d`, `torch.nn.functional.max_pool2d`.
    """
    raise NotImplementedError


def train_rnn(
    X: np.ndarray, y: np.ndarray, config: dict[str, Any], rng: np.random.Generator
) -> tuple[list[tuple[np.ndarray, np.ndarray]], np.ndarray]:
    r"""Train a recurrent classifier of sequences by Adam on the cross-entropy of shuffled mini-batches.

    $$ h_t = \tanh(x_t W_i^\top + b_i + h_{t-1} W_h^\top + b_h), \quad z = h_T W^\top + c, \quad
       L = -\frac{1}{N} \sum_{n} \log \frac{e^{z_{n,y_n}}}{\sum_k e^{z_{n,k}}} $$

    The recurrent layer is PyTorch's, with two biases; h_0 = 0 for every sequence, and only the last state h_T is
    classified. The gradient goes back through all T steps.
    Weights begin as independent draws, normal or uniform, of mean 0 and variance 1 / fan_in, since tanh needs no
    gain; biases begin at 0. In every epoch all examples are shuffled and cut into batches.
    Every update is a plain step of Adam with β₁ = 0.9, β₂ = 0.999, ε = 1e-8 and the step size lr, the same in
    all epochs, on the gradient of its mini-batch: X is taken as it is, and nothing is clipped or decayed.
    All randomness (weights, order of the examples) comes from rng, and does not depend on lr.
    The network is judged by its accuracy on sequences that it has not seen.

    Args:
        X: (N, T, D), float64, for example sequences of signs of which two are marked, the class being how many of
            the two are positive: the adding task.
        y: (N,), int64, classes 0, 1, …, K - 1, each of which occurs.
        config: dict with "hidden" (H, the width of the state), "epochs" (passes over the data), "batch_size"
            (the last batch of an epoch may be smaller) and "lr" (Adam's step size).
        rng: the generator to draw from.

    Returns:
        (params, losses): the list [(W_i (H, D), b_i (H,)), (W_h (H, H), b_h (H,)), (W (K, H), c (K,))], all
        float64; and (epochs,), float64, for each epoch the mean over the N examples of the cross-entropy that
        each had in its mini-batch, before the update.

    Example:
        >>> X, y = np.array([[[1.0], [0.0]], [[0.0], [1.0]], [[1.0], [0.1]]]), np.array([0, 1, 0])
        >>> config = {"hidden": 8, "epochs": 60, "batch_size": 2, "lr": 0.05}
        >>> params, losses = train_rnn(X, y, config, np.random.default_rng(0))
        >>> [weight.shape for weight, bias in params], losses.shape
        ([(8, 1), (8, 8), (2, 8)], (60,))

    Source:
        Elman (1990), Finding structure in time; Hochreiter & Schmidhuber (1997), Long short-term memory, for the
        adding task; Kingma & Ba (2015), Adam: a method for stochastic optimization; `torch.nn.RNN`.
    """
    raise NotImplementedError


def compare_optimizers(
    grad_fn: Callable[[np.ndarray], np.ndarray], theta: np.ndarray, lr: float, steps: int
) -> dict[str, np.ndarray]:
    r"""Let three optimisers walk downhill from the same point and return the path of each.

    $$ \text{sgd: } \theta_t = \theta_{t-1} - \eta\,g_t, \quad
       \text{momentum: } \theta_t = \theta_{t-1} - \eta\,b_t, \; b_t = 0.9\,b_{t-1} + g_t, \quad
       \text{adam: } \theta_t = \theta_{t-1} - \eta\,\frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon} $$

    Here η is lr, g_t the gradient where this optimiser stands, b_0 = 0, and Adam has PyTorch's defaults:
    m_t = 0.9 m_{t-1} + 0.1 g_t and v_t = 0.999 v_{t-1} + 0.001 g_t², both from 0,
    m̂_t = m_t / (1 - 0.9^t), v̂_t = v_t / (1 - 0.999^t) and ε = 1e-8. Leave theta itself as it was.

    Args:
        grad_fn: takes an array like theta and returns the gradient there, an array of the same shape.
        theta: where all three begin, any shape, float64.
        lr: step size of all three.
        steps: how many steps, 0 or more.

    Returns:
        A dict with the keys "sgd", "momentum" and "adam": float64 arrays of the shape (steps + 1, …) that hold
        the beginning and where each step led.

    Example:
        >>> ways = compare_optimizers(lambda theta: 2 * theta, np.array([1.0]), 0.1, 2)
        >>> {name: way[:, 0] for name, way in ways.items()}
        {'sgd': array([1.  , 0.8 , 0.64]),
         'momentum': array([1.  , 0.8 , 0.46]),
         'adam': array([1.    , 0.9   , 0.8004])}

    Source:
        Polyak (1964), Some methods of speeding up the convergence of iteration methods; Kingma & Ba (2015), Adam:
        a method for stochastic optimization; `torch.optim.SGD`, `torch.optim.Adam`.
    """
    raise NotImplementedError
