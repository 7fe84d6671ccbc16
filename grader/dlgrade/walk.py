"""One exercise after the other under watch: what a key or a grading does to where one stands.

Pure: it knows no terminal and opens no file. What a key asks for beyond that is a `Deed`; whoever does it brings
back what came of it as the next event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import NamedTuple

from dlgrade.messages import Message, say
from dlgrade.plots.drawing import Drawing
from dlgrade.records import ExerciseResult, Verdict
from dlgrade.suite.exercise import Exercise
from dlgrade.upcoming import following, upcoming

NOT_BEGUN = (None, Verdict.TODO, Verdict.MISSING)
# Names in a line of news; more are counted.
TOLD = 5


class View(Enum):
    """What fills the screen."""

    REPORT = auto()
    LIST = auto()
    PICTURE = auto()
    QUESTION = auto()


class Deed(Enum):
    """What a key asks for that has to do with files, with a worker or with the end."""

    HINT = auto()
    PICTURE = auto()
    RESET = auto()
    QUIT = auto()


@dataclass(frozen=True)
class Key:
    """A key: its letter in lower case, or `up`, `down`, `enter`, `escape`."""

    name: str


@dataclass(frozen=True)
class Graded:
    """A grading of those in `fresh`; `results` are all so far."""

    fresh: frozenset[str]
    results: Mapping[str, ExerciseResult]


@dataclass(frozen=True)
class Hinted:
    """So many steps of the ladder are to be seen now."""

    steps: int


@dataclass(frozen=True)
class Drawn:
    """The picture that was asked for."""

    drawing: Drawing


@dataclass(frozen=True)
class Told:
    """A sentence to show, for what came of a deed or what is wrong with the files."""

    message: Message


Event = Key | Graded | Hinted | Drawn | Told


class News(NamedTuple):
    """What a save did to others than the exercise at hand."""

    message: Message
    is_good: bool


@dataclass(frozen=True)
class Walk:
    """Where one stands: `at` is the exercise at hand. `news` tells what a save did beside it, `note` answers a key."""

    exercises: tuple[Exercise, ...]
    at: Exercise
    results: Mapping[str, ExerciseResult] = field(default_factory=dict)
    is_begun: bool = False
    view: View = View.REPORT
    hints: int = 0
    chosen: int = 0
    news: tuple[News, ...] = ()
    note: Message | None = None
    drawing: Drawing | None = None

    def verdict(self, exercise: Exercise) -> Verdict | None:
        """The verdict of an exercise; None where it was never graded."""
        result = self.results.get(exercise.name)
        return result.verdict if result else None

    @property
    def verdicts(self) -> dict[str, str]:
        return {name: str(result.verdict) for name, result in self.results.items()}

    @property
    def next(self) -> Exercise | None:
        """What `n` leads to."""
        return following(self.exercises, self.verdicts, self.at)

    @property
    def is_done(self) -> bool:
        return upcoming(self.exercises, self.verdicts) is None


def step(walk: Walk, event: Event) -> tuple[Walk, Deed | None]:
    """Where one stands after an event, and what is to be done because of it."""
    match event:
        case Key(name):
            return _key(walk, name)
        case Graded():
            return _graded(walk, event), None
        case Hinted(steps):
            return replace(walk, hints=steps, note=None), None
        case Drawn(drawing):
            return replace(walk, view=View.PICTURE, drawing=drawing, note=None), None
        case Told(message):
            return replace(walk, view=View.REPORT, note=message), None


def _key(walk: Walk, key: str) -> tuple[Walk, Deed | None]:
    if walk.view is View.LIST:
        return _key_in_list(walk, key), None
    if walk.view is View.QUESTION:
        return replace(walk, view=View.REPORT), Deed.RESET if key == "y" else None
    if walk.view is View.PICTURE:
        return replace(walk, view=View.REPORT, drawing=None), None
    match key:
        case "h":
            return walk, Deed.HINT
        case "p":
            return walk, Deed.PICTURE
        case "q":
            return walk, Deed.QUIT
        case "n":
            return _move_on(walk), None
        case "l":
            return replace(walk, view=View.LIST, chosen=_place(walk), note=None), None
        case "r":
            return replace(walk, view=View.QUESTION, note=None), None
    return walk, None


def _place(walk: Walk) -> int:
    return next(i for i, e in enumerate(walk.exercises) if e is walk.at)


def _key_in_list(walk: Walk, key: str) -> Walk:
    if key in ("up", "k", "down", "j"):
        aim = walk.chosen + (1 if key in ("down", "j") else -1)
        return replace(walk, chosen=min(max(aim, 0), len(walk.exercises) - 1))
    back = replace(walk, view=View.REPORT, chosen=0)
    return _go(back, walk.exercises[walk.chosen]) if key == "enter" else back


def _move_on(walk: Walk) -> Walk:
    if walk.next is not None:
        return _go(walk, walk.next)
    if walk.is_done:
        return replace(walk, note=None)
    return replace(walk, note=say("It is the only one that is left."))


def _go(walk: Walk, exercise: Exercise) -> Walk:
    if exercise is walk.at:
        return walk
    return replace(walk, at=exercise, hints=0, news=(), note=None)


def _graded(walk: Walk, event: Graded) -> Walk:
    now = replace(walk, results=event.results, view=View.REPORT, drawing=None, is_begun=True)
    # What was said of a reset stays while its stub is graded.
    now = replace(now, note=walk.note if now.verdict(walk.at) in NOT_BEGUN else None)
    if not walk.is_begun:
        return replace(now, at=upcoming(walk.exercises, now.verdicts) or walk.exercises[-1])
    fresh = [e for e in walk.exercises if e.name in event.fresh]
    if walk.at.name not in event.fresh and walk.verdict(walk.at) in (*NOT_BEGUN, Verdict.PASSED):
        # Whoever works on another one is followed there.
        begun = [e for e in fresh if _fails(now, e) and walk.verdict(e) is not Verdict.PASSED]
        now = _go(now, begun[0]) if len(begun) == 1 else now
    return replace(now, news=_news(walk, now, [e for e in fresh if e is not now.at]))


def _news(walk: Walk, now: Walk, others: list[Exercise]) -> tuple[News, ...]:
    """What became of others than the exercise at hand, a line for each kind of it."""
    broken = [e for e in others if walk.verdict(e) is Verdict.PASSED and now.verdict(e) is not Verdict.PASSED]
    unreadable = [e for e in others if now.verdict(e) is Verdict.UNREADABLE]
    failing = [e for e in others if _fails(now, e) and e.name not in {e.name for e in broken + unreadable}]
    passed = [e for e in others if now.verdict(e) is Verdict.PASSED]
    lines = (
        (broken, News(say("no longer passed: {names}", names=_names(broken)), False)),
        (failing, News(say("not passed: {names}", names=_names(failing)), False)),
        (passed, News(say("passed: {names}", names=_names(passed)), True)),
    )
    return (*_faults(now, unreadable), *(line for some, line in lines if some))


def _faults(now: Walk, unreadable: list[Exercise]) -> list[News]:
    """Why files cannot be read, each once; what is told of the exercise at hand is not said again."""
    told = [_fault(now, now.at)]
    for exercise in unreadable:
        fault = _fault(now, exercise)
        if fault is not None and fault not in told:
            told.append(fault)
    return [News(fault, False) for fault in told[1:] if fault is not None]


def _fault(walk: Walk, exercise: Exercise) -> Message | None:
    result = walk.results.get(exercise.name)
    case = result.first_not_passed() if result else None
    return case.message if case else None


def _fails(walk: Walk, exercise: Exercise) -> bool:
    return walk.verdict(exercise) not in (*NOT_BEGUN, Verdict.PASSED)


def _names(exercises: list[Exercise]) -> Message:
    names = ", ".join(e.name for e in exercises[:TOLD])
    if len(exercises) <= TOLD:
        return say("{names}", names=names)
    return say("{names} and {count} more", names=names, count=len(exercises) - TOLD)
