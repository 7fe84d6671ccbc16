"""Optimisers with a step size of its own for every parameter."""

from typing import Any

import numpy as np


def adam_step(
    param: np.ndarray,
    grad: np.ndarray,
    state: dict[str, Any],
    lr: float = 1e-3,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 0,
    amsgrad: bool = False,
) -> tuple[np.ndarray, dict[str, Any]]:
    r"""Take one step of Adam and return the new parameter and the new state.

    $$ \theta_t = \theta_{t-1} - \eta\,\frac{m_t / (1-\beta_1^t)}{\sqrt{v_t / (1-\beta_2^t)} + \epsilon} $$

    Here η is lr, m_t = β₁ m_{t-1} + (1 - β₁) g and v_t = β₂ v_{t-1} + (1 - β₂) g², both 0 before the first
    step t = 1, where g = grad + weight_decay · θ_{t-1}, so that the decay passes through both averages.
    With amsgrad the largest of v_1, …, v_t, element by element, takes the place of v_t in the square root,
    over the same 1 - β₂^t; the average v itself goes on from v_t.
    Change neither param, grad nor state in place.

    Args:
        param: any shape, float64.
        grad: gradient of the loss, same shape as param.
        state: dict of arrays and numbers, {} before the first step, afterwards what this function returned.
            Its keys are yours to choose.
        lr: step size.
        betas: (β₁, β₂), the shares of the past that the averages of g and of g² keep.
        eps: added to the square root.
        weight_decay: factor of the L2 penalty.
        amsgrad: whether the largest v so far takes the place of v.

    Returns:
        (param, state): the new parameter, same shape and dtype as param, and the state for the next step.

    Source:
        Kingma & Ba (2015), Adam: a method for stochastic optimization; Reddi, Kale & Kumar (2018) for
        amsgrad; `torch.optim.Adam`.
    """
    beta1, beta2 = betas
    grad = grad + weight_decay * param
    step = state.get("step", 0) + 1
    m = beta1 * state.get("m", 0.0) + (1 - beta1) * grad
    v = beta2 * state.get("v", 0.0) + (1 - beta2) * grad**2
    v_max = np.maximum(state.get("v_max", 0.0), v)
    m_hat = m / (1 - beta1**step)
    v_hat = (v_max if amsgrad else v) / (1 - beta2**step)
    param = param - lr * m_hat / (np.sqrt(v_hat) + eps)
    return param, {"step": step, "m": m, "v": v, "v_max": v_max}
