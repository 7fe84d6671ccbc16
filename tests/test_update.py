"""A newer course in a workspace: stubs that were left as they were follow it, and no word of the student's is lost."""

from __future__ import annotations

import ast
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from dlgrade.course import Course
from dlgrade.stub_record import HEAD, RECORD, pieces
from dlgrade.update import Outcome, update
from dlgrade.workspace import init, reset

FILE = "week03/relu_like.py"
WORK = "def relu(x):\n    # mine, all of it\n    return 0.5 * (x + abs(x))"
NOVEL = '\n\n\ndef novel(x: np.ndarray, p: float = RATE) -> np.ndarray:\n    r"""New."""\n    raise NotImplementedError'


class Desk:
    """A course whose stubs can be changed, and a workspace made of it."""

    def __init__(self, course: Course, folder: Path) -> None:
        self.stubs, self.workspace = folder / "stubs", folder / "work"
        shutil.copytree(course.exercises_dir, self.stubs, ignore=shutil.ignore_patterns("__pycache__"))
        self.course = replace(course, exercises_dir=self.stubs)
        init(self.course, self.workspace)
        self.path, self.stub = self.workspace / FILE, self.stubs / FILE

    def write(self, old: str, new: str) -> None:
        """The student's edit."""
        swap(self.path, old, new)

    def publish(self, old: str, new: str) -> None:
        """The course's edit."""
        swap(self.stub, old, new)

    def update(self) -> Outcome:
        return update(self.course, self.workspace)

    def source(self, name: str) -> str:
        return piece(self.path, name)


def piece(path: Path, name: str) -> str:
    return "\n".join(pieces(path.read_text(encoding="utf-8"))[name])


def swap(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def week(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course with week 3 alone."""
    folder = tmp_path_factory.mktemp("course")
    trees = {"exercises_dir": course.exercises_dir, "suites_dir": course.suites_dir}
    for name, tree in trees.items():
        shutil.copytree(tree / "week03", folder / name / "week03", ignore=shutil.ignore_patterns("__pycache__"))
    return replace(course, **{name: folder / name for name in trees})


@pytest.fixture
def desk(week: Course, tmp_path: Path) -> Desk:
    return Desk(week, tmp_path)


@pytest.fixture
def at_work(desk: Desk) -> Desk:
    desk.write(desk.source("relu"), WORK)
    return desk


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_where_the_course_is_the_same_nothing_happens(at_work: Desk) -> None:
    before = snapshot(at_work.workspace)
    assert not at_work.update()
    assert snapshot(at_work.workspace) == before


def test_a_file_that_was_left_as_it_was_is_that_of_the_course(desk: Desk) -> None:
    desk.publish("Clamp inputs between 0 and 6.", "Clamp inputs between 0 and six.")
    desk.stub.write_text(
        desk.stub.read_text(encoding="utf-8").rstrip("\n") + NOVEL.replace("RATE", "0.5") + "\n", "utf-8"
    )
    outcome = desk.update()
    assert (outcome.renewed, outcome.added) == ([("relu6", FILE)], [("novel", FILE)])
    assert desk.path.read_bytes() == desk.stub.read_bytes()
    assert not desk.path.with_name("relu_like.py.bak").exists()
    assert not desk.update()


def test_what_the_student_wrote_stays_and_its_neighbours_follow(at_work: Desk) -> None:
    before = at_work.path.read_bytes()
    at_work.publish("Clamp inputs between 0 and 6.", "Clamp inputs between 0 and six.")
    at_work.publish("Pass positive inputs through and set all others to zero.", "Be a ReLU.")
    outcome = at_work.update()
    assert (outcome.renewed, outcome.yours) == ([("relu6", FILE)], [("relu", FILE)])
    assert at_work.source("relu") == WORK
    assert at_work.source("relu6") == piece(at_work.stub, "relu6")
    assert at_work.path.with_name("relu_like.py.bak").read_bytes() == before
    # It is told once.
    assert not at_work.update()


def test_a_new_exercise_comes_behind_the_one_before_it_with_what_its_signature_needs(at_work: Desk) -> None:
    last = piece(at_work.stub, "relu")
    at_work.publish(last, last + NOVEL)
    at_work.publish("import numpy as np", "from math import pi\n\nimport numpy as np\n\nRATE = pi / 10")
    at_work.write('"""ReLU-like', '"""My ReLU-like')
    outcome = at_work.update()
    assert outcome.added == [("novel", FILE)]
    names = list(pieces(at_work.path.read_text(encoding="utf-8")))
    assert names[names.index("relu") + 1] == "novel"
    head = "\n".join(pieces(at_work.path.read_text(encoding="utf-8"))[HEAD])
    assert "My ReLU-like" in head
    assert "from math import pi" in head
    assert at_work.source("relu") == WORK
    exec(compile(at_work.path.read_text(encoding="utf-8"), FILE, "exec"), {})


def test_two_new_exercises_at_one_place_keep_their_order(at_work: Desk) -> None:
    last = piece(at_work.stub, "relu")
    two = NOVEL.replace("RATE", "0.5")
    at_work.publish(last, last + two + two.replace("novel", "newer"))
    assert at_work.update().added == [("novel", FILE), ("newer", FILE)]
    names = list(pieces(at_work.path.read_text(encoding="utf-8")))
    at = names.index("relu")
    assert names[at + 1 : at + 3] == ["novel", "newer"]


def test_an_exercise_that_left_the_course_goes_unless_it_holds_work(at_work: Desk) -> None:
    at_work.publish(piece(at_work.stub, "relu") + "\n\n\n", "")
    at_work.publish(piece(at_work.stub, "relu6") + "\n\n\n", "")
    outcome = at_work.update()
    assert (outcome.gone, outcome.taken_away) == ([("relu", FILE)], [("relu6", FILE)])
    assert at_work.source("relu") == WORK
    assert "relu6" not in pieces(at_work.path.read_text(encoding="utf-8"))
    assert not at_work.update()


def test_an_exercise_that_moved_to_another_file_is_not_there_twice(at_work: Desk) -> None:
    other = at_work.stubs / "week03" / "elu_like.py"
    moved = piece(at_work.stub, "relu")
    at_work.publish(moved + "\n\n\n", "")
    other.write_text(other.read_text(encoding="utf-8").rstrip("\n") + f"\n\n\n{moved}\n", encoding="utf-8")
    at_work.update()
    assert at_work.source("relu") == WORK
    assert "relu" not in pieces((at_work.workspace / "week03" / "elu_like.py").read_text(encoding="utf-8"))


def test_a_function_that_the_student_deleted_does_not_come_back(desk: Desk) -> None:
    desk.write(desk.source("relu") + "\n\n\n", "")
    desk.publish("Clamp inputs between 0 and 6.", "Clamp inputs between 0 and six.")
    assert desk.update().added == []
    assert "relu" not in pieces(desk.path.read_text(encoding="utf-8"))


def test_a_topic_that_left_the_course_is_kept_aside_where_nobody_wrote_in_it(desk: Desk) -> None:
    old = desk.workspace / "week03" / "old.py"
    shutil.copy(desk.path, old)
    record = desk.workspace / RECORD
    record.write_text(record.read_text("utf-8").replace(f'"{FILE}"', '"week03/old.py"'), encoding="utf-8")
    before = old.read_bytes()
    outcome = desk.update()
    assert ("relu", "week03/old.py") in outcome.taken_away
    assert not old.exists()
    assert old.with_name("old.py.bak").read_bytes() == before


def test_a_file_that_is_missing_is_written(desk: Desk) -> None:
    desk.path.unlink()
    assert desk.update().written == [FILE]
    assert desk.path.read_bytes() == desk.stub.read_bytes()


@pytest.mark.parametrize("text", ["def relu(x:\n", "x = '\0'\n", "(" * 5000, "def f():\n\tif 1:\n        pass\n"])
def test_a_file_that_is_no_python_stays_as_it_is(desk: Desk, text: str) -> None:
    desk.path.write_text(text, encoding="utf-8")
    assert desk.update().unreadable == [FILE]
    assert desk.path.read_text(encoding="utf-8") == text


FORMS = {
    "CRLF": lambda raw: raw.replace(b"\n", b"\r\n"),
    "a byte order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "blanks at ends of lines": lambda raw: raw.replace(b"\n", b"  \n"),
    "no last line end": lambda raw: raw.rstrip(b"\n"),
    "form feeds": lambda raw: raw.replace(b"\n\n\ndef ", b"\n\f\n\ndef "),
    "separators in a text": lambda raw: raw + "\nTEXT = 'a\u2028b\x85c'\n".encode(),
    "helpers of one's own": lambda raw: raw + b"\n\ndef helper(x):\n    return x\n",
    "a class around": lambda raw: raw + b"\n\nclass Mine:\n    def relu(self):\n        return 1\n",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_however_the_file_is_written_the_rest_of_it_stays(at_work: Desk, form: object) -> None:
    assert callable(form)
    at_work.path.write_bytes(form(at_work.path.read_bytes()))
    before = at_work.path.read_bytes()
    at_work.publish("Clamp inputs between 0 and 6.", "Clamp inputs between 0 and six.")
    assert at_work.update().renewed == [("relu6", FILE)]
    after = at_work.path.read_bytes()
    assert b"0 and six." in after
    others = [
        [ast.dump(n) for n in ast.parse(raw).body if getattr(n, "name", "") != "relu6"] for raw in (before, after)
    ]
    assert others[0] == others[1]
    assert (b"\r\n" in after) == (b"\r\n" in before)
    assert after.startswith(b"\xef\xbb\xbf") == before.startswith(b"\xef\xbb\xbf")
    assert not at_work.update()


@pytest.mark.parametrize("damage", [None, b"", b"[]", b'{"week03/relu_like.py": 1}'])
def test_without_a_record_stubs_follow_and_what_was_there_is_kept(at_work: Desk, damage: bytes | None) -> None:
    record = at_work.workspace / RECORD
    record.unlink() if damage is None else record.write_bytes(damage)
    before = at_work.path.read_bytes()
    at_work.publish("Clamp inputs between 0 and 6.", "Clamp inputs between 0 and six.")
    assert at_work.update().renewed == [("relu6", FILE)]
    assert at_work.source("relu") == WORK
    assert at_work.path.with_name("relu_like.py.bak").read_bytes() == before


def test_a_note_in_a_stub_is_work(desk: Desk) -> None:
    desk.write("Clamp inputs between 0 and 6.", "Clamp inputs between 0 and 6. ASK AYSE!")
    desk.publish("Clamp inputs between 0 and 6.", "Clamp inputs between 0 and six.")
    outcome = desk.update()
    assert (outcome.renewed, outcome.yours) == ([], [("relu6", FILE)])
    assert "ASK AYSE!" in desk.source("relu6")


def test_what_was_reset_follows_the_course_again(at_work: Desk) -> None:
    reset(at_work.course, at_work.workspace, "relu", force=True)
    at_work.publish("Pass positive inputs through and set all others to zero.", "Be a ReLU.")
    assert at_work.update().renewed == [("relu", FILE)]
    assert re.search("Be a ReLU", at_work.source("relu"))
