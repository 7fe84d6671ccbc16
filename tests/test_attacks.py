"""The wall under attack: hostile submissions gain nothing from level `standard` on, honest ones lose nothing.

Each attack is first shown to be one: in a grader that runs everything in one process it gains something.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from attacks import harness
from attacks.harness import LEVELS, Attack

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


def named(attack: Attack) -> str:
    return f"{attack.family}/{attack.name}"


ALL = harness.attacks()
HOSTILE = [a for a in ALL if not a.is_honest]
HONEST = [a for a in ALL if a.is_honest]
# All are run at `standard`, one in six at the other levels and in the naive grader; docs/attacks.md is made by a run
# of all of them everywhere.
RUNS = [(level, a) for level in LEVELS for a in (HOSTILE if level == "standard" else HOSTILE[LEVELS.index(level) :: 6])]
# And of the honest one in three.
HONEST_RUNS = [
    (level, a) for level in LEVELS for a in (HONEST if level == "standard" else HONEST[LEVELS.index(level) :: 3])
]


def need(level: str) -> None:
    reason = harness.available(level)
    if reason:
        pytest.skip(reason)


@pytest.mark.parametrize(("level", "attack"), RUNS, ids=[f"{level}-{named(a)}" for level, a in RUNS])
def test_an_attack_gains_nothing_and_at_basic_the_grader_survives_it(
    attack: Attack, level: str, tmp_path: Path
) -> None:
    need(level)
    found = harness.outcome(attack, level, tmp_path / "run")
    if level == "basic":
        # An audit hook is no sandbox: here the grader lives and reports, and docs/attacks.md tells what was gained.
        if found.fault and attack.basic:
            pytest.xfail(f"known at this level: {attack.basic}")
        assert found.fault == ""
        return
    assert found.gains() == ()
    assert found.verdict in attack.must


@pytest.mark.parametrize(("level", "attack"), HONEST_RUNS, ids=[f"{level}-{named(a)}" for level, a in HONEST_RUNS])
def test_an_honest_submission_has_full_marks(attack: Attack, level: str, tmp_path: Path) -> None:
    need(level)
    found = harness.outcome(attack, level, tmp_path / "run")
    assert (found.verdict, found.score, found.fault) == ("passed", 1.0, "")
    assert found.others == dict.fromkeys(harness.OTHERS, 1.0)
    assert found.outlived == ()


@pytest.mark.parametrize("attack", HOSTILE[1::6], ids=named)
def test_an_attack_is_one_where_nothing_holds_it(attack: Attack, tmp_path: Path) -> None:
    assert harness.naive(attack, tmp_path / "run")


@pytest.mark.parametrize("attack", ALL, ids=named)
def test_an_attack_says_what_it_must_come_to(attack: Attack) -> None:
    bad = {"failed", "error", "timeout", "crashed", "forbidden", "unreadable", "missing"}
    assert set(attack.must) <= ({"passed"} if attack.is_honest else bad)
    assert attack.sentence.endswith(".")
    assert "\n" not in attack.sentence


def test_there_are_attacks_enough_to_speak_of_a_wall() -> None:
    assert len(HOSTILE) >= 80
    assert len(HONEST) >= 8
