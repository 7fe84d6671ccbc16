"""However a notebook was mangled, it scores as the clean one does; what a cell's loss costs is told with the cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dlgrade.course import Course
from dlgrade.grader import Grader
from dlgrade.records import ExerciseResult
from dlgrade.submission import read
from mangled_notebooks import EXERCISES, LOST, MANGLINGS, clean, written

Results = dict[str, ExerciseResult]


@pytest.fixture(scope="module")
def grader(course: Course) -> Iterator[Grader]:
    exercises = tuple(course.exercise(name) for name in EXERCISES)
    with Grader(course, exercises, 3) as made:
        yield made


@pytest.fixture(scope="module")
def best(grader: Grader, tmp_path_factory: pytest.TempPathFactory) -> Results:
    return results(grader, tmp_path_factory.mktemp("clean"), written(clean()))


def results(grader: Grader, folder: Path, raw: bytes) -> Results:
    path = folder / "homework.ipynb"
    path.write_bytes(raw)
    return {e.name: e for e in grader.grade(read(path)).exercises()}


def test_the_clean_notebook_has_full_marks(best: Results) -> None:
    assert {name: (str(e.verdict), e.score) for name, e in best.items()} == dict.fromkeys(EXERCISES, ("passed", 1.0))


def test_the_corpus_is_large_and_every_file_of_it_differs() -> None:
    assert len(MANGLINGS) >= 40
    files = [mangle(clean()) for mangle in MANGLINGS.values()]
    assert len({written(clean()), *files}) == len(files) + 1


@pytest.mark.parametrize("name", MANGLINGS)
def test_a_mangled_notebook_scores_as_the_clean_one_or_names_the_cell_that_was_lost(
    grader: Grader, best: Results, tmp_path: Path, name: str
) -> None:
    found = results(grader, tmp_path, MANGLINGS[name](clean()))
    for exercise, result in found.items():
        if exercise not in LOST[name]:
            assert (exercise, result.verdict, result.score) == (exercise, "passed", best[exercise].score)
        elif cell := LOST[name][exercise]:
            assert (exercise, str(result.verdict)) == (exercise, "unreadable")
            assert f"cell {cell}" in str(result.cases[0].message)
        else:
            # A cell that is not there cannot be named, nor one that another function needs.
            assert str(result.verdict) in ("missing", "error")
