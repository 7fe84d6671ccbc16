"""What lateness costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from dlgrade.late import BadPolicy, LatePolicy, read_policy
from hypothesis import given
from hypothesis import strategies as st

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("late_by", "lost"),
    [(-DAY, 0.0), (timedelta(0), 0.0), (MINUTE, 0.1), (DAY, 0.1), (DAY + MINUTE, 0.2), (5 * DAY, 0.5), (6 * DAY, 1.0)],
)
def test_ten_per_cent_for_each_begun_day_and_nothing_is_given_after_the_fifth(late_by: timedelta, lost: float) -> None:
    assert read_policy("10%/day, max 5 days").deduction(late_by) == pytest.approx(lost)


def test_a_greatest_loss_holds_however_late_it_is() -> None:
    assert read_policy("10%/day, max 30%").deduction(300 * DAY) == pytest.approx(0.3)


def test_within_the_grace_nothing_is_lost_and_beyond_it_all_of_the_delay_counts() -> None:
    policy = read_policy("5%/hour, grace 15 min")
    assert policy.deduction(15 * MINUTE) == 0.0
    assert policy.deduction(61 * MINUTE) == pytest.approx(0.1)


def test_what_a_platform_marks_as_late_without_a_time_counts_as_one_begun_unit() -> None:
    assert read_policy("10%/day, max 5 days").deduction(None) == pytest.approx(0.1)


@pytest.mark.parametrize(
    "text", ["10%/day", "10 % per day", "10% a day", "10.0%/days", "10%/d", "grace 0 min; 10,0%/day"]
)
def test_a_policy_may_be_spelt_in_several_ways(text: str) -> None:
    assert read_policy(text) == LatePolicy(0.1, DAY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ten per cent",
        "10%",
        "10%/fortnight",
        "10%/day, max",
        "max 5 days",
        "10%/day, 5%/day",
        "10%/day, grace 99999999999 weeks",
    ],
)
def test_what_is_no_policy_is_refused_with_the_part_that_is_wrong(text: str) -> None:
    with pytest.raises(BadPolicy, match="cannot be read at"):
        read_policy(text)


@given(st.text(max_size=40))
def test_any_other_text_is_a_policy_or_is_refused(text: str) -> None:
    try:
        policy = read_policy(text)
    except BadPolicy:
        return
    assert 0 <= policy.deduction(DAY) <= 1


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_later_never_costs_less(one: int, other: int) -> None:
    policy = read_policy("7%/hour, max 80%, max 3 days, grace 20 min")
    early, late = sorted((one * MINUTE, other * MINUTE))
    assert policy.deduction(early) <= policy.deduction(late)
