"""What went wrong with an exercise, as plain lines: for places that show text and nothing else."""

from __future__ import annotations

from dlgrade.messages import Message, _, tell
from dlgrade.points import number
from dlgrade.records import CaseResult, ExerciseResult, Verdict


def explain(result: ExerciseResult) -> list[str]:
    """A line for each case that did not pass, the counterexample, the diagnosis; none where all passed."""
    fault = fault_of_all_cases(result)
    if fault is not None:
        lines = [fault.translated()]
    else:
        lines = [_case(case) for case in result.cases if case.verdict is not Verdict.PASSED]
    if found := result.counterexample:
        lines += [f"{_('call')}: {found.call}", f"{_('got')}: {found.got}"]
        lines += [f"{_('expected')}: {found.expected}"] if found.expected else []
    if result.diagnosis:
        lines.append(f"→ {result.diagnosis.message.translated()}")
    return lines


def fault_of_all_cases(result: ExerciseResult) -> Message | None:
    """What is told of every case alike: it concerns the file or the whole function."""
    first = result.cases[0].message if result.cases else None
    return first if all(case.message == first for case in result.cases) else None


def percent(value: float) -> str:
    """Rounded down: 99.96 is not all."""
    return _("{percent} %", percent=number(int(value * 10 + 1e-6) / 10))


def _case(case: CaseResult) -> str:
    name = tell(case.name)
    return f"{name}: {case.message.translated()}" if case.message else name
