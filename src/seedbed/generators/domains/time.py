"""Dates, times of day, timestamps and years."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from seedbed.generators.domain import Domain
from seedbed.generators.domains.grid import Line, Real, on_line
from seedbed.generators.domains.number import number
from seedbed.generators.want import Unreadable, Want
from seedbed.schema.expression import Scalar

__all__ = ["dates", "moment", "times", "timestamps", "years"]

SECOND = 1_000_000
DAY = 86_400 * SECOND
_EPOCH = date(1970, 1, 1)
_MIDNIGHT = datetime(1970, 1, 1)  # noqa: DTZ001 - local to whichever zone the column means
_USUAL_FIRST = date(2020, 1, 1)
_UNIQUE_FIRST, _UNIQUE_LAST = date(1970, 1, 1), date(2099, 12, 31)
_TEXT = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"(?:[ T]+(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:\.(?P<f>\d{1,9}))?)?)?"
    r"\s*(?P<z>Z|UTC|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?\s*(?:Z|[+-]\d{2}(?::?\d{2})?)?", re.IGNORECASE)
_WORDS = {"infinity": math.inf, "+infinity": math.inf, "-infinity": -math.inf}


def dates(want: Want) -> Domain:
    """Days: 2020 until today where nothing is said; 1970 to 2099 where they must be distinct."""
    least = date(1000, 1, 1) if want.dialect == "mysql" else date.min
    first, last = (_UNIQUE_FIRST, _UNIQUE_LAST) if want.unique else _usual(want.today)

    def read(field: str, value: Scalar) -> Real:
        return _per(moment(field, value, zoned=False), DAY)

    start, end = _days(first), _days(last)
    line = Line(_days(least), _days(date.max), start, end - start + 1, read, _day, enough=1, until=end, reserve=100_000)
    return on_line(want, line)


def timestamps(want: Want) -> Domain:
    """Whole seconds until the end of today, finer where the limits or distinctness need it and the type has it."""
    least, most = (date(1000, 1, 1), date.max) if want.dialect == "mysql" else (date.min, date.max)
    if want.dialect == "mysql" and want.type.zone:
        # MySQL's TIMESTAMP counts seconds from 1970 in 31 bits; a day of room on both sides covers every time zone.
        least, most = date(1970, 1, 2), date(2038, 1, 17)
    first, last = _usual(want.today)

    def read(field: str, value: Scalar) -> Real:
        return moment(field, value, zoned=want.type.zone)

    start, end = _days(first) * DAY, (_days(min(last, most)) + 1) * DAY - 1
    ends = _days(least) * DAY, (_days(most) + 1) * DAY - 1
    line = Line(*ends, start, end - start + 1, read, _stamp, _steps(want), enough=60, until=end, reserve=36_500 * DAY)
    return on_line(want, line)


def times(want: Want) -> Domain:
    """Times of day: whole seconds, finer where the limits or distinctness need it and the type has it."""
    return on_line(want, Line(0, DAY - 1, 0, DAY, _clock, _time, _steps(want), enough=60))


def years(want: Want) -> Domain:
    """Years that MySQL's YEAR holds: 2000 until this year, all of them where they must be distinct."""
    start, width = (1901, 255) if want.unique else (2000, max(want.today.year - 1999, 1))
    return on_line(want, Line(1901, 2155, start, width, number, int, enough=1))


def moment(field: str, value: Scalar, *, zoned: bool) -> Real:
    """Microseconds since 1970 that a bound says; raises Unreadable.

    Read are ISO dates and timestamps and PostgreSQL's words `epoch` and `infinity`; words that mean the clock
    (`now`, `today`) are not. A zone counts only where the type has one, as PostgreSQL does it.
    """
    text = str(value).strip()
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if text.lower() == "epoch":
        return Fraction(0)
    found = _TEXT.fullmatch(text)
    try:
        return _counted(found, zoned) if found else Fraction(_micros(datetime.fromisoformat(text)))
    except (ValueError, OverflowError) as error:
        raise Unreadable(field, value, "it is not an ISO date or timestamp") from error


def _counted(found: re.Match[str], zoned: bool) -> Fraction:
    year, month, day, hour, minute, second = (int(found[name] or 0) for name in "ymdHMS")
    whole = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    digits = found["f"] or ""
    part = Fraction(int(digits or 0), 10 ** len(digits)) * SECOND
    shift = _offset(found["z"]) if zoned and found["z"] else 0
    return _micros(whole) + part - shift * SECOND


def _offset(zone: str) -> int:
    """Seconds east of Greenwich."""
    if zone[0] not in "+-":
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    seconds = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    return -seconds if zone[0] == "-" else seconds


def _clock(field: str, value: Scalar) -> Real:
    """Microseconds since midnight."""
    text = str(value).strip()
    if text in ("24:00:00", "24:00"):
        return Fraction(DAY)
    found = _CLOCK.fullmatch(text)
    try:
        hour, minute, second = (int(part or 0) for part in (found[1], found[2], found[3])) if found else (99, 0, 0)
        digits = (found[4] or "").ljust(6, "0") if found else ""
        at = time(hour, minute, second, int(digits))
    except ValueError as error:
        raise Unreadable(field, value, "it is not a time of day") from error
    return Fraction(((at.hour * 60 + at.minute) * 60 + at.second) * SECOND + at.microsecond)


def _usual(today: date) -> tuple[date, date]:
    """The days that events fall on where nothing is said."""
    return min(_USUAL_FIRST, today - timedelta(days=365)), today


def _steps(want: Want) -> tuple[int, ...]:
    """The spacings to try in microseconds: seconds, milliseconds, then what the type tells apart."""
    unsaid = 0 if want.dialect == "mysql" else 6
    finest = 10 ** (6 - min(unsaid if want.type.precision is None else want.type.precision, 6))
    return tuple(dict.fromkeys(max(step, finest) for step in (SECOND, 1000, finest)))


def _days(day: date) -> int:
    return (day - _EPOCH).days


def _micros(at: datetime) -> Fraction:
    plain = at.replace(tzinfo=None) - (at.utcoffset() or timedelta(0))
    return Fraction((plain - _MIDNIGHT) // timedelta(microseconds=1))


def _per(units: Real, divisor: int) -> Real:
    return units / divisor


def _day(unit: int) -> Scalar:
    return (_EPOCH + timedelta(days=unit)).isoformat()


def _time(unit: int) -> Scalar:
    return (_MIDNIGHT + timedelta(microseconds=unit)).time().isoformat()


def _stamp(unit: int) -> Scalar:
    return (_MIDNIGHT + timedelta(microseconds=unit)).isoformat(sep=" ")
