"""What is left of a text to which columns of other rows refer: what each of them holds too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from seedbed.generators.limits import Limits
from seedbed.generators.meanings.catalog import TEXTS
from seedbed.schema.graph import referrers
from seedbed.schema.model import Schema, Table
from seedbed.schema.types import Type

__all__ = ["carried"]

_DIGITS = {8: 2, 16: 4}
"""How many digits any number of so many bits may have."""
_MANY_DIGITS = 9
_NUMBERS = ("integer", "decimal", "float")


def carried(
    limits: Mapping[str, Limits], table: Table, schema: Schema, referenced: frozenset[str]
) -> dict[str, Limits]:
    """The limits of a table's columns, narrowed for those texts to which shorter columns or numbers refer."""
    found = dict(limits)
    for column in table.columns:
        if column.name in referenced and column.type.kind in TEXTS:
            types = list(_referring(table.id, column.name, schema, set()))
            own = found.get(column.name, Limits())
            narrowed = _in_digits(_shortened(own, column.type, types), types)
            if narrowed != own:
                found[column.name] = narrowed
    return found


def _shortened(own: Limits, type: Type, types: list[Type]) -> Limits:
    """The limits of a text that is no longer than any column holds that refers to it."""
    length = own.max_length or type.length
    shortest = min((each for each in (*(one.length for one in types), length) if each), default=None)
    return own if shortest == length else replace(own, max_length=shortest)


def _in_digits(own: Limits, types: list[Type]) -> Limits:
    """The limits of a text that is written as a number where numbers refer to it: SQLite lets them."""
    digits = [_DIGITS.get(each.bits or 64, _MANY_DIGITS) for each in types if each.kind in _NUMBERS]
    if not digits:
        return own
    most = min(*digits, own.max_length or _MANY_DIGITS)
    return replace(own, patterns=(*own.patterns, f"[1-9][0-9]{{0,{most - 1}}}"))


def _referring(id: str, column: str, schema: Schema, seen: set[tuple[str, str]]) -> Iterator[Type]:
    """The types of the columns that refer to one, directly or through others."""
    seen.add((id, column))
    for table in (schema.table(id), *referrers(schema).get(id, ())):
        for key in table.foreign_keys:
            for mine, theirs in zip(key.columns, key.references, strict=False):
                if (key.table, theirs) == (id, column) and (table.id, mine) not in seen:
                    yield table.column(mine).type
                    yield from _referring(table.id, mine, schema, seen)
