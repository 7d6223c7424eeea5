"""EXCLUDE as what is drawn: columns kept distinct, ranges in slots, stretches one after another, values in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from seedbed.classes import dataclass
from seedbed.generators.domains.grid import Grid
from seedbed.generators.domains.typed import NoValue, Unreadable, domain_of
from seedbed.generators.keys.turns import Stretch
from seedbed.generators.limits import Limits
from seedbed.plan.columns.values import Wishes
from seedbed.plan.conditions import narrow
from seedbed.schema.model import Column, Exclusion, Table

__all__ = ["Excluded", "excluded", "stretch"]

_END = r"\s*([\"\w]+)(?:::[\w ]+)?\s*"
_RANGE = re.compile(
    rf"(?:int4|int8|num|ts|tstz|date)range\s*\({_END},{_END}(?:,\s*'[\[(][\])]'(?:::text)?\s*)?\)", re.IGNORECASE
)
_HOUR = 3_600_000_000  # microseconds


@dataclass(frozen=True, slots=True)
class Excluded:
    """What one exclusion asks of the rows that are equal in `owners`.

    `distinct`: these columns are; `ranges`: this column's values do not overlap; `ends`: nor do the stretches between
    these two columns; `common`: this column is equal. All empty where it is not understood.
    """

    exclusion: Exclusion
    owners: tuple[str, ...] = ()
    distinct: tuple[str, ...] = ()
    ranges: str = ""
    ends: tuple[str, str] | None = None
    common: str = ""

    @property
    def label(self) -> str:
        """How a person would call it."""
        return f"exclude ({', '.join(f'{part} with {operator}' for part, operator in self.exclusion.parts)})"


def excluded(table: Table) -> Iterator[Excluded]:
    """Every exclusion of a table."""
    columns = {column.name: column for column in table.columns}
    for exclusion in table.exclusions:
        yield _read(exclusion, columns)


def _read(exclusion: Exclusion, columns: dict[str, Column]) -> Excluded:
    named = [(text.strip('"'), operator) for text, operator in exclusion.parts]
    equal = tuple(name for name, operator in named if operator == "=" and name in columns)
    found = Excluded(exclusion, equal)
    for text, operator in named:
        between = _RANGE.fullmatch(text)
        if operator == "&&" and text in columns and columns[text].type.kind == "range":
            return replace(found, ranges=text)
        if operator == "&&" and between and {between[1].strip('"'), between[2].strip('"')} <= set(columns):
            return replace(found, ends=(between[1].strip('"'), between[2].strip('"')))
    unequal = [name for name, operator in named if operator == "<>" and name in columns]
    if unequal and len(equal) + len(unequal) == len(named):
        return replace(found, common=unequal[0])
    return replace(found, distinct=equal) if equal and len(equal) == len(named) else found


def stretch(table: Table, ends: tuple[str, str], limits: Iterable[Limits], wishes: Wishes, rows: int) -> Stretch | None:
    """The stretches between two columns, enough for the rows where there can be; None where they form no line."""
    both = Limits()
    for limit in limits:
        both = narrow.merge(both, limit)
    grids = []
    for name in ends:
        try:
            found = domain_of(table.column(name).type, both, today=wishes.today, dialect=wishes.dialect, unique=True)
        except (NoValue, Unreadable):
            return None
        if not isinstance(found, Grid):
            return None
        grids.append(found)
    if (grids[0].first, grids[0].step) != (grids[1].first, grids[1].step):
        return None
    size = min(grid.size for grid in grids)
    usual = max(1, _HOUR // grids[0].step) if grids[0].type.kind == "timestamp" else 10
    span = max(1, min(usual, size // 100, size // (2 * rows + 1)))
    return Stretch(grids[0], grids[1], span) if size > span else None
