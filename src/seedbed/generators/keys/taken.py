"""`Taken`: a unique set over expressions, or under a condition, in the rows that are there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.evaluate.predicate import computed, holds
from seedbed.schema.expression import Call, Expression, references

__all__ = ["Taken"]

Cells = Mapping[str, pa.Array]


@dataclass(frozen=True, slots=True)
class Taken:
    """The columns and the expressions of the set; with `where` only rows that meet it count."""

    columns: tuple[str, ...]
    computed: tuple[Expression, ...] = ()
    where: Expression | None = None

    @property
    def reads(self) -> tuple[str, ...]:
        """Every column that the set depends on."""
        where = () if self.where is None else (self.where,)
        names = [name for expression in (*self.computed, *where) for name in references(expression)]
        return tuple(dict.fromkeys([*self.columns, *names]))

    def hits(self, new: Cells, old: Cells, today: date) -> NDArray[np.bool_]:
        """Which of the new rows stand among the old ones, whatever the case of their texts."""
        found = pc.is_in(self._keys(new, today), self._keys(old, today).drop_null(), skip_nulls=True)
        hit: NDArray[np.bool_] = found.to_numpy(zero_copy_only=False)
        return hit

    def _keys(self, cells: Cells, today: date) -> pa.Array:
        """One text for each row; NULL for one that stands for itself."""
        values = [cells[name] for name in self.columns]
        values += [computed(expression, cells, today) for expression in self.computed]
        texts = [pc.utf8_lower(_text(value)) for value in values]
        keys = pc.binary_join_element_wise(*texts, "\x1f") if len(texts) > 1 else texts[0]
        if self.where is None:
            return keys
        counts = holds(Call("is_true", (self.where,)), cells, today)
        return pc.if_else(counts, keys, pa.scalar(None, pa.string()))


def _text(value: pa.Array) -> pa.Array:
    return (pc.round(value, 9) if pa.types.is_floating(value.type) else value).cast(pa.string())
