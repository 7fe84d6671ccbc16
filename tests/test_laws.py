"""Laws: how each asks, and that a function which breaks one and keeps the rest fails that very case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch.nn.functional as F
from dlgrade.judge.question import Question
from dlgrade.records import ExerciseResult
from dlgrade.suite import arrays, call, exercise, without
from dlgrade.suite.inputs import Call
from dlgrade.suite.laws import LAWS
from dlgrade.worker.observe import Outcome, lay_out
from dlgrade.worker.tree import leaves

X = np.random.default_rng(0).normal(0, 2, (5, 7))
GENERAL = Call((X, 0.5, np.arange(5)), {"weight": X[0] + 0, "other": -X, "labels": [1, 2]})


def arrays_of(call: Call) -> list[Any]:
    """The float and whole-number arrays of a call, the one that is asked about first."""
    return [leaf for leaf in leaves((call.args, call.kwargs)) if isinstance(leaf, np.ndarray)]


@pytest.mark.parametrize("law", LAWS)
def test_a_law_leaves_the_specimen_call_as_it_was(law: str) -> None:
    before = [a.copy() for a in arrays_of(GENERAL)]
    LAWS[law].ask(GENERAL)
    assert all(np.array_equal(a, b) and a.dtype == b.dtype for a, b in zip(before, arrays_of(GENERAL), strict=True))


SHAPES: dict[str, Callable[[Any], Any]] = {
    "rows": lambda x: x[1:2],
    "empty": lambda x: x[:0],
    "integers": lambda x: np.round(2 * x).astype(np.int64),
}


@pytest.mark.parametrize("law", SHAPES)
def test_all_arrays_of_the_first_ones_shape_are_changed_alike_and_no_others(law: str) -> None:
    asked = LAWS[law].ask(GENERAL)
    for got, sent in ((asked.args[0], X), (asked.kwargs["other"], -X)):
        want = SHAPES[law](sent)
        assert (got.shape, got.dtype) == (want.shape, want.dtype)
        assert np.array_equal(got, want)
    assert asked.args[1:] == GENERAL.args[1:]
    assert np.array_equal(asked.kwargs["weight"], X[0])


def test_float32_narrows_every_float_array_and_nothing_else() -> None:
    assert [a.dtype.name for a in arrays_of(LAWS["float32"].ask(GENERAL))] == ["float32", "int64", "float32", "float32"]


def test_large_numbers_come_with_both_signs_beside_the_numbers_that_were_there() -> None:
    (x, *_) = arrays_of(LAWS["large"].ask(GENERAL))
    assert {1e4, -1e4} <= set(x.ravel())
    assert np.array_equal(x.ravel()[2::3], X.ravel()[2::3])


def test_a_single_number_is_the_one_nearest_to_minus_one() -> None:
    (x, *_) = arrays_of(LAWS["0-d"].ask(GENERAL))
    assert x.shape == ()
    assert abs(x + 1) == abs(X + 1).min()


def test_a_question_without_a_float_array_stays_as_it_is() -> None:
    whole = Call((np.arange(3), 2.5), {"name": "sum"})
    for law in ("rows", "empty", "integers", "large", "0-d"):
        assert LAWS[law].ask(whole) is whole


@pytest.mark.parametrize("law", ["strided", "readonly"])
def test_a_layout_is_asked_for_by_its_name(law: str) -> None:
    asked = LAWS[law].ask(GENERAL)
    assert asked.layout == law
    lay_out(asked.args, asked.layout)


def test_a_suite_may_switch_a_law_off_and_a_wrong_id_is_told() -> None:
    kept = exercise(reference=F.relu, cases={"a": arrays(2, 3)}, misconceptions={}, hints=[], source="",
                    laws=without("0-d", "rows"))  # fmt: skip
    assert {c.law.id for c in kept.cases if c.law} == set(LAWS) - {"0-d", "rows"}
    with pytest.raises(KeyError, match="contiguous"):
        without("contiguous")
    with pytest.raises(KeyError, match="contiguous"):
        exercise(cases={}, misconceptions={}, hints=[], source="", laws=["contiguous"])


def test_a_law_is_worth_a_fifth_of_a_case_and_overflow_a_whole_one() -> None:
    question = exercise(reference=F.relu, cases={"a": arrays(2, 3)}, misconceptions={}, hints=[], source="")
    weights = {c.law.id: c.weight for c in question.cases if c.law}
    assert weights == {**dict.fromkeys(LAWS, 0.2), "large": 1.0}


# relu, right but for one law.
HEAD = "import numpy as np\ncalls = []\n\n\ndef relu(x):\n"
BROKEN: dict[str, str] = {
    "unchanged": """
    y = np.maximum(x, 0)
    if np.ndim(x) and x.flags.writeable and x.dtype.kind == "f":
        x += 1
    return y
""",
    "repeatable": """
    calls.append(np.array(x).tobytes())
    return np.maximum(x, 0) + (len(calls) > 1 and calls[-1] == calls[-2])
""",
    "strided": """
    x = np.asarray(x)
    if x.ndim and x.size and not (x.flags.c_contiguous or x.flags.f_contiguous):
        return np.maximum(np.zeros_like(x), 0)
    return np.maximum(x, 0)
""",
    "readonly": """
    y = np.maximum(x, 0)
    if np.ndim(x) and x.size and x.dtype == "f8":
        x[...] = x
    return y
""",
    "float32": """
    y = np.maximum(x, 0)
    return y.astype("f2") if y.dtype == "f4" else y
""",
    "integers": """
    y = np.maximum(x, 0)
    return y // 2 * 2 if y.dtype.kind == "i" else y
""",
    "0-d": """
    return np.array([max(v, 0) for v in x.ravel()], x.dtype).reshape(x.shape) if x.ndim else x
""",
    "empty": """
    x = np.asarray(x)
    return np.clip(x, 0, x.max().astype(x.dtype)) if x.max() > 0 else 0 * x
""",
    "large": """
    x = np.asarray(x)
    np.exp(x.astype(float))
    return np.maximum(x, 0)
""",
    "rows": """
    return np.maximum(x, 0) * (1.0 if np.shape(x)[:1] != (1,) else 2.0)
""",
}


@pytest.mark.parametrize("law", LAWS)
def test_what_breaks_one_law_fails_its_case_alone_and_is_told_its_remedy(
    grade_text: Callable[..., ExerciseResult], law: str
) -> None:
    result = grade_text("relu", HEAD + BROKEN[law])
    assert [c.name for c in result.cases if str(c.verdict) != "passed"] == [LAWS[law].sentence]
    assert result.diagnosis is not None
    assert (result.diagnosis.id, str(result.diagnosis.message)) == (f"law/{law}", LAWS[law].remedy)
    assert result.counterexample is not None
    weights = [c.weight for c in result.cases]
    assert result.score == pytest.approx(1 - LAWS[law].weight / sum(weights))


def test_whole_numbers_may_be_answered_in_any_dtype_though_floats_stand_beside_them() -> None:
    scale = exercise(
        reference=lambda x, w: (x * 2, w * 1.0),
        source="",
        cases={"a batch": call(arrays(5, 7), arrays(3))},
        misconceptions={},
        hints=[],
    )
    case = next(c for c in scale.cases if c.law is LAWS["integers"])
    question = Question(scale, case, scale.make_call(case, 0))
    answer = Outcome((question.call.args[0] * 2, question.call.args[1]))
    assert answer.result[0].dtype == np.int64
    assert question.fault_of(answer) is None
