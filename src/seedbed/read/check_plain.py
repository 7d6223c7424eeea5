"""The tree of plain CHECK texts, without a parser of all of SQL: `age BETWEEN 18 AND 100`, `kind IN ('a', 'b')`.

Most checks compare a column with constants. A text is plain if it is made of unquoted columns, whole numbers and
decimals, texts without backslashes, comparisons, BETWEEN, IN, IS NULL, AND, OR and parentheses. Every other text is
left to sqlglot, and so is a plain one in which anything is unusual: the two never differ where this one answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from seedbed.read.check_calls import negated
from seedbed.read.check_casts import number
from seedbed.read.check_scope import Scope, Unread
from seedbed.schema.expression import Call, Expression, Literal
from seedbed.schema.types import Type

if TYPE_CHECKING:
    from seedbed.schema.model import Dialect

__all__ = ["parse_plain"]

_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z][A-Za-z0-9_]*)(?![A-Za-z0-9_$.(\[:])|(?P<number>[0-9]+(?:\.[0-9]+)?)(?![A-Za-z0-9_.])"
    r"|(?P<text>'(?:[^'\\]|'')*')(?!')|(?P<mark><=|>=|<>|!=|[<>=(),])(?![<>=!~|&@#^*/%+-]))",
    re.ASCII,
)
_COMPARED = {"=": "=", "<>": "<>", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_WORDS = frozenset({"AND", "OR", "NOT", "BETWEEN", "IN", "IS", "NULL"})
# fmt: off
NEVER_COLUMNS = frozenset({
    "ALTER", "ANY", "AS", "BINARY", "CASE", "CHARSET", "CONNECT_BY_ROOT", "CREATE", "CROSS", "CURRENT_CATALOG",
    "CURRENT_DATE", "CURRENT_SCHEMA", "CURRENT_TIME", "CURRENT_TIMESTAMP", "CURRENT_USER", "DESCRIBE", "DISTINCT",
    "DISTINCTROW", "DROP", "ELSE", "EXCEPT", "EXPLAIN", "FALSE", "FETCH", "FOR", "FORCE", "FROM", "GLOB", "GRANT",
    "HAVING", "IF", "IGNORE", "ILIKE", "INNER", "INSERT", "INTERSECT", "INTERVAL", "INTO", "JOIN", "KEY", "LATERAL",
    "LIKE", "LOCALTIME", "LOCALTIMESTAMP", "MOD", "NOTNULL", "ON", "ONLY", "OUTER", "PARTITIONED_BY", "QUALIFY",
    "REGEXP", "RETURNING", "REVOKE", "RLIKE", "ROLLBACK", "SELECT", "SEPARATOR", "SESSION_USER", "STRAIGHT_JOIN",
    "TABLE", "TABLESAMPLE", "THEN", "TRUE", "UNCACHE", "UNION", "USING", "VALUES", "VARIADIC", "WHEN", "WHERE",
    "WITH", "XOR",
})
# fmt: on
"""Words that sqlglot takes for something else where a column could stand; so it does with those that begin with _."""
_MOST = 2_000
"""Tokens of a text: a longer one would be read too deep."""


def parse_plain(sql: str, dialect: Dialect, types: Mapping[str, Type]) -> Expression | None:
    """The tree that sqlglot's reader gives too, of a plain text; None of any other."""
    tokens = _tokens(sql)
    if not tokens:
        return None
    reader = _Reader(tokens, Scope(dialect, types, {}))
    try:
        found = reader.constant() if len(tokens) == 1 else reader.either()
    except (Unread, IndexError):
        return None
    return found if reader.place == len(tokens) else None


def _tokens(sql: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place, end = 0, len(sql.rstrip())
    while place < end and len(found) < _MOST:
        token = _TOKEN.match(sql, place)
        if token is None:
            return []
        kind = str(token.lastgroup)
        word = token[kind]
        found.append(("word", word.upper()) if kind == "name" and word.upper() in _WORDS else (kind, word))
        place = token.end()
    return found if place >= end else []


class _Reader:
    """One text, read from left to right."""

    def __init__(self, tokens: list[tuple[str, str]], scope: Scope) -> None:
        self.tokens, self.scope, self.place = tokens, scope, 0

    def either(self) -> Expression:
        """Conditions with OR between them."""
        return self._chain("or", "OR", self._both)

    def _both(self) -> Expression:
        return self._chain("and", "AND", self._one)

    def _chain(self, name: str, word: str, part: Callable[[], Expression]) -> Expression:
        parts = [part()]
        while self._taken("word", word):
            parts.append(part())
        if len(parts) == 1:
            return parts[0]
        flat = (each.args if isinstance(each, Call) and each.name == name else (each,) for each in parts)
        return Call(name, tuple(one for each in flat for one in each))

    def _one(self) -> Expression:
        if self._taken("mark", "("):
            found = self.either()
            self._need("mark", ")")
            return found
        value = self._column()
        kind, word = self.tokens[self.place]
        if kind == "mark" and word in _COMPARED:
            self.place += 1
            return Call(_COMPARED[word], (value, self._operand()))
        if self._taken("word", "IS"):
            other = self._taken("word", "NOT")
            self._need("word", "NULL")
            found = Call("is_null", (value,))
        else:
            other = self._taken("word", "NOT")
            found = self._listed(value) if self._taken("word", "IN") else self._between(value)
        return negated(found) if other else found

    def _listed(self, value: Expression) -> Call:
        self._need("mark", "(")
        items = [self.constant()]
        while self._taken("mark", ","):
            items.append(self.constant())
        self._need("mark", ")")
        return Call("in", (value, *items))

    def _between(self, value: Expression) -> Call:
        self._need("word", "BETWEEN")
        low = self._operand()
        self._need("word", "AND")
        return Call("and", (Call(">=", (value, low)), Call("<=", (value, self._operand()))))

    def _operand(self) -> Expression:
        return self._column() if self.tokens[self.place][0] == "name" else self.constant()

    def _column(self) -> Expression:
        kind, word = self.tokens[self.place]
        if kind != "name" or word.upper() in NEVER_COLUMNS:
            raise Unread(word)
        self.place += 1
        return self.scope.resolve(word, quoted=False)

    def constant(self) -> Expression:
        """A number or a text."""
        kind, word = self.tokens[self.place]
        self.place += 1
        if kind == "text":
            return Literal(word[1:-1].replace("''", "'"))
        exact = number(word) if kind == "number" else None
        if exact is None:
            raise Unread(word)
        return Literal(exact)

    def _taken(self, kind: str, word: str) -> bool:
        if self.place < len(self.tokens) and self.tokens[self.place] == (kind, word):
            self.place += 1
            return True
        return False

    def _need(self, kind: str, word: str) -> None:
        if not self._taken(kind, word):
            raise Unread(word)
