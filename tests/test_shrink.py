"""A failing call made small: it fails still, is no larger, and costs no more tries than it may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from dlgrade.judge.shrink import shrink
from dlgrade.records import ExerciseResult
from dlgrade.suite.inputs import Call
from dlgrade.worker.tree import leaves

BATCH = np.random.default_rng(0).normal(0, 4, (8, 6))


def size(call: Call) -> int:
    return sum(np.size(leaf) for leaf in leaves((call.args, call.kwargs)))


FAULTS: dict[str, tuple[Call, Callable[[Call], bool]]] = {
    "any number above 3": (Call((BATCH,)), lambda c: bool((c.args[0] > 3).any())),
    "any negative number": (Call((BATCH,)), lambda c: bool((c.args[0] < 0).any())),
    "two arrays of one length": (Call((BATCH, BATCH[:, 0].copy())), lambda c: bool((c.args[0] != 0).any())),
    "an option that matters": (Call((BATCH,), {"slope": 0.2, "copy": True}), lambda c: "slope" in c.kwargs),
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_small_call_fails_still_and_a_fault_of_one_element_shrinks_to_one(name: str) -> None:
    call, fails = FAULTS[name]
    small = shrink(call, fails)
    assert fails(small)
    assert {np.size(a) for a in small.args} == {1}
    assert small.kwargs == ({"slope": 0.2} if "slope" in call.kwargs else {})


def test_axes_that_belong_together_stay_together() -> None:
    call = Call((np.ones((5, 3)), np.ones((3, 4)), np.ones(4)))
    small = shrink(call, lambda c: (c.args[0] @ c.args[1] + c.args[2]).size > 0)
    assert [a.shape for a in small.args] in ([(1, 1), (1, 1), (1,)], [(1,), (1,), (1,)])


def test_a_shape_that_the_function_refuses_is_never_kept() -> None:
    def fails(call: Call) -> bool:
        (x,) = call.args
        return bool(x.ndim == 2 and min(x.shape) >= 2)

    small = shrink(Call((BATCH,)), fails)
    assert fails(small)
    assert size(small) < BATCH.size


def test_numbers_become_round_where_that_changes_nothing() -> None:
    small = shrink(Call((np.array([-1.2345]),)), lambda c: bool((c.args[0] < 0).all()))
    assert small.args[0].tolist() == [-1.0]


@pytest.mark.parametrize(
    "x", [np.array(-0.7), np.zeros((0, 3)), np.array([1, -2]), np.full((1, 1), 0.3, "f4")], ids=repr
)
def test_arrays_without_axes_without_elements_and_of_any_dtype_are_taken_too(x: Any) -> None:
    (small,) = shrink(Call((x,)), lambda c: True).args
    assert isinstance(small, np.ndarray)
    assert small.dtype == x.dtype
    assert small.size <= x.size


def test_the_numbers_of_the_question_itself_stay_as_they_were() -> None:
    sent = BATCH.copy()
    shrink(Call((sent,)), lambda c: bool((c.args[0] > 3).any()))
    assert np.array_equal(sent, BATCH)


@pytest.mark.parametrize("budget", [0, 1, 5, 40])
@pytest.mark.parametrize("always", [True, False])
def test_no_more_calls_are_made_than_the_budget_allows(budget: int, always: bool) -> None:
    made: list[int] = []

    def fails(call: Call) -> bool:
        made.append(size(call))
        return always

    small = shrink(Call((BATCH,), {"slope": 2.0}), fails, budget)
    assert len(made) <= budget
    assert size(small) <= BATCH.size + 1


def test_a_student_sees_the_fault_on_a_single_number(grade_text: Callable[..., ExerciseResult]) -> None:
    source = (
        "import numpy as np\ndef relu(x):\n    x = np.asarray(x)\n    return np.where(x > 3, 0.0, np.maximum(x, 0))\n"
    )
    shown = grade_text("relu", source).counterexample
    assert shown is not None
    value: Any = float(shown.call.removeprefix("relu(array([").removesuffix("]))"))
    assert value > 3
    assert (shown.got, shown.expected) == ("array([0.])", shown.call.removeprefix("relu(").removesuffix(")"))
