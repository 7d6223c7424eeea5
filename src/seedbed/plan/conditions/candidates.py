"""Values that a column might hold to please its checks, told from the constants in them: seeds of a search."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice, product
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref, Scalar, references, walk
from seedbed.schema.types import Type

__all__ = ["candidates"]

_MOST = 256
_TEXTS = ("", "a", "A", "0", "ab", "AB", "12", "Ab1", "abcde", "ABCDE", "12345", "{}", "[]", '{"a": 1}', "1.5", "true")
_JSON_STEPS = frozenset(
    {"json_get", "json_text", "json_path", "json_path_text", "json_has", "json_extract", "json_value", "json_exists",
     "json_contains_path", "json_length", "json_type", "json_type_mysql", "json_type_sqlite", "json_array_length"}
)  # fmt: skip
_OF_KIND: Mapping[str, tuple[Any, ...]] = {
    "array": ([], ["a"], [1, 2]),
    "object": ({}, {"a": 1}),
    "string": ("a", "text"),
    "text": ("a", "text"),
    "number": (1, 2.5),
    "integer": (1, 7),
    "real": (1.5,),
    "double": (1.5,),
    "boolean": (True, False),
    "true": (True,),
    "false": (False,),
    "null": (None,),
}

Path = tuple[str | int, ...]


Others = Mapping[str, pa.Array]
"""Some values of other columns, with which a part of a document may be compared."""


def candidates(
    column: str, type: Type, conditions: Iterable[Expression], today: date, others: Others = MappingProxyType({})
) -> tuple[Any, ...]:
    """Values as Python holds them, in the Arrow type of the column; whether any of them is right is not known."""
    asked = [condition for condition in conditions if column in references(condition)]
    constants = list(dict.fromkeys(node.value for part in asked for node in walk(part) if isinstance(node, Literal)))
    if type.kind == "json":
        return tuple(json.dumps(document) for document in _documents(column, asked, others))
    if type.kind == "array" and type.element is not None:
        return tuple(_lists(constants, type.element))
    maker = _MAKERS.get(type.kind)
    return tuple(islice(dict.fromkeys(maker(constants, today)), _MOST)) if maker else tuple(_plain(constants))


def _plain(constants: Sequence[Scalar]) -> Iterator[Any]:
    yield from (value for value in constants if isinstance(value, str))


def _numbers(constants: Sequence[Scalar], today: date) -> Iterator[Any]:
    for value in constants:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            yield from (value, value + 1, value - 1)
    yield from (0, 1, -1, 2, 3, 10, 100)


def _floats(constants: Sequence[Scalar], today: date) -> Iterator[Any]:
    yield from (float(value) for value in _numbers(constants, today))


def _truths(constants: Sequence[Scalar], today: date) -> Iterator[Any]:
    yield from (True, False)


def _texts(constants: Sequence[Scalar], today: date) -> Iterator[Any]:
    texts = [value for value in constants if isinstance(value, str)]
    yield from texts
    yield from (shape(text) for text in texts for shape in (str.upper, str.lower))
    yield from (f"{left}{right}" for left in texts[:6] for right in texts[:6])
    for value in constants:
        if isinstance(value, int) and 0 < value <= 64:
            yield from (letter * value for letter in "aA1")
            yield chr(value + 32) if value < 94 else "~"
    yield from _TEXTS
    yield from (today.isoformat(), f"{today.isoformat()} 12:00:00", "2020-02-29", "2024-07-01")


def _days(constants: Sequence[Scalar], today: date) -> Iterator[Any]:
    for value in constants:
        if isinstance(value, str):
            try:
                day = datetime.fromisoformat(value).date()
            except ValueError:
                continue
            yield from (day, day + timedelta(days=1), day - timedelta(days=1))
    yield from (today - timedelta(days=days) for days in range(8))
    yield from (date(today.year - 1, month, 1) for month in range(1, 13))
    yield from (date(year, 12, 31) for year in range(today.year - 5, today.year + 2))


def _moments(constants: Sequence[Scalar], today: date) -> Iterator[Any]:
    for day in _days(constants, today):
        yield from (datetime.combine(day, time(hour)) for hour in (0, 12))


def _times(constants: Sequence[Scalar], today: date) -> Iterator[Any]:
    yield from (time(hour) for hour in range(24))


_MAKERS: Mapping[str, Any] = {
    **dict.fromkeys(("integer", "decimal", "money", "year", "oid"), _numbers),
    "float": _floats,
    "boolean": _truths,
    **dict.fromkeys(("text", "varchar", "char"), _texts),
    "date": _days,
    "timestamp": _moments,
    "time": _times,
}


def _lists(constants: Sequence[Scalar], element: Type) -> Iterator[list[Any]]:
    if element.kind in ("integer", "decimal"):
        items: list[Any] = [value for value in constants if isinstance(value, int) and not isinstance(value, bool)]
        items += [1, 2]
    else:
        texts = [value for value in constants if isinstance(value, str)]
        items = [part for text in texts for part in (text.strip("{}").split(",") if text[:1] == "{" else [text])]
        items += ["a"]
    yield []
    yield from ([item] for item in items)
    yield items
    yield from (list(pair) for pair in islice(product(items, items), 64))
    yield from ([items[0]] * count for count in range(2, 9))


def _documents(column: str, conditions: Sequence[Expression], others: Others) -> Iterator[Any]:
    """Objects with the members that the conditions speak of, and whatever else a document can be."""
    found: dict[Path, list[Any]] = {}
    for condition in conditions:
        _mine(condition, column, found, others)
    whole = found.pop((), [])
    paths = sorted((path for path in found if isinstance(path[0], str)), key=len)
    choices = [list(dict.fromkeys(map(json.dumps, [*found[path], "a", 1])))[:8] for path in paths]
    for texts in islice(product(*choices), _MOST):
        document: dict[str, Any] = {}
        for path, text in zip(paths, texts, strict=True):
            _put(document, path, json.loads(text))
        yield document
        yield from ({**part, **document} for part in whole if isinstance(part, dict))
    yield from (*whole, [], ["a"], [1], ["a", "b"], [1, 2, 3], {}, "a", 1, True)


def _put(document: dict[str, Any], path: Path, value: Any) -> None:
    for step in path[:-1]:
        inner = document.setdefault(str(step), {})
        if not isinstance(inner, dict):
            inner = document[str(step)] = {}
        document = inner
    document[str(path[-1])] = value


def _mine(expression: Expression, column: str, found: dict[Path, list[Any]], others: Others) -> None:
    """Gathers for each path into the column's document the values that it is compared with."""
    if isinstance(expression, Cast):
        _mine(expression.value, column, found, others)
    if not isinstance(expression, Call):
        return
    paths = [path for argument in expression.args if (path := _path(argument, column)) is not None]
    constants = [value for argument in expression.args for value in _compared(_bare(argument), others)]
    if expression.name in _JSON_STEPS and (whole := _path(expression, column)) is not None:
        found.setdefault(whole, [])
    elif paths:
        for path in paths:
            found.setdefault(path, []).extend(value for constant in constants for value in _meant(constant))
    for argument in expression.args:
        _mine(argument, column, found, others)


def _compared(expression: Expression, others: Others) -> Sequence[Any]:
    """A constant, or what a column may be whose values documents can hold."""
    if isinstance(expression, Literal):
        return (expression.value,)
    if not isinstance(expression, Ref) or expression.column not in others:
        return ()
    return [cell for cell in others[expression.column].to_pylist() if isinstance(cell, str | int)]


def _bare(expression: Expression) -> Expression:
    return _bare(expression.value) if isinstance(expression, Cast) else expression


def _meant(constant: Scalar) -> Iterator[Any]:
    """What a constant may stand for: itself, a document, a kind of value, or how many items there are."""
    if isinstance(constant, str):
        yield from _OF_KIND.get(constant.lower(), ())
        try:
            yield json.loads(constant)
        except ValueError:
            yield constant
    elif isinstance(constant, bool) or constant is None:
        yield constant
    else:
        number = int(constant)
        yield from (number, number + 1, number - 1)
        if 0 <= number <= 16:
            yield from ([1] * count for count in (number, number + 1, max(number - 1, 0)))


def _path(expression: Expression, column: str) -> Path | None:
    """The path into the column's document that an expression reads; None of anything else."""
    expression = _bare(expression)
    if isinstance(expression, Ref):
        return () if expression.column == column else None
    if not isinstance(expression, Call) or not expression.args:
        return None
    if expression.name in ("lower", "upper", "trim", "coalesce", "json_unquote"):
        return _path(expression.args[0], column)
    if expression.name not in _JSON_STEPS:
        return None
    inner = _path(expression.args[0], column)
    keys = [argument.value for argument in expression.args[1:] if isinstance(argument, Literal)]
    steps = [key for key in keys if key not in ("one", "all")]
    return None if inner is None else (*inner, *(step for key in steps for step in _steps(key)))


def _steps(key: Scalar) -> Path:
    if isinstance(key, str) and key.startswith("$"):
        return tuple(part.strip('"') for part in key[1:].replace("[", ".").replace("]", "").split(".") if part)
    if isinstance(key, str) and key.startswith("{"):
        return tuple(key.strip("{}").split(","))
    return (key,) if isinstance(key, str) else ()
