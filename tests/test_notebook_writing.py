"""A notebook to work in: valid, the same each time, with what each exercise asks; and work in it is never lost."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import dlgrade, grade_path
from dlgrade.cli import run
from dlgrade.course import Course
from dlgrade.docstring import read_statement
from dlgrade.homework import compose, file_name, stub
from dlgrade.submission import read
from mangled_notebooks import SOFTMAX


def cells_of(course: Course, name: str) -> list[Any]:
    # `nbformat` notes down what is not valid, and raises nothing.
    notebook = json.loads(compose(course, course.select(name)))
    nbformat.validate(notebook)
    return [nbformat.from_dict({**cell, "source": "".join(cell["source"])}) for cell in notebook["cells"]]


@pytest.fixture(scope="module")
def weeks(course: Course) -> dict[int, list[Any]]:
    return {week: cells_of(course, f"week{week}") for week in course.weeks()}


def test_every_week_is_a_valid_notebook_with_one_cell_for_each_exercise(
    course: Course, weeks: dict[int, list[Any]]
) -> None:
    for week, cells in weeks.items():
        assert [c.id for c in cells if c.id.isidentifier() and c.id in {e.name for e in course.exercises(week)}] == [
            e.name for e in course.exercises(week)
        ]


def test_the_same_course_gives_the_same_bytes(course: Course) -> None:
    selection = course.select("week3")
    assert compose(course, selection) == compose(Course.in_clone(course.exercises_dir.parent), selection)


def test_what_an_exercise_asks_stands_above_its_cell_with_its_formula(
    course: Course, weeks: dict[int, list[Any]]
) -> None:
    for week, cells in weeks.items():
        by_id = {c.id: c for c in cells}
        for exercise in course.exercises(week):
            statement = read_statement(course.topic_of(exercise).stub_path, exercise.name)
            above = cells[cells.index(by_id[exercise.name]) - 1]
            assert (above.id, above.cell_type) == (f"{exercise.name}-text", "markdown")
            if statement.formula:
                assert f"$$\n{statement.formula}\n$$" in above.source
            # Not a word is lost: of the sentences, the arguments and the source all stand there.
            told = set(re.findall(r"\w+", above.source.replace("\\", "")))
            sections = " ".join(statement.sections.values())
            asked = f"{statement.summary} {statement.text} {sections}".replace("\\", "")
            assert set(re.findall(r"\w+", asked)) <= told
            assert all(f"`{name}`" in above.source for name in exercise.needs)


def test_markup_in_sentences_is_text_outside_of_code(weeks: dict[int, list[Any]]) -> None:
    for cell in (cell for cells in weeks.values() for cell in cells if cell.id.endswith("-text")):
        prose = re.sub(r"\$\$.*?\$\$|`[^`]*`|\*\*[\w ]+\*\*", "", cell.source, flags=re.DOTALL)
        assert not re.search(r"(?<!\\)[*_<$~]", prose), prose


def test_a_cell_holds_the_stub_whose_docstring_is_cut_to_a_line(course: Course, weeks: dict[int, list[Any]]) -> None:
    for week, cells in weeks.items():
        by_id = {c.id: c for c in cells}
        for exercise in course.exercises(week):
            source = course.topic_of(exercise).stub_path.read_text(encoding="utf-8")
            whole = {n.name: n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
            (node,) = ast.parse(by_id[exercise.name].source).body
            assert isinstance(node, ast.FunctionDef | ast.ClassDef)
            summary = (ast.get_docstring(whole[exercise.name]) or "").partition("\n")[0]
            assert ast.get_docstring(node) == summary
            node.body[0] = whole[exercise.name].body[0]
            assert ast.dump(node) == ast.dump(whole[exercise.name])


def test_a_docstring_of_one_line_stays() -> None:
    source = 'def f(x):\n    """Do it."""\n    raise NotImplementedError'
    (node,) = ast.parse(source).body
    assert isinstance(node, ast.FunctionDef)
    assert stub(source, node) == source


def test_untouched_it_grades_as_the_stubs_do(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "week03.ipynb"
    path.write_text(compose(course, course.select("week3")), encoding="utf-8")
    assert {str(e.verdict) for e in grade_path(course, path, week=3).exercises()} == {"todo"}
    assert read(path).files[0].lost == ()


def test_cells_that_grade_follow_each_topic_and_all(course: Course, weeks: dict[int, list[Any]]) -> None:
    magics = [c.source for c in weeks[3] if c.source.startswith("%")]
    topics = [t.name for t in course.topics(3)]
    assert magics == ["%load_ext dlgrade", *(f"%dlgrade {topic}" for topic in topics), "%dlgrade week3"]
    assert [c.source for c in cells_of(course, "softmax") if c.source.startswith("%")] == [
        "%load_ext dlgrade", "%dlgrade softmax",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "file"), [("week3", "week03.ipynb"), ("week12", "week12.ipynb"), ("softmax", "softmax.ipynb")]
)
def test_the_file_is_called_after_what_is_in_it(course: Course, name: str, file: str) -> None:
    assert file_name(course.select(name)) == file


# ── The command ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_writes_the_week_once_and_again_without_a_word_of_loss(here: Path) -> None:
    assert run(["notebook", "softmax_like"]) == 0
    first = (here / "softmax_like.ipynb").read_bytes()
    assert run(["notebook", "softmax_like"]) == 0
    assert [p.name for p in here.iterdir()] == ["softmax_like.ipynb"]
    assert (here / "softmax_like.ipynb").read_bytes() == first


def test_work_in_a_notebook_is_replaced_by_force_alone_and_kept(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["notebook", "softmax"]) == 0
    fresh = (here / "softmax.ipynb").read_bytes()
    (here / "softmax.ipynb").write_bytes(b"work")
    assert run(["notebook", "softmax"]) == 2
    assert "softmax.ipynb holds work of yours" in capsys.readouterr().err
    assert (here / "softmax.ipynb").read_bytes() == b"work"
    assert run(["notebook", "softmax", "--force"]) == 0
    assert (here / "softmax.ipynb.bak").read_bytes() == b"work"
    assert (here / "softmax.ipynb").read_bytes() == fresh


def test_it_goes_to_standard_output_and_nowhere_else(here: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["notebook", "softmax", "-o", "-"]) == 0
    nbformat.validate(nbformat.reads(capsysbinary.readouterr().out.decode(), as_version=4))
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["notebook", "sofmax"], "did you mean `softmax`"),
        (["notebook", "softmax", "-o", "no/such/folder.ipynb"], "there is no such folder"),
        (["notebook", "softmax", "-o", "."], "."),
        (["notebook"], "Missing argument"),
        (["feedback", "no.ipynb"], "There is no file or folder no.ipynb."),
        (["feedback", "."], "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert run(arguments) in (2, 4)
    told = capsys.readouterr().err
    assert sentence in told
    assert "Traceback" not in told
    assert list(here.iterdir()) == []


def test_a_notebook_beside_the_stubs_of_its_workspace_is_graded_with_it(here: Path) -> None:
    assert run(["init"]) == 0
    assert run(["notebook", "softmax"]) == 0
    notebook = json.loads((here / "softmax.ipynb").read_bytes())
    (cell,) = (c for c in notebook["cells"] if c["id"] == "softmax")
    cell["source"] = SOFTMAX
    (here / "softmax.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert run(["softmax"]) == 0
    (here / "week03" / "softmax_like.py").write_text("def softmax(x, axis=-1):\n    return x\n", encoding="utf-8")
    assert run(["softmax"]) == 1


def test_the_commands_start_without_what_they_do_not_need() -> None:
    done = dlgrade("notebook", "--help")
    assert (done.returncode, done.stderr) == (0, "")
