"""Generated columns read as what they are made of: checks and keys then speak of columns that are filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from seedbed.read.check.parse import parse_check
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref, references, walk
from seedbed.schema.model import Check, Column, Dialect, Table, Unique

__all__ = ["spelled_out"]

_GROWING = {"+", "-", "*", "/", "power", "neg", "abs", "sum"}
_JOINING = {"||", "concat", "concat_ws", "replace", "repeat", "lpad", "rpad", "format"}


def spelled_out(table: Table, dialect: Dialect) -> Table:
    """The table with each generated column replaced by its expression in checks and keys.

    What the column's type or NOT NULL asks of the expression becomes a check. Generated columns whose expression
    cannot be read stay as they are.
    """
    made = _made(table, dialect)
    if not made:
        return table
    checks = [_check(check, made) for check in table.checks]
    checks += [check for column in table.columns if column.name in made for check in _asked(column, made, dialect)]
    uniques = tuple(_unique(unique, table, made) for unique in table.uniques)
    return replace(table, checks=tuple(checks), uniques=uniques)


def _made(table: Table, dialect: Dialect) -> Mapping[str, Expression]:
    """The expression of each generated column, over columns that are filled; a MySQL one may read those before it."""
    types = {column.name: column.type for column in table.columns}
    waiting = {column.name: column.generated for column in table.columns if column.generated is not None}
    found: dict[str, Expression] = {}
    for name in [*waiting, *waiting]:  # twice: those that read a later one are known then
        read = parse_check(waiting[name], dialect, types)
        whole = None if read is None else _put(read, found)
        if whole is not None and references(whole) and not set(references(whole)) & set(waiting):
            found[name] = whole
    return found


def _put(expression: Expression, made: Mapping[str, Expression]) -> Expression:
    """The expression with generated columns replaced."""
    match expression:
        case Ref(column):
            return made.get(column, expression)
        case Cast(value, to):
            return Cast(_put(value, made), to)
        case Call(name, args):
            return Call(name, tuple(_put(argument, made) for argument in args))
    return expression


def _check(check: Check, made: Mapping[str, Expression]) -> Check:
    if check.expression is None or not set(references(check.expression)) & set(made):
        return check
    return replace(check, expression=_put(check.expression, made))


def _unique(unique: Unique, table: Table, made: Mapping[str, Expression]) -> Unique:
    """A key whose generated members are written as expressions."""
    where = None if unique.where is None else _check(unique.where, made)
    if unique.keys or not set(unique.columns) & set(made):
        return replace(unique, where=where)
    keys = tuple(table.column(name).generated or name if name in made else name for name in unique.columns)
    read = [references(made[name]) if name in made else (name,) for name in unique.columns]
    columns = tuple(dict.fromkeys(name for names in read for name in names))
    return replace(unique, columns=columns, keys=keys, where=where)


def _asked(column: Column, made: Mapping[str, Expression], dialect: Dialect) -> Iterator[Check]:
    """What the column itself asks of its expression."""
    expression = made[column.name]
    calls = {node.name for node in walk(expression) if isinstance(node, Call)}
    if not column.nullable:
        yield _said(column, Call("not", (Call("is_null", (expression,)),)))
    if dialect == "sqlite":
        return  # no type has bounds there
    if calls & _GROWING and (bounds := _bounds(column)) is not None:
        low, high = bounds
        yield _said(column, Call(">=", (expression, Literal(low))))
        yield _said(column, Call("<=", (expression, Literal(high))))
    if calls & _JOINING and column.type.kind in ("varchar", "char") and column.type.length is not None:
        yield _said(column, Call("<=", (Call("length", (expression,)), Literal(column.type.length))))


def _said(column: Column, expression: Expression) -> Check:
    return Check(f"{column.name} {column.type.raw} AS ({column.generated})", expression, origin=column.origin)


def _bounds(column: Column) -> tuple[Decimal | int, Decimal | int] | None:
    """The least and the greatest number of the column's type."""
    type = column.type
    if type.kind == "integer" and type.bits is not None:
        return type.whole()
    if type.kind == "decimal" and type.precision is not None:
        most = Decimal(10 ** (type.precision - (type.scale or 0)) - 1)
        return -most, most
    return None
