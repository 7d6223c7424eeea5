"""The small languages in recipes and options: `normal:mean=35,std=12`, `5 per users`, `uk=3,de=1`, `table.column`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from math import isfinite
from typing import Any, NoReturn

from seedbed.schema.kinds import KINDS, Kind
from seedbed.schema.recipe import Distribution, Ratio
from seedbed.schema.spreads import faults

__all__ = [
    "KIND",
    "KINDS_KNOWN",
    "RATIO",
    "Unclear",
    "column_named",
    "count_of",
    "did_you_mean",
    "distribution_in",
    "distribution_of",
    "distribution_with",
    "locales_of",
    "number_of",
    "ratio_of",
]

ALSO = {
    "categorical": "choice",
    "choices": "choice",
    "gauss": "normal",
    "gaussian": "normal",
    "histogram": "empirical",
    "log-normal": "lognormal",
    "weighted": "choice",
    "weighted choice": "choice",
    "zipfian": "zipf",
}
"""Other names of kinds."""

KINDS_KNOWN = (*KINDS, *ALSO)
RATIO = r"\s*(\d+(?:\.\d+)?)\s+(?:per|for each)\s+(\S.*?)\s*"
KIND = rf"\s*({'|'.join(KINDS_KNOWN)})\s*(:.*)?"
_NUMBER = re.compile(r"[+-]?(\d[\d_]*)?\.?\d+([eE][+-]?\d+)?")


class Unclear(ValueError):
    """A text that is not understood: why, and what would help."""

    def __init__(self, what: str, why: str = "", help: str = "") -> None:
        super().__init__(what)
        self.what, self.why, self.help = what, why, help


def did_you_mean(name: str, names: Iterable[str], what: str) -> str:
    """What helps where a name is unknown: one like it, or the first of those there are."""
    known = list(names)
    alike = {one.lower(): one for one in known}
    near = get_close_matches(name.lower(), alike, 1, 0.6)
    if near:
        return f"did you mean {alike[near[0]]}?"
    more = ", ..." if len(known) > 12 else ""
    return f"{what} {', '.join(known[:12])}{more}" if known else ""


def number_of(text: str) -> float:
    """A number as people write it. Raises Unclear."""
    if not _NUMBER.fullmatch(text.strip()):
        raise Unclear(f"{text.strip()!r} is not a number")
    number = float(text)
    if not isfinite(number):
        raise Unclear(f"{text.strip()} is too large")
    return number


def column_named(text: str) -> tuple[str, str]:
    """The table, "" where none is named, and the column of `table.column`. Raises Unclear."""
    table, _, column = text.strip().rpartition(".")
    if not column or (not table and "." in text):
        raise Unclear(f"{text!r} names no column", help="write table.column, or column for every table that has it")
    return table, column


def count_of(text: str) -> int:
    """A count of rows. Raises Unclear."""
    plain = text.strip().replace("_", "")
    if not (plain.isascii() and plain.isdigit()):
        raise Unclear(f"{text.strip()!r} is no count", "it is not a whole number", "write 1000, or '5 per users'")
    return int(plain)


def ratio_of(table: str, text: str) -> Ratio:
    """So many rows for each of another table: `5 per users`. Raises Unclear."""
    found = re.fullmatch(RATIO, text)
    if not found:
        raise Unclear(f"{text.strip()!r} is no count", help="write 1000, or '5 per users'")
    return Ratio(table, float(found[1]), found[2])


def locales_of(text: str) -> tuple[tuple[str, float], ...]:
    """One locale, or several with their weights: `uk=3,de=1`. Raises Unclear."""
    return tuple(_weighted(part, _name) for part in text.split(",") if part.strip()) or _nothing(text)


def distribution_of(text: str) -> Distribution:
    """A kind with its parameters by name, or in their order: `normal:mean=35,std=12`, `zipf:1.5`. Raises Unclear."""
    name, _, rest = text.partition(":")
    kind = _kind(name)
    parts = [part for part in rest.split(",") if part.strip()]
    if kind == "choice":
        return distribution_with(kind, {}, dict(_weighted(part, str.strip) for part in parts))
    return distribution_with(kind, dict(_param(part, number, kind) for number, part in enumerate(parts)))


def distribution_in(said: Mapping[str, Any]) -> Distribution:
    """The distribution that a mapping describes: its kind, and what belongs to that. Raises Unclear."""
    kind = said.get("kind") or said.get("type") or _suggested(said)
    own = {"kind", "type", "values", "weights", "edges", "shares"}
    values = said.get("values", said.get("weights"))
    weights = dict.fromkeys(values, 1.0) if isinstance(values, tuple) else values
    params = {name: value for name, value in said.items() if name not in own}
    return distribution_with(kind, params, weights, said.get("edges", ()), said.get("shares", ()))


def _suggested(said: Mapping[str, Any]) -> str:
    """The kind of a mapping that does not name one."""
    if "values" in said or "weights" in said:
        return "choice"
    if "edges" in said:
        return "empirical"
    if {"low", "high", "min", "max"} >= set(said) > set():
        return "uniform"
    raise Unclear("kind is missing", help=f"the kinds are {', '.join(KINDS)}")


def distribution_with(
    name: str,
    params: Mapping[str, float],
    weights: Mapping[str, float] | None = None,
    edges: tuple[str, ...] = (),
    shares: tuple[float, ...] = (),
) -> Distribution:
    """The distribution of a kind, its parameters under the names that people know. Raises Unclear."""
    kind = _kind(name)
    known = tuple(_renamed(given, value, KINDS[kind]) for given, value in params.items())
    made = Distribution(kind, known, tuple((weights or {}).items()), edges, shares)
    wrong = faults(made)
    if wrong:
        raise Unclear(wrong[0].what, wrong[0].why, wrong[0].help)
    return made


def _renamed(given: str, value: float, kind: Kind) -> tuple[str, float]:
    """A parameter under its first name."""
    if given in kind.inverse and value:
        return kind.inverse[given], 1 / value
    return kind.also.get(given, given), value


def _kind(name: str) -> str:
    kind = ALSO.get(name.strip().lower(), name.strip().lower())
    if kind not in KINDS:
        raise Unclear(f"there is no distribution {name.strip()!r}", help=did_you_mean(kind, KINDS, "there are"))
    return kind


def _param(part: str, number: int, kind: str) -> tuple[str, float]:
    name, named, value = part.rpartition("=")
    if named:
        return name.strip(), number_of(value)
    params = KINDS[kind].params
    if number >= len(params):
        what = f"{kind} has {len(params)} parameters" if len(params) != 1 else f"{kind} has one parameter"
        raise Unclear(f"{what}: {', '.join(params)}", f"{part.strip()!r} is one too many")
    return params[number], number_of(value)


def _weighted(part: str, read: Callable[[str], str]) -> tuple[str, float]:
    name, named, weight = part.rpartition("=")
    if not named:
        return read(part), 1.0
    number = number_of(weight)
    if number < 0:
        raise Unclear("a weight is 0 or more")
    return read(name), number


def _name(text: str) -> str:
    return text.strip() or _nothing(text)


def _nothing(text: str) -> NoReturn:
    raise Unclear(f"{text!r} names nothing")
