"""A drawing holds where two answers part, and every form of it shows that; no answer is too odd to be drawn."""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from dlgrade.course import Course
from dlgrade.grader import Grader
from dlgrade.judge.question import watch
from dlgrade.messages import say
from dlgrade.plots import render, text
from dlgrade.plots.drawing import Drawing
from dlgrade.plots.sketch import Reply, Subject, sketch
from dlgrade.portray import portray, subject
from dlgrade.submission import read
from dlgrade.suite.picture import Kind
from dlgrade.worker.wire import Foreign

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"

# For each kind an exercise that is drawn so, and a known wrong formula of its suite.
WRONG = {
    Kind.CURVE: ("leaky_relu", "slope-on-positive-side"),
    Kind.SERIES: ("ema", "starts-at-zero"),
    Kind.SCHEDULE: ("step_lr", "one-epoch-late"),
    Kind.LOSSES: ("train_mlp", "uphill"),
    Kind.PATH: ("sgd_step", "average"),
    Kind.HEAT: ("conv2d_forward", "kernel-flipped"),
    Kind.HISTOGRAM: ("he_normal", "swapped"),
    Kind.KEPT: ("nms", "suppressed-suppress"),
    Kind.BOXES: ("decode_boxes", "centre-and-size"),
    Kind.NUMBERS: ("box_iou", "plus-one"),
    Kind.IMAGE: ("grad_cam", "no-relu"),
}


@functools.cache
def subject_of(kind: Kind) -> Subject:
    return subject(Course.bundled().exercise(WRONG[kind][0]))


@functools.cache
def rights() -> dict[str, Drawing]:
    """What the course's own solutions give."""
    course = Course.bundled()
    exercises = tuple(course.exercise(name) for name, _mistake in WRONG.values())
    with Grader(course, exercises) as grader, grader.session(read(course.solutions_dir)) as session:
        return {e.name: portray(session, e) for e in exercises}


def right(kind: Kind) -> Drawing:
    return rights()[WRONG[kind][0]]


@functools.cache
def wrong(kind: Kind) -> Drawing:
    name, mistake = WRONG[kind]
    misconception = next(m for m in Course.bundled().exercise(name).misconceptions if m.id == mistake)
    return sketch(subject_of(kind), Reply(watch(misconception.function, subject_of(kind).call).result))


@functools.cache
def alone(kind: Kind) -> Drawing:
    return sketch(subject_of(kind), Reply(why_not=say("none")))


def answered(kind: Kind, answer: Any) -> Drawing:
    return sketch(subject_of(kind), Reply(answer))


@functools.cache
def tree(drawing: Drawing) -> ElementTree.Element:
    return ElementTree.fromstring(render.svg(drawing, "p"))


def ids(drawing: Drawing) -> set[str]:
    return {e.attrib["id"] for e in tree(drawing).iter() if "id" in e.attrib}


def points_of(drawing: Drawing, name: str) -> list[tuple[float, float]]:
    """The points of a line of the SVG."""
    group = next(e for e in tree(drawing).iter() if e.attrib.get("id") == f"p-{name}")
    path = next(group.iter(f"{SVG}path")).attrib["d"]
    return [(float(x), float(y)) for x, y in re.findall(r"[ML] (\S+) (\S+)", path)]


# ── A right answer and a wrong one ────────────────────────────────────────────────────────────────────────


def test_there_is_an_example_of_every_kind() -> None:
    assert set(WRONG) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_a_wrong_answer_parts_from_the_reference_and_a_right_one_does_not(kind: Kind) -> None:
    assert wrong(kind).kind is right(kind).kind is kind
    assert wrong(kind).got is not None
    assert right(kind).got is not None
    assert (wrong(kind).parts, right(kind).parts) == (True, False)
    assert wrong(kind).seen != right(kind).seen


@pytest.mark.parametrize("kind", Kind)
def test_the_svg_marks_where_a_wrong_answer_parts_and_marks_nothing_in_a_right_one(kind: Kind) -> None:
    marked = {name for name in ids(wrong(kind)) if name.startswith("p-apart")}
    assert marked
    assert not {name for name in ids(right(kind)) if name.startswith("p-apart")}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("ascii_only", [False, True], ids=["unicode", "ascii"])
def test_the_letters_of_a_wrong_answer_are_others_than_those_of_a_right_one(kind: Kind, ascii_only: bool) -> None:
    first, second = (text.render(d, ascii_only=ascii_only).split("\n\n")[1] for d in (wrong(kind), right(kind)))
    assert first != second


def test_a_curve_parts_by_as_much_as_the_formulas_do() -> None:
    # −6 is −0.06 by a slope of 0.01 on the negative side, and stays −6 by the wrong formula; 0 is 0 by both.
    drawing = wrong(Kind.CURVE)
    assert drawing.got is not None
    assert (drawing.x[0], drawing.expected[0], drawing.got[0]) == pytest.approx((-6, -0.06, -6))
    assert list(drawing.x[~drawing.apart]) == [0]


def test_a_schedule_that_is_an_epoch_late_parts_in_the_epochs_of_its_falls() -> None:
    # The suite's picture asks for a fall every 20 epochs, from 0 to 99.
    assert list(wrong(Kind.SCHEDULE).x[wrong(Kind.SCHEDULE).apart]) == [20, 40, 60, 80]


def test_two_ways_begin_at_the_same_point() -> None:
    drawing = wrong(Kind.PATH)
    assert drawing.got is not None
    assert drawing.expected.shape == (1, 41, 2)
    assert not drawing.apart[0, 0].any()
    assert drawing.apart[0, 2:].all()


def test_the_shares_of_a_histogram_sum_to_one_at_most() -> None:
    # What lies beyond the picture is missing: of the distribution less than 1 %.
    drawing = right(Kind.HISTOGRAM)
    assert drawing.got is not None
    for density in (drawing.expected, drawing.got):
        assert 0.99 < (density * np.diff(drawing.x)).sum() <= 1 + 1e-12


def test_the_lines_of_a_right_answer_lie_on_each_other_in_the_svg_and_those_of_a_wrong_one_do_not() -> None:
    assert points_of(right(Kind.CURVE), "yours") == points_of(right(Kind.CURVE), "reference")
    theirs, ours = points_of(wrong(Kind.CURVE), "yours"), points_of(wrong(Kind.CURVE), "reference")
    assert len(theirs) == len(ours) == 241
    # y grows downwards; the wrong formula lies below the reference on both sides of 0.
    assert all(t[1] > o[1] for t, o in zip(theirs, ours, strict=True) if t != ours[120])


def test_of_several_arrays_the_one_that_is_off_most_is_drawn() -> None:
    course = Course.bundled()
    exercise = course.exercise("linear_backward")
    wanted = subject(exercise)
    first, *others = wanted.expected
    changed = tuple(np.where(np.arange(o.shape[-1]) == 0, o + 1, o) if o.ndim > 1 else o for o in others)
    drawing = sketch(wanted, Reply((first, *changed)))
    assert drawing.parts
    assert sketch(wanted, Reply(wanted.expected)).parts is False


# ── Answers that no one would draw ────────────────────────────────────────────────────────────────────────

ODD: dict[str, Any] = {
    "nothing": None,
    "text": "</svg><script>alert(1)</script>" * 10,
    "an object": Foreign("</script>\u202e\x00"),
    "a number": 1.0,
    "NaN": float("nan"),
    "a huge integer": 10**400,
    "an empty list": [],
    "an empty array": np.zeros((0, 3)),
    "uneven lists": [[1.0], [1.0, 2.0]],
    "a deep list": functools.reduce(lambda inner, _: [inner], range(5000), 1.0),
    "a dict": {"a": np.ones(3)},
    "complex numbers": np.ones(3) * 1j,
    "a large array": np.zeros(3_000_000),
    "many axes": np.zeros((1,) * 20),
}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("what", ODD)
def test_an_answer_that_does_not_fit_leaves_the_reference_alone_and_is_told(kind: Kind, what: str) -> None:
    drawing = answered(kind, ODD[what])
    if kind is Kind.KEPT and what == "an empty list":
        # Right where nothing is to be kept: it is drawn.
        assert drawing.got is not None
        return
    if kind is Kind.HISTOGRAM and what == "a large array":
        # Numbers of any shape have a histogram, unless they are too many.
        return
    assert drawing.got is None
    assert drawing.notes
    assert "</script>" not in "".join(map(str, drawing.sentences)) or "\u202e" not in str(drawing.notes)
    assert text.render(drawing)


def odd_numbers(kind: Kind) -> list[Any]:
    """Answers of the right shape with numbers that break a scale."""
    # A histogram's question asks for this shape, a way has 41 points, and of kept boxes any number may be told.
    shapes: dict[Kind, tuple[int, ...]] = {Kind.HISTOGRAM: (130, 23), Kind.PATH: (41, 2), Kind.KEPT: (3,)}
    shape = shapes.get(kind) or right(kind).expected.shape
    shape = subject_of(kind).expected.shape if kind is Kind.HEAT else shape
    fills: list[Any] = [np.full(shape, number) for number in (np.nan, np.inf, -1e308, 1e308, 0.0)]
    mixed = np.resize([np.nan, 1e308, -np.inf, 1.0, 1e-308], shape)
    answers = [*fills, mixed]
    return [(None, answer) for answer in answers] if kind is Kind.LOSSES else answers


@pytest.mark.parametrize("kind", Kind)
def test_numbers_that_break_a_scale_are_drawn_as_gaps_or_at_the_rim_and_are_told(kind: Kind) -> None:
    for answer in odd_numbers(kind):
        drawing = answered(kind, answer)
        assert drawing.parts or drawing.got is None
        assert text.render(drawing, ascii_only=True).isascii()
    # All of them at once, and the largest: what is drawn holds no number that is none.
    for answer in odd_numbers(kind)[3::2]:
        written = render.svg(answered(kind, answer), "p")
        assert not re.search(r"\b(nan|inf)\b", re.sub(r">[^<]*<", "><", written))


def test_numbers_that_are_not_finite_are_counted() -> None:
    got = right(Kind.CURVE).expected.copy()
    got[:7], got[7] = np.nan, np.inf
    drawing = answered(Kind.CURVE, got)
    assert drawing.got is not None
    assert int(np.isnan(drawing.got).sum()) == int(drawing.apart.sum()) == 8
    assert str(drawing.notes[0]).startswith("8 ")
    assert "p-lost" in ids(drawing)


# ── Forms ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", Kind)
def test_the_same_drawing_gives_the_same_bytes(kind: Kind) -> None:
    assert render.svg(alone(kind), "p") == render.svg(dataclasses.replace(alone(kind)), "p")


@pytest.mark.parametrize("kind", Kind)
def test_an_svg_for_a_page_holds_nothing_that_a_policy_forbids_and_no_id_of_another(kind: Kind) -> None:
    root = tree(wrong(kind))
    names = {e.tag.removeprefix(SVG) for e in root.iter()}
    assert names <= {"svg", "g", "path", "defs", "use", "clipPath", "rect", "text", "tspan", "pattern"}
    for element in root.iter():
        for name, value in element.attrib.items():
            assert name != "style"
            assert not name.removeprefix(XLINK).startswith("on")
            assert not re.search(r"(?i)javascript:|https?:|data:|//", value)
            if name.endswith("href"):
                assert value.removeprefix("#") in ids(wrong(kind))
            for target in re.findall(r"url\(([^)]*)\)", value):
                assert target.removeprefix("#") in ids(wrong(kind))
    assert all(name == "p" or name.startswith("p-") for name in ids(wrong(kind)))


def test_the_ink_of_an_svg_is_that_of_the_page_and_of_a_file_that_of_the_ground() -> None:
    page, file = render.svg(wrong(Kind.CURVE), "p"), render.document(wrong(Kind.CURVE))
    assert "currentColor" in page
    assert render.INK not in page
    assert "<style" not in page
    assert "prefers-color-scheme:dark" in file


def test_what_is_said_of_a_picture_stands_in_a_file_escaped() -> None:
    evil = '</text><script>alert("1")</script>'
    drawing = dataclasses.replace(alone(Kind.CURVE), notes=(say("{evil}", evil=evil), say("a $b$ \\frac c_d")))
    file = render.document(drawing)
    assert "<script" not in file
    assert "&lt;script&gt;" in file
    assert ElementTree.fromstring(file) is not None


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_png_is_one(dark: bool) -> None:
    assert render.png(wrong(Kind.CURVE), dark=dark).startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("width", [30, 80])
def test_letters_fit_the_terminal(kind: Kind, width: int) -> None:
    for drawing in (wrong(kind), right(kind), alone(kind)):
        assert max(map(len, text.render(drawing, width=width).splitlines())) <= width
        assert text.render(drawing, width=width, ascii_only=True).isascii()
