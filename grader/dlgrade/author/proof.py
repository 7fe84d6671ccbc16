"""What is proved of a suite by running it: the solution passes, each misconception fails and is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from dlgrade.author.problem import Problem
from dlgrade.course import Course, Topic
from dlgrade.grader import Grader
from dlgrade.judge.diagnose import diagnose
from dlgrade.judge.gradient_check import is_close
from dlgrade.judge.question import Asked, Questions
from dlgrade.judge.verdict import identical
from dlgrade.messages import say
from dlgrade.records import Verdict
from dlgrade.session import DEFAULT_SEED
from dlgrade.submission import read
from dlgrade.suite.exercise import Exercise, Misconception
from dlgrade.worker.tree import leaves


def prove(course: Course, exercises: tuple[Exercise, ...]) -> Iterator[Problem]:
    """Every fault that shows when the suites are run on solutions and misconceptions."""
    yield from _solutions_pass(course, exercises)
    yield from _gradients_fit(course, exercises)
    for exercise in exercises:
        yield from _empty_laws(course.topic_of(exercise), exercise)
        yield from prove_misconceptions(course.topic_of(exercise), exercise)


def _empty_laws(topic: Topic, exercise: Exercise) -> Iterator[Problem]:
    """Laws that ask nothing: they change nothing of the specimen, and would pass for every answer."""
    for case in exercise.cases:
        if case.law is None:
            continue
        plain = exercise.make_call(replace(case, law=None), DEFAULT_SEED)
        asked = exercise.make_call(case, DEFAULT_SEED)
        has_arrays = any(isinstance(leaf, np.ndarray) for leaf in leaves((plain.args, plain.kwargs)))
        changed = not identical((plain.args, plain.kwargs), (asked.args, asked.kwargs))
        asks_otherwise = asked.echo or asked.layout != plain.layout
        if not asked.twice and not (has_arrays and (changed or asks_otherwise)):
            message = say(
                "the law “{law}” asks nothing of {name}; switch it off with without(…)",
                law=case.law.id, name=exercise.name,
            )  # fmt: skip
            yield Problem(topic.suite_path, message)


def _solutions_pass(course: Course, exercises: tuple[Exercise, ...]) -> Iterator[Problem]:
    with Grader(course, exercises) as grader:
        report = grader.grade(read(course.solutions_dir))
    by_name = {e.name: e for e in exercises}
    for result in report.exercises():
        case = result.first_not_passed()
        if case is None:
            continue
        topic = course.topic_of(by_name[result.name])
        path = topic.suite_path if case.verdict is Verdict.GRADER_FAULT else topic.solution_path
        yield Problem(
            path,
            say(
                "the solution of {name} does not pass “{case}”: {message}",
                name=result.name, case=case.name, message=case.message or "",
            ),
        )  # fmt: skip


def _gradients_fit(course: Course, exercises: tuple[Exercise, ...]) -> Iterator[Problem]:
    """Gradients whose `gradient_of` does not hold between the solutions, in the first case."""
    with Grader(course, course.exercises()) as grader, grader.session(read(course.solutions_dir)) as session:
        for exercise in exercises:
            if exercise.gradient_of is None:
                continue
            call = exercise.make_call(exercise.cases[0], DEFAULT_SEED)
            answer = session.ask(exercise, call)
            slopes = session.ask(course.exercise(exercise.gradient_of.of), exercise.gradient_of.slopes_call(call))
            fits = answer.error is None and slopes.error is None
            if not fits or not is_close(exercise.gradient_of.part(answer.result), slopes.result):
                message = say(
                    "the solution of {name} does not fit finite differences of {forward}; look at gradient_of",
                    name=exercise.name, forward=exercise.gradient_of.of,
                )  # fmt: skip
                yield Problem(course.topic_of(exercise).suite_path, message)


def prove_misconceptions(topic: Topic, exercise: Exercise) -> Iterator[Problem]:
    """The misconceptions that pass, or that are told as something else."""
    questions = Questions()
    for misconception in exercise.misconceptions:
        try:
            asked = examine_misconception(exercise, misconception, questions)
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            yield Problem(topic.suite_path, say("{name} cannot be asked: {error}", name=exercise.name, error=what))
            return
        if not any(a.fault for a in asked):
            message = say(
                "the misconception {id} of {name} passes; add a case that separates it",
                id=misconception.id, name=exercise.name,
            )  # fmt: skip
            yield Problem(topic.suite_path, message)
            continue
        diagnosis = diagnose(exercise, asked)
        found = diagnosis.id if diagnosis else "nothing"
        if found != f"{exercise.name}/{misconception.id}":
            message = say(
                "the misconception {id} of {name} is told as {found}; add a case that tells them apart",
                id=misconception.id, name=exercise.name, found=found,
            )  # fmt: skip
            yield Problem(topic.suite_path, message)


def examine_misconception(
    exercise: Exercise, misconception: Misconception, questions: Questions, seed: int = DEFAULT_SEED
) -> list[Asked]:
    """Every case asked of the wrong formula, here: it is ours, and needs no wall."""
    asked = []
    for case in exercise.cases:
        question = questions.of(exercise, case, seed)
        outcome = question.wrong_answer(misconception)
        asked.append(Asked(question, outcome, question.fault_of(outcome)))
    return asked
