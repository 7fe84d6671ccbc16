import numpy as np


def reduce_lr_on_plateau(losses, lr, factor=0.1, patience=10, threshold=1e-4, mode="min"):
    lrs = np.zeros(len(losses))
    best = None
    num_bad_epochs = 0
    for i in range(len(losses)):
        loss = float(losses[i])
        if best is None:
            better = True
        elif mode == "min":
            better = loss < best * (1.0 - threshold)
        else:
            better = loss > best * (1.0 + threshold)
        if better:
            best = loss
            num_bad_epochs = 0
        else:
            num_bad_epochs += 1
        if num_bad_epochs > patience:
            lr = lr * factor
            num_bad_epochs = 0
        lrs[i] = lr
    return lrs


def chained_lr(base_lr, epoch, factors):
    lr = base_lr
    for f in factors:
        lr = lr * f(epoch)
    return lr


def sequential_lr(base_lr, epoch, schedules, milestones):
    which = 0
    start = 0
    for m in milestones:
        if epoch >= m:
            which += 1
            start = m
    return schedules[which](base_lr, epoch - start)


def early_stopping(val_losses, patience, min_delta=0):
    best = float("inf")
    best_epoch = 0
    wait = 0
    for epoch in range(len(val_losses)):
        if val_losses[epoch] < best - min_delta:
            best = val_losses[epoch]
            best_epoch = epoch
            wait = 0
        else:
            wait += 1
            if wait >= patience:
                return epoch, best_epoch
    return len(val_losses) - 1, best_epoch
