"""Any CHECK text into the small tree of schema/expression, by sqlglot.

sqlglot parses with its function table left empty, so that a function keeps the name and the arguments that
its author wrote: our own short table makes the names canonical (read/check/calls). Its JSON arrows are read
as plain operators, for the same reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlglot import TokenType, exp
from sqlglot.dialects import MySQL, Postgres, SQLite
from sqlglot.dialects.dialect import Dialect as Grammar
from sqlglot.parser import Parser

from seedbed.read.check.scope import Scope, Unread
from seedbed.read.check.tree import READERS
from seedbed.schema.expression import Expression
from seedbed.schema.types import Type

if TYPE_CHECKING:
    from seedbed.schema.model import Dialect

__all__ = ["parse_whole"]

# The functions whose arguments have a grammar of their own; all others are read as name(arguments).
_OWN_GRAMMAR = frozenset({"CAST", "CONVERT", "TRY_CAST", "EXTRACT", "POSITION", "SUBSTRING", "TRIM"})


def _arrow(_: Any, this: Any, key: Any) -> exp.Expression:
    return exp.JSONExtract(this=this, expression=key)


def _double_arrow(_: Any, this: Any, key: Any) -> exp.Expression:
    return exp.JSONExtractScalar(this=this, expression=key)


def _plain_functions(parser: type[Parser]) -> type[Parser]:
    """The dialect's parser with every function left as it is written."""
    grammar = {name: read for name, read in parser.FUNCTION_PARSERS.items() if name in _OWN_GRAMMAR}
    operators = {**parser.COLUMN_OPERATORS, TokenType.ARROW: _arrow, TokenType.DARROW: _double_arrow}
    return type(
        f"Plain{parser.__name__}",
        (parser,),
        # No function of a check takes a lambda: an arrow among its arguments is JSON's.
        {"FUNCTIONS": {}, "FUNCTION_PARSERS": grammar, "COLUMN_OPERATORS": operators, "LAMBDAS": {}},
    )


_PARSERS: Mapping[str, type[Parser]] = {
    "postgres": _plain_functions(Postgres.Parser),
    "mysql": _plain_functions(MySQL.Parser),
    "sqlite": _plain_functions(SQLite.Parser),
}


def parse_whole(sql: str, dialect: Dialect, types: Mapping[str, Type] | None = None) -> Expression | None:
    """The tree of a boolean SQL expression as `read.check.parse_check` gives it."""
    parsed = _parsed(sql, dialect)
    if parsed is None:
        return None
    try:
        return Scope(dialect, types, READERS).tree(parsed)
    except (Unread, RecursionError):
        return None


def _parsed(sql: str, dialect: Dialect) -> exp.Expr | None:
    grammar = Grammar.get_or_raise(dialect)
    sql = f"({sql}\n)"  # REPLACE at the head of a text would be taken for the statement
    try:
        found = _PARSERS[dialect](dialect=grammar).parse_into(exp.Condition, grammar.tokenize(sql), sql)
    except Exception:  # noqa: BLE001 - whatever sqlglot meets in a text that it cannot read: it stays unread, and judged
        return None
    return found[0] if len(found) == 1 else None
