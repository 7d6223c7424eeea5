"""Which numbers and times of day are the ends of a range: names that differ in nothing but `min` and `max`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from seedbed.classes import dataclass
from seedbed.generators.data.told import told
from seedbed.plan.across.names import apart, lasting
from seedbed.plan.across.wanted import Context, Upper
from seedbed.schema.model import Column, Table

__all__ = ["uppers"]

_DAY = 24


@dataclass(frozen=True, slots=True)
class _Range:
    """The level of each word, 0 for the lowest, and the kinds of types that they order."""

    levels: Mapping[str, int]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class _End:
    """A column at a level of a range; the rest of its name tells the range from others."""

    column: Column
    level: int
    rest: tuple[str, ...]

    def is_below(self, other: _End) -> bool:
        """Whether it is a lower end of the same range, of the same kind of type."""
        return self.level < other.level and self.rest == other.rest and self.column.type.kind == other.column.type.kind


def uppers(table: Table, context: Context) -> Iterator[Upper]:
    """The columns of a table that are not below others."""
    keys = table.referring
    columns = [column for column in table.columns if column.generated is None and column.name not in keys]
    lower: dict[str, list[str]] = {}
    for range in _ranges():
        ends = [end for column in columns if column.type.kind in range.kinds for end in _ends(column, range)]
        for end in ends:
            lower.setdefault(end.column.name, []).extend(each.column.name for each in ends if each.is_below(end))
    for name, others in lower.items():
        if others:
            yield Upper(table.id, name, tuple(dict.fromkeys(others)), _hours(table, table.column(name)))


def _hours(table: Table, column: Column) -> int:
    """How long something lasts of which two times of a day are told."""
    hours = lasting(table, ()) if column.type.kind == "time" else 0
    return hours if hours < _DAY else 0


def _ends(column: Column, range: _Range) -> Iterator[_End]:
    """The level that a column has in a range, if there is one word for it in its name."""
    found = apart(column, range.levels)
    if found is not None:
        yield _End(column, range.levels[found[0]], found[1])


@lru_cache(maxsize=1)
def _ranges() -> tuple[_Range, ...]:
    return tuple(
        _Range(_levels(item["levels"]), frozenset(item["of"].split()))
        for item in told("plan/across/bounds.toml")["range"]
    )


def _levels(said: list[str]) -> Mapping[str, int]:
    return {word: level for level, words in enumerate(said) for word in words.split()}
