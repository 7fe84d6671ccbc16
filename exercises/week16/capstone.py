"""Whole training runs, from random weights to a network that generalises."""

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
    raise NotImplementedError
