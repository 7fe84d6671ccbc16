"""The gradebook, on SQLite and on PostgreSQL: what is written comes back, whatever a class hands in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import postgres
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from dlgrade.gradebook import connection, migrations
from dlgrade.gradebook.book import Gradebook, UnknownStudent, now
from dlgrade.gradebook.columns import escaped, unescaped
from dlgrade.gradebook.connection import NEWEST, GradebookUnusable, NoGradebook, connect
from dlgrade.gradebook.packing import pack, unpack
from dlgrade.gradebook.schema import Base, ResultRow, Run
from dlgrade.gradebook.view import UnknownSubmission, graded, latest_run, report_of, standings
from dlgrade.handed_in import HandedIn, Student
from dlgrade.messages import Message, say
from dlgrade.records import (
    CaseResult,
    Counterexample,
    Diagnosis,
    ExerciseResult,
    Report,
    TopicResult,
    Verdict,
)
from dlgrade.submission import Piece
from hypothesis import given
from hypothesis import strategies as st

DUE = datetime(2026, 11, 20, 23, 59, tzinfo=UTC)
# As in the issue of a class: what must neither break anything, nor meet another.
HOSTILE = (
    "../../etc", "a'; DROP TABLE students; --", "=cmd|' /C calc'!A0", "a\0b", "a", "x" * 300, "Ali", "ali", "ALİ",
    "Çağrı", "C\u0327ag\u0306rı", "\udcff", "\\", "\\0000", "%", "", "\u202eevil", "İbrahim Işık",
    "y" * 5000, "y" * 5001,
)  # fmt: skip


@pytest.fixture
def book(gradebook_url: str) -> Iterator[Gradebook]:
    with Gradebook(gradebook_url, create=True) as book:
        yield book


def a_run(book: Gradebook, **settings: str) -> Run:
    rows = [["curves", "relu", 1.0, False], ["curves", "swish", 2.0, False], ["extra", "mish", 1.0, True]]
    return book.begin(
        Run(
            assignment="week90", week=90, seed=2**62 - 1, settings=settings, environment={},
            exercises={"exercises": rows}, started_at=now(), ended_at=None,
        )
    )  # fmt: skip


def a_report(relu: float = 1.0, swish: float = 0.5) -> Report:
    wrong = say("differs at {index}: {what}", index=3, what=say("the sign"))
    cases = (CaseResult("a batch", Verdict.PASSED), CaseResult("a slope", Verdict.FAILED, wrong, 0.2))
    exercises = (
        ExerciseResult("relu", Verdict.PASSED, relu, 1.0, False, cases[:1], None, None, 0.25),
        ExerciseResult(
            "swish", Verdict.FAILED, swish, 2.0, False, cases, Diagnosis("swish/no-beta", say("You forgot beta.")),
            Counterexample("swish(1.0)", "0.5", "0.7"), 0.5,
        ),
    )  # fmt: skip
    bonus = (ExerciseResult("mish", Verdict.TODO, 0.25, 1.0, True, cases),)
    topics = (TopicResult("curves", relu + swish, 3.0, 0.0, exercises), TopicResult("extra", 0.0, 0.0, 0.25, bonus))
    return Report("ayse", "ayse.zip", "", 90, topics, {"torch": "2.13.0", "isolation": {"level": "standard"}})


def hand_in(
    book: Gradebook, run: Run, student: str, report: Report | None, problem: Message | None = None, **about: object
) -> str:
    """Register an attempt and keep what came of it; the gradebook's id of it."""
    one = replace(HandedIn(Student(student), f"label of {student}", ()), **about)  # type: ignore[arg-type]
    book.enrol([one.student], by_roster=False)
    attempt = book.register(run.assignment, one, [("answer.py", b"x = 1\n")], problem)
    book.keep(run, attempt, "with", report, problem, False)
    return attempt.id


def test_a_report_comes_back_from_the_gradebook_as_it_was(book: Gradebook) -> None:
    run = a_run(book)
    submission = hand_in(book, run, "ayse", a_report())
    found = report_of(book, run, submission)
    assert found is not None
    assert (found.topics, found.environment, found.week) == (a_report().topics, a_report().environment, 90)
    assert found.submission_id == "ayse"


def test_the_tables_that_are_migrated_to_are_those_of_the_program(book: Gradebook) -> None:
    with book.engine.connect() as open_:
        context = MigrationContext.configure(open_, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert context.get_current_revision() == NEWEST


def test_the_newest_revision_is_the_last_of_the_migrations() -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert scripts.get_heads() == [NEWEST]


def test_each_migration_can_be_taken_back(gradebook_url: str) -> None:
    from alembic import command
    from alembic.config import Config

    engine = connect(gradebook_url, create=True)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.begin() as open_:
        config.attributes["connection"] = open_
        command.downgrade(config, "base")
    assert set(sa.inspect(engine).get_table_names()) == {"alembic_version"}
    engine.dispose()


def test_ids_that_differ_in_anything_stay_apart_and_change_nothing_else(book: Gradebook) -> None:
    run = a_run(book)
    for number, name in enumerate(HOSTILE):
        hand_in(book, run, name, a_report(relu=number / 100))
    found = list(standings(book, run))
    assert len(found) == len(HOSTILE)
    scores = {s.student.id: s.exercises[0].score for s in found}
    assert {name: scores[name] for name in HOSTILE if len(name) <= 500} == {
        name: number / 100 for number, name in enumerate(HOSTILE) if len(name) <= 500
    }


def test_a_students_best_last_or_first_attempt_counts_as_the_run_says(book: Gradebook) -> None:
    points = {1: 0.25, 2: 1.0, 3: 0.5}
    for rule, number in (("last", 3), ("best", 2), ("first", 1)):
        run = a_run(book, attempt=rule)
        for attempt, relu in points.items():
            hand_in(book, run, "ayse", a_report(relu), number=attempt)
        (standing,) = standings(book, run)
        assert (standing.number, standing.attempts) == (number, 3)
        assert standing.exercises[0].score == points[number]


def test_lateness_is_taken_from_the_final_score_and_shown_apart(book: Gradebook) -> None:
    run = a_run(book, late="10%/day, max 5 days", due=DUE.isoformat())
    hand_in(book, run, "in time", a_report(), at=DUE)
    hand_in(book, run, "late", a_report(), at=DUE + timedelta(hours=30))
    hand_in(book, run, "marked", a_report(), is_late=True)
    hand_in(book, run, "too late", a_report(), at=DUE + timedelta(days=9))
    found = {s.student.id: (s.is_late, round(s.deduction, 6), s.score, round(s.final, 6)) for s in standings(book, run)}
    assert found == {
        "in time": (False, 0.0, 1.5, 1.5),
        "late": (True, 0.2, 1.5, 1.2),
        "marked": (True, 0.1, 1.5, 1.35),
        "too late": (True, 1.0, 1.5, 0.0),
    }


def test_the_best_attempt_is_the_best_after_lateness(book: Gradebook) -> None:
    run = a_run(book, attempt="best", late="50%/day", due=DUE.isoformat())
    hand_in(book, run, "ayse", a_report(0.5), number=1, at=DUE)
    hand_in(book, run, "ayse", a_report(1.0), number=2, at=DUE + timedelta(hours=1))
    (standing,) = standings(book, run)
    assert (standing.number, standing.final) == (1, 1.0)


def test_who_should_have_handed_in_and_did_not_stands_with_nothing(book: Gradebook) -> None:
    run = a_run(book)
    book.enrol([Student("elif", "Elif", "Şahin"), Student("ayse", "Ayşe")], by_roster=True)
    book.enrol([Student("of another week")], by_roster=False)
    hand_in(book, run, "ayse", a_report())
    ayse, elif_ = standings(book, run)
    assert (ayse.student.first_name, ayse.was_handed_in, ayse.score) == ("Ayşe", True, 1.5)
    assert (elif_.student.name, elif_.was_handed_in, elif_.score, elif_.max_score) == ("Elif Şahin", False, 0.0, 3.0)


def test_what_could_not_be_graded_counts_nothing_and_says_why(book: Gradebook) -> None:
    run = a_run(book)
    submission = hand_in(book, run, "ayse", None, say("The archive is damaged."))
    (standing,) = standings(book, run)
    assert (standing.score, standing.max_score, str(standing.problem)) == (0.0, 3.0, "The archive is damaged.")
    assert report_of(book, run, submission) is None


def test_an_override_stands_in_every_later_run_until_it_is_taken_back(book: Gradebook) -> None:
    first = a_run(book)
    hand_in(book, first, "ayse", a_report())
    book.override("ayse", "swish", 2.0, "the statement was wrong")
    second = a_run(book)
    hand_in(book, second, "ayse", a_report(swish=0.0))
    for run in (first, second):
        (standing,) = standings(book, run)
        override = standing.exercises[1].override
        assert override is not None
        assert (standing.score, override.score, override.why) == (3.0, 2.0, "the statement was wrong")
    book.override("ayse", "swish", None, "")
    (standing,) = standings(book, second)
    assert standing.score == 1.0


def test_a_student_who_is_forgotten_leaves_no_row_and_the_others_stay(book: Gradebook) -> None:
    run = a_run(book)
    for name in ("ayse", "zeynep"):
        hand_in(book, run, name, a_report())
        book.override(name, "relu", 0.5, "why")
    book.forget("ayse")
    assert [s.student.id for s in standings(book, run)] == ["zeynep"]
    with book.engine.connect() as open_:
        counts = {t.name: open_.scalar(sa.select(sa.func.count()).select_from(t)) for t in Base.metadata.sorted_tables}
    of_one = {"students": 1, "submissions": 1, "results": 1, "exercise_results": 3, "case_results": 5, "overrides": 1}
    assert {name: counts[name] for name in of_one} == of_one
    if book.engine.dialect.name == "sqlite":
        raw = b"".join(p.read_bytes() for p in Path(str(book.engine.url.database)).parent.glob("gradebook.db*"))
        assert b"zeynep" in raw
        assert b"ayse" not in raw


def test_a_name_that_is_not_in_the_gradebook_gets_a_suggestion(book: Gradebook) -> None:
    book.enrol([Student("Ayse.Yilmaz")], by_roster=True)
    for verb in (lambda: book.forget("ayse"), lambda: book.override("ayse", "relu", 1.0, "why")):
        with pytest.raises(UnknownStudent, match=r"did you mean Ayse\.Yilmaz"):
            verb()
    with pytest.raises(UnknownSubmission):
        report_of(book, a_run(book), "nothing")


def test_changed_files_replace_an_attempt_with_its_results_and_equal_ones_leave_it(book: Gradebook) -> None:
    run = a_run(book)
    submission = hand_in(book, run, "ayse", a_report())
    one = HandedIn(Student("ayse"), "label of ayse", ())
    book.register(run.assignment, one, [("answer.py", b"x = 1\n")], None)
    assert list(graded(book, run)) == [submission]
    changed = book.register(run.assignment, one, [("answer.py", b"x = 2\n")], None)
    assert changed.id == submission
    assert graded(book, run) == {}
    assert book.files(submission) == [("answer.py", b"x = 2\n")]


def test_a_fault_of_ours_is_no_result_and_is_tried_again(book: Gradebook) -> None:
    run = a_run(book)
    book.enrol([Student("ayse")], by_roster=False)
    attempt = book.register(run.assignment, HandedIn(Student("ayse"), "", ()), [("a.py", b"")], None)
    book.keep(run, attempt, "with", None, say("the grader failed"), True)
    assert graded(book, run) == {}


def test_a_result_that_is_kept_twice_is_there_once(book: Gradebook) -> None:
    run = a_run(book)
    submission = hand_in(book, run, "ayse", a_report(0.0))
    assert hand_in(book, run, "ayse", a_report(1.0)) == submission
    with book.engine.connect() as open_:
        assert open_.scalar(sa.select(sa.func.count()).select_from(ResultRow)) == 1
    (standing,) = standings(book, run)
    assert standing.exercises[0].score == 1.0


def test_a_seed_of_62_bits_and_the_newest_run_are_found_again(book: Gradebook) -> None:
    assert latest_run(book) is None
    a_run(book)
    run = a_run(book)
    found = latest_run(book, "week90")
    assert found is not None
    assert (found.id, found.seed) == (run.id, 2**62 - 1)
    assert latest_run(book, "week91") is None


def test_the_salt_of_a_gradebook_is_drawn_once(book: Gradebook) -> None:
    assert book.salt() == book.salt()
    assert len(book.salt()) == 32


def test_a_gradebook_is_not_made_by_reading_one(gradebook_url: str) -> None:
    with pytest.raises(NoGradebook):
        Gradebook(gradebook_url)


def test_a_gradebook_of_a_newer_version_is_refused(gradebook_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Gradebook(gradebook_url, create=True).engine.dispose()
    monkeypatch.setattr(connection, "NEWEST", "0000")
    with pytest.raises(GradebookUnusable, match="newer dlgrade"):
        Gradebook(gradebook_url)


@pytest.mark.parametrize("url", ["nonsense", "mysql+nothing://x/y", "postgresql+psycopg://nobody@127.0.0.1:1/none"])
def test_an_address_that_leads_nowhere_is_told(url: str) -> None:
    with pytest.raises(GradebookUnusable, match="cannot be used"):
        Gradebook(url, create=True)


def test_the_driver_of_postgresql_need_not_be_named(postgres_folder: str) -> None:
    url = postgres.create(postgres_folder, f"plain{os.getpid()}").replace("postgresql+psycopg", "postgresql")
    with Gradebook(url, create=True) as book:
        assert latest_run(book) is None


def test_a_file_that_is_no_gradebook_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "gradebook.db"
    path.write_bytes(b"not a database at all\n" * 100)
    with pytest.raises(GradebookUnusable, match="not a database"):
        Gradebook(f"sqlite:///{path}", create=True)
    assert path.read_bytes() == b"not a database at all\n" * 100


def test_a_password_is_not_shown(gradebook_url: str) -> None:
    with pytest.raises(GradebookUnusable) as caught:
        Gradebook("postgresql+psycopg://dlgrade:geheim@127.0.0.1:1/none", create=True)
    assert "geheim" not in str(caught.value)


@given(st.text(st.characters(exclude_categories=()), max_size=50))
def test_any_text_is_kept_so_that_it_comes_back(text: str) -> None:
    kept = escaped(text)
    assert unescaped(kept) == text
    assert "\0" not in kept
    kept.encode("utf-8")


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=())), st.none() | st.binary())))
def test_any_files_are_packed_so_that_they_come_back(pieces: list[Piece]) -> None:
    assert unpack(pack(pieces)) == pieces
