"""The edge cases that a column can hold: the catalogue's, as far as type, character set, limits and checks let them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from ipaddress import ip_address

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.domains.choice import Choice
from seedbed.generators.domains.typed import NoValue, Unreadable, domain_of
from seedbed.generators.evaluate.predicate import Unsupported, holds
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.catalog import TEXTS, catalog
from seedbed.generators.meanings.edges import Case, edge_catalog
from seedbed.plan.columns.values import Wishes
from seedbed.plan.conditions.narrow import merge
from seedbed.plan.edges.ends import Span, is_number, moments, numbers
from seedbed.schema.expression import Call, Expression, Scalar, walk
from seedbed.schema.model import Dialect
from seedbed.schema.types import Type

__all__ = ["Room", "choice_of", "values_of"]

_LONGEST = 10_000  # a text is filled to no more characters than this
_USUAL = 4_000  # where there is no length, or a larger one
_DIGITS = {32: 6, 64: 17}  # decimal digits that a float keeps, as every database prints them
_UNSIGNED_ONLY = ("decimal", "float")  # whose domains do not look at the sign
_SHAPED = frozenset({"like", "ilike", "regex", "iregex", "similar", "lower", "upper", "collate", "<", "<=", ">", ">="})
_LATIN = {"": 0xFF, "latin1": 0xFF, "utf8mb3": 0xFFFF, "ucs2": 0xFFFF, "utf8mb4": 0x10FFFF}
"""The last character of MySQL's character sets; where none is told it may be the narrowest that servers default to."""
_ASCII = 0x7F


@dataclass(frozen=True, slots=True)
class Room:
    """One column: its type, what its own checks leave of it, those checks, and what its name says that it is about."""

    name: str
    type: Type
    limits: Limits
    own: tuple[Expression, ...]
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the cases of a column depend on beside its room; two types are equal whatever their `charset` is."""

    today: date
    dialect: Dialect
    charset: str


def values_of(room: Room, wishes: Wishes) -> tuple[tuple[str, Scalar], ...]:
    """The names and values of the edge cases of a column, NULL not among them, each value once."""
    ground = Ground(wishes.today, wishes.dialect, room.type.charset)
    return _values(room if room.own else replace(room, name=""), ground)


@lru_cache(maxsize=4096)
def _values(room: Room, wishes: Ground) -> tuple[tuple[str, Scalar], ...]:
    """Worked out once for all columns that are alike: large schemas have thousands of few kinds."""
    if room.limits.values is not None or room.limits.null is True:
        return ()
    found: dict[str, tuple[str, Scalar]] = {}
    for case in _cases(room):
        for name, value in _made(case, room, wishes):
            taken = _taken(room, value, wishes)
            if taken is not None:
                found.setdefault(str(taken), (name, taken))
    return tuple(found.values())


def choice_of(type: Type, values: tuple[Scalar, ...]) -> Choice:
    """Values of a column as a domain, NULL among them or not."""
    raw = type.raw if type.kind in ("interval", "inet") else ""
    return Choice(replace(type, raw=raw, checks=(), domain=None, not_null=False), values)


def _cases(room: Room) -> tuple[Case, ...]:
    """What the meaning has where the column has one; a code that nothing is known of has none."""
    edges = edge_catalog()
    if room.meaning in edges.meanings:
        return edges.meanings[room.meaning]
    entry = catalog().get(room.meaning)
    if entry is None or room.meaning in edges.free or entry.prose is not None or room.type.kind not in TEXTS:
        return edges.of_kind(room.type.kind)
    return ()


def _made(case: Case, room: Room, wishes: Ground) -> Iterator[tuple[str, Scalar]]:
    """The values that a case has in a column: one, or none."""
    kind = room.type.kind
    with contextlib.suppress(NoValue, Unreadable):
        if is_number(kind):
            yield from ((case.name, value) for value in numbers(case, _span(room, wishes)))
        elif kind in ("date", "timestamp", "time", "year"):
            yield from ((case.name, value) for value in moments(case, _span(room, wishes)))
        elif case.way == "fill":
            yield from _filled(case, room)
        elif case.way == "each":
            if room.type.length is not None and room.type.length <= _LONGEST:
                yield case.name, "\\x" + case.value * room.type.length
        elif case.way == "bytes":
            yield case.name, "\\x" + case.value
        elif case.way == "text" and (kind != "macaddr" or len(case.value) == 3 * (room.type.length or 6) - 1):
            yield case.name, case.value
        elif kind == "array":
            yield case.name, case.items  # type: ignore[misc]


def _span(room: Room, wishes: Ground) -> Span:
    """How far the numbers or moments of a column reach, by its meaning too."""
    entry, edges = catalog().get(room.meaning), edge_catalog()
    low = high = ""
    if entry is not None and room.meaning not in edges.anything and room.meaning not in edges.meanings:
        low, high = _meant(room, wishes)
        if room.meaning in edges.amounts:
            low, high = "0", ""
    return Span(room.type, room.limits, wishes.today, wishes.dialect, low, high)


def _meant(room: Room, wishes: Ground) -> tuple[str, str]:
    """The first and the last value of a meaning, "" where there is none."""
    entry = catalog()[room.meaning]
    if room.type.kind in ("date", "timestamp", "time"):
        return _days(entry.days, wishes.today)
    if entry.codes:
        return str(min(entry.codes)), str(max(entry.codes))
    if entry.years is not None:
        return str(wishes.today.year + entry.years[0]), str(wishes.today.year + entry.years[1])
    wanted = entry.integer if room.type.kind == "integer" else entry.number or entry.integer
    return (wanted.low, wanted.high) if wanted is not None else ("", "")


def _days(days: tuple[int, int] | None, today: date) -> tuple[str, str]:
    """What lies in the past stays there, and so does the future."""
    if days is None:
        return "", ""
    first, last = ((today + timedelta(days=day)).isoformat() for day in days)
    return ("", last) if days[1] <= 0 else (first, "") if days[0] >= 0 else ("", "")


def _filled(case: Case, room: Room) -> Iterator[tuple[str, str]]:
    """A text up to the length of the column, or a long one where that has none that can be filled."""
    known = [length for length in (room.type.length, room.limits.max_length) if length is not None]
    length, name = min(known, default=case.most or _USUAL), case.name
    length = 1 if room.type.kind in ("char", "bit") and not known else length
    if length > _LONGEST or (not known and room.type.kind in TEXTS):
        length, name = _USUAL, case.name.replace("full length", f"{_USUAL} characters")
    if room.type.kind == "text" and room.type.length is not None:
        length = min(length, room.type.length // len(case.value[0].encode()))
    text = (case.value * (length // len(case.value) + 1))[:length]
    yield name, text[:-1] + "." if text.endswith(" ") else text


def _taken(room: Room, value: Scalar, wishes: Ground) -> Scalar:
    """The value as a choice holds it; None where the column does not take it."""
    if room.type.kind == "array":
        return _listed(room, value)
    if room.type.kind == "json" and room.type.values:
        return None  # its documents are listed, and these are none of them
    if not _fits(room, value, wishes) or not _is_exact(room, value, wishes):
        return None
    minus = room.type.kind == "float" and str(value) == "-0.0"
    limits = merge(room.limits, Limits(values=(value,)))
    try:
        domain = domain_of(room.type, limits, today=wishes.today, dialect=wishes.dialect)
    except (NoValue, Unreadable):
        return None
    if not isinstance(domain, Choice):
        return None
    taken = Decimal("-0.0") if minus else domain.values[0]
    return taken if _allowed(room, taken, wishes) else None


def _listed(room: Room, value: Scalar) -> Scalar:
    """Lists of texts, and lists of anything without items."""
    element = room.type.element
    items: tuple[object, ...] = tuple(value or ())  # type: ignore[arg-type]
    if room.own or room.limits != Limits() or element is None:
        return None
    plain = element.kind in ("text", "varchar") and element.length is None and not element.checks
    if items and not plain and items != (None,):
        return None
    if items == (None,) and (element.kind == "array" or element.not_null or element.checks):
        return None
    return items  # type: ignore[return-value]


def _fits(room: Room, value: Scalar, wishes: Ground) -> bool:
    """Whether the characters of a text, and their bytes, fit into the column; an address, of its kind."""
    if room.type.kind == "inet" and wishes.dialect == "mysql":
        return _is_address(str(value), 6 if room.type.raw.lower().startswith("inet6") else 4)
    if not isinstance(value, str) or room.type.kind not in (*TEXTS, "json"):
        return True
    type, last = room.type, max(map(ord, value), default=0)
    if wishes.dialect == "mysql" and last > _LATIN.get(type.charset or ("utf8mb4" * (type.kind == "json")), _ASCII):
        return False
    if type.kind == "text" and type.length is not None and len(value.encode()) > type.length:
        return False
    if type.kind == "char" and len(value) != (type.length or 1):
        return False  # a shorter one would be padded
    if wishes.dialect == "sqlite" and _turns_into_number(type, value):
        return False
    return not _is_shaped(room) or (value.isascii() and value.isprintable())


def _is_address(text: str, version: int) -> bool:
    """Whether a text is an address of a version, without a mask, as MariaDB's INET4 and INET6 ask."""
    try:
        return ip_address(text).version == version
    except ValueError:
        return False


def _is_shaped(room: Room) -> bool:
    """Whether a check looks into the text; how it treats other letters and line ends differs between databases."""
    if room.limits.patterns or room.limits.rejected:
        return True
    return any(isinstance(node, Call) and node.name in _SHAPED for check in room.own for node in walk(check))


def _turns_into_number(type: Type, value: str) -> bool:
    """Whether SQLite would keep a text as a number: in columns whose words mean no text to it."""
    words = type.raw.upper()
    if type.kind == "json" or any(word in words for word in ("CHAR", "CLOB", "TEXT")):
        return False
    with contextlib.suppress(ValueError):
        float(value)
        return True
    return False


def _is_exact(room: Room, value: Scalar, wishes: Ground) -> bool:
    """Whether a number keeps its digits and its sign."""
    type, text = room.type, str(value)
    if type.unsigned and type.kind in _UNSIGNED_ONLY and text.startswith("-"):
        return False
    if type.kind != "float":
        return True
    if wishes.dialect != "postgres" and text == "-0.0":
        return False  # the others keep it as 0
    exact = Decimal(text)
    scale = type.scale
    if scale is not None and type.precision is not None:
        return exact == round(exact, scale) and abs(Fraction(exact)) < 10 ** (type.precision - scale)
    return len(exact.normalize().as_tuple().digits) <= _DIGITS[type.bits or 64]


def _allowed(room: Room, value: Scalar, wishes: Ground) -> bool:
    """Whether the checks of the column alone accept the value."""
    if not room.own:
        return True
    cell: pa.Array = choice_of(room.type, (value,)).at(np.zeros(1, np.uint64))
    try:
        return all(bool(holds(check, {room.name: cell}, wishes.today)[0].as_py()) for check in room.own)
    except Unsupported:
        return False
