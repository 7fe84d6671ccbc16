"""Types of columns: any text whatever, moments with their zone, sentences with their data. Alike on every database."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from dlgrade.messages import Message

# PostgreSQL keeps no NUL, and no encoding has lone surrogates, which a file's name may hold.
_NOT_KEPT = re.compile("[\0\ud800-\udfff\\\\]")
_ESCAPED = re.compile(r"\\([0-9a-f]{4})")


def escaped(text: str) -> str:
    """`text` with what a database refuses, and the backslash, as `\\` and four digits; `unescaped` gives it back."""
    return _NOT_KEPT.sub(lambda found: f"\\{ord(found[0]):04x}", text)


def unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


class AnyText(TypeDecorator[str]):
    """Text that may hold anything that a Python string can; two that differ in anything stay apart."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else escaped(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else unescaped(value)


class Moment(TypeDecorator[datetime]):
    """A moment, kept in UTC; SQLite would lose its zone."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Json(TypeDecorator[Any]):
    """A dictionary of plain values, or a message: its sentence and data, so that it can be read in another language."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | Message | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, default=_of_message)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value, object_hook=_message)


def _of_message(value: Any) -> Any:
    if isinstance(value, Message):
        return {"sentence": value.sentence, "with": value.data}
    # A number of NumPy's, in the data of a sentence.
    return value.item() if hasattr(value, "item") else str(value)


def _message(value: dict[str, Any]) -> Any:
    return Message(value["sentence"], value["with"]) if value.keys() == {"sentence", "with"} else value
