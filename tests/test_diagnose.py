"""A mistake is called by a name only where the named formula gives the same wrong answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from dlgrade.records import ExerciseResult

Grade = Callable[..., ExerciseResult]
HEAD = "import numpy as np\n\n\n"
LEAKY = HEAD + "def leaky_relu(x, negative_slope=0.01):\n"
RELU = HEAD + "def relu(x):\n"

RIGHT = {
    "leaky_relu by where": LEAKY + "    return np.where(x > 0, x, negative_slope * x)\n",
    "leaky_relu by parts": LEAKY + "    return np.maximum(x, 0) + negative_slope * np.minimum(x, 0)\n",
    "relu by a mask": RELU + "    return x * (np.asarray(x) > 0)\n",
    "relu by |x|": RELU + "    return (x + np.abs(x)) / 2\n",
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_gets_no_diagnosis_and_no_counterexample(grade_text: Grade, name: str) -> None:
    result = grade_text(name.split()[0], RIGHT[name])
    assert (str(result.verdict), result.diagnosis, result.counterexample) == ("passed", None, None)


NAMED = {
    "the slope on the wrong side": (
        LEAKY + "    return np.maximum(x, 0) * negative_slope + np.minimum(x, 0)\n",
        "leaky_relu/slope-on-positive-side",
    ),
    "in another form": (
        LEAKY + "    return np.array([v if v > 0 else 0.01 * v for v in np.ravel(x)]).reshape(np.shape(x))\n",
        "leaky_relu/slope-ignored",
    ),
    "in place": (RELU + "    x[x < 0] = 0\n    return x\n", "relu/in-place"),
    "in place, another way": (RELU + "    x *= x > 0\n    return x\n", "relu/in-place"),
    "in place and the sign flipped": (
        LEAKY + "    x[x <= 0] *= -negative_slope\n    return x\n",
        "leaky_relu/sign-flipped",
    ),
    "a wrong formula and wrong for single numbers": (
        RELU + "    return np.abs(x) if np.ndim(x) else None\n",
        "relu/absolute-value",
    ),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_mistake_is_named_in_whatever_form_it_was_written(grade_text: Grade, name: str) -> None:
    source, identity = NAMED[name]
    result = grade_text(identity.partition("/")[0], source)
    assert result.diagnosis is not None
    assert result.diagnosis.id == identity


UNNAMED = {
    "a formula that nobody foresaw": RELU + "    return np.cos(9 * x) ** 2\n",
    "nearly a misconception": RELU + "    return np.abs(x) * (1 + 1e-6)\n",
    "a misconception in one case of many": RELU
    + "    return np.abs(x) if np.ndim(x) == 3 else np.maximum(x, 0) ** 2\n",
    "a misconception in another shape": RELU + "    return np.abs(x)[None]\n",
    "nothing": RELU + "    np.maximum(x, 0)\n",
    "an end of the process": HEAD + "import os\n\n\ndef relu(x):\n    os._exit(0)\n",
}


RELATED = {
    "relation/square": RELU + "    return np.maximum(x, 0) ** 2\n",
    "relation/undefined-name": RELU + "    return np.abs(y)\n",
    "relation/as-if": LEAKY + "    return np.where(x > 0, x, 2 * negative_slope * x)\n",
    "relation/right-elsewhere": LEAKY + "    return np.where(x > 0, x, np.cos(9 * x))\n",
}


@pytest.mark.parametrize("identity", RELATED)
def test_a_mistake_that_equals_none_that_is_known_is_told_by_its_relation(grade_text: Grade, identity: str) -> None:
    source = RELATED[identity]
    result = grade_text("leaky_relu" if "leaky" in source else "relu", source)
    assert result.diagnosis is not None
    assert result.diagnosis.id == identity


@pytest.mark.parametrize("name", UNNAMED)
def test_a_mistake_that_equals_none_that_is_known_and_has_no_relation_has_no_name(grade_text: Grade, name: str) -> None:
    result = grade_text("relu", UNNAMED[name])
    assert str(result.verdict) != "passed"
    assert result.diagnosis is None


def test_a_stub_gets_no_diagnosis(grade_text: Grade) -> None:
    result = grade_text("relu", RELU + "    if True:\n        raise NotImplementedError\n")
    assert (str(result.verdict), result.diagnosis, result.counterexample) == ("todo", None, None)


def test_a_law_is_blamed_only_where_no_case_of_the_author_fails(grade_text: Grade) -> None:
    result = grade_text("relu", RELU + "    return np.maximum(x, 0) if np.ndim(x) else [0]\n")
    assert result.diagnosis is not None
    assert result.diagnosis.id == "law/0-d"
    result = grade_text("relu", RELU + "    return np.maximum(x, 0) + 1 if np.ndim(x) else [0]\n")
    assert result.diagnosis is not None
    assert result.diagnosis.id == "relation/constant-offset"


@pytest.mark.parametrize(
    "line",
    [
        "import warnings; warnings.warn('\\x1b[31mred\\u202e', RuntimeWarning)",
        "raise ValueError('\\x1b[31mred\\u202e')",
        "return {'\\x1b[31m': '\\u202e'}",
        "return [type('\\x1b[31m', (), {})()]",
    ],
)
def test_no_text_of_a_submission_reaches_a_report_uncleaned(grade_text: Grade, line: str) -> None:
    result = grade_text("relu", RELU + f"    {line}\n    return np.maximum(x, 0)\n")
    shown = [str(c.message) for c in result.cases if c.message]
    assert result.counterexample is not None
    shown += [result.counterexample.got, result.counterexample.call, result.counterexample.expected]
    assert shown
    assert [text for text in shown if not text.isprintable()] == []
