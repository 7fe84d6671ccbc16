import functools

import numpy as np


def reduce_lr_on_plateau(losses, lr, factor=0.1, patience=10, threshold=1e-4, mode="min"):
    losses = np.asarray(losses, dtype=float)
    falls = np.zeros(len(losses), dtype=int)
    last, best = 0, 0
    # `last` is the loss from which the bad ones are counted, an improvement or a fall
    for i in range(1, len(losses)):
        if mode == "min":
            improved = losses[i] < losses[best] * (1 - threshold)
        else:
            improved = losses[i] > losses[best] * (1 + threshold)
        if improved:
            best = last = i
        elif i - last == patience + 1:
            falls[i] = 1
            last = i
    return lr * np.power(factor, np.cumsum(falls), dtype=float)


def chained_lr(base_lr, epoch, factors):
    return functools.reduce(lambda lr, factor: lr * factor(epoch), factors, base_lr)


def sequential_lr(base_lr, epoch, schedules, milestones):
    current = int(np.searchsorted(milestones, epoch, side="right"))
    begin = milestones[current - 1] if current > 0 else 0
    return schedules[current](base_lr, epoch - begin)


def early_stopping(val_losses, patience, min_delta=0):
    # jump from each best loss to the next one within reach
    losses = np.asarray(val_losses, dtype=float)
    best = 0
    while True:
        window = losses[best + 1 : best + 1 + patience]
        better = np.flatnonzero(window < losses[best] - min_delta)
        if better.size == 0:
            return best + len(window), best
        best += 1 + better[0]
