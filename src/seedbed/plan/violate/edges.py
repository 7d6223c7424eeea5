"""Values at which a check may tip: just beside what it names, at the ends of the type, and other everyday ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.schema.arrow import arrow_type
from seedbed.schema.expression import Call, Expression, Literal, walk
from seedbed.schema.types import Type

__all__ = ["Hints", "edges", "hints_of"]

_LONGEST = 5_000
_FAR = (datetime(1971, 1, 2), datetime(2037, 12, 31, 12))  # noqa: DTZ001 - columns hold moments without a zone
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Hints:
    """What a check names: its numbers, its texts, and the keys that it reads of documents."""

    numbers: tuple[Decimal, ...] = ()
    texts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def hints_of(expression: Expression | None, words: Iterable[str] = ()) -> Hints:
    """The hints of a check; `words` are texts that were found in it where it could not be read."""
    nodes = list(walk(expression)) if expression is not None else []
    found = [node.value for node in nodes if isinstance(node, Literal)]
    numbers = [Decimal(value) for value in found if isinstance(value, int | Decimal) and not isinstance(value, bool)]
    texts = [*(value for value in found if isinstance(value, str)), *words]
    numbers += [number for text in texts if (number := _number(text)) is not None]
    keys = [
        argument.value
        for node in nodes
        if isinstance(node, Call) and node.name.startswith("json_")
        for argument in node.args[1:]
        if isinstance(argument, Literal) and isinstance(argument.value, str)
    ]
    return Hints(tuple(dict.fromkeys(numbers)), tuple(dict.fromkeys(texts)), tuple(dict.fromkeys(keys)))


def edges(type: Type, hints: Hints, now: object, beside: Iterable[object]) -> Iterator[object]:
    """Values for a column: `now` is the cell's own, `beside` are those of the columns that it is compared with."""
    if type.values:
        yield from type.values
        return
    if type.kind == "array" and type.element is not None:
        yield from _lists(type.element, hints, now)
        return
    if type.kind in _PLAIN:
        yield from _PLAIN[type.kind]
        return
    kind = arrow_type(type)
    family = next((make for test, make in _FAMILIES.items() if test(kind)), _texts)
    if type.kind == "json":
        family = _documents
    yield from family(type, hints, now, [value for value in beside if value is not None])


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _integers(type: Type, hints: Hints, now: Any, beside: list[Any]) -> Iterator[object]:
    bits = type.bits or 64
    near = [int(number) for number in hints.numbers] + [int(value) for value in beside if isinstance(value, int)]
    for number in near:
        yield from (number - 1, number + 1, number)
    yield from (0, -1, 1, 2, 3, 7, 1000)
    yield from (-now, now + 1, now - 1) if isinstance(now, int) else ()
    yield from (2 ** (bits - 1) - 1, -(2 ** (bits - 1)))


def _decimals(type: Type, hints: Hints, now: Any, beside: list[Any]) -> Iterator[object]:
    step = Decimal(1).scaleb(-(type.scale if type.scale is not None else 2))
    near = [*hints.numbers, *(Decimal(value) for value in beside if isinstance(value, int | Decimal))]
    for number in near:
        yield from (number - step, number + step, number, number + 1, number - 1)
    yield from (Decimal(0), -step, Decimal(-1), step, Decimal(1))
    yield from (-now, now + step) if isinstance(now, Decimal) else ()
    if type.precision is not None:
        largest = Decimal(10) ** (type.precision - (type.scale or 0)) - step
        yield from (largest, -largest)


def _floats(type: Type, hints: Hints, now: Any, beside: list[Any]) -> Iterator[object]:
    near = [*map(float, hints.numbers), *(float(value) for value in beside if isinstance(value, int | float | Decimal))]
    for number in near:
        yield from (number - 1, number + 1, number - 0.01, number + 0.01, number)
    yield from (0.0, -1.0, 1.0, 1e9, -1e9)


def _days(type: Type, hints: Hints, now: Any, beside: list[Any]) -> Iterator[object]:
    for moment in _moments_near(hints, beside, now):
        yield from (moment.date() + by * _DAY for by in (-1, 1, 0))
    yield from (moment.date() for moment in _FAR)
    if isinstance(now, date):
        yield from (now + by * _DAY for by in range(1, 8))


def _moments(type: Type, hints: Hints, now: Any, beside: list[Any]) -> Iterator[object]:
    for moment in _moments_near(hints, beside, now):
        yield from (moment - _SECOND, moment + _SECOND, moment, moment - _DAY, moment + _DAY)
    yield from _FAR
    if isinstance(now, datetime):
        yield from (now.replace(tzinfo=None) + by * timedelta(hours=25) for by in range(1, 8))


def _moments_near(hints: Hints, beside: list[Any], now: Any) -> Iterator[datetime]:
    """The moments of literals and of other cells."""
    for text in hints.texts:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            continue
        yield moment.replace(tzinfo=None)
    for value in beside:
        if isinstance(value, datetime):
            yield value.replace(tzinfo=None)
        elif isinstance(value, date):
            yield datetime.combine(value, time())


def _times(type: Type, hints: Hints, now: Any, beside: list[Any]) -> Iterator[object]:
    near = [value for value in beside if isinstance(value, time)]
    for text in hints.texts:
        try:
            near.append(time.fromisoformat(text))
        except ValueError:
            continue
    for value in near:
        moment = datetime.combine(date(2000, 1, 2), value)
        yield from ((moment + by).time() for by in (-_SECOND, _SECOND, timedelta()))
    yield from (time(), time(23, 59, 59), time(3), time(12))


def _booleans(type: Type, hints: Hints, now: Any, beside: list[Any]) -> Iterator[object]:
    yield from (True, False)


def _texts(type: Type, hints: Hints, now: Any, beside: list[Any]) -> Iterator[object]:
    text = now if isinstance(now, str) else "text"
    yield from ("", " ", "!", "x", "0", "-1", "a b", "A", "none")
    yield from (text + "!", "!" + text, " " + text, text.upper(), text.lower(), text.swapcase(), text[:1], text[1:])
    yield from (text.replace(mark, "") for mark in "@.-/:_ " if mark in text)
    for number in hints.numbers:
        length = int(number)
        for long in (length - 1, length + 1, length):
            if 0 <= long <= _LONGEST:
                yield (text * (long // max(len(text), 1) + 1))[:long]
                yield "x" * long
    for found in hints.texts[:40]:
        yield from (found, found + "x", found.upper(), found.lower())
    yield from (value for value in beside if isinstance(value, str))
    yield from ("{}", "[]", "null", "{", "\n", "x" * 300)


def _documents(type: Type, hints: Hints, now: Any, beside: list[Any]) -> Iterator[object]:
    """Documents of other kinds, and the document with one of its parts changed."""
    yield from ("{}", "[]", "null", "1", "-1", '"x"', "true", "[1]", '[{"x": 1}]')
    try:
        document = json.loads(now) if isinstance(now, str) else {}
    except ValueError:
        document = {}
    if not isinstance(document, dict):
        document = {}
    others: list[object] = [None, "", "x", -1, 0, 10**9, [], {}, True, False]
    others += [bit for number in hints.numbers for bit in (int(number) - 1, int(number) + 1)]
    for key in dict.fromkeys([*document, *hints.keys]):
        yield json.dumps({name: value for name, value in document.items() if name != key})
        for value in others:
            yield json.dumps({**document, key: value})
    yield "{"  # no document at all: what MariaDB's JSON is checked for


def _lists(type: Type, hints: Hints, now: Any) -> Iterator[object]:
    yield from ([], [None])
    if isinstance(now, list):
        yield from (now + now, now[:1], now[:1] * 2, [*now, None])
        yield from (now[:1] * length for length in (3, 5, 11, 21, 101))
    item = now[0] if isinstance(now, list) and now else None
    for value in edges(type, hints, item, ()):
        yield [value]


def _bytes(type: Type, hints: Hints, now: Any, beside: list[Any]) -> Iterator[object]:
    yield from (b"", b"\0", b"x")
    for number in hints.numbers:
        yield from (b"x" * int(number + by) for by in (-1, 1, 0) if 0 <= number + by <= _LONGEST)


_FAMILIES: Mapping[Callable[[pa.DataType], bool], Callable[[Type, Hints, Any, list[Any]], Iterator[object]]] = (
    MappingProxyType(
        {
            pa.types.is_integer: _integers,
            pa.types.is_decimal: _decimals,
            pa.types.is_floating: _floats,
            pa.types.is_date: _days,
            pa.types.is_timestamp: _moments,
            pa.types.is_time: _times,
            pa.types.is_boolean: _booleans,
            pa.types.is_binary: _bytes,
        }
    )
)
_PLAIN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "uuid": ("00000000-0000-0000-0000-000000000000", "ffffffff-ffff-4fff-bfff-ffffffffffff"),
        "interval": ("0", "-1 day", "1 second", "1000 years"),
        "inet": ("0.0.0.0", "10.0.0.0/8", "::1"),  # noqa: S104 - a value, no address to listen on
        "cidr": ("0.0.0.0/0", "::/0"),
        "range": ("empty", "(,)"),
    }
)
