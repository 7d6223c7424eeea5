"""Columns to the bytes of a text file: the one place where speed decides the shape.

Rows are laid out in a matrix of bytes, one fixed-width region for each column, the marks between them filled
in once. Padding is NUL, and one `translate` takes it away. A cell that does not fit is the byte 0xFF, which no
UTF-8 text holds, and is put in afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.write.text.cells import Cells, Encoder, Flags
from seedbed.write.text.digits import Piece
from seedbed.write.text.forms import Field
from seedbed.write.text.numbers import Booleans, Dates, Decimals, Integers, Moments, Times
from seedbed.write.text.strings import Strings

__all__ = ["RowText", "Template", "Writer"]

Writer = Callable[[pa.RecordBatch, bool], bytes]
"""Gives the text of rows, told whether they are the first of their table; for one thread."""

TILE = 16_384  # rows, as many as are made at a time; their matrix stays in the cache
_ODD = b"\xff"


@dataclass(frozen=True, slots=True)
class Template:
    """The marks of a row: `lead` before it (or what `RowText.of` is told instead), `before` each cell, `after` all."""

    before: tuple[bytes, ...]
    after: bytes
    lead: bytes = b""


class RowText:
    """Writes batches of one table as text, a row after the other."""

    def __init__(self, fields: Sequence[Field], types: Sequence[pa.DataType], template: Template) -> None:
        self._fields = tuple(fields)
        self._encoders = tuple(encoder(type, field) for type, field in zip(types, fields, strict=True))
        self._template = template
        self._matrix: _Matrix | None = None

    def of(self, batch: pa.RecordBatch, leads: Mapping[int, bytes] | None = None) -> bytes:
        """The text of all rows; `leads` are those that differ from the template's, by row of the batch."""
        texts = []
        for start in range(0, batch.num_rows, TILE):
            tile = batch.slice(start, TILE)
            stop = start + tile.num_rows
            own = {row - start: lead for row, lead in (leads or {}).items() if start <= row < stop}
            texts.append(self._tile(tile, own))
        return b"".join(texts)

    def _tile(self, tile: pa.RecordBatch, leads: Mapping[int, bytes]) -> bytes:
        valid = [_valid(column) for column in tile.columns]
        columns = [
            encoder.cells(column, flags)
            for encoder, column, flags in zip(self._encoders, tile.columns, valid, strict=True)
        ]
        widths = tuple(tuple(piece.itemsize for piece in cells.pieces) for cells in columns)
        if self._matrix is None or self._matrix.widths != widths:
            self._matrix = _Matrix(self._fields, self._template, widths)
        return self._matrix.text(tile.num_rows, columns, valid, leads)


def encoder(type: pa.DataType, field: Field) -> Encoder:
    """The quickest encoder for an Arrow type."""
    if pa.types.is_boolean(type):
        return Booleans(field)
    if pa.types.is_integer(type) and type.bit_width in (32, 64) and type != pa.uint32():
        return Integers()
    if pa.types.is_decimal128(type):
        return Decimals(field, type.scale, Integers(), Strings(field))
    if pa.types.is_date32(type):
        return Dates(field)
    if type in (pa.timestamp("us"), pa.timestamp("us", "UTC")):
        return Moments(field)
    if type == pa.time64("us"):
        return Times()
    return Strings(field)


def _valid(column: pa.Array) -> Flags | None:
    if column.null_count == 0:
        return None
    flags: Flags = column.is_valid().to_numpy(zero_copy_only=False)
    return flags


class _Matrix:
    """The bytes of a tile. Each column has a region: its opening mark, its pieces, its closing mark."""

    def __init__(self, fields: Sequence[Field], template: Template, widths: tuple[tuple[int, ...], ...]) -> None:
        self.widths = widths
        self._fields = fields
        self._marks: dict[str, bytes] = {}
        self._formats: dict[str, tuple[int, int]] = {}  # name to offset and width
        self._end = 0
        self._mark("lead", template.lead.ljust(1, b"\0"))
        for number, (field, before) in enumerate(zip(fields, template.before, strict=True)):
            self._mark(f"before{number}", before)
            self._region(number, field)
        self._mark("after", template.after)
        layout: Any = {
            "names": list(self._formats),
            "formats": [f"V{width}" for _, width in self._formats.values()],
            "offsets": [offset for offset, _ in self._formats.values()],
            "itemsize": self._end,
        }
        self._rows: Any = np.zeros(TILE, np.dtype(layout))
        for name, mark in self._marks.items():
            self._rows[name] = np.void(mark)

    def _mark(self, name: str, mark: bytes) -> None:
        """A constant of every row."""
        if mark:
            self._marks[name] = mark
            self._place(name, len(mark))

    def _place(self, name: str, width: int) -> None:
        self._formats[name] = (self._end, width)
        self._end += width

    def _region(self, number: int, field: Field) -> None:
        """A cell: at least as wide as NULL is, and as the mark of an odd cell."""
        start = self._end
        self._mark(f"open{number}", field.form.open)
        for piece, width in enumerate(self.widths[number]):
            self._place(f"cell{number}.{piece}", width)
        self._mark(f"close{number}", field.form.close)
        self._mark(f"rest{number}", b"\0" * (start + max(len(field.form.null), 1) - self._end))
        self._formats[f"region{number}"] = (start, self._end - start)

    def text(
        self, count: int, columns: Sequence[Cells], valid: Sequence[Flags | None], leads: Mapping[int, bytes]
    ) -> bytes:
        """The text of `count` rows."""
        odd: list[tuple[int, int, bytes]] = [(row, -1, lead) for row, lead in leads.items()]
        blanks = [
            self._fill(number, count, cells, flags, odd)
            for number, (cells, flags) in enumerate(zip(columns, valid, strict=True))
        ]
        self._blank("lead", list(leads), _ODD)
        text = self._rows[:count].tobytes().translate(None, b"\0")
        self._restore("lead", list(leads))
        for number, rows in blanks:
            for mark in ("open", "close", "rest"):
                self._restore(f"{mark}{number}", rows)
        return _joined(text, odd) if odd else text

    def _fill(
        self, number: int, count: int, cells: Cells, valid: Flags | None, odd: list[tuple[int, int, bytes]]
    ) -> tuple[int, Any]:
        """Puts one column in, and says which rows lost their marks."""
        for place, piece in enumerate(cells.pieces):
            self._rows[f"cell{number}.{place}"][:count] = _opaque(piece)
        nulls = None if valid is None else np.flatnonzero(~valid)
        self._blank(f"region{number}", nulls, self._fields[number].form.null)
        self._blank(f"region{number}", cells.odd, _ODD)
        odd.extend((row, number, text) for row, text in zip(cells.odd.tolist(), cells.texts, strict=True))
        return number, cells.odd if nulls is None else np.concatenate([nulls, cells.odd])

    def _blank(self, name: str, rows: Any, text: bytes) -> None:
        if rows is not None and len(rows):
            self._rows[name][rows] = np.void(text.ljust(self._formats[name][1], b"\0"))

    def _restore(self, name: str, rows: Any) -> None:
        if len(rows) and name in self._marks:
            self._rows[name][rows] = np.void(self._marks[name])


def _opaque(piece: Piece) -> Piece:
    """The same bytes, as items without a meaning."""
    return piece.view(f"V{piece.itemsize}")


def _joined(text: bytes, odd: list[tuple[int, int, bytes]]) -> bytes:
    """The text with the odd cells where their marks stand."""
    odd.sort(key=lambda cell: cell[:2])
    parts: list[bytes] = [b""] * (2 * len(odd) + 1)
    parts[0::2] = text.split(_ODD)
    parts[1::2] = [cell for _, _, cell in odd]
    return b"".join(parts)
