"""What exists: the course, read from the paths of its three trees. No exercise is named in the program.

exercises/weekNN/<topic>.py     stubs
solutions/weekNN/<topic>.py     solved
suites/weekNN/<topic>.py        hidden suites; each variable that holds an exercise is one
"""

from __future__ import annotations

import functools
import importlib.util
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from dlgrade.errors import DlgradeError, GraderFault
from dlgrade.messages import say
from dlgrade.suite.exercise import About, Exercise

PACKAGE = Path(__file__).resolve().parent
WEEK_FOLDER = re.compile(r"week(\d{2})")
WEEK_NAME = re.compile(r"week0*(\d{1,2})", re.IGNORECASE)


class UnknownName(DlgradeError):
    """No week, topic or exercise has this name."""

    def __init__(self, name: str, candidates: Iterable[str]) -> None:
        import difflib

        self.name = name
        self.suggestions = difflib.get_close_matches(name.lower(), list(candidates), n=3, cutoff=0.6)
        if self.suggestions:
            message = say(
                "There is no week, topic, exercise or command `{name}`; did you mean `{other}`?",
                name=name,
                other="`, `".join(self.suggestions),
            )
        else:
            message = say(
                "There is no week, topic, exercise or command `{name}`; `dlgrade list` shows what there is.",
                name=name,
            )
        super().__init__(message)


class BrokenSuite(GraderFault):
    """A suite cannot be loaded."""

    def __init__(self, path: Path, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(say("The suite {path} cannot be loaded: {why}.", path=str(path), why=why))


class NoCourse(GraderFault):
    """The trees of the course are not where they should be."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            say(
                "There is no course in {folder}; install dlgrade again, or run it from its clone.",
                folder=str(folder),
            )
        )


@dataclass(frozen=True)
class Topic:
    """One file of each tree."""

    course: Course
    week: int
    name: str

    @property
    def relative(self) -> Path:
        return Path(f"week{self.week:02d}") / f"{self.name}.py"

    @property
    def stub_path(self) -> Path:
        return self.course.exercises_dir / self.relative

    @property
    def solution_path(self) -> Path:
        return self.course.solutions_dir / self.relative

    @property
    def suite_path(self) -> Path:
        return self.course.suites_dir / self.relative

    @property
    def about(self) -> About:
        return _load_suite(self.suite_path, self.week, self.name)[0]

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        return _load_suite(self.suite_path, self.week, self.name)[1]


class Selection(NamedTuple):
    """What a name stands for: a week, a topic or one exercise."""

    name: str
    week: int | None
    exercises: tuple[Exercise, ...]


@dataclass(frozen=True)
class Course:
    """The three trees of a course."""

    exercises_dir: Path
    solutions_dir: Path
    suites_dir: Path
    demo_dir: Path

    @classmethod
    def bundled(cls) -> Course:
        """The course that comes with the program: inside the package, or around it in a clone."""
        inside = PACKAGE / "bundled"
        if inside.is_dir():
            return cls(inside / "exercises", inside / "solutions", inside / "suites", inside / "demo")
        return cls.in_clone(PACKAGE.parent.parent)

    @classmethod
    def in_clone(cls, root: Path) -> Course:
        root = root.resolve()
        if not (root / "grader" / "suites").is_dir():
            raise NoCourse(root)
        grader = root / "grader"
        return cls(root / "exercises", root / "solutions", grader / "suites", grader / "demo")

    def weeks(self) -> list[int]:
        folders = (WEEK_FOLDER.fullmatch(p.name) for p in self.suites_dir.iterdir() if p.is_dir())
        return sorted(int(match[1]) for match in folders if match)

    def topics(self, week: int | None = None) -> list[Topic]:
        """The topics of a week, or of all weeks, in the order of the lectures."""
        weeks = self.weeks() if week is None else [week]
        return [t for w in weeks for t in sorted(self._files(w), key=lambda t: (t.about.order, t.name))]

    def _files(self, week: int) -> list[Topic]:
        """The topics of a week in no order: no suite is loaded."""
        return [Topic(self, week, path.stem) for path in (self.suites_dir / f"week{week:02d}").glob("[a-z]*.py")]

    def exercises(self, week: int | None = None) -> tuple[Exercise, ...]:
        return tuple(e for topic in self.topics(week) for e in topic.exercises)

    def topic_of(self, exercise: Exercise) -> Topic:
        return Topic(self, exercise.week, exercise.topic)

    def select(self, name: str) -> Selection:
        """The exercises that `name` stands for. Raises `UnknownName`."""
        if (match := WEEK_NAME.fullmatch(name)) and int(match[1]) in self.weeks():
            week = int(match[1])
            return Selection(f"week{week}", week, self.exercises(week))
        wanted = name.removesuffix(".py")
        for topic in (t for week in self.weeks() for t in self._files(week)):
            if topic.name == wanted:
                return Selection(topic.name, topic.week, topic.exercises)
        if (exercise := self.find(wanted)) is not None:
            return Selection(exercise.name, exercise.week, (exercise,))
        raise UnknownName(name, self.names())

    def exercise(self, name: str) -> Exercise:
        """The one exercise called `name`. Raises `UnknownName`."""
        found = self.find(name)
        if found is None:
            raise UnknownName(name, [e.name for e in self.exercises()])
        return found

    def find(self, name: str) -> Exercise | None:
        """The exercise of this name, or None; only suites are loaded in whose text it may be declared."""
        declared = re.compile(rf"^{re.escape(name)}\s*[:=]".encode(), re.MULTILINE)
        for topic in (t for week in self.weeks() for t in self._files(week)):
            text = topic.suite_path.read_bytes()
            # Most suites do not hold the name at all, and to see that is much quicker.
            if name.encode() in text and declared.search(text):
                for exercise in topic.exercises:
                    if exercise.name == name:
                        return exercise
        return None

    def names(self) -> list[str]:
        """All names that can be graded."""
        topics = self.topics()
        exercises = [e.name for t in topics for e in t.exercises]
        return [f"week{w}" for w in self.weeks()] + [t.name for t in topics] + exercises


def _load_suite(path: Path, week: int, topic: str) -> tuple[About, tuple[Exercise, ...]]:
    try:
        stamp = path.stat().st_mtime_ns
    except OSError as error:
        raise BrokenSuite(path, error.strerror or "it is not there") from None
    return _loaded(path, stamp, week, topic)


@functools.cache
def _loaded(path: Path, stamp: int, week: int, topic: str) -> tuple[About, tuple[Exercise, ...]]:
    """The suite's exercises in the order of their definition; loaded anew when the file changed."""
    name = f"dlgrade_suites.week{week:02d}.{topic}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise BrokenSuite(path, f"{type(error).__name__}: {error}") from error
    names = vars(module)
    about = next((v for v in names.values() if isinstance(v, About)), None)
    if about is None:
        raise BrokenSuite(path, "it declares no topic(…)")
    exercises = tuple(v.named(k, topic, week) for k, v in names.items() if isinstance(v, Exercise))
    return about, exercises
