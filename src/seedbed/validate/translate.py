"""A condition in its author's SQL into DuckDB's SQL, over the columns that the court holds.

sqlglot translates between the dialects; what it does not know of (or leaves as it was) is rewritten here. A
text that DuckDB would answer differently is refused with `Unasked`: it is better not asked than asked wrongly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.annotate_types import annotate_types

from seedbed.schema.model import Dialect
from seedbed.schema.types import Type
from seedbed.validate.rewrite import Cell, Unasked, column_name, rewrites

__all__ = ["Cell", "Unasked", "VALUE", "condition", "translated"]

VALUE = "value"  # what the value of a domain is called in its checks


def translated(sql: str, dialect: Dialect, cells: Mapping[str, Cell]) -> str:
    """The text in DuckDB's SQL, columns by the names of `cells`; raises Unasked with the reason."""
    tree = _parsed(sql, dialect)
    for node in tree.find_all(exp.Query, exp.Window, exp.Parameter, exp.Placeholder):
        raise Unasked(f"it holds {_named(node)}, which no check may")
    try:
        bound = tree.transform(_bound, cells, dialect)
        typed = annotate_types(bound, dialect=dialect)
        return typed.transform(_rewritten, rewrites(dialect)).sql(dialect="duckdb", unsupported_level=None)
    except Unasked:
        raise
    except (SqlglotError, RecursionError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unasked(f"sqlglot cannot translate it: {_first_line(error)}") from error
