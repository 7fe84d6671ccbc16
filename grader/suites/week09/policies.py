"""Hidden suite: policies of the learning rate, and when to stop."""

import math

from dlgrade.suite import arrays, call, drawn, exercise, np, only, topic, torch, values
from dlgrade.suite.picture import schedule

about = topic("Policies", order=2)

RATE = drawn(lambda rng: float(rng.uniform(0.2, 0.9)))
# Laws of a sequence of numbers, where neither one number alone nor the size of the numbers says anything.
OF_A_SEQUENCE = only("unchanged", "repeatable", "strided", "readonly", "float32", "integers")

# ── Questions ─────────────────────────────────────────────────────────────────────────────────────────────


def hundred_epochs(schedule, base_lr, *options):
    """The rates of epochs 0 to 99."""
    return np.array([schedule(base_lr, epoch, *options) for epoch in range(100)])


def these_epochs(schedule, base_lr, epochs, *options):
    """The rates of some epochs, in this order."""
    return np.array([schedule(base_lr, epoch, *options) for epoch in epochs])


# Factors and schedules that are arguments.


def half_as_much_again(epoch):
    return 1.5**epoch


def two_thirds(epoch):
    return (2 / 3) ** epoch


def wave(epoch):
    return 1 + 0.5 * math.cos(epoch)


def low_at_first(epoch):
    return 0.2 if epoch < 6 else 1.0


def growing(base_lr, epoch):
    return base_lr * 1.5**epoch


def shrinking(base_lr, epoch):
    return base_lr * (2 / 3) ** epoch


def along_a_cosine(base_lr, epoch):
    return base_lr * (1 + math.cos(math.pi * epoch / 30)) / 2


def towards_a_floor(base_lr, epoch):
    return 0.01 + (base_lr - 0.01) * 0.8**epoch


# ── reduce_lr_on_plateau ──────────────────────────────────────────────────────────────────────────────────


def torch_reduce_lr_on_plateau(losses, lr, factor=0.1, patience=10, threshold=1e-4, mode="min"):
    """PyTorch's scheduler, on an optimiser that holds a rate and nothing else."""

    class Bare(torch.optim.Optimizer):
        def __init__(self):
            self.param_groups = [{"lr": lr}]

    optimiser = Bare()
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimiser, mode=mode, factor=factor, patience=patience, threshold=threshold, eps=0.0
    )
    rates = torch.zeros(len(losses), dtype=torch.float64)
    for i, loss in enumerate(losses):
        scheduler.step(loss)
        rates[i] = optimiser.param_groups[0]["lr"]
    return rates


def flawed_plateau(losses, lr, factor=0.1, patience=10, threshold=1e-4, mode="min", *, flaw):
    """reduce_lr_on_plateau, right but for `flaw`."""
    if flaw == "threshold-ignored":
        threshold = 0.0
    elif flaw == "mode-ignored":
        mode = "min"
    sign = 1 if mode == "min" else -1
    best, bad, rates = sign * math.inf, 0, []
    for loss in losses:
        bound = best - sign * threshold if flaw == "absolute" else best * (1 - sign * threshold)
        if sign * loss < sign * bound or (flaw == "ties-improve" and loss == bound):
            best, bad = loss, 0
        else:
            bad += 1
        if flaw == "lowest-kept":
            best = sign * min(sign * loss, sign * best)
        elif flaw == "previous":
            best = loss
        if bad > patience or (flaw == "one-early" and bad >= max(patience, 1)):
            lr *= factor
            bad = bad if flaw == "count-kept" else 0
            best = sign * math.inf if flaw == "best-forgotten" else best
        rates.append(lr)
    return np.array(rates, dtype=float)


def plateaus(rng):
    """Losses that fall, stay, rise and fall again, all a little rough."""
    course = np.repeat([3.0, 2.5, 2.0, 2.0, 2.2, 1.5, 1.5, 1.4], 8)
    return course + 0.05 * rng.standard_normal(course.size)


reduce_lr_on_plateau = exercise(
    reference=torch_reduce_lr_on_plateau,
    source="ReduceLROnPlateau",
    picture=schedule(),
    laws=OF_A_SEQUENCE,
    cases={
        "rough losses": call(arrays(40), RATE, factor=0.5, patience=2),
        "64 losses with plateaus": call(drawn(plateaus), RATE, factor=0.7, patience=3, threshold=0.01),
        "the same loss 25 times, the defaults": call(values([1.5] * 25), RATE),
        "improvements of 0.015 % and of 0.005 % each time, the default threshold": call(
            values([*(2 * 0.99985**i for i in range(6)), *(1.9 * 0.99995**i for i in range(6))]), RATE, patience=0
        ),
        "no patience": call(values([3.0, 2.0, 2.5, 1.0, 1.0, 2.0, 0.5, 0.75, 0.25]), RATE, 0.5, 0),
        "exactly at the threshold": call(
            values([4.0, 3.0, 2.0, 1.5, 1.25, 1.0, 0.75, 0.5]), RATE, factor=0.5, patience=0, threshold=0.25
        ),
        "a creeping descent": call(
            values([1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6]), RATE, factor=0.5, patience=1, threshold=0.125
        ),
        "losses near 100, where a relative threshold is wide": call(
            values([100.0, 95.0, 85.0, 80.0, 79.0, 70.0, 69.0, 68.0]), RATE, factor=0.5, patience=1, threshold=0.1
        ),
        "a score that should rise": call(
            values([0.5, 0.6, 0.6, 0.55, 0.58, 0.61, 0.8, 0.7, 0.81, 0.82, 0.83, 0.85]),
            RATE,
            factor=0.5,
            patience=1,
            threshold=0.05,
            mode="max",
        ),
        "a score exactly at the threshold": call(
            values([1.0, 1.25, 1.5, 1.75, 2.0, 4.0, 5.0]), RATE, 0.5, 0, 0.25, "max"
        ),
        "scores below zero": call(values([-4.0, -3.5, -4.5, -3.0, -3.25, -2.0, -2.0, -1.0]), RATE, 0.5, 0, 0.25, "max"),
    },
    misconceptions={
        "one-early": (
            "Your rate falls one loss early: `patience` bad losses are put up with, and the next one is too many.",
            lambda *args, **named: flawed_plateau(*args, **named, flaw="one-early"),
        ),
        "count-kept": (
            "After a fall the count of bad losses begins anew at 0; yours goes on, and every further bad loss lowers "
            "the rate again.",
            lambda *args, **named: flawed_plateau(*args, **named, flaw="count-kept"),
        ),
        "best-forgotten": (
            "A fall of the rate leaves the best loss as it is; you forget it, and the next loss counts as the best.",
            lambda *args, **named: flawed_plateau(*args, **named, flaw="best-forgotten"),
        ),
        "previous": (
            "You compare with the loss before; an improvement must beat the best one so far.",
            lambda *args, **named: flawed_plateau(*args, **named, flaw="previous"),
        ),
        "lowest-kept": (
            "A loss that is lower by less than the threshold is no new best one: else a slow creep never adds up to "
            "an improvement.",
            lambda *args, **named: flawed_plateau(*args, **named, flaw="lowest-kept"),
        ),
        "absolute": (
            "The threshold is relative, a share of the best loss: best · (1 − threshold), not best − threshold.",
            lambda *args, **named: flawed_plateau(*args, **named, flaw="absolute"),
        ),
        "ties-improve": (
            "A loss exactly at the threshold is no improvement: compare with <, not with ≤.",
            lambda *args, **named: flawed_plateau(*args, **named, flaw="ties-improve"),
        ),
        "threshold-ignored": (
            "The parameter `threshold` is not used: an improvement must be larger than that.",
            lambda *args, **named: flawed_plateau(*args, **named, flaw="threshold-ignored"),
        ),
        "mode-ignored": (
            "The parameter `mode` is not used: with “max” a higher number is the better one.",
            lambda *args, **named: flawed_plateau(*args, **named, flaw="mode-ignored"),
        ),
    },
    hints=[
        "What must be remembered from one loss to the next?",
        "The best loss, the number of bad ones since, and the rate. An improvement sets the best and ends the count; "
        "any other loss adds to the count; a count beyond patience lowers the rate and is set to 0.",
        "if loss < best · (1 − threshold): best, bad = loss, 0; else: bad += 1. Then, if bad > patience: lr, bad = "
        "lr · factor, 0. Note the rate after each loss; for “max” it is loss > best · (1 + threshold).",
    ],
)

# ── chained_lr ────────────────────────────────────────────────────────────────────────────────────────────


def product_of_factors(base_lr, epoch, factors):
    """What ChainedScheduler makes of schedulers, each of which multiplies the rate by a factor of its own."""
    return base_lr * float(torch.tensor([factor(epoch) for factor in factors], dtype=torch.float64).prod())


chained_lr = exercise(
    reference=product_of_factors,
    source="ChainedScheduler - SequentialScheduler",
    picture=schedule(call(0.5, [wave, low_at_first]).through(hundred_epochs)),
    laws=only("repeatable"),
    cases={
        "one epoch": call(RATE, 3, [half_as_much_again, wave]),
        "the lecture notes' example: 3/2 and 2/3 make 1": call(
            RATE, [0, 1, 2, 3, 10], [half_as_much_again, two_thirds]
        ).through(these_epochs),
        "three factors, 100 epochs": call(RATE, [two_thirds, wave, low_at_first]).through(hundred_epochs),
        "a single factor": call(RATE, [0, 5, 6], [low_at_first]).through(these_epochs),
        "the same factor twice": call(RATE, [0, 1, 4, 9], [wave, wave]).through(these_epochs),
        "no factors": call(RATE, [0, 7], []).through(these_epochs),
    },
    misconceptions={
        "summed": (
            "The factors are multiplied, not added up.",
            lambda base_lr, epoch, factors: base_lr * sum(factor(epoch) for factor in factors),
        ),
        "averaged": (
            "The factors are multiplied; you take their mean.",
            lambda base_lr, epoch, factors: (
                base_lr * sum(factor(epoch) for factor in factors) / len(factors) if factors else base_lr
            ),
        ),
        "last-alone": (
            "Only the last factor acts: multiply into the rate that you have, not into base_lr anew.",
            lambda base_lr, epoch, factors: base_lr * factors[-1](epoch) if factors else base_lr,
        ),
        "one-after-the-other": (
            "All factors act in every epoch; you take them in turns.",
            lambda base_lr, epoch, factors: base_lr * factors[epoch % len(factors)](epoch) if factors else base_lr,
        ),
        "rate-each-time": (
            "base_lr is multiplied in once; you multiply it in with every factor.",
            lambda base_lr, epoch, factors: math.prod(base_lr * factor(epoch) for factor in factors),
        ),
        "all-epochs": (
            "The factor of an epoch is meant from base_lr; the factors of the epochs before are not multiplied in.",
            lambda base_lr, epoch, factors: (
                base_lr * math.prod(factor(t) for factor in factors for t in range(epoch + 1))
            ),
        ),
    },
    hints=[
        "If one schedule halves the rate and another one takes a third of it, what is left?",
        "Ask every factor for this epoch, and multiply base_lr by all the answers.",
        "lr = base_lr · f₁(epoch) · f₂(epoch) · …",
    ],
)

# ── sequential_lr ─────────────────────────────────────────────────────────────────────────────────────────


def one_after_the_other(base_lr, epoch, schedules, milestones):
    """What SequentialLR does: by bisection, as in its own `step`, and each schedule from its own epoch 0."""
    begins = torch.tensor([0, *milestones])
    current = int(torch.searchsorted(begins, epoch, right=True)) - 1
    return schedules[current](base_lr, epoch - int(begins[current]))


def flawed_sequential(base_lr, epoch, schedules, milestones, *, flaw):
    """sequential_lr, right but for `flaw`."""
    begins = [0, *milestones]
    reached = [m for m in milestones if m < epoch + (flaw != "one-epoch-late")]
    if flaw == "one-epoch-early":
        reached = [m for m in milestones if m <= epoch + 1]
    elif flaw == "first-two":
        reached = reached[:1]
    current = len(reached)
    if flaw == "lists-emptied":
        last = 0
        while milestones and milestones[0] <= epoch:
            last = milestones.pop(0)
            schedules.pop(0)
        return schedules[0](base_lr, epoch - last)
    if flaw == "goes-on":
        for k in range(current):
            base_lr = schedules[k](base_lr, begins[k + 1] - begins[k])
    if flaw == "all-at-once":
        return base_lr * math.prod(schedule(1.0, epoch) for schedule in schedules)
    begin = {"not-restarted": 0, "sum-of-milestones": sum(reached)}.get(flaw, begins[current])
    return schedules[current](base_lr, epoch - begin)


sequential_lr = exercise(
    reference=one_after_the_other,
    source="ChainedScheduler - SequentialScheduler",
    picture=schedule(call(0.1, [growing, along_a_cosine, towards_a_floor], [5, 60]).through(hundred_epochs)),
    laws=only("repeatable"),
    cases={
        "one epoch": call(RATE, 7, [growing, shrinking], [5]),
        "the lecture notes' example: by 3/2 first, then by 2/3": call(
            RATE, [0, 1, 3, 4, 5, 6, 7, 9], [growing, shrinking], [5]
        ).through(these_epochs),
        "four schedules, 100 epochs": call(
            RATE, [shrinking, along_a_cosine, towards_a_floor, growing], [8, 42, 90]
        ).through(hundred_epochs),
        "schedules of one epoch": call(
            RATE, [0, 1, 2, 3, 4], [along_a_cosine, growing, shrinking, towards_a_floor], [1, 2, 3]
        ).through(these_epochs),
        "a single schedule": call(RATE, [0, 1, 30], [towards_a_floor], []).through(these_epochs),
    },
    misconceptions={
        "not-restarted": (
            "Each schedule has its own epochs, from 0 at its milestone: ask it for epoch − milestone.",
            lambda *args: flawed_sequential(*args, flaw="not-restarted"),
        ),
        "one-epoch-late": (
            "The milestone itself is the first epoch of the next schedule; yours changes one epoch late.",
            lambda *args: flawed_sequential(*args, flaw="one-epoch-late"),
        ),
        "one-epoch-early": (
            "The milestone itself is the first epoch of the next schedule; yours changes one epoch early.",
            lambda *args: flawed_sequential(*args, flaw="one-epoch-early"),
        ),
        "goes-on": (
            "Each schedule begins with base_lr, whatever the rate was; you hand on the last rate.",
            lambda *args: flawed_sequential(*args, flaw="goes-on"),
        ),
        "sum-of-milestones": (
            "Milestones are epochs of the training, not lengths: take only the last one that was reached off the "
            "epoch.",
            lambda *args: flawed_sequential(*args, flaw="sum-of-milestones"),
        ),
        "first-two": (
            "There may be any number of schedules: each milestone leads to the next one.",
            lambda *args: flawed_sequential(*args, flaw="first-two"),
        ),
        "all-at-once": (
            "That is chaining: all schedules act at the same time. Here only one acts in each epoch.",
            lambda *args: flawed_sequential(*args, flaw="all-at-once"),
        ),
        "lists-emptied": (
            "You take schedules and milestones out of the caller's lists: the next call no longer finds them.",
            lambda *args: flawed_sequential(*args, flaw="lists-emptied"),
        ),
    },
    hints=[
        "Which schedule is at work in epoch t, and how many epochs has it been at work?",
        "Count the milestones up to and with this epoch: that is the number of the schedule. The last of them is its "
        "epoch 0.",
        "lr = schedules[k](base_lr, epoch − m), k being the number of milestones ≤ epoch and m the last of these, "
        "or 0.",
    ],
)

# ── early_stopping ────────────────────────────────────────────────────────────────────────────────────────


def first_end_of_patience(val_losses, patience, min_delta=0):
    """Algorithm 7.1 of Goodfellow, Bengio & Courville (2016), with a least improvement as Keras' EarlyStopping has it.

    From each best loss on: the next better one is the next best, unless as many epochs as patience lie between.
    """
    best = 0
    while True:
        better = torch.nonzero(val_losses[best + 1 : best + 1 + patience] < val_losses[best] - min_delta)
        if len(better) == 0:
            return min(best + patience, len(val_losses) - 1), best
        best += 1 + int(better[0, 0])


def flawed_stopping(val_losses, patience, min_delta=0, *, flaw):
    """early_stopping, right but for `flaw`."""
    best, best_epoch, bad, stop = math.inf, 0, 0, None
    for epoch, loss in enumerate(val_losses):
        bound = best - (0.0 if flaw == "min-delta-ignored" else min_delta)
        if loss < bound or (flaw == "ties-improve" and loss == bound):
            best, best_epoch = loss, epoch
            bad = bad if flaw == "count-kept" else 0
        else:
            bad += 1
        if flaw == "previous" or (flaw == "lowest-kept" and loss < best):
            best = loss
        if bad >= patience + (flaw == "one-late") and bad and stop is None:
            stop = epoch
            if flaw != "looks-on":
                break
    if stop is None:
        stop = len(val_losses) if flaw == "one-past-the-end" else len(val_losses) - 1
    if flaw == "lowest-told":
        best_epoch = int(np.argmin(val_losses[: stop + 1]))
    if flaw == "from-one":
        return stop + 1, best_epoch + 1
    return stop, best_epoch


def descending_then_flat(rng):
    """Losses of which each is well below the one before for 20 epochs, and none from there on."""
    return np.concatenate([np.linspace(3, 1, 20), np.full(20, 1.2)]) + rng.uniform(-0.04, 0.04, 40)


early_stopping = exercise(
    reference=first_end_of_patience,
    source="Early Stopping",
    returns=["stop_epoch", "best_epoch"],
    laws=OF_A_SEQUENCE,
    cases={
        "40 losses": call(drawn(descending_then_flat), 7),
        "one loss too many": call(values([5.0, 4.0, 4.5, 4.25, 3.0, 3.5, 3.25, 3.75, 2.0, 1.0]), 3),
        "never stopped": call(values([5.0, 4.0, 4.5, 3.0, 3.5, 2.0, 2.5]), 2),
        "stopped by the last loss": call(values([5.0, 4.0, 3.0, 3.5, 3.25]), 2),
        "the first loss is the best": call(values([1.0, 2.0, 1.5, 1.75, 0.5]), 3),
        "ties are no improvements": call(values([2.0, 1.0, 1.0, 1.0, 1.0, 0.5]), 3),
        "a least improvement": call(values([4.0, 3.75, 3.0, 2.75, 2.5, 2.25, 1.0]), 2, min_delta=0.5),
        "exactly the least improvement": call(values([4.0, 3.5, 3.0, 2.75, 2.5, 2.25]), 2, min_delta=0.5),
        "a creeping descent adds up": call(values([4.0, 3.75, 3.5, 3.25, 3.0, 2.75, 2.5]), 4, min_delta=0.6),
        "the lowest loss is not the best": call(values([10.0, 2.0, 1.75, 3.0, 1.5, 9.0, 0.0]), 4, min_delta=0.75),
        "patience of one epoch": call(values([3.0, 2.0, 1.0, 1.5, 0.5]), 1),
        "losses below zero": call(values([-1.0, -2.0, -1.5, -2.25, -2.5, -3.0, -2.75, -2.9, -4.0]), 2, min_delta=0.3),
        "a single loss": call(values([0.7]), 3),
    },
    misconceptions={
        "one-late": (
            "Training ends with the patience-th epoch in a row without an improvement; you wait for one more.",
            lambda *args, **named: flawed_stopping(*args, **named, flaw="one-late"),
        ),
        "count-kept": (
            "An improvement ends the row: the count of epochs without one begins anew at 0.",
            lambda *args, **named: flawed_stopping(*args, **named, flaw="count-kept"),
        ),
        "previous": (
            "You compare with the loss before; an improvement must beat the best one so far.",
            lambda *args, **named: flawed_stopping(*args, **named, flaw="previous"),
        ),
        "ties-improve": (
            "A loss that is lower by min_delta exactly, or equal, is no improvement: compare with <, not with ≤.",
            lambda *args, **named: flawed_stopping(*args, **named, flaw="ties-improve"),
        ),
        "lowest-kept": (
            "A loss that is lower by less than min_delta is no new best one: else a slow creep never adds up to an "
            "improvement.",
            lambda *args, **named: flawed_stopping(*args, **named, flaw="lowest-kept"),
        ),
        "lowest-told": (
            "best_epoch is the epoch of the last improvement; the lowest loss may come later, lower by less than "
            "min_delta.",
            lambda *args, **named: flawed_stopping(*args, **named, flaw="lowest-told"),
        ),
        "looks-on": (
            "When training has ended there are no more losses: what comes after stop_epoch cannot be the best.",
            lambda *args, **named: flawed_stopping(*args, **named, flaw="looks-on"),
        ),
        "one-past-the-end": (
            "Where training is never stopped it ends with the last epoch, which is len(val_losses) − 1.",
            lambda *args, **named: flawed_stopping(*args, **named, flaw="one-past-the-end"),
        ),
        "from-one": (
            "Epochs are counted from 0; yours from 1.",
            lambda *args, **named: flawed_stopping(*args, **named, flaw="from-one"),
        ),
        "min-delta-ignored": (
            "The parameter `min_delta` is not used: an improvement must be larger than that.",
            lambda *args, **named: flawed_stopping(*args, **named, flaw="min-delta-ignored"),
        ),
    },
    hints=[
        "What must be remembered from one epoch to the next to know whether to go on?",
        "The best loss and its epoch. Training ends when as many epochs as patience have gone by since then.",
        "if loss < best − min_delta: best, best_epoch = loss, epoch. Then, if epoch − best_epoch = patience: stop.",
    ],
)
