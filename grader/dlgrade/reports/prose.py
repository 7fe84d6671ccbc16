"""The words that all forms of a report share: verdicts, points, counts, and what went wrong as plain lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dlgrade import points
from dlgrade.messages import Message, _, tell
from dlgrade.records import CaseResult, ExerciseResult, Verdict

NOT_TRIED = (Verdict.TODO, Verdict.MISSING)


def verdict_words() -> dict[Verdict, str]:
    """Verdicts as a reader says them."""
    return {
        Verdict.PASSED: _("passed"),
        Verdict.FAILED: _("failed"),
        Verdict.TODO: _("to do"),
        Verdict.MISSING: _("missing"),
        Verdict.ERROR: _("error"),
        Verdict.TIMEOUT: _("timeout"),
        Verdict.CRASHED: _("crashed"),
        Verdict.FORBIDDEN: _("forbidden"),
        Verdict.UNREADABLE: _("unreadable"),
        Verdict.GRADER_FAULT: _("grader fault"),
    }


def counts(results: Iterable[ExerciseResult]) -> str:
    """How many stand where: `3 passed, 1 failed`."""
    words = verdict_words()
    found = Counter(result.verdict for result in results)
    return ", ".join(f"{found[verdict]} {words[verdict]}" for verdict in Verdict if found[verdict])


def by_fault(results: Iterable[ExerciseResult]) -> list[list[ExerciseResult]]:
    """The exercises one by one, but for those that one fault of a file costs, which stand together."""
    blocks: dict[str, list[ExerciseResult]] = {}
    for result in results:
        fault = None if result.verdict in (*NOT_TRIED, Verdict.PASSED) else fault_of_all_cases(result)
        blocks.setdefault(f"{result.verdict} {fault}" if fault else result.name, []).append(result)
    return list(blocks.values())


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


def number(value: float) -> str:
    """Points for a person: two digits behind the point are enough."""
    return points.number(value, 2)


def percent(value: float) -> str:
    """Rounded down: 99.96 is not all."""
    return _("{percent} %", percent=number(int(value * 10 + 1e-6) / 10))


def _case(case: CaseResult) -> str:
    name = tell(case.name)
    return f"{name}: {case.message.translated()}" if case.message else name
