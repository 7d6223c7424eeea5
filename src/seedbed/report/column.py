"""`ColumnStory` in figures: what a sample of a column holds, and the bars that show it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.report.plot import Plot
from seedbed.validate.spread.shapes import BINS, Axis, doubling, inner

__all__ = ["BINS", "Figures", "children_of", "figures_of"]

Floats = NDArray[np.float64]

CATEGORIES = 12
"""So many different values are shown one by one; of more, numbers and dates fall into bins, texts go by length."""

EXAMPLES = 3
LONGEST = 60
DATE = 10
SECOND = 19
"""Letters of a date, and of a moment to the second; the time of day says little about the ends of years."""

WIDEST = 12
"""Numbers with more letters are rounded where they are the ends of a plot."""

_HUGE = 1e300
"""The distance of two numbers beyond this may be no number any more."""

_EPOCH = date(1970, 1, 1)
_DAY = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Figures:
    """A sample of a column: its cells, how many are NULL, how many differ, examples, and their plot."""

    cells: int
    nulls: int
    distinct: int
    examples: tuple[str, ...]
    plot: Plot

    @property
    def null_share(self) -> str:
        """The share of NULL as people write it."""
        return f"{100 * self.nulls / self.cells:.3g} %" if self.nulls else ""


def figures_of(array: pa.Array) -> Figures:
    """The figures of a sample of any Arrow type."""
    full = _comparable(array.drop_null())
    distinct = pc.count_distinct(full).as_py()
    examples = tuple(_shown(cell) for cell in full.unique()[:EXAMPLES].to_pylist())
    return Figures(len(array), array.null_count, distinct, examples, _plot(full, distinct))


def children_of(array: pa.Array, parents: int) -> Plot:
    """How many parents have 0, 1, 2, 3 to 4, 5 to 8, ... of the rows that refer to them in all cells of a column."""
    each = pc.value_counts(array.drop_null()).field("counts").to_numpy(zero_copy_only=False).astype(np.int64)
    ends, labels = doubling(0, int(each.max()) if len(each) else 0)
    counts = np.bincount(np.searchsorted(ends, each), minlength=len(ends))
    counts[0] = max(parents - len(each), 0)
    return Plot("children", tuple(labels), tuple(counts.tolist()), (), labels[0], labels[-1])


def _plot(full: pa.Array, distinct: int) -> Plot:
    line = _line(full)
    few = CATEGORIES if line is None or pa.types.is_integer(full.type) else CATEGORIES // 2
    if distinct <= few:
        return _counted(full, by_count=line is None)
    if line is not None:
        return _binned(line, full.type, "range", _reach(full))
    lengths = pc.binary_length(full) if pa.types.is_binary(full.type) else pc.utf8_length(full)
    return _binned(_floats(lengths), pa.int64(), "length")


def _reach(full: pa.Array) -> tuple[str, str]:
    """The least and the greatest cell; of moments on several days only the days."""
    ends = pc.min_max(full)
    low, high = _shown(ends["min"].as_py()), _shown(ends["max"].as_py())
    if pa.types.is_timestamp(full.type):
        return (low[:DATE], high[:DATE]) if low[:DATE] != high[:DATE] else (low[:SECOND], high[:SECOND])
    if pa.types.is_floating(full.type) or max(len(low), len(high)) > WIDEST:
        return _short(ends["min"].as_py(), low), _short(ends["max"].as_py(), high)
    return low, high


def _short(value: object, shown: str) -> str:
    """A number in a few digits; anything else as it is shown."""
    if isinstance(value, int | float) or (isinstance(value, Decimal) and value.is_finite()):
        return f"{float(value):.4g}"
    return shown


def _counted(full: pa.Array, by_count: bool) -> Plot:
    """One bar for each value, the most frequent first or, `by_count` being false, in their own order."""
    found = pc.value_counts(full)
    order = [("counts", "descending"), ("values", "ascending")] if by_count else [("values", "ascending")]
    found = found.take(pc.sort_indices(pa.table(found.flatten(), ["values", "counts"]), order)).to_pylist()
    labels = tuple(_shown(pair["values"]) for pair in found)
    low, high = (labels[0], labels[-1]) if labels else ("", "")
    return Plot("values", labels, tuple(pair["counts"] for pair in found), (), low, high, by_count)


def _binned(line: Floats, type: pa.DataType, axis: Axis, reach: tuple[str, str] | None = None) -> Plot:
    """Counts of even bins; what lies far beyond the inner part of the values is counted at the ends."""
    scale = 4.0 if float(np.abs(line).max()) > _HUGE else 1.0
    line = line / scale
    low, high = float(line.min()), float(line.max())
    low, high = inner(*np.unique(line, return_counts=True), low, high)
    whole = pa.types.is_integer(type)
    if whole:
        low, high = np.floor(low), np.ceil(high)
    if whole and high - low < BINS and high + 1 > high:  # beyond 2**53 the next number is the same one
        edges = np.arange(low, high + 2)
    else:
        edges = np.linspace(low, high, BINS + 1) if high > low else np.array([low, low + 1])
    counts, _ = np.histogram(np.clip(line, edges[0], edges[-1]), edges)
    labels = tuple(_label(edge * scale, type) for edge in edges[:-1])
    return Plot(
        axis, labels, tuple(counts.tolist()), (), *(reach or (_label(low * scale, type), _label(high * scale, type)))
    )


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
