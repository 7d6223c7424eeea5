"""The words of plain SQL conditions: columns, numbers and texts, compared; anything more is not plain.

A text is plain if it is made of unquoted columns, whole numbers and decimals, texts without backslashes, comparisons,
BETWEEN, IN, IS NULL, AND, OR, NOT and parentheses: what most checks are, and what all dialects read alike.
"""

from __future__ import annotations

import re

__all__ = ["NEVER_COLUMNS", "plain_words"]

_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z][A-Za-z0-9_]*)(?![A-Za-z0-9_$.(\[:])|(?P<number>[0-9]+(?:\.[0-9]+)?)(?![A-Za-z0-9_.])"
    r"|(?P<text>'(?:[^'\\]|'')*')(?!')|(?P<mark><=|>=|<>|!=|[<>=(),])(?![<>=!~|&@#^*/%+-]))",
    re.ASCII,
)
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


def plain_words(sql: str) -> list[tuple[str, str]]:
    """The words of a text, each with what it is: name, number, text, mark or word; none where it is not plain."""
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
