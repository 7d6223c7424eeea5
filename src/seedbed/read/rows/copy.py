"""PostgreSQL's COPY text format into text columns: tabs, its own mark for NULL, backslash escapes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from seedbed.errors import Problem, ReadError

__all__ = ["copy_batch"]

_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))", re.S)
_BLOCK = 1 << 24  # bytes: a row must fit into one
_MARKS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def copy_batch(block: bytes, columns: Sequence[str], where: str) -> list[pa.RecordBatch]:
    """The rows between the statement and its end mark; raises ReadError where a line has not one value a column."""
    read = csv.ReadOptions(
        column_names=list(columns), block_size=max(len(block) + 1, 1 << 20) if len(block) < 1 << 24 else 1 << 24
    )
    parse = csv.ParseOptions(
        delimiter="\t", quote_char=False, double_quote=False, escape_char=False, ignore_empty_lines=False
    )
    convert = csv.ConvertOptions(
        column_types={name: pa.string() for name in columns},
        null_values=["\\N"],
        strings_can_be_null=True,
    )
    try:
        table = csv.read_csv(io.BytesIO(block), read_options=read, parse_options=parse, convert_options=convert)
    except pa.ArrowException as error:
        raise ReadError(Problem("the COPY block cannot be read", where, str(error))) from error
    arrays = [_unescaped(column) for column in table.columns] if b"\\" in block else table.columns
    batches: list[pa.RecordBatch] = pa.table(arrays, names=list(columns)).to_batches()
    return batches


def _unescaped(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column with its escapes resolved; those without any are left as they are."""
    escaped = pc.match_substring(column, "\\")
    if not pc.any(escaped).as_py():
        return column
    texts = [_ESCAPE.sub(_meant, text) for text in column.filter(escaped).to_pylist()]
    mask = pc.fill_null(escaped, False).combine_chunks()
    return pa.chunked_array([pc.replace_with_mask(column.combine_chunks(), mask, pa.array(texts, pa.string()))])


def _meant(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 8))
    if found[2]:
        return chr(int(found[2], 16))
    return _MARKS.get(found[3], found[3])
