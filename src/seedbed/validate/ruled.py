"""The rules of a recipe as questions: its text with each look-up in another table under a name of its own.

`user_id.created_at <= placed_at` reads a column of the row that `user_id` refers to. In the text that is asked,
the dotted name is one plain name, and the tables between are joined to the row under test.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from seedbed.classes import dataclass
from seedbed.schema.model import Dialect, ForeignKey, Schema, Table
from seedbed.schema.recipe import Rule

__all__ = ["LookUp", "Ruled", "Unruly", "titled", "understood"]


class Unruly(Exception):
    """A rule that names what is not there; `why` and `help` are readable."""

    def __init__(self, why: str, help: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.help = help


@dataclass(frozen=True, slots=True)
class LookUp:
    """A column of another table at the end of a path of references, under the name that it has in the text."""

    name: str
    path: tuple[ForeignKey, ...]
    column: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """A rule, its text with plain names alone, and what the names that are no columns of its table stand for."""

    rule: Rule
    sql: str
    lookups: tuple[LookUp, ...]

    @property
    def paths(self) -> tuple[tuple[ForeignKey, ...], ...]:
        """Every reference on the way to a look-up, those that others start from first."""
        ways = (lookup.path[:length] for lookup in self.lookups for length in range(1, len(lookup.path) + 1))
        return tuple(dict.fromkeys(ways))


def titled(rule: Rule) -> str:
    """What a rule is called."""
    return f"rule {rule.name}"


def understood(rule: Rule, schema: Schema) -> Ruled:
    """The rule with its look-ups; raises Unruly."""
    table = schema.table(rule.table)
    sql, lookups, end = [], dict[tuple[str, ...], LookUp](), 0
    for start, stop, names in _dotted(rule.sql, schema.dialect):
        if len(names) == 2 and names[0].lower() in (table.name.lower(), table.id.lower()):
            said = rule.sql[start:stop].rpartition(".")[2]
        else:
            found = lookups.setdefault(names, _look_up(f"seedbed_{len(lookups)}", names, table, schema))
            said = found.name
        sql += [rule.sql[end:start], said]
        end = stop
    return Ruled(rule, "".join([*sql, rule.sql[end:]]), tuple(lookups.values()))


def _dotted(sql: str, dialect: Dialect) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The dotted names of a text: from where to where, and their parts."""
    from sqlglot import TokenType
    from sqlglot.dialects.dialect import Dialect as Grammar
    from sqlglot.errors import TokenError

    named = (TokenType.VAR, TokenType.IDENTIFIER)
    try:
        tokens: list[Any] = Grammar.get_or_raise(dialect).tokenize(sql)
    except TokenError as error:
        raise Unruly(f"it is no SQL: {str(error).splitlines()[0]}") from error
    place = 0
    while place < len(tokens):
        stop = place
        while stop + 2 < len(tokens) and tokens[stop + 1].token_type == TokenType.DOT:
            stop += 2
        if stop > place and tokens[place].token_type in named:
            yield tokens[place].start, tokens[stop].end + 1, tuple(token.text for token in tokens[place : stop + 1 : 2])
        place = stop + 1


def _look_up(name: str, names: tuple[str, ...], table: Table, schema: Schema) -> LookUp:
    path: list[ForeignKey] = []
    for part in names[:-1]:
        key = _key(part, table)
        if key is None:
            referring = [column for key in table.foreign_keys for column in key.columns]
            raise Unruly(f"{part} is no reference of {table.id}", _near(part, referring))
        path.append(key)
        table = schema.table(key.table)
    known = {column.name.lower(): column.name for column in table.columns}
    if names[-1].lower() not in known:
        raise Unruly(f"{table.id} has no column {names[-1]}", _near(names[-1], known.values()))
    return LookUp(name, tuple(path), known[names[-1].lower()])


def _key(name: str, table: Table) -> ForeignKey | None:
    """The reference that a column makes: by itself if it does, else with others."""
    keys = [key for key in table.foreign_keys if name.lower() in (column.lower() for column in key.columns)]
    return min(keys, key=lambda key: len(key.columns), default=None)


def _near(name: str, known: Any) -> str:
    near = get_close_matches(name, list(known), 1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(dict.fromkeys(known)) or 'none'}"
