import bisect
import math

import numpy as np


def step_lr(base_lr, epoch, step_size, gamma=0.1):
    # the epochs of a stage, then the falls before it
    falls = (epoch - epoch % step_size) / step_size
    return base_lr * math.pow(gamma, falls)


def multistep_lr(base_lr, epoch, milestones, gamma=0.1):
    return base_lr * gamma ** bisect.bisect_right(milestones, epoch)


def exponential_lr(base_lr, epoch, gamma):
    return base_lr * math.exp(epoch * math.log(gamma))


def polynomial_lr(base_lr, epoch, total_iters=5, power=1.0):
    return base_lr * max(0.0, 1 - epoch / total_iters) ** power


def linear_lr(base_lr, epoch, start_factor=1 / 3, end_factor=1.0, total_iters=5):
    return base_lr * float(np.interp(epoch, [0, total_iters], [start_factor, end_factor]))


def constant_lr(base_lr, epoch, factor=1 / 3, total_iters=5):
    return base_lr * (factor + (epoch >= total_iters) * (1 - factor))


def cosine_annealing_lr(base_lr, epoch, T_max, eta_min=0):
    # (1 + cos a) / 2 is the square of cos(a / 2)
    share = math.cos(math.pi * epoch / (2 * T_max)) ** 2
    return share * base_lr + (1 - share) * eta_min


def cosine_warm_restarts(base_lr, epoch, T_0, T_mult=1, eta_min=0):
    begin, run = 0, 0
    while begin + T_0 * T_mult**run <= epoch:
        begin += T_0 * T_mult**run
        run += 1
    return cosine_annealing_lr(base_lr, epoch - begin, T_0 * T_mult**run, eta_min)


def cyclic_lr(base_lr, epoch, max_lr, step_size_up=2000, mode="triangular", gamma=1.0):
    # the form of Smith's paper
    cycle = math.floor(1 + epoch / (2 * step_size_up))
    x = abs(epoch / step_size_up - 2 * cycle + 1)
    scale = {"triangular": 1.0, "triangular2": 1 / 2 ** (cycle - 1), "exp_range": gamma**epoch}[mode]
    return base_lr + (max_lr - base_lr) * max(0.0, 1 - x) * scale


def one_cycle_lr(
    max_lr, epoch, total_steps, pct_start=0.3, anneal_strategy="cos", div_factor=25.0, final_div_factor=1e4
):
    low, bottom = max_lr / div_factor, max_lr / (div_factor * final_div_factor)
    peak = pct_start * total_steps - 1
    if peak < epoch:
        # 1 at the peak and 0 at the last step
        height = (total_steps - 1 - epoch) / (total_steps - 1 - peak)
        low = bottom
    else:
        height = epoch / peak
    if anneal_strategy == "cos":
        height = math.sin(math.pi * height / 2) ** 2
    return low * (1 - height) + max_lr * height


def warmup_then(base_lr, epoch, warmup_epochs, schedule, start_factor=1 / 3):
    left = max(warmup_epochs - epoch, 0)
    if left:
        return base_lr - base_lr * (1 - start_factor) * left / warmup_epochs
    return schedule(base_lr, epoch - warmup_epochs)
