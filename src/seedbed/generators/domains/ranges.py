"""Ranges and multiranges of PostgreSQL as text: lower bound included, upper bound not, as it prints them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.generators.arrays import as_text
from seedbed.generators.domain import Domain, Index
from seedbed.generators.domains.choice import listed
from seedbed.generators.domains.floating import Floats
from seedbed.generators.domains.grid import Grid
from seedbed.generators.want import MOST, NoValue, Unreadable, Want
from seedbed.sampling.bits import const

__all__ = ["Ranges", "ranges", "slots"]

_WIDTHS = 10
_HOUR = 3_600_000_000  # microseconds


@dataclass(frozen=True, slots=True)
class Ranges:
    """Ranges over a grid: they start at every `stride`-th value and are 1 to `widths` times `span` values wide.

    With one width and a span no wider than the stride, no two of them overlap. `multi` writes a multirange of one
    range.
    """

    element: Grid | Floats
    span: int = 1
    widths: int = 1
    stride: int = 1
    multi: bool = False

    @property
    def size(self) -> int:
        """How many ranges there are."""
        starts = max((self.element.size - self.span * self.widths - 1) // self.stride + 1, 0)
        return min(starts * self.widths, MOST)

    def at(self, index: Index) -> pa.Array:
        """The ranges at the given indexes."""
        start = index // const(self.widths)
        width = index - start * const(self.widths) + np.uint64(1)
        start *= const(self.stride)
        lower, upper = self._text(start), self._text(start + width * const(self.span))
        before, after = ("{[", ")}") if self.multi else ("[", ")")
        return pc.binary_join_element_wise(before, lower, ",", upper, after, "")

    def _text(self, index: Index) -> pa.Array:
        text = as_text(self.element.at(index))
        return pc.binary_join_element_wise('"', text, '"', "") if self.element.type.kind == "timestamp" else text


def ranges(want: Want, element: Domain) -> Domain:
    """Ranges that may overlap; raises NoValue and Unreadable."""
    if want.limits.values is not None:
        return listed(want)
    grid = _grid(want, element)
    span = _span(grid)
    widths = max(1, min(_WIDTHS, (grid.size - 1) // span))
    return Ranges(grid, span, widths, 1, want.type.kind == "multirange")


def slots(want: Want, element: Domain, needed: int = 0) -> Domain:
    """Ranges of which no two overlap or touch, slot after slot along a line; short ones where many are needed."""
    grid = _grid(want, element)
    span = max(1, min(_span(grid), grid.size // (2 * needed + 1)))
    return Ranges(grid, span, 1, 2 * span, want.type.kind == "multirange")


def _grid(want: Want, element: Domain) -> Grid | Floats:
    if want.limits.excluded and any(value != "empty" for value in want.limits.excluded):
        raise Unreadable("excluded", want.limits.excluded[0], "single ranges are not left out")
    if not isinstance(element, Grid | Floats):
        kind = want.type.element.kind if want.type.element else "nothing known"
        raise NoValue(f"ranges of {kind} cannot be made")
    if element.size < 2:
        raise NoValue("a range needs two values to lie between")
    return element


def _span(grid: Grid | Floats) -> int:
    """An hour of a timestamp; one hundredth of what there is of others, ten at most."""
    usual = _HOUR // grid.step if isinstance(grid, Grid) and grid.type.kind == "timestamp" else 10
    return max(1, min(usual, grid.size // 100))
