"""Weights of weekdays, hours and months: as a list, by name (`sat: 0`), by range (`9-17: 5`), or as an office works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seedbed.read.recipe.words import Unclear, did_you_mean
from seedbed.schema.recipe import TimeProfile

__all__ = ["HOURS", "MONTHS", "WEEKDAYS", "period"]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS = tuple(str(hour) for hour in range(24))
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_OFFICE: Mapping[str, tuple[float, ...]] = {
    "weekdays": (10, 10, 10, 10, 9, 2, 1),
    "hours": (1,) * 7 + (3, 7) + (10,) * 8 + (7, 5, 4, 3, 2, 2, 1),
    "months": (1,) * 12,
}
_NAMES = {"weekdays": WEEKDAYS, "hours": HOURS, "months": MONTHS}


def period(said: Mapping[str, Any]) -> TimeProfile:
    """The profile that the words of a recipe describe. Raises Unclear."""
    made = {name: _weights(name, said[name]) for name in _NAMES if name in said}
    return TimeProfile(**made, growth=said.get("growth", 0.0))


def _weights(what: str, said: Any) -> tuple[float, ...]:
    if said == "business":
        return tuple(map(float, _OFFICE[what]))
    if said == "even":
        return (1.0,) * len(_NAMES[what])
    weights = said if isinstance(said, tuple) else _spread(what, said)
    if not sum(weights):
        raise Unclear(f"all {what} have a weight of 0")
    return tuple(weights)


def _spread(what: str, said: Mapping[str, float]) -> list[float]:
    weights = [1.0] * len(_NAMES[what])
    for name, weight in said.items():
        for place in _places(what, name):
            weights[place] = weight
    return weights


def _places(what: str, name: str) -> list[int]:
    """Which weekdays, hours or months a name or range means; a range may go over the end: `fri-mon`, `22-5`."""
    first, ranged, last = name.partition("-")
    start, end = _place(what, first), _place(what, last if ranged else first)
    size = len(_NAMES[what])
    return [(start + step) % size for step in range((end - start) % size + 1)]


def _place(what: str, name: str) -> int:
    names, word = _NAMES[what], name.strip().lower()
    short = word.lstrip("0") or "0" if what == "hours" else word[:3]
    if short not in names or (what != "hours" and len(word) > 3 and not _LONG[short].startswith(word)):
        raise Unclear(f"there is no {what[:-1]} {name.strip()!r}", help=did_you_mean(word, names, "there are"))
    return names.index(short)


_LONG = {
    name[:3]: name
    for name in (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("january", "february", "march", "april", "may", "june", "july"),
        *("august", "september", "october", "november", "december"),
    )
}
