"""A fault of a course."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dlgrade.messages import Message


@dataclass(frozen=True)
class Problem:
    """The file to change, and the sentence that says how."""

    path: Path
    message: Message
