"""The tree of plain CHECK texts, without a parser of all of SQL: `age BETWEEN 18 AND 100`, `kind IN ('a', 'b')`.

Most checks compare a column with constants. A text is plain if it is made of unquoted columns, whole numbers and
decimals, texts without backslashes, comparisons, BETWEEN, IN, IS NULL, AND, OR and parentheses. Every other text is
left to sqlglot, and so is a plain one in which anything is unusual: the two never differ where this one answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from seedbed.read.check.calls import negated
from seedbed.read.check.casts import number
from seedbed.read.check.scope import Scope, Unread
from seedbed.schema.expression import Call, Expression, Literal
from seedbed.schema.plain import NEVER_COLUMNS, plain_words
from seedbed.schema.types import Type

if TYPE_CHECKING:
    from seedbed.schema.model import Dialect

__all__ = ["parse_plain"]

_COMPARED = {"=": "=", "<>": "<>", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def parse_plain(sql: str, dialect: Dialect, types: Mapping[str, Type]) -> Expression | None:
    """The tree that sqlglot's reader gives too, of a plain text; None of any other."""
    tokens = plain_words(sql)
    if not tokens:
        return None
    reader = _Reader(tokens, Scope(dialect, types, {}))
    try:
        found = reader.constant() if len(tokens) == 1 else reader.either()
    except (Unread, IndexError):
        return None
    return found if reader.place == len(tokens) else None


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
