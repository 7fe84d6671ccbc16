"""The class page in a real browser without a network: what it shows, how it sorts, and that nothing in it runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from browser import axe, complaints, open_page, picture, requests, resize
from dlgrade.class_statistics import class_statistics
from dlgrade.handed_in import Student
from dlgrade.messages import say, use_language
from dlgrade.reports import class_page
from dlgrade.standing import ExerciseScore, Override, Standing
from grades import BEFORE, CAGRI, HOSTILE, small_class, standing
from many_students import class_of
from test_messages import compile_catalog

# What runs if a page lets it: each writes where the tests look.
SCRIPTS = (
    "<script>window.ran = 1</script>", "</script><script>window.ran = 1</script>", "\"><img src=x onerror='ran=1'>",
    "'><svg onload=window.ran=1>", "</title><script>window.ran = 1</script>", "javascript:window.ran=1",
    "{{ 7 * 7 }}", "</style><script>window.ran = 1</script>", "]]><script>window.ran = 1</script>",
)  # fmt: skip
SIZE = 3_000_000

Open = Callable[..., Any]


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    use_language("en")


def page_of(standings: Sequence[Standing], title: str = "week 90") -> str:
    links = {s.student.id: f"students/{number}.html" for number, s in enumerate(standings) if s.was_handed_in}
    return class_page.render(class_statistics(standings), standings, links, title=title)


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """A class in the browser, for a reader of some kind; afterwards its console is empty, and it asked for nothing."""
    path = tmp_path / "index.html"

    def open_(standings: Sequence[Standing], title: str = "week 90", **reader: Any) -> Any:
        path.write_text(page_of(standings, title), encoding="utf-8")
        open_page(browser, path, **reader)
        return browser

    yield open_
    assert complaints(browser) == []
    assert requests(browser) == [path.as_uri()]


def column(driver: Any, index: int, table: str = "table-of-students") -> list[str]:
    """The texts of a column in the rows that are shown, from above."""
    code = (
        "return [...document.getElementById(arguments[0]).tBodies[0].rows].filter(r => r.checkVisibility())"
        ".map(r => r.cells[arguments[1]].textContent)"
    )
    return list(driver.execute_script(code, table, index))


def head(driver: Any, index: int) -> Any:
    return driver.execute_script(
        "return document.getElementById('table-of-students').tHead.rows[0].cells[arguments[0]]", index
    )


def press(driver: Any, index: int) -> None:
    """Sort by a column with the keyboard alone."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    head(driver, index).find_element(By.TAG_NAME, "button").send_keys(Keys.ENTER)


def named(*names: str) -> list[Standing]:
    return [standing(Student(str(number), name), 4, 6) for number, name in enumerate(names)]


def test_the_page_shows_the_numbers_of_the_class(opened: Open) -> None:
    text = opened(small_class()).find_element("tag name", "body").text
    # 75 % and 60 %; of two who handed in one passed each exercise; one is missing.
    for told in ("week 90", "67.5 %", "1 of 2 passed", "İbrahim Işık", "late: −25 %", "attempt 2 of 3", "7.5"):
        assert told in text


def test_a_student_has_a_row_of_points_and_bonus_stands_apart(opened: Open) -> None:
    driver = opened(small_class())
    cells = driver.find_elements("css selector", "#table-of-students tbody tr:first-child > *")
    # 4 of 4 and 3.5 of 6 points, and a bonus of 1 in the second topic.
    assert [cell.text for cell in cells] == ["12345", "Ayşe Yılmaz", "75", "7.5", "4", "3.5", "+1 bonus"]


def test_a_student_is_linked_to_the_page_that_there_is(opened: Open) -> None:
    driver = opened(small_class())
    links = driver.find_elements("css selector", "#table-of-students tbody a")
    assert [(a.text, a.get_dom_attribute("href")) for a in links] == [
        ("12345", "students/0.html"),
        ("12347", "students/2.html"),
    ]


def test_a_column_sorts_by_click_and_by_keyboard_and_says_so(opened: Open) -> None:
    driver = opened(small_class())
    assert column(driver, 2) == ["75", "0", "60"]
    press(driver, 2)
    assert (column(driver, 2), head(driver, 2).get_attribute("aria-sort")) == (["0", "60", "75"], "ascending")
    head(driver, 2).find_element("tag name", "button").click()
    assert (column(driver, 2), head(driver, 2).get_attribute("aria-sort")) == (["75", "60", "0"], "descending")
    press(driver, 0)
    assert column(driver, 0) == ["12345", "12346", "12347"]
    sorted_by = driver.find_elements("css selector", "th[aria-sort]")
    assert [th.text.strip() for th in sorted_by] == ["student"]


def test_numbers_sort_as_numbers_and_what_is_empty_stands_last(opened: Open) -> None:
    points = [standing(Student(str(n)), score, 0) for n, score in enumerate((10.0, 9.0, 100.0))]
    driver = opened([*points, Standing(Student("nobody"), ())])
    press(driver, 4)
    assert column(driver, 4) == ["9", "10", "100", ""]
    press(driver, 4)
    assert column(driver, 4) == ["100", "10", "9", ""]


def test_turkish_names_sort_as_in_turkish_where_the_page_is_turkish(opened: Open, tmp_path: Path) -> None:
    # The Turkish alphabet has c ç, ı before i, o ö, s ş, u ü: tdk.gov.tr/icerik/yazim-kurallari/alfabe.
    names = ["İnci", "Şule", "Irmak", "Suna", "Çağrı", "Cem", "Ufuk", "Ümit"]
    use_language("tr", compile_catalog(tmp_path / "locale", {"name": "ad"}))
    driver = opened(named(*names))
    assert driver.find_element("tag name", "html").get_attribute("lang") == "tr"
    press(driver, 1)
    assert column(driver, 1) == ["Cem", "Çağrı", "Irmak", "İnci", "Suna", "Şule", "Ufuk", "Ümit"]
    use_language("en")
    driver = opened(named("Zoë", "Çağrı", "Cem", "Çelik", "Özge", "Orhan"))
    press(driver, 1)
    # Elsewhere an accent counts only where the letters are the same: unicode.org/reports/tr10.
    assert column(driver, 1) == ["Çağrı", "Çelik", "Cem", "Orhan", "Özge", "Zoë"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("isik", ["İbrahim Işık"]), ("IŞIK", ["İbrahim Işık"]), ("ayşe", ["Ayşe Yılmaz"]), ("12347", ["Çağrı Öz"]),
     ("oz cag", ["Çağrı Öz"]), ("nobody", [])],
)  # fmt: skip
def test_the_search_finds_ids_and_names_however_they_are_typed(opened: Open, typed: str, found: list[str]) -> None:
    driver = opened(small_class())
    driver.find_element("name", "search").send_keys(typed)
    assert column(driver, 1) == found
    assert driver.find_element("name", "count").text == f"{len(found)} of 3 shown"


@pytest.mark.parametrize(
    ("state", "found"),
    [("there", ["12345", "12347", "by hand", "broken"]), ("missing", ["12346"]), ("late", ["12347"]),
     ("by-hand", ["by hand"]), ("problem", ["broken"]), ("", ["12345", "12346", "12347", "by hand", "broken"])],
)  # fmt: skip
def test_the_table_shows_those_who_handed_in_or_are_missing_or_late(opened: Open, state: str, found: list[str]) -> None:
    first, *rest = standing(Student("by hand"), 1, 1).exercises
    given = Standing(Student("by hand"), (replace(first, override=Override("one", 4.0, "oral")), *rest), "s")
    broken = replace(standing(Student("broken"), 0, 0), problem=say("The archive is damaged."))
    driver = opened([*small_class(), given, broken])
    driver.find_element("css selector", f"option[value='{state}']").click()
    assert column(driver, 0) == found


def test_the_page_reads_without_a_script_in_the_order_of_the_standings(opened: Open) -> None:
    assert opened(small_class()).find_element("id", "filters").is_displayed()
    driver = opened(small_class(), script=False)
    assert not driver.find_element("id", "filters").is_displayed()
    assert column(driver, 0) == ["12345", "12346", "12347"]
    assert driver.find_elements("tag name", "button") == []


def hostile_class() -> list[Standing]:
    """Whatever a student can have a hand in, and what authors write as well, is hostile."""
    found = []
    for text in (*HOSTILE, *SCRIPTS):
        who = Student(text, text, text, text)
        told = say("The file {path} is damaged.", path=text)
        one = ExerciseScore(text, text, 1.0, 2.0, False, "failed", text, None, say("You forgot {it}.", it=text))
        found.append(Standing(who, (one,), "s", text, 2, 1, BEFORE, problem=told))
        found.append(Standing(replace(who, id=f"{text} again"), ()))
    return found


def test_hostile_names_and_messages_run_no_script_and_are_shown_as_text(opened: Open) -> None:
    driver = opened(hostile_class(), title=SCRIPTS[1])
    press(driver, 1)
    driver.find_element("name", "search").send_keys("script")
    assert driver.execute_script("return window.ran") is None
    assert len(driver.find_elements("css selector", "img, iframe, object, embed, link, base")) == 0
    assert len(driver.find_elements("tag name", "script")) == 1
    assert "<script>window.ran = 1</script>" in column(driver, 0)
    text = driver.execute_script("return document.documentElement.outerHTML")
    assert not set(text) & set("\0\u202e\ud800\u2028")


def test_a_link_can_run_nothing_even_if_it_were_a_script(browser: Any, tmp_path: Path) -> None:
    some = small_class()[:1]
    links = {some[0].student.id: "javascript:window.ran=1"}
    (tmp_path / "a.html").write_text(class_page.render(class_statistics(some), some, links), encoding="utf-8")
    open_page(browser, tmp_path / "a.html")
    browser.find_element("css selector", "#table-of-students tbody a").click()
    assert browser.execute_script("return window.ran") is None
    # The refusal stands in the console, which is where it belongs.
    assert "Content Security Policy" in str(complaints(browser))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_serious_barrier_is_found_and_the_page_is_never_wider_than_the_screen(opened: Open, dark: bool) -> None:
    driver = opened(class_of(30), title="week 3", dark=dark)
    name = f"class-{'dark' if dark else 'light'}"
    for width in (360, 1440):
        picture(driver, name, width)
        assert driver.execute_script("return document.documentElement.scrollWidth") <= width
    driver.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true })")
    for width in (360, 1440):
        resize(driver, width)
        assert axe(driver) == []


def test_a_thousand_students_sort_and_filter_in_a_page_of_less_than_three_megabytes(opened: Open) -> None:
    people = class_of(1000)
    assert len(page_of(people).encode()) < SIZE
    driver = opened(people)
    press(driver, 2)
    percents = [float(text) for text in column(driver, 2)]
    assert len(percents) == 1000
    assert percents == sorted(percents)
    driver.find_element("name", "search").send_keys("20260500")
    assert column(driver, 0) == ["20260500"]


def test_the_longest_texts_that_a_thousand_students_can_bring_still_fit() -> None:
    wide = "\u0950" * 400
    broken = say("{text}", text=wide)
    people = [replace(standing(Student(f"{n} {wide}", wide, wide), 4, 6), problem=broken) for n in range(1000)]
    assert len(page_of(people).encode()) < SIZE


class _Tags(HTMLParser):
    """Whether each element is closed where it has to be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        assert not any(name == "style" or name.startswith("on") for name, _ in attrs)
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not any(name == "style" or name.startswith("on") for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("people", [[], small_class(), class_of(40), hostile_class()], ids=len)
def test_elements_are_closed_ids_are_there_once_and_no_style_or_handler_is_an_attribute(people: list[Standing]) -> None:
    tags = _Tags()
    page = page_of(people)
    tags.feed(page)
    assert tags.open == []
    assert len(tags.ids) == len(set(tags.ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(tags.ids)


def test_every_chart_has_its_numbers_in_a_table(opened: Open) -> None:
    driver = opened(class_of(40))
    charts = driver.find_elements("css selector", "svg.columns")
    tables = driver.find_elements("css selector", "details table")
    # Scores and days are columns; the exercises' bars have a table as well.
    assert (len(charts), len(tables)) == (2, 3)
    counts = [int(text) for text in driver.execute_script(
        "return [...document.querySelectorAll('details')].slice(0, 1)"
        ".flatMap(d => [...d.querySelectorAll('td')].map(c => c.textContent))"
    )]  # fmt: skip
    assert sum(counts) == class_statistics(class_of(40)).there


def test_a_page_without_a_class_and_one_where_nobody_handed_in_are_pages_too(opened: Open) -> None:
    assert "Students" in opened([]).find_element("tag name", "body").text
    assert "1 of 1 handed in nothing" in opened([Standing(CAGRI, ())]).find_element("tag name", "body").text
