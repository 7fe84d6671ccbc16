"""`dlgrade report --html`: from a gradebook to a folder of pages, with names and without."""

from __future__ import annotations

import os
import re
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from dlgrade import class_folder
from dlgrade.class_folder import PageNotWritten, write
from dlgrade.cli import run
from dlgrade.gradebook.book import Gradebook
from dlgrade.gradebook.connection import url_of
from dlgrade.gradebook.view import standings
from dlgrade.handed_in import HandedIn, Student
from dlgrade.messages import say, use_language
from dlgrade.records import CaseResult, Counterexample, ExerciseResult, Report, TopicResult, Verdict
from grades import HOSTILE
from test_gradebook import a_report, a_run, hand_in

Call = Callable[..., tuple[int, str]]
AYSE = Student("o1234567", "Ayşe", "Yılmaz", "ayse.yilmaz@example.edu")
LABEL = "Ayşe Yılmaz_4711_assignsubmission_file"


@pytest.fixture
def report(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """`dlgrade report`, in a folder with a gradebook: exit code and what is told on standard error."""
    for name in [n for n in os.environ if n.startswith("DLGRADE")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    with Gradebook(url_of(tmp_path), create=True) as book:
        grading = a_run(book)
        book.enrol([Student("102", "Çağrı", "Öz")], by_roster=True)
        book.enrol([AYSE], by_roster=False)
        one = book.register("week90", HandedIn(AYSE, LABEL, ()), [("a.py", b"")], None)
        book.keep(grading, one, "with", telling(), None, False)
        hand_in(book, grading, "zeynep", a_report())
        hand_in(book, grading, "broken", None, say("The archive {path} is damaged.", path="broken_ödev.zip"))

    def call(*words: str) -> tuple[int, str]:
        code = run(["report", *words])
        told = capfd.readouterr().err
        assert "Traceback" not in told
        return code, told

    yield call
    use_language("en")


def telling() -> Report:
    """A report whose messages name the student in each way."""
    told = say("{file} raised {what}", file="ayse_yilmaz.py", what=say("{text}", text="I am Ayşe, O1234567"))
    case = CaseResult("a batch", Verdict.ERROR, told)
    found = Counterexample("relu('Yılmaz')", f"{LABEL}/a.py", "ayse.yilmaz@example.edu")
    exercise = ExerciseResult("relu", Verdict.ERROR, 0.0, 1.0, False, (case,), None, found)
    return Report(AYSE.id, LABEL, "", 90, (TopicResult("curves", 0.0, 1.0, 0.0, (exercise,)),), {})


def files_of(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def test_the_class_and_each_student_with_a_report_have_a_page_that_is_linked(report: Call, tmp_path: Path) -> None:
    code, told = report("--html", "pages")
    pages = tmp_path / "pages"
    assert code == 0
    assert "pages/index.html" in told
    assert files_of(pages) == {"index.html", "students/.pages", "students/o1234567.html", "students/zeynep.html"}
    links = re.findall(r'<a href="(students/[^"]+)">', (pages / "index.html").read_text(encoding="utf-8"))
    assert links == ["students/o1234567.html", "students/zeynep.html"]
    assert "You forgot beta." in (pages / "students" / "zeynep.html").read_text(encoding="utf-8")
    # The sentence of the misconception came through the gradebook.
    assert "1 of 1</strong>" in (pages / "index.html").read_text(encoding="utf-8")
    assert "You forgot beta." in (pages / "index.html").read_text(encoding="utf-8")


def test_no_page_of_a_class_tells_the_seed_of_its_hidden_inputs(report: Call, tmp_path: Path) -> None:
    with Gradebook(url_of(tmp_path)) as book:
        known = replace(a_report(), environment={"seed": 8161732, "torch": "2.13.0"})
        hand_in(book, a_run(book), "knows", known)
    assert report("--html", "pages")[0] == 0
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "pages").rglob("*.html")]
    assert any("2.13.0" in page for page in pages)
    assert not any("8161732" in page for page in pages)


def test_nothing_in_an_anonymous_folder_tells_who_it_is(report: Call, tmp_path: Path) -> None:
    assert report("--html", "pages")[0] == 0
    assert report("--html", "pages", "--anonymous")[0] == 0
    everything = [(str(p), p.read_text(encoding="utf-8")) for p in (tmp_path / "pages").rglob("*") if p.is_file()]
    # The class page, the list, and two students: the pages with names are gone.
    assert len(everything) == 4
    for text in (part for pair in everything for part in pair):
        words = re.findall(r"(?i)ay[şs]e|y[ıi]lmaz|o1234567|4711|zeynep|broken_|102\b|Çağrı|label of", text)
        assert words == []
    assert all(
        re.fullmatch(r"anon-[0-9a-f]{12}\.html", p.name) for p in (tmp_path / "pages" / "students").glob("*.html")
    )
    assert any("raised" in text for _, text in everything)


def test_the_order_of_anonymous_students_is_that_of_their_new_ids(report: Call, tmp_path: Path) -> None:
    report("--html", "pages", "--anonymous")
    page = (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    ids = re.findall(r'<th scope="row">(?:<a [^>]*>)?<bdi>(anon-[0-9a-f]{12})', page)
    assert len(ids) == 4
    assert ids == sorted(ids)
    listed = (tmp_path / "pages" / "students" / ".pages").read_text(encoding="ascii").split()
    assert listed == sorted(listed)


def test_who_is_forgotten_loses_the_page_and_what_is_not_ours_stays(report: Call, tmp_path: Path) -> None:
    report("--html", "pages")
    students = tmp_path / "pages" / "students"
    (students / "notes.html").write_text("mine", encoding="utf-8")
    (tmp_path / "pages" / "outside.html").write_text("mine", encoding="utf-8")
    with (students / ".pages").open("a", encoding="ascii") as file:
        file.write("../outside.html\n/etc/hosts\n.pages\n")
    with Gradebook(url_of(tmp_path)) as book:
        book.forget("zeynep")
    assert report("--html", "pages")[0] == 0
    assert files_of(tmp_path / "pages") == {
        "index.html", "outside.html", "students/.pages", "students/notes.html", "students/o1234567.html",
    }  # fmt: skip


def test_hostile_ids_have_pages_of_their_own_inside_the_folder(report: Call, tmp_path: Path) -> None:
    with Gradebook(url_of(tmp_path)) as book:
        grading = a_run(book)
        for name in HOSTILE:
            hand_in(book, grading, name, a_report())
    before = files_of(tmp_path)
    code, _ = report("--html", "pages")
    assert code == 0
    made = files_of(tmp_path) - before
    # Each one, the class page, the list.
    assert len(made) == len(HOSTILE) + 2
    assert all(
        re.fullmatch(r"pages/(index\.html|students/(\.pages|[a-z0-9_][a-z0-9._-]*\.html))", name) for name in made
    )
    links = re.findall(r'href="(students/[^"]+)"', (tmp_path / "pages" / "index.html").read_text(encoding="utf-8"))
    assert len(set(links)) == len(HOSTILE)
    assert all((tmp_path / "pages" / link).is_file() for link in links)


@pytest.mark.parametrize("words", [("ayse", "--html", "pages"), ("--replay", "x", "--html", "pages")])
def test_the_pages_are_those_of_the_whole_class(report: Call, tmp_path: Path, words: tuple[str, ...]) -> None:
    code, told = report(*words)
    assert code == 2
    assert "--html" in told
    assert not (tmp_path / "pages").exists()


def test_a_folder_that_cannot_be_written_is_told_with_the_remedy(report: Call, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "students").write_text("a file", encoding="utf-8")
    code, told = report("--html", "pages")
    assert code == 2
    assert "another folder" in told
    (tmp_path / "other" / "index.html").mkdir(parents=True)
    with pytest.raises(PageNotWritten, match="index"):
        write(tmp_path / "other", [], lambda links: "")


def test_pages_are_written_one_by_one_and_the_class_page_last(tmp_path: Path) -> None:
    def pages() -> Iterator[tuple[str, str]]:
        for number in range(200):
            assert len(list((tmp_path / "students").glob("*.html"))) == number
            assert not (tmp_path / class_folder.INDEX).exists()
            yield f"s{number}", chr(97 + number % 26) * 200_000

    tracemalloc.start()
    assert write(tmp_path, pages(), lambda links: str(len(links))) == 200
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # All of them would be 40 MB; one is 0.2, as text, as bytes, and the next one beside it.
    assert most < 4_000_000
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "200"


def test_a_writing_that_breaks_off_leaves_whole_pages_and_the_next_one_clears_up(tmp_path: Path) -> None:
    def breaks() -> Iterator[tuple[str, str]]:
        yield "ayse", "a page"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, breaks(), lambda links: "")
    assert (tmp_path / "students" / "ayse.html").read_text(encoding="utf-8") == "a page"
    assert not (tmp_path / "index.html").exists()
    assert write(tmp_path, [("zeynep", "b")], lambda links: "c") == 1
    assert files_of(tmp_path) == {"index.html", "students/.pages", "students/zeynep.html"}


def test_all_attempts_stand_in_the_history_and_only_graded_ones_have_points(report: Call, tmp_path: Path) -> None:
    with Gradebook(url_of(tmp_path)) as book:
        grading = a_run(book, attempt="best")
        for number, relu in ((1, 0.25), (2, 1.0)):
            hand_in(book, grading, "zeynep", a_report(relu), number=number)
        book.register("week90", HandedIn(Student("zeynep"), "", (), number=3), [("a.py", b"")], None)
        (standing,) = (s for s in standings(book, grading) if s.student.id == "zeynep")
    # 0.75 and 1.5 of 3 points.
    assert [(one.number, one.percent) for one in standing.history] == [(1, 25.0), (2, 50.0), (3, None)]
    swish = next(e for e in standing.exercises if e.name == "swish")
    assert str(swish.diagnosis_message) == "You forgot beta."
