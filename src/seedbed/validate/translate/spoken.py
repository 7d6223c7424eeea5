"""Our reading of a condition (schema/expression) in DuckDB's SQL: the second way to ask one."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref
from seedbed.schema.model import Dialect
from seedbed.validate.cell import Cell, Unasked, folded
from seedbed.validate.cells import form, literal

__all__ = ["spoken"]

_INFIX = frozenset({"=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "%", "||"})
_JOINED = {"and": " AND ", "or": " OR "}
_SAME = frozenset(
    [
        "length",
        "lower",
        "upper",
        "trim",
        "ltrim",
        "rtrim",
        "coalesce",
        "abs",
        "greatest",
        "least",
        "round",
        "floor",
        "ceil",
        "nullif",
        "replace",
        "sign",
        "mod",
        "concat",
        "left",
        "right",
        "starts_with",
        "reverse",
        "sqrt",
        "power",
        "exp",
        "ln",
    ]
)
_FOLDING = frozenset({"=", "<>", "<", "<=", ">", ">=", "in", "like"})


def spoken(expression: Expression, dialect: Dialect, cells: Mapping[str, Cell]) -> str:
    """The SQL of a tree; raises Unasked for a call that has no word here."""
    match expression:
        case Literal(value):
            return _constant(value)
        case Ref(column):
            return _column(column, cells)
        case Cast(value, to):
            return f"CAST({spoken(value, dialect, cells)} AS {form(to, dialect).duck})"
        case Call(name, args):
            said = [spoken(argument, dialect, cells) for argument in args]
            if name in _FOLDING and any(_folds(argument, cells) for argument in args):
                said = [folded(text, dialect) for text in said]
            return f"({_call(name, said, args, dialect)})"


def _constant(value: bool | int | Decimal | str | None) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    return (
        literal(value) if isinstance(value, str) else format(value, "f") if isinstance(value, Decimal) else str(value)
    )


def _column(name: str, cells: Mapping[str, Cell]) -> str:
    cell = cells.get(name)
    if cell is None:
        raise Unasked(f"{name} is no column of the table")
    if cell.missing:
        raise Unasked(cell.missing)
    return cell.sql


def _folds(argument: Expression, cells: Mapping[str, Cell]) -> bool:
    cell = cells.get(argument.column) if isinstance(argument, Ref) else None
    return bool(cell and cell.type.folds_case)


def _call(name: str, said: list[str], args: tuple[Expression, ...], dialect: Dialect) -> str:
    if name in _JOINED:
        return _JOINED[name].join(said)
    if name in _INFIX and len(said) == 2:
        return f"{said[0]} {name} {said[1]}"
    if name in _SAME:
        return f"{name}({', '.join(said)})"
    if name == "/" and dialect == "mysql":
        return f"{said[0]} / nullif({said[1]}, 0)"
    if name in ("num_nulls", "num_nonnulls"):
        test = "IS NULL" if name == "num_nulls" else "IS NOT NULL"
        return " + ".join(f"CAST({text} {test} AS INTEGER)" for text in said)
    if name == "case":
        pairs = " ".join(f"WHEN {when} THEN {then}" for when, then in zip(said[0::2], said[1::2], strict=False))
        return f"CASE {pairs} {f'ELSE {said[-1]} ' if len(said) % 2 else ''}END"
    if name in _SHAPES:
        return _SHAPES[name].format(*said, rest=", ".join(said[1:]))
    raise Unasked(f"{name}() has no word in DuckDB")


_SHAPES: Mapping[str, str] = {
    "not": "NOT {0}",
    "neg": "-{0}",
    "is_null": "{0} IS NULL",
    "is_true": "{0} IS TRUE",
    "is_not_distinct": "{0} IS NOT DISTINCT FROM {1}",
    "in": "{0} IN ({rest})",
    "like": "{0} LIKE {1}",
    "ilike": "{0} ILIKE {1}",
    "regex": "regexp_matches({0}, {1}, 's')",
    "iregex": "regexp_matches({0}, {1}, 'is')",
    "octet_length": "octet_length({0})",
    "json_valid": "json_valid({0})",
    "glob": "{0} GLOB {1}",
}
