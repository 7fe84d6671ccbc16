"""Schedules: the learning rate of each epoch, known before the training begins."""

from collections.abc import Callable, Sequence


def step_lr(base_lr: float, epoch: int, step_size: int, gamma: float = 0.1) -> float:
    r"""Multiply the learning rate by gamma every step_size epochs.

    $$ \eta_t = \eta_0\,\gamma^{\lfloor t / s \rfloor} $$

    Here t is epoch, η₀ is base_lr, s is step_size and ⌊·⌋ rounds down, so that the rate falls in epochs
    s, 2s, 3s and so on.

    Args:
        base_lr: rate of the first epoch.
        epoch: number of the epoch, counted from 0.
        step_size: number of epochs from one fall to the next, 1 or more.
        gamma: factor of each fall.

    Returns:
        the rate of that epoch, a number.

    Example:
        >>> step_lr(0.59, 17, 5)
        0.00059

    Source:
        Bengio (2012), Practical recommendations for gradient-based training of deep architectures;
        `torch.optim.lr_scheduler.StepLR`.
    """
    raise NotImplementedError


def multistep_lr(base_lr: float, epoch: int, milestones: Sequence[int], gamma: float = 0.1) -> float:
    r"""Multiply the learning rate by gamma at each milestone.

    $$ \eta_t = \eta_0\,\gamma^{\,\#\{i \,:\, m_i \le t\}} $$

    Here t is epoch, η₀ is base_lr and the exponent counts the milestones that have been reached; epoch
    m_i itself is the first with the lower rate. A milestone that stands twice in the list counts twice.
    Leave the list as it is.

    Args:
        base_lr: rate before the first milestone.
        epoch: number of the epoch, counted from 0.
        milestones: numbers of epochs from 0 on, none smaller than the one before it.
        gamma: factor at each milestone.

    Returns:
        the rate of that epoch, a number.

    Example:
        >>> multistep_lr(0.45, 17, [3, 11, 40])
        0.0045

    Source:
        He, Zhang, Ren & Sun (2016), Deep residual learning for image recognition, section 4.2;
        `torch.optim.lr_scheduler.MultiStepLR`.
    """
    raise NotImplementedError


def exponential_lr(base_lr: float, epoch: int, gamma: float) -> float:
    r"""Multiply the learning rate by gamma after every epoch.

    $$ \eta_t = \eta_0\,\gamma^t $$

    Here t is epoch and η₀ is base_lr.

    Args:
        base_lr: rate of the first epoch.
        epoch: number of the epoch, counted from 0.
        gamma: factor from one epoch to the next.

    Returns:
        the rate of that epoch, a number.

    Example:
        >>> exponential_lr(0.7, 7, 0.8)
        0.1468

    Source:
        Senior, Heigold, Ranzato & Yang (2013), An empirical study of learning rates in deep neural networks
        for speech recognition; `torch.optim.lr_scheduler.ExponentialLR`.
    """
    raise NotImplementedError


def polynomial_lr(base_lr: float, epoch: int, total_iters: int = 5, power: float = 1.0) -> float:
    r"""Let the learning rate fall to 0 like a power of the share of epochs that is left.

    $$ \eta_t = \eta_0 \left(1 - \frac{\min(t, T)}{T}\right)^p $$

    Here t is epoch, η₀ is base_lr, T is total_iters and p is power. From epoch T on the rate is 0.

    Args:
        base_lr: rate of the first epoch.
        epoch: number of the epoch, counted from 0.
        total_iters: the epoch in which 0 is reached, 1 or more.
        power: exponent, a positive number; 1 is a straight line.

    Returns:
        the rate of that epoch, a number.

    Example:
        >>> polynomial_lr(0.6, 3)
        0.24

    Source:
        Chen et al. (2018), DeepLab, the “poly” policy; `torch.optim.lr_scheduler.PolynomialLR`.
    """
    raise NotImplementedError


def linear_lr(
    base_lr: float, epoch: int, start_factor: float = 1 / 3, end_factor: float = 1.0, total_iters: int = 5
) -> float:
    r"""Change the factor of the learning rate in equal steps, and keep the last one.

    $$ \eta_t = \eta_0 \left(a + (b - a)\,\frac{\min(t, T)}{T}\right) $$

    Here t is epoch, η₀ is base_lr, a is start_factor, b is end_factor and T is total_iters. The factor is a in
    epoch 0, and b from epoch T on.

    Args:
        base_lr: the rate that the factors multiply.
        epoch: number of the epoch, counted from 0.
        start_factor: factor of the first epoch.
        end_factor: factor from epoch total_iters on; it may be the smaller of the two.
        total_iters: number of steps from one factor to the other, 1 or more.

    Returns:
        the rate of that epoch, a number.

    Example:
        >>> linear_lr(0.51, 3)
        0.374

    Source:
        Goyal et al. (2017), Accurate, large minibatch SGD, section 2.2; `torch.optim.lr_scheduler.LinearLR`.
    """
    raise NotImplementedError


def constant_lr(base_lr: float, epoch: int, factor: float = 1 / 3, total_iters: int = 5) -> float:
    r"""Multiply the learning rate by a factor during the first epochs only.

    $$ \eta_t = \begin{cases} f\,\eta_0 & t < T \\ \eta_0 & t \ge T \end{cases} $$

    Here t is epoch, η₀ is base_lr, f is factor and T is total_iters.

    Args:
        base_lr: rate from epoch total_iters on.
        epoch: number of the epoch, counted from 0.
        factor: factor of the epochs before.
        total_iters: number of epochs with the factor, 1 or more.

    Returns:
        the rate of that epoch, a number.

    Example:
        >>> constant_lr(0.86, 3)
        0.2867

    Source:
        He, Zhang, Ren & Sun (2016), Deep residual learning for image recognition, section 4.2, the warm-up of
        the 110-layer net; `torch.optim.lr_scheduler.ConstantLR`.
    """
    raise NotImplementedError


def cosine_annealing_lr(base_lr: float, epoch: int, T_max: int, eta_min: float = 0) -> float:
    r"""Lead the learning rate along half a cosine, from base_lr down to eta_min.

    $$ \eta_t = \eta_{min} + \frac{1}{2}\,(\eta_0 - \eta_{min})\left(1 + \cos\frac{\pi t}{T_{max}}\right) $$

    Here t is epoch and η₀ is base_lr. After epoch T_max the rate goes on along the cosine, as PyTorch's does:
    it rises again, and is back at base_lr in epoch 2 · T_max.

    Args:
        base_lr: rate of the first epoch.
        epoch: number of the epoch, counted from 0.
        T_max: the epoch in which eta_min is reached, 1 or more.
        eta_min: the lowest rate.

    Returns:
        the rate of that epoch, a number.

    Example:
        >>> cosine_annealing_lr(0.51, 7, 30)
        0.4445

    Source:
        Loshchilov & Hutter (2017), SGDR: stochastic gradient descent with warm restarts;
        `torch.optim.lr_scheduler.CosineAnnealingLR`.
    """
    raise NotImplementedError


def cosine_warm_restarts(base_lr: float, epoch: int, T_0: int, T_mult: int = 1, eta_min: float = 0) -> float:
    r"""Let the learning rate fall along half a cosine, and begin again at base_lr.

    $$ \eta_t = \eta_{min} + \frac{1}{2}\,(\eta_0 - \eta_{min})\left(1 + \cos\frac{\pi\,T_{cur}}{T_i}\right) $$

    Here t is epoch and η₀ is base_lr. Run i = 0, 1, 2, … lasts T_i = T_0 · T_mult^i epochs, and T_cur counts the
    epochs since its beginning: the first T_0 epochs are run 0, and epoch T_0 is the first of run 1, with
    T_cur = 0 and the rate base_lr.

    Args:
        base_lr: rate at the beginning of each run.
        epoch: number of the epoch, counted from 0.
        T_0: number of epochs of the first run, 1 or more.
        T_mult: how many times as long as the one before it a run is, 1 or more.
        eta_min: what the rate falls towards.

    Returns:
        the rate of that epoch, a number.

    Example:
        >>> cosine_warm_restarts(0.24, 7, 10)
        0.04947

    Source:
        Loshchilov & Hutter (2017), SGDR: stochastic gradient descent with warm restarts;
        `torch.optim.lr_scheduler.CosineAnnealingWarmRestarts`.
    """
    raise NotImplementedError


def cyclic_lr(
    base_lr: float,
    epoch: int,
    max_lr: float,
    step_size_up: int = 2000,
    mode: str = "triangular",
    gamma: float = 1.0,
) -> float:
    r"""Let the learning rate rise from base_lr to max_lr and fall back, over and over.

    $$ \eta_t = \eta_{base} + (\eta_{max} - \eta_{base})\,\Lambda_t\,a_t $$

    Here t is epoch, which counts the steps of the schedule (batches, mostly). One cycle takes
    2 · step_size_up steps: the triangle Λ rises from 0 to 1 in a straight line for step_size_up of them, and
    falls back to 0 for as many. The scale a_t depends on the mode: 1 for "triangular", 1/2 to the power of the
    number of cycles that are complete for "triangular2", gamma^t for "exp_range".

    Args:
        base_lr: the lowest rate.
        epoch: number of the step, counted from 0.
        max_lr: the highest rate, that of the first peak but for gamma.
        step_size_up: number of steps from the lowest rate to the highest, 1 or more.
        mode: "triangular", "triangular2" or "exp_range".
        gamma: factor per step in the mode "exp_range", of no account in the others.

    Returns:
        the rate of that step, a number.

    Example:
        >>> cyclic_lr(0.72, 5, 3.4, step_size_up=8)
        2.395

    Source:
        Smith (2017), Cyclical learning rates for training neural networks; `torch.optim.lr_scheduler.CyclicLR`.
    """
    raise NotImplementedError


def one_cycle_lr(
    max_lr: float,
    epoch: int,
    total_steps: int,
    pct_start: float = 0.3,
    anneal_strategy: str = "cos",
    div_factor: float = 25.0,
    final_div_factor: float = 1e4,
) -> float:
    r"""Let the learning rate rise to max_lr once, and then fall to almost nothing.

    $$ \eta_t = a + (b - a)\,\frac{1 - \cos(\pi s)}{2} \qquad s = \frac{t - t_a}{t_b - t_a} $$

    The rate goes from a at step t_a to b at step t_b. Here t is epoch, which counts the steps (batches, mostly).
    It rises from a = max_lr / div_factor at t_a = 0 to b = max_lr at t_b = pct_start · total_steps - 1, and
    falls from there to b = max_lr / div_factor / final_div_factor at the last step, t_b = total_steps - 1. The
    peak need not be a whole number; the steps up to it are on the way up. With the strategy "linear", s itself
    takes the place of the fraction with the cosine. There is no base_lr: max_lr is given, and stands first.

    Args:
        max_lr: the highest rate.
        epoch: number of the step, counted from 0 and less than total_steps.
        total_steps: number of steps in all; pct_start · total_steps is more than 1.
        pct_start: share of the steps on the way up, 1 at most.
        anneal_strategy: "cos" or "linear".
        div_factor: how many times the highest rate is the first one.
        final_div_factor: how many times the first rate is the last one.

    Returns:
        the rate of that step, a number.

    Example:
        >>> one_cycle_lr(3.9, 9, 50)
        2.84

    Source:
        Smith & Topin (2018), Super-convergence: very fast training of neural networks using large learning
        rates; `torch.optim.lr_scheduler.OneCycleLR`.
    """
    raise NotImplementedError


def warmup_then(
    base_lr: float,
    epoch: int,
    warmup_epochs: int,
    schedule: Callable[[float, int], float],
    start_factor: float = 1 / 3,
) -> float:
    r"""Raise the learning rate to base_lr in equal steps, then follow another schedule.

    $$ \eta_t = \begin{cases} \eta_0\,(a + (1 - a)\,t / W) & t < W \\ h(\eta_0,\; t - W) & t \ge W \end{cases} $$

    Here t is epoch, η₀ is base_lr, a is start_factor, W is warmup_epochs and h is the schedule. It begins at
    its own epoch 0 when the warm-up is over, so that the rate reaches base_lr exactly in epoch W if h begins
    with it.

    Args:
        base_lr: the rate that the warm-up leads to.
        epoch: number of the epoch, counted from 0.
        warmup_epochs: number of epochs of the warm-up; 0 means that there is none.
        schedule: a function of base_lr and of a number of an epoch, counted from 0, that returns a rate.
        start_factor: share of base_lr in epoch 0, if there is a warm-up.

    Returns:
        the rate of that epoch, a number.

    Example:
        >>> halving = lambda base_lr, epoch: base_lr * 0.5**epoch
        >>> [warmup_then(0.8, epoch, 2, halving, start_factor=0.5) for epoch in range(5)]
        [0.4, 0.6, 0.8, 0.4, 0.2]

    Source:
        Goyal et al. (2017), Accurate, large minibatch SGD, section 2.2; `torch.optim.lr_scheduler.LinearLR`
        before another scheduler in a `SequentialLR`.
    """
    raise NotImplementedError
