import numpy as np


def reduce_lr_on_plateau(losses, lr, factor=0.1, patience=10, threshold=1e-4, mode="min"):
    losses = np.asarray(losses)
    dtype = losses.dtype if np.issubdtype(losses.dtype, np.floating) else np.float64
    rates = np.empty(losses.shape, dtype=dtype)
    best = np.inf if mode == "min" else -np.inf
    share = 1 - threshold if mode == "min" else 1 + threshold
    waited = 0
    # the bound is float64 whatever the losses are
    for i, loss in enumerate(losses.astype(np.float64)):
        improved = loss < best * share if mode == "min" else loss > best * share
        waited = 0 if improved else waited + 1
        best = loss if improved else best
        if waited == patience + 1:
            lr, waited = lr * factor, 0
        rates[i] = lr
    return rates


def chained_lr(base_lr, epoch, factors):
    return base_lr * np.prod([factor(epoch) for factor in factors])


def sequential_lr(base_lr, epoch, schedules, milestones):
    ends = [*milestones, np.inf]
    begins = [0, *milestones]
    for schedule, begin, end in zip(schedules, begins, ends):
        if epoch < end:
            return schedule(base_lr, epoch - begin)


def early_stopping(val_losses, patience, min_delta=0):
    losses = np.asarray(val_losses)
    best_epoch, stop_epoch = 0, 0
    while stop_epoch < losses.size - 1 and stop_epoch - best_epoch < patience:
        stop_epoch += 1
        if losses[best_epoch] - losses[stop_epoch] > min_delta:
            best_epoch = stop_epoch
    return np.int64(stop_epoch), np.int64(best_epoch)
