"""A copy of a notebook with verdicts below its cells: nothing of the student's changes, and nothing of it is markup."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from dlgrade.cli import run
from dlgrade.course import Course
from dlgrade.messages import say
from dlgrade.notebook_feedback import NoNotebook, annotate, without_feedback
from dlgrade.records import CaseResult, Counterexample, Diagnosis, ExerciseResult, Report, TopicResult, Verdict
from dlgrade.reports.cells import exercise, plain, summary
from dlgrade.reports.html import About
from mangled_notebooks import MANGLINGS, RELU_CELL, SOFTMAX, clean, put, written

WRONG_SOFTMAX = SOFTMAX.replace(" - np.max(x, axis=axis, keepdims=True)", "")
Cells = list[dict[str, Any]]


@pytest.fixture
def feedback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Cells]:
    """The cells of the copy that the command makes of a notebook."""
    monkeypatch.chdir(tmp_path)

    def make(raw: bytes, *options: str, name: str = "homework.ipynb") -> Cells:
        (tmp_path / name).write_bytes(raw)
        assert run(["feedback", name, *options]) == 0
        text = (tmp_path / "homework.feedback.ipynb").read_text(encoding="utf-8")
        nbformat.validate(nbformat.reads(text, as_version=4))
        cells: Cells = json.loads(text)["cells"]
        return cells

    return make


def is_ours(cell: dict[str, Any]) -> bool:
    return "dlgrade" in cell.get("metadata", {})


def test_a_verdict_stands_below_each_cell_and_all_else_is_as_it_was(feedback: Callable[..., Cells]) -> None:
    notebook = clean()
    put(notebook, len(notebook["cells"]), WRONG_SOFTMAX)
    cells = feedback(written(notebook))
    assert [c for c in cells if not is_ours(c)] == notebook["cells"]
    assert is_ours(cells[0])
    assert cells[0]["source"].startswith("## ")
    assert "`relu_like`" in cells[0]["source"]
    below = {
        re.match(r"def (\w+)", "".join(cells[i]["source"]))[1]: cells[i + 1]["source"]  # type: ignore[index]
        for i in range(1, len(cells) - 1)
        if is_ours(cells[i + 1])
    }
    assert below.keys() == {"relu", "leaky_relu", "sigmoid", "tanh", "softmax"}
    assert below["relu"] == "✓ **`relu`** passed, 1/1"
    for part in ("✗ **`softmax`** failed", "call      softmax(array(", "expected  array(", "→ ", "**Hint 1 of "):
        assert part in below["softmax"]


def test_feedback_on_a_copy_replaces_what_was_said_before(feedback: Callable[..., Cells], tmp_path: Path) -> None:
    first = feedback(written(clean()))
    again = feedback((tmp_path / "homework.feedback.ipynb").read_bytes(), name="homework.feedback.ipynb")
    assert again == first
    assert not (tmp_path / "homework.feedback.feedback.ipynb").exists()
    mended = json.loads((tmp_path / "homework.feedback.ipynb").read_bytes())
    (cell,) = (c for c in mended["cells"] if c["id"] == f"cell-{RELU_CELL}")
    cell["source"] = "def relu(x):\n    return x"
    later = feedback(json.dumps(mended).encode(), name="homework.feedback.ipynb")
    assert len(later) == len(first)
    assert sum("✗ **`relu`** failed" in "".join(c["source"]) for c in later) == 1


@pytest.mark.parametrize("name", ["a_syntax_error", "a_function_split_before_its_return", "written_to_a_file_instead"])
def test_what_was_lost_is_told_below_the_cell_that_lost_it(course: Course, name: str) -> None:
    raw = without_feedback(MANGLINGS[name](clean()), "x")
    lost = {"a_syntax_error": "tanh", "a_function_split_before_its_return": "sigmoid"}.get(name, "softmax")
    result = ExerciseResult(lost, Verdict.UNREADABLE, 0, 1, False, ())
    cells = json.loads(annotate(raw, report_of(result), {}))["cells"]
    (place,) = (i for i, c in enumerate(cells) if is_ours(c) and f"`{lost}`" in c["source"])
    assert f"def {lost}(" in "".join(cells[place - 1]["source"]).replace("retrun", "return")


@pytest.mark.parametrize("name", ["format_3", "no_ids", "the_same_id_for_all", "colab", "no_metadata", "huge_outputs"])
def test_however_it_was_written_the_sources_stay_and_the_copy_can_be_read_again(name: str) -> None:
    raw = without_feedback(MANGLINGS[name](clean()), "x")
    result = ExerciseResult("relu", Verdict.PASSED, 1, 1, False, ())
    copy = annotate(raw, report_of(result), {})
    cells = [c for c in json.loads(copy)["cells"] if not is_ours(c)]
    assert ["".join(c["source"]) for c in cells] == ["".join(c["source"]) for c in json.loads(raw)["cells"]]
    assert without_feedback(copy.encode(), "x") == raw
    if name not in ("no_ids", "the_same_id_for_all", "no_metadata"):
        nbformat.validate(nbformat.reads(copy, as_version=4))


@pytest.mark.parametrize(
    "raw", [b"", b"5", b"{}", b"\xff\xfe", b'{"nbformat": 3, "worksheets": 5}', b'{"nbformat": 4}']
)
def test_what_is_no_notebook_is_told_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(NoNotebook, match="cannot be read"):
        without_feedback(raw, "a.ipynb")


def test_a_notebook_without_an_exercise_is_nothing_to_grade(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text('{"nbformat": 4, "cells": []}', encoding="utf-8")
    assert run(["feedback", str(path)]) == 5
    assert "There is no exercise in" in capsys.readouterr().err


# ── What strangers wrote ──────────────────────────────────────────────────────────────────────────────────

HOSTILE = [
    "<script>alert(1)</script>", "</code></pre><img src=x onerror=alert(1)>", "```\n# heading", "| a | b |",
    "$\\href{javascript:alert(1)}{x}$", "\\(x\\) \\[y\\] \\begin{equation}", "[a](javascript:alert(1))", "~~~\n- a",
    "![a](http://example.com/x.png)", "http://example.com www.example.com", "@somebody", "&lt;b&gt; &#36;x&#36;",
    "a\x00b\x1b[31m\u202e\u2066", "\ud800", "`" * 9, "`$a$`", "x" * 3000, "<!-- ", "\u2028# heading", "**", "_a_",
]  # fmt: skip


def report_of(*results: ExerciseResult) -> Report:
    return Report("a", "a", "0" * 64, 3, (TopicResult("topic", 0, 1, 0, results),))


def hostile_result(text: str) -> ExerciseResult:
    case = CaseResult(text, Verdict.FAILED, say("{what}", what=text))
    other = CaseResult("another", Verdict.FAILED, say("no"))
    return ExerciseResult(
        text,
        Verdict.FAILED,
        0,
        1,
        False,
        (case, other),
        Diagnosis(text, say("{a}", a=text)),
        Counterexample(text, text, text),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_submission_is_markup_nor_a_formula(text: str) -> None:
    from markdown_it import MarkdownIt

    cell = exercise(hostile_result(text), About("", "", text, 1, 3))
    page = MarkdownIt("commonmark").enable("table").render(cell)
    allowed = {"p", "code", "strong", "em", "pre"}
    assert {tag.lower() for tag in re.findall(r"<[/]?([a-zA-Z][\w-]*)", page)} <= allowed
    assert not re.search(r"<!--(?! -->)", page)
    harmless = exercise(hostile_result("harmless"), About("", "", "harmless", 1, 3))
    blocks = re.compile(r"<(p|pre|strong|em)\b")
    assert blocks.findall(page) == blocks.findall(MarkdownIt("commonmark").enable("table").render(harmless))
    # Jupyter's MathJax looks at all that is not in a code element.
    rendered = re.sub(r"<code.*?</code>", "", page, flags=re.DOTALL)
    assert not re.search(r"[$\\]|&#36;|&#92;", rendered)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_topic_has_one_row(text: str) -> None:
    from markdown_it import MarkdownIt

    report = Report("a", "a", "0" * 64, 3, (TopicResult(text, 0, 1, 0, ()),))
    page = MarkdownIt("commonmark").enable("table").render(summary(report))
    assert page.count("<tr>") == 2
    assert page.count("<td") == 4


def test_a_sentence_keeps_its_blanks_beside_code() -> None:
    assert plain(" and ") == " and "
    assert exercise(
        ExerciseResult(
            "f", Verdict.FAILED, 0, 1, False, (CaseResult("a", Verdict.FAILED, say("use `x` and `y` here")),)
        )
    ).endswith("use `x` and `y` here")


def test_a_bar_is_full_only_where_nothing_is_missing() -> None:
    almost = TopicResult("topic", 0.999, 1, 0, (ExerciseResult("f", Verdict.FAILED, 0.999, 1, False, ()),))
    assert "░" in summary(Report("a", "a", "", 3, (almost,)))
    full = TopicResult("topic", 1, 1, 0, (ExerciseResult("f", Verdict.PASSED, 1, 1, False, ()),))
    assert "░" not in summary(Report("a", "a", "", 3, (full,)))
