"""Answers of the references, kept in the user's cache: a student who grades again needs no PyTorch.

They depend on the suite, the seed and the versions of what makes them, and a file is named after a hash of all these.
One that is damaged, or of other versions, is passed over and written anew. Nothing here raises: without a cache
everything is made again.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import platform
import tempfile
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from dlgrade import __version__
from dlgrade.course import Course, Topic
from dlgrade.judge.question import Question, Questions
from dlgrade.judge.verdict import identical
from dlgrade.suite.exercise import Exercise
from dlgrade.worker.wire import WireError, decode, encode

KEPT = ("expected", "sensitivity", "is_answerable")
# Those of a question that are dicts: of other questions in its place, and of what else is known of it.
OTHERS, FACTS = "known_others", "facts"
_DIGEST_BYTES = hashlib.sha256().digest_size


def load(questions: Questions, course: Course, exercises: Iterable[Exercise], seed: int) -> None:
    """Tell `questions` what earlier runs found out."""
    for topic, members in _by_topic(course, exercises):
        stored = _read(_file(topic, seed))
        for exercise in members:
            for case in exercise.cases:
                if found := stored.get(f"{exercise.name}\n{case.name}"):
                    questions.known[exercise.name, case.name, seed] = found


def save(questions: Questions, course: Course, exercises: Iterable[Exercise], seed: int) -> None:
    """Keep what is new in `questions`."""
    for topic, members in _by_topic(course, exercises):
        new: dict[str, Any] = {}
        for exercise in members:
            for case in exercise.cases:
                key = (exercise.name, case.name, seed)
                known = questions.known.get(key, {})
                question = questions.asked.get(key)
                found = _found(question) if question and _may_be_news(question, known) else {}
                if _is_news(found, known):
                    new[f"{exercise.name}\n{case.name}"] = _together(known, found)
        if new:
            _write(_file(topic, seed), {**_read(_file(topic, seed)), **new})


def _is_news(found: dict[str, Any], known: dict[str, Any]) -> bool:
    inner = (found.get(part, {}).keys() - known.get(part, {}).keys() for part in (OTHERS, FACTS))
    return bool(found.keys() - known.keys() or any(inner))


def _may_be_news(question: Question, known: dict[str, Any]) -> bool:
    """Whether anything was made that is not known, be it kept or not: to see that it can be, `_found` writes it all."""
    others: dict[str, Any] = {key: {} for key, other in question.others.items() if vars(other).keys() & set(KEPT)}
    made = {name: None for name in KEPT if name in vars(question)}
    return _is_news({**made, OTHERS: others, FACTS: question.facts}, {OTHERS: {}, FACTS: {}, **known})


def _together(known: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """What was known before and what was found now."""
    inner = {part: {**known.get(part, {}), **found.get(part, {})} for part in (OTHERS, FACTS)}
    return {**known, **found, **{part: both for part, both in inner.items() if both}}


def folder() -> Path:
    """Where the files lie: `DLGRADE_CACHE_DIR`, else the user's cache."""
    if chosen := os.environ.get("DLGRADE_CACHE_DIR"):
        return Path(chosen) / "references"
    import platformdirs

    return Path(platformdirs.user_cache_dir("dlgrade", appauthor=False)) / "references"


def _found(question: Question) -> dict[str, Any]:
    """What of the question is made and can be written without loss, and so for those asked in its place."""
    made = {name: vars(question)[name] for name in KEPT if name in vars(question)}
    if others := {key: found for key, other in question.others.items() if (found := _found(other))}:
        made[OTHERS] = others
    if question.facts:
        made[FACTS] = question.facts
    with contextlib.suppress(WireError):
        if identical(decode(encode(made)), made):
            return made
    return {}


def _by_topic(course: Course, exercises: Iterable[Exercise]) -> Iterator[tuple[Topic, list[Exercise]]]:
    topics: dict[Path, tuple[Topic, list[Exercise]]] = {}
    for exercise in exercises:
        topic = course.topic_of(exercise)
        topics.setdefault(topic.suite_path, (topic, []))[1].append(exercise)
    yield from topics.values()


def _file(topic: Topic, seed: int) -> Path:
    digest = hashlib.sha256(f"{_versions()}\n{seed}\n".encode() + topic.suite_path.read_bytes()).hexdigest()
    return folder() / f"{_stem(topic, seed)}{digest[:32]}"


def _stem(topic: Topic, seed: int) -> str:
    return f"{topic.relative.as_posix().replace('/', '-')}-{seed}-"


@functools.cache
def _versions() -> str:
    """All that an answer depends on besides its suite: the program that makes it counts by its text."""
    packages = [f"{name} {metadata.version(name)}" for name in ("numpy", "torch")]
    own = hashlib.sha256()
    here = Path(__file__).parent
    for path in sorted([*(here / "suite").glob("*.py"), *(here / "worker").glob("*.py"), Path(__file__)]):
        own.update(path.read_bytes())
    return "\n".join([__version__, platform.python_version(), platform.machine(), *packages, own.hexdigest()])


def _read(path: Path) -> dict[str, dict[str, Any]]:
    """What the file holds; nothing where there is none, or it is not what was written."""
    try:
        raw = path.read_bytes()
        if hashlib.sha256(raw[_DIGEST_BYTES:]).digest() == raw[:_DIGEST_BYTES]:
            stored = decode(raw[_DIGEST_BYTES:])
            return stored if isinstance(stored, dict) else {}
    except (OSError, WireError):
        pass
    return {}


def _write(path: Path, stored: dict[str, dict[str, Any]]) -> None:
    """Put the file in place at once, and take those of other versions away."""
    payload = encode(stored)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix="new-", delete=False) as file:
            file.write(hashlib.sha256(payload).digest() + payload)
        os.replace(file.name, path)
        stem = path.name[:-32]
        for other in path.parent.iterdir():
            if other.name.startswith(stem) and other != path:
                other.unlink()
