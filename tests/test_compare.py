"""An answer against the expected one: the sentence that the student reads, word for word, and the order of faults."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from dlgrade.judge.compare import Comparison
from dlgrade.worker.wire import Foreign
from hypothesis import given, settings
from hypothesis import strategies as st

nan, inf = np.nan, np.inf


def told(got: Any, want: Any, **how: Any) -> tuple[str, str] | None:
    """The kind of the fault and its sentence, or None."""
    fault = Comparison(**how).fault(got, want)
    return (fault.kind, str(fault.message)) if fault else None


COLUMN = np.array([[1.0], [2.0], [3.0]])
ROW = np.array([1.0, 2.0, 3.0])
ARRAYS: dict[str, tuple[Any, Any, str, str]] = {
    "None": (None, ROW, "type", "is None; is there a `return`?"),
    "a list": ([1.0, 2.0, 3.0], ROW, "type", "is of type `list`; should be an array of shape (3,)"),
    "a number for an array": (1.0, ROW, "type", "is of type `float`; should be an array of shape (3,)"),
    "an object": (Foreign("Tensor"), ROW, "type", "is of type `Tensor`; should be an array of shape (3,)"),
    "a transposed shape": (np.ones((2, 3)), np.ones((3, 2)), "shape", "has shape (2, 3); should be (3, 2)"),
    "a column": (COLUMN, ROW, "shape", "has shape (3, 1); should be (3,)"),
    "a row": (ROW, COLUMN, "shape", "has shape (3,); should be (3, 1)"),
    "one number for all": (np.ones(1), np.ones(3), "shape", "has shape (1,); should be (3,)"),
    "whole numbers": (np.array([1, 2, 3]), ROW, "dtype", "has dtype int64; should be float64"),
    "half precision": (ROW.astype("f2"), ROW, "dtype", "has dtype float16; should be float64"),
    "single precision": (ROW.astype("f4"), ROW, "dtype", "has dtype float32; should be float64"),
    "truth values": (ROW > 1, ROW, "dtype", "has dtype bool; should be float64"),
    "complex numbers": (ROW * 1j, ROW, "dtype", "has dtype complex128; should be float64"),
    "numbers for truth values": (ROW, ROW > 1, "dtype", "has dtype float64; should be bool"),
    "floats for whole numbers": (ROW, np.array([1, 2, 3]), "dtype", "has dtype float64; should be int64"),
    "a NaN": (np.array([1.0, nan, 3.0]), ROW, "nan",
              "1 of 3 elements are wrong about NaN; the first, at 1, is nan and should be 2"),
    "a missing NaN": (ROW, np.array([nan, 2.0, 3.0]), "nan",
                      "1 of 3 elements are wrong about NaN; the first, at 0, is 1 and should be nan"),
    "an infinity": (np.array([1.0, 2.0, inf]), ROW, "nan",
                    "1 of 3 elements are wrong about inf; the first, at 2, is inf and should be 3"),
    "the other infinity": (np.array([-inf, 1.0]), np.array([inf, 1.0]), "value",
                           "1 of 2 elements differ; the first, at 0, is -inf and should be inf"),
    "one wrong number": (np.array([1.0, 2.5, 3.0]), ROW, "value",
                         "1 of 3 elements differ; the first, at 1, is 2.5 and should be 2"),
    "wrong numbers on two axes": (np.array([[1.0, 2.0], [4.0, 3.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), "value",
                                  "2 of 4 elements differ; the first, at (1, 0), is 4 and should be 3"),
    "nearly right": (np.array([1.0, 1.0 + 1e-6]), np.ones(2), "value",
                     "1 of 2 elements differ; the first, at 1, is 1.000001 and should be 1"),
    "one element": (np.array([2.0]), np.array([3.0]), "value", "is 2; should be 3"),
    "a whole number off by one": (np.array([1, 2]), np.array([1, 3]), "value",
                                  "1 of 2 elements differ; the first, at 1, is 2 and should be 3"),
    "a wrong truth value": (np.array([True, True]), np.array([True, False]), "value",
                            "1 of 2 elements differ; the first, at 1, is 1 and should be 0"),
}  # fmt: skip


@pytest.mark.parametrize("name", ARRAYS)
def test_a_wrong_array_is_told_in_these_words(name: str) -> None:
    got, want, kind, sentence = ARRAYS[name]
    assert told(got, want) == (kind, sentence)


SCALARS: dict[str, tuple[Any, Any, str]] = {
    "a list": ([1.0], 1.0, "is of type `list`; should be a number"),
    "an object": (Foreign("Tensor"), 1.0, "is of type `Tensor`; should be a number"),
    "None": (None, 1.0, "is None; is there a `return`?"),
    "an array of one": (np.ones(1), 1.0, "has shape (1,); should be ()"),
    "a truth value": (True, 1.0, "has dtype bool; should be float64"),
    "a wrong number": (1.5, 1.0, "is 1.5; should be 1"),
    "another text": ("mean", "sum", "is 'mean'; should be 'sum'"),
    "a number for a text": (1, "sum", "is of type `int`; should be 'sum'"),
    "a number for None": (0, None, "is of type `int`; should be None"),
}


@pytest.mark.parametrize("name", SCALARS)
def test_a_wrong_single_value_is_told_in_these_words(name: str) -> None:
    got, want, sentence = SCALARS[name]
    assert (told(got, want) or ("", ""))[1] == sentence


@pytest.mark.parametrize("got", [2.0, 2, np.array(2.0)], ids=repr)
def test_where_a_number_is_expected_a_number_in_any_dress_is_right(got: Any) -> None:
    for want in (2.0, np.float64(2.0), np.array(2.0)):
        assert told(got, want) is None


ONE, TWO = np.ones(2), np.full(2, 2.0)
PARTS: dict[str, tuple[Any, Any, str, str]] = {
    "no tuple": (ONE, (ONE, TWO), "type", "is of type `ndarray`; should be 2 values"),
    "nothing": (None, (ONE, TWO), "type", "is None; should be 2 values"),
    "too few": ((ONE,), (ONE, TWO), "arity", "has 1 values; should have 2"),
    "the first is wrong": ((TWO, ONE), (ONE, TWO), "value",
                           "value 1 (dx): 2 of 2 elements differ; the first, at 0, is 2 and should be 1"),
    "the second is wrong": ((ONE, np.ones(3)), (ONE, TWO), "shape",
                            "value 2 (dweight): has shape (3,); should be (2,)"),
    "one without a name": ((ONE, TWO, None), (ONE, TWO, ONE), "type", "value 3: is None; is there a `return`?"),
    "within a part": ((ONE, (ONE, ONE)), (ONE, (ONE, TWO)), "value",
                      "value 2 (dweight): 2 of 2 elements differ; the first, at 0, is 1 and should be 2"),
    "no dict": (ONE, {"W": ONE}, "type", "is of type `ndarray`; should be a dict"),
    "other keys": ({"w": ONE}, {"W": ONE, "b": TWO}, "arity", "has the keys 'w'; should have 'W', 'b'"),
    "no keys": ({}, {"W": ONE}, "arity", "has the keys none; should have 'W'"),
    "under a key": ({"W": ONE, "b": 3.0}, {"W": ONE, "b": 4.0}, "value", "b: is 3; should be 4"),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_of_several_values_the_wrong_one_is_named(name: str) -> None:
    got, want, kind, sentence = PARTS[name]
    assert told(got, want, names=("dx", "dweight")) == (kind, sentence)


def test_a_list_is_as_good_as_a_tuple_of_values() -> None:
    assert told([ONE, TWO], (ONE, TWO)) is None


def test_of_several_faults_the_most_basic_is_told() -> None:
    want = np.ones((2, 2))
    row, half = np.full(2, nan, "f2"), np.full((2, 2), nan, "f2")
    faults = [told(got, want) for got in ([nan], row, half, half.astype(float), 2 * want)]
    assert [fault and fault[0] for fault in faults] == ["type", "shape", "dtype", "nan", "value"]


@pytest.mark.parametrize(
    ("asked_in", "dtype", "kind"),
    [
        ("float64", "float64", None),
        ("float64", "float32", "dtype"),
        ("float32", "float32", None),
        ("float32", "float64", None),
        ("float32", "float16", "dtype"),
        ("float32", "int64", "dtype"),
        ("int64", "float64", None),
        ("int64", "int64", None),
        ("int64", "bool", "dtype"),
        ("int64", "float16", "dtype"),
    ],
)
def test_the_dtype_of_the_question_says_which_dtypes_an_answer_may_have(
    asked_in: str, dtype: str, kind: str | None
) -> None:
    fault = told(np.ones(3, dtype), np.ones(3), asked_in=asked_in)
    assert (fault and fault[0]) == kind


@pytest.mark.parametrize("dtype", ["int8", "int32", "int64", "uint8", "uint64"])
def test_whole_numbers_of_any_size_are_right_where_whole_numbers_are_asked(dtype: str) -> None:
    assert told(np.array([1, 2], dtype), np.array([1, 2])) is None


@pytest.mark.parametrize(("asked_in", "unit"), [("float64", 2.0**-52), ("float32", 2.0**-23)])
def test_rounding_passes_and_ten_times_the_bound_does_not(asked_in: str, unit: float) -> None:
    # The bound of the module `tolerance` at want = 1: 64 u (|f| + max|f|) = 128 u.
    assert told(np.array([1 + 100 * unit]), np.ones(1), asked_in=asked_in) is None
    assert told(np.array([1 + 1280 * unit]), np.ones(1), asked_in=asked_in) is not None


@pytest.mark.parametrize("want", [nan, inf, -inf])
@pytest.mark.parametrize("asked_in", ["float64", "int64"])
def test_a_whole_number_is_wrong_where_nan_or_infinity_is_expected(want: float, asked_in: str) -> None:
    assert told(5, np.array(want), asked_in=asked_in) is not None
    assert told(np.array([5, 1]), np.array([want, 1.0]), asked_in="int64") is not None


def test_numbers_too_large_to_subtract_are_compared_without_a_warning() -> None:
    assert told(np.array([1e308]), np.array([-1e308])) == ("value", "is 1e+308; should be -1e+308")


SHAPES = st.lists(st.integers(1, 3), max_size=3).map(tuple)


@settings(max_examples=200, deadline=None, database=None)
@given(SHAPES, SHAPES)
def test_an_answer_of_another_shape_is_never_right_though_it_would_broadcast(
    one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    fault = told(np.zeros(one), np.zeros(other))
    assert (fault and fault[0]) == (None if one == other else "shape")


NUMBERS = st.floats() | st.integers(-(2**53), 2**53)
ANSWERS = st.recursive(
    st.none() | NUMBERS | st.text(max_size=3) | st.booleans() | st.lists(st.floats(), max_size=3).map(np.array)
    | st.builds(Foreign, st.text(max_size=3)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


@settings(max_examples=200, deadline=None, database=None)
@given(ANSWERS, st.sampled_from([1.0, ROW, (ONE, TWO), {"W": ONE}, None, np.array([1, 2]), np.array([nan, inf])]))
def test_whatever_was_returned_the_verdict_is_a_sentence_or_right(got: Any, want: Any) -> None:
    fault = told(got, want)
    assert fault is None or fault[1]


def test_complex_answers_are_compared_as_such() -> None:
    a, b = np.array([1 + 1j, 2.0]), np.array([1 + 2j, 2.0])
    assert Comparison(any_dtype=True).fault(a, a.copy()) is None
    assert Comparison(any_dtype=True).fault(a, b) is not None


def test_booleans_and_text_are_told_from_numbers() -> None:
    flags = np.array([True, False])
    assert Comparison(any_dtype=True).fault(flags, np.array([np.inf, 0.0])) is not None
    assert Comparison(any_dtype=True).fault(np.array(["a"]), np.array(["a"])) is None
    assert Comparison(any_dtype=True).fault(np.array(["a"]), np.array([1.0])) is not None
