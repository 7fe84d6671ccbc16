"""The references of the schedules give the rates that PyTorch's schedulers go through, step by step."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from conftest import ROOT
from dlgrade.course import Course
from torch.optim import lr_scheduler as torch_schedulers

EXERCISES = {e.name: e for e in Course.in_clone(ROOT).exercises() if e.week == 9}
BASE_LR = 0.7
EPOCHS = 100


def stepped(make: Callable[[Any], Any], base_lr: float = BASE_LR) -> list[float]:
    """The rates of a real optimiser under the scheduler that `make` puts on it."""
    optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(()))], lr=base_lr)
    scheduler = make(optimiser)
    rates = [optimiser.param_groups[0]["lr"]]
    for _ in range(EPOCHS - 1):
        optimiser.step()
        scheduler.step()
        rates.append(optimiser.param_groups[0]["lr"])
    return rates


def referred(name: str, *args: Any, **named: Any) -> list[float]:
    reference = EXERCISES[name].reference
    assert reference is not None
    return [reference(BASE_LR, epoch, *args, **named) for epoch in range(EPOCHS)]


def assert_close(rates: list[float], expected: list[float]) -> None:
    """Up to what a hundred steps of a recursion add to the rounding of a closed form."""
    np.testing.assert_allclose(rates, expected, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize(
    ("name", "scheduler", "options"),
    [
        ("step_lr", "StepLR", {"step_size": 7}),
        ("step_lr", "StepLR", {"step_size": 1, "gamma": 0.9}),
        ("multistep_lr", "MultiStepLR", {"milestones": [3, 11, 40]}),
        ("multistep_lr", "MultiStepLR", {"milestones": [0, 5, 5, 9], "gamma": 0.4}),
        ("exponential_lr", "ExponentialLR", {"gamma": 0.95}),
        ("polynomial_lr", "PolynomialLR", {}),
        ("polynomial_lr", "PolynomialLR", {"total_iters": 30, "power": 2.0}),
        ("polynomial_lr", "PolynomialLR", {"total_iters": 8, "power": 0.5}),
        ("linear_lr", "LinearLR", {}),
        ("linear_lr", "LinearLR", {"start_factor": 0.9, "end_factor": 0.2, "total_iters": 40}),
        ("linear_lr", "LinearLR", {"start_factor": 1.0, "end_factor": 0.0, "total_iters": 3}),
        ("constant_lr", "ConstantLR", {}),
        ("constant_lr", "ConstantLR", {"factor": 0.2, "total_iters": 40}),
        ("cosine_annealing_lr", "CosineAnnealingLR", {"T_max": 10, "eta_min": 0.05}),
        ("cosine_annealing_lr", "CosineAnnealingLR", {"T_max": 1, "eta_min": 0.1}),
        ("cosine_annealing_lr", "CosineAnnealingLR", {"T_max": 45}),
        ("cosine_warm_restarts", "CosineAnnealingWarmRestarts", {"T_0": 8}),
        ("cosine_warm_restarts", "CosineAnnealingWarmRestarts", {"T_0": 1, "T_mult": 3, "eta_min": 0.05}),
    ],
)
def test_a_schedule_is_that_of_the_stepped_scheduler(name: str, scheduler: str, options: dict[str, Any]) -> None:
    expected = stepped(lambda optimiser: getattr(torch_schedulers, scheduler)(optimiser, **options))
    assert_close(referred(name, **options), expected)


@pytest.mark.parametrize(
    "options",
    [
        {"step_size_up": 12},
        {},
        {"step_size_up": 12, "mode": "triangular2", "gamma": 0.9},
        {"step_size_up": 9, "mode": "exp_range", "gamma": 0.97},
    ],
)
def test_a_cycle_is_that_of_the_stepped_scheduler(options: dict[str, Any]) -> None:
    expected = stepped(lambda o: torch_schedulers.CyclicLR(o, BASE_LR, 3.0, cycle_momentum=False, **options), 9.9)
    assert_close(referred("cyclic_lr", 3.0, **options), expected)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"pct_start": 0.255},
        {"pct_start": 0.45, "anneal_strategy": "linear", "div_factor": 10.0},
        {"pct_start": 1.0},
    ],
)
def test_one_cycle_is_that_of_the_stepped_scheduler(options: dict[str, Any]) -> None:
    def one_cycle(optimiser: Any) -> Any:
        return torch_schedulers.OneCycleLR(
            optimiser, BASE_LR, total_steps=EPOCHS, cycle_momentum=False, final_div_factor=8.0, **options
        )

    expected = stepped(one_cycle, 9.9)
    assert_close(referred("one_cycle_lr", EPOCHS, final_div_factor=8.0, **options), expected)


def by_a_tenth(base_lr: float, epoch: int) -> float:
    return base_lr * 0.9**epoch


def along_a_cosine(base_lr: float, epoch: int) -> float:
    return base_lr * (1 + math.cos(math.pi * epoch / 30)) / 2


def test_a_warm_up_is_that_of_the_stepped_schedulers() -> None:
    def warmed_up(optimiser: Any) -> Any:
        linear = torch_schedulers.LinearLR(optimiser, start_factor=0.1, total_iters=20)
        cosine = torch_schedulers.CosineAnnealingLR(optimiser, 30)
        return torch_schedulers.SequentialLR(optimiser, [linear, cosine], milestones=[20])

    assert_close(referred("warmup_then", 20, along_a_cosine, start_factor=0.1), stepped(warmed_up))


def test_schedules_one_after_the_other_are_those_of_the_stepped_schedulers() -> None:
    def sequential(optimiser: Any) -> Any:
        parts = [
            torch_schedulers.ExponentialLR(optimiser, 0.9),
            torch_schedulers.CosineAnnealingLR(optimiser, 30),
            torch_schedulers.ExponentialLR(optimiser, 0.9),
        ]
        return torch_schedulers.SequentialLR(optimiser, parts, milestones=[8, 42])

    schedules = [by_a_tenth, along_a_cosine, by_a_tenth]
    assert_close(referred("sequential_lr", schedules, [8, 42]), stepped(sequential))


def test_schedules_at_the_same_time_are_those_of_the_stepped_schedulers() -> None:
    def chained(optimiser: Any) -> Any:
        constant = torch_schedulers.ConstantLR(optimiser, factor=0.2, total_iters=6)
        return torch_schedulers.ChainedScheduler([constant, torch_schedulers.ExponentialLR(optimiser, 0.9)])

    factors = [lambda epoch: 0.2 if epoch < 6 else 1.0, lambda epoch: 0.9**epoch]
    assert_close(referred("chained_lr", factors), stepped(chained))


@pytest.mark.parametrize(
    "options",
    [
        {"patience": 3, "factor": 0.5},
        {"patience": 0, "factor": 0.9, "threshold": 0.1},
        {"patience": 1, "factor": 0.7, "mode": "max", "threshold": 0.05},
    ],
)
def test_the_rates_on_a_plateau_are_those_of_the_stepped_scheduler(options: dict[str, Any]) -> None:
    losses = torch.from_numpy(np.random.default_rng(3).normal(size=30).cumsum())
    optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(()))], lr=BASE_LR)
    scheduler = torch_schedulers.ReduceLROnPlateau(optimiser, eps=0.0, **options)
    rates = []
    for loss in losses:
        scheduler.step(loss)
        rates.append(optimiser.param_groups[0]["lr"])
    reference = EXERCISES["reduce_lr_on_plateau"].reference
    assert reference is not None
    assert reference(losses, BASE_LR, **options).tolist() == rates


def loss_that_stops(losses: list[float], patience: int, min_delta: float) -> tuple[int, int]:
    """Keras' EarlyStopping, epoch by epoch, as its callback is written."""
    best, best_epoch, wait = math.inf, 0, 0
    for epoch, loss in enumerate(losses):
        wait += 1
        if loss + min_delta < best:
            best, best_epoch, wait = loss, epoch, 0
        elif wait >= patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch


@pytest.mark.parametrize(("patience", "min_delta"), [(1, 0.0), (2, 0.0), (3, 0.5), (7, 1.0)])
def test_training_stops_where_that_of_keras_does(patience: int, min_delta: float) -> None:
    reference = EXERCISES["early_stopping"].reference
    assert reference is not None
    for seed in range(20):
        losses = np.random.default_rng(seed).normal(size=30).cumsum()
        expected = loss_that_stops(losses.tolist(), patience, min_delta)
        assert reference(torch.from_numpy(losses), patience, min_delta) == expected
