"""Optimisers with a step size of its own for every parameter."""

from typing import Any

import numpy as np


def adagrad_step(
    param: np.ndarray,
    grad: np.ndarray,
    state: dict[str, Any],
    lr: float = 1e-2,
    lr_decay: float = 0,
    weight_decay: float = 0,
    initial_accumulator_value: float = 0,
    eps: float = 1e-10,
) -> tuple[np.ndarray, dict[str, Any]]:
    r"""Take one step of Adagrad and return the new parameter and the new state.

    $$ \theta_t = \theta_{t-1} - \frac{\eta}{1 + \lambda\,(t - 1)} \cdot \frac{g_t}{\sqrt{G_t} + \epsilon} $$

    Here η is lr, λ lr_decay, g_t = grad + weight_decay · θ_{t-1} and G_t = G_{t-1} + g_t², element by element:
    a sum over all steps, this one included, that begins with G_0 = initial_accumulator_value. The steps are
    counted t = 1, 2, …. Change neither param, grad nor state in place.

    Args:
        param: any shape, float64.
        grad: gradient of the loss, same shape as param.
        state: dict of arrays and numbers, {} before the first step, afterwards what this function returned.
            Its keys are yours to choose.
        lr: step size.
        lr_decay: how fast the step size shrinks with the steps, besides.
        weight_decay: factor of the L2 penalty.
        initial_accumulator_value: what the sum of squares begins with.
        eps: added to the square root.

    Returns:
        (param, state): the new parameter, same shape and dtype as param, and the state for the next step.

    Example:
        >>> param, state = adagrad_step(np.array([1.0, -2.0]), np.array([0.5, 0.1]), {}, lr=0.1)
        >>> param
        array([ 0.9, -2.1])
        >>> param, state = adagrad_step(param, np.array([0.5, 0.1]), state, lr=0.1)
        >>> param
        array([ 0.8293, -2.1707])

    Source:
        Duchi, Hazan & Singer (2011), Adaptive subgradient methods for online learning and stochastic
        optimization; `torch.optim.Adagrad`.
    """
    grad = grad + weight_decay * param
    step = state.get("step", 0)
    total = state.get("total", initial_accumulator_value) + grad**2
    rate = lr / (1 + lr_decay * step)
    return param - rate * grad / (np.sqrt(total) + eps), {"step": step + 1, "total": total}


def rmsprop_step(
    param: np.ndarray,
    grad: np.ndarray,
    state: dict[str, Any],
    lr: float = 1e-2,
    alpha: float = 0.99,
    eps: float = 1e-8,
    weight_decay: float = 0,
    momentum: float = 0,
    centered: bool = False,
) -> tuple[np.ndarray, dict[str, Any]]:
    r"""Take one step of RMSProp and return the new parameter and the new state.

    $$ \theta_t = \theta_{t-1} - \eta\,b_t, \quad b_t = \mu\,b_{t-1} + \frac{g_t}{\sqrt{s_t} + \epsilon}, \quad
       v_t = \alpha\,v_{t-1} + (1 - \alpha)\,g_t^2 $$

    Here η is lr, μ momentum, g_t = grad + weight_decay · θ_{t-1}, and s_t = v_t. With centered it is the
    variance s_t = v_t - m_t², where m_t = α m_{t-1} + (1 - α) g_t. The averages v, m and b are 0 before the
    first step and are not corrected for it. Change neither param, grad nor state in place.

    Args:
        param: any shape, float64.
        grad: gradient of the loss, same shape as param.
        state: dict of arrays and numbers, {} before the first step, afterwards what this function returned.
            Its keys are yours to choose.
        lr: step size.
        alpha: share of the past that the averages keep.
        eps: added to the square root.
        weight_decay: factor of the L2 penalty.
        momentum: share of the last b that is kept.
        centered: whether the variance of the gradient takes the place of its mean square.

    Returns:
        (param, state): the new parameter, same shape and dtype as param, and the state for the next step.

    Example:
        >>> param, state = rmsprop_step(np.array([1.0, -2.0]), np.array([0.5, 0.1]), {}, lr=0.1)
        >>> param
        array([ 0., -3.])

    Source:
        Tieleman & Hinton (2012), Lecture 6.5: divide the gradient by a running average of its recent
        magnitude; Graves (2013), Generating sequences with recurrent neural networks, for centered;
        `torch.optim.RMSprop`.
    """
    grad = grad + weight_decay * param
    v = alpha * state.get("v", 0.0) + (1 - alpha) * grad**2
    m = alpha * state.get("m", 0.0) + (1 - alpha) * grad
    scale = np.sqrt(v - m**2 if centered else v) + eps
    b = momentum * state.get("b", 0.0) + grad / scale
    return param - lr * b, {"v": v, "m": m, "b": b}


def adadelta_step(
    param: np.ndarray,
    grad: np.ndarray,
    state: dict[str, Any],
    lr: float = 1.0,
    rho: float = 0.9,
    eps: float = 1e-6,
    weight_decay: float = 0,
) -> tuple[np.ndarray, dict[str, Any]]:
    r"""Take one step of Adadelta and return the new parameter and the new state.

    $$ \theta_t = \theta_{t-1} - \eta\,\Delta_t, \quad
       \Delta_t = \frac{\sqrt{u_{t-1} + \epsilon}}{\sqrt{v_t + \epsilon}}\,g_t $$

    Here η is lr and g_t = grad + weight_decay · θ_{t-1}. v_t = ρ v_{t-1} + (1 - ρ) g_t² and
    u_t = ρ u_{t-1} + (1 - ρ) Δ_t² are averages of squares, both 0 before the first step. Change neither param,
    grad nor state in place.

    Args:
        param: any shape, float64.
        grad: gradient of the loss, same shape as param.
        state: dict of arrays and numbers, {} before the first step, afterwards what this function returned.
            Its keys are yours to choose.
        lr: factor of the step, which does not enter u.
        rho: share of the past that both averages keep.
        eps: added under both square roots.
        weight_decay: factor of the L2 penalty.

    Returns:
        (param, state): the new parameter, same shape and dtype as param, and the state for the next step.

    Example:
        >>> param, state = adadelta_step(np.array([1.0, -2.0]), np.array([0.5, 0.1]), {}, lr=10.0)
        >>> param
        array([ 0.9684, -2.0316])

    Source:
        Zeiler (2012), ADADELTA: an adaptive learning rate method; `torch.optim.Adadelta`.
    """
    grad = grad + weight_decay * param
    u = state.get("u", 0.0)
    v = rho * state.get("v", 0.0) + (1 - rho) * grad**2
    delta = np.sqrt((u + eps) / (v + eps)) * grad
    return param - lr * delta, {"v": v, "u": rho * u + (1 - rho) * delta**2}


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

    Example:
        >>> param, state = adam_step(np.array([1.0, -2.0]), np.array([0.5, 0.1]), {}, lr=0.1)
        >>> param
        array([ 0.9, -2.1])
        >>> param, state = adam_step(param, np.array([-0.2, 0.3]), state, lr=0.1)
        >>> param
        array([ 0.8654, -2.1918])

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


def adamw_step(
    param: np.ndarray,
    grad: np.ndarray,
    state: dict[str, Any],
    lr: float = 1e-3,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 1e-2,
    amsgrad: bool = False,
) -> tuple[np.ndarray, dict[str, Any]]:
    r"""Take one step of Adam with decoupled weight decay and return the new parameter and the new state.

    $$ \theta_t = (1 - \eta\lambda)\,\theta_{t-1} - \eta\,\frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon} $$

    Here η is lr and λ weight_decay. The decay acts on the parameter directly, and the averages see grad alone:
    m̂_t = m_t / (1 - β₁^t) and v̂_t = v_t / (1 - β₂^t) are those of Adam without weight decay. With amsgrad the
    largest of v_1, …, v_t, element by element, takes the place of v_t in v̂_t.
    Change neither param, grad nor state in place.

    Args:
        param: any shape, float64.
        grad: gradient of the loss, same shape as param.
        state: dict of arrays and numbers, {} before the first step, afterwards what this function returned.
            Its keys are yours to choose.
        lr: step size.
        betas: (β₁, β₂), the shares of the past that the averages of grad and of grad² keep.
        eps: added to the square root.
        weight_decay: share of the parameter, times lr, that is taken off at each step.
        amsgrad: whether the largest v so far takes the place of v.

    Returns:
        (param, state): the new parameter, same shape and dtype as param, and the state for the next step.

    Example:
        >>> param, state = adamw_step(np.array([1.0, -2.0]), np.array([0.5, 0.1]), {}, lr=0.1, weight_decay=0.2)
        >>> param
        array([ 0.88, -2.06])

    Source:
        Loshchilov & Hutter (2019), Decoupled weight decay regularization; `torch.optim.AdamW`.
    """
    decayed = (1 - lr * weight_decay) * param
    return adam_step(decayed, grad, state, lr, betas, eps, amsgrad=amsgrad)


def adamax_step(
    param: np.ndarray,
    grad: np.ndarray,
    state: dict[str, Any],
    lr: float = 2e-3,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 0,
) -> tuple[np.ndarray, dict[str, Any]]:
    r"""Take one step of Adamax, Adam with the largest gradient in place of the mean square.

    $$ \theta_t = \theta_{t-1} - \frac{\eta}{1 - \beta_1^t} \cdot \frac{m_t}{u_t}, \quad
       u_t = \max(\beta_2\,u_{t-1},\; |g_t| + \epsilon) $$

    Here η is lr, g_t = grad + weight_decay · θ_{t-1} and m_t = β₁ m_{t-1} + (1 - β₁) g_t. m and u are 0 before
    the first step t = 1; the maximum is taken element by element, and u needs no correction.
    Change neither param, grad nor state in place.

    Args:
        param: any shape, float64.
        grad: gradient of the loss, same shape as param.
        state: dict of arrays and numbers, {} before the first step, afterwards what this function returned.
            Its keys are yours to choose.
        lr: step size.
        betas: (β₁, β₂), the share of the past that the average of g keeps, and how much of u is left after a
            step.
        eps: added to the size of the gradient.
        weight_decay: factor of the L2 penalty.

    Returns:
        (param, state): the new parameter, same shape and dtype as param, and the state for the next step.

    Example:
        >>> param, state = adamax_step(np.array([1.0, -2.0]), np.array([0.5, 0.1]), {}, lr=0.1)
        >>> param, state = adamax_step(param, np.array([-0.2, 0.3]), state, lr=0.1)
        >>> param
        array([ 0.8737, -2.1684])

    Source:
        Kingma & Ba (2015), Adam: a method for stochastic optimization, section 7.1; `torch.optim.Adamax`.
    """
    beta1, beta2 = betas
    grad = grad + weight_decay * param
    step = state.get("step", 0) + 1
    m = beta1 * state.get("m", 0.0) + (1 - beta1) * grad
    u = np.maximum(beta2 * state.get("u", 0.0), np.abs(grad) + eps)
    return param - lr / (1 - beta1**step) * m / u, {"step": step, "m": m, "u": u}


def nadam_step(
    param: np.ndarray,
    grad: np.ndarray,
    state: dict[str, Any],
    lr: float = 2e-3,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 0,
    momentum_decay: float = 4e-3,
    decoupled_weight_decay: bool = False,
) -> tuple[np.ndarray, dict[str, Any]]:
    r"""Take one step of NAdam, Adam that looks ahead, and return the new parameter and the new state.

    $$ \theta_t = \theta_{t-1} - \frac{\eta}{\sqrt{\hat v_t} + \epsilon} \left(
       \frac{1 - \mu_t}{1 - \mu_1 \cdots \mu_t}\,g_t + \frac{\mu_{t+1}}{1 - \mu_1 \cdots \mu_{t+1}}\,m_t \right) $$

    $$ \mu_t = \beta_1 \left(1 - \frac{1}{2} \cdot 0.96^{\,t\,\psi}\right) $$

    Here η is lr, ψ momentum_decay, and m_t = β₁ m_{t-1} + (1 - β₁) g_t and v_t = β₂ v_{t-1} + (1 - β₂) g_t² are
    Adam's averages, 0 before the first step t = 1; v̂_t = v_t / (1 - β₂^t), and g_t = grad +
    weight_decay · θ_{t-1}. With decoupled_weight_decay g_t = grad, and θ_{t-1} is multiplied by
    1 - lr · weight_decay before the step instead. Change neither param, grad nor state in place.

    Args:
        param: any shape, float64.
        grad: gradient of the loss, same shape as param.
        state: dict of arrays and numbers, {} before the first step, afterwards what this function returned.
            Its keys are yours to choose.
        lr: step size.
        betas: (β₁, β₂), the shares of the past that the averages of g and of g² keep.
        eps: added to the square root.
        weight_decay: factor of the L2 penalty, or of the decoupled decay.
        momentum_decay: how fast μ grows to β₁.
        decoupled_weight_decay: whether to decay as AdamW does.

    Returns:
        (param, state): the new parameter, same shape and dtype as param, and the state for the next step.

    Example:
        >>> param, state = nadam_step(np.array([1.0, -2.0]), np.array([0.5, 0.1]), {}, lr=0.1)
        >>> param
        array([ 0.8944, -2.1056])

    Source:
        Dozat (2016), Incorporating Nesterov momentum into Adam; `torch.optim.NAdam`.
    """
    beta1, beta2 = betas
    if decoupled_weight_decay:
        param = (1 - lr * weight_decay) * param
    else:
        grad = grad + weight_decay * param
    step = state.get("step", 0) + 1
    mu, mu_next = (beta1 * (1 - 0.5 * 0.96 ** (t * momentum_decay)) for t in (step, step + 1))
    product = state.get("product", 1.0) * mu
    m = beta1 * state.get("m", 0.0) + (1 - beta1) * grad
    v = beta2 * state.get("v", 0.0) + (1 - beta2) * grad**2
    ahead = (1 - mu) / (1 - product) * grad + mu_next / (1 - product * mu_next) * m
    param = param - lr * ahead / (np.sqrt(v / (1 - beta2**step)) + eps)
    return param, {"step": step, "product": product, "m": m, "v": v}


def radam_step(
    param: np.ndarray,
    grad: np.ndarray,
    state: dict[str, Any],
    lr: float = 1e-3,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 0,
    decoupled_weight_decay: bool = False,
) -> tuple[np.ndarray, dict[str, Any]]:
    r"""Take one step of RAdam, Adam that trusts its second moment only when it has seen enough.

    $$ \theta_t = \theta_{t-1} - \eta\,\frac{m_t}{1 - \beta_1^t}\,h_t, \quad h_t = \begin{cases}
       r_t\,\sqrt{1 - \beta_2^t} / (\sqrt{v_t} + \epsilon) & \rho_t > 5 \\ 1 & \text{else} \end{cases} $$

    $$ \rho_\infty = \frac{2}{1 - \beta_2} - 1, \quad
       \rho_t = \rho_\infty - \frac{2\,t\,\beta_2^t}{1 - \beta_2^t}, \quad
       r_t = \sqrt{\frac{(\rho_t - 4)(\rho_t - 2)\,\rho_\infty}{(\rho_\infty - 4)(\rho_\infty - 2)\,\rho_t}} $$

    Here η is lr, and m_t = β₁ m_{t-1} + (1 - β₁) g_t and v_t = β₂ v_{t-1} + (1 - β₂) g_t² are Adam's averages,
    0 before the first step t = 1, with g_t = grad + weight_decay · θ_{t-1}. With decoupled_weight_decay
    g_t = grad, and θ_{t-1} is multiplied by 1 - lr · weight_decay before the step instead.
    Change neither param, grad nor state in place.

    Args:
        param: any shape, float64.
        grad: gradient of the loss, same shape as param.
        state: dict of arrays and numbers, {} before the first step, afterwards what this function returned.
            Its keys are yours to choose.
        lr: step size.
        betas: (β₁, β₂), the shares of the past that the averages of g and of g² keep.
        eps: added to the square root of v_t.
        weight_decay: factor of the L2 penalty, or of the decoupled decay.
        decoupled_weight_decay: whether to decay as AdamW does.

    Returns:
        (param, state): the new parameter, same shape and dtype as param, and the state for the next step.

    Example:
        >>> param, state = radam_step(np.array([1.0, -2.0]), np.array([0.5, 0.1]), {}, lr=0.1)
        >>> param
        array([ 0.95, -2.01])

    Source:
        Liu, Jiang, He, Chen, Liu, Gao & Han (2020), On the variance of the adaptive learning rate and beyond
        (where ρ_t > 4 is asked); `torch.optim.RAdam`.
    """
    beta1, beta2 = betas
    if decoupled_weight_decay:
        param = (1 - lr * weight_decay) * param
    else:
        grad = grad + weight_decay * param
    step = state.get("step", 0) + 1
    m = beta1 * state.get("m", 0.0) + (1 - beta1) * grad
    v = beta2 * state.get("v", 0.0) + (1 - beta2) * grad**2
    update = m / (1 - beta1**step)
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * step * beta2**step / (1 - beta2**step)
    if rho > 5:
        r = np.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))
        update = update * r * np.sqrt(1 - beta2**step) / (np.sqrt(v) + eps)
    return param - lr * update, {"step": step, "m": m, "v": v}


def adafactor_step(
    param: np.ndarray,
    grad: np.ndarray,
    state: dict[str, Any],
    lr: float = 1e-2,
    beta2_decay: float = -0.8,
    eps: tuple[float | None, float] = (None, 1e-3),
    d: float = 1.0,
    weight_decay: float = 0,
) -> tuple[np.ndarray, dict[str, Any]]:
    r"""Take one step of Adafactor, which keeps a row and a column of numbers for a whole matrix.

    $$ \theta_t = (1 - \eta\lambda)\,\theta_{t-1} - \alpha_t\,\frac{U_t}{\max(1,\; \operatorname{RMS}(U_t) / d)}, \quad
       U_t = \frac{g_t}{\sqrt{\max(v_t,\; \epsilon_1^2)}} $$

    $$ \alpha_t = \max(\epsilon_2,\; \operatorname{RMS}(\theta_{t-1})) \cdot \min(\eta,\; 1 / \sqrt{t}) $$

    Here η is lr, λ weight_decay, g_t = grad, and RMS is the root of the mean square of all elements. With two or
    more axes v_t = R_t C_t / max(mean of R_t, ε₁): R_t averages the means of g_t² along the last axis, C_t those
    along the last axis but one, and the mean of R_t too runs along the last axis but one, so that every matrix
    has its own. With fewer axes v_t averages g_t² itself. All these averages give the new value the share t^c and
    keep 1 - t^c of the past, where c is beta2_decay and t = 1 at the first step. ε₁ = None stands for the machine
    epsilon of the dtype of param, `np.finfo(param.dtype).eps`. Change neither param, grad nor state in place.

    Args:
        param: any shape, float64.
        grad: gradient of the loss, same shape as param.
        state: dict of arrays and numbers, {} before the first step, afterwards what this function returned.
            Its keys are yours to choose.
        lr: largest step size, relative to the size of the parameter.
        beta2_decay: power of the share that the new squares have.
        eps: (ε₁, ε₂), the smallest root of v and the smallest size of a parameter.
        d: largest RMS of an update that is not clipped.
        weight_decay: share of the parameter, times lr, that is taken off at each step.

    Returns:
        (param, state): the new parameter, same shape and dtype as param, and the state for the next step.

    Example:
        >>> param, grad = np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[0.5, 0.1], [-0.3, 0.2]])
        >>> param, state = adafactor_step(param, grad, {}, lr=0.1)
        >>> param
        array([[ 0.8151, -2.0964],
               [ 0.6569,  2.7272]])

    Source:
        Shazeer & Stern (2018), Adafactor: adaptive learning rates with sublinear memory cost;
        `torch.optim.Adafactor`.
    """
    eps1 = np.finfo(param.dtype).eps if eps[0] is None else eps[0]
    step = state.get("step", 0) + 1
    share = step**beta2_decay
    new_state = {"step": step}
    if param.ndim > 1:
        row = (1 - share) * state.get("row", 0.0) + share * np.mean(grad**2, axis=-1, keepdims=True)
        column = (1 - share) * state.get("column", 0.0) + share * np.mean(grad**2, axis=-2, keepdims=True)
        v = row * column / np.maximum(np.mean(row, axis=-2, keepdims=True), eps1)
        new_state.update(row=row, column=column)
    else:
        v = (1 - share) * state.get("v", 0.0) + share * grad**2
        new_state.update(v=v)
    update = grad / np.sqrt(np.maximum(v, eps1**2))
    update = update / max(1, _rms(update) / d)
    alpha = max(eps[1], _rms(param)) * min(lr, step**-0.5)
    return (1 - lr * weight_decay) * param - alpha * update, new_state


def _rms(x: np.ndarray) -> float:
    """Root of the mean square of all elements."""
    return np.sqrt(np.mean(x**2))


def lion_step(
    param: np.ndarray,
    grad: np.ndarray,
    state: dict[str, Any],
    lr: float = 1e-4,
    betas: tuple[float, float] = (0.9, 0.99),
    weight_decay: float = 0,
) -> tuple[np.ndarray, dict[str, Any]]:
    r"""Take one step of Lion, which uses the sign of an average only, and return the new parameter and state.

    $$ \theta_t = (1 - \eta\lambda)\,\theta_{t-1}
       - \eta\,\operatorname{sign}\left(\beta_1\,m_{t-1} + (1 - \beta_1)\,g_t\right), \quad
       m_t = \beta_2\,m_{t-1} + (1 - \beta_2)\,g_t $$

    Here η is lr, λ weight_decay and g_t = grad; m is 0 before the first step, and sign(0) = 0. The sign is
    taken of a mixture with β₁, while β₂ makes the average that is kept. Change neither param, grad nor state
    in place.

    Args:
        param: any shape, float64.
        grad: gradient of the loss, same shape as param.
        state: dict of arrays and numbers, {} before the first step, afterwards what this function returned.
            Its keys are yours to choose.
        lr: size of the step of every element.
        betas: (β₁, β₂), the shares of the past in the step and in the average that is kept.
        weight_decay: share of the parameter, times lr, that is taken off at each step.

    Returns:
        (param, state): the new parameter, same shape and dtype as param, and the state for the next step.

    Example:
        >>> param, state = lion_step(np.array([1.0, -2.0]), np.array([0.5, 0.1]), {}, lr=0.1)
        >>> param
        array([ 0.9, -2.1])

    Source:
        Chen, Liang, Huang, Real, Wang, Liu, Pham, Dong, Luong, Hsieh, Lu & Le (2023), Symbolic discovery of
        optimization algorithms, algorithm 2.
    """
    beta1, beta2 = betas
    m = state.get("m", 0.0)
    direction = np.sign(beta1 * m + (1 - beta1) * grad)
    return (1 - lr * weight_decay) * param - lr * direction, {"m": beta2 * m + (1 - beta2) * grad}
