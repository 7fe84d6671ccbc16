import numpy as np


def step_lr(base_lr, epoch, step_size, gamma=0.1):
    return np.float64(base_lr) * np.power(float(gamma), np.floor_divide(epoch, step_size))


def multistep_lr(base_lr, epoch, milestones, gamma=0.1):
    reached = np.count_nonzero(np.asarray(milestones, dtype=int) <= epoch)
    return base_lr * np.power(float(gamma), reached)


def exponential_lr(base_lr, epoch, gamma):
    return np.multiply(base_lr, np.power(float(gamma), epoch))


def polynomial_lr(base_lr, epoch, total_iters=5, power=1.0):
    share = np.clip(epoch / total_iters, 0.0, 1.0)
    return base_lr * np.power(1.0 - share, power)


def linear_lr(base_lr, epoch, start_factor=1 / 3, end_factor=1.0, total_iters=5):
    share = np.minimum(epoch / total_iters, 1.0)
    return base_lr * ((1.0 - share) * start_factor + share * end_factor)


def constant_lr(base_lr, epoch, factor=1 / 3, total_iters=5):
    return np.where(epoch < total_iters, base_lr * factor, base_lr)


def cosine_annealing_lr(base_lr, epoch, T_max, eta_min=0):
    middle, half = (base_lr + eta_min) / 2, (base_lr - eta_min) / 2
    return middle + half * np.cos(np.pi * epoch / T_max)


def cosine_warm_restarts(base_lr, epoch, T_0, T_mult=1, eta_min=0):
    # lengths and beginnings of as many runs as there could be
    lengths = [T_0]
    while sum(lengths) <= epoch:
        lengths.append(lengths[-1] * T_mult)
    t_cur = epoch - sum(lengths[:-1])
    return cosine_annealing_lr(base_lr, t_cur, lengths[-1], eta_min)


def cyclic_lr(base_lr, epoch, max_lr, step_size_up=2000, mode="triangular", gamma=1.0):
    cycle, step = np.divmod(epoch, 2 * step_size_up)
    height = np.interp(step, [0, step_size_up, 2 * step_size_up], [0.0, 1.0, 0.0])
    if mode == "triangular2":
        height = np.ldexp(height, -int(cycle))
    elif mode == "exp_range":
        height = height * np.power(float(gamma), epoch)
    return base_lr + (max_lr - base_lr) * height


def one_cycle_lr(
    max_lr, epoch, total_steps, pct_start=0.3, anneal_strategy="cos", div_factor=25.0, final_div_factor=1e4
):
    peak = pct_start * total_steps - 1.0
    first = max_lr / div_factor
    corners = np.array([first, max_lr, first / final_div_factor])
    rising = epoch <= peak
    share = epoch / peak if rising else (epoch - peak) / (total_steps - 1.0 - peak)
    start, end = corners[:2] if rising else corners[1:]
    if anneal_strategy == "cos":
        share = 0.5 - 0.5 * np.cos(np.pi * share)
    return (1.0 - share) * start + share * end


def warmup_then(base_lr, epoch, warmup_epochs, schedule, start_factor=1 / 3):
    if epoch < warmup_epochs:
        return base_lr * np.linspace(start_factor, 1.0, warmup_epochs + 1)[epoch]
    return schedule(base_lr, epoch - warmup_epochs)
