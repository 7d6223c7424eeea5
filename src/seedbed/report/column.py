"""`ColumnStory` in figures: what a sample of a column holds, and the bars that show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

__all__ = ["BINS", "Bar", "Figures", "figures_of"]

Floats = NDArray[np.float64]

BINS = 24
CATEGORIES = 12
"""So many different values are shown one by one; of more, numbers and dates fall into bins, texts go by length."""

EXAMPLES = 3
LONGEST = 60
DATE = 10
"""Letters of a date; the time of day says little about the ends of years."""

_INNER = (0.01, 0.99)
_FAR = 3
"""A range so many times as wide as its inner part is cut to that: a few extreme values would flatten all others."""

_EPOCH = date(1970, 1, 1)
_DAY = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Bar:
    """So many cells of the sample fall under a label."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A sample of a column: its cells, how many are NULL, how many differ, the ends, examples, and bars.

    `axis` says what the bars are over: "values", "range" or "length".
    """

    cells: int
    nulls: int
    distinct: int
    low: str
    high: str
    examples: tuple[str, ...]
    axis: str
    bars: tuple[Bar, ...]

    @property
    def tallest(self) -> int:
        """The longest bar's count, at least 1."""
        return max((bar.count for bar in self.bars), default=1)

    @property
    def tells(self) -> bool:
        """Whether the bars show more than one number does."""
        return len(self.bars) > 1

    def block(self, number: int) -> str:
        """The SVG path of a bar in a plot of 168 by 36."""
        step = 168 / len(self.bars)
        height = 34 * self.bars[number].count / self.tallest
        return f"M{number * step + 0.5:.1f} 35v{-height:.1f}h{max(step - 1, 0.5):.1f}v{height:.1f}z"

    @property
    def ends(self) -> str:
        """What the bars reach from and to."""
        if not self.bars:
            return ""
        first, last = self.bars[0].label, self.bars[-1].label
        if self.axis == "length":
            return f"{first} letters" if first == last else f"{first} – {last} letters"
        if self.axis == "range":
            letters = DATE if self.low[:4] != self.high[:4] else None
            return f"{self.low[:letters]} – {self.high[:letters]}"
        return first if first == last else f"{first} … {last}"

    @property
    def null_share(self) -> str:
        """The share of NULL as people write it."""
        return f"{100 * self.nulls / self.cells:.3g} %" if self.nulls else ""


def figures_of(array: pa.Array) -> Figures:
    """The figures of a sample of any Arrow type."""
    full = _comparable(array.drop_null())
    line = _line(full)
    low = high = ""
    if line is not None:
        ends = pc.min_max(full)
        low, high = _shown(ends["min"].as_py()), _shown(ends["max"].as_py())
    distinct = pc.count_distinct(full).as_py()
    axis, bars = _bars(full, line, distinct)
    examples = tuple(_shown(cell) for cell in full.unique()[:EXAMPLES].to_pylist())
    return Figures(len(array), array.null_count, distinct, low, high, examples, axis, bars)


def _bars(full: pa.Array, line: Floats | None, distinct: int) -> tuple[str, tuple[Bar, ...]]:
    few = CATEGORIES if line is None or pa.types.is_integer(full.type) else CATEGORIES // 2
    if distinct <= few:
        return "values", _counted(full, by_count=line is None)
    if line is not None:
        return "range", _binned(line, full.type)
    lengths = pc.binary_length(full) if pa.types.is_binary(full.type) else pc.utf8_length(full)
    return "length", _binned(_floats(lengths), pa.int64())


def _counted(full: pa.Array, by_count: bool) -> tuple[Bar, ...]:
    """One bar for each value, the most frequent first or, `by_count` being false, in their own order."""
    found = pc.value_counts(full)
    order = [("counts", "descending"), ("values", "ascending")] if by_count else [("values", "ascending")]
    found = found.take(pc.sort_indices(pa.table(found.flatten(), ["values", "counts"]), order))
    return tuple(Bar(_shown(pair["values"]), pair["counts"]) for pair in found.to_pylist())


def _binned(line: Floats, type: pa.DataType) -> tuple[Bar, ...]:
    """Counts of even bins; what lies far beyond the inner part of the values is counted at the ends."""
    low, high = float(line.min()), float(line.max())
    inner = [float(end) for end in np.quantile(line, _INNER)]
    if inner[1] > inner[0] and high - low > _FAR * (inner[1] - inner[0]):
        low, high = inner
    if pa.types.is_integer(type) and high - low < BINS:
        edges = np.arange(np.floor(low), np.floor(high) + 2)
    else:
        edges = np.linspace(low, high, BINS + 1) if high > low else np.array([low, low + 1])
    counts, _ = np.histogram(np.clip(line, edges[0], edges[-1]), edges)
    return tuple(Bar(_label(edge, type), int(count)) for edge, count in zip(edges, counts, strict=False))


def _line(full: pa.Array) -> Floats | None:
    """The cells as places on a line; None where the type has no such order."""
    type = full.type
    if pa.types.is_date32(type):
        return _floats(full.cast(pa.int32()))
    if pa.types.is_timestamp(type):
        return _floats(full.cast(pa.timestamp("us")).cast(pa.int64())) / _DAY
    if pa.types.is_time(type) or pa.types.is_duration(type):
        return _floats(full.cast(pa.int64()))
    if not (pa.types.is_integer(type) or pa.types.is_floating(type) or pa.types.is_decimal(type)):
        return None
    line = _floats(full)
    return line[np.isfinite(line)] if np.isfinite(line).any() else None


def _floats(array: pa.Array) -> Floats:
    found: Floats = array.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return found


def _label(edge: float, type: pa.DataType) -> str:
    if pa.types.is_date32(type) or pa.types.is_timestamp(type):
        try:
            return (_EPOCH + timedelta(days=edge)).isoformat()
        except OverflowError:
            return "beyond the calendar"
    if pa.types.is_time(type) or pa.types.is_duration(type):
        return f"{edge:.4g}"
    return f"{edge:,.0f}" if edge == int(edge) and abs(edge) < 1e15 else f"{edge:,.4g}"


def _comparable(full: pa.Array) -> pa.Array:
    """The same cells; those that Arrow cannot compare, as text."""
    if pa.types.is_nested(full.type) or pa.types.is_null(full.type) or pa.types.is_interval(full.type):
        return pa.array([str(cell) for cell in full.to_pylist()], pa.string())
    return full


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return _cut(value.hex())
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds") if not value.microsecond else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
