"""Whole training runs, from random weights to a network that generalises."""

from itertools import pairwise
from typing import Any

import numpy as np

Params = list[tuple[np.ndarray, np.ndarray]]


def train_mlp(
    X: np.ndarray, y: np.ndarray, config: dict[str, Any], rng: np.random.Generator
) -> tuple[Params, np.ndarray]:
    r"""Train a classifier with ReLU layers by Adam on the cross-entropy of shuffled mini-batches.

    $$ L = -\frac{1}{N} \sum_{n} \log \frac{e^{z_{n,y_n}}}{\sum_k e^{z_{n,k}}}, \quad z = \mathrm{MLP}(X) $$

    The network is that of week 6: x Wᵀ + b in every layer, ReLU between layers, none after the last.
    It is judged by its accuracy on points that it has not seen, so it must take X as it is: what you do to
    the inputs, standardising say, has to be part of the parameters that you return.
    All randomness (weights, order of the examples) comes from rng.

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

    Source:
        Kingma & Ba (2015), Adam: a method for stochastic optimization; He et al. (2015), Delving deep into
        rectifiers; `torch.nn.functional.cross_entropy`.
    """
    widths = (X.shape[1], *config["hidden"], int(y.max()) + 1)
    theta: list[np.ndarray] = []  # weight and bias in turn
    for fan_in, fan_out in pairwise(widths):
        theta += [rng.normal(0, np.sqrt(2 / fan_in), (fan_out, fan_in)), np.zeros(fan_out)]
    moments = [(np.zeros(p.shape), np.zeros(p.shape)) for p in theta]
    losses = np.zeros(config["epochs"])
    step = 0
    for epoch in range(config["epochs"]):
        order = rng.permutation(len(X))
        for start in range(0, len(X), config["batch_size"]):
            batch = order[start : start + config["batch_size"]]
            loss, grads = _loss_and_grads(X[batch], y[batch], theta)
            losses[epoch] += loss * len(batch) / len(X)
            step += 1
            for i, g in enumerate(grads):
                m, v = moments[i]
                moments[i] = m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
                m_hat, v_hat = m / (1 - 0.9**step), v / (1 - 0.999**step)
                theta[i] = theta[i] - config["lr"] * m_hat / (np.sqrt(v_hat) + 1e-8)
    return list(zip(theta[::2], theta[1::2], strict=True)), losses


def _loss_and_grads(x: np.ndarray, y: np.ndarray, theta: list[np.ndarray]) -> tuple[float, list[np.ndarray]]:
    """Return the mean cross-entropy of a batch and its gradients, in the order of theta."""
    params = list(zip(theta[::2], theta[1::2], strict=True))
    inputs, z = [], x
    for depth, (weight, bias) in enumerate(params):
        inputs.append(np.maximum(z, 0) if depth else x)
        z = inputs[-1] @ weight.T + bias
    z = z - z.max(axis=1, keepdims=True)
    log_probs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    loss = -log_probs[rows, y].mean()

    d = np.exp(log_probs)
    d[rows, y] -= 1
    d /= len(y)
    grads: list[np.ndarray] = []
    for layer_input, (weight, _) in zip(reversed(inputs), reversed(params), strict=True):
        grads = [d.T @ layer_input, d.sum(axis=0), *grads]
        d = (d @ weight) * (layer_input > 0)
    return loss, grads
