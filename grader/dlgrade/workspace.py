"""The student's folder: found, made, mended."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dlgrade.errors import DlgradeError
from dlgrade.messages import say
from dlgrade.progress import Progress
from dlgrade.sentences import stub_text
from dlgrade.stub_record import StubRecord

if TYPE_CHECKING:
    from dlgrade.course import Course

SETTINGS = "dlgrade.toml"
KNOWN_SETTINGS = ("color", "edit-cmd", "fail-under", "isolation", "lang", "reveal", "seed", "timeout")
SETTINGS_TEXT = """\
# Settings of this workspace. The command line and DLGRADE_… variables come first.
# lang = "en"        # language of reports: en, tr
# timeout = 5.0      # seconds that one call may take
# fail-under = 100   # percent below which the exit code is 1
# edit-cmd = "code --goto {file}:{line}"   # what `dlgrade next` opens a file with; else $VISUAL or $EDITOR
"""
# What a workspace remembers of the exercises.
State = Progress


class NoWorkspace(DlgradeError):
    def __init__(self) -> None:
        super().__init__(
            say("There is no workspace here; `dlgrade init` makes one, or name what to grade: `dlgrade week3 PATH`.")
        )


class BadSettings(DlgradeError):
    def __init__(self, path: Path, why: str) -> None:
        super().__init__(say("The settings in {path} cannot be used: {why}.", path=str(path), why=why))


class Edited(DlgradeError):
    """A file holds work that would be lost."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            say(
                "{path} holds work of yours; with --force it is replaced, and kept as {path}.bak.",
                path=str(path),
            )
        )


def find_workspace(start: Path) -> Path | None:
    """The nearest workspace at or above `start`: a folder with dlgrade.toml, or `exercises` of a clone."""
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
        if (folder / "exercises").is_dir() and (folder / "grader" / "suites").is_dir():
            return folder / "exercises"
    return None


def read_settings(start: Path) -> dict[str, Any]:
    """The settings of the workspace, with `-` in names as `_`. Raises `BadSettings`."""
    workspace = find_workspace(start)
    path = workspace / SETTINGS if workspace else None
    if path is None or not path.is_file():
        return {}
    import tomllib

    try:
        with path.open("rb") as file:
            settings = tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadSettings(path, str(error)) from None
    unknown = sorted(set(settings) - set(KNOWN_SETTINGS))
    if unknown:
        raise BadSettings(path, f"`{unknown[0]}` is no setting; there are {', '.join(KNOWN_SETTINGS)}")
    return {key.replace("-", "_"): value for key, value in settings.items()}


def init(course: Course, folder: Path, *, force: bool = False) -> tuple[list[Path], list[Path]]:
    """Write the stubs and the settings. Files that are there already stay as they are.

    Returns the files written and the edited ones that were kept; with `force` these are replaced too, and
    kept beside as `.bak`.
    """
    written, kept = [], []
    record = StubRecord.load(folder)
    for topic in course.topics():
        path = folder / topic.relative
        text = stub_text(topic.stub_path)
        if path.exists() and path.read_bytes() == text.encode():
            record.wrote(topic.relative, text)
            continue
        if path.exists() and not force:
            kept.append(path)
            continue
        _replace(path, text)
        record.wrote(topic.relative, text)
        written.append(path)
    record.save()
    settings = folder / SETTINGS
    if not settings.exists():
        _replace(settings, SETTINGS_TEXT)
        written.append(settings)
    return written, kept


def reset(course: Course, workspace: Path, name: str, *, force: bool = False) -> list[Path]:
    """Put the stub of a week, a topic or one exercise back. Raises `Edited` where work would be lost."""
    selection = course.select(name)
    topics = dict.fromkeys(course.topic_of(e) for e in selection.exercises)
    changed, record = [], StubRecord.load(workspace)
    for topic in topics:
        path = workspace / topic.relative
        stub = stub_text(topic.stub_path)
        single = len(selection.exercises) == 1 and selection.name == selection.exercises[0].name
        text = _with_stub(path, stub, name) if single and path.exists() else stub
        if path.exists() and path.read_text(encoding="utf-8", errors="replace") == text:
            continue
        if path.exists() and not force:
            raise Edited(path)
        _replace(path, text)
        record.wrote(topic.relative, stub, name if text != stub else None)
        changed.append(path)
    if changed and (workspace / SETTINGS).is_file():
        record.save()
    return changed


def _with_stub(path: Path, stub: str, name: str) -> str:
    """The file's text with the one definition replaced by its stub; all of the stub where it cannot be parsed."""
    from dlgrade.submission import definitions

    text = path.read_text(encoding="utf-8-sig", errors="replace")
    try:
        found = definitions(ast.parse(text), name)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return stub
    piece = _lines_of(stub, definitions(ast.parse(stub), name)[-1])
    if not found:
        return text.rstrip("\n") + "\n\n\n" + "\n".join(piece) + "\n"
    # Not splitlines(): it cuts at form feeds and Unicode's separators too, which are no line ends to Python.
    lines = text.rstrip("\n").split("\n")
    for node in reversed(found):
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        indent = " " * node.col_offset
        fresh = [indent + line if line else line for line in piece] if node is found[-1] else []
        lines[first - 1 : node.end_lineno] = fresh or ([indent + "pass"] if indent else [])
    return "\n".join(lines) + "\n"


def _lines_of(text: str, node: ast.stmt) -> list[str]:
    return text.split("\n")[node.lineno - 1 : node.end_lineno]


def put(path: Path, text: str, *, force: bool = False) -> bool:
    """Write a file; whether that changed anything. Raises `Edited` where other work would be lost."""
    if path.exists():
        if path.read_bytes() == text.encode():
            return False
        if not force:
            raise Edited(path)
    _replace(path, text)
    return True


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all; what it held before stays as `.bak`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        import shutil

        shutil.copy2(path, path.with_name(path.name + ".bak"))
    fresh = path.with_name(path.name + ".tmp")
    fresh.write_text(text, encoding="utf-8", newline="\n")
    fresh.replace(path)
