"""Hidden suite: schedules of the learning rate."""

import functools
import math

from dlgrade.suite import call, drawn, exercise, np, only, topic, torch
from dlgrade.suite.picture import schedule

about = topic("Schedules", order=1)

RATE = drawn(lambda rng: float(rng.uniform(0.2, 0.9)))

# ── Questions ─────────────────────────────────────────────────────────────────────────────────────────────


def hundred_epochs(schedule, base_lr, *options, **named):
    """The rates of epochs 0 to 99."""
    return np.array([schedule(base_lr, epoch, *options, **named) for epoch in range(100)])


def these_epochs(schedule, base_lr, epochs, *options, **named):
    """The rates of some epochs, in this order."""
    return np.array([schedule(base_lr, epoch, *options, **named) for epoch in epochs])


# ── References ────────────────────────────────────────────────────────────────────────────────────────────


@functools.cache
def bare_optimiser():
    """A type of optimisers that hold a rate and nothing else; those of PyTorch take seconds to be imported."""

    class Bare(torch.optim.Optimizer):
        def __init__(self, lr):
            self.param_groups, self.defaults = [{"lr": lr}], {}

        def step(self):
            """Do nothing: there are no parameters."""

    return Bare


def scheduler(name, base_lr, *options, **named):
    return getattr(torch.optim.lr_scheduler, name)(bare_optimiser()(base_lr), *options, **named)


def closed_form(name):
    """PyTorch's scheduler of this name at one epoch, by the closed form that it has itself.

    Its recursion multiplies the roundings of a hundred steps; tests/test_schedules_reference.py holds the two together.
    """

    def reference(base_lr, epoch, *options, **named):
        made = scheduler(name, base_lr, *options, **named)
        made._update_lr(epoch)
        return made.get_last_lr()[0]

    return reference


@functools.cache
def rates_with_restarts(base_lr, *options, **named):
    """What PyTorch's scheduler goes through step by step: by its closed form it may miss a restart by a rounding."""
    made = scheduler("CosineAnnealingWarmRestarts", base_lr, *options, **named)
    rates = made.get_last_lr()
    for _ in range(130):
        made.step()
        rates += made.get_last_lr()
    return rates


def torch_cyclic_lr(base_lr, epoch, max_lr, **named):
    return closed_form("CyclicLR")(base_lr, epoch, base_lr, max_lr, cycle_momentum=False, **named)


def torch_one_cycle_lr(max_lr, epoch, total_steps, **named):
    return closed_form("OneCycleLR")(max_lr, epoch, max_lr, total_steps, cycle_momentum=False, **named)


def torch_warmup_then(base_lr, epoch, warmup_epochs, schedule, start_factor=1 / 3):
    """What SequentialLR does with LinearLR and another scheduler, the milestone being the end of the warm-up."""
    if epoch >= warmup_epochs:
        return schedule(base_lr, epoch - warmup_epochs)
    return closed_form("LinearLR")(base_lr, epoch, start_factor, total_iters=warmup_epochs)


# ── step_lr ───────────────────────────────────────────────────────────────────────────────────────────────

step_lr = exercise(
    reference=closed_form("StepLR"),
    source="Step - Multistep LR",
    picture=schedule(call(0.5, 20, gamma=0.5).through(hundred_epochs)),
    laws=only("repeatable"),
    cases={
        "one epoch": call(RATE, 17, 5),
        "around the falls": call(RATE, [0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 14, 15], 5, gamma=0.3).through(these_epochs),
        "the lecture notes' gamma of 0.5, 100 epochs": call(RATE, 7, gamma=0.5).through(hundred_epochs),
        "a fall in every epoch": call(RATE, [0, 1, 2, 3, 7], 1, gamma=0.8).through(these_epochs),
        "a rate that rises": call(RATE, [0, 2, 3, 5, 6, 8], 3, gamma=2.0).through(these_epochs),
    },
    misconceptions={
        "ceil": (
            "You round up: the rate falls already in epoch 1. Round epoch / step_size down, with `//`.",
            lambda base_lr, epoch, step_size, gamma=0.1: base_lr * gamma ** math.ceil(epoch / step_size),
        ),
        "one-epoch-early": (
            "Your rate falls one epoch early: epochs are counted from 0, so epoch step_size is the first lower one.",
            lambda base_lr, epoch, step_size, gamma=0.1: base_lr * gamma ** ((epoch + 1) // step_size),
        ),
        "one-epoch-late": (
            "Your rate falls one epoch late: epoch step_size itself is the first with the lower rate.",
            lambda base_lr, epoch, step_size, gamma=0.1: base_lr * gamma ** (max(epoch - 1, 0) // step_size),
        ),
        "nearest": (
            "You round epoch / step_size to the nearest number, and fall half a step early: round down, with `//`.",
            lambda base_lr, epoch, step_size, gamma=0.1: base_lr * gamma ** int(epoch / step_size + 0.5),
        ),
        "smooth": (
            "Your rate falls a little in every epoch: between the falls it stays, so divide with `//`, not `/`.",
            lambda base_lr, epoch, step_size, gamma=0.1: base_lr * gamma ** (epoch / step_size),
        ),
        "once": (
            "Your rate falls only once: gamma is multiplied in again every step_size epochs.",
            lambda base_lr, epoch, step_size, gamma=0.1: base_lr * gamma if epoch >= step_size else base_lr,
        ),
        "only-in-that-epoch": (
            "Your rate is back at base_lr in the epoch after a fall: it stays low, and falls further.",
            lambda base_lr, epoch, step_size, gamma=0.1: (
                base_lr * gamma if epoch and epoch % step_size == 0 else base_lr
            ),
        ),
        "gamma-ignored": (
            "The parameter `gamma` is not used: 0.1 is only its default.",
            lambda base_lr, epoch, step_size, gamma=0.1: base_lr * 0.1 ** (epoch // step_size),
        ),
    },
    hints=[
        "How many times has the rate fallen by epoch t: in epoch 4, 5, 9 and 10, if it falls every 5 epochs?",
        "The number of falls is the whole part of t / step_size; each of them multiplies by gamma.",
        "lr = base_lr · gamma ** (epoch // step_size).",
    ],
)

# ── multistep_lr ──────────────────────────────────────────────────────────────────────────────────────────


def flawed_multistep(base_lr, epoch, milestones, gamma=0.1, *, flaw):
    """multistep_lr, right but for `flaw`."""
    reached = [m for m in milestones if m <= epoch]
    if flaw == "one-epoch-late":
        reached = [m for m in milestones if m < epoch]
    elif flaw == "one-epoch-early":
        reached = [m for m in milestones if m <= epoch + 1]
    elif flaw == "not-reached":
        reached = [m for m in milestones if m > epoch]
    elif flaw == "only-in-that-epoch":
        reached = [m for m in milestones if m == epoch]
    elif flaw == "twice-is-once":
        reached = set(reached)
    elif flaw == "once":
        reached = reached[:1]
    elif flaw == "list-emptied":
        while milestones and milestones[0] <= epoch:
            milestones.pop(0)
    return base_lr * (0.1 if flaw == "gamma-ignored" else gamma) ** len(reached)


multistep_lr = exercise(
    reference=closed_form("MultiStepLR"),
    source="Step - Multistep LR",
    picture=schedule(call(0.5, [15, 50, 80], gamma=0.4).through(hundred_epochs)),
    laws=only("repeatable"),
    cases={
        "one epoch": call(RATE, 17, [3, 11, 40]),
        "around the milestones": call(RATE, [0, 1, 2, 3, 4, 10, 11, 12, 39, 40, 41], [3, 11, 40], gamma=0.3).through(
            these_epochs
        ),
        "100 epochs": call(RATE, [10, 35, 36, 80], gamma=0.5).through(hundred_epochs),
        "a milestone that stands twice": call(RATE, [4, 5, 6, 8, 9, 10], [5, 5, 9], gamma=0.4).through(these_epochs),
        "a milestone at the first epoch": call(RATE, [0, 1, 2, 3], [0, 2], gamma=0.4).through(these_epochs),
        "no milestones": call(RATE, [0, 1, 50], [], gamma=0.4).through(these_epochs),
    },
    misconceptions={
        "one-epoch-late": (
            "The milestone itself is the first epoch with the lower rate: compare with ≤, not with <.",
            lambda *args, **named: flawed_multistep(*args, **named, flaw="one-epoch-late"),
        ),
        "one-epoch-early": (
            "Your rate falls one epoch early: the milestone itself is the first epoch with the lower rate.",
            lambda *args, **named: flawed_multistep(*args, **named, flaw="one-epoch-early"),
        ),
        "not-reached": (
            "You count the milestones that are still to come; those that have been reached lower the rate.",
            lambda *args, **named: flawed_multistep(*args, **named, flaw="not-reached"),
        ),
        "only-in-that-epoch": (
            "Your rate is back at base_lr in the epoch after a milestone: count all milestones up to this epoch.",
            lambda *args, **named: flawed_multistep(*args, **named, flaw="only-in-that-epoch"),
        ),
        "once": (
            "Your rate falls at the first milestone only: each of them multiplies by gamma.",
            lambda *args, **named: flawed_multistep(*args, **named, flaw="once"),
        ),
        "twice-is-once": (
            "A milestone that stands twice in the list counts twice: do not make a set of the list.",
            lambda *args, **named: flawed_multistep(*args, **named, flaw="twice-is-once"),
        ),
        "list-emptied": (
            "You take the milestones out of the caller's list: the next call no longer finds them. Only count them.",
            lambda *args, **named: flawed_multistep(*args, **named, flaw="list-emptied"),
        ),
        "gamma-ignored": (
            "The parameter `gamma` is not used: 0.1 is only its default.",
            lambda *args, **named: flawed_multistep(*args, **named, flaw="gamma-ignored"),
        ),
    },
    hints=[
        "How many times has the rate fallen by epoch t, if it falls in the epochs of the list?",
        "Count the milestones up to and with this epoch; each multiplies by gamma.",
        "lr = base_lr · gamma ** n, n being the number of milestones m with m ≤ epoch.",
    ],
)

# ── exponential_lr ────────────────────────────────────────────────────────────────────────────────────────

exponential_lr = exercise(
    reference=closed_form("ExponentialLR"),
    source="Exponential-Polynomial LR",
    picture=schedule(call(0.5, gamma=0.95).through(hundred_epochs)),
    laws=only("repeatable"),
    cases={
        "one epoch": call(RATE, 7, 0.8),
        "the first epochs": call(RATE, [0, 1, 2, 3], 0.3).through(these_epochs),
        "100 epochs": call(RATE, gamma=0.95).through(hundred_epochs),
        "a rate that rises, by 3/2 each time": call(RATE, [0, 1, 2, 6, 9], 1.5).through(these_epochs),
    },
    misconceptions={
        "one-epoch-early": (
            "Epoch 0 has the rate base_lr: the exponent is epoch, not epoch + 1.",
            lambda base_lr, epoch, gamma: base_lr * gamma ** (epoch + 1),
        ),
        "euler": (
            "Your factor per epoch is e^(−gamma), another convention; here it is gamma itself.",
            lambda base_lr, epoch, gamma: base_lr * math.exp(-gamma * epoch),
        ),
        "product": (
            "gamma is multiplied in once per epoch, which makes a power: gamma ** epoch, not gamma · epoch.",
            lambda base_lr, epoch, gamma: base_lr * gamma * epoch,
        ),
        "once": (
            "Your rate falls after the first epoch only: gamma is multiplied in after every epoch.",
            lambda base_lr, epoch, gamma: base_lr * gamma if epoch > 0 else base_lr,
        ),
        "share-lost": (
            "gamma is the share that is kept, not the one that is lost: gamma ** epoch, not (1 − gamma) ** epoch.",
            lambda base_lr, epoch, gamma: base_lr * (1 - gamma) ** epoch,
        ),
        "rate-in-the-power": (
            "The power belongs to gamma only; base_lr multiplies it once.",
            lambda base_lr, epoch, gamma: (base_lr * gamma) ** epoch,
        ),
    },
    hints=[
        "The notes write each rate by the one before. What is the rate of epoch 3 by that of epoch 0?",
        "After t epochs gamma has been multiplied in t times.",
        "lr = base_lr · gamma ** epoch.",
    ],
)

# ── polynomial_lr ─────────────────────────────────────────────────────────────────────────────────────────


def flawed_polynomial(base_lr, epoch, total_iters=5, power=1.0, *, flaw):
    """polynomial_lr, right but for `flaw`."""
    length = total_iters + {"one-epoch-early": -1, "one-epoch-late": 1}.get(flaw, 0)
    share = epoch / length if flaw == "not-stopped" else min(epoch, length) / length
    if flaw == "back-to-base" and epoch > total_iters:
        return base_lr
    if flaw == "power-of-the-share":
        return base_lr * (1 - share**power)
    if flaw == "rate-in-the-power":
        return (base_lr * (1 - share)) ** power
    if flaw == "rising":
        return base_lr * share**power
    return base_lr * (1 - share) ** (1.0 if flaw == "power-ignored" else power)


polynomial_lr = exercise(
    reference=closed_form("PolynomialLR"),
    source="Exponential-Polynomial LR",
    picture=schedule(call(0.5, total_iters=80, power=2.0).through(hundred_epochs)),
    laws=only("repeatable"),
    cases={
        "one epoch": call(RATE, 3),
        "a straight line over 5 epochs, the defaults": call(RATE, [0, 1, 2, 3, 4, 5, 6, 7]).through(these_epochs),
        "a parabola over 30 epochs, 100 epochs": call(RATE, total_iters=30, power=2.0).through(hundred_epochs),
        # Until the end alone: past it, a formula that does not stop takes roots of negative numbers.
        "a root over 8 epochs": call(RATE, [0, 1, 4, 7, 8], 8, 0.5).through(these_epochs),
        "a power of 0.9": call(RATE, [0, 5, 10, 11, 12], 12, power=0.9).through(these_epochs),
    },
    misconceptions={
        "not-stopped": (
            "After total_iters epochs 1 − t/T is negative, and its power no rate: from there on the rate stays 0.",
            lambda *args, **named: flawed_polynomial(*args, **named, flaw="not-stopped"),
        ),
        "back-to-base": (
            "Your rate is back at base_lr after total_iters epochs: from there on it stays 0.",
            lambda *args, **named: flawed_polynomial(*args, **named, flaw="back-to-base"),
        ),
        "one-epoch-early": (
            "0 is reached in epoch total_iters, not in the one before: divide by total_iters.",
            lambda *args, **named: flawed_polynomial(*args, **named, flaw="one-epoch-early"),
        ),
        "one-epoch-late": (
            "0 is reached in epoch total_iters, not in the one after it: divide by total_iters.",
            lambda *args, **named: flawed_polynomial(*args, **named, flaw="one-epoch-late"),
        ),
        "power-of-the-share": (
            "The power belongs to the share that is left, 1 − t/T, not to t/T alone.",
            lambda *args, **named: flawed_polynomial(*args, **named, flaw="power-of-the-share"),
        ),
        "rate-in-the-power": (
            "You raise base_lr to the power as well; it multiplies the power of 1 − t/T.",
            lambda *args, **named: flawed_polynomial(*args, **named, flaw="rate-in-the-power"),
        ),
        "rising": (
            "Your rate rises from 0 to base_lr: the power of the share that is left, 1 − t/T, is asked.",
            lambda *args, **named: flawed_polynomial(*args, **named, flaw="rising"),
        ),
        "power-ignored": (
            "The parameter `power` is not used: 1 is only its default.",
            lambda *args, **named: flawed_polynomial(*args, **named, flaw="power-ignored"),
        ),
    },
    hints=[
        "Which share of the epochs is left in epoch 0, in the middle, and after the end?",
        "The share that is left is 1 − t/T until epoch T and 0 afterwards; take its power.",
        "lr = base_lr · (1 − min(epoch, total_iters) / total_iters) ** power.",
    ],
)

# ── linear_lr ─────────────────────────────────────────────────────────────────────────────────────────────


def flawed_linear(base_lr, epoch, start_factor=1 / 3, end_factor=1.0, total_iters=5, *, flaw):
    """linear_lr, right but for `flaw`."""
    if flaw == "start-ignored":
        start_factor = 1 / 3
    elif flaw == "end-ignored":
        end_factor = 1.0
    elif flaw == "exchanged":
        start_factor, end_factor = end_factor, start_factor
    elif flaw == "back-to-base" and epoch > total_iters:
        return base_lr
    length = total_iters - (flaw == "one-epoch-early")
    share = epoch / length if flaw == "not-stopped" else min(epoch, length) / length if length else 1.0
    if flaw == "from-zero":
        return base_lr * end_factor * share
    if flaw == "start-kept":
        return base_lr * (start_factor + end_factor * share)
    if flaw == "geometric":
        return base_lr * start_factor ** (1 - share) * end_factor**share
    return base_lr * (start_factor + (end_factor - start_factor) * share)


linear_lr = exercise(
    reference=closed_form("LinearLR"),
    source="Linear-Constant LR",
    picture=schedule(call(0.5, start_factor=0.2, total_iters=40).through(hundred_epochs)),
    laws=only("repeatable"),
    cases={
        "one epoch": call(RATE, 3),
        "5 epochs from a third, the defaults": call(RATE, [0, 1, 2, 3, 4, 5, 6, 7]).through(these_epochs),
        "the lecture notes' example: from 0.01 to 0.1 over 10 epochs": call(
            0.1, [0, 1, 5, 9, 10, 11], start_factor=0.1, total_iters=10
        ).through(these_epochs),
        "downwards, 100 epochs": call(RATE, 0.9, 0.2, 40).through(hundred_epochs),
        "upwards, but not to base_lr": call(RATE, [0, 1, 6, 7, 8, 30], 0.25, 0.75, 7).through(these_epochs),
        "down to 0": call(RATE, [0, 2, 3, 4], 1.0, 0.0, 3).through(these_epochs),
    },
    misconceptions={
        "not-stopped": (
            "Your rate goes on changing after total_iters epochs: from there on the factor stays end_factor.",
            lambda *args, **named: flawed_linear(*args, **named, flaw="not-stopped"),
        ),
        "back-to-base": (
            "Your rate is base_lr after total_iters epochs: the factor stays end_factor, which need not be 1.",
            lambda *args, **named: flawed_linear(*args, **named, flaw="back-to-base"),
        ),
        "one-epoch-early": (
            "end_factor is reached in epoch total_iters, not in the one before: divide by total_iters.",
            lambda *args, **named: flawed_linear(*args, **named, flaw="one-epoch-early"),
        ),
        "from-zero": (
            "Your rate begins at 0: in epoch 0 the factor is start_factor.",
            lambda *args, **named: flawed_linear(*args, **named, flaw="from-zero"),
        ),
        "start-kept": (
            "What is added to start_factor is a share of the way, end_factor − start_factor; you add one of "
            "end_factor.",
            lambda *args, **named: flawed_linear(*args, **named, flaw="start-kept"),
        ),
        "exchanged": (
            "start_factor and end_factor are exchanged: the first epoch has start_factor.",
            lambda *args, **named: flawed_linear(*args, **named, flaw="exchanged"),
        ),
        "geometric": (
            "Your factor is multiplied by the same number in each epoch; in a straight line the same is added.",
            lambda *args, **named: flawed_linear(*args, **named, flaw="geometric"),
        ),
        "start-ignored": (
            "The parameter `start_factor` is not used: 1/3 is only its default.",
            lambda *args, **named: flawed_linear(*args, **named, flaw="start-ignored"),
        ),
        "end-ignored": (
            "The parameter `end_factor` is not used: 1 is only its default.",
            lambda *args, **named: flawed_linear(*args, **named, flaw="end-ignored"),
        ),
    },
    hints=[
        "Which share of the way from start_factor to end_factor lies behind you in epoch t?",
        "The share is t / total_iters, and 1 after the end; go that share of the way from the one factor to the other.",
        "lr = base_lr · (start_factor + (end_factor − start_factor) · min(epoch, total_iters) / total_iters).",
    ],
)

# ── constant_lr ───────────────────────────────────────────────────────────────────────────────────────────

constant_lr = exercise(
    reference=closed_form("ConstantLR"),
    source="Linear-Constant LR",
    picture=schedule(call(0.5, 0.2, 40).through(hundred_epochs)),
    laws=only("repeatable"),
    cases={
        "one epoch": call(RATE, 3),
        "5 epochs at a third, the defaults": call(RATE, [0, 1, 3, 4, 5, 6, 20]).through(these_epochs),
        "40 epochs at a fifth, 100 epochs": call(RATE, 0.2, 40).through(hundred_epochs),
        "a single epoch": call(RATE, [0, 1, 2], factor=0.7, total_iters=1).through(these_epochs),
    },
    misconceptions={
        "one-epoch-late": (
            "Epoch total_iters is the first with the full rate: compare with <, not with ≤.",
            lambda base_lr, epoch, factor=1 / 3, total_iters=5: base_lr * (factor if epoch <= total_iters else 1.0),
        ),
        "one-epoch-early": (
            "The factor holds for total_iters epochs, and they are counted from 0: epoch total_iters − 1 is its last.",
            lambda base_lr, epoch, factor=1 / 3, total_iters=5: base_lr * (factor if epoch < total_iters - 1 else 1.0),
        ),
        "exchanged": (
            "The factor holds before epoch total_iters, not after it.",
            lambda base_lr, epoch, factor=1 / 3, total_iters=5: base_lr * (factor if epoch >= total_iters else 1.0),
        ),
        "never-back": (
            "Your rate stays low: from epoch total_iters on it is base_lr.",
            lambda base_lr, epoch, factor=1 / 3, total_iters=5: base_lr * factor,
        ),
        "divided": (
            "From epoch total_iters on the rate is base_lr itself: dividing by the factor undoes a product that is "
            "not in base_lr.",
            lambda base_lr, epoch, factor=1 / 3, total_iters=5: (
                base_lr * factor if epoch < total_iters else base_lr / factor
            ),
        ),
        "every-epoch": (
            "The factor is multiplied in once, not again in every epoch.",
            lambda base_lr, epoch, factor=1 / 3, total_iters=5: (
                base_lr * factor ** (epoch + 1) if epoch < total_iters else base_lr
            ),
        ),
        "factor-ignored": (
            "The parameter `factor` is not used: 1/3 is only its default.",
            lambda base_lr, epoch, factor=1 / 3, total_iters=5: base_lr / 3 if epoch < total_iters else base_lr,
        ),
    },
    hints=[
        "There are only two rates. Which epochs have which?",
        "The first total_iters epochs, 0 to total_iters − 1, have base_lr · factor; all others base_lr.",
        "lr = base_lr · factor if epoch < total_iters, else base_lr.",
    ],
)

# ── cosine_annealing_lr ───────────────────────────────────────────────────────────────────────────────────


def flawed_cosine(base_lr, epoch, T_max, eta_min=0, *, flaw):
    """cosine_annealing_lr, right but for `flaw`."""
    if flaw == "eta-min-ignored":
        eta_min = 0
    elif flaw == "stopped":
        epoch = min(epoch, T_max)
    elif flaw == "restarted":
        epoch = epoch % T_max
    elif flaw == "one-epoch-early":
        T_max = max(T_max - 1, 1)
    wave = math.cos((1 if flaw == "pi-forgotten" else math.pi) * epoch / T_max)
    if flaw == "rising":
        wave = -wave
    elif flaw == "quarter":
        return eta_min + (base_lr - eta_min) * math.cos(math.pi * epoch / T_max / 2)
    height = base_lr if flaw == "eta-min-added" else base_lr - eta_min
    return eta_min + height * (1 + wave) / (1 if flaw == "half-forgotten" else 2)


cosine_annealing_lr = exercise(
    reference=closed_form("CosineAnnealingLR"),
    source="CosineAnnealingLR",
    picture=schedule(call(0.5, 60, 0.05).through(hundred_epochs)),
    laws=only("repeatable"),
    cases={
        "one epoch": call(RATE, 7, 30),
        "from the first epoch to T_max": call(RATE, [0, 1, 4, 5, 9, 10], 10).through(these_epochs),
        "past T_max the rate rises again": call(RATE, [9, 10, 11, 15, 19, 20, 21, 30, 35], 10, 0.05).through(
            these_epochs
        ),
        "100 epochs": call(RATE, 45, eta_min=0.02).through(hundred_epochs),
        "up and down in every epoch": call(RATE, [0, 1, 2, 3], 1, eta_min=0.1).through(these_epochs),
    },
    misconceptions={
        "one-epoch-early": (
            "eta_min is reached in epoch T_max, not in the one before: divide by T_max, not by T_max − 1.",
            lambda *args, **named: flawed_cosine(*args, **named, flaw="one-epoch-early"),
        ),
        "stopped": (
            "After T_max your rate stays at eta_min; we follow PyTorch, where it goes on along the cosine and rises.",
            lambda *args, **named: flawed_cosine(*args, **named, flaw="stopped"),
        ),
        "restarted": (
            "After T_max your rate jumps back to base_lr, which is the schedule with restarts; this one goes on along "
            "the cosine.",
            lambda *args, **named: flawed_cosine(*args, **named, flaw="restarted"),
        ),
        "eta-min-added": (
            "Your rate begins at base_lr + eta_min: the wave is base_lr − eta_min high.",
            lambda *args, **named: flawed_cosine(*args, **named, flaw="eta-min-added"),
        ),
        "eta-min-ignored": (
            "The parameter `eta_min` is not used: 0 is only its default.",
            lambda *args, **named: flawed_cosine(*args, **named, flaw="eta-min-ignored"),
        ),
        "half-forgotten": (
            "1 + cos goes from 2 to 0: without the half your rate begins at twice its height.",
            lambda *args, **named: flawed_cosine(*args, **named, flaw="half-forgotten"),
        ),
        "pi-forgotten": (
            "Half a wave is π long: the cosine of π · t / T_max, not of t / T_max.",
            lambda *args, **named: flawed_cosine(*args, **named, flaw="pi-forgotten"),
        ),
        "quarter": (
            "You follow a quarter of a wave, which falls steeply at its end; (1 + cos(π t / T_max)) / 2 lands softly.",
            lambda *args, **named: flawed_cosine(*args, **named, flaw="quarter"),
        ),
        "rising": (
            "Your rate begins at eta_min: 1 + cos begins at its highest, 1 − cos at its lowest.",
            lambda *args, **named: flawed_cosine(*args, **named, flaw="rising"),
        ),
    },
    hints=[
        "Which values does (1 + cos(π s)) / 2 take for s = 0, s = 1/2 and s = 1, and where does it go afterwards?",
        "With s = t / T_max that is the share of the height base_lr − eta_min; add it to eta_min.",
        "lr = eta_min + (base_lr − eta_min) · (1 + cos(π · epoch / T_max)) / 2, for every epoch.",
    ],
)

# ── cosine_warm_restarts ──────────────────────────────────────────────────────────────────────────────────


def flawed_restarts(base_lr, epoch, T_0, T_mult=1, eta_min=0, *, flaw):
    """cosine_warm_restarts, right but for `flaw`."""
    if flaw == "eta-min-ignored":
        eta_min = 0
    run, begin, length = 0, 0, T_0
    while flaw != "not-restarted" and epoch - begin >= length + (flaw == "one-epoch-late"):
        begin += length + (flaw == "one-epoch-late")
        run += 1
        if flaw == "lengths-added":
            length = T_0 * (1 + run * (T_mult - 1))
        elif flaw != "T-mult-ignored":
            length *= T_mult
    if flaw == "logarithm" and T_mult > 1:
        run = int(math.log(epoch / T_0 * (T_mult - 1) + 1, T_mult))
        begin, length = T_0 * (T_mult**run - 1) // (T_mult - 1), T_0 * T_mult**run
    if flaw == "first-length":
        length = T_0
    elif flaw == "reaches-eta-min":
        length = max(length - 1, 1)
    if flaw == "lower-each-time":
        base_lr = eta_min + (base_lr - eta_min) * 0.5**run
    return eta_min + (base_lr - eta_min) * (1 + math.cos(math.pi * (epoch - begin) / length)) / 2


cosine_warm_restarts = exercise(
    reference=lambda base_lr, epoch, *options, **named: rates_with_restarts(base_lr, *options, **named)[epoch],
    source="CosineAnnealingLR",
    picture=schedule(call(0.5, 15, 2, 0.02).through(hundred_epochs)),
    bonus=True,
    needs=["cosine_annealing_lr"],
    laws=only("repeatable"),
    cases={
        "one epoch": call(RATE, 7, 10),
        "around the restarts": call(RATE, [0, 1, 7, 8, 9, 15, 16, 17, 24], 8).through(these_epochs),
        "runs that get twice as long": call(RATE, [0, 4, 5, 6, 14, 15, 16, 34, 35, 36], 5, 2).through(these_epochs),
        "runs three times as long, 100 epochs": call(RATE, 4, T_mult=3, eta_min=0.05).through(hundred_epochs),
        "a first run of one epoch": call(RATE, [0, 1, 2, 3, 4, 13, 39, 40, 120, 121, 122], 1, T_mult=3).through(
            these_epochs
        ),
        "100 epochs of equal runs": call(RATE, 13, eta_min=0.1).through(hundred_epochs),
    },
    misconceptions={
        "not-restarted": (
            "Your rate goes on along the cosine; here it begins again at base_lr when a run is over.",
            lambda *args, **named: flawed_restarts(*args, **named, flaw="not-restarted"),
        ),
        "one-epoch-late": (
            "Epoch T_0 is the first of the next run; you restart one epoch late.",
            lambda *args, **named: flawed_restarts(*args, **named, flaw="one-epoch-late"),
        ),
        "reaches-eta-min": (
            "Divide by the length of the run, not by its length − 1: eta_min would be reached in the epoch in which "
            "the rate restarts.",
            lambda *args, **named: flawed_restarts(*args, **named, flaw="reaches-eta-min"),
        ),
        "T-mult-ignored": (
            "The parameter `T_mult` is not used: each run is T_mult times as long as the one before it.",
            lambda *args, **named: flawed_restarts(*args, **named, flaw="T-mult-ignored"),
        ),
        "lengths-added": (
            "The length is multiplied by T_mult from run to run: T_0, T_0 · T_mult, T_0 · T_mult²; yours grows by "
            "equal amounts.",
            lambda *args, **named: flawed_restarts(*args, **named, flaw="lengths-added"),
        ),
        "first-length": (
            "The cosine of a later run spreads over its own length T_i, not over T_0.",
            lambda *args, **named: flawed_restarts(*args, **named, flaw="first-length"),
        ),
        "lower-each-time": (
            "Every run begins at base_lr itself: the peaks do not shrink.",
            lambda *args, **named: flawed_restarts(*args, **named, flaw="lower-each-time"),
        ),
        "logarithm": (
            "The formula is right, but the logarithm of an exact power may come out a little too small, and int() cuts "
            "it off: that restart is missed. Count the runs with whole numbers.",
            lambda *args, **named: flawed_restarts(*args, **named, flaw="logarithm"),
        ),
        "eta-min-ignored": (
            "The parameter `eta_min` is not used: 0 is only its default.",
            lambda *args, **named: flawed_restarts(*args, **named, flaw="eta-min-ignored"),
        ),
    },
    hints=[
        "To which run does epoch t belong, how many epochs of it are over, and how long is it?",
        "Take the lengths T_0, T_0 · T_mult, … off the epoch as long as it is not smaller; what is left is T_cur.",
        "While epoch ≥ length: epoch −= length, length ·= T_mult. Then it is the cosine of cosine_annealing_lr with "
        "the epoch that is left and T_max = length.",
    ],
)

# ── cyclic_lr ─────────────────────────────────────────────────────────────────────────────────────────────


def flawed_cyclic(base_lr, epoch, max_lr, step_size_up=2000, mode="triangular", gamma=1.0, *, flaw):
    """cyclic_lr, right but for `flaw`."""
    if flaw == "whole-cycle":
        step_size_up = step_size_up / 2
    if flaw == "mode-ignored":
        mode = "triangular"
    cycle, step = epoch // (2 * step_size_up), epoch % (2 * step_size_up)
    height = 1 - abs(step / step_size_up - 1)
    if flaw == "saw-tooth":
        height = epoch % step_size_up / step_size_up
    scale = 1.0
    if mode == "triangular2":
        scale = 0.5 ** (cycle + (flaw == "half-at-once"))
    elif mode == "exp_range":
        scale = gamma ** {"gamma-per-cycle": cycle, "gamma-within-the-cycle": step}.get(flaw, epoch)
    if flaw == "gamma-in-every-mode" and mode != "exp_range":
        scale *= gamma**epoch
    if flaw == "whole-rate-scaled":
        return (base_lr + (max_lr - base_lr) * height) * scale
    return base_lr + (max_lr if flaw == "base-not-taken-off" else max_lr - base_lr) * height * scale


HIGH_RATE = drawn(lambda rng: float(rng.uniform(2.0, 4.0)))

cyclic_lr = exercise(
    reference=torch_cyclic_lr,
    source="CyclicLR",
    picture=schedule(call(0.1, max_lr=0.5, step_size_up=12, gamma=0.98, mode="exp_range").through(hundred_epochs)),
    laws=only("repeatable"),
    cases={
        "one step": call(RATE, 5, HIGH_RATE, step_size_up=8),
        "the defaults": call(
            RATE, [0, 1, 1000, 1999, 2000, 2001, 3000, 3999, 4000, 4001, 6000, 7000], HIGH_RATE
        ).through(these_epochs),
        "100 steps": call(RATE, HIGH_RATE, step_size_up=12).through(hundred_epochs),
        "half the height in each cycle, 100 steps": call(RATE, HIGH_RATE, step_size_up=12, mode="triangular2").through(
            hundred_epochs
        ),
        "a height that shrinks in every step, 100 steps": call(
            RATE, HIGH_RATE, step_size_up=9, mode="exp_range", gamma=0.97
        ).through(hundred_epochs),
        "exp_range with the default gamma": call(
            RATE, [0, 3, 5, 8, 10, 14], HIGH_RATE, step_size_up=5, mode="exp_range"
        ).through(these_epochs),
        "gamma is of no account for triangular": call(
            RATE, [0, 3, 5, 8, 10, 14], HIGH_RATE, step_size_up=5, gamma=0.9
        ).through(these_epochs),
        "gamma is of no account for triangular2": call(
            RATE, [0, 3, 5, 8, 10, 14], HIGH_RATE, step_size_up=5, mode="triangular2", gamma=0.9
        ).through(these_epochs),
    },
    misconceptions={
        "whole-cycle": (
            "step_size_up is the way up alone; a whole cycle takes twice as many steps.",
            lambda *args, **named: flawed_cyclic(*args, **named, flaw="whole-cycle"),
        ),
        "saw-tooth": (
            "Your rate drops from the peak at once: it takes step_size_up steps to come down, too.",
            lambda *args, **named: flawed_cyclic(*args, **named, flaw="saw-tooth"),
        ),
        "base-not-taken-off": (
            "Your peak is base_lr + max_lr: what is added to base_lr is a share of max_lr − base_lr.",
            lambda *args, **named: flawed_cyclic(*args, **named, flaw="base-not-taken-off"),
        ),
        "mode-ignored": (
            "The parameter `mode` is not used: triangular2 and exp_range let the peaks shrink.",
            lambda *args, **named: flawed_cyclic(*args, **named, flaw="mode-ignored"),
        ),
        "half-at-once": (
            "In the mode triangular2 the first cycle has its full height; count the cycles that are complete.",
            lambda *args, **named: flawed_cyclic(*args, **named, flaw="half-at-once"),
        ),
        "gamma-per-cycle": (
            "In the mode exp_range gamma is multiplied in once per step, not once per cycle: gamma ** epoch.",
            lambda *args, **named: flawed_cyclic(*args, **named, flaw="gamma-per-cycle"),
        ),
        "gamma-within-the-cycle": (
            "In the mode exp_range the steps are counted from the very first: gamma ** epoch does not begin again "
            "with each cycle.",
            lambda *args, **named: flawed_cyclic(*args, **named, flaw="gamma-within-the-cycle"),
        ),
        "gamma-in-every-mode": (
            "gamma belongs to the mode exp_range alone.",
            lambda *args, **named: flawed_cyclic(*args, **named, flaw="gamma-in-every-mode"),
        ),
        "whole-rate-scaled": (
            "Only the height above base_lr shrinks; you scale base_lr as well, and the rate falls below it.",
            lambda *args, **named: flawed_cyclic(*args, **named, flaw="whole-rate-scaled"),
        ),
    },
    hints=[
        "Where in its cycle is step t, and how high is a triangle there that is 1 at the middle of the cycle?",
        "With s = t mod 2·step_size_up the height is s / step_size_up on the way up and as much on the way down, "
        "seen from the end. Then scale the height by the mode.",
        "lr = base_lr + (max_lr − base_lr) · min(s, 2·step_size_up − s) / step_size_up · a, where a is 1, "
        "0.5 ** (t // (2·step_size_up)) or gamma ** t.",
    ],
)

# ── one_cycle_lr ──────────────────────────────────────────────────────────────────────────────────────────


def flawed_one_cycle(
    max_lr, epoch, total_steps, pct_start=0.3, anneal_strategy="cos", div_factor=25.0, final_div_factor=1e4, *, flaw
):  # fmt: skip
    """one_cycle_lr, right but for `flaw`."""
    if flaw == "pct-ignored":
        pct_start = 0.3
    elif flaw == "strategy-ignored":
        anneal_strategy = "cos"
    elif flaw == "div-ignored":
        div_factor = 25.0
    first = max_lr / div_factor
    last = {"end-from-the-peak": max_lr / final_div_factor, "end-at-zero": 0.0}.get(flaw, first / final_div_factor)
    peak = pct_start * total_steps - (flaw != "peak-late")
    if flaw == "whole-peak":
        peak = max(int(peak), 1)
    end = total_steps - (flaw != "end-late")
    if epoch <= peak:
        a, b, share = first, max_lr, epoch / peak
    else:
        a, b, share = max_lr, last, (epoch - peak) / (end - peak)
    if anneal_strategy == "cos":
        share = (1 - math.cos(math.pi * share)) / 2
    return a + (b - a) * share


one_cycle_lr = exercise(
    reference=torch_one_cycle_lr,
    source="CyclicLR",
    picture=schedule(call(0.5, total_steps=100).through(hundred_epochs)),
    bonus=True,
    laws=only("repeatable"),
    cases={
        "one step": call(HIGH_RATE, 9, 50),
        "100 steps, the defaults": call(HIGH_RATE, total_steps=100).through(hundred_epochs),
        "a peak between two steps, first and last step": call(
            HIGH_RATE, [0, 1, 4, 5, 6, 7, 10, 20, 23, 24], 25, pct_start=0.25
        ).through(these_epochs),
        "in straight lines, 100 steps": call(
            HIGH_RATE, total_steps=100, pct_start=0.45, anneal_strategy="linear", div_factor=10.0, final_div_factor=8.0
        ).through(hundred_epochs),
        "other ends along cosines": call(
            HIGH_RATE, [0, 2, 5, 6, 11, 15, 19], 20, div_factor=4.0, final_div_factor=3.0
        ).through(these_epochs),
        "up to the last step": call(HIGH_RATE, [0, 3, 8, 9], 10, pct_start=1.0).through(these_epochs),
    },
    misconceptions={
        "end-from-the-peak": (
            "The last rate is the first one over final_div_factor, so max_lr / div_factor / final_div_factor.",
            lambda *args, **named: flawed_one_cycle(*args, **named, flaw="end-from-the-peak"),
        ),
        "end-at-zero": (
            "The last rate is not 0: it is max_lr / div_factor / final_div_factor.",
            lambda *args, **named: flawed_one_cycle(*args, **named, flaw="end-at-zero"),
        ),
        "peak-late": (
            "Steps are counted from 0: the peak is at pct_start · total_steps − 1.",
            lambda *args, **named: flawed_one_cycle(*args, **named, flaw="peak-late"),
        ),
        "end-late": (
            "Steps are counted from 0: the last is total_steps − 1, and the way down ends there.",
            lambda *args, **named: flawed_one_cycle(*args, **named, flaw="end-late"),
        ),
        "whole-peak": (
            "The peak pct_start · total_steps − 1 may lie between two steps: do not round it.",
            lambda *args, **named: flawed_one_cycle(*args, **named, flaw="whole-peak"),
        ),
        "pct-ignored": (
            "The parameter `pct_start` is not used: 0.3 is only its default.",
            lambda *args, **named: flawed_one_cycle(*args, **named, flaw="pct-ignored"),
        ),
        "strategy-ignored": (
            "The parameter `anneal_strategy` is not used: “linear” asks for straight lines.",
            lambda *args, **named: flawed_one_cycle(*args, **named, flaw="strategy-ignored"),
        ),
        "div-ignored": (
            "The parameter `div_factor` is not used: 25 is only its default.",
            lambda *args, **named: flawed_one_cycle(*args, **named, flaw="div-ignored"),
        ),
    },
    hints=[
        "Which three rates does the schedule pass through, and at which steps?",
        "Find the phase of the step, the share s of the phase that is over, and go from its first rate to its last: "
        "by the share itself, or by (1 − cos(π s)) / 2.",
        "first = max_lr / div_factor, last = first / final_div_factor, peak = pct_start · total_steps − 1. Up: from "
        "first to max_lr with s = t / peak; down: from max_lr to last with "
        "s = (t − peak) / (total_steps − 1 − peak).",
    ],
)

# ── warmup_then ───────────────────────────────────────────────────────────────────────────────────────────


def along_a_cosine(base_lr, epoch):
    return base_lr * (1 + math.cos(math.pi * epoch / 40)) / 2


def by_a_tenth(base_lr, epoch):
    return base_lr * 0.9**epoch


def towards_a_floor(base_lr, epoch):
    return 0.01 + (base_lr - 0.01) * 0.8**epoch


def flawed_warmup(base_lr, epoch, warmup_epochs, schedule, start_factor=1 / 3, *, flaw):
    """warmup_then, right but for `flaw`."""
    if flaw == "start-ignored":
        start_factor = 1 / 3
    elif flaw == "from-zero":
        start_factor = 0.0
    length = warmup_epochs
    if flaw == "one-epoch-early":
        length = max(warmup_epochs - 1, 1)
    elif flaw == "jump":
        length = warmup_epochs + 1
    share = epoch / length if epoch < warmup_epochs else 1.0
    factor = start_factor + (1 - start_factor) * min(share, 1.0)
    if flaw == "both-at-once":
        return factor * schedule(base_lr, epoch)
    if flaw == "constant" and epoch < warmup_epochs:
        return base_lr * start_factor
    if epoch < warmup_epochs + (flaw == "one-epoch-late"):
        return base_lr * factor
    begin = {"not-restarted": 0, "one-epoch-late": warmup_epochs + 1}.get(flaw, warmup_epochs)
    return schedule(base_lr, epoch - begin)


warmup_then = exercise(
    reference=torch_warmup_then,
    source="Linear-Constant LR",
    picture=schedule(call(0.5, 20, along_a_cosine).through(hundred_epochs)),
    bonus=True,
    needs=["linear_lr"],
    laws=only("repeatable"),
    cases={
        "one epoch of the warm-up": call(RATE, 3, 8, by_a_tenth),
        "one epoch afterwards": call(RATE, 12, 8, by_a_tenth),
        "around the end of the warm-up": call(RATE, [0, 1, 6, 7, 8, 9, 10], 8, by_a_tenth, 0.1).through(these_epochs),
        "a cosine after 20 epochs, 100 epochs": call(RATE, 20, along_a_cosine).through(hundred_epochs),
        "a schedule that is no multiple of base_lr": call(
            RATE, [0, 1, 2, 3, 4, 5, 6, 9], 4, towards_a_floor, start_factor=0.5
        ).through(these_epochs),
        "a warm-up of one epoch": call(RATE, [0, 1, 2, 3], 1, by_a_tenth).through(these_epochs),
        "no warm-up": call(RATE, [0, 1, 2, 3], 0, by_a_tenth).through(these_epochs),
    },
    misconceptions={
        "from-zero": (
            "Your rate is 0 in epoch 0, in which nothing would be learned: it begins at start_factor · base_lr.",
            lambda *args, **named: flawed_warmup(*args, **named, flaw="from-zero"),
        ),
        "jump": (
            "Your warm-up is too slow, and the rate jumps at its end: it must lead to base_lr in epoch warmup_epochs.",
            lambda *args, **named: flawed_warmup(*args, **named, flaw="jump"),
        ),
        "one-epoch-early": (
            "Your rate reaches base_lr one epoch early, in the last of the warm-up: divide by warmup_epochs.",
            lambda *args, **named: flawed_warmup(*args, **named, flaw="one-epoch-early"),
        ),
        "one-epoch-late": (
            "Epoch warmup_epochs is the first of the schedule; yours begins one epoch late.",
            lambda *args, **named: flawed_warmup(*args, **named, flaw="one-epoch-late"),
        ),
        "not-restarted": (
            "The schedule has its own epochs: after the warm-up it begins at 0, so ask it for epoch − warmup_epochs.",
            lambda *args, **named: flawed_warmup(*args, **named, flaw="not-restarted"),
        ),
        "both-at-once": (
            "You multiply warm-up and schedule; the one comes after the other.",
            lambda *args, **named: flawed_warmup(*args, **named, flaw="both-at-once"),
        ),
        "constant": (
            "Your rate stays at start_factor · base_lr during the warm-up: it rises in equal steps.",
            lambda *args, **named: flawed_warmup(*args, **named, flaw="constant"),
        ),
        "start-ignored": (
            "The parameter `start_factor` is not used: 1/3 is only its default.",
            lambda *args, **named: flawed_warmup(*args, **named, flaw="start-ignored"),
        ),
    },
    hints=[
        "Which of your functions raises a rate in equal steps? And which epoch does the schedule think it is when the "
        "warm-up is over?",
        "Before epoch warmup_epochs it is linear_lr from start_factor to 1; from there on the schedule, asked for the "
        "epochs since then.",
        "lr = base_lr · (start_factor + (1 − start_factor) · epoch / warmup_epochs) if epoch < warmup_epochs, else "
        "schedule(base_lr, epoch − warmup_epochs).",
    ],
)
