"""The house: who may import whom, who prints, how large a room may be. Read from the source, nothing is run."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT
from dlgrade.course import Course

PACKAGE = ROOT / "grader" / "dlgrade"
FILES = sorted(PACKAGE.rglob("*.py"))
MODULES = {".".join(p.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): p for p in FILES}

# Room: what it may import of the program. Rooms that are not named stand above these: they may import any but cli.
WIRE = {"worker.wire", "worker.tree", "worker.observe"}
READING = {"messages", "text", "errors", "records"}
MAY_IMPORT: dict[str, set[str]] = {
    "messages": set(),
    "text": {"messages"},
    "sentences": {"messages"},
    "docstring": {"sentences"},
    "notebook": {"messages", "text"},
    "unwritten": set(),
    "homework": READING | {"course", "docstring", "sentences", "suite"},
    "notebook_feedback": READING | {"about", "course", "notebook", "points", "reports", "suite"},
    "errors": {"messages"},
    "records": {"messages"},
    "score": {"records"},
    "handed_in": set(),
    "wanted": set(),
    "archive": READING | {"handed_in", "notebook", "wanted"},
    "source_file": READING | {"notebook"},
    "submission": READING | {"archive", "notebook", "source_file", "unwritten", "wanted"},
    "taking_in": READING | {"handed_in", "wanted", "archive", "submission"},
    "rules": READING | {"submission", "unwritten"},
    "outline": READING | {"submission", "source_file", "rules"},
    "upcoming": READING | {"suite"},
    "walk": READING | {"plots", "suite", "upcoming"},
    "touched": READING | {"submission", "source_file", "rules", "harmless", "outline", "suite"},
    "worker.wire": set(),
    "worker.tree": set(),
    "worker.guard": set(),
    "worker.observe": {"worker.wire", "worker.tree"},
    "worker.isolation": set(),
    "worker.landlock": set(),
    "worker.sandbox": {"worker.landlock"},
    "worker.child": WIRE | {"worker.guard", "worker.sandbox"},
    "worker.bubblewrap": set(),
    "worker.own_memory": set(),
    "worker.syscalls": set(),
    "worker.channel": set(),
    "worker.fork_server": {"worker.child", "worker.sandbox", "worker.wire"},
    "worker.launch": {"worker.bubblewrap", "worker.isolation", "worker.own_memory", "worker.syscalls"},
    "worker.starters": {"worker.launch", "worker.wire"},
    "worker.host": WIRE | {"worker.channel", "worker.isolation", "worker.launch", "worker.starters"},
    "suite": READING | WIRE,
    "judge": READING | WIRE | {"suite"},
    "plots": READING | {"worker.tree", "suite"},
    "given": {"course", "submission", "suite"},
    "carried": READING | {"course", "given", "rules", "score", "submission", "suite", "touched"},
    "illustrations": READING | {"grader", "plots", "portray", "session", "submission", "suite"},
    "portray": READING | WIRE | {"worker.host", "plots", "session", "suite"},
    "course": READING | {"suite"},
    "fingerprint": {"course", "suite"},
    "lock_file": set(),
    "progress": READING | {"lock_file"},
    "place": set(),
    "editor": READING,
    "stub_record": {"lock_file"},
    "update": READING | {"course", "lock_file", "rules", "sentences", "stub_record", "submission"},
    "points": set(),
    "about": READING | {"course", "docstring", "reports", "suite"},
    "reports": READING | {"points", "standing", "changes", "handed_in", "class_statistics"},
    "class_statistics": {"handed_in", "messages", "records", "standing"},
    "class_folder": {"errors", "messages", "text"},
    "anonymous": {"classroom", "handed_in", "messages", "records", "standing"},
    "giving_back": READING | {"points", "standing"},
    "late": READING,
    "standing": {"handed_in", "messages"},
    "changes": {"handed_in", "standing"},
    "classroom": READING
    | {"batch", "course", "fingerprint", "gradebook", "handed_in", "reports", "suite", "taking_in", "task", "wanted"},
    "replay": READING | {"course", "gradebook", "grader", "submission"},
    "gradebook": READING | {"handed_in", "late", "standing", "submission", "score", "wanted"},
    "examine": READING | WIRE | {"worker.host", "suite", "judge", "score", "submission"},
    "harmless": set(),
    "farside": READING
    | WIRE
    | {"worker.host", "worker.isolation", "worker.launch", "worker.starters", "suite", "submission", "harmless"},
    "items": {"course", "records", "suite", "session", "submission", "grader"},
    "run": READING | {"course", "items", "session", "suite"},
    "task": READING | {"carried", "course", "farside", "fingerprint", "judge", "session", "submission", "wanted"},
    "warm": READING | {"course", "farside", "fingerprint", "grader", "run", "submission", "task"},
    "own_process": {"worker.channel", "worker.launch"},
    "executors": {"own_process", "cluster"},
    "cluster": READING | {"executors", "own_process"},
    "batch": READING | {"executors", "task", "warm"},
}

# A package from outside: the rooms or modules that may import it.
MAY_BE_IMPORTED_BY: dict[str, set[str]] = {
    "torch": {"suite.lazy", "suite"},
    "click": {"cli", "author.program_sentences"},
    "latex2mathml": {"reports.formula"},
    "rich": {"reports.terminal", "reports.class_table", "reports.console", "cli.progress", "cli.screen"},
    "babel": {"author.catalogs", "author.compiling"},
    "jinja2": {"reports.page"},
    "markupsafe": {"reports.page"},
    "sqlalchemy": {"gradebook"},
    "alembic": {"gradebook"},
    "pytest": {"items", "run"},
    "nbformat": {"homework", "notebook_feedback"},
    "IPython": {"cli.magic"},
    "yaml": {"taking_in.gradescope"},
    "pyseccomp": {"worker.syscalls"},
    "distributed": {"cluster"},
    "dask": {"cluster"},
    "watchfiles": {"watch"},
    "matplotlib": {"plots.canvas", "plots.fields"},
}

# Words of file formats that are also names of the course.
OF_A_FORMAT = {"cli.magic": {"cells"}, "notebook.cells": {"cells"}, "notebook_feedback": {"cells"}}

FAR_SIDE = ("child", "fork_server", "guard", "landlock", "observe", "sandbox", "tree", "wire")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(module: str, nodes: list[ast.AST] | None = None) -> Iterator[str]:
    """Full names of the modules that `module` imports: `worker.wire` for those of the program, else `torch` …"""
    package = module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]
    for node in nodes if nodes is not None else list(ast.walk(tree_of(MODULES[module]))):
        if isinstance(node, ast.Import):
            yield from (alias.name.removeprefix("dlgrade.") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = f"{package}.{node.module or ''}".strip(".") if node.level else node.module or ""
            base = base.removeprefix("dlgrade.").removeprefix("dlgrade")
            for alias in node.names:
                inner = f"{base}.{alias.name}".strip(".")
                yield inner if inner in MODULES else base


def room_of(module: str) -> str:
    return module if module.startswith("worker.") else module.partition(".")[0]


def own(names: Iterator[str]) -> set[str]:
    return {name for name in names if name in MODULES and name}


@pytest.mark.parametrize("module", sorted(m for m in MODULES if room_of(m) in MAY_IMPORT))
def test_a_room_imports_only_what_its_line_of_the_table_allows(module: str) -> None:
    room = room_of(module)
    used = {room_of(name) for name in own(imports_of(module))} - {room}
    assert used <= MAY_IMPORT[room]


@pytest.mark.parametrize("module", sorted(m for m in MODULES if room_of(m) not in ("cli", "__main__", "__init__")))
def test_nothing_below_imports_the_command_line(module: str) -> None:
    assert not {name for name in own(imports_of(module)) if room_of(name) == "cli"}


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    graph = {m: own(imports_of(m, list(tree_of(p).body))) - {m} for m, p in MODULES.items()}
    while leaves := [m for m, used in graph.items() if not used & graph.keys()]:
        for module in leaves:
            del graph[module]
    assert graph == {}


@pytest.mark.parametrize("module", [f"worker.{name}" for name in FAR_SIDE])
def test_the_far_side_needs_its_siblings_numpy_and_the_standard_library_alone(module: str) -> None:
    siblings = {f"worker.{name}" for name in FAR_SIDE}
    outside = {name for name in imports_of(module) if name not in siblings}
    assert {name.partition(".")[0] for name in outside} <= {*sys.stdlib_module_names, "numpy"}


@pytest.mark.parametrize("package", MAY_BE_IMPORTED_BY)
def test_a_package_from_outside_is_imported_in_its_room_alone(package: str) -> None:
    users = {m for m in MODULES if package in {name.partition(".")[0] for name in imports_of(m)}}
    allowed = MAY_BE_IMPORTED_BY[package]
    assert users
    assert {m for m in users if m not in allowed and room_of(m) not in allowed} == set()


def test_loading_every_suite_and_the_command_line_does_not_load_torch() -> None:
    code = (
        "import sys, dlgrade.cli, dlgrade.session; from dlgrade.course import Course;"
        "assert Course.bundled().exercises(); assert 'torch' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "grader", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("module", sorted(m for m in MODULES if room_of(m) != "cli"))
def test_only_the_command_line_prints_and_exits(module: str) -> None:
    told = []
    for node in ast.walk(tree_of(MODULES[module])):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "sys.exit", "exit", "quit", "os._exit"):
            told.append(ast.unparse(node))
        if isinstance(node, ast.Raise) and node.exc and "SystemExit" in ast.unparse(node.exc):
            told.append(ast.unparse(node))
    assert told == []


def texts_of(path: Path) -> set[str]:
    return {n.value for n in ast.walk(tree_of(path)) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_the_program_names_no_exercise_and_no_topic(module: str) -> None:
    course = Course.in_clone(ROOT)
    names = {e.name for e in course.exercises()} | {t.name for t in course.topics()}
    assert texts_of(MODULES[module]) & names <= OF_A_FORMAT.get(module, set())


def test_only_the_demo_names_a_week() -> None:
    week = {m for m, path in MODULES.items() if any(t.startswith("week") and t[4:].isdigit() for t in texts_of(path))}
    assert week <= {"cli.grading"}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_says_what_it_is_and_fits_a_screen_or_five(module: str) -> None:
    path = MODULES[module]
    assert ast.get_docstring(tree_of(path))
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    functions = [n for n in ast.walk(tree_of(path)) if isinstance(n, kinds)]
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= 60] == []


@pytest.mark.parametrize("script", sorted((ROOT / "benchmarks").glob("*.py")), ids=lambda path: path.name)
def test_a_benchmark_finds_what_it_imports(script: Path) -> None:
    code = f"import runpy; runpy.run_path({str(script)!r}, run_name='imported')"
    done = subprocess.run([sys.executable, "-c", code], cwd=script.parent, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
