"""`watch` at a terminal: keys and saves come together here, and what the keys ask for is done."""

from __future__ import annotations

import contextlib
import functools
import queue
import shutil
import threading
from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path

import click

from dlgrade.cli import screen, terminal
from dlgrade.cli.grading import remember, terminal_width, unicode_fits
from dlgrade.course import Course
from dlgrade.docstring import read_statement
from dlgrade.errors import DlgradeError
from dlgrade.grader import Grader
from dlgrade.messages import Message, _, say
from dlgrade.records import Report, Verdict
from dlgrade.submission import Definition, Submission, Unfit
from dlgrade.suite.exercise import Exercise
from dlgrade.text import sanitize
from dlgrade.walk import Deed, Drawn, Event, Graded, Hinted, Key, Told, Walk, step
from dlgrade.watch import LOOK_UP_MS, Fingerprints, Grade, readings, saves, watch
from dlgrade.workspace import State, reset

# What takes longer than this is said to be at work.
PATIENCE_SECONDS = 0.4


class Sign(Enum):
    """What comes beside the events of a walk."""

    SAVED = auto()
    RETURNED = auto()


def walk_through(
    course: Course, exercises: tuple[Exercise, ...], workspace: Path, grader: Grader, grade: Grade, *,
    color: bool, only_begun: bool,
) -> None:  # fmt: skip
    """Watch with keys, until `q`."""
    walker = Walker(course, exercises, workspace, grader, color)
    events = walker.events
    with terminal.Terminal(lambda key: events.put(Key(key)), lambda: events.put(Sign.RETURNED)):
        terminal.show(_("Grading what is there.") + "\n")
        with grader, _saves_told(workspace, events):
            watch(walker.readings(), Fingerprints(course, exercises), walker.patient(grade), walker.show,
                  only_begun=only_begun)  # fmt: skip
    click.echo(walker.farewell())


@contextlib.contextmanager
def _saves_told(workspace: Path, events: queue.SimpleQueue[Event | Sign | BaseException]) -> Iterator[None]:
    """Each save comes as an event while the block lasts, and what ends the watching as well."""
    stop = threading.Event()

    def tell() -> None:
        try:
            for _save in saves(workspace, stop):
                events.put(Sign.SAVED)
        except BaseException as error:
            events.put(error)

    thread = threading.Thread(target=tell, name="saves", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


class Walker:
    """Takes events as they come, and draws where one stands after each."""

    def __init__(
        self, course: Course, exercises: tuple[Exercise, ...], workspace: Path, grader: Grader, color: bool
    ) -> None:
        # Signal handlers put events too: a queue.Queue would wait for itself there.
        self.events: queue.SimpleQueue[Event | Sign | BaseException] = queue.SimpleQueue()
        self.walk = Walk(exercises, exercises[0])
        self._course, self._workspace, self._grader, self._color = course, workspace, grader, color
        self._submission: Submission | None = None
        self._remembered = State.load(workspace).verdicts

    def readings(self) -> Iterator[Submission]:
        """The submission now and after each save; between two saves keys are heeded. Ends with `q`."""
        for submission in readings(self._workspace, self._saves(), lambda error: self._tell(error.message)):
            self._submission = submission
            yield submission

    def _saves(self) -> Iterator[None]:
        if not self.walk.is_begun:
            # There is nothing yet that could be graded.
            self._take(Graded(frozenset(), {}))
        while True:
            event = self._next()
            if event is Sign.SAVED:
                yield
            elif event is Sign.RETURNED:
                self._draw()
            elif isinstance(event, BaseException):
                raise event
            elif event == Key("interrupt"):
                raise KeyboardInterrupt
            elif event == Key("closed") or self._take(event) is Deed.QUIT:
                return

    def _next(self) -> Event | Sign | BaseException:
        while True:
            # On Windows Ctrl-C is heeded between two waits only.
            with contextlib.suppress(queue.Empty):
                return self.events.get(timeout=LOOK_UP_MS / 1000)

    def patient(self, grade: Grade) -> Grade:
        """The same, and where it takes its time that is said."""

        def graded(submission: Submission, wanted: tuple[Exercise, ...]) -> Report:
            with _patience(_("Grading; Ctrl-C ends the watch.")):
                return grade(submission, wanted)

        return graded

    def show(self, report: Report, so_far: Report) -> None:
        """Take in what was graded; the workspace remembers the verdicts."""
        state = State.load(self._workspace)
        if self._submission is not None:
            remember(state, self._submission, self.walk.exercises, report)
        trouble = state.keep()
        self._remembered = state.verdicts
        fresh = frozenset(e.name for e in report.exercises())
        self._take(Graded(fresh, {e.name: e for e in so_far.exercises()}))
        if trouble:
            self._tell(trouble)

    def _tell(self, message: Message) -> None:
        self._take(Told(message))

    def _take(self, event: Event) -> Deed | None:
        """Go where an event leads; what is left to do comes back."""
        self.walk, deed = step(self.walk, event)
        if deed in (None, Deed.QUIT):
            self._draw()
            return deed
        doing = {Deed.HINT: self._hint, Deed.PICTURE: self._picture, Deed.RESET: self._reset}
        return self._take(doing[deed]())

    def _hint(self) -> Event:
        exercise, total = self.walk.at, len(self.walk.at.hints)
        if not total:
            return Told(say("There is no hint for {name}.", name=exercise.name))
        state = State.load(self._workspace)
        steps = max(state.next_hint(exercise.name, total), min(self.walk.hints + 1, total))
        state.keep()
        return Hinted(steps)

    def _picture(self) -> Event:
        assert self._submission is not None
        try:
            with _patience(_("Drawing.")):
                from dlgrade.portray import portray

                with self._grader.session(self._submission, (self.walk.at,)) as session:
                    return Drawn(portray(session, self.walk.at))
        except DlgradeError as error:
            return Told(error.message)

    def _reset(self) -> Event:
        name = self.walk.at.name
        path = self._course.topic_of(self.walk.at).relative.as_posix()
        was_there = (self._workspace / path).exists()
        try:
            changed = reset(self._course, self._workspace, name, force=True)
        except OSError as error:
            return Told(say("{path} cannot be written: {why}.", path=path, why=error.strerror or ""))
        if not changed:
            return Told(say("{name} is as it was at first already.", name=name))
        if not was_there:
            return Told(say("{path} is there again, as it was at first.", path=path))
        return Told(
            say("{name} is as it was at first; what the file held is kept as {path}.bak.", name=name, path=path)
        )

    def _draw(self) -> None:
        rows = shutil.get_terminal_size((80, 24)).lines
        paper = screen.Paper(terminal_width(), rows, self._color, not unicode_fits())
        terminal.show(screen.draw(self.walk, self._scene(), paper))

    def _scene(self) -> screen.Scene:
        at, following = self.walk.at, self.walk.next
        passed, total = self._week(at.week)
        found = self._submission.find(at.name, at.topic) if self._submission else None
        is_missing = isinstance(found, Unfit) and found.verdict is Verdict.MISSING
        return screen.Scene(
            self._place(at), is_missing, _summary(self._course.topic_of(at).solution_path, at.name), at.week,
            passed, total, self._place(following) if following else "",
        )  # fmt: skip

    def _week(self, week: int) -> tuple[int, int]:
        """How many of a week's exercises have passed, bonus aside."""
        # What was remembered of those under watch may not hold any more.
        watched = {e.name: self.walk.verdicts.get(e.name) for e in self.walk.exercises}
        verdicts = {**self._remembered, **watched}
        core = [e.name for e in self._course.exercises(week) if not e.bonus]
        return sum(verdicts.get(name) == Verdict.PASSED for name in core), len(core)

    def _place(self, exercise: Exercise) -> str:
        """File and line of an exercise, as one opens it from here."""
        path, line = self._course.topic_of(exercise).relative.as_posix(), ""
        found = self._submission.find(exercise.name, exercise.topic) if self._submission else None
        if isinstance(found, Definition):
            path = found.file.path
            # Lines of a notebook are nobody's.
            line = f":{found.node.lineno}" if path.endswith(".py") else ""
        with contextlib.suppress(ValueError):
            path = (self._workspace / path).relative_to(Path.cwd()).as_posix()
        return sanitize(path, 200) + line

    def farewell(self) -> str:
        """Where one stands at the end, in a line."""
        passed, total = self._week(self.walk.at.week)
        return _(
            "You are at {name}, {place}; {passed} of {total} in week {week} are passed.",
            name=self.walk.at.name, place=self._place(self.walk.at), passed=passed, total=total,
            week=self.walk.at.week,
        )  # fmt: skip


@contextlib.contextmanager
def _patience(sentence: str) -> Iterator[None]:
    """Show a sentence under what is there, where the block takes its time."""
    timer = threading.Timer(PATIENCE_SECONDS, click.echo, [sentence])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        # What it writes must not come after the next screen.
        timer.join()


@functools.cache
def _summary(solution: Path, name: str) -> str:
    """What the exercise asks, in a line; a course without solutions says nothing."""
    try:
        return read_statement(solution, name).summary
    except (OSError, LookupError, SyntaxError, ValueError):
        return ""
