"""The command line keeps to its contract: exit codes, streams, options, names. Nothing ends in a traceback."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, dlgrade
from dlgrade.cli import run
from dlgrade.course import Course
from dlgrade.messages import use_language

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals and terminals of POSIX")

HEAD = "import numpy as np\n\n\n"
RIGHT = HEAD + "def relu(x):\n    return np.maximum(x, 0.0)\n"
WRONG = HEAD + "def relu(x):\n    return np.abs(x)\n"
# Right but for one law of ten: more than half of the points.
MOSTLY = HEAD + "def relu(x):\n    x[x < 0] = 0\n    return x\n"
SLOW_ONCE = "import time\n\nfirst = [1]\n\n\n" + (
    "def relu(x):\n    if first:\n        first.clear()\n        time.sleep(0.5)\n    return x * (x > 0)\n"
)


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str

    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads(self.out)
        return report

    def exercises(self) -> dict[str, dict[str, Any]]:
        return {e["name"]: e for topic in self.report()["topics"] for e in topic["exercises"]}


Command = Callable[..., Ran]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Command]:
    """Run the command line in this process, away from the clone and from the user's own settings."""
    for name in [n for n in os.environ if n.startswith("DLGRADE") or n == "NO_COLOR"]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        code = run([str(a) for a in arguments])
        streams = capsys.readouterr()
        assert "Traceback" not in streams.out + streams.err
        return Ran(code, streams.out, streams.err)

    yield call
    use_language("en")


@pytest.fixture
def answer(tmp_path: Path) -> Callable[[str], Path]:
    """A submission of one file with this text."""

    def write(text: str) -> Path:
        path = tmp_path / "answer.py"
        path.write_text(text, encoding="utf-8")
        return path

    return write


# ── Exit codes ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (RIGHT, (), 0),
        (WRONG, (), 1),
        (MOSTLY, (), 1),
        (MOSTLY, ("--fail-under", "50"), 0),
        (WRONG, ("--fail-under", "0"), 0),
        (WRONG, ("--exit-zero",), 0),
        ("def relu(x:", (), 4),
        ("def relu(x:", ("--exit-zero",), 0),
        ("def gelu(x): return x", (), 5),
        ("def gelu(x): return x", ("--exit-zero",), 5),
        ("", (), 5),
    ],
)
def test_the_exit_code_tells_what_came_of_it(
    cli: Command, answer: Callable[[str], Path], text: str, options: tuple[str, ...], code: int
) -> None:
    assert cli("relu", answer(text), *options).code == code


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["week3", "--nonsense"],
        ["week3", "a", "b"],
        ["week3", "--seed", "x"],
        ["week3", "--timeout", "-1"],
        ["week3", "--timeout", "nan"],
        ["week3", "--fail-under", "101"],
        ["week3", "--reveal", "all"],
        ["week3", "--color", "green"],
        ["--lang", "xx", "list"],
        ["week99"],
        ["grade", "--week", "99"],
        ["grade", ".", "--week", "3", "--only", "relu"],
        ["show"],
        ["show", "nothing"],
        ["hint", "nothing"],
        ["solution", "nothing"],
        ["list", "nothing"],
        ["reset", "relu"],
        ["week3"],
        ["demo", "extra"],
        ["course", "nothing"],
        ["demo", "--json", "no/such/folder/report.json"],
        ["init", "file.txt"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_a_sentence_on_stderr(cli: Command, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "file.txt").write_text("", encoding="utf-8")
    ran = cli(*arguments)
    assert ran.code == 2, ran.err
    assert "Error: " in ran.err
    assert ran.out == ""


@pytest.mark.parametrize("name", ["nowhere", "nowhere.py", "notes.txt", "broken.zip", "broken.tar.gz"])
def test_a_submission_that_cannot_be_read_at_all_ends_with_4(cli: Command, tmp_path: Path, name: str) -> None:
    for file in ("notes.txt", "broken.zip", "broken.tar.gz"):
        (tmp_path / file).write_bytes(b"broken")
    ran = cli("relu", name)
    assert (ran.code, ran.out) == (4, "")
    assert name in ran.err
    assert cli("relu", name, "--exit-zero").code == 0


def test_a_folder_without_python_ends_with_5(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = cli("week3", "empty")
    assert (ran.code, ran.out) == (5, "")
    assert "empty" in ran.err


def test_isolation_strict_refuses_a_wall_below_standard_with_3(cli: Command, answer: Callable[[str], Path]) -> None:
    level = cli("relu", answer(RIGHT), "--json", "-").report()["environment"]["isolation"]["level"]
    expected = 0 if level in ("standard", "strong") else 3
    assert cli("relu", answer(RIGHT), "--isolation", "strict").code == expected
    assert cli("relu", answer(RIGHT), "--isolation", "strict", "--exit-zero").code == expected


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with week 3, to be broken."""
    folder = tmp_path_factory.mktemp("clone")
    for tree in ("exercises/week03", "solutions/week03", "grader/suites/week03", "grader/demo", "grader/dlgrade"):
        shutil.copytree(ROOT / tree, folder / tree, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_a_fault_of_a_suite_ends_with_3_and_no_option_hides_it(clone: Path) -> None:
    suite = clone / "grader/suites/week03/threshold_like.py"
    text = suite.read_text(encoding="utf-8")
    assert "reference=F.softsign" in text
    suite.write_text(text.replace("reference=F.softsign", "reference=lambda x: 1 / 0"), encoding="utf-8")
    options = ("--exit-zero", "--reveal", "verdict")
    try:
        result = dlgrade("softsign", clone / "solutions", *options, env={"PYTHONPATH": str(clone / "grader")})
    finally:
        suite.write_text(text, encoding="utf-8")
    assert result.returncode == 3, result.stderr
    assert "grader fault" in result.stdout
    assert "ZeroDivisionError" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr


def test_a_suite_that_cannot_be_loaded_ends_with_3_and_is_named(clone: Path) -> None:
    broken = clone / "grader/suites/week03/broken.py"
    broken.write_text("from dlgrade.suite import nothing\n", encoding="utf-8")
    try:
        result = dlgrade("list", env={"PYTHONPATH": str(clone / "grader")})
    finally:
        broken.unlink()
    assert result.returncode == 3
    assert str(broken) in result.stderr
    assert "Traceback" not in result.stderr


@POSIX
@pytest.mark.skipif(shutil.which("pgrep") is None, reason="the test sees the worker through pgrep")
def test_an_interrupt_ends_with_130_and_leaves_no_worker_behind(tmp_path: Path) -> None:
    (tmp_path / "answer.py").write_text("def relu(x):\n    while True:\n        pass\n", encoding="utf-8")
    command = [sys.executable, "-m", "dlgrade", "relu", str(tmp_path), "--timeout", "100"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not (workers := _workers(process.pid)):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in out + err
    assert [pid for pid in workers if _is_alive(pid)] == []


@POSIX
def test_an_interrupt_while_python_runs_source_text_ends_with_130_too(tmp_path: Path) -> None:
    (tmp_path / "stopped.py").write_text(
        "import click\nfrom dlgrade import cli\n"
        "@click.command()\ndef stop():\n    exec('raise KeyboardInterrupt')\n"
        "cli.root.add_command(stop)\ncli.main(['stop'])\n",
        encoding="utf-8",
    )
    assert subprocess.run([sys.executable, "-m", "stopped"], cwd=tmp_path, capture_output=True).returncode == 130


def _workers(pid: int) -> list[int]:
    """What a process started to run workers, or the bubblewrap around it; not what only looks something up."""
    command = ["pgrep", "-P", str(pid), "-f", "from dlgrade.worker"]
    return [int(n) for n in subprocess.run(command, capture_output=True, text=True).stdout.split()]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


# ── What is graded ────────────────────────────────────────────────────────────────────────────────────────


def test_the_solutions_get_everything_and_stdout_is_json_alone() -> None:
    result = dlgrade("week3", "solutions", "--json", "-")
    assert (result.returncode, result.stderr) == (0, "")
    report = json.loads(result.stdout)
    assert report["percent"] == 100
    assert report["week"] == 3
    assert {e["verdict"] for topic in report["topics"] for e in topic["exercises"]} == {"passed"}


def test_the_stubs_get_nothing_and_all_is_to_do(cli: Command, course: Course) -> None:
    ran = cli("week3", course.exercises_dir, "--json", "-")
    assert ran.code == 1
    assert ran.report()["percent"] == 0
    assert {e["verdict"] for e in ran.exercises().values()} == {"todo"}


@pytest.mark.parametrize("name", ["week3", "week03", "Week3", "relu_like", "relu_like.py", "softmax"])
def test_a_week_a_topic_and_an_exercise_are_commands(cli: Command, course: Course, name: str) -> None:
    expected = {e.name for e in course.select(name).exercises}
    assert set(cli(name, course.exercises_dir, "--json", "-").exercises()) == expected


def test_grade_with_a_week_is_what_the_shorthand_does(cli: Command, course: Course) -> None:
    folder = course.exercises_dir
    long, short = cli("grade", folder, "--week", "3", "--json", "-"), cli("week3", folder, "--json", "-")
    assert without_durations(long.report()) == without_durations(short.report())


def without_durations(report: dict[str, Any]) -> dict[str, Any]:
    for exercise in (e for topic in report["topics"] for e in topic["exercises"]):
        exercise["duration_s"] = 0
    return report


@pytest.mark.parametrize(
    ("arguments", "suggestion"),
    [
        (["sofmax"], "softmax"),
        (["relu-like"], "relu_like"),
        (["wek3"], "week3"),
        (["demmo"], "demo"),
        (["SOFTMAX"], "softmax"),
        (["show", "sofmax"], "softmax"),
        (["hint", "leaky"], "leaky_relu"),
        (["solution", "gleu"], "gelu"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_a_wrong_name_gets_a_suggestion(cli: Command, arguments: list[str], suggestion: str) -> None:
    ran = cli(*arguments)
    assert ran.code == 2
    assert f"`{suggestion}`" in ran.err


def test_the_same_seed_gives_the_same_report_and_another_seed_other_inputs(
    cli: Command, answer: Callable[[str], Path]
) -> None:
    one, again, other = (cli("relu", answer(WRONG), "--json", "-", "--seed", seed).report() for seed in ("1", "1", "2"))
    assert without_durations(one) == without_durations(again)
    assert (one["environment"]["seed"], other["environment"]["seed"]) == (1, 2)
    assert one["topics"][0]["exercises"][0]["cases"][0] != other["topics"][0]["exercises"][0]["cases"][0]


def test_reveal_keeps_back_what_it_says(cli: Command, answer: Callable[[str], Path]) -> None:
    path = answer(HEAD + "def relu(x):\n    raise ValueError(str(x))\n" + "\n\n" + WRONG.replace("relu", "softplus"))
    full, diagnosis, verdict = (
        cli("relu_like", path, "--json", "-", "--reveal", level).exercises()
        for level in ("full", "diagnosis", "verdict")
    )
    assert full["softplus"]["counterexample"] is not None
    assert "ValueError" in full["relu"]["cases"][0]["message"]
    for level in (diagnosis, verdict):
        for name in ("relu", "softplus"):
            assert level[name]["counterexample"] is None
            assert {c["message"] for c in level[name]["cases"]} == {None}
            assert level[name]["score"] == full[name]["score"]
            assert [c["verdict"] for c in level[name]["cases"]] == [c["verdict"] for c in full[name]["cases"]]
        assert level["gelu"]["cases"][0]["message"] == "is not in the submission"


def test_reveal_verdict_keeps_back_the_diagnosis_as_well(cli: Command, answer: Callable[[str], Path]) -> None:
    diagnoses = [
        cli("relu", answer(MOSTLY), "--json", "-", "--reveal", level).exercises()["relu"]["diagnosis"]
        for level in ("full", "diagnosis", "verdict")
    ]
    assert diagnoses[0] is not None
    assert diagnoses == [diagnoses[0], diagnoses[0], None]


def test_quiet_shows_the_score_alone_and_verbose_every_case(
    cli: Command, course: Course, answer: Callable[[str], Path]
) -> None:
    quiet, usual, verbose = (cli("relu", answer(WRONG), *option).out for option in (["-q"], [], ["-v"]))
    assert len(quiet.strip().splitlines()) == 1
    assert "relu  failed" in usual
    names = [case.name for case in course.exercise("relu").cases]
    assert [name for name in names if name not in verbose] == []
    assert [name for name in names if name not in usual] != []


def test_json_to_a_file_leaves_the_terminal_its_report(
    cli: Command, tmp_path: Path, answer: Callable[[str], Path]
) -> None:
    ran = cli("relu", answer(RIGHT), "--json", "report.json")
    assert "100 %" in ran.out
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["percent"] == 100


# ── Settings ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_command_line_comes_before_the_environment_before_the_file(
    cli: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: Callable[[str], Path]
) -> None:
    path = answer(MOSTLY)
    assert cli("relu", path).code == 1
    (tmp_path / "dlgrade.toml").write_text("fail-under = 50\n", encoding="utf-8")
    assert cli("relu", path).code == 0
    monkeypatch.setenv("DLGRADE_FAIL_UNDER", "100")
    assert cli("relu", path).code == 1
    assert cli("relu", path, "--fail-under", "50").code == 0


@pytest.mark.parametrize("source", ["environment", "file"])
def test_the_timeout_may_be_set_outside_the_command_line(
    cli: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: Callable[[str], Path], source: str
) -> None:
    path = answer(SLOW_ONCE)
    if source == "environment":
        monkeypatch.setenv("DLGRADE_TIMEOUT", "0.2")
    else:
        (tmp_path / "dlgrade.toml").write_text("timeout = 0.2\n", encoding="utf-8")
    assert cli("relu", path, "--json", "-").exercises()["relu"]["verdict"] == "timeout"
    assert cli("relu", path, "--json", "-", "--timeout", "5").exercises()["relu"]["verdict"] == "passed"


@pytest.mark.parametrize("line", ["timeout = ", "timeout = 'soon'", "fail-under = 500", "= 1", "\0"])
def test_settings_that_cannot_be_understood_are_told(
    cli: Command, tmp_path: Path, answer: Callable[[str], Path], line: str
) -> None:
    (tmp_path / "dlgrade.toml").write_text(line + "\n", encoding="utf-8")
    ran = cli("relu", answer(RIGHT))
    assert ran.code == 2
    assert ran.err


@pytest.mark.parametrize(
    ("options", "variables", "colored"),
    [
        ((), {}, False),
        (("--color", "never"), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        ((), {"DLGRADE_COLOR": "always"}, True),
        (("--color", "never"), {"DLGRADE_COLOR": "always"}, False),
    ],
)
def test_color_is_where_it_is_asked_for(
    cli: Command, monkeypatch: pytest.MonkeyPatch, course: Course,
    options: tuple[str, ...], variables: dict[str, str], colored: bool,
) -> None:  # fmt: skip
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in cli("relu", course.exercises_dir, *options).out) is colored


@POSIX
@pytest.mark.parametrize(("variables", "colored"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_gets_color_unless_no_color_is_set(variables: dict[str, str], colored: bool) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm", **variables}
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "dlgrade", "relu", "exercises", "-q"]
    try:
        subprocess.run(command, cwd=ROOT, stdout=theirs, stderr=subprocess.DEVNULL, env=environment, check=False)
        shown = os.read(ours, 10_000)
    finally:
        os.close(ours)
        os.close(theirs)
    assert b"exercises" in shown
    assert (b"\x1b[" in shown) is colored


@pytest.mark.parametrize("arguments", [["--lang", "tr", "list"], ["--lang", "en", "list"], ["--lang", "tr", "--help"]])
def test_a_language_is_accepted_before_the_command(cli: Command, arguments: list[str]) -> None:
    assert cli(*arguments).code == 0


@pytest.mark.parametrize("language", ["en", "tr"])
def test_grading_accepts_a_language(cli: Command, course: Course, language: str) -> None:
    ran = cli("relu", course.exercises_dir, "--lang", language)
    assert ran.code == 1, ran.err


# ── Commands that tell ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["list"], "softmax"),
        (["list", "week3"], "softmax_like"),
        (["list", "relu_like"], "leaky_relu"),
        (["show", "softmax"], "softmax(x"),
        (["solution", "relu", "--give-up"], "def relu("),
        (["hint", "relu", "--all"], "3/"),
        (["doctor"], "numpy"),
        (["--version"], "0."),
        (["--help"], "dlgrade week3"),
        (["week3", "--help"], "--fail-under"),
        (["demo"], "softmax"),
        ([], "init"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_tells_ends_with_0(cli: Command, arguments: list[str], told: str) -> None:
    ran = cli(*arguments)
    assert ran.code == 0, ran.err
    assert told in ran.out


@pytest.mark.parametrize(
    "arguments",
    [["--help"], [], ["list"], ["show", "softmax"], ["hint", "softmax"], ["solution", "relu", "--give-up"], ["next"]],
    ids=" ".join,
)
def test_what_tells_loads_none_of_the_packages_that_grade(tmp_path: Path, arguments: list[str]) -> None:
    code = (
        "import sys; from dlgrade.cli import run; code = run(sys.argv[1:]);"
        "heavy = {'torch', 'numpy', 'pytest', 'sqlalchemy', 'jinja2'};"
        "print(*heavy & sys.modules.keys(), file=sys.stderr); sys.exit(code)"
    )
    (tmp_path / "dlgrade.toml").write_text("", encoding="utf-8")
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, ""), done.stderr


def test_list_names_every_exercise_of_the_course(cli: Command, course: Course) -> None:
    listed = {line.split()[0] for line in cli("list").out.splitlines() if line.startswith("  ")}
    assert listed == {e.name for e in course.exercises()}


def test_hints_are_a_ladder_with_one_step_a_call(cli: Command, course: Course) -> None:
    assert cli("init").code == 0
    hints = course.exercise("relu").hints
    for call in range(1, len(hints) + 2):
        shown = [line.partition("  ")[2] for line in cli("hint", "relu").out.splitlines()]
        assert shown == list(hints[:call])


def test_the_solution_that_is_shown_is_a_function_that_runs(cli: Command) -> None:
    import numpy as np

    namespace: dict[str, Any] = {"np": np}
    exec(cli("solution", "relu", "--give-up").out, namespace)
    assert namespace["relu"](np.array([-1.0, 2.0])).tolist() == [0.0, 2.0]


def test_progress_follows_what_was_graded(cli: Command, tmp_path: Path) -> None:
    cli("init")
    assert "next: `" in cli().out
    (tmp_path / "week03" / "relu_like.py").write_text(RIGHT, encoding="utf-8")
    assert cli("relu").code == 0
    (row,) = [line for line in cli().out.splitlines() if "relu_like" in line and "next" not in line]
    assert "1/" in row


@POSIX
def test_a_reader_that_goes_away_ends_the_command_quietly() -> None:
    command = [sys.executable, "-m", "dlgrade", "list"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode in (0, 141)


def test_a_console_of_ascii_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "ödev.py").write_text("def relu(x):\n    raise NotImplementedError\n", encoding="utf-8")
    result = dlgrade("relu", tmp_path / "ödev.py", env={"PYTHONIOENCODING": "ascii"})
    assert result.returncode == 1
    assert result.stdout.isascii()
    assert "Traceback" not in result.stderr
