"""A condition in its author's SQL into DuckDB's SQL, over the columns that the court holds.

sqlglot translates between the dialects; what it leaves as it was is rewritten in `rewrite`. A text that DuckDB
would answer differently is refused with `Unasked`: it is better not asked than asked wrongly.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp, parse_one
from sqlglot.errors import ErrorLevel, SqlglotError
from sqlglot.optimizer.annotate_types import annotate_types

from seedbed.schema.model import Dialect
from seedbed.validate.cell import Cell, Unasked, cell_named
from seedbed.validate.translate.rewrite import rewritten

__all__ = ["translation"]

_FORBIDDEN = {
    exp.Query: "a query",
    exp.Window: "a window function",
    exp.Parameter: "a parameter",
    exp.Placeholder: "a parameter",
    exp.Command: "a statement",
}


def translation(sql: str, dialect: Dialect, cells: Mapping[str, Cell]) -> str:
    """The text in DuckDB's SQL, columns by the names of `cells`; raises Unasked with the reason."""
    try:
        tree = parse_one(f"({sql}\n)", dialect=dialect)  # REPLACE at its head would be taken for the statement
        for kind, what in _FORBIDDEN.items():
            if tree.find(kind):
                raise Unasked(f"it holds {what}")
        bound = tree.transform(lambda node: _bound(node, cells, dialect))
        typed = annotate_types(bound, dialect=dialect, overwrite_types=False)
        return str(rewritten(typed, dialect).sql(dialect="duckdb", unsupported_level=ErrorLevel.IGNORE))
    except (SqlglotError, RecursionError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unasked(
            f"sqlglot cannot translate it: {str(error).splitlines()[0] if str(error) else error!r}"
        ) from error


def _bound(node: exp.Expr, cells: Mapping[str, Cell], dialect: Dialect) -> exp.Expr:
    """The node, or what the court holds where it names a column."""
    if not isinstance(node, exp.Column) or node.meta.get("cell"):
        return node
    name = node.name
    cell = cell_named(name, cells)
    if cell is None and dialect == "sqlite" and node.this.args.get("quoted"):
        return exp.Literal.string(name)  # SQLite takes "x" for a text where no column is called so
    if cell is None:
        raise Unasked(f"{node.sql(dialect=dialect)} is no column of the table")
    if cell.missing:
        raise Unasked(cell.missing)
    return _held(cell)


def _held(cell: Cell) -> exp.Expr:
    """The column of the court, marked with its type so that the rewrites know it."""
    if cell.sql.isidentifier():
        column: exp.Expr = exp.column(cell.sql)
    else:
        column = exp.Paren(this=parse_one(cell.sql, dialect="duckdb"))
        for inner in column.find_all(exp.Column):
            inner.meta["cell"] = True  # bound already
    column.meta["cell"] = cell
    column.type = exp.DataType.build(cell.duck, dialect="duckdb")
    return column
