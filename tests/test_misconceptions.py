"""Every declared misconception, asked behind the wall, fails its suite and is told by its name."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from conftest import ROOT
from dlgrade.course import Course
from dlgrade.examine import Examination
from dlgrade.farside import FarSide
from dlgrade.judge.question import Questions
from dlgrade.records import ExerciseResult
from dlgrade.submission import read
from dlgrade.suite.exercise import Exercise
from dlgrade.suite.inputs import Call
from dlgrade.suite.source import source_of
from dlgrade.worker.isolation import CHOICES
from dlgrade.worker.observe import Outcome
from dlgrade.worker.starters import Starter, starter

EXERCISES = Course.in_clone(ROOT).exercises()


@pytest.fixture(scope="module")
def processes() -> Iterator[Starter]:
    """Workers of all tests come from one clean process: to start it takes longer than most of them."""
    with contextlib.closing(starter(CHOICES["auto"])) as found:
        yield found


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
def test_a_misconception_fails_and_is_named(tmp_path: Path, exercise: Exercise, processes: Starter) -> None:
    # One submission holds them all, each in a file of its own, so that one process serves for all.
    for number, misconception in enumerate(exercise.misconceptions):
        text = source_of(misconception.function, exercise.name)
        (tmp_path / f"answer_{number}.py").write_text(text, encoding="utf-8")
    far_side = FarSide(read(tmp_path), 5, processes)
    questions = Questions()
    try:
        results = [examined(far_side, exercise, f"answer_{n}", questions) for n in range(len(exercise.misconceptions))]
    finally:
        far_side.close()
    told = {
        m.id: r.diagnosis.id if r.diagnosis else None for m, r in zip(exercise.misconceptions, results, strict=True)
    }
    assert told == {m.id: f"{exercise.name}/{m.id}" for m in exercise.misconceptions}
    assert [str(r.verdict) for r in results if str(r.verdict) == "passed" or r.score >= r.max_score] == []


def examined(far_side: FarSide, exercise: Exercise, module: str, questions: Questions) -> ExerciseResult:
    def ask(asked: Exercise, calls: Sequence[Call]) -> Iterator[Outcome]:
        return far_side.ask_all(module, asked.name, calls, asked.seconds or 0.0)

    examination = Examination(exercise, seed=0, ask_all=ask, questions=questions)
    for case in exercise.cases:
        examination.run(case)
    return examination.finish()
