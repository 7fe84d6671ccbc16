"""What a report was made with: a hash of the suites that were asked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from dlgrade.course import Course
from dlgrade.suite.exercise import Exercise


def suite_sha256(course: Course, exercises: Iterable[Exercise]) -> str:
    """One hash over the suite files of these exercises, in order of their paths."""
    topics = {course.topic_of(e).relative.as_posix(): course.topic_of(e).suite_path for e in exercises}
    digest = hashlib.sha256()
    for name in sorted(topics):
        digest.update(name.encode() + b"\0" + topics[name].read_bytes())
    return digest.hexdigest()
