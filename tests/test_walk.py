"""From one exercise to the next under watch: what keys and gradings do, without a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from dlgrade.cli.screen import Paper, Scene, draw
from dlgrade.course import Course
from dlgrade.messages import say
from dlgrade.records import CaseResult, Counterexample, Diagnosis, ExerciseResult, Verdict
from dlgrade.suite.exercise import Exercise
from dlgrade.walk import Deed, Event, Graded, Hinted, Key, Told, View, Walk, step
from hypothesis import given, settings
from hypothesis import strategies as st

PAPER = Paper(80, 24, color=False, ascii_only=False)
SCENE = Scene("week03/x.py:17", False, "What it asks.", 3, 1, 30, "week03/x.py:40")
KEYS = st.sampled_from([*"hnlprqyjkx", "up", "down", "enter", "escape", "ğ"])


@pytest.fixture(scope="module")
def exercises(course: Course) -> tuple[Exercise, ...]:
    """Four of the core, then one of bonus, called a to e."""
    (one,) = course.select("relu").exercises
    return tuple(replace(one, name=name, bonus=name == "e") for name in "abcde")


def graded(before: Walk, **verdicts: Verdict) -> Graded:
    """A grading of some; those graded before keep what came of them."""
    fresh = {name: result(name, verdict) for name, verdict in verdicts.items()}
    return Graded(frozenset(fresh), {**before.results, **fresh})


def result(name: str, verdict: Verdict, message: str = "1 of 2 elements differ") -> ExerciseResult:
    case = CaseResult("a batch", verdict, None if verdict is Verdict.PASSED else say(message))
    return ExerciseResult(name, verdict, float(verdict is Verdict.PASSED), 1.0, False, (case,))


def after(walk: Walk, *events: Event | str) -> Walk:
    for event in events:
        walk, _deed = step(walk, Key(event) if isinstance(event, str) else event)
    return walk


@pytest.fixture
def walk(exercises: tuple[Exercise, ...]) -> Walk:
    """A has passed, B failed, the others are stubs."""
    start = Walk(exercises, exercises[0])
    todo = dict.fromkeys("cde", Verdict.TODO)
    return after(start, graded(start, a=Verdict.PASSED, b=Verdict.FAILED, **todo))


def told(walk: Walk) -> list[str]:
    return [str(news.message) for news in walk.news]


# ── Where one stands ──────────────────────────────────────────────────────────────────────────────────────


def test_one_starts_at_the_first_that_has_not_passed(walk: Walk) -> None:
    assert walk.at.name == "b"
    assert walk.news == ()


def test_where_all_have_passed_one_starts_at_the_last_and_it_is_said(exercises: tuple[Exercise, ...]) -> None:
    start = Walk(exercises, exercises[0])
    done = after(start, graded(start, **dict.fromkeys("abcde", Verdict.PASSED)))
    assert done.is_done
    assert "All 5 exercises are passed." in draw(done, SCENE, PAPER)


def test_passing_stays_where_one_is_and_says_what_comes_next(walk: Walk) -> None:
    passed = after(walk, graded(walk, b=Verdict.PASSED))
    assert passed.at.name == "b"
    assert "✓ b  passed" in draw(passed, SCENE, PAPER)
    assert "`n` goes on to c, week03/x.py:40" in draw(passed, SCENE, PAPER)
    assert after(passed, "n").at.name == "c"


def test_what_is_skipped_comes_again_when_the_order_has_gone_round(walk: Walk) -> None:
    names, here = [], walk
    for _ in range(4):
        here = after(here, "n")
        names.append(here.at.name)
    assert names == ["c", "d", "b", "c"]


def test_the_only_one_that_is_left_is_not_skipped(walk: Walk) -> None:
    last = after(walk, graded(walk, b=Verdict.FAILED, **dict.fromkeys("cde", Verdict.PASSED)), "n")
    assert last.at.name == "b"
    assert str(last.note) == "It is the only one that is left."


def test_an_earlier_one_that_breaks_is_told_in_one_line_and_one_stays(walk: Walk) -> None:
    broken = after(walk, graded(walk, a=Verdict.ERROR, b=Verdict.PASSED))
    assert broken.at.name == "b"
    assert told(broken) == ["no longer passed: a"]
    assert after(broken, graded(broken, b=Verdict.PASSED)).news == ()


def test_what_else_a_save_passed_or_failed_is_told_in_a_line_each(walk: Walk) -> None:
    news = told(after(walk, graded(walk, b=Verdict.FAILED, c=Verdict.PASSED, d=Verdict.PASSED, e=Verdict.FAILED)))
    assert news == ["not passed: e", "passed: c, d"]


def test_a_stub_that_is_graded_is_no_news(walk: Walk) -> None:
    assert after(walk, graded(walk, c=Verdict.TODO, d=Verdict.MISSING)).news == ()


def test_whoever_works_on_another_one_is_followed_there(walk: Walk) -> None:
    at_stub = after(walk, "n")
    assert after(at_stub, graded(at_stub, d=Verdict.FAILED)).at.name == "d"
    done = after(walk, graded(walk, b=Verdict.PASSED))
    assert after(done, graded(done, d=Verdict.TIMEOUT)).at.name == "d"


@pytest.mark.parametrize(
    "verdicts",
    [{"d": Verdict.PASSED}, {"d": Verdict.TODO}, {"c": Verdict.FAILED, "d": Verdict.FAILED}, {"a": Verdict.FAILED}],
    ids=str,
)
def test_nobody_is_led_away_by_what_passes_by_two_at_once_or_by_what_breaks(
    walk: Walk, verdicts: dict[str, Verdict]
) -> None:
    done = after(walk, graded(walk, b=Verdict.PASSED))
    assert after(done, graded(done, **verdicts)).at.name == "b"


def test_nobody_is_led_away_from_what_still_fails(walk: Walk) -> None:
    assert after(walk, graded(walk, c=Verdict.FAILED)).at.name == "b"


def test_why_a_file_cannot_be_read_is_told_once(walk: Walk) -> None:
    fault = "week03/x.py has a syntax error in line 3"
    broken = {name: result(name, Verdict.UNREADABLE, fault) for name in "abcde"}
    here = after(walk, Graded(frozenset("acde"), {**broken, "b": walk.results["b"]}))
    assert told(here) == [fault, "no longer passed: a"]
    assert told(after(walk, Graded(frozenset("abcde"), broken))) == ["no longer passed: a"]


# ── Keys ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("key", "deed"), [("h", Deed.HINT), ("p", Deed.PICTURE), ("q", Deed.QUIT)])
def test_a_key_asks_for_its_deed_and_changes_nothing_by_itself(walk: Walk, key: str, deed: Deed) -> None:
    assert step(walk, Key(key)) == (walk, deed)


def test_hints_stay_at_the_next_save_and_go_with_the_exercise(walk: Walk) -> None:
    hinted = after(walk, Hinted(2), graded(walk, b=Verdict.FAILED))
    screen = draw(hinted, SCENE, PAPER)
    assert "hint 1/3" in screen
    assert "hint 2/3" in screen
    assert "hint 3/3" not in screen
    assert "hint 1/3" not in draw(after(hinted, "n"), SCENE, PAPER)


def test_a_reset_is_done_after_a_yes_alone(walk: Walk) -> None:
    asked = after(walk, "r")
    assert "Put the stub of b back?" in draw(asked, SCENE, PAPER)
    assert step(asked, Key("y"))[1] is Deed.RESET
    for key in ("n", "q", "r", "enter", "escape", "x"):
        assert step(asked, Key(key)) == (walk, None)


def test_a_save_takes_the_question_back(walk: Walk) -> None:
    saved = after(walk, "r", graded(walk, b=Verdict.FAILED))
    assert step(saved, Key("y")) == (saved, None)


def test_what_was_said_of_a_reset_stays_while_its_stub_is_graded(walk: Walk) -> None:
    reset = after(walk, Told(say("as it was")), graded(walk, b=Verdict.TODO))
    assert str(reset.note) == "as it was"
    assert after(reset, graded(reset, b=Verdict.FAILED)).note is None


def test_the_list_leads_to_the_chosen_one_and_any_other_key_leads_back(walk: Walk) -> None:
    listed = after(walk, "l")
    assert listed.view is View.LIST
    assert after(listed, "down", "j", "enter").at.name == "d"
    assert after(listed, "up", "k", "k", "enter").at.name == "a"
    assert after(listed, *["j"] * 9, "enter").at.name == "e"
    for key in ("q", "l", "escape", "h", "y"):
        assert step(listed, Key(key)) == (walk, None)


def test_the_list_says_of_each_how_it_stands(walk: Walk) -> None:
    rows = [line.split() for line in draw(after(walk, "l"), SCENE, PAPER).splitlines()[:6]]
    topic = walk.at.topic
    assert rows == [
        ["1", "of", "5", "passed"], ["✓", "a", "passed", topic], [">", "✗", "b", "failed", topic, "here"],
        ["c", "to", "do", topic], ["d", "to", "do", topic], ["e", "to", "do", topic],
    ]  # fmt: skip


@settings(max_examples=25)
@given(st.lists(KEYS, max_size=30))
def test_no_keys_end_it_but_quit_and_none_leads_nowhere(keys: list[str]) -> None:
    one = Course.bundled().exercise("relu")
    walk = Walk((one, replace(one, name="other")), one, is_begun=True)
    for key in keys:
        walk, deed = step(walk, Key(key))
        assert deed is not Deed.QUIT or key == "q"
        assert walk.at in walk.exercises
        assert draw(walk, SCENE, PAPER).strip()


# ── The screen ────────────────────────────────────────────────────────────────────────────────────────────


def explained(walk: Walk) -> Iterator[Walk]:
    """With as much to tell as there may be."""
    long = replace(
        result("b", Verdict.FAILED, "35 of 35 elements differ, " * 8),
        counterexample=Counterexample("b(" + "1.25, " * 60 + ")", "array([" + "0.5, " * 70 + "])", "2"),
        diagnosis=Diagnosis("b/x", say("The slope belongs to the negative side.")),
    )
    for hints in range(4):
        here = after(walk, Graded(frozenset("b"), {**walk.results, "b": long}), Hinted(hints))
        yield from (here, after(here, "r"), after(here, "l"))


@pytest.mark.parametrize("size", [(80, 24), (40, 24), (100, 60), (60, 20)], ids=str)
def test_place_verdict_last_hint_count_and_keys_fit_the_screen_whatever_is_to_be_told(
    walk: Walk, size: tuple[int, int]
) -> None:
    for here in explained(walk):
        lines = draw(here, SCENE, Paper(*size, color=False, ascii_only=False)).splitlines()
        assert len(lines) < size[1]
        assert max(map(len, lines)) <= size[0]
        if here.view is View.REPORT:
            text = " ".join(" ".join(lines).split())
            assert lines[0] == "b  week03/x.py:17"
            for part in ("✗ b failed", "The slope belongs to the negative side.", "week 3", "1/30", "q quit"):
                assert part in text
            assert not here.hints or f"hint {here.hints}/3" in text


def test_without_colour_or_unicode_the_screen_has_neither(walk: Walk) -> None:
    for here in explained(walk):
        draw(here, SCENE, Paper(80, 24, color=False, ascii_only=True)).encode("ascii")
        assert "\x1b" not in draw(here, SCENE, PAPER)
        assert "\x1b[" in draw(here, SCENE, PAPER._replace(color=True))


def test_what_is_missing_can_be_had_by_a_key(walk: Walk) -> None:
    for here in (after(walk, graded(walk, b=Verdict.MISSING)), after(walk, "n")):
        assert "`r` puts its stub there" in draw(here, SCENE._replace(is_missing=True), PAPER)
