"""JSON that is kept as text: MariaDB's JSON is LONGTEXT with a check, and SQLite's is whatever its author checks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from seedbed.schema.expression import Call, Expression, Ref
from seedbed.schema.model import Check, Column

__all__ = ["with_json"]


def with_json(columns: Iterable[Column], checks: Iterable[Check]) -> tuple[Column, ...]:
    """The columns, those whose text must be JSON as JSON columns; their checks stay."""
    valid = {name for check in checks if check.expression for name in _valid(check.expression)}
    return tuple(
        replace(column, type=replace(column.type, kind="json", length=None, folds_case=False))
        if column.name in valid and column.type.kind == "text"
        else column
        for column in columns
    )


def _valid(expression: Expression) -> set[str]:
    """The columns that the check demands to be JSON, NULL or not."""
    if not isinstance(expression, Call):
        return set()
    if expression.name == "and":
        return set().union(*(_valid(part) for part in expression.args))
    if expression.name == "or":
        wanted = [part for part in expression.args if not (isinstance(part, Call) and part.name == "is_null")]
        return _valid(wanted[0]) if len(wanted) == 1 else set()
    first = expression.args[0] if expression.name == "json_valid" and expression.args else None
    return {first.column} if isinstance(first, Ref) else set()
