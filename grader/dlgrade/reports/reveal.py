"""How much of a failing hidden case a report tells."""

from __future__ import annotations

from dataclasses import replace

from dlgrade.records import CaseResult, ExerciseResult, Report, Verdict

# What concerns the file, and not the hidden case, is told at every level.
_ALWAYS_TOLD = frozenset({Verdict.UNREADABLE, Verdict.FORBIDDEN, Verdict.MISSING, Verdict.GRADER_FAULT, Verdict.TODO})


def reveal(report: Report, level: str) -> Report:
    """The report without what `level` keeps back: `diagnosis` hides numbers, `verdict` the diagnosis as well."""
    if level == "full":
        return report
    topics = tuple(
        replace(topic, exercises=tuple(_covered(e, level) for e in topic.exercises)) for topic in report.topics
    )
    return replace(report, topics=topics)


def _covered(result: ExerciseResult, level: str) -> ExerciseResult:
    diagnosis = result.diagnosis if level == "diagnosis" else None
    return replace(result, cases=tuple(map(_without_numbers, result.cases)), counterexample=None, diagnosis=diagnosis)


def _without_numbers(case: CaseResult) -> CaseResult:
    return case if case.verdict in _ALWAYS_TOLD else replace(case, message=None)
