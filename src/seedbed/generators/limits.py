"""`Limits`: what the constraints of one column leave of its type; the left side of (constraints, remainder)."""

from __future__ import annotations

from seedbed.classes import dataclass
from seedbed.schema.expression import Scalar

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one column may hold beyond what its type says.

    Bounds and values of dates, times and timestamps are ISO text; of numbers exact; of text the text itself.
    `patterns` are regular expressions that the whole value must match, `rejected` those that it must not.
    `step` is (modulus, remainder) of an integer; `items` are what the elements of an array may be. `null` is True
    where only NULL is left, False where NULL is forbidden, None where the column's own nullability decides.
    """

    null: bool | None = None
    low: Scalar = None
    high: Scalar = None
    low_open: bool = False
    high_open: bool = False
    values: tuple[Scalar, ...] | None = None
    excluded: tuple[Scalar, ...] = ()
    patterns: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    min_length: int | None = None
    max_length: int | None = None
    step: tuple[int, int] | None = None
    items: tuple[Scalar, ...] | None = None
