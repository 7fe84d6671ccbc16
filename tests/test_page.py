"""The student's page says what the report says, to eyes, ears and paper; what a submission brings is text, no more."""

from __future__ import annotations

import functools
import html
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import browser as chromium
import html5lib
import pytest
from browser import Driver, axe, complaints, open_page, picture, requests
from conftest import grade_path
from dlgrade.about import gather
from dlgrade.cli import run
from dlgrade.course import Course
from dlgrade.docstring import read_statement
from dlgrade.messages import say, use_language
from dlgrade.plots.render import svg
from dlgrade.portray import alone
from dlgrade.records import CaseResult, Counterexample, Diagnosis, ExerciseResult, Report, Verdict
from dlgrade.reports.formula import NAMESPACE, formula, mathml
from dlgrade.reports.html import About, render
from dlgrade.reports.inline_svg import inline_svg
from dlgrade.reports.page import policy
from dlgrade.reports.reveal import reveal
from dlgrade.score import topic_result
from grades import HOSTILE
from test_messages import compile_catalog

PASSED, FAILED = Verdict.PASSED, Verdict.FAILED
NOT_TRIED = (Verdict.TODO, Verdict.MISSING)
WIDTHS = (360, 1440)
# What a page must hold against: tags, ends of scripts and styles, attributes, comments, entities, templates.
ATTACKS = (
    *HOSTILE,
    "</script><script>document.title = 'broken'</script>",
    "<img src=x onerror=\"document.title = 'broken'\">",
    "'\"><svg onload=\"document.title = 'broken'\">",
    "</style></title></textarea><script>document.title = 'broken'</script>",
    "<!-- --!><script>document.title = 'broken'</script>",
    "</math></svg><iframe srcdoc=\"<script>top.document.title = 'broken'</script>\">",
    "<base href='http://evil.example/'><link rel=stylesheet href=//evil.example/a.css>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "javascript:document.title='broken'",
    "{{ 7 * 7 }}{% raw %}",
    "`<b>`<script>document.title = 'broken'</script>`",
    "&lt;script&gt; &#60;b&#62; &amp;",
    "W" * 300,
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 4"><title>a curve</title>{inside}</svg>'


@pytest.fixture(scope="module")
def demo(course: Course) -> Report:
    return grade_path(course, course.demo_dir, week=3)


@pytest.fixture(scope="module")
def about(course: Course) -> dict[str, About]:
    return gather(course, course.exercises(3))


@pytest.fixture(scope="module")
def save(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Write a page to a file of its own, each text once."""

    @functools.cache
    def write(page: str) -> Path:
        path = tmp_path_factory.mktemp("page") / "page.html"
        path.write_text(page, encoding="utf-8")
        return path

    return write


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    use_language("en")


def made_of(text: str) -> Report:
    """A report with every verdict, in which a submission wrote `text` wherever a report holds text."""
    results = [
        ExerciseResult(
            f"{verdict} {text}", verdict, 1 / 3, 1.0, verdict is FAILED,
            (CaseResult("passes", PASSED), CaseResult(text, verdict, say("{text}", text=text))),
            Diagnosis(text, say("{text}", text=text)), Counterexample(text, text, text), 0.1,
        )
        for verdict in Verdict
    ]  # fmt: skip
    environment = {"seed": text, "torch": text, "isolation": {"level": text}}
    return Report(text, text, text, 3, (replace(topic_result("t", results), topic=text),), environment)


@functools.cache
def tree_of(page: str) -> ET.Element:
    """The page as a browser reads it; what is not by the rules of HTML fails."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: ET.Element = parser.parse(page)
    for element in root.iter():
        element.tag = str(element.tag).rpartition("}")[2]
    return root


def read(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def classes(element: ET.Element) -> list[str]:
    return (element.get("class") or "").split()


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if name in classes(element)]


def plain(sentence: object) -> str:
    """A sentence as the page shows it: what stood between backticks is set as code."""
    return " ".join(str(sentence).replace("`", "").split())


def block_of(page: str, name: str) -> ET.Element:
    (found,) = [e for e in of_class(tree_of(page), "exercise") if any(c.text == name for c in e.findall(".//h3/code"))]
    return found


# ── What it says ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_tells_of_each_exercise_what_its_report_and_the_course_say(
    demo: Report, about: dict[str, About]
) -> None:
    page = render(demo, about)
    words = {PASSED: "passed", FAILED: "failed", Verdict.TODO: "to do", Verdict.MISSING: "missing"}
    assert len(of_class(tree_of(page), "exercise")) == len(list(demo.exercises()))
    for result in demo.exercises():
        block = block_of(page, result.name)
        text = read(block)
        assert words.get(result.verdict, str(result.verdict)) in text
        assert plain(about[result.name].summary) in text
        assert [m.get("alttext") for m in block.iter("math")] == [about[result.name].formula]
        assert (plain(about[result.name].hint) in text) == (result.verdict is not PASSED)
        if result.verdict is FAILED:
            case = result.first_not_passed()
            assert case is not None
            assert plain(f"{case.name}: {case.message}") in text
            assert result.counterexample is not None
            shown = [read(dd) for dd in block.findall(".//dl//dd")]
            assert shown == [result.counterexample.call, result.counterexample.got, result.counterexample.expected]
            assert result.diagnosis is not None
            assert plain(result.diagnosis.message) in text


def test_a_page_shows_every_case_with_its_verdict(demo: Report) -> None:
    page = render(demo)
    for result in demo.exercises():
        if result.verdict not in NOT_TRIED and result.verdict is not Verdict.FORBIDDEN:
            rows = [read(row) for row in block_of(page, result.name).iter("li")]
            assert len(rows) == len(result.cases)
            for row, case in zip(rows, result.cases, strict=True):
                assert plain(f"{case.name}: {case.verdict}") in row


def test_the_points_of_a_page_are_those_of_the_report(demo: Report) -> None:
    root = tree_of(render(demo))
    # Two digits behind the point, none of them a zero at the end; percent rounded down to one.
    assert f"{int(demo.percent * 10) / 10:g} %" in read(of_class(root, "score")[0])
    rows = [[read(cell) for cell in row] for row in root.findall(".//tbody/tr")]
    assert rows == [[t.topic, f"{round(t.score, 2):g}/{t.max_score:g}"] for t in demo.topics]
    widths = [r.get("width") for r in root.findall(".//tbody//rect[@class='done']")]
    assert widths == [str(round(100 * t.score / t.max_score)) for t in demo.topics]


def test_a_bar_is_full_only_when_nothing_is_missing() -> None:
    def width(score: float) -> str:
        topic = topic_result("a", [ExerciseResult("f", FAILED, score, 1000, False, ())])
        bars = tree_of(render(Report("i", "p", "0" * 64, 3, (topic,)))).findall(".//tbody//rect[@class='done']")
        return str(bars[0].get("width"))

    assert (width(1000), width(0)) == ("100", "0")
    assert int(width(999.9)) < 100


def test_what_is_to_be_mended_is_open_and_what_passed_or_was_not_begun_is_closed(demo: Report) -> None:
    page = render(demo)
    for result in demo.exercises():
        block = block_of(page, result.name)
        assert block.tag == "details"
        assert ("open" in block.attrib) == (result.verdict not in (PASSED, *NOT_TRIED)), result.name


def test_what_costs_a_whole_file_is_told_once_in_a_topic_for_all_its_exercises(course: Course, tmp_path: Path) -> None:
    (tmp_path / "relu_like.py").write_text("def relu(x:\n", encoding="utf-8")
    report = grade_path(course, tmp_path, week=3)
    sections = tree_of(render(report)).findall(".//main/section")
    for section, topic in zip(sections, report.topics, strict=True):
        broken = [e for e in topic.exercises if e.verdict is Verdict.UNREADABLE]
        assert len(broken) > 1
        assert read(section).count(plain(broken[0].cases[0].message)) == 1
        assert ", ".join(e.name for e in broken) in read(section)


def test_what_is_not_revealed_is_not_on_the_page(demo: Report) -> None:
    result = next(e for e in demo.exercises() if e.verdict is FAILED)
    assert result.counterexample is not None
    assert result.diagnosis is not None
    numbers, sentence = html.escape(result.counterexample.call), plain(result.diagnosis.message)
    told = {level: render(reveal(demo, level)) for level in ("full", "diagnosis", "verdict")}
    assert {level: numbers in page for level, page in told.items()} == {
        "full": True, "diagnosis": False, "verdict": False,
    }  # fmt: skip
    assert {level: sentence in read(tree_of(page)) for level, page in told.items()} == {
        "full": True, "diagnosis": True, "verdict": False,
    }  # fmt: skip


def test_the_hint_is_the_one_after_those_that_were_called_up(course: Course) -> None:
    exercise = next(e for e in course.exercises(3) if len(e.hints) == 3)
    found = [gather(course, [exercise], {exercise.name: seen})[exercise.name] for seen in (0, 1, 2, 3, 99, -1)]
    assert [(a.hint, a.step, a.steps) for a in found] == [
        (exercise.hints[i], i + 1, 3) for i in (0, 1, 2, 2, 2, 0)
    ]  # fmt: skip


def test_a_fault_of_ours_is_told_above_and_said_to_cost_nothing() -> None:
    text = read(of_class(tree_of(render(made_of("x"))), "fault")[0])
    assert text == "These could not be judged, which costs nothing: grader_fault x."


def test_the_page_is_in_the_language_in_use_and_says_which(demo: Report, tmp_path: Path) -> None:
    assert 'lang="en"' in render(demo)
    sentences = {"failed": "başarısız", "Skip to the exercises": "Alıştırmalara geç", "Week {week}": "{week}. hafta"}
    use_language("tr", compile_catalog(tmp_path, sentences))
    page = render(demo)
    root = tree_of(page)
    assert root.get("lang") == "tr"
    for sentence in ("başarısız", "Alıştırmalara geç", "3. hafta"):
        assert sentence in read(root)
    use_language("xx", tmp_path)
    assert 'lang="en"' in render(demo)


# ── Formulas ──────────────────────────────────────────────────────────────────────────────────────────────


def test_every_formula_of_the_course_is_well_formed_mathml(course: Course) -> None:
    lost = []
    for exercise in course.exercises():
        statement = read_statement(course.topic_of(exercise).solution_path, exercise.name)
        assert statement.formula, exercise.name
        if mathml(statement.formula) is None:
            lost.append(exercise.name)
            continue
        (math,) = ET.fromstring(formula(statement.formula))
        assert math.tag == f"{{{NAMESPACE}}}math"
        assert math.get("alttext") == statement.formula
        assert "\\" not in "".join(math.itertext()), exercise.name
    assert lost == []


@pytest.mark.parametrize("latex", [r"\frac{a", r"\nosuchcommand{x}", r"x^", "", r"\href{javascript:1}{x}", "}{", "\\"])
def test_a_formula_that_cannot_be_converted_stands_as_it_was_written(latex: str) -> None:
    root = ET.fromstring(formula(latex))
    if root.tag == "p":
        assert read(root) == latex
    for element in root.iter():
        assert not {"href", "style", "class", "id"} & set(element.attrib) - {"class"}
        assert element.get("class") in (None, "formula")


def test_a_formula_is_no_way_for_markup() -> None:
    for latex in (r"\text{<script>alert(1)</script>}", "<script>alert(1)</script>", r"\frac{<b>}{&lt;}"):
        assert {e.tag for e in ET.fromstring(formula(latex)).iter()} & {"script", "b"} == set()


def test_a_sign_is_spaced_by_what_stands_before_it() -> None:
    # As TeX does: a minus after `=` belongs to what follows, one after a letter stands between two.
    forms = [e.get("form") for e in mathml("x = -y - z").iter("mo") if e.text == "−"]  # type: ignore[union-attr]
    assert forms == ["prefix", None]


# ── Pictures ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_picture_stands_with_its_exercise_and_what_is_none_is_left_out(demo: Report) -> None:
    first, second, *_rest = (e.name for e in demo.exercises())
    page = render(demo, pictures={first: SVG.format(inside='<path id="a" d="M0 0L9 3"/>'), second: "no picture"})
    (shown,) = of_class(tree_of(page), "picture")
    assert read(shown) == "a curve"
    assert shown in list(block_of(page, first).iter()) or "picture" in ET.tostring(block_of(page, first)).decode()
    assert "no picture" not in page


@pytest.mark.parametrize(
    "inside",
    [
        "<script>document.title = 'broken'</script>", '<path onload="a()" d="M0 0"/>', '<image href="http://evil.example"/>',
        '<use href="http://evil.example/a.svg#x"/>', '<a href="javascript:a()"><text>x</text></a>',
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="a()"/></foreignObject>',
        "<style>* { background: url(http://evil.example) }</style>", '<rect style="fill: url(http://evil.example/#a)"/>',
        '<rect fill="url(http://evil.example/#a)"/>', '<rect fill="ur\\6c(http://evil.example/#a)"/>',
        '<set attributeName="href" to="javascript:a()"/>', '<animate attributeName="d"/>',
        '<rect style="background: expression(a())" fill="URL( \'//evil.example\' )"/>',
    ],
)  # fmt: skip
def test_of_a_picture_only_what_draws_is_kept(inside: str) -> None:
    text = inline_svg(SVG.format(inside=inside), "p-")
    root = ET.fromstring(text)
    kept = {e.tag.rpartition("}")[2] for e in root.iter()}
    assert kept <= {"svg", "title", "path", "rect", "use"}
    for word in ("evil", "javascript", "onload", "style", "script", "expression"):
        assert word not in text


def test_names_within_a_picture_are_its_own() -> None:
    inside = (
        '<clipPath id="c"><rect width="1" height="1"/></clipPath><g clip-path="url(#c)"'
        ' style="fill: none; stroke: red"/>'
        '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="#c"/>'
    )
    text = inline_svg(SVG.format(inside=inside), "p-")
    assert 'id="p-c"' in text
    assert 'clip-path="url(#p-c)"' in text
    assert 'href="#p-c"' in text
    assert 'stroke="red"' in text
    assert "style" not in text


@pytest.mark.parametrize(
    "text",
    ["", "x", "<svg", "<html/>", "<svg xmlns='http://evil.example'/>", "\0", "\ud800",
     "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg xmlns='http://www.w3.org/2000/svg'><title>&a;</title></svg>",
     "<svg xmlns='http://www.w3.org/2000/svg'>" + "<g>" * 5000 + "</g>" * 5000 + "</svg>"],
    ids=lambda text: repr(text[:20]),
)  # fmt: skip
def test_what_is_no_picture_is_none(text: str) -> None:
    assert inline_svg(text, "p-") == ""


# ── A file of HTML ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", [None, *ATTACKS], ids=lambda text: repr(text)[:30])
def test_a_page_keeps_the_rules_of_html(demo: Report, about: dict[str, About], text: str | None) -> None:
    page = render(demo, about) if text is None else render(made_of(text))
    page.encode("utf-8")
    root = tree_of(page)
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    pointed = [str(a.get("href")) for a in root.iter("a")]
    assert {target.removeprefix("#") for target in pointed} <= set(ids)
    assert {str(e.get("aria-labelledby")) for e in root.iter() if e.get("aria-labelledby")} <= set(ids)
    levels = [int(e.tag[1]) for e in root.iter() if re.fullmatch("h[1-6]", str(e.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(next(iter(d)).tag == "summary" for d in root.iter("details"))
    assert all(table.find("caption") is not None for table in root.iter("table"))
    assert all(th.get("scope") in ("col", "row") for th in root.iter("th"))


@pytest.mark.parametrize("text", [text for text in ATTACKS if text], ids=lambda text: repr(text)[:30])
def test_nothing_of_a_submission_is_markup(text: str) -> None:
    def shape(page: str) -> list[tuple[str, tuple[str, ...]]]:
        """The elements with the names of their attributes, but `code`, which a sentence makes of its backticks."""
        return [(str(e.tag), tuple(sorted(e.attrib))) for e in tree_of(page).iter() if e.tag != "code"]

    assert shape(render(made_of(text))) == shape(render(made_of("plain")))


def test_the_page_holds_no_script_and_names_no_address(demo: Report, about: dict[str, About]) -> None:
    page = render(demo, about)
    root = tree_of(page)
    assert {str(e.tag) for e in root.iter()} & {"script", "link", "img", "iframe", "object", "embed", "form"} == set()
    assert not [key for e in root.iter() for key in e.attrib if key.startswith("on") or key in ("style", "src")]
    assert set(re.findall(r"https?://[^\"]+", page)) <= {NAMESPACE, "http://www.w3.org/2000/svg"}
    (style,) = root.iter("style")
    (meta,) = [m for m in root.iter("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert meta.get("content") == policy(style.text or "")
    assert str(meta.get("content")).startswith("default-src 'none'; style-src 'sha256-")


def test_the_page_of_the_demo_is_small(demo: Report, about: dict[str, About]) -> None:
    assert len(render(demo, about).encode()) < 200_000


def test_two_pages_of_a_report_are_equal(demo: Report, about: dict[str, About]) -> None:
    assert render(demo, about) == render(replace(demo), dict(about))


# ── The option ────────────────────────────────────────────────────────────────────────────────────────────


def test_html_writes_the_page_to_a_file_or_to_standard_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "answer.py").write_text("def relu(x):\n    return abs(x)\n", encoding="utf-8")
    assert run(["relu", "answer.py", "--html", "page.html"]) == 1
    assert b"relu" in capsysbinary.readouterr().out
    assert run(["relu", "answer.py", "--html", "-"]) == 1
    out = capsysbinary.readouterr().out.decode()
    assert out == (tmp_path / "page.html").read_text(encoding="utf-8")
    assert out.startswith("<!doctype html>\n")
    assert len(of_class(tree_of(out), "hint")) == len(list(tree_of(out).iter("math"))) == 1
    assert run(["relu", "answer.py", "--html", "-", "--reveal", "verdict"]) == 1
    assert of_class(tree_of(capsysbinary.readouterr().out.decode()), "counterexample") == []


def test_a_page_that_cannot_be_written_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "answer.py").write_text("def relu(x):\n    return abs(x)\n", encoding="utf-8")
    assert run(["relu", "answer.py", "--html", "no/such/folder/page.html"]) == 2
    assert "Error: " in capsys.readouterr().err


# ── In a browser ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_page_loads_from_a_file_without_a_network_and_without_a_complaint(
    browser: Driver, save: Callable[[str], Path], demo: Report, about: dict[str, About], dark: bool
) -> None:
    path = save(render(demo, about, {"relu": SVG.format(inside='<path style="fill: none" d="M0 0L9 3"/>')}))
    for width in WIDTHS:
        open_page(browser, path, width=width, dark=dark)
        assert complaints(browser) == []
        assert requests(browser) == [path.resolve().as_uri()]
        assert browser.execute_script("return document.documentElement.scrollWidth") == width  # type: ignore[no-untyped-call]
        shot = picture(browser, "page-dark" if dark else "page", width)
        assert shot.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(("width", "dark"), [(360, True), (1440, False)])
def test_axe_finds_no_grave_obstacle(
    browser: Driver, save: Callable[[str], Path], course: Course, demo: Report, about: dict[str, About], width: int,
    dark: bool,
) -> None:  # fmt: skip
    # One exercise of each verdict: axe takes its time, and the others are built alike.
    shown = {result.verdict: result for result in demo.exercises()}
    failed = shown[FAILED].name
    short = replace(demo, topics=(topic_result("one_of_each", list(shown.values())),))
    drawn = svg(alone(course.exercise(failed)), failed)
    page = render(short, about, {failed: drawn})
    assert page.count('class="picture"') == 1
    # Every block is opened, so that what is folded away is looked at as well.
    open_page(browser, save(page.replace("<details ", "<details open ").replace(" open open", " open")),
              width=width, dark=dark)  # fmt: skip
    assert axe(browser) == []


def test_axe_would_find_one(browser: Driver, save: Callable[[str], Path]) -> None:
    open_page(browser, save("<!doctype html><title>x</title><p style='color: #ccc'>pale</p><img src='data:,'>"))
    found = " ".join(axe(browser))
    assert "color-contrast" in found
    assert "image-alt" in found
    assert "html-has-lang" in found


def test_dark_and_light_differ_and_paper_is_always_light(
    browser: Driver, save: Callable[[str], Path], demo: Report
) -> None:
    def background(**how: bool) -> list[int]:
        open_page(browser, save(render(demo)), **how)  # type: ignore[arg-type]
        color = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
        return [int(n) for n in re.findall(r"\d+", color)]

    assert min(background()) > 230
    assert max(background(dark=True)) < 40
    assert background(dark=True, paper=True) == [255, 255, 255]


def test_on_paper_everything_is_open(browser: Driver, save: Callable[[str], Path], demo: Report) -> None:
    shown = "return [...document.querySelectorAll('.cases li')].filter(e => e.checkVisibility()).length"
    total = "return document.querySelectorAll('.cases li').length"
    open_page(browser, save(render(demo)))
    assert browser.execute_script(shown) == 0
    open_page(browser, save(render(demo)), paper=True)
    assert browser.execute_script(shown) == browser.execute_script(total) > 100


def test_without_scripts_the_page_reads_the_same(
    browser: Driver, save: Callable[[str], Path], demo: Report, about: dict[str, About]
) -> None:
    path = save(render(demo, about))
    trees = []
    for script in (True, False):
        open_page(browser, path, script=script)
        nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        trees.append([(n["role"]["value"], n.get("name", {}).get("value")) for n in nodes if not n["ignored"]])
    assert trees[0] == trees[1]
    assert ("heading", "demo") in trees[0]


def test_the_keyboard_reaches_the_exercises_first_and_opens_them(
    browser: Driver, save: Callable[[str], Path], demo: Report
) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    def press(key: str) -> str:
        ActionChains(browser).send_keys(key).perform()
        return str(
            browser.execute_script("return document.activeElement.tagName + '.' + document.activeElement.className")
        )

    open_page(browser, save(render(demo)))
    assert press(Keys.TAB) == "A.skip"
    press(Keys.ENTER)
    assert press(Keys.TAB) == "SUMMARY."
    closed = "return !document.activeElement.parentElement.open"
    assert browser.execute_script(closed) is True
    press(Keys.ENTER)
    assert browser.execute_script(closed) is False


def test_a_hostile_submission_runs_nothing_and_asks_for_nothing(browser: Driver, save: Callable[[str], Path]) -> None:
    for text in ATTACKS:
        path = save(render(made_of(text), {f"failed {text}": About(text, text, text, 1, 3)}, {f"failed {text}": text}))
        open_page(browser, path, width=360)
        assert complaints(browser) == [], text
        assert requests(browser) == [path.resolve().as_uri()], text
        assert "broken" not in browser.title.replace(text.strip()[:119], ""), text
        assert browser.execute_script("return document.documentElement.scrollWidth") == 360, text


def test_the_policy_holds_even_where_markup_got_in(browser: Driver, save: Callable[[str], Path], demo: Report) -> None:
    inside = (
        "<script>document.title = 'broken'</script><img src='http://evil.example/x.png'><p style='color: red'>x</p>"
    )
    path = save(render(demo).replace("<main", f"{inside}<main"))
    open_page(browser, path)
    assert browser.title == f"demo: {int(demo.percent * 10) / 10:g} %"
    assert requests(browser) == [path.resolve().as_uri()]
    # One for each: that the browser's complaints are heard is what the other tests build on.
    assert len([c for c in complaints(browser) if "Content Security Policy" in c]) >= 3


def test_every_formula_of_the_course_fits_a_telephone_or_can_be_scrolled_by_keys(
    browser: Driver, save: Callable[[str], Path], course: Course
) -> None:
    about = gather(course, course.exercises())
    page = render(made_of("x"))
    blocks = "".join(f"<div>{formula(a.formula)}</div>" for a in about.values())
    open_page(browser, save(page.replace("<footer", f'<div class="told">{blocks}</div><footer')), width=360)
    stuck = browser.execute_script(
        "return [...document.querySelectorAll('.formula')]"
        ".filter(e => e.tabIndex < 0 && (e.scrollWidth > e.clientWidth || getComputedStyle(e).overflowY != 'hidden'))"
        ".map(e => e.textContent)"
    )
    assert stuck == []
    assert browser.execute_script("return document.documentElement.scrollWidth") == 360


def test_where_a_browser_is_found_its_driver_is_too() -> None:
    found = chromium.programs()
    assert found is None or all(Path(program).exists() for program in found)
