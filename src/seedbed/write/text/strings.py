"""Texts as cells: padded to one width where they are short and plain, odd where they are long or need escapes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.write.text.cells import Cells, Flags
from seedbed.write.text.forms import Field, Form

__all__ = ["Strings"]

_WIDTHS = np.array([4, 8, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256])
_ODD_COST = 300  # an odd cell costs about as much as this many padding bytes
_MANY = 8  # cells that need escapes are many where they are more than one in so many


@dataclass(slots=True)
class Strings:
    """Encodes any column by way of its texts; keeps its width while that is nearly the best one."""

    field: Field
    width: int = 0

    def cells(self, array: pa.Array, valid: Flags | None) -> Cells:
        texts = _filled(self.field.words(array))
        form = self.field.form
        if self.field.free:
            return self._fitted(texts, texts, np.zeros(len(texts), bool), valid)
        view = View(texts)
        needy = view.needy(form)
        if valid is not None:
            needy &= valid
        if np.count_nonzero(needy) * _MANY <= len(texts):
            return self._fitted(texts, texts, needy, valid)
        rare = view.holding(form.rare)
        return self._fitted(_escaped(texts, needy, form), texts, rare if valid is None else rare & valid, valid)

    def _fitted(self, texts: pa.Array, originals: pa.Array, odd: Flags, valid: Flags | None) -> Cells:
        """The cells of texts that need nothing more, but at `odd`; `originals` are before any escapes."""
        lengths = View(texts).lengths
        self.width = _width(lengths, self.width)
        long = lengths > self.width
        if long.any():
            texts = pc.if_else(pa.array(long), "", texts)
            odd = odd | (long if valid is None else long & valid)
        padded = pc.ascii_rpad(texts, self.width, "\0")
        piece = np.frombuffer(padded.buffers()[2], f"V{self.width}", len(texts))
        if not odd.any():
            return Cells((piece,))
        rows = np.flatnonzero(odd)
        whole = self.field.form.whole
        return Cells((piece,), rows, tuple(whole(text) for text in originals.take(pa.array(rows)).to_pylist()))


def _filled(texts: pa.Array) -> pa.Array:
    if pa.types.is_large_string(texts.type):
        texts = texts.cast(pa.string())
    return texts.fill_null("") if texts.null_count else texts


class View:
    """The bytes behind an array of texts without NULLs: `data`, where each text `starts` and `ends` in it."""

    __slots__ = ("data", "ends", "lengths", "starts")

    def __init__(self, texts: pa.Array) -> None:
        _, offsets, data = texts.buffers()
        edges = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
        first = int(edges[0])
        self.data = bytes(memoryview(data)[first : int(edges[-1])]) if data is not None else b""
        self.starts = edges[:-1] - first
        self.ends = edges[1:] - first
        self.lengths: NDArray[np.int32] = self.ends - self.starts

    def needy(self, form: Form) -> Flags:
        """Which texts cannot stand as they are."""
        found = self.holding(form.special + form.rare + "".join(mark for mark, _ in form.escapes))
        if form.on_need:
            found |= self.lengths == 0
            if b" " in self.data:
                data = np.frombuffer(self.data, np.uint8)
                some = self.lengths > 0
                last = len(data) - 1
                found |= some & (data.take(np.minimum(self.starts, last)) == ord(" "))
                found |= some & (data.take(np.maximum(self.ends - 1, 0)) == ord(" "))
        return found

    def holding(self, marks: str) -> Flags:
        """Which texts hold one of the (ASCII) characters, or a NUL, which is this writer's padding."""
        sought = np.zeros(256, bool)
        sought[[0, *marks.encode()]] = True
        present = [mark for mark in np.flatnonzero(sought).tolist() if bytes((mark,)) in self.data]
        found = np.zeros(len(self.starts), bool)
        if present:
            data = np.frombuffer(self.data, np.uint8)
            places = np.flatnonzero(data == present[0] if len(present) == 1 else sought[data])
            found[np.searchsorted(self.ends, places, side="right")] = True
        return found


def _escaped(texts: pa.Array, needy: Flags, form: Form) -> pa.Array:
    """All texts as they stand between the marks of their column."""
    escaped = texts
    for mark, written in form.escapes:
        escaped = pc.replace_substring(escaped, mark, written)
    if form.on_need:
        return pc.if_else(pa.array(needy), pc.binary_join_element_wise('"', escaped, '"', ""), texts)
    return escaped


def _width(lengths: NDArray[np.int32], now: int) -> int:
    """The width that costs least: wide ones are padding, narrow ones make cells odd."""
    if len(lengths) == 0:
        return now or int(_WIDTHS[0])
    counts = np.bincount(np.minimum(lengths, _WIDTHS[-1] + 1), minlength=_WIDTHS[-1] + 2)
    within = np.cumsum(counts)[_WIDTHS] / len(lengths)
    costs = _WIDTHS + (1 - within) * _ODD_COST
    best = int(costs.argmin())
    if now and costs[int(np.searchsorted(_WIDTHS, now))] <= costs[best] * 1.2 + 2:
        return now
    return int(_WIDTHS[best])
