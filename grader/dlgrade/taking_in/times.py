"""Times as platforms and people write them. What names no time zone is in the one that is asked for."""

from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from dlgrade.taking_in.people import folded

_DIGITS = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_WRITTEN = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)"
    r"(?:[T _-](?P<hour>\d\d)[:.-](?P<minute>\d\d)(?:[:.-](?P<second>\d\d)(?:[.,](?P<part>\d+))?)?)?"
    r"\s*(?P<zone>Z|[+-]\d\d:?\d\d|[A-Za-z][A-Za-z_/+-]*\d*)?",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{8})[T_-]?(\d{6}|\d{4})", re.ASCII)

_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik",
        "oca sub mar nis may haz tem agu eyl eki kas ara",
    )
    for number, name in enumerate(names.split(), 1)
}
_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?\s*(.*)", re.ASCII | re.DOTALL)
# Halves of the day, as `folded` leaves them: AM and PM; ÖÖ and ÖS, which is öğleden önce and öğleden sonra.
_MORNING, _EVENING = {"am", "a m", "oo", "ogleden once"}, {"pm", "p m", "os", "ogleden sonra"}


def moment(text: str, zone: tzinfo | None = None) -> datetime | None:
    """A time that is written in one of the usual ways; None where it is not.

    These are ISO 8601 with `T`, a blank or `_` in its middle and any number of decimals, `2026-11-20_23-59-00`,
    `20261120235900`, seconds since 1970, and a long date in English or Turkish. A zone may follow: `Z`, `+03:00`, `UTC`
    or `Europe/Istanbul`; without one, it is `zone`, or this machine's.
    """
    text = text.strip()
    if len(text) > 100:
        return None
    try:
        return _of_digits(text, zone) or _of_numbers(text, zone) or _of_words(text, zone)
    except (ValueError, OverflowError, OSError):
        return None


def _of_digits(text: str, zone: tzinfo | None) -> datetime | None:
    compact = _COMPACT.fullmatch(text)
    digits = "".join(compact.groups()) if compact else text
    if not (digits.isascii() and digits.isdigit()):
        return None
    if form := _DIGITS.get(len(digits)):
        return _in_zone(datetime.strptime(digits, form), zone)
    return datetime.fromtimestamp(int(digits), UTC) if 9 <= len(digits) <= 11 else None


def _of_numbers(text: str, zone: tzinfo | None) -> datetime | None:
    found = _WRITTEN.fullmatch(text)
    if not found:
        return None
    clock = [int(found[part] or 0) for part in ("hour", "minute", "second")]
    micro = int((found["part"] or "0")[:6].ljust(6, "0"))
    naive = datetime.fromisoformat(found["date"]).replace(
        hour=clock[0], minute=clock[1], second=clock[2], microsecond=micro
    )
    return _in_zone(naive, _zone(found["zone"]) if found["zone"] else zone)


def _of_words(text: str, zone: tzinfo | None) -> datetime | None:
    """`Friday, 20 November 2026, 11:59 PM`, `Wednesday, September 23, 2020, 9:00 PM`, `20 Kasım 2026, Cuma, 23:59`."""
    date, _, clock = text.rpartition(",")
    if not (found := _CLOCK.fullmatch(clock.strip())):
        return None
    words = folded(date).split()
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    days = [int(word) for word in words if word.isdigit() and len(word) <= 2]
    years = [int(word) for word in words if word.isdigit() and len(word) == 4]
    if not (len(months) == len(days) == len(years) == 1):
        return None
    naive = datetime(years[0], months[0], days[0], _hour(int(found[1]), folded(found[4])), int(found[2]))
    return _in_zone(naive.replace(second=int(found[3] or 0)), zone)


def _hour(hour: int, half: str) -> int:
    if not half:
        return hour
    if half not in _MORNING | _EVENING or not 1 <= hour <= 12:
        raise ValueError(half)
    return hour % 12 + (12 if half in _EVENING else 0)


def _zone(name: str) -> tzinfo:
    if name in ("Z", "UTC", "GMT"):
        return UTC
    if name[0] in "+-":
        minutes = int(name[1:3]) * 60 + int(name[-2:])
        return timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes))
    try:
        return zoneinfo.ZoneInfo(name)
    except zoneinfo.ZoneInfoNotFoundError:
        raise ValueError(name) from None


def _in_zone(naive: datetime, zone: tzinfo | None) -> datetime:
    return naive.replace(tzinfo=zone) if zone else naive.astimezone()
