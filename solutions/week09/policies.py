"""Policies: when to lower the learning rate, how to put schedules together, when to stop."""

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence

import numpy as np


def reduce_lr_on_plateau(
    losses: np.ndarray,
    lr: float,
    factor: float = 0.1,
    patience: int = 10,
    threshold: float = 1e-4,
    mode: str = "min",
) -> np.ndarray:
    r"""Lower the learning rate whenever the loss has ceased to improve.

    $$ \ell_t < \ell_{best}\,(1 - \tau) \qquad \text{or, if mode is max,} \qquad \ell_t > \ell_{best}\,(1 + \tau) $$

    Here τ is threshold. A loss that fulfils this is an improvement, and the new best one, as the first loss
    always is. Any other is bad, ties included, and leaves the best as it is. Once more than `patience` losses
    in a row were bad, the rate is multiplied by factor, and the count of bad losses begins anew at 0; the
    best loss stays. The formula is taken as it stands for negative losses too.

    Args:
        losses: (T,), float64, the loss after each epoch, or the score with mode "max"; T ≥ 1.
        lr: the rate before the first loss.
        factor: factor of each fall, less than 1.
        patience: number of bad losses in a row that are put up with, 0 or more.
        threshold: relative change that counts as an improvement, less than 1.
        mode: "min" where less is better, "max" where more is.

    Returns:
        (T,), float64, the rate after each loss.

    Example:
        >>> reduce_lr_on_plateau(np.array([1.7, -0.1, 3.4]), 0.7, factor=0.5, patience=2)
        array([0.7, 0.7, 0.7])

    Source:
        Bengio (2012), Practical recommendations for gradient-based training of deep architectures;
        `torch.optim.lr_scheduler.ReduceLROnPlateau` with cooldown, min_lr and eps at 0.
    """
    best, bad, rates = losses[0], 0, [lr]
    for loss in losses[1:]:
        improved = loss < best * (1 - threshold) if mode == "min" else loss > best * (1 + threshold)
        if improved:
            best, bad = loss, 0
        else:
            bad += 1
        if bad > patience:
            lr, bad = lr * factor, 0
        rates.append(lr)
    return np.array(rates)


def chained_lr(base_lr: float, epoch: int, factors: Sequence[Callable[[int], float]]) -> float:
    r"""Let several schedules act on the learning rate at the same time.

    $$ \eta_t = \eta_0 \prod_i f_i(t) $$

    Here t is epoch, η₀ is base_lr and f_i are the factors. All of them see the same epoch.

    Args:
        base_lr: the rate that the factors multiply.
        epoch: number of the epoch, counted from 0.
        factors: functions, each of which takes the number of an epoch and returns a factor; there may be none.

    Returns:
        the rate of that epoch, a number.

    Example:
        >>> chained_lr(0.8, 3, [lambda epoch: 0.5**epoch, lambda epoch: 1 / (1 + epoch)])
        0.025

    Source:
        `torch.optim.lr_scheduler.ChainedScheduler`.
    """
    return base_lr * math.prod(factor(epoch) for factor in factors)


def sequential_lr(
    base_lr: float, epoch: int, schedules: Sequence[Callable[[float, int], float]], milestones: Sequence[int]
) -> float:
    r"""Let several schedules act on the learning rate one after the other.

    $$ \eta_t = h_k(\eta_0,\; t - m_k) \qquad k = \#\{i \ge 1 \,:\, m_i \le t\} \qquad m_0 = 0 $$

    Here t is epoch, η₀ is base_lr, the schedules are h_0, h_1, … and the milestones m_1, m_2, …. Epoch m_k is
    the first of schedule k, which begins there with base_lr and its own epoch 0, whatever the rate was before.
    Leave both lists as they are.

    Args:
        base_lr: the rate that each schedule begins with.
        epoch: number of the epoch, counted from 0.
        schedules: functions of base_lr and of a number of an epoch, counted from 0, that return a rate.
        milestones: numbers of epochs, increasing, one fewer than there are schedules.

    Returns:
        the rate of that epoch, a number.

    Example:
        >>> constant = lambda base_lr, epoch: 0.1 * base_lr
        >>> halving = lambda base_lr, epoch: base_lr * 0.5**epoch
        >>> [sequential_lr(0.8, epoch, [constant, halving], [2]) for epoch in range(5)]
        [0.08, 0.08, 0.8, 0.4, 0.2]

    Source:
        `torch.optim.lr_scheduler.SequentialLR`.
    """
    current = bisect_right(milestones, epoch)
    return schedules[current](base_lr, epoch - [0, *milestones][current])


def early_stopping(val_losses: np.ndarray, patience: int, min_delta: float = 0) -> tuple[int, int]:
    r"""Find where training ends if it stops once the validation loss improves no more.

    $$ \ell_t < \ell_{best} - \delta $$

    Here δ is min_delta. A loss that fulfils this is an improvement, and the new best one, as the first loss
    always is; any other leaves the best as it is, ties included. Training ends with the first epoch that is
    the patience-th in a row without an improvement, and no later loss is looked at.

    Args:
        val_losses: (T,), float64, the validation loss after each epoch, T ≥ 1. Epochs are counted from 0.
        patience: number of epochs in a row without an improvement after which training ends, 1 or more.
        min_delta: how much lower than the best a loss must be to count as an improvement.

    Returns:
        (stop_epoch, best_epoch): the epoch with which training ends, T - 1 if it is never stopped, and the epoch
        of the best loss in the sense above, whose weights would be kept.

    Example:
        >>> early_stopping(np.array([3.0, 2.9, 2.8]), 7)
        (2, 2)

    Source:
        Goodfellow, Bengio & Courville (2016), Deep Learning, algorithm 7.1; `keras.callbacks.EarlyStopping`.
        PyTorch has none.
    """
    best_epoch = 0
    for epoch, loss in enumerate(val_losses):
        if loss < val_losses[best_epoch] - min_delta:
            best_epoch = epoch
        if epoch - best_epoch == patience:
            break
    return epoch, best_epoch
