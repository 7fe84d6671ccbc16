"""The student's desk: where one is, what comes next, what an exercise asks, and that a solution waits for a pass."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from dlgrade.cli import run
from dlgrade.cli.completion import SHELLS, course_names
from dlgrade.cli.printing import spelt_in_ascii
from dlgrade.course import Course
from dlgrade.editor import BadEditor, command_of
from dlgrade.place import line_of
from dlgrade.progress import NAME, Progress
from dlgrade.upcoming import from_week
from dlgrade.workspace import init

POSIX = pytest.mark.skipif(os.name == "nt", reason="terminals and shells of POSIX")
RIGHT = "import numpy as np\n\n\ndef relu(x):\n    return np.maximum(x, 0.0)\n"
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, course: Course) -> Path:
    folder = tmp_path_factory.mktemp("made")
    init(course, folder)
    return folder


@pytest.fixture
def desk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, made: Path) -> Command:
    """Commands in a workspace that has links to the stubs, without a terminal or an editor."""
    for name in [n for n in os.environ if n.startswith("DLGRADE") or n in ("NO_COLOR", "VISUAL", "EDITOR")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "dlgrade.toml").write_text("", encoding="utf-8")
    for week in made.glob("week*"):
        (tmp_path / week.name).symlink_to(week)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(list(arguments))
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return call


def remember(names: Sequence[str], verdict: str = "passed", source: str = "") -> None:
    progress = Progress.load(Path.cwd())
    progress.remember([(name, verdict) for name in names], dict.fromkeys(names, source))
    progress.save()


def core(course: Course, week: int | None = None) -> list[str]:
    return [e.name for e in course.exercises(week) if not e.bonus]


# ── Where one is ──────────────────────────────────────────────────────────────────────────────────────────


def test_alone_it_has_a_line_for_each_week_the_topics_of_the_present_one_and_what_comes_next(
    desk: Command, course: Course
) -> None:
    code, out, _err = desk()
    lines = out.splitlines()
    assert code == 0
    assert [line.split()[:2] for line in lines if line.startswith("week")] == [["week", str(w)] for w in course.weeks()]
    assert [line.split()[0] for line in lines if line.startswith("  ")] == [t.name for t in course.topics(1)]
    first = core(course)[0]
    assert lines[-1] == f"next: `{first}` in week01/data.py:{line_of(Path('week01/data.py'), first)}"
    assert len(lines) <= 24


def test_the_bars_count_the_core_and_the_bonus_apart(desk: Command, course: Course) -> None:
    week = course.exercises(3)
    remember(core(course, 3)[:5] + [e.name for e in week if e.bonus][:1])
    (row,) = [line for line in desk()[1].splitlines() if line.startswith("week 3 ")]
    bonus = sum(e.bonus for e in week)
    assert row.split()[-3:] == [f"5/{len(week) - bonus}", f"+1/{bonus}", "bonus"]
    assert row.split()[2].count("█") == round(20 * 5 / (len(week) - bonus))


def test_it_stays_in_the_week_that_was_worked_in_last_and_goes_on_when_that_is_done(
    desk: Command, course: Course
) -> None:
    remember(core(course, 3)[:1])
    assert f"`{core(course, 3)[1]}` in week03/" in desk()[1]
    remember(core(course, 3))
    assert f"`{core(course, 4)[0]}` in week04/" in desk()[1]
    remember([e.name for e in course.exercises()])
    assert "All exercises passed." in desk()[1]
    assert desk("next") == (0, "All exercises passed.\n", "")


@pytest.mark.parametrize("columns", ["40", "59", "80", "200"])
def test_on_every_terminal_no_line_is_wider_than_it(
    desk: Command, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for arguments in ((), ("-v",), ("list", "relu_like", "week9"), ("show", "conv_transpose2d_forward")):
        lines = desk(*arguments)[1].splitlines()
        # An example stays as it is typed, and a word that is longer than a line stays whole.
        text = [line for line in lines if not re.match(r" +(>>>|array| {7})", line) and " " in line.strip()]
        assert max(map(len, text)) <= int(columns), arguments


def test_with_verbose_the_topics_of_all_weeks_are_shown(desk: Command, course: Course) -> None:
    shown = [line.split()[0] for line in desk("-v")[1].splitlines() if line.startswith("  ")]
    assert shown == [topic.name for topic in course.topics()]


def test_a_console_of_ascii_gets_ascii(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT / "grader")}
    (tmp_path / "dlgrade.toml").write_text("", encoding="utf-8")
    for arguments in ([], ["show", "leaky_relu"]):
        command = [sys.executable, "-m", "dlgrade", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.isascii()
        assert b"?" not in done.stdout


def test_what_ascii_lacks_is_spelt() -> None:
    assert spelt_in_ascii("α − β ≤ “é” ₂ 漢") == 'alpha - beta <= "e" 2 ?'


# ── What comes next ───────────────────────────────────────────────────────────────────────────────────────


def test_the_week_one_is_in_comes_before_those_before_it(course: Course) -> None:
    weeks = [replace(course.exercise("relu"), name=str(week), week=week) for week in (1, 2, 3)]
    assert [e.week for e in from_week(weeks, 2)] == [2, 3, 1]


def test_next_says_where_and_what_and_is_looked_for_in_a_name(desk: Command) -> None:
    code, out, _err = desk("next", "relu_like")
    assert code == 0
    assert out.splitlines()[0] == f"relu  week03/relu_like.py:{line_of(Path('week03/relu_like.py'), 'relu')}"
    assert out.splitlines()[1].startswith("Pass positive inputs")
    assert desk("next", "nothing")[0] == 2


def test_next_runs_the_editor_that_is_asked_for(desk: Command, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    script = tmp_path / "an editor.py"
    script.write_text(f"import sys\nopen({str(note)!r}, 'w').write(str(sys.argv[1:]))\n", encoding="utf-8")
    editor = f"{sys.executable} '{script}' {{line}} {{file}}"
    assert desk("next", "relu", "--edit-cmd", editor)[0] == 0
    file = tmp_path / "week03" / "relu_like.py"
    assert note.read_text(encoding="utf-8") == str([str(line_of(file, "relu")), str(file)])
    code, _out, err = desk("next", "relu", "--edit-cmd", "no-such-editor")
    assert code == 2
    assert "`no-such-editor` cannot be started" in err


def test_without_a_terminal_no_editor_is_opened_of_itself(desk: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor")
    Path("dlgrade.toml").write_text('edit-cmd = "no-such-editor"\n', encoding="utf-8")
    assert desk("next", "relu")[0] == 0


@POSIX
@pytest.mark.parametrize("source", ["EDITOR", "VISUAL", "DLGRADE_EDIT_CMD", "dlgrade.toml"])
def test_at_a_terminal_the_editor_of_the_user_opens_the_file(tmp_path: Path, made: Path, source: str) -> None:
    import pty

    (tmp_path / "week03").symlink_to(made / "week03")
    editor = tmp_path / "vim"
    editor.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/note.txt\n', encoding="utf-8")
    editor.chmod(0o755)
    (tmp_path / "dlgrade.toml").write_text("", encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if k not in ("VISUAL", "EDITOR")}
    if source == "dlgrade.toml":
        (tmp_path / source).write_text(f"edit-cmd = '{editor}'\n", encoding="utf-8")
    else:
        environment |= {"EDITOR": "no-such-editor"} if source == "VISUAL" else {}
        environment |= {source: str(editor)}
    environment["PYTHONPATH"] = str(ROOT / "grader")
    ours, theirs = pty.openpty()
    try:
        command = [sys.executable, "-m", "dlgrade", "next", "relu"]
        done = subprocess.run(command, cwd=tmp_path, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 0
    file = tmp_path / "week03" / "relu_like.py"
    assert (tmp_path / "note.txt").read_text(encoding="utf-8").strip() == f"+{line_of(file, 'relu')} {file}"


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("vim", ["vim", "+7", "F"]),
        ("nano -w", ["nano", "-w", "+7", "F"]),
        ("/usr/bin/emacs -nw", ["/usr/bin/emacs", "-nw", "+7", "F"]),
        ("code --wait", ["code", "--wait", "--goto", "F:7"]),
        ("code.cmd", ["code.cmd", "--goto", "F:7"]),
        ("hx", ["hx", "F:7"]),
        ("subl", ["subl", "F:7"]),
        ("unknown -x", ["unknown", "-x", "F"]),
        ("my --at {line} --open={file}", ["my", "--at", "7", "--open=F"]),
        ("my {line}{file}{line}", ["my", "7F7"]),
        ("'my editor' {file}", ["my editor", "F"]),
    ],
)
def test_an_editor_is_told_file_and_line_in_its_own_way(editor: str, words: list[str]) -> None:
    assert command_of(editor, Path("F"), 7) == words


def test_a_file_whose_name_looks_like_a_place_is_one_word() -> None:
    assert command_of("my {file} {line}", Path("{line} $(x) ;"), 7) == ["my", "{line} $(x) ;", "7"]


@pytest.mark.parametrize("editor", ["", "  ", "'vim"])
def test_an_editor_that_is_none_is_told(editor: str) -> None:
    with pytest.raises(BadEditor, match="--edit-cmd"):
        command_of(editor, Path("F"), 7)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n\ndef relu(x):\n", 3),
        ("class relu:\n", 1),
        ("relu6 = 1\nrelu = abs\n", 2),
        ("def relu6(x): ...\n# def relu\n  def relu(x): ...\n", 1),
        ("\f\ndef relu (x:\n", 2),
        ("", 1),
        ("\0\xff", 1),
    ],
)
def test_the_line_of_a_definition_is_found_in_whatever_file(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "f.py").write_bytes(text.encode("latin-1"))
    assert line_of(tmp_path / "f.py", "relu") == line


# ── list ──────────────────────────────────────────────────────────────────────────────────────────────────


def listed(out: str) -> list[str]:
    return [line.split()[0] for line in out.splitlines() if line.startswith("  ")]


def test_list_is_narrowed_by_week_topic_and_verdict(desk: Command, course: Course) -> None:
    remember(["relu", "gelu"])
    remember(["softmax"], "failed")
    assert listed(desk("list", "--verdict", "passed")[1]) == ["relu", "gelu"]
    assert listed(desk("list", "--verdict", "passed", "--verdict", "failed")[1]) == ["relu", "gelu", "softmax"]
    assert listed(desk("list", "softmax_like", "--verdict", "failed")[1]) == ["softmax"]
    assert listed(desk("list", "--topic", "relu_like", "--verdict", "passed", "--week", "3")[1]) == ["relu", "gelu"]
    assert listed(desk("list", "relu", "week3")[1]) == [e.name for e in course.exercises(3)]
    # What was never graded is to do.
    assert "relu6" in listed(desk("list", "--verdict", "todo", "--week", "3")[1])
    code, out, err = desk("list", "--week", "4", "--verdict", "crashed")
    assert (code, out) == (0, "")
    assert err
    for wrong in (("--week", "99"), ("--topic", "nothing"), ("--verdict", "splendid"), ("nothing",)):
        assert desk("list", *wrong)[0] == 2


# ── Hints and solutions ───────────────────────────────────────────────────────────────────────────────────


def test_every_exercise_has_a_ladder_of_three(course: Course) -> None:
    assert [e.name for e in course.exercises() if len(e.hints) < 3] == []


def test_the_hints_that_were_seen_are_kept(desk: Command) -> None:
    for _call in range(2):
        assert desk("hint", "relu")[0] == 0
    assert Progress.load(Path.cwd()).hints == {"relu": 2}
    assert desk("hint", "relu", "--all")[1].count("/3  ") == 3
    assert Progress.load(Path.cwd()).hints == {"relu": 3}


def test_a_solution_waits_for_a_pass(desk: Command) -> None:
    code, out, err = desk("solution", "relu")
    assert (code, out) == (1, "")
    assert "--give-up" in err
    assert not Path(NAME).exists()
    Path("answer.py").write_text(RIGHT, encoding="utf-8")
    for week in Path.cwd().glob("week*"):
        week.unlink()
    assert desk("relu", "-q")[0] == 0
    code, out, _err = desk("solution", "relu")
    assert (code, "def relu(" in out) == (0, True)
    row = Progress.load(Path.cwd()).rows["relu"]
    assert (row.attempts, bool(row.passed), row.gave_up) == (1, True, "")


def test_whoever_gives_up_sees_it_and_the_progress_says_so(desk: Command) -> None:
    code, out, _err = desk("solution", "relu", "--give-up")
    assert (code, "def relu(" in out) == (0, True)
    assert Progress.load(Path.cwd()).rows["relu"].gave_up


def test_attempts_are_counted_by_what_changed(desk: Command) -> None:
    for week in Path.cwd().glob("week*"):
        week.unlink()
    for text in (RIGHT, RIGHT + "# a comment\n", RIGHT.replace("0.0", "0"), RIGHT):
        Path("answer.py").write_text(text, encoding="utf-8")
        desk("relu", "-q")
    assert Progress.load(Path.cwd()).rows["relu"].attempts == 3


# ── show ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_show_has_formula_shapes_an_example_the_notes_and_what_is_needed(desk: Command) -> None:
    remember(["sigmoid"])
    out = desk("show", "mish_derivative")[1]
    assert "mish′(x) = ── x tanh(ln(1 + eˣ))" in out
    assert "    x: where the slope is taken, any shape" in out
    assert ">>> mish_derivative(np.array(" in out
    assert "Lecture notes: “" in out
    assert "Builds on: ✗ softplus, ✓ sigmoid" in out
    assert "week04/derivatives.py:" in out


# ── Completion ────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_completed_is_what_the_course_has(course: Course) -> None:
    weeks, topics, exercises = course_names()
    assert sorted([*weeks, *topics, *exercises]) == sorted(course.names())


def complete(shell: str, line: str) -> list[str]:
    """What the program offers for the last word of a line, asked as the shell asks."""
    words = line.split(" ")
    asked = {
        "bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)},
        "zsh": {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)},
        "fish": {"COMP_WORDS": line, "COMP_CWORD": words[-1]},
        "powershell": {"DLGRADE_LINE": line, "DLGRADE_WORD": words[-1]},
    }[shell]
    environment = {**os.environ, **asked, "_DLGRADE_COMPLETE": f"{shell}_complete", "PYTHONPATH": str(ROOT / "grader")}
    command = [sys.executable, "-c", "from dlgrade.cli import main; main()"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    found = done.stdout.splitlines()
    if shell == "zsh":
        return found[1::3]
    return [re.split(r"[,\t]", line)[1] for line in found]


@pytest.mark.parametrize(
    ("shell", "line", "offered"),
    [
        ("bash", "dlgrade softmi", ["softmin"]),
        ("zsh", "dlgrade hint leaky_relu", ["leaky_relu", "leaky_relu_derivative"]),
        ("fish", "dlgrade show softmi", ["softmin"]),
        ("powershell", "dlgrade week1", ["week1", *(f"week{n}" for n in range(10, 17))]),
        ("powershell", "dlgrade show softmi", ["softmin"]),
        ("bash", "dlgrade solu", ["solution"]),
        ("bash", "dlgrade list --topic relu", ["relu_like"]),
        ("bash", "dlgrade list --verdict pas", ["passed"]),
        ("bash", "dlgrade relu --fail", ["--fail-under"]),
    ],
)
def test_names_complete(shell: str, line: str, offered: list[str]) -> None:
    assert complete(shell, line) == offered


def test_each_shell_gets_a_script_that_asks_the_program(desk: Command) -> None:
    for shell in SHELLS:
        code, out, _err = desk("completion", shell)
        assert code == 0
        assert f"{shell}_complete" in out
        assert "%(" not in out
    assert desk("completion", "tcsh")[0] == 2


@POSIX
def test_bash_takes_its_script(desk: Command, tmp_path: Path) -> None:
    script = desk("completion", "bash")[1]
    # The script asks the program that is called so: the one beside this Python.
    ask = f'{script}\nPATH={shlex.quote(str(Path(sys.executable).parent))}:"$PATH"\n'
    ask += 'COMP_WORDS=(dlgrade hint softmi) COMP_CWORD=2\n_dlgrade_completion dlgrade\necho "${COMPREPLY[@]}"\n'
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "grader")}
    done = subprocess.run(["bash", "-c", ask], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.stdout.strip().endswith("softmin"), done.stderr


# ── update ────────────────────────────────────────────────────────────────────────────────────────────────


def test_update_says_what_it_did(desk: Command, made: Path, course: Course, tmp_path: Path) -> None:
    for week in Path.cwd().glob("week*"):
        week.unlink()
    init(course, Path.cwd())
    assert desk("update")[1] == "Everything here is as in the course.\n"
    path = tmp_path / "week03" / "relu_like.py"
    text = path.read_text(encoding="utf-8")
    # The course of yesterday: the record says that this was its stub.
    record = json.loads((tmp_path / ".dlgrade" / "stubs.json").read_text(encoding="utf-8"))
    record["week03/relu_like.py"]["relu"] = "0" * 16
    (tmp_path / ".dlgrade" / "stubs.json").write_text(json.dumps(record), encoding="utf-8")
    path.write_text(text.replace("raise NotImplementedError", "return x", 1), encoding="utf-8")
    code, out, _err = desk("update")
    assert code == 0
    assert out.splitlines()[0] == "week03/relu_like.py: changed in the course, yours is left as it is: relu"
    assert "return x" in path.read_text(encoding="utf-8")


def test_in_a_clone_update_leaves_it_to_git(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(["update"]) == 0
    assert "git pull" in capsys.readouterr().out
