"""The report for machines, in the published schema; never translated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dlgrade.records import CaseResult, ExerciseResult, Report

SCHEMA = "dlgrade/report/1"
SCHEMA_FILE = Path(__file__).with_name("report.schema.json")


def render(report: Report, *, indent: int | None = 1) -> str:
    """One JSON document, ending in a newline; without `indent` in one line, which takes a tenth of the time."""
    return json.dumps(to_dict(report), indent=indent, ensure_ascii=False, allow_nan=False) + "\n"


def to_dict(report: Report) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "submission": {"id": report.submission_id, "path": report.path, "sha256": report.sha256},
        "week": report.week,
        "score": _points(report.score),
        "max_score": _points(report.max_score),
        "bonus": _points(report.bonus),
        "percent": _points(report.percent),
        "topics": [
            {
                "topic": topic.topic,
                "score": _points(topic.score),
                "max_score": _points(topic.max_score),
                "bonus": _points(topic.bonus),
                "exercises": [_exercise(e) for e in topic.exercises],
            }
            for topic in report.topics
        ],
        "environment": report.environment,
    }


def _exercise(result: ExerciseResult) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": result.name,
        "verdict": str(result.verdict),
        "score": _points(result.score),
        "max_score": _points(result.max_score),
        "bonus": result.bonus,
        "cases": [_case(c) for c in result.cases],
        "diagnosis": None,
        "counterexample": None,
        "duration_s": round(result.duration_s, 6),
    }
    if result.diagnosis:
        row["diagnosis"] = {"id": result.diagnosis.id, "message": str(result.diagnosis.message)}
    if result.counterexample:
        found = result.counterexample
        row["counterexample"] = {"call": found.call, "got": found.got, "expected": found.expected}
    return row


def _case(case: CaseResult) -> dict[str, Any]:
    message = str(case.message) if case.message else None
    return {"name": case.name, "verdict": str(case.verdict), "message": message}


def _points(value: float) -> float:
    return round(value, 6)
