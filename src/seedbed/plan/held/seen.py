"""Values that are there already: whether others are equal to them, or overlap them, as the database would judge it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.schema.types import Type

__all__ = ["Flags", "Seen", "Spans", "comparable"]

Flags = NDArray[np.bool_]


def comparable(cells: pa.Array, type: Type, padded: bool = False, prefix: int | None = None) -> pa.Array:
    """The cells so that those which a unique key takes for equal are equal; rather too many than too few.

    Where case does not count neither do accents; `padded` texts lose the blanks at their end; of a key over a
    `prefix` so many characters count.
    """
    if pa.types.is_list(cells.type):
        texts = [None if cell is None else json.dumps(cell, default=str) for cell in cells.to_pylist()]
        return pa.array(texts, pa.string())
    if not pa.types.is_string(cells.type):
        return cells
    if prefix is not None:
        cells = pc.utf8_slice_codeunits(cells, 0, prefix)
    if type.folds_case:
        bare = pc.replace_substring_regex(pc.utf8_normalize(cells, form="NFKD"), r"\p{M}", "")
        cells = pc.utf8_lower(bare)
    if type.kind == "uuid":
        cells = pc.utf8_lower(cells)
    if type.kind == "inet":
        cells = pc.replace_substring_regex(cells, r"/(32|128)$", "")
    return pc.utf8_rtrim(cells, " ") if padded or type.folds_case or type.kind == "char" else cells


class Seen:
    """The tuples of some columns; those with a NULL equal none."""

    def __init__(self, columns: Sequence[pa.Array]) -> None:
        self._steps: list[tuple[pa.Array, NDArray[np.int64]]] = []
        whole = _whole(columns)
        codes = np.zeros(int(whole.sum()), dtype=np.int64)
        for column in columns:
            cells = column.filter(pa.array(whole))
            values = cells.unique()
            combined = _combined(codes, cells, values)[0]
            if not self._steps:  # one column: every value is one of its own, and numbered
                distinct, codes = np.arange(len(values), dtype=np.int64), combined
            else:
                distinct = np.unique(combined)
                codes = np.searchsorted(distinct, combined).astype(np.int64)
            self._steps.append((values, distinct))

    def hit(self, columns: Sequence[pa.Array]) -> Flags:
        """Which of the given tuples are among them."""
        found = _whole(columns)
        codes = np.zeros(len(found), dtype=np.int64)
        for cells, (values, distinct) in zip(columns, self._steps, strict=True):
            if not len(distinct):
                return np.zeros(len(found), dtype=np.bool_)
            combined, held = _combined(codes, cells, values)
            place = np.minimum(np.searchsorted(distinct, combined), len(distinct) - 1)
            found &= held & (distinct[place] == combined)
            codes = place.astype(np.int64)
        return found


def _whole(columns: Sequence[pa.Array]) -> Flags:
    found = np.ones(len(columns[0]), dtype=np.bool_)
    for cells in columns:
        found &= pc.is_valid(cells).to_numpy(zero_copy_only=False)
    return found


def _combined(codes: NDArray[np.int64], cells: pa.Array, values: pa.Array) -> tuple[NDArray[np.int64], Flags]:
    """One number for each pair of a code and a cell, and whether the cell is one of the values."""
    place = pc.index_in(cells, value_set=values)
    own = pc.fill_null(place, 0).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes * max(len(values), 1) + own, pc.is_valid(place).to_numpy(zero_copy_only=False)


class Spans:
    """Ranges, written as PostgreSQL prints them; an empty one overlaps none."""

    def __init__(self, columns: Sequence[pa.Array]) -> None:
        spans = sorted(_spans(columns[0]), key=lambda span: span[0])
        self._lows = [low for low, _ in spans]
        self._tops: list[Any] = []
        for _, high in spans:
            self._tops.append(max(high, self._tops[-1]) if self._tops else high)

    def hit(self, columns: Sequence[pa.Array]) -> Flags:
        """Which of the given ranges overlap one of them."""
        found = np.zeros(len(columns[0]), dtype=np.bool_)
        for place, text in enumerate(columns[0].to_pylist()):
            for low, high in _spans([text]):
                before = _below(self._lows, high)
                found[place] |= before > 0 and self._tops[before - 1] >= low
        return found


def _below(lows: list[Any], high: Any) -> int:
    """How many of the sorted bounds are not above the given one."""
    first, last = 0, len(lows)
    while first < last:
        middle = (first + last) // 2
        first, last = (middle + 1, last) if lows[middle] <= high else (first, middle)
    return first


Bound = tuple[int, Any]
_LEAST: Bound = (-1, 0)
_MOST: Bound = (1, 0)


def _spans(texts: pa.Array | Iterable[str | None]) -> list[tuple[Bound, Bound]]:
    """The lower and the upper bound of each range, both taken for part of it: rather too wide than too narrow."""
    found = []
    for text in texts.to_pylist() if isinstance(texts, pa.Array) else texts:
        for piece in (text or "").strip("{}").replace("),", ")\n").replace("],", "]\n").split("\n"):
            low, comma, high = piece.strip("[]() ").partition(",")
            if comma:
                found.append((_bound(low, _LEAST), _bound(high, _MOST)))
    return found


def _bound(text: str, endless: Bound) -> Bound:
    text = text.strip('" ')
    if text in ("", "infinity", "-infinity"):
        return endless
    try:
        return 0, Decimal(text)
    except ArithmeticError:
        moment = datetime.fromisoformat(text)
        return 0, moment.replace(tzinfo=None) - (moment.utcoffset() or timedelta())
