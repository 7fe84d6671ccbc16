"""Checks of random answers take what is right, refuse what is not, and fall over nothing that a student returns."""

from __future__ import annotations

import numpy as np
import pytest
from dlgrade.suite.chance import follows, has_shape, independent, same_distribution, within

RNG = np.random.default_rng(0)
DRAWS = RNG.uniform(-1, 1, (60, 50))
EVEN = follows(lambda: lambda x: np.clip((x + 1) / 2, 0, 1))


def test_draws_of_the_distribution_pass_and_others_are_told_by_a_share() -> None:
    assert EVEN(DRAWS) is None
    assert "standard deviation" in str(EVEN(DRAWS / 2))


def test_a_row_that_is_repeated_is_not_independent() -> None:
    assert independent(DRAWS) is None
    assert independent(np.zeros(DRAWS.shape) + DRAWS[:1]) is not None


def test_nothing_drawn_breaks_no_bound() -> None:
    assert independent(np.zeros((0, 3))) is None


def test_bounds_hold_for_every_number() -> None:
    check = within(lambda: (-1.0, 1.0))
    assert check(DRAWS) is None
    assert "lie outside" in str(check(2 * DRAWS))


@pytest.mark.parametrize(("question", "passes"), [(np.float32(1.0), True), (np.float64(1.0), False)])
def test_float32_is_an_answer_to_float32_only(question: np.generic, passes: bool) -> None:
    check = has_shape(lambda x: (60, 50))
    assert (check(DRAWS.astype(np.float32), np.asarray(question)) is None) == passes
    assert check(DRAWS, np.asarray(question)) is None


def test_answers_of_any_form_are_compared_as_distributions() -> None:
    other = RNG.uniform(-1, 1, (60, 50))
    assert same_distribution(DRAWS, other)
    assert not same_distribution(DRAWS, other**3)
    assert same_distribution({"a": DRAWS, "b": [other]}, {"a": other, "b": [DRAWS]})
    assert not same_distribution({"a": DRAWS}, {"b": DRAWS})
    assert same_distribution(np.float64(0.5), np.float64(0.5))
    assert not same_distribution(DRAWS, None)
