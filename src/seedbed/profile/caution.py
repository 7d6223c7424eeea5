"""`Caution`: how many rows must share what is told of them, and which texts may be told at all."""

from __future__ import annotations

from seedbed.classes import dataclass

__all__ = ["Caution"]


@dataclass(frozen=True, slots=True)
class Caution:
    """What may leave the data.

    Nothing is told that fewer than `crowd` rows share (k-anonymity, Sweeney 2002): no value, no bin of a histogram, no
    end of a range. Of texts only lengths and forms are told, except for those of `values`: pairs of a table's id and a
    column, of which frequent values may be told. Columns that are `named` for what they hold, so that their forms need
    not be told, have neither.
    """

    crowd: int = 10
    values: frozenset[tuple[str, str]] = frozenset()
    named: frozenset[tuple[str, str]] = frozenset()
