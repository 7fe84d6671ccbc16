"""Verdicts to points: the worst word first, weights, our own faults left out, bonus apart."""

from __future__ import annotations

import pytest
from dlgrade.records import CaseResult, ExerciseResult, Report, TopicResult, Verdict
from dlgrade.score import exercise_points, exercise_verdict, topic_result
from hypothesis import given, settings
from hypothesis import strategies as st

P, F, T, G = Verdict.PASSED, Verdict.FAILED, Verdict.TODO, Verdict.GRADER_FAULT


def cases(*verdicts: Verdict, weights: tuple[float, ...] = ()) -> list[CaseResult]:
    return [
        CaseResult(f"case {i}", v, weight=w)
        for i, (v, w) in enumerate(zip(verdicts, weights or [1.0] * len(verdicts), strict=True))
    ]


@pytest.mark.parametrize(
    ("verdicts", "want"),
    [
        ([P, P], P),
        ([P, F, Verdict.ERROR], F),
        ([P, Verdict.ERROR, F], Verdict.ERROR),
        ([T, F], T),
        ([P, P, Verdict.TIMEOUT], Verdict.TIMEOUT),
        ([F, P, G], G),
        ([G, G], G),
    ],
)
def test_an_exercise_has_the_verdict_of_its_first_case_that_did_not_pass_and_our_fault_before_all(
    verdicts: list[Verdict], want: Verdict
) -> None:
    assert exercise_verdict(cases(*verdicts)) is want


@pytest.mark.parametrize("verdict", [v for v in Verdict if v not in (P, G)])
def test_a_case_that_did_not_pass_earns_nothing_whatever_the_reason(verdict: Verdict) -> None:
    assert exercise_points(cases(P, verdict), 2.0) == (1.0, 2.0)


@pytest.mark.parametrize(
    ("verdicts", "weights", "want"),
    [
        ([P, F], (3.0, 1.0), (0.75, 1.0)),
        ([P, P], (3.0, 0.2), (1.0, 1.0)),
        ([P, F, G], (1.0, 1.0, 98.0), (0.5, 1.0)),  # of what could be judged, half passed
        ([P, G], (1.0, 1.0), (1.0, 1.0)),
        ([G, G], (1.0, 1.0), (0.0, 0.0)),
        ([], (), (0.0, 0.0)),
    ],
)
def test_points_are_the_share_of_the_weights_that_passed_of_those_that_were_judged(
    verdicts: list[Verdict], weights: tuple[float, ...], want: tuple[float, float]
) -> None:
    assert exercise_points(cases(*verdicts, weights=weights), 1.0) == pytest.approx(want)


RESULTS = st.lists(st.tuples(st.sampled_from(list(Verdict)), st.floats(0.1, 5)), min_size=1, max_size=9)


@settings(max_examples=200, deadline=None, database=None)
@given(RESULTS, st.floats(0.1, 10), st.data())
def test_a_fault_of_ours_in_place_of_any_verdict_never_lowers_the_share(
    results: list[tuple[Verdict, float]], points: float, data: st.DataObject
) -> None:
    rows = [CaseResult(str(i), v, weight=w) for i, (v, w) in enumerate(results)]
    score, possible = exercise_points(rows, points)
    assert 0 <= score <= possible * (1 + 1e-12)
    wrong = [i for i, row in enumerate(rows) if row.verdict is not P]
    if wrong:
        i = data.draw(st.sampled_from(wrong))
        spared, of = exercise_points([*rows[:i], CaseResult(str(i), G), *rows[i + 1 :]], points)
        assert of == 0 or spared / of >= score / possible - 1e-12


def result(score: float, max_score: float, *, bonus: bool = False) -> ExerciseResult:
    return ExerciseResult("specimen", P, score, max_score, bonus, ())


def report(*topics: TopicResult) -> Report:
    return Report("id", "path", "", 3, topics)


def test_bonus_is_counted_apart_and_never_raises_what_could_be_had() -> None:
    topic = topic_result("relu_like", [result(0.5, 1.0), result(2.0, 2.0), result(0.75, 1.0, bonus=True)])
    assert (topic.score, topic.max_score, topic.bonus) == (2.5, 3.0, 0.75)
    whole = report(topic, topic_result("softmax_like", [result(1.0, 1.0)]))
    assert (whole.score, whole.max_score, whole.bonus, whole.percent) == (3.5, 4.0, 0.75, 87.5)


def test_where_only_bonus_was_asked_for_the_percentage_is_the_share_of_the_bonus() -> None:
    assert report(topic_result("t", [result(0.5, 2.0, bonus=True)])).percent == 25.0


def test_where_nothing_could_be_judged_the_percentage_is_zero_and_costs_nothing() -> None:
    empty = report(topic_result("t", [result(0.0, 0.0)]))
    assert (empty.percent, empty.max_score) == (0.0, 0.0)


def test_a_name_for_every_verdict_of_the_contract_and_no_other() -> None:
    # docs: passed, failed, todo … in the words of the report's schema.
    assert {str(v) for v in Verdict} == {
        "passed", "failed", "todo", "missing", "error", "timeout", "crashed", "forbidden", "unreadable", "grader_fault",
    }  # fmt: skip
