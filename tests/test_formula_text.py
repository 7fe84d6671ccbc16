"""A formula on a terminal says what its LaTeX says: each expected drawing was set by hand."""

from __future__ import annotations

import re

import pytest
from dlgrade.course import Course
from dlgrade.docstring import read_statement
from dlgrade.reports.formula_text import formula_text
from dlgrade.reports.text_box import columns

DRAWN = {
    r"y_i = x_i^2": "yᵢ = xᵢ²",
    r"x - y + -z": "x − y + −z",
    r"e^{-x}": "e⁻ˣ",
    r"e^{-x_i}": "e^(−xᵢ)",
    r"z_{ncuv} w": "z_ncuv w",
    r"\hat{x}_i + \bar{y}": "x̂ᵢ + ȳ",
    r"\operatorname{relu}(x) = \max(0, x)": "relu(x) = max(0, x)",
    r"\ln x": "ln x",
    r"a \iff b \setminus c \sim U": "a ⇔ b ∖ c ∼ U",
    r"\sqrt{x} + \sqrt{x + 1}": "√x + √(x + 1)",
    r"|x| + \lVert w \rVert_2": "|x| + ‖w‖₂",
    r"\theta_{t-1} \, g": "θₜ₋₁ g",
    r"\text{keep } i": "keep i",
    r"\frac{1}{2} x": "1\n─ x\n2",
    r"\frac{a}{b + c}": "  a\n─────\nb + c",
    r"-\frac{1}{N}": "  1\n− ─\n  N",
    r"\sum_{i=1}^{n} x_i": " n\n ∑  xᵢ\ni=1",
    r"\left(1 - \frac{t}{T}\right)^p": "⎛    t⎞ᵖ\n⎜1 − ─⎟\n⎝    T⎠",
    r"y = \begin{cases} 0 & x < 0 \\ x & \text{else} \end{cases}": "    ⎧ 0  x < 0\ny = ⎨\n    ⎩ x  else",
    r"\begin{cases} 1 & a \\ 2 & b \\ 3 & c \end{cases}": "⎧ 1  a\n⎨ 2  b\n⎩ 3  c",
}


@pytest.mark.parametrize(("latex", "drawn"), DRAWN.items(), ids=lambda value: str(value)[:30])
def test_a_formula_is_drawn(latex: str, drawn: str) -> None:
    assert formula_text(latex) == drawn


def test_what_is_too_wide_is_cut_at_wide_blanks_and_then_before_a_sign() -> None:
    latex = r"a = b, \quad c = d + e"
    assert formula_text(latex, 40) == "a = b,   c = d + e"
    assert formula_text(latex, 12) == "a = b,\nc = d + e"
    assert formula_text(latex, 8) == "a = b,\nc = d\n  + e"


@pytest.mark.parametrize("latex", [r"\nonsense{x}", r"\frac{1}{", r"x_{", "\\", r"\begin{cases} x"])
def test_what_cannot_be_drawn_is_left_to_latex(latex: str) -> None:
    assert formula_text(latex) is None


def test_what_fits_nowhere_is_left_to_latex() -> None:
    assert formula_text(r"\frac{a + b + c}{d}", 5) is None


def test_every_formula_of_the_course_is_drawn_on_a_terminal_of_80_columns(course: Course) -> None:
    for exercise in course.exercises():
        latex = read_statement(course.topic_of(exercise).solution_path, exercise.name).formula
        drawn = formula_text(latex, 76)
        assert drawn is not None, exercise.name
        assert not re.search(r"[\\&$]", drawn), drawn
        assert max(map(columns, drawn.split("\n"))) <= 76
        assert all(line == line.rstrip() for line in drawn.split("\n"))
