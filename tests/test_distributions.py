"""The distributions that the suite of initialisers compares with are those of scipy.stats."""

from __future__ import annotations

import sys
from types import ModuleType

import numpy as np
import pytest
from conftest import ROOT
from dlgrade.course import Course
from dlgrade.suite.lazy import load_torch
from scipy import stats

X = np.linspace(-0.99, 0.99, 101)


@pytest.fixture(scope="module")
def suite() -> ModuleType:
    # As a grading does, before it asks a suite for anything that uses torch.
    load_torch()
    exercise = Course.in_clone(ROOT).exercise("orthogonal")
    return sys.modules[exercise.misconceptions[0].function.__module__]


def test_uniform_and_normal(suite: ModuleType) -> None:
    assert suite.uniform_cdf(X, 0.7) == pytest.approx(stats.uniform(-0.7, 1.4).cdf(X), abs=1e-14)
    assert suite.normal_cdf(X, 0.3) == pytest.approx(stats.norm(0, 0.3).cdf(X), abs=1e-14)


def test_a_normal_distribution_that_is_cut_off(suite: ModuleType) -> None:
    expected = stats.truncnorm(-0.4 / 0.3, 0.6 / 0.3, scale=0.3).cdf(X)
    assert suite.truncated_normal_cdf(X, 0.3, -0.4, 0.6) == pytest.approx(expected, abs=1e-13)


def test_a_coordinate_on_a_sphere_in_five_dimensions(suite: ModuleType) -> None:
    assert suite.sphere_cdf(X) == pytest.approx(stats.beta(2, 2, -1, 2).cdf(X), abs=1e-13)


@pytest.mark.parametrize("n", [30, 15_000])
def test_the_bounds_of_a_sum_of_squares(suite: ModuleType, n: int) -> None:
    least, most = suite.chi2_bounds(n)
    assert stats.chi2(n).cdf(least) <= suite.CHANCE / 2
    assert stats.chi2(n).sf(most) <= suite.CHANCE / 2


def test_the_bounds_of_a_sum_of_many_squares_are_hardly_wider_than_they_must_be(suite: ModuleType) -> None:
    assert suite.chi2_bounds(15_000)[1] <= 1.02 * stats.chi2(15_000).isf(suite.CHANCE / 2)
