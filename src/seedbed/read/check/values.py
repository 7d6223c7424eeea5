"""Columns, arithmetic, casts, functions and whatever else gives a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from seedbed.read.check.calls import call_of
from seedbed.read.check.casts import cast
from seedbed.read.check.literals import interval
from seedbed.read.check.logic import inner
from seedbed.read.check.scope import Scope, Unread, arguments
from seedbed.read.check.types import type_of
from seedbed.schema.expression import Call, Expression, Literal

__all__ = [
    "array",
    "binary",
    "cast_of",
    "collate",
    "column",
    "dot",
    "element",
    "extract",
    "function",
    "interval_of",
    "named",
    "negative",
    "trim",
    "unary",
]


_UNIT_FIRST = frozenset({"TIMESTAMPDIFF", "TIMESTAMPADD"})


def column(node: Any, scope: Scope) -> Expression:
    """A column of the row."""
    # A qualifier (orders.total) can only be the table itself, or in a rule a column that refers to another one.
    name, table, _ = arguments(node, "this", "table", "db")
    if not isinstance(name, exp.Identifier):
        raise Unread("column")
    led = None if table is None else scope.led_to(table.name, name.name)
    return led or scope.resolve(name.name, quoted=bool(name.args.get("quoted")))


def binary(name: str) -> Callable[[Any, Scope], Expression]:
    """The reader of an operator between two values."""

    def read(node: Any, scope: Scope) -> Expression:
        # `typed` and `safe` say how the dialect divides, `only_json_types` how its arrow takes a key.
        left, right, *_ = arguments(node, "this", "expression", "typed", "safe", "only_json_types", "scalar_only")
        return Call(name, (scope.tree(left), scope.tree(right)))

    return read


def unary(name: str) -> Callable[[Any, Scope], Expression]:
    """The reader of an operator before one value."""
    return lambda node, scope: Call(name, (inner(node, scope),))


def negative(node: Any, scope: Scope) -> Expression:
    """A minus: part of the number before a number."""
    value = inner(node, scope)
    if isinstance(value, Literal) and value.value is not None and not isinstance(value.value, bool | str):
        return Literal(-value.value)
    return Call("neg", (value,))


def cast_of(node: Any, scope: Scope) -> Expression:
    """A cast, in whichever of its spellings."""
    this, to = arguments(node, "this", "to")
    return cast(scope.tree(this), type_of(to, scope.dialect), scope.types or {})


def array(node: Any, scope: Scope) -> Expression:
    """ARRAY[...]."""
    items = arguments(node, "expressions", "bracket_notation")[0]
    return Call("array", tuple(scope.tree(item) for item in items or ()))


def element(node: Any, scope: Scope) -> Expression:
    """One element of an array."""
    this, (index, *more) = arguments(node, "this", "expressions")[:2]
    if more or not isinstance(index, exp.Literal) or index.is_string:
        raise Unread("subscript")
    # sqlglot counts from 0 whatever the dialect does; PostgreSQL, the only one with subscripts, from 1.
    return Call("element", (scope.tree(this), Literal(int(index.this) + 1)))


def dot(node: Any, scope: Scope) -> Expression:
    """A function of a named schema, or a field of a composite value."""
    left, right = arguments(node, "this", "expression")
    if isinstance(right, exp.Anonymous):
        return function(right, scope, qualifier=left.sql().replace('"', "") + ".")
    return Call("field", (scope.tree(left), Literal(right.name)))


def function(node: Any, scope: Scope, qualifier: str = "") -> Expression:
    """A call by its name."""
    _, items = arguments(node, "this", "expressions")
    if node.name.lower() == "regexp_like" and len(items or ()) == 2:  # MySQL 8 stores REGEXP so
        return scope.tree(exp.RegexpLike(this=items[0], expression=items[1]))
    args = tuple(_argument(node.name, place, item, scope) for place, item in enumerate(items or ()))
    found = call_of(qualifier + node.name, args, scope.dialect)
    return _in_bytes(found, scope)


def _argument(name: str, place: int, item: Any, scope: Scope) -> Expression:
    """One argument; a unit of time that stands bare, as in TIMESTAMPDIFF(MINUTE, a, b), is text."""
    bare = name.upper() in _UNIT_FIRST and place == 0 and isinstance(item, exp.Column | exp.Var)
    return Literal(item.name.lower()) if bare else scope.tree(item)


def _in_bytes(found: Expression, scope: Scope) -> Expression:
    """`length` of bytes counts bytes."""
    if isinstance(found, Call) and found.name == "length" and scope.kind(found.args[0]) == "bytes":
        return Call("octet_length", found.args)
    return found


def named(name: str, *parts: str) -> Callable[[Any, Scope], Expression]:
    """A node of sqlglot's that is a plain call of its parts, in the order given."""

    def read(node: Any, scope: Scope) -> Expression:
        args = (scope.tree(part) for part in arguments(node, *parts) if part is not None)
        return call_of(name, tuple(args), scope.dialect)

    return read


def trim(node: Any, scope: Scope) -> Expression:
    """TRIM in its own grammar."""
    this, characters, position = arguments(node, "this", "expression", "position")
    name = {"LEADING": "ltrim", "TRAILING": "rtrim"}.get(str(position or "").upper(), "trim")
    return Call(name, tuple(scope.tree(part) for part in (this, characters) if part is not None))


def extract(node: Any, scope: Scope) -> Expression:
    """EXTRACT(field FROM value)."""
    field, this = arguments(node, "this", "expression")
    word = field.this if isinstance(field, exp.Cast) else field
    return Call("extract", (Literal(word.name.lower()), scope.tree(this)))


def collate(node: Any, scope: Scope) -> Expression:
    """COLLATE, kept as a call: the comparison around it goes by it."""
    this, collation = arguments(node, "this", "expression")
    return Call("collate", (scope.tree(this), Literal(collation.name)))


def interval_of(node: Any, scope: Scope) -> Expression:
    """INTERVAL with its unit."""
    this, unit = arguments(node, "this", "unit")
    return interval(scope.tree(this), unit.name if unit is not None else "")
