"""Fresh rows: valid rows beside those of the world, the ground on which one cell is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from seedbed.plan.violate.cells import Row
from seedbed.schema.model import ForeignKey, Table

__all__ = ["fresh_candidates"]

_MOST = 400
_OF_EACH = 24  # choices of parents that are tried for each spare row


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
    for turn in (_together, _agreeing):
        for place, row in enumerate(spare):
            keys = [key for key in table.foreign_keys if _given(row, key) and world.get(key.table)]
            parents = [_turned(world[key.table], place) for key in keys]
            for chosen in islice(turn(keys, parents), _OF_EACH):
                yield {**row, **{name: cell for name, cell in chosen.items() if name in row}}


def _given(row: Row, key: ForeignKey) -> bool:
    return all(name in row and row[name].text is not None for name in key.columns)


def _references(key: ForeignKey, parent: Row) -> Row:
    return {here: parent[there] for here, there in zip(key.columns, key.references, strict=True) if there in parent}


def _together(keys: Sequence[ForeignKey], parents: Sequence[Sequence[Row]]) -> Iterator[Row]:
    """The next parent of each key at once."""
    for turn in range(max(map(len, parents), default=0)):
        chosen = [_references(key, rows[turn % len(rows)]) for key, rows in zip(keys, parents, strict=True)]
        yield {name: cell for cells in chosen for name, cell in cells.items()}


def _agreeing(keys: Sequence[ForeignKey], parents: Sequence[Sequence[Row]]) -> Iterator[Row]:
    """Every choice of parents that agree about the columns that their keys share."""
    if not keys:
        yield {}
        return
    for row in parents[0]:
        own = _references(keys[0], row)
        for rest in _agreeing(keys[1:], parents[1:]):
            if all(name not in own or own[name].text == cell.text for name, cell in rest.items()):
                yield {**own, **rest}


def _turned(rows: Sequence[Row], by: int) -> Sequence[Row]:
    by %= max(len(rows), 1)
    return [*rows[by:], *rows[:by]]


def _with_references_of(table: Table, there: Sequence[Row], spare: Sequence[Row]) -> Iterator[Row]:
    """Spare rows with all references of one row of the world."""
    names = table.referring
    for place, row in enumerate(spare):
        for other in _turned(there, place)[:6]:
            yield {**row, **{name: cell for name, cell in other.items() if name in names}}


def _with_keys_of(table: Table, there: Sequence[Row], spare: Sequence[Row]) -> Iterator[Row]:
    """Rows of the world with the unique values of a spare row."""
    referring = table.referring
    names = {name for unique in table.uniques for name in unique.columns} - referring
    for place, row in enumerate(spare):
        for other in _turned(there, place)[:3]:
            yield {**other, **{name: cell for name, cell in row.items() if name in names}}
