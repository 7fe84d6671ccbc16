"""A suite's function as text: it runs by itself, with NumPy alone, and does what the function did."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from dlgrade.suite.source import NotSelfContained, source_of

SUITE = '''
"""A suite as authors write it."""

import itertools
import math
from collections import Counter

from dlgrade.suite import F, np, torch

SCALE = 3.0
NAMES = ("a", "b")
size = 100.0
TABLE = {"a": 1}


def scaled(x):
    """Reads a constant."""
    return SCALE * x


def wave(x):
    return scaled(x) + math.sin(0.0)


def pairs(x):
    return [a + b for a, b in itertools.pairwise(x)] + list(NAMES)


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)


def last(x):
    """`size` is an attribute here and a name of the module besides."""
    return np.asarray(x).size


def nested(x):
    def inner(y):
        return scaled(y) + 1

    return [inner(y) for y in x]


def with_default(x, by=SCALE):
    return x * by


class Base:
    factor = 2.0

    def grow(self, x):
        return scaled(x) * self.factor


class Sized:
    factor = SCALE

    def __call__(self, x, by=SCALE):
        return self.factor * x + by


class Grown(Base):
    def __init__(self, start=1.0):
        self.start = start

    def __call__(self, x):
        return self.grow(x) + self.start


first, second = (lambda x: x + 1), (lambda x: x + 2)
alike = [lambda x, by=2: x * by, lambda x, by=2: x**by, lambda x, by=4: x * by]
spread = (
    lambda x, slope=0.5:
    np.where(x > 0, x, slope * x)
)
deep = lambda x: (lambda y: scaled(y))(x)
either = lambda x: x if x > 0 else -x
both = [lambda x: x if x > 0 else 0, lambda x: 0 if x > 0 else x, lambda x: not x, lambda x: x > 0 and x < 9]
holding = lambda x: [f(x) for f in (lambda y: y + 1, lambda y: y * 2)]
constant = lambda x: 7


def with_torch(x):
    return torch.relu(x)


def through_a_helper(x):
    return with_torch(x)


def with_a_table(x):
    return TABLE[x]


def with_an_import_of_a_name(x):
    return Counter(x)
'''


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    path = tmp_path_factory.mktemp("suite") / "specimen.py"
    path.write_text(SUITE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("specimen_suite", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["specimen_suite"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules["specimen_suite"]


def made(thing: Any) -> Any:
    """What the source of `thing` defines, run in a namespace of its own."""
    namespace: dict[str, Any] = {}
    exec(compile(source_of(thing, "answer"), "<source>", "exec"), namespace)
    return namespace["answer"]


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("scaled", 2.0), ("wave", 2.0), ("pairs", (1, 2, 4)), ("even", 4), ("odd", 4), ("last", [1, 2]),
        ("nested", [1.0]), ("first", 1), ("second", 1), ("deep", 2.0),
    ],
)  # fmt: skip
def test_the_text_does_what_the_function_does(suite: ModuleType, name: str, argument: Any) -> None:
    function = getattr(suite, name)
    assert made(function)(argument) == function(argument)


def test_a_lambda_over_several_lines_keeps_its_defaults(suite: ModuleType) -> None:
    x = np.array([-2.0, 1.0])
    assert made(suite.spread)(x).tolist() == [-1.0, 1.0]
    assert made(suite.spread)(x, slope=0.0).tolist() == [0.0, 1.0]


def test_lambdas_on_one_line_are_told_apart(suite: ModuleType) -> None:
    assert [made(f)(3) for f in suite.alike] == [6, 9, 12]
    assert [made(f)(3) for f in suite.both] == [3, 0, False, True]


def test_a_lambda_that_branches_or_holds_others_is_found(suite: ModuleType) -> None:
    assert made(suite.either)(-2) == 2
    assert made(suite.holding)(3) == [4, 6]
    assert made(suite.constant)(3) == 7


def test_a_default_that_is_a_constant_of_the_module_crosses(suite: ModuleType) -> None:
    assert made(suite.with_default)(2.0) == 6.0


def test_a_class_crosses_with_the_constants_of_its_body(suite: ModuleType) -> None:
    assert made(suite.Sized)()(2.0) == 9.0


def test_a_class_crosses_with_its_bases_and_its_helpers(suite: ModuleType) -> None:
    grown = made(suite.Grown)
    assert grown(4.0)(1.0) == suite.Grown(4.0)(1.0) == 10.0


def test_only_what_is_used_crosses(suite: ModuleType) -> None:
    source = source_of(suite.last, "answer")
    assert "size = 100" not in source
    assert "scaled" not in source
    assert "torch" not in source_of(suite.wave, "answer")


@pytest.mark.parametrize("name", ["with_torch", "through_a_helper", "with_a_table", "with_an_import_of_a_name"])
def test_what_cannot_cross_is_named_in_the_error(suite: ModuleType, name: str) -> None:
    with pytest.raises(NotSelfContained, match=r"torch|TABLE|Counter"):
        source_of(getattr(suite, name), "answer")


def test_the_name_may_be_that_of_the_function_itself(suite: ModuleType) -> None:
    namespace: dict[str, Any] = {}
    exec(source_of(suite.wave, "wave"), namespace)
    assert namespace["wave"](2.0) == 6.0
