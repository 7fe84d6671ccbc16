"""The zip that an instructor uploads to Gradescope as the autograder of a week, a topic or an exercise.

It needs no place where dlgrade is published: the program and the course travel inside, in the layout of an installed
package, and what they need is listed with the versions that are installed here.
"""

from __future__ import annotations

import io
import json
import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from importlib import metadata
from pathlib import Path

from dlgrade.autograder.grade import Settings
from dlgrade.course import PACKAGE, Course
from dlgrade.errors import DlgradeError
from dlgrade.messages import say
from dlgrade.reports import LEVELS, gradescope

SCRIPTS = ("setup.sh", "run_autograder")
# What the grading is granted beyond its own limit before it is ended from outside: the last exercise, and its report.
GRACE_SECONDS = 60
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class UnfitSettings(DlgradeError):
    """A setting that no autograder can have."""

    def __init__(self, what: str, allowed: str) -> None:
        super().__init__(say("`{what}` is not among {allowed}.", what=what, allowed=allowed))


def build(course: Course, settings: Settings) -> bytes:
    """The autograder as the bytes of a zip; the same course and settings give the same bytes.

    Raises:
        UnknownName: there is no such week, topic or exercise.
        UnfitSettings: a level or visibility that does not exist.
    """
    course.select(settings.name)
    if settings.reveal not in LEVELS:
        raise UnfitSettings(settings.reveal, ", ".join(LEVELS))
    if settings.visibility not in gradescope.VISIBILITIES:
        raise UnfitSettings(settings.visibility, ", ".join(gradescope.VISIBILITIES))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in _files(course, settings):
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            # A system of its own would hide the permissions: the scripts must be executable.
            info.create_system = 3
            info.external_attr = (0o100755 if name in SCRIPTS else 0o100644) << 16
            archive.writestr(info, raw)
    return out.getvalue()


def _files(course: Course, settings: Settings) -> Iterator[tuple[str, bytes]]:
    for script in SCRIPTS:
        yield script, _script(script, settings)
    yield "settings.json", json.dumps(asdict(settings), indent=1).encode()
    needed = requirements()
    yield "requirements.txt", "".join(f"{line}\n" for line in needed).encode()
    yield "constraints.txt", "".join(f"{line}\n" for line in constraints(needed)).encode()
    yield from _tree(PACKAGE, "package/dlgrade", leave_out="bundled")
    for folder in (course.exercises_dir, course.solutions_dir, course.suites_dir):
        yield from _tree(folder, f"package/dlgrade/bundled/{folder.name}")


def _script(name: str, settings: Settings) -> bytes:
    text = (PACKAGE / "autograder" / name).read_text(encoding="utf-8")
    fallback = gradescope.render_problem(
        say(
            "The autograder failed, and could not judge this submission. The fault is not yours: "
            "please tell your instructor, who sees more in the autograder's output."
        ),
        visibility=settings.visibility,
    )
    limit = f"{settings.limit + GRACE_SECONDS:g}"
    return text.replace("@FALLBACK@", fallback.strip()).replace("@LIMIT@", limit).encode()


def _tree(folder: Path, where: str, leave_out: str = "") -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") or part == "__pycache__" for part in parts)
        if path.is_file() and not hidden and parts[0] != leave_out:
            yield f"{where}/{'/'.join(parts)}", path.read_bytes()


def requirements() -> list[str]:
    """What the program needs: from `pyproject.toml` in a clone, else from what it was installed with."""
    project = PACKAGE.parent.parent / "pyproject.toml"
    if not (PACKAGE / "bundled").is_dir() and project.is_file():
        return list(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"])
    return [line for line in metadata.requires("dlgrade") or () if "extra ==" not in line]


def constraints(needed: list[str]) -> list[str]:
    """The versions that are installed here, of what is needed and of what that needs in turn."""
    versions: dict[str, str] = {}
    waiting = list(needed)
    while waiting:
        found = _REQUIREMENT.match(waiting.pop())
        name = re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""
        if not name or name in versions:
            continue
        try:
            # Of a build for one machine, such as `2.4.0+cu124`, the version alone.
            versions[name] = metadata.version(name).partition("+")[0]
        except metadata.PackageNotFoundError:
            continue
        waiting += [line for line in metadata.requires(name) or () if "extra ==" not in line]
    return [f"{name}=={versions[name]}" for name in sorted(versions)]
