"""Gradient descent, on all examples or on batches, and its memory: momentum and averages."""

from collections.abc import Callable
from typing import Any

import numpy as np


def gradient_descent(
    grad_fn: Callable[[np.ndarray], np.ndarray], theta: np.ndarray, lr: float, steps: int
) -> np.ndarray:
    r"""Walk downhill for a number of steps and return where you arrive.

    $$\theta_t = \theta_{t-1} - \eta\,\nabla J(\theta_{t-1}), \quad t = 1, \dots, \text{steps}$$

    Here η is lr. All elements move at the same time, along the gradient where they stand now. Without steps
    you stay at θ₀. Leave theta itself as it was.

    Args:
        grad_fn: takes an array like theta and returns the gradient there, an array of the same shape.
        theta: where to begin, any shape, float64.
        lr: step size.
        steps: how many steps, 0 or more.

    Returns:
        The last θ, a float64 array with the shape of `theta`.

    Example:
        >>> gradient_descent(lambda theta: 2 * theta, np.array([1.0, -3.0]), 0.1, 2)
        array([ 0.64, -1.92])

    Source:
        Cauchy (1847), Méthode générale pour la résolution des systèmes d'équations simultanées;
        `torch.optim.SGD`.
    """
    for _ in range(steps):
        theta = theta - lr * grad_fn(theta)
    return theta


def minibatch_order(n: int, batch_size: int, epochs: int, rng: np.random.Generator) -> list[list[np.ndarray]]:
    r"""Say which examples make each mini-batch, for every epoch of a training run.

    $$\text{iterations} = \text{epochs} \cdot \lceil n / b \rceil$$

    Here b is batch_size. Each epoch takes every index from 0 to n - 1 once, in a new random order: every order
    is as likely as any other, whatever the orders of the epochs before. The order is cut into batches of
    batch_size from its start; what is left over makes a smaller batch at the end of the epoch.

    Args:
        n: number of examples.
        batch_size: number of examples in a batch; it may be larger than n.
        epochs: how often the examples are gone through.
        rng: generator to draw from.

    Returns:
        A list with a list for every epoch, which holds the batches: int64 arrays of one axis.

    Example:
        >>> minibatch_order(29, 64, 3, np.random.default_rng(0))  # one of many right answers
        [[array([20,  4, 11, 16, 10,  2, 28, 27,  6, 21, 25,  3, 23,  8,  0, 18, 12, 19, 13,  7,  5, 17,
                 14, 22,  9, 26, 24,  1, 15])],
         [array([22, 11,  7,  4,  2,  3, 18, 21, 14, 24,  1, 23, 20, 10, 27, 28, 25,  6, 13, 19,  5, 16,
                 17,  9, 26,  0,  8, 12, 15])],
         [array([25, 21,  5, 14, 16,  7, 26, 19,  8,  6, 27, 23,  4,  9,  0,  1, 18, 28, 22, 20, 24, 10,
                 15,  2,  3, 12, 13, 11, 17])]]

    Source:
        Bottou (2012), Stochastic gradient descent tricks; `torch.utils.data.DataLoader` with `shuffle=True`.
    """
    orders = [rng.permutation(n) for _ in range(epochs)]
    return [[order[i : i + batch_size] for i in range(0, n, batch_size)] for order in orders]


def sgd_step(
    param: np.ndarray,
    grad: np.ndarray,
    state: dict[str, Any],
    lr: float = 1e-3,
    momentum: float = 0,
    dampening: float = 0,
    weight_decay: float = 0,
    nesterov: bool = False,
) -> tuple[np.ndarray, dict[str, Any]]:
    r"""Take one step of stochastic gradient descent and return the new parameter and the new state.

    $$ v_1 = g_1, \quad v_t = \mu\,v_{t-1} + (1 - \tau)\,g_t, \quad \theta_t = \theta_{t-1} - \eta\,v_t $$

    Here η is lr, μ momentum, τ dampening and g_t = grad + weight_decay · θ_{t-1}. The first velocity is the
    gradient itself, without dampening. If momentum is 0, v_t = g_t at every step, whatever the dampening.
    With nesterov the step goes along g_t + μ v_t in place of v_t; it is only asked with momentum > 0 and
    dampening = 0. The velocity does not contain η, which may change from step to step.
    Change neither param, grad nor state in place.

    Args:
        param: any shape, float64.
        grad: gradient of the loss, same shape as param.
        state: dict of arrays and numbers, {} before the first step, afterwards what this function returned.
            Its keys are yours to choose.
        lr: step size.
        momentum: share of the velocity that is kept.
        dampening: share of the gradient that does not enter the velocity.
        weight_decay: factor of the L2 penalty.
        nesterov: whether to look ahead along the new velocity.

    Returns:
        (param, state): the new parameter, same shape and dtype as param, and the state for the next step.

    Example:
        >>> param, state = sgd_step(np.array([1.0, -2.0]), np.array([0.5, 0.1]), {}, lr=0.1, momentum=0.9)
        >>> param
        array([ 0.95, -2.01])

    Source:
        Robbins & Monro (1951), A stochastic approximation method; Sutskever, Martens, Dahl & Hinton (2013),
        On the importance of initialization and momentum in deep learning; `torch.optim.SGD`.
    """
    grad = grad + weight_decay * param
    velocity = momentum * state["velocity"] + (1 - dampening) * grad if momentum and state else grad
    direction = grad + momentum * velocity if nesterov else velocity
    return param - lr * direction, {"velocity": velocity}


def ema_momentum_step(
    param: np.ndarray, grad: np.ndarray, state: dict[str, Any], lr: float, beta: float = 0.9
) -> tuple[np.ndarray, dict[str, Any]]:
    r"""Take one step along an exponential moving average of the steps.

    $$ v_t = \beta\,v_{t-1} + (1 - \beta)\,\eta\,g_t, \quad \theta_t = \theta_{t-1} - v_t, \quad v_0 = 0 $$

    Here η is lr and g_t is grad. This is the lecture notes' momentum: the new gradient counts 1 - β, so that
    the first steps are small, and the step size stands inside the average, so that a new one acts on new
    gradients only. Change neither param, grad nor state in place.

    Args:
        param: any shape, float64.
        grad: gradient of the loss, same shape as param.
        state: dict of arrays and numbers, {} before the first step, afterwards what this function returned.
            Its keys are yours to choose.
        lr: step size; it may change from step to step.
        beta: share of the past that the average keeps.

    Returns:
        (param, state): the new parameter, same shape and dtype as param, and the state for the next step.

    Example:
        >>> param, state = ema_momentum_step(np.array([1.0, -2.0]), np.array([0.5, 0.1]), {}, lr=0.1)
        >>> param
        array([ 0.995, -2.001])

    Source:
        Ng, Katanforoosh & Mourri (2017), Improving deep neural networks, week 2; in PyTorch
        `torch.optim.SGD` with `dampening` equal to `momentum`, but for the first step.
    """
    velocity = beta * state.get("velocity", 0.0) + (1 - beta) * lr * grad
    return param - velocity, {"velocity": velocity}


def asgd_step(
    param: np.ndarray,
    grad: np.ndarray,
    state: dict[str, Any],
    lr: float = 1e-2,
    lambd: float = 1e-4,
    alpha: float = 0.75,
    t0: float = 1e6,
    weight_decay: float = 0,
) -> tuple[np.ndarray, dict[str, Any]]:
    r"""Take one step of averaged stochastic gradient descent; the average of the weights goes into the state.

    $$ \theta_t = (1 - \lambda \eta_t)\,\theta_{t-1} - \eta_t\,g_t, \quad
       \bar\theta_t = \bar\theta_{t-1} + \mu_t\,(\theta_t - \bar\theta_{t-1}) $$

    $$ \eta_t = \frac{\eta}{(1 + \lambda\,\eta\,(t - 1))^\alpha}, \quad \mu_t = \frac{1}{\max(1,\, t - 1 - t_0)} $$

    The steps are counted t = 1, 2, …; η is lr, λ lambd and g_t = grad + weight_decay · θ_{t-1}. As long as
    μ_t = 1, the average is θ_t itself; afterwards it is the mean of all θ since the last step that had μ_t = 1,
    this one included. The walk goes on from θ, never from the average. lr is the same at every step.
    Change neither param, grad nor state in place.

    Args:
        param: any shape, float64.
        grad: gradient of the loss, same shape as param.
        state: dict of arrays and numbers, {} before the first step, afterwards what this function returned.
            The average stands under "ax"; other keys are yours to choose.
        lr: step size at the start.
        lambd: factor of the decay term.
        alpha: power with which the step size shrinks.
        t0: number of steps after which averaging begins.
        weight_decay: factor of the L2 penalty.

    Returns:
        (param, state): the new parameter θ_t, same shape and dtype as param, and the state for the next step,
        in which `state["ax"]` is the average of the parameters.

    Example:
        >>> param, state = asgd_step(np.array([1.0, -2.0]), np.array([0.5, 0.1]), {}, lr=0.1)
        >>> param
        array([ 0.95, -2.01])

    Source:
        Polyak & Juditsky (1992), Acceleration of stochastic approximation by averaging; `torch.optim.ASGD`.
    """
    step = state.get("step", 0)
    eta = lr / (1 + lambd * lr * step) ** alpha
    param = (1 - lambd * eta) * param - eta * (grad + weight_decay * param)
    ax = state.get("ax", param)
    ax = ax + (param - ax) / max(1, step - t0)
    return param, {"step": step + 1, "ax": ax}
