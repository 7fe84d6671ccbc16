"""The expected answer: PyTorch's, in float64, with what roundings of the inputs do to it measured beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from dlgrade.course import Course
from dlgrade.suite import arrays, exercise, values
from dlgrade.suite.exercise import Exercise
from dlgrade.suite.inputs import Call
from dlgrade.suite.reference import expect, sensitivity, to_numpy, to_torch
from dlgrade.worker.wire import Rng

X = np.array([[-1.5, 0.25, 3.0], [2.0, -0.125, 1.0]])


def of(reference: Any, *, probe: Any = None) -> Exercise:
    return exercise(
        reference=reference, cases={"a batch": arrays(2, 3)}, misconceptions={}, hints=[], source="", probe=probe
    ).named("specimen", "specimen", 1)


@pytest.mark.parametrize(("name", "function"), [("relu", F.relu), ("softmax", lambda x, axis=-1: F.softmax(x, axis))])
def test_what_is_expected_is_what_torch_says_in_float64(course: Course, name: str, function: Any) -> None:
    question = course.exercise(name)
    call = question.make_call(question.cases[0], seed=1)
    want = function(torch.from_numpy(call.args[0].copy()), *call.args[1:], **call.kwargs).numpy()
    assert np.array_equal(expect(question, call), want)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_floats_of_any_width_are_answered_in_float64(dtype: str) -> None:
    x = X.astype(dtype)
    got = expect(of(lambda x: x / 3), Call((x,)))
    assert got.dtype == np.float64
    assert np.array_equal(got, x.astype(np.float64) / 3)


def test_whole_numbers_and_truth_values_stay_what_they_are() -> None:
    got = expect(of(lambda *parts: parts), Call((np.array([1, 2]), np.array([True]), 3, "mean", None)))
    assert (got[0].dtype, got[1].dtype, got[2:]) == (np.int64, bool, (3, "mean", None))


def test_a_reference_that_works_in_place_leaves_the_question_alone() -> None:
    sent = X.copy()
    expect(of(lambda x: x.mul_(2)), Call((sent,)))
    assert np.array_equal(sent, X)


def test_an_answer_with_a_gradient_or_a_view_is_a_plain_array() -> None:
    got = expect(of(lambda x: (x.requires_grad_() * 2).T), Call((X.copy(),)))
    assert np.array_equal(got, 2 * X.T)
    assert got.flags.owndata


def test_a_probe_asks_the_reference_too() -> None:
    got = expect(of(F.relu), Call((X,), probe=lambda function, x: {"twice": [function(x), function(-x)]}))
    assert np.array_equal(got["twice"][1], np.maximum(-X, 0))


def test_a_generator_of_the_question_is_made_with_its_seed() -> None:
    got = expect(of(lambda rng: rng.random(3)), Call((Rng(5),)))
    assert np.array_equal(got, np.random.default_rng(5).random(3))


@pytest.mark.parametrize(
    "array", [X.T, X[:, ::2], X[::-1], np.array(2.0), np.zeros((0, 3))], ids=lambda a: str(a.shape)
)
def test_there_and_back_an_array_is_the_same_whatever_its_layout(array: np.ndarray[Any, Any]) -> None:
    assert np.array_equal(to_numpy(to_torch(array)), array)
    assert to_numpy(to_torch(array)).shape == array.shape


def moves(reference: Any, *args: Any) -> Any:
    question, call = of(reference), Call(args)
    return sensitivity(question, call, expect(question, call))


def test_a_small_difference_of_large_numbers_moves_as_far_as_they_do() -> None:
    # x - y moves by |x| + |y| at most for a relative change 1; the steps in use lie between a half of that and one.
    x, y = np.full(9, 1e6), np.full(9, 1e6 - 1e-3)
    got = moves(lambda x, y: x - y, x, y)
    assert (got <= 2e6 * (1 + 1e-6)).all()
    assert np.median(got) >= 1e6


@pytest.mark.parametrize("power", [1, 3])
def test_a_power_moves_by_its_condition_number(power: int) -> None:
    # x^p moves by p x^p for a relative change 1.
    got, want = moves(lambda x: x**power, X), power * np.abs(X) ** power
    assert (got <= want * (1 + 1e-6)).all()
    assert (got >= want / 2 * (1 - 1e-6)).all()


def test_scores_that_are_all_alike_are_not_taken_for_steady() -> None:
    # A softmax of tied scores s stays at 1/n if all move alike; its bound is s p (1 - p) + s p (1 - p) at most.
    got = moves(lambda x: F.softmax(x, -1), np.full((1, 4), 100.0))
    assert (got > 1.0).all()
    assert (got <= 2 * 100 * 0.25 * 0.75 * (1 + 1e-6)).all()


def test_each_part_of_an_answer_has_its_own_sensitivity_and_whole_numbers_have_none() -> None:
    got = moves(lambda x: (x, {"mean": float(x.mean()), "n": x.numel()}, [x.argmax(-1)]), X)
    assert got[0].shape == X.shape
    assert got[1]["mean"] > 0
    assert got[1]["n"] == X.size
    assert got[2][0].tolist() == [2, 0]


def test_where_the_answer_is_infinite_the_measurement_warns_of_nothing() -> None:
    got = moves(lambda x: torch.log(x), np.array([0.0, 1.0]))
    assert got[1] == pytest.approx(1.0, rel=0.5)


def test_the_same_question_has_the_same_sensitivity() -> None:
    assert np.array_equal(moves(torch.exp, X), moves(torch.exp, X))


def test_a_question_depends_on_seed_exercise_and_case_alone() -> None:
    question = exercise(
        reference=F.relu, cases={"a": arrays(2, 3), "b": arrays(2, 3), "c": values([1.0])}, misconceptions={}, hints=[],
        source="",
    )  # fmt: skip
    one, other = question.named("one", "t", 1), question.named("other", "t", 1)
    made = {
        (e.name, case.name, seed): e.make_call(case, seed).args[0].tobytes()
        for e in (one, other) for case in e.cases[:2] for seed in (0, 1)
    }  # fmt: skip
    assert len(set(made.values())) == len(made) == 8
    assert one.make_call(one.cases[1], 1).args[0].tobytes() == made["one", "b", 1]


def test_a_nudge_that_changes_the_form_of_the_answer_tells_nothing() -> None:
    untied = exercise(
        reference=lambda x: x[x == x[0]],
        source="",
        cases={"a tie": values([2.0, 2.0, 1.0])},
        misconceptions={},
        hints=[],
    )
    call = untied.make_call(untied.cases[0], 0)
    expected = expect(untied, call)
    moves = sensitivity(untied, call, expected)
    assert expected.tolist() == [2.0, 2.0]
    assert moves.shape == expected.shape
