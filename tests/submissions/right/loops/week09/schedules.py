import math


def step_lr(base_lr, epoch, step_size, gamma=0.1):
    lr = base_lr
    for t in range(1, epoch + 1):
        if t % step_size == 0:
            lr = lr * gamma
    return lr


def multistep_lr(base_lr, epoch, milestones, gamma=0.1):
    lr = base_lr
    for t in range(epoch + 1):
        for m in milestones:
            if m == t:
                lr = lr * gamma
    return lr


def exponential_lr(base_lr, epoch, gamma):
    lr = base_lr
    for _ in range(epoch):
        lr *= gamma
    return lr


def polynomial_lr(base_lr, epoch, total_iters=5, power=1.0):
    if epoch >= total_iters:
        return 0.0
    left = (total_iters - epoch) / total_iters
    return base_lr * math.pow(left, power)


def linear_lr(base_lr, epoch, start_factor=1 / 3, end_factor=1.0, total_iters=5):
    factor = start_factor
    step = (end_factor - start_factor) / total_iters
    for t in range(epoch):
        if t < total_iters:
            factor += step
    return base_lr * factor


def constant_lr(base_lr, epoch, factor=1 / 3, total_iters=5):
    if epoch < total_iters:
        return base_lr * factor
    return base_lr


def cosine_annealing_lr(base_lr, epoch, T_max, eta_min=0):
    angle = math.pi * epoch / T_max
    return eta_min + (base_lr - eta_min) * (1 + math.cos(angle)) / 2


def cosine_warm_restarts(base_lr, epoch, T_0, T_mult=1, eta_min=0):
    # walk through the epochs one by one, as the training does
    t_cur = 0
    t_i = T_0
    for _ in range(epoch):
        t_cur += 1
        if t_cur == t_i:
            t_cur = 0
            t_i = t_i * T_mult
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * t_cur / t_i)) / 2


def cyclic_lr(base_lr, epoch, max_lr, step_size_up=2000, mode="triangular", gamma=1.0):
    position = 0
    direction = 1
    cycles = 0
    for _ in range(epoch):
        position += direction
        if position == step_size_up:
            direction = -1
        elif position == 0:
            direction = 1
            cycles += 1
    amplitude = max_lr - base_lr
    if mode == "triangular2":
        for _ in range(cycles):
            amplitude /= 2
    elif mode == "exp_range":
        for _ in range(epoch):
            amplitude *= gamma
    return base_lr + amplitude * position / step_size_up


def one_cycle_lr(
    max_lr, epoch, total_steps, pct_start=0.3, anneal_strategy="cos", div_factor=25.0, final_div_factor=1e4
):
    def between(start, end, share):
        if anneal_strategy == "cos":
            return end + (start - end) / 2 * (math.cos(math.pi * share) + 1)
        return (end - start) * share + start

    first = max_lr / div_factor
    last = first / final_div_factor
    peak = pct_start * total_steps - 1
    end = total_steps - 1
    if epoch <= peak:
        return between(first, max_lr, epoch / peak)
    return between(max_lr, last, (epoch - peak) / (end - peak))


def warmup_then(base_lr, epoch, warmup_epochs, schedule, start_factor=1 / 3):
    if epoch >= warmup_epochs:
        return schedule(base_lr, epoch - warmup_epochs)
    factor = start_factor
    for _ in range(epoch):
        factor += (1 - start_factor) / warmup_epochs
    return base_lr * factor
