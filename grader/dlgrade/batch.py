"""Many submissions over an executor: each comes back as a report, or as the reason why it has none.

Few are in flight at a time, and none is kept: memory does not grow with the class. A submission that is lost with the
process that graded it, or the machine, is graded again. Since nobody can tell which of those in flight ended it, they
are graded one by one then, with nothing else in flight; one that loses its process even so is given up, as a fault of
ours.
"""

from __future__ import annotations

import concurrent.futures
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from dlgrade.errors import DlgradeError
from dlgrade.executors import Graders
from dlgrade.messages import Message, say
from dlgrade.task import Graded, Refused, Task, Terms, task_of
from dlgrade.text import sanitize
from dlgrade.warm import failed, grade_one

__all__ = ["CannotGrade", "Graded", "Task", "Terms", "grade_all", "grade_one", "task_of"]

# How often a submission may lose its process while it is alone.
ALONE_TRIES = 2
# Seconds between two looks at the executor while no answer comes.
LOOK_SECONDS = 1.0

Answer = concurrent.futures.Future[Graded | Refused]


class CannotGrade(DlgradeError):
    """A process refuses: what it says holds for every submission."""

    def __init__(self, why: Message, exit_code: int) -> None:
        super().__init__(why)
        self.exit_code = exit_code


def grade_all(tasks: Iterable[Task], terms: Terms, graders: Graders) -> Iterator[Graded]:
    """Grade each submission once; results come as they are ready, and tasks are taken as they are needed.

    Raises:
        CannotGrade: a process cannot grade any submission by these terms.
        DlgradeError: the executor is lost for good; what was yielded stands.
    """
    source = iter(tasks)
    told = terms if graders.shares_disk else terms.elsewhere()
    waiting: dict[Answer, Task] = {}
    suspects: deque[Task] = deque()
    try:
        while True:
            wanted = 0 if suspects else max(1, graders.at_once) - len(waiting)
            for task in islice(source, max(0, wanted)):
                waiting[graders.submit(grade_one, task, told)] = task
            if not waiting and not suspects:
                return
            for answer in _next_done(waiting, graders):
                task = waiting.pop(answer)
                result = _result(answer, task, graders)
                if isinstance(result, Graded):
                    yield result
                else:
                    suspects.append(task)
            while suspects and not waiting:
                yield _alone(suspects.popleft(), told, graders)
    finally:
        for answer in waiting:
            answer.cancel()


def _alone(task: Task, terms: Terms, graders: Graders) -> Graded:
    """Grade a submission that may have ended a process, with no other in flight."""
    lost = concurrent.futures.BrokenExecutor()
    for _ in range(ALONE_TRIES):
        answer: Answer = graders.submit(grade_one, task, terms)
        try:
            while not _next_done([answer], graders):
                pass
        finally:
            answer.cancel()
        result = _result(answer, task, graders)
        if isinstance(result, Graded):
            return result
        lost = result
    why = say(
        "the process that graded it was lost again and again ({why}); this costs no points, please report it",
        why=sanitize(str(lost), 300),
    )
    return Graded(task.id, error=why, is_fault=True)


def _next_done(answers: Iterable[Answer], graders: Graders) -> set[Answer]:
    """Those that are done after a while. Raises `DlgradeError` where none can come any more."""
    done, _ = concurrent.futures.wait(answers, LOOK_SECONDS, concurrent.futures.FIRST_COMPLETED)
    graders.check()
    return done


def _result(answer: Answer, task: Task, graders: Graders) -> Graded | concurrent.futures.BrokenExecutor:
    """What came of a task, or how its process was lost. Raises what ends the run."""
    try:
        result = answer.result()
    except Exception as error:
        meaning = graders.meaning(error)
        if isinstance(meaning, concurrent.futures.BrokenExecutor):
            return meaning
        if isinstance(meaning, DlgradeError):
            raise meaning from error
        return failed(task, meaning)
    if isinstance(result, Refused):
        raise CannotGrade(result.why, result.exit_code)
    return result
