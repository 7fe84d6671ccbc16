"""A relation is told where it is true of every answer, in whatever form the mistake was made, and nowhere else."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from dlgrade.author.proof import examine_misconception
from dlgrade.judge.diagnose import diagnose, holds
from dlgrade.judge.question import Asked, Questions
from dlgrade.records import Diagnosis
from dlgrade.suite import arrays, call, exercise, integers, torch
from dlgrade.suite.exercise import Exercise, Misconception
from dlgrade.suite.inputs import Inputs

Function = Callable[..., Any]
OTHER_SEED = 7
BATCHES = {"a batch": arrays(5, 7), "another batch": arrays(3, 4)}
SQUARES = {"a square": arrays(6, 6), "another square": arrays(4, 4)}


def sinh(x: Any) -> Any:
    return torch.sinh(x)


def softplus(x: Any) -> Any:
    return torch.nn.functional.softplus(x)


@dataclass(frozen=True)
class Mistake:
    """A reference, a wrong formula for it, and a part of what should be said of it."""

    reference: Function
    wrong: Function
    says: str = ""
    cases: Mapping[str, Inputs] = field(default_factory=lambda: BATCHES)
    returns: tuple[str, ...] = ()
    signature: Function | None = None

    def exercise(self) -> Exercise:
        # It lends the arguments their names.
        another = functools.wraps(self.signature or self.wrong)(lambda *args, **kwargs: None)
        made = exercise(
            reference=self.reference, cases=self.cases,
            misconceptions={"another": ("", another)}, hints=(), source="", returns=self.returns,
            laws=("strided", "float32", "rows", "empty"),
        )  # fmt: skip
        return made.named("toy", "toys", 1)

    def asked(self, wrong: Function, seed: int = 0) -> list[Asked]:
        return examine_misconception(self.exercise(), Misconception("wrong", "", wrong), Questions(), seed)

    def told(self) -> Diagnosis | None:
        return diagnose(self.exercise(), self.asked(self.wrong))


def spoiled(answer: Any) -> Any:
    """Off by up to a thousandth, each number by its own share: no relation survives it."""
    if isinstance(answer, tuple):
        return tuple(map(spoiled, answer))
    answer = np.asarray(answer, dtype=float)
    return answer * (1 + 1e-3 * np.sin(1 + np.arange(answer.size) ** 2).reshape(answer.shape))


WITH_BIAS = {"a batch": call(arrays(5, 7), arrays(7)), "another batch": call(arrays(3, 4), arrays(4))}
WITH_DOUT = {"a batch": call(arrays(5, 7), arrays(5, 7)), "another batch": call(arrays(3, 4), arrays(3, 4))}
WITH_RATE = {
    "a step": call(arrays(5, 7), arrays(5, 7), lr=0.3),
    "another step": call(arrays(3, 4), arrays(3, 4), lr=0.01),
}
WITH_ALPHA = {
    "the default": arrays(5, 7),
    "a slope of 0.3": arrays(5, 7).with_(alpha=0.3),
    "a slope of 2.5": arrays(3, 4).with_(alpha=2.5),
}
ROWS = {"a row": arrays(20), "another row": arrays(9)}


def with_alpha(x: Any, alpha: float = 1.0) -> Any:
    return torch.where(x > 0, x, alpha * torch.sinh(x))


def two_sums(x: Any) -> Any:
    return torch.sinh(x).sum(0), torch.sinh(x).sum(1)


OF_ALL_NUMBERS: dict[str, Mistake] = {
    "sign": Mistake(sinh, lambda x: -np.sinh(x), "All your numbers have the wrong sign"),
    "constant-factor": Mistake(sinh, lambda x: 2 * np.sinh(x), "All your numbers are twice what they should be"),
    "constant-factor of a root": Mistake(sinh, lambda x: np.sqrt(2) * np.sinh(x), "√2 times"),
    "constant-factor of a third": Mistake(sinh, lambda x: np.sinh(x) / 3, "1/3 times"),
    "named-factor": Mistake(sinh, lambda x: len(x) * np.sinh(x), "times the number of rows of `x`"),
    "named-factor of one case": Mistake(
        sinh, lambda x: np.sinh(x) * x.shape[1], "7 times what they should be, and 7 is the number of columns of `x`",
        {"a batch": arrays(5, 7)},
    ),
    "named-factor of an option": Mistake(
        lambda x, p: torch.sinh(x), lambda x, p: np.sinh(x) / (1 - p), "divided by 1 − `p`",
        {"a fifth": call(arrays(5, 7), p=0.2), "three tenths": call(arrays(3, 4), p=0.3)},
    ),
    "one-factor": Mistake(sinh, lambda x: np.sinh(x) * (1 + abs(x).max()), "right proportions"),
    "factor-along-axis": Mistake(sinh, lambda x: np.sinh(x) * (2 + np.sin(x[:, :1])), "right proportions"),
    "constant-offset": Mistake(sinh, lambda x: np.sinh(x) + 0.25, "too large by 0.25"),
    "one-offset": Mistake(sinh, lambda x: np.sinh(x) + x.max(), "right distances"),
    "offset-along-axis": Mistake(sinh, lambda x: np.sinh(x) + x[:, :1], "right distances"),
    "straight-line": Mistake(sinh, lambda x: 2 * np.sinh(x) - 1, "2 times what they should be"),
    "one-minus": Mistake(sinh, lambda x: 1 - np.sinh(x), "1 minus what they should be"),
    "square": Mistake(sinh, lambda x: np.sinh(x) ** 2, "squares"),
    "root": Mistake(softplus, lambda x: np.sqrt(np.logaddexp(0, x)), "square roots"),
    "exp-too-many": Mistake(sinh, lambda x: np.exp(np.sinh(x)), "exponentials"),
    "log-too-many": Mistake(softplus, lambda x: np.log(np.logaddexp(0, x)), "logarithms"),
    "reciprocal": Mistake(softplus, lambda x: 1 / np.logaddexp(0, x), "1 divided by"),
    "absolute": Mistake(sinh, lambda x: np.abs(np.sinh(x)), "lost their sign"),
    "negatives-dropped": Mistake(sinh, lambda x: np.maximum(np.sinh(x), 0), "0 where they should be negative"),
    "tanh-too-many": Mistake(sinh, lambda x: np.tanh(np.sinh(x)), "tanh"),
    "clamped": Mistake(sinh, lambda x: np.minimum(np.sinh(x), 0.5), "stop at 0.5"),
    "not-clamped": Mistake(lambda x: torch.sinh(x).clamp(max=0.5), np.sinh, "clamp is missing"),
    "unchanged-argument": Mistake(sinh, lambda x: x, "those of `x`"),
    "missing-term": Mistake(lambda x, b: torch.sinh(x) + b, lambda x, b: np.sinh(x), "if `b` is added", WITH_BIAS),
    "extra-term": Mistake(
        lambda x, b: torch.sinh(x) + b, lambda x, b: np.sinh(x) + 2 * b, "if `b` is subtracted", WITH_BIAS
    ),
    "sign-of-term": Mistake(
        lambda x, b: torch.sinh(x) + b, lambda x, b: np.sinh(x) - b, "the sign before `b`", WITH_BIAS
    ),
    "missing-factor": Mistake(
        lambda dout, x: dout * torch.cosh(x), lambda dout, x: np.cosh(x), "multiplied with `dout`", WITH_DOUT
    ),
    "extra-factor": Mistake(
        lambda dout, x: torch.cosh(x), lambda dout, x: dout * np.cosh(x), "with `dout` once too often", WITH_DOUT
    ),
    "factor-turned-over": Mistake(
        lambda dout, x: dout * torch.cosh(x), lambda dout, x: np.cosh(x) / dout, "divided by `dout`", WITH_DOUT
    ),
    "step-turned-round": Mistake(
        lambda w, g, lr: w - lr * torch.sinh(g), lambda w, g, lr: w + lr * np.sinh(g), "away from `w`", WITH_RATE
    ),
    "step-length": Mistake(
        lambda w, g, lr: w - lr * torch.sinh(g), lambda w, g, lr: w - np.sinh(g), "multiply it with `lr`", WITH_RATE
    ),
    "step-alone": Mistake(
        lambda w, g, lr: w - lr * torch.sinh(g), lambda w, g, lr: lr * np.sinh(g), "take it from `w`", WITH_RATE
    ),
    "transposed": Mistake(sinh, lambda x: np.sinh(x).T, "rows and columns are exchanged"),
    "transposed in a square": Mistake(sinh, lambda x: np.sinh(x).T, "rows and columns are exchanged", SQUARES),
    "axes-exchanged": Mistake(
        sinh, lambda x: np.sinh(x).transpose(2, 0, 1), "(2, 0, 1)", {"images": arrays(2, 3, 4), "more": arrays(3, 5, 2)}
    ),
    "reversed": Mistake(sinh, lambda x: np.sinh(x)[:, ::-1], "reverse order along axis 1"),
    "shifted": Mistake(sinh, lambda x: np.sinh(np.roll(x, 1)), "one place too late", ROWS),
    "added-up": Mistake(sinh, lambda x: np.cumsum(np.sinh(x)), "added up", ROWS),
    "not-added-up": Mistake(lambda x: torch.sinh(x).cumsum(0), np.sinh, "should be added up", ROWS),
    "axis-of-length-1": Mistake(sinh, lambda x: np.sinh(x)[None], "an axis of length 1 too many"),
    "not-reduced": Mistake(lambda x: torch.sinh(x).mean(), np.sinh, "the mean of them"),
    "reduced-too-far": Mistake(sinh, lambda x: np.sinh(x).sum(1), "the sum of what should be returned"),
    "some-missing": Mistake(sinh, lambda x: np.sinh(x)[:-1], "missing at the end of axis 0: 1"),
    "some-too-many": Mistake(lambda x: torch.sinh(x)[1:], np.sinh, "1 too many at the beginning", ROWS),
    "every-with-every": Mistake(
        lambda a, b: torch.sinh(a) - b, lambda a, b: np.sinh(a)[:, None] - b, "diagonal",
        {"a pair": call(arrays(6), arrays(6)), "another": call(arrays(4), arrays(4))},
    ),
    "as-if": Mistake(
        lambda x, y: torch.sin(3 * x) * y, lambda x, y: np.sin(3 * np.sqrt(2) * x / np.sqrt(2) * 2) * y,
        "2 · `x` in the place of `x`", WITH_DOUT,
    ),
    "arguments-exchanged": Mistake(
        lambda a, b: torch.sin(a) - b**2, lambda a, b: np.sin(b) - a**2, "`a` and `b` exchanged", WITH_DOUT
    ),
    "option-ignored": Mistake(
        with_alpha, lambda x, alpha=1.0: np.where(x > 0, x, np.sinh(x)), "without `alpha`", WITH_ALPHA
    ),
    "nearly-right": Mistake(sinh, lambda x: np.sinh(x) * (1 + 1e-7 * np.sin(9 * x)), "five digits"),
    "float32": Mistake(sinh, lambda x: np.sinh(x.astype("float32")).astype(float), "float32"),
    "order-kept": Mistake(sinh, lambda x: np.arctan(3 * x + 1), "rise and fall as they should"),
    "order-turned-round": Mistake(sinh, lambda x: np.arctan(1 - 3 * x), "look for a sign"),
}  # fmt: skip

# Of some numbers, the rest being right; or of what all right answers have.
OF_SOME: dict[str, Mistake] = {
    "right-elsewhere": Mistake(sinh, lambda x: np.where(x < 0, np.cos(9 * x), np.sinh(x)), "where `x` is negative"),
    "sign": Mistake(sinh, lambda x: np.abs(np.sinh(x)) * (x < 0) + np.sinh(x) * (x > 0), "lost their sign"),
    "right-elsewhere in a column": Mistake(
        sinh, lambda x: np.where(np.arange(x.shape[1]) == 0, np.cos(9 * x), np.sinh(x)), "in the first place of axis 1"
    ),
    "right-elsewhere on the diagonal": Mistake(
        sinh, lambda x: np.where(np.eye(*x.shape) > 0, np.cos(9 * x), np.sinh(x)), "on the diagonal", SQUARES
    ),
    "right-elsewhere at ties": Mistake(
        lambda a, b: torch.sinh(a.double()) * b, lambda a, b: np.where(a == b, np.cos(9 * a), np.sinh(a) * b),
        "where `a` equals `b`", {"whole numbers": call(integers(8, 9, low=2, high=6), integers(8, 9, low=2, high=6))},
    ),
    "wrong-in-a-range": Mistake(
        sinh, lambda x: np.where(abs(x - 0.8) < 0.6, np.cos(9 * x), np.sinh(x)), "for one range of values of `x`",
        {"many": arrays(40, 3)},
    ),
    "right-in-other-values": Mistake(
        two_sums, lambda x: (np.sinh(x).sum(0), np.cos(9 * x).sum(1)), "only `rows` is wrong",
        returns=("columns", "rows")
    ),
    "right-in-other-calls": Mistake(
        with_alpha, lambda x, alpha=1.0: np.where(x > 0, x, np.sinh(x)) if alpha == 1 else np.cos(9 * x),
        "with `alpha`", WITH_ALPHA,
    ),
    "negative": Mistake(softplus, lambda x: np.cos(9 * x), "negative in part, where the right ones never are"),
    "as-if of an option that some calls leave out": Mistake(
        with_alpha, lambda x, alpha=1.0: np.where(x > 0, x, 2 * alpha * np.sinh(x)), "2 · `alpha`", WITH_ALPHA,
        signature=lambda x, alpha=1.0: None,
    ),
    "other-default": Mistake(
        with_alpha, lambda x, alpha=2.0: np.where(x > 0, x, alpha * np.sinh(x)), "look at its default", WITH_ALPHA,
        signature=lambda x, alpha=1.0: None,
    ),
    "not-normalised": Mistake(
        lambda x: torch.softmax(x, 1), lambda x: np.abs(np.cos(9 * x)), "should sum to 1 along an axis"
    ),
    "zeros": Mistake(sinh, lambda x: 0 * x, "All your numbers are 0"),
    "constant": Mistake(sinh, lambda x: 0 * x + 0.7, "0.7, whatever the input is"),
    "all-nan": Mistake(sinh, lambda x: x * np.nan, "NaN"),
}  # fmt: skip


def relation(name: str) -> str:
    return f"relation/{name.partition(' ')[0]}"


@pytest.mark.parametrize("name", OF_ALL_NUMBERS)
def test_a_relation_that_is_true_is_told_and_holds_for_other_inputs(name: str) -> None:
    mistake = OF_ALL_NUMBERS[name]
    found = mistake.told()
    assert found is not None
    assert found.id == relation(name)
    assert mistake.says in str(found.message)
    assert holds(mistake.exercise(), mistake.asked(mistake.wrong, OTHER_SEED), found)


@pytest.mark.parametrize("name", [n for n in OF_ALL_NUMBERS if not n.startswith("order-")])
def test_a_relation_that_is_nearly_true_is_not_told(name: str) -> None:
    mistake = OF_ALL_NUMBERS[name]
    found = mistake.told()
    assert found is not None
    near = mistake.asked(lambda *args, **kwargs: spoiled(mistake.wrong(*args, **kwargs)))
    assert any(a.fault for a in near)
    assert not holds(mistake.exercise(), near, found)
    told = diagnose(mistake.exercise(), near)
    assert told is None or told.id != found.id


@pytest.mark.parametrize("name", OF_SOME)
def test_what_is_wrong_in_one_place_or_lacks_a_property_is_told(name: str) -> None:
    mistake = OF_SOME[name]
    found = mistake.told()
    assert found is not None
    assert mistake.says in str(found.message)
    assert found.id == relation(name) or name == "sign"
    assert holds(mistake.exercise(), mistake.asked(mistake.wrong, OTHER_SEED), found)


STRANGE: dict[str, Callable[[Any], Any]] = {
    "inf": lambda x: x * np.inf,
    "nothing but NaN, and in one row": lambda x: np.full_like(x, np.nan)[0],
    "larger than a float": lambda x: 10**400,
    "complex numbers": lambda x: x + 1j,
    "truth values": lambda x: x > 0,
    "no elements": lambda x: x[:0],
    "no axes": lambda x: x.sum(),
    "many axes": lambda x: x.reshape((1,) * 20 + x.shape),
    "text": lambda x: np.array(["a\x00\u202e"]),
    "objects": lambda x: [object()],
    "nested": lambda x: {"a": (x, [x])},
    "bytes": lambda x: x.astype("int8"),
    "the largest numbers": lambda x: np.where(x > 0, 1.7e308, -1.7e308),
    "the smallest numbers": lambda x: np.full(x.shape, 5e-324),
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_answer_is_no_error_of_ours(name: str) -> None:
    mistake = Mistake(sinh, STRANGE[name])
    for asked in (mistake.asked(mistake.wrong), mistake.asked(lambda x: (mistake.wrong(x), x))):
        assert any(a.fault for a in asked)
        found = diagnose(mistake.exercise(), asked)
        assert found is None or str(found.message).isprintable()


FLAT: dict[str, tuple[Function, Function]] = {
    "all numbers are 0 or 1, and one minus these as well": (lambda x: (x > 0).double(), lambda x: np.ones(x.shape)),
    "all are alike": (lambda x: 0 * x + 3, lambda x: 0 * x + 6),
    "a quarter and a half": (lambda x: 0.25 + 0.25 * (x > 0), lambda x: 0.5 + 0.5 * (x > 0)),
}


@pytest.mark.parametrize("name", FLAT)
def test_numbers_that_meet_by_chance_carry_no_relation(name: str) -> None:
    reference, wrong = FLAT[name]
    found = Mistake(reference, wrong).told()
    assert found is None or found.id in ("relation/right-elsewhere", "relation/not-zero-or-one")
