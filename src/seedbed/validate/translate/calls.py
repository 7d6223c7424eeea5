"""Functions that DuckDB has under the same name with another meaning, as the author's database means them."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from seedbed.schema.model import Dialect

__all__ = ["CALLS"]


def _day_of_week(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """MySQL counts Sunday as 1, DuckDB as 0."""
    found = exp.Anonymous(this="dayofweek", expressions=[node.this])
    return exp.Paren(this=exp.Add(this=found, expression=exp.Literal.number(1))) if dialect == "mysql" else node


def _glob(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """SQLite leaves out the letters of a bracket after `^`, DuckDB after `!`."""
    pattern = node.expression
    if dialect != "sqlite" or not isinstance(pattern, exp.Literal) or "[^" not in pattern.name:
        return node
    return exp.Glob(this=node.this, expression=exp.Literal.string(pattern.name.replace("[^", "[!")))


def _difference(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """TIMESTAMPDIFF counts whole units, not the edges between them."""
    unit = exp.Literal.string(node.args["unit"].name.lower())
    return (
        exp.Anonymous(this="date_sub", expressions=[unit, node.expression, node.this]) if dialect == "mysql" else node
    )


def _first_letter(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """unicode('') is NULL in SQLite and -1 in DuckDB."""
    found = exp.Anonymous(this="unicode", expressions=[node.this])
    return exp.func("nullif", found, exp.Literal.number(-1)) if dialect == "sqlite" else node


CALLS: tuple[tuple[type[exp.Expr], Callable[[exp.Expr, Dialect], exp.Expr]], ...] = (
    (exp.DayOfWeek, _day_of_week),
    (exp.Glob, _glob),
    (exp.TimestampDiff, _difference),
    (exp.Unicode, _first_letter),
)
"""The nodes that such a function is, and what is asked instead."""
