"""JSON documents that checks ask for: made of the keys and values that the checks name, and tried before any row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from seedbed.generators.evaluate.predicate import Unsupported, holds
from seedbed.generators.limits import Limits
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref, references, walk
from seedbed.schema.types import Type

__all__ = ["MOST_DOCUMENTS", "documented"]

MOST_DOCUMENTS = 60
"""Documents of each form that are tried; those that the checks accept are drawn from."""

Path = tuple[str, ...]
_READ = {"json_get", "json_text", "json_extract", "json_path", "json_path_text", "json_value"}
_KEYED = {"json_has", "json_contains_path"}
_COMPARED = {"=", "<>", "<", "<=", ">", ">=", "in", "is_not_distinct"}
_KINDS = {"json", "text", "varchar"}
_PLAIN = '{"id": 1, "name": "amber", "active": true}'
_WORDS = ("amber", "birch", "cedar", "delta", "ember", "grove", "heron", "maple", "north", "ocean")
_OF_TYPE: Mapping[str, tuple[Any, ...]] = {
    "object": ({"name": "amber"}, {}), "array": (["amber"], ["birch", "cedar"], []), "string": _WORDS, "text": _WORDS,
    "number": (1, 2.5, 40), "integer": (1, 2, 40), "double": (2.5,), "real": (2.5,), "boolean": (True, False),
    "true": (True,), "false": (False,), "null": (None,),
}  # fmt: skip
_ANY = (*_WORDS[:3], 1, 40, True, ["amber"], {"name": "amber"})


def documented(
    conditions: Iterable[Expression], limits: Mapping[str, Limits], types: Mapping[str, Type], today: date
) -> dict[str, Limits]:
    """The limits, with the documents to choose from for each column whose keys or elements a condition reads.

    A column of which no key is asked for, and that takes whatever documents its type has, keeps these.
    """
    found = dict(limits)
    asked = list(conditions)
    for column in dict.fromkeys(name for condition in asked for name in _read(condition)):
        limit = found.get(column, Limits())
        if limit.values is None and limit.null is not True and types[column].kind in _KINDS:
            good = _accepted(column, _PLAIN if types[column].kind == "json" else "plain", asked, today)
            found[column] = replace(limit, values=good) if good else limit
    return found


def _read(condition: Expression) -> Iterator[str]:
    """The columns in which a condition looks for JSON."""
    for node in walk(condition):
        if isinstance(node, Call) and (node.name.startswith("json_") or node.name in ("contains", "contained")):
            yield from (inner.column for inner in walk(node.args[0]) if isinstance(inner, Ref))


def _accepted(column: str, plain: str, conditions: list[Expression], today: date) -> tuple[str, ...]:
    """Documents that the conditions over this column alone accept; none where the `plain` one will do."""
    about = [condition for condition in conditions if column in references(condition)]
    if not any(node for condition in about for node in walk(condition) if _is_json(node)):
        return ()
    wanted, bases = _wanted(column, about)
    if not wanted and len(bases) == 1 and len(_passing(pa.array([plain]), column, about, today)):
        return ()
    pool = pa.array(dict.fromkeys(json.dumps(document) for document in _pool(wanted, bases)))
    good = _passing(pool, column, about, today).to_pylist()
    objects = [document for document in good if document.startswith("{")]
    return tuple(objects or good)


def _passing(pool: pa.Array, column: str, conditions: list[Expression], today: date) -> pa.Array:
    """The documents that every condition over the column alone accepts; what cannot be asked is not."""
    for condition in conditions:
        if references(condition) == (column,):
            with suppress(Unsupported):
                pool = pool.filter(holds(condition, {column: pool}, today))
    return pool


def _is_json(node: Expression) -> bool:
    """Whether a call looks into a document; `contains` does so where it is given one."""
    if not isinstance(node, Call):
        return False
    text = node.args[1].value if node.name in ("contains", "contained") and isinstance(node.args[1], Literal) else None
    return node.name.startswith("json_") or (isinstance(text, str) and text.lstrip()[:1] in ("{", "["))


def _wanted(column: str, conditions: list[Expression]) -> tuple[dict[Path, list[Any]], list[Any]]:
    """The paths that are asked for with values for each, and the documents to build on."""
    wanted: dict[Path, list[Any]] = {}
    bases: list[Any] = [{}]
    for node in (node for condition in conditions for node in walk(condition)):
        for path, values in _named(node, column):
            wanted.setdefault(path, []).extend(value for value in values if value not in wanted[path])
        bases += _given(node, column)
    return wanted, bases


def _pool(wanted: Mapping[Path, list[Any]], bases: list[Any]) -> Iterator[Any]:
    """Objects with the keys that are asked for, alone and with others; arrays; single values."""
    for number in range(MOST_DOCUMENTS):
        document = _built(bases[-1 - number % len(bases)], wanted, number)
        if isinstance(document, dict):
            yield {"id": 17 * number + 1, "name": _WORDS[number % 10], **document}
        yield document
    yield from ([_WORDS[(start + place) % 10] for place in range(size)] for size in range(7) for start in range(10))
    yield from _WORDS[:5]
    yield from (1, 2.5, True, None)


def _built(base: Any, wanted: Mapping[Path, list[Any]], number: int) -> Any:
    """A base with a value at each path: the `number`-th of all the ways to choose one."""
    document = json.loads(json.dumps(base))
    for path, values in wanted.items():
        choices = values or _ANY
        value, number = choices[number % len(choices)], number // len(choices) + number % 7
        place = document
        for name in path[:-1]:
            place = place.setdefault(name, {}) if isinstance(place, dict) else {}
        if isinstance(place, dict) and path:
            place[path[-1]] = value
    return document


def _named(node: Expression, column: str) -> Iterator[tuple[Path, tuple[Any, ...]]]:
    """The paths that a node reads, with values that may meet what it says of them."""
    if not isinstance(node, Call):
        return
    if node.name in _KEYED and isinstance(node.args[0], Ref) and node.args[0].column == column:
        for key in node.args[1:]:
            if isinstance(key, Literal) and str(key.value) not in ("one", "all"):
                yield _path(key.value), ()
    elif node.name in _COMPARED:
        for side in node.args:
            path = _reached(side, column)
            if path:
                others = [other.value for other in map(_bare, node.args) if isinstance(other, Literal)]
                yield path, tuple(value for other in others for value in _near(side, other))
    elif (path := _reached(node, column)) and node.name in _READ:
        yield path, ()


def _given(node: Expression, column: str) -> list[Any]:
    """The document that must be contained."""
    if not isinstance(node, Call) or node.name != "contains" or node.args[0] != Ref(column):
        return []
    text = _bare(node.args[1])
    try:
        return [json.loads(text.value)] if isinstance(text, Literal) and isinstance(text.value, str) else []
    except ValueError:
        return []


def _bare(expression: Expression) -> Expression:
    return _bare(expression.value) if isinstance(expression, Cast) else expression


def _reached(expression: Expression, column: str) -> Path | None:
    """The path within the column's document that an expression reads, whatever it does with it; () for all of it."""
    expression = _bare(expression)
    if isinstance(expression, Ref):
        return () if expression.column == column else None
    if not isinstance(expression, Call) or not expression.args:
        return None
    inside = _reached(expression.args[0], column)
    if inside is None or expression.name not in _READ:
        return inside
    keys = [key.value for key in expression.args[1:] if isinstance(key, Literal)]
    return inside + tuple(name for key in keys for name in _path(key))


def _path(key: object) -> Path:
    """A name, or a path from `$`."""
    text = str(key)
    return tuple(part.strip('"') for part in text[1:].split(".") if part) if text.startswith("$") else (text,)


def _near(side: Expression, value: object) -> tuple[Any, ...]:
    """Values of a key that may meet a comparison with a constant."""
    side = _bare(side)
    outer = side.name if isinstance(side, Call) else ""
    if outer.startswith("json_type") and isinstance(value, str):
        return _OF_TYPE.get(value.lower(), ())
    if "length" in outer and isinstance(value, int):
        sizes = [size for size in (value, value + 1, value - 1) if 0 <= size < 100]
        return tuple(list(_WORDS[:size]) if outer.startswith("json_") else "a" * size for size in sizes)
    if isinstance(value, bool | str):
        return (value,)
    if isinstance(value, int | Decimal):
        plain = int(value) if value == int(value) else float(value)
        return (plain, plain + 1, plain - 1, plain + 20)
    return ()
