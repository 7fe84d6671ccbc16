"""A notebook in a real kernel: solved and run from top to bottom, and graded in place."""

from __future__ import annotations

import ast
import re
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from browser import Driver, complaints, open_page, photograph
from conftest import ROOT
from dlgrade.course import Course
from dlgrade.homework import compose
from nbclient import NotebookClient

CODE = nbformat.v4.new_code_cell
WRONG = """def softmax(x, axis=-1):
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)"""


def solved(course: Course, name: str) -> Any:
    """The notebook that the command writes, with the solutions filled in."""
    notebook = nbformat.reads(compose(course, course.select(name)), as_version=4)
    topics = {course.topic_of(e) for e in course.select(name).exercises}
    for topic in topics:
        source = topic.solution_path.read_text(encoding="utf-8")
        solutions = {n.name: n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        for cell in notebook.cells:
            if cell.id in solutions:
                cell.source = ast.get_source_segment(source, solutions[cell.id])
    return notebook


@pytest.fixture(scope="module")
def ran(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One kernel for all that is looked at here: a kernel and a grading process take seconds to start."""
    notebook = solved(course, "softmax_like")
    # What the solutions import from other topics, a student writes in a cell.
    sigmoid = "def sigmoid(x):\n    return np.where(x < 0, np.exp(-np.abs(x)), 1.0) / (1 + np.exp(-np.abs(x)))"
    notebook.cells.insert(2, CODE(sigmoid, id="helper"))
    more = {
        "right": "%dlgrade softmax",
        "broken": "np.exp = None; np.seterr(all='raise')\nglobals()['softmax'] = None",
        "still right": "%dlgrade softmax --quiet",
        "wrong": WRONG,
        "diagnosed": "%dlgrade softmax",
        "a typo": "%dlgrade sofmax",
        "an option": "%dlgrade softmax --nonsense",
        "a quote": "%dlgrade 'softmax",
        "not begun": "%dlgrade relu",
        "help": "%dlgrade --help",
        "covered": "%dlgrade softmax --reveal verdict",
        "again": "%reload_ext dlgrade\n%dlgrade softmax -q",
    }
    notebook.cells += [CODE(source, metadata={"tags": [key]}) for key, source in more.items()]
    folder = tmp_path_factory.mktemp("notebook")
    where = {"metadata": {"path": str(folder)}}
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", allow_errors=True, resources=where)
    return client.execute()


def outputs(ran: Any, key: str) -> list[Any]:
    (cell,) = (c for c in ran.cells if c.id == key or c.metadata.get("tags") == [key])
    return list(cell.outputs)


def shown(ran: Any, key: str) -> dict[str, str]:
    """What a cell shows, by kind; it is one thing."""
    (output,) = outputs(ran, key)
    assert output.output_type == "display_data", output
    data: dict[str, str] = output.data
    return data


def page_in(html: str) -> str:
    (page,) = re.findall(r'srcdoc="([^"]*)"', html)
    return unescape(page)


def test_a_solved_notebook_scores_full_marks_in_its_own_kernel(ran: Any) -> None:
    data = shown(ran, "grade")
    assert "100 %" in data["text/plain"]
    page = page_in(data["text/html"])
    assert page.startswith("<!doctype html>")
    assert "<strong>100 %</strong>" in page
    assert "100 %" in shown(ran, "right")["text/plain"]


def test_what_a_notebook_does_to_its_kernel_changes_no_score(ran: Any) -> None:
    assert "100 %" in shown(ran, "still right")["text/plain"]
    assert "text/html" not in shown(ran, "still right")


def test_a_wrong_answer_is_diagnosed_on_the_page_and_in_the_text(ran: Any) -> None:
    data = shown(ran, "diagnosed")
    for form in (data["text/plain"], page_in(data["text/html"])):
        assert "softmax" in form
        assert "failed" in form
    assert "→ " in data["text/plain"]
    assert "What went wrong" in page_in(data["text/html"])
    assert 'class="hint"' in page_in(data["text/html"])
    assert "call" not in shown(ran, "covered")["text/plain"]


def test_a_page_in_a_frame_is_markup_of_ours_alone(ran: Any) -> None:
    html = shown(ran, "diagnosed")["text/html"]
    assert re.sub(r'srcdoc="[^"]*"', "", html).count("<") == 4
    assert " sandbox " in html


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("a typo", "UsageError: There is no week, topic, exercise or command `sofmax`; did you mean `softmax`"),
        ("an option", "UsageError: No such option"),
        ("a quote", "UsageError: No closing quotation"),
        ("not begun", "UsageError: No cell was run yet that defines relu; run your cells first."),
    ],
)
def test_a_mistake_is_told_in_a_sentence(ran: Any, key: str, sentence: str) -> None:
    (output,) = outputs(ran, key)
    assert (output.output_type, output.name) == ("stream", "stderr")
    assert output.text.startswith(sentence)
    assert "Traceback" not in output.text


def test_help_is_shown_and_loading_again_is_no_trouble(ran: Any) -> None:
    (output,) = outputs(ran, "help")
    assert output.text.startswith("Usage: %dlgrade [OPTIONS] NAME")
    (output,) = outputs(ran, "again")
    assert "1/1" not in output.data["text/plain"]


def test_the_frame_shows_the_page_in_a_browser(ran: Any, browser: Driver, tmp_path: Path) -> None:
    path = tmp_path / "cell.html"
    path.write_text(f"<!doctype html><meta charset=utf-8>{shown(ran, 'diagnosed')['text/html']}", encoding="utf-8")
    open_page(browser, path, width=800)
    assert complaints(browser) == []
    frame = browser.find_element("css selector", "iframe")
    assert frame.size["height"] >= 300
    browser.switch_to.frame(frame)
    try:
        assert "softmax" in browser.find_element("css selector", "main").text
        browser.find_element("css selector", "td, th a").click()
        assert browser.find_element("css selector", "h1").is_displayed()
    finally:
        browser.switch_to.default_content()
    (ROOT / "build" / "pictures").mkdir(parents=True, exist_ok=True)
    (ROOT / "build" / "pictures" / "notebook-cell-800.png").write_bytes(photograph(browser, 800, 700))
