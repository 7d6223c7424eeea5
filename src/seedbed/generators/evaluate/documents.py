"""Functions over JSON, arrays, ranges and addresses, one cell at a time.

A JSON document is text; a key that begins with `$` is a path as MySQL and SQLite write it. A range is text in
PostgreSQL's form.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

__all__ = ["FUNCTIONS", "NULLS_COUNT"]

_TEXT, _WHOLE, _TRUTH = pa.string(), pa.int64(), pa.bool_()
_STEP = re.compile(r"\.(?:\"([^\"]+)\"|(\w+))|\[(\d+)\]")
_RANGE = re.compile(r"([\[(])\s*\"?([^,\"]*)\"?\s*,\s*\"?([^,\"]*)\"?\s*([\])])")
_MISSING = object()

NULLS_COUNT = frozenset({"array_position", "concat", "array"})
"""Functions that are called for rows with a NULL among their arguments too."""


def _kind(document: str, *path: str) -> str | None:
    """The type of a document in PostgreSQL's words."""
    found = _at(json.loads(document), _steps(path[0]) if path else ())
    if found is _MISSING:
        return None
    if found is None or isinstance(found, bool):
        return "null" if found is None else "boolean"
    names = ((dict, "object"), (list, "array"), (str, "string"), ((int, float), "number"))
    return next(name for kind, name in names if isinstance(found, kind))


def _kind_mysql(document: str) -> str:
    found = json.loads(document)
    special = "INTEGER" if isinstance(found, int) and not isinstance(found, bool) else "DOUBLE"
    return {"number": special}.get(_kind(document) or "", (_kind(document) or "").upper())


def _kind_sqlite(document: str, *path: str) -> str | None:
    found = _at(json.loads(document), _steps(path[0]) if path else ())
    if found is _MISSING:
        return None
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, int | float):
        return "integer" if isinstance(found, int) else "real"
    names = {"dict": "object", "list": "array", "str": "text"}
    return names.get(type(found).__name__, "null")


def _steps(path: Any) -> tuple[str | int, ...]:
    """The keys and places of a path, or of PostgreSQL's `{a,b}`, or a bare key."""
    if isinstance(path, int):
        return (path,)
    if path.startswith("$"):
        return tuple(int(place) if place else quoted or plain for quoted, plain, place in _STEP.findall(path[1:]))
    if path.startswith("{") and path.endswith("}"):
        return tuple(path[1:-1].split(","))
    return (path,)


def _at(document: Any, steps: tuple[str | int, ...]) -> Any:
    for step in steps:
        if isinstance(document, dict) and step in document:
            document = document[step]
        elif (
            isinstance(document, list)
            and str(step).lstrip("-").isdigit()
            and -len(document) <= int(step) < len(document)
        ):
            document = document[int(step)]
        else:
            return _MISSING
    return document


def _is_place(step: str | int, length: int) -> bool:
    return str(step).lstrip("-").isdigit() and -length <= int(step) < length


def _get(document: str, path: Any) -> str | None:
    found = _at(json.loads(document), _steps(path))
    return None if found is _MISSING else json.dumps(found)


def _get_text(document: str, path: Any) -> str | None:
    found = _at(json.loads(document), _steps(path))
    if found is _MISSING or found is None:
        return None
    return found if isinstance(found, str) else json.dumps(found)


def _has(document: str, key: str) -> bool:
    found = json.loads(document)
    return key == found if isinstance(found, str) else isinstance(found, list | dict) and key in found


def _has_path(document: str, how: str, *paths: str) -> bool:
    found = [_at(json.loads(document), _steps(path)) is not _MISSING for path in paths]
    return all(found) if how == "all" else any(found)


def _valid(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _items(document: str) -> int:
    found = json.loads(document)
    if not isinstance(found, list):
        raise TypeError("no array")
    return len(found)


def _length(document: str, *path: str) -> int | None:
    found = _at(json.loads(document), _steps(path[0]) if path else ())
    if found is _MISSING:
        return None
    return len(found) if isinstance(found, list | dict) else 1


def _holds(whole: Any, part: Any) -> bool:
    """Containment of JSON documents."""
    if isinstance(whole, dict) and isinstance(part, dict):
        return all(key in whole and _holds(whole[key], value) for key, value in part.items())
    if isinstance(whole, list):
        wanted = part if isinstance(part, list) else [part]
        return all(any(_holds(item, value) for item in whole) for value in wanted)
    return type(whole) is type(part) and bool(whole == part)


def _contains(whole: Any, part: Any) -> bool:
    if isinstance(whole, list):
        return all(item in whole for item in (part if isinstance(part, list) else _listed(part)))
    return _holds(json.loads(whole), json.loads(part))


def _listed(text: str) -> list[str]:
    return [item.strip('" ') for item in text.strip("{}").split(",") if item]


def _array_length(items: list[Any], dimension: int) -> int | None:
    return (len(items) or None) if dimension == 1 else None


def _array_position(items: list[Any] | None, wanted: Any) -> int | None:
    return None if items is None or wanted not in items else items.index(wanted) + 1


def _edges(text: str) -> tuple[str, str, bool, bool] | None:
    """The bounds of a range as text and whether each is inside; None of an empty one."""
    if text == "empty":
        return None
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return found[2], found[3], found[1] == "[", found[4] == "]"


def _ordered(text: str) -> Any:
    """A bound as something that compares."""
    try:
        return Decimal(text)
    except ArithmeticError:
        moment = datetime.fromisoformat(text)
        return moment.date() if len(text) == 10 else moment.replace(tzinfo=None)


def _is_empty(text: str) -> bool:
    edges = _edges(text)
    if edges is None:
        return True
    low, high, with_low, with_high = edges
    if not low or not high:
        return False
    first, last = _ordered(low), _ordered(high)
    return bool(first > last or (first == last and not (with_low and with_high)))


def _bound(place: int) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        edges = None if _is_empty(text) else _edges(text)
        return None if edges is None else str(edges[place]) or None

    return read


def _made_range(low: Any, high: Any, bounds: str = "[)") -> str:
    if low > high:
        raise ValueError("the lower bound is above the upper one")
    return f"{bounds[0]}{low},{high}{bounds[1]}"


def _within(text: str, value: Any) -> bool:
    edges = _edges(text)
    if edges is None:
        return False
    low, high, with_low, with_high = edges
    wanted = _ordered(value.isoformat() if isinstance(value, date) else str(value))
    above = not low or wanted > _ordered(low) or (with_low and wanted == _ordered(low))
    return bool(above and (not high or wanted < _ordered(high) or (with_high and wanted == _ordered(high))))


def _address(text: str) -> ipaddress.IPv4Interface | ipaddress.IPv6Interface:
    return ipaddress.ip_interface(text)


FUNCTIONS: Mapping[str, tuple[Callable[..., Any], pa.DataType]] = {
    "json_type": (_kind, _TEXT),
    "json_type_mysql": (_kind_mysql, _TEXT),
    "json_type_sqlite": (_kind_sqlite, _TEXT),
    "json_valid": (_valid, _TRUTH),
    "json_get": (_get, _TEXT),
    "json_path": (_get, _TEXT),
    "json_extract": (_get, _TEXT),
    "json_text": (_get_text, _TEXT),
    "json_path_text": (_get_text, _TEXT),
    "json_value": (_get_text, _TEXT),
    "json_has": (_has, _TRUTH),
    "json_array_length": (_items, _WHOLE),
    "json_length": (_length, _WHOLE),
    "json_contains_path": (_has_path, _TRUTH),
    "json_exists": (lambda text, path: _has_path(text, "one", path), _TRUTH),
    "contains": (_contains, _TRUTH),
    "contained": (lambda part, whole: _contains(whole, part), _TRUTH),
    "json_contains": (_contains, _TRUTH),
    "overlaps": (lambda left, right: any(item in right for item in left), _TRUTH),
    "array": (lambda *items: list(items), None),
    "array_has": (lambda items, wanted: wanted in items, _TRUTH),
    "array_length": (_array_length, _WHOLE),
    "cardinality": (len, _WHOLE),
    "array_ndims": (lambda items: 1 if items else None, _WHOLE),
    "array_position": (_array_position, _WHOLE),
    "isempty": (_is_empty, _TRUTH),
    "lower_inf": (lambda text: not _is_empty(text) and not (_edges(text) or " ")[0], _TRUTH),
    "upper_inf": (lambda text: not _is_empty(text) and not (_edges(text) or "  ")[1], _TRUTH),
    "lower_inc": (lambda text: not _is_empty(text) and (_edges(text) or (0,) * 4)[2], _TRUTH),
    "upper_inc": (lambda text: not _is_empty(text) and (_edges(text) or (0,) * 4)[3], _TRUTH),
    "range_low": (_bound(0), _TEXT),
    "range_high": (_bound(1), _TEXT),
    "int4range": (_made_range, _TEXT),
    "int8range": (_made_range, _TEXT),
    "numrange": (_made_range, _TEXT),
    "daterange": (_made_range, _TEXT),
    "tsrange": (_made_range, _TEXT),
    "tstzrange": (_made_range, _TEXT),
    "range_contains": (_within, _TRUTH),
    "family": (lambda text: _address(text).version, _WHOLE),
    "masklen": (lambda text: _address(text).network.prefixlen, _WHOLE),
}
"""By canonical name: what is called for the cells of one row, and the Arrow type that it gives."""
