"""A call, watched: how its arguments lie in memory, what it leaves of them, what it warns of and where it fails."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from dlgrade.worker.observe import LAYOUTS, MAX_ERROR_TEXT, lay_out, observe
from dlgrade.worker.wire import Foreign, Rng

ARRAYS: dict[str, Any] = {
    "a batch": np.arange(12.0).reshape(3, 4),
    "one row": np.arange(3.0)[None],
    "whole numbers": np.arange(5),
    "float32": np.ones(2, "f4"),
    "no axes": np.array(2.0),
    "empty": np.zeros((0, 3)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ARRAYS)
def test_a_layout_changes_nothing_but_the_layout(name: str, layout: str) -> None:
    sent = ARRAYS[name]
    laid = lay_out(((sent, 2), {"w": [sent]}), layout)
    for got in (laid[0][0], laid[1]["w"][0]):
        assert np.array_equal(got, sent)
        assert (got.dtype, got.shape) == (sent.dtype, sent.shape)
        assert not np.shares_memory(got, sent)
    assert laid[0][1] == 2


def test_a_strided_array_is_not_contiguous() -> None:
    assert not lay_out(ARRAYS["a batch"], "strided").flags.contiguous


def test_a_read_only_array_refuses_writes_and_a_plain_one_takes_them() -> None:
    lay_out(ARRAYS["a batch"], "plain")[0] = 7
    with pytest.raises(ValueError, match="read-only"):
        lay_out(ARRAYS["a batch"], "readonly")[0] = 7


def test_a_generator_starts_anew_for_each_call() -> None:
    draws = observe(lambda rng: rng.random(3), (Rng(5),), {}, twice=True)
    assert np.array_equal(draws.result, np.random.default_rng(5).random(3))
    assert np.array_equal(draws.result, draws.again)


def add_one_in_place(x: Any, **more: Any) -> Any:
    x += 1
    return x


def test_the_echo_holds_what_the_call_left_of_its_arguments_and_the_sent_ones_stay() -> None:
    sent = np.zeros(2)
    outcome = observe(add_one_in_place, (sent,), {"w": np.ones(1)}, echo=True)
    assert outcome.after[0][0].tolist() == [1, 1]
    assert outcome.after[1]["w"].tolist() == [1]
    assert sent.tolist() == [0, 0]
    assert observe(add_one_in_place, (sent,), {}).after is None


def test_a_call_made_twice_gets_its_arguments_afresh() -> None:
    outcome = observe(add_one_in_place, (np.zeros(1),), {}, twice=True)
    assert (outcome.result.tolist(), outcome.again.tolist()) == ([1], [1])


def test_an_answer_is_kept_as_it_was_though_its_buffer_is_used_again() -> None:
    buffer = np.zeros(1)

    def count() -> Any:
        buffer[0] += 1
        return buffer

    outcome = observe(count, (), {}, twice=True)
    assert (outcome.result.tolist(), outcome.again.tolist()) == ([1], [2])


def test_a_warning_is_recorded_though_the_state_before_ignored_it() -> None:
    before = np.seterr(all="ignore")
    try:
        outcome = observe(lambda x: np.exp(x), (np.array([1e4]),), {})
    finally:
        np.seterr(**before)
    assert outcome.warned == ("overflow encountered in exp",)


def test_what_a_call_sets_of_numpys_warnings_ends_with_the_call() -> None:
    before = np.geterr()
    observe(lambda: np.seterr(all="raise"), (), {})
    assert np.geterr() == before


def test_underflow_is_no_warning() -> None:
    # exp(-10000) is below the smallest float64 and is rightly 0.
    assert observe(np.exp, (np.array([-1e4]),), {}) == observe(lambda x: np.zeros(1), (0,), {})


def test_only_warnings_of_numerics_count_and_only_the_first_few() -> None:
    import warnings

    def noisy() -> int:
        warnings.warn("old", DeprecationWarning, stacklevel=1)
        for i in range(9):
            warnings.warn(f"{i} " + "x" * 500, RuntimeWarning, stacklevel=1)
        return 1

    outcome = observe(noisy, (), {})
    assert [len(w) for w in outcome.warned] == [200] * len(outcome.warned)
    assert 1 <= len(outcome.warned) <= 4


def test_an_error_tells_its_type_its_text_its_line_and_what_it_derives_from() -> None:
    def fails() -> None:
        raise FloatingPointError("x" * 9999)

    error = observe(fails, (), {}, line_of=lambda raised: 12).error
    assert error is not None
    assert (error.type_name, len(error.text), error.line) == ("FloatingPointError", MAX_ERROR_TEXT, 12)
    assert error.kinds[:4] == ("FloatingPointError", "ArithmeticError", "Exception", "BaseException")


class Unspeakable(Exception):
    """An exception whose text cannot be made."""

    def __str__(self) -> str:
        raise RuntimeError


def test_an_error_without_a_text_is_an_error_all_the_same() -> None:
    def fails() -> None:
        raise Unspeakable

    error = observe(fails, (), {}).error
    assert error is not None
    assert error.type_name == "Unspeakable"


def test_an_answer_that_holds_itself_is_told_and_not_followed() -> None:
    circle: list[Any] = []
    circle.append(circle)
    assert observe(lambda: circle, (), {}).result == Foreign("list nested too deep")
