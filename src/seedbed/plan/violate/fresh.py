"""Fresh rows: valid rows beside those of the world, the ground on which one cell is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

from seedbed.plan.violate.cells import Row
from seedbed.schema.model import ForeignKey, Table

__all__ = ["fresh_candidates"]

_MOST = 400
_LEAST_OF_EACH = 4  # parents that are tried for each reference, where there are many references


def fresh_candidates(table: Table, world: Mapping[str, Sequence[Row]], spare: Sequence[Row]) -> tuple[Row, ...]:
    """Rows that may be valid beside the world's, the likeliest first: the referee says which are.

    The spare rows of a larger plan are new; but they refer to rows that the world may not have, so that their
    references are taken from rows of the world, or from the parents there.
    """
    found = (
        *spare,
        *_referring(table, world, spare),
        *_with_references_of(table, world[table.id], spare),
        *_with_keys_of(table, world[table.id], spare),
    )
    seen: dict[tuple[str | None, ...], Row] = {}
    for row in found:
        seen.setdefault(tuple(cell.text for cell in row.values()), row)
    return tuple(islice(seen.values(), _MOST))


def _referring(table: Table, world: Mapping[str, Sequence[Row]], spare: Sequence[Row]) -> Iterator[Row]:
    """Spare rows that refer to parents of the world, NULL staying NULL."""
    for place, row in enumerate(spare):
        keys = [key for key in table.foreign_keys if _given(row, key) and world.get(key.table)]
        each = max(_LEAST_OF_EACH, 24 // max(len(keys), 1))
        parents = [_turned(world[key.table], place)[:each] for key in keys]
        for chosen in islice(_spread(parents), 24):
            yield {**row, **_references(keys, chosen, row)}


def _given(row: Row, key: ForeignKey) -> bool:
    return all(name in row and row[name].text is not None for name in key.columns)


def _references(keys: Sequence[ForeignKey], parents: Sequence[Row], row: Row) -> Row:
    return {
        here: parent[there]
        for key, parent in zip(keys, parents, strict=True)
        for here, there in zip(key.columns, key.references, strict=True)
        if here in row and there in parent
    }


def _spread(choices: Sequence[Sequence[Row]]) -> Iterator[tuple[Row, ...]]:
    """First all choices moving together, then every combination."""
    if choices and all(choices):
        longest = max(len(choice) for choice in choices)
        yield from (tuple(choice[turn % len(choice)] for choice in choices) for turn in range(longest))
        yield from islice(product(*choices), 64)


def _turned(rows: Sequence[Row], by: int) -> Sequence[Row]:
    by %= max(len(rows), 1)
    return [*rows[by:], *rows[:by]]


def _with_references_of(table: Table, there: Sequence[Row], spare: Sequence[Row]) -> Iterator[Row]:
    """Spare rows with all references of one row of the world."""
    names = {name for key in table.foreign_keys for name in key.columns}
    for place, row in enumerate(spare):
        for other in _turned(there, place)[:6]:
            yield {**row, **{name: cell for name, cell in other.items() if name in names}}


def _with_keys_of(table: Table, there: Sequence[Row], spare: Sequence[Row]) -> Iterator[Row]:
    """Rows of the world with the unique values of a spare row."""
    referring = {name for key in table.foreign_keys for name in key.columns}
    names = {name for unique in table.uniques for name in unique.columns} - referring
    for place, row in enumerate(spare):
        for other in _turned(there, place)[:3]:
            yield {**other, **{name: cell for name, cell in row.items() if name in names}}
