"""What a report was made with: versions, and a hash of the suites that were asked."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from importlib import metadata
from typing import Any

from dlgrade import __version__
from dlgrade.course import Course
from dlgrade.suite.exercise import Exercise


def environment(course: Course, exercises: Iterable[Exercise], seed: int) -> dict[str, Any]:
    """The contract's `environment` of a report, but for what held the submission."""
    return {
        "dlgrade": __version__,
        "python": platform.python_version(),
        "numpy": _version("numpy"),
        "torch": _version("torch"),
        "platform": platform.platform(),
        "seed": seed,
        "suite_sha256": suite_sha256(course, exercises),
    }


def suite_sha256(course: Course, exercises: Iterable[Exercise]) -> str:
    """One hash over the suite files of these exercises, in order of their paths."""
    topics = {course.topic_of(e).relative.as_posix(): course.topic_of(e).suite_path for e in exercises}
    digest = hashlib.sha256()
    for name in sorted(topics):
        digest.update(name.encode() + b"\0" + topics[name].read_bytes())
    return digest.hexdigest()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
