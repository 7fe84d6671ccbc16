"""What a class handed in, whatever platform it came from: who, what and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Student:
    """A person as the platform knows them. `id` is compared character by character and may hold anything."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Entry:
    """One file: its name as given, with `/` between folders, and `read(limit)`, which gives at most so many bytes."""

    name: str
    read: Callable[[int], bytes]
    modified: datetime | None = None


@dataclass(frozen=True)
class HandedIn:
    """One attempt of one student.

    Args:
        label: what the platform calls it, a folder's name for instance; feedback goes back under it.
        entries: its files, named below it.
        at: when it was handed in, with a time zone; None where the platform does not tell.
        is_late: whether the platform itself marked it so.
        number: which attempt of the student it is, from 1.
    """

    student: Student
    label: str
    entries: tuple[Entry, ...]
    at: datetime | None = None
    is_late: bool = False
    number: int = 1


@dataclass(frozen=True)
class Enrolled:
    """A student who should have handed in, and when they did where the list tells it."""

    student: Student
    at: datetime | None = None
