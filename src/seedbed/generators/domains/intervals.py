"""Spans of time as ISO 8601 text, distinct as PostgreSQL compares them: a month is 30 days, a day 24 hours."""

from __future__ import annotations

import math
import re
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.generators.domain import Domain, Index
from seedbed.generators.domains.beside import beside
from seedbed.generators.domains.choice import Choice, Without
from seedbed.generators.domains.grid import Grid, Line, Real, edges, on_line
from seedbed.generators.want import NoValue, Unreadable, Want
from seedbed.sampling.bits import const
from seedbed.schema.expression import Scalar

__all__ = ["Intervals", "duration", "intervals"]

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_MONTH = 30 * _DAY
_UNITS = {
    "microsecond": Fraction(1, 1_000_000), "millisecond": Fraction(1, 1000), "second": Fraction(1), "sec": Fraction(1),
    "minute": Fraction(_MINUTE), "min": Fraction(_MINUTE), "hour": Fraction(_HOUR), "day": Fraction(_DAY),
    "week": Fraction(7 * _DAY), "month": Fraction(_MONTH), "mon": Fraction(_MONTH), "year": Fraction(12 * _MONTH),
    "decade": Fraction(120 * _MONTH), "century": Fraction(1200 * _MONTH), "s": Fraction(1), "m": Fraction(_MINUTE),
    "h": Fraction(_HOUR), "d": Fraction(_DAY), "w": Fraction(7 * _DAY), "y": Fraction(12 * _MONTH),
}  # fmt: skip
_PART = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*([a-z]+)|([+-]?)(\d+):(\d{2})(?::(\d{2}(?:\.\d+)?))?")
_BARE = re.compile(r"[+-]?\d+(?:\.\d+)?")
_ISO = re.compile(r"P((?:[+-]?\d+(?:\.\d+)?[YMWD])*)(?:T((?:[+-]?\d+(?:\.\d+)?[HMS])*))?", re.IGNORECASE)
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)([a-z])", re.IGNORECASE)
_ISO_UNITS = ({"y": 12 * _MONTH, "m": _MONTH, "w": 7 * _DAY, "d": _DAY}, {"h": _HOUR, "m": _MINUTE, "s": 1})


@dataclass(frozen=True, slots=True)
class Intervals:
    """The spans first, first + step, ... of seconds, or of months, as texts such as P3DT4H or P1Y2M."""

    first: int
    step: int
    size: int
    months: bool = False

    def at(self, index: Index) -> pa.Array:
        """The spans at the given indexes."""
        total = (index * const(self.step) + const(self.first)).view(np.int64)
        sign = pa.array(total < 0)
        rest = np.abs(total)
        parts: list[pa.Array | str] = ["P"]
        for unit, before, letter in self._parts():
            count = rest // unit
            rest = rest - count * unit
            parts += [before, pc.if_else(sign, "-", ""), pa.array(count).cast(pa.string()), letter]
        return beside(*parts)

    def _parts(self) -> tuple[tuple[int, str, str], ...]:
        """The units that are written, from the largest down to the one that divides all spans."""
        if self.months:
            return (12, "", "Y"), (1, "", "M")
        finest = math.gcd(self.first, self.step)
        hours = ((_HOUR, "T", "H"), (_MINUTE, "", "M"), (1, "", "S"))
        written = 0 if finest % _DAY == 0 else 1 if finest % _HOUR == 0 else 2 if finest % _MINUTE == 0 else 3
        return ((_DAY, "", "D"), *hours[:written])


def intervals(want: Want) -> Domain:
    """Spans of 1 to 720 hours where nothing is said; raises NoValue and Unreadable."""
    months, finest = _fields(want.type.raw.lower())
    unit = _MONTH if months else 1
    if want.limits.values is not None:
        return _listed(want)

    def read(field: str, value: Scalar) -> Real:
        return duration(field, value) / unit

    steps = (1,) if months else tuple(dict.fromkeys(max(step, finest) for step in (_HOUR, _MINUTE, 1)))
    width = 24 if months else 30 * max(_DAY, finest)
    most = 10**9 if months else 10**11
    start = max(steps[0], 1)
    name = "months" if months else "seconds"
    line = Line(-most, most, start, width, read, lambda number: f"{number} {name}", steps, enough=24)
    return _spelled(on_line(want, line), months)


def _spelled(found: Domain, months: bool) -> Domain:
    """The same numbers as spans."""
    if isinstance(found, Without):
        return Without(_spelled(found.domain, months), found.places)
    assert isinstance(found, Grid), "lists were answered before"
    return Intervals(found.first, found.step, found.size, months)


def _listed(want: Want) -> Domain:
    """The spans of an IN list that lie within the bounds, each length once, the shortest first."""
    low, high = edges(want, lambda field, value: duration(field, value) * 1_000_000)
    excluded = {duration("excluded", value) for value in want.limits.excluded}
    spans = {duration("values", value): str(value) for value in reversed(want.limits.values or ()) if value is not None}
    kept = [
        text
        for span, text in sorted(spans.items())
        if span not in excluded
        and (low is None or span * 1_000_000 >= low)
        and (high is None or span * 1_000_000 <= high)
    ]
    if not kept:
        raise NoValue("no value of the list is left")
    return Choice(want.type, tuple(kept))


def duration(field: str, value: Scalar) -> Fraction:
    """The seconds that an interval counts for in a comparison; raises Unreadable."""
    text = str(value).strip()
    try:
        return _iso(text) if text.upper().startswith("P") else _worded(text.lower())
    except (KeyError, ValueError) as error:
        raise Unreadable(field, value, "it is not an interval") from error


def _iso(text: str) -> Fraction:
    found = _ISO.fullmatch(text)
    if not found:
        raise ValueError(text)
    parts = zip(found.groups(), _ISO_UNITS, strict=True)
    pairs = ((number, units[letter.lower()]) for part, units in parts for number, letter in _NUMBER.findall(part or ""))
    return sum((Fraction(number) * unit for number, unit in pairs), Fraction(0))


def _worded(text: str) -> Fraction:
    """PostgreSQL's own words, such as `1 day 02:03:04` or `-3 hours`; a bare number counts seconds."""
    ago = text.endswith(" ago")
    text = text.removesuffix(" ago").removeprefix("@").strip()
    if _BARE.fullmatch(text):
        text = f"{text} s"
    if not text or _PART.sub("", text).strip():
        raise ValueError(text)
    seconds = sum((_part(found) for found in _PART.finditer(text)), Fraction(0))
    return -seconds if ago else seconds


def _part(found: re.Match[str]) -> Fraction:
    number, unit, sign, hours, minutes, seconds = found.groups()
    if unit:
        return Fraction(number) * (_UNITS.get(unit) or _UNITS[unit.removesuffix("s")])
    clock = int(hours) * _HOUR + int(minutes) * _MINUTE + Fraction(seconds or 0)
    return -clock if sign == "-" else clock


def _fields(raw: str) -> tuple[bool, int]:
    """Whether the column keeps months only, and the shortest span in seconds that it tells apart."""
    *_, last = raw.split() or [""]
    if last in ("year", "month"):
        return True, _MONTH
    return False, {"day": _DAY, "hour": _HOUR, "minute": _MINUTE}.get(last, 1)
