"""Rows that meet the conditions over some columns, searched for while planning: all combinations, else uphill."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import prod
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.sampling.bits import Draw
from seedbed.sampling.permutation import Permutation

__all__ = ["MOST_WITNESSES", "Judge", "witnesses"]

MOST_WITNESSES = 1024
"""Rows that are kept, of those found."""

_ALL = 65_536
_CLIMBERS = 48
_PASSES = 6

Judge: TypeAlias = Callable[[dict[str, pa.Array]], Sequence[NDArray[np.bool_]]]
"""For some rows: of each condition whether it accepts them."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """Where rows are searched for: of each column the values that it may take."""

    values: dict[str, pa.Array]
    judge: Judge

    @property
    def sizes(self) -> list[int]:
        return [len(values) for values in self.values.values()]

    def cells(self, index: NDArray[np.int64]) -> dict[str, pa.Array]:
        """The rows whose values stand at the indexes of each row."""
        return {
            name: values.take(pa.array(index[:, place])) for place, (name, values) in enumerate(self.values.items())
        }

    def score(self, index: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
        """How many conditions accept each row, and how many there are."""
        accepted = self.judge(self.cells(index))
        return np.sum([part.astype(np.int64) for part in accepted], axis=0), len(accepted)


def witnesses(values: dict[str, pa.Array], judge: Judge) -> dict[str, list[Any]] | None:
    """Distinct rows that every condition accepts, column by column; None where none was found."""
    ground = _Ground(values, judge)
    if not all(ground.sizes):
        return None
    tried = _some(ground)
    scores, full = ground.score(tried)
    found = tried[scores == full]
    if not len(found):
        start = tried[np.argsort(-scores, kind="stable")[:_CLIMBERS]]
        found = np.concatenate([np.zeros((0, len(ground.sizes)), dtype=np.int64), *_climbed(ground, start)])
    if not len(found):
        return None
    kept = np.unique(found, axis=0)
    kept = kept[np.linspace(0, len(kept) - 1, min(len(kept), MOST_WITNESSES)).astype(np.int64)]
    return {name: array.to_pylist() for name, array in ground.cells(kept).items()}


def _some(ground: _Ground) -> NDArray[np.int64]:
    """All combinations where they are few, else as many of them."""
    total = min(prod(ground.sizes), 2**60)
    rows = np.arange(min(total, _ALL), dtype=np.uint64)
    place = rows if total <= _ALL else Permutation(total, Draw.of(0, "witness")).at(rows)
    columns = []
    for size in ground.sizes:
        place, index = np.divmod(place, np.uint64(size))
        columns.append(index.astype(np.int64))
    return np.stack(columns, axis=1)


def _climbed(ground: _Ground, rows: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """The rows that are accepted on the way up: column by column each takes the value that most conditions accept."""
    for turn in range(_PASSES):
        for column, size in enumerate(ground.sizes):
            tried = np.repeat(rows, size, axis=0)
            tried[:, column] = np.tile(np.arange(size), len(rows))
            scores, full = ground.score(tried)
            yield tried[scores == full]
            table = scores.reshape(len(rows), size)
            best = table == table.max(axis=1, keepdims=True)
            lot = Draw.of(turn, "climb", str(column)).unit(np.arange(best.size, dtype=np.uint64)).reshape(best.shape)
            rows = rows.copy()
            rows[:, column] = np.argmax(np.where(best, lot + 1, 0), axis=1)
