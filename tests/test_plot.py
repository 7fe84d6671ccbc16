"""`dlgrade plot`: every exercise has its picture or says that it has none, and whatever a submission does is drawn."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import ROOT, dlgrade
from dlgrade.course import Course
from dlgrade.grader import Grader
from dlgrade.plots.drawing import Drawing
from dlgrade.portray import NoPicture, alone, portray
from dlgrade.session import Session
from dlgrade.submission import read
from dlgrade.suite.picture import Kind

EXERCISES = Course.in_clone(ROOT).exercises()
NUMPY = "import numpy as np\n\n\n"


@pytest.fixture(scope="module")
def solved(course: Course) -> Iterator[Session]:
    """The solutions, ready to be asked."""
    with Grader(course, EXERCISES) as grader, grader.session(read(course.solutions_dir)) as session:
        yield session


@pytest.fixture
def drawn(course: Course, tmp_path: Path) -> Callable[..., Drawing]:
    """What is drawn of one exercise of a submission given as text; real worker, real torch."""

    def run(name: str, text: str, timeout: float = 5.0) -> Drawing:
        (tmp_path / "answer.py").write_text(text, encoding="utf-8")
        exercise = course.exercise(name)
        submission = read(tmp_path / "answer.py")
        with Grader(course, (exercise,), timeout=timeout) as grader, grader.session(submission) as session:
            return portray(session, exercise)

    return run


# ── Every exercise ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("week", sorted({e.week for e in EXERCISES}))
def test_every_solution_is_drawn_over_its_reference_and_does_not_part_from_it(solved: Session, week: int) -> None:
    for exercise in (e for e in EXERCISES if e.week == week):
        try:
            drawing = portray(solved, exercise)
        except NoPicture:
            assert exercise.picture is None
            continue
        assert (exercise.name, drawing.got is None, drawing.parts, drawing.notes) == (exercise.name, False, False, ())
        assert drawing.got is not None
        assert drawing.got.shape == drawing.apart.shape == drawing.expected.shape


def test_activations_and_derivatives_are_curves_and_each_kind_of_picture_is_had(solved: Session) -> None:
    kinds: dict[str, Kind] = {}
    for exercise in EXERCISES:
        try:
            kinds[exercise.name] = alone(exercise).kind
        except NoPicture:
            continue
    assert set(kinds.values()) == set(Kind)
    # By their files: what works element by element, and what does not.
    of_a_row = {"rrelu_train", "softmax", "log_softmax", "softmin", "glu"}
    activations = {e.name for e in EXERCISES if e.week == 3}
    assert {name for name in activations if kinds[name] is not Kind.CURVE} == of_a_row
    derivatives = {e.name for e in EXERCISES if e.name.endswith("_derivative")}
    assert {kinds[name] for name in derivatives} == {Kind.CURVE}


def test_a_picture_asks_with_numbers_that_no_case_has(course: Course) -> None:
    # Else a plot would give hidden cases away.
    exercise = course.exercise("softmax")
    from dlgrade.portray import subject

    asked = subject(exercise).call.args[0]
    assert not any((asked == exercise.make_call(case, 0).args[0]).all() for case in exercise.cases[:1])


# ── What a submission may do ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("raise NotImplementedError", "not begun"),
        ("raise ValueError('</svg>\\u202e\\x00 ' * 99)", "raised ValueError: </svg>"),
        ("return x[:3]", "its shape is (3,)"),
        ("return 'text'", "the answer is"),
        ("return object()", "the answer is"),
        ("return None", "the answer is None"),
        ("return np.zeros(5_000_000)", "Nothing of yours is drawn"),
        ("import os\n    os._exit(0)", "ended the process"),
        ("while True:\n        pass", "did not come back in time"),
    ],
    ids=["stub", "raises", "shape", "text", "object", "None", "huge", "exits", "hangs"],
)
def test_where_nothing_can_be_drawn_the_reference_stands_alone_with_a_sentence(
    drawn: Callable[..., Drawing], body: str, told: str
) -> None:
    drawing = drawn("relu", f"{NUMPY}def relu(x):\n    {body}\n", timeout=1.0)
    assert drawing.got is None
    assert drawing.expected[0] == 0
    assert drawing.expected[-1] == 6
    assert any(told in str(sentence) for sentence in drawing.sentences)
    assert not {"\u202e", "\x00"} & set("".join(map(str, drawing.sentences)))


@pytest.mark.parametrize(
    "text", ["", "def relu(x:\n", "import torch\n\n\ndef relu(x):\n    return x\n", "def relu(x):\n    return x\n" * 2],
    ids=["missing", "no Python", "torch", "twice"],
)  # fmt: skip
def test_a_file_that_cannot_be_asked_leaves_the_reference_alone(drawn: Callable[..., Drawing], text: str) -> None:
    drawing = drawn("relu", text)
    assert drawing.notes or drawing.got is not None
    assert drawing.expected.size == 241


def test_numbers_that_are_not_finite_are_gaps(drawn: Callable[..., Drawing]) -> None:
    # Of 241 points from −6 to 6 the 120 below 0 become infinite.
    drawing = drawn("relu", f"{NUMPY}def relu(x):\n    return np.where(x < 0, -np.inf, x)\n")
    assert "120 of your numbers are NaN or infinite: gaps" in [str(note) for note in drawing.notes]
    assert int(drawing.apart.sum()) == 120


# ── The command ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def wrong_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wrong") / "answer.py"
    path.write_text(f"{NUMPY}def relu(x):\n    return np.minimum(x, 0)\n", encoding="utf-8")
    return path


def test_plot_shows_letters_and_where_the_two_part(wrong_file: Path) -> None:
    done = dlgrade("plot", "relu", wrong_file, "--ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
    assert "x yours" in done.stdout
    # Only at 0 the two agree.
    assert "240 of 241" in done.stdout


def test_plot_writes_svg_and_png_and_says_what_they_show(wrong_file: Path, tmp_path: Path) -> None:
    for name, begin in (("a.svg", b"<svg"), ("b.PNG", b"\x89PNG")):
        done = dlgrade("plot", "relu", wrong_file, "-o", tmp_path / name)
        assert (done.returncode, done.stdout) == (0, "")
        assert "240 of 241" in done.stderr
        assert (tmp_path / name).read_bytes().startswith(begin)
    piped = dlgrade("plot", "relu", wrong_file, "-o", "-")
    assert piped.stdout == (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert ElementTree.fromstring(piped.stdout).attrib["role"] == "img"


def test_without_any_work_the_reference_is_shown(tmp_path: Path) -> None:
    done = dlgrade("plot", "relu", cwd=tmp_path)
    assert done.returncode == 0
    assert "The reference alone." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["relux"], 2, "did you mean `relu`"),
        (["describe"], 2, "There is no picture of describe"),
        (["relu", "no/such/place"], 4, "There is no file or folder"),
        (["relu", "-o", "a.txt"], 2, "no .svg and no .png"),
        (["relu", "-o", "no/such/folder/a.svg"], 2, "no/such/folder/a.svg"),
    ],
    ids=["name", "no picture", "no path", "no form", "no folder"],
)
def test_what_cannot_be_shown_is_told_with_the_code_of_the_contract(
    arguments: list[str], code: int, told: str, tmp_path: Path
) -> None:
    done = dlgrade("plot", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_without_matplotlib_a_file_says_what_to_install_and_letters_are_drawn(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    (tmp_path / "first" / "matplotlib.py").write_text("raise ImportError\n", encoding="utf-8")
    env = {"PYTHONPATH": f"{tmp_path / 'first'}{os.pathsep}{ROOT / 'grader'}"}
    refused = dlgrade("plot", "relu", "-o", tmp_path / "a.svg", cwd=tmp_path, env=env)
    assert refused.returncode == 2
    assert "pip install 'dlgrade[plots]'" in refused.stderr
    assert dlgrade("plot", "relu", cwd=tmp_path, env=env).returncode == 0
