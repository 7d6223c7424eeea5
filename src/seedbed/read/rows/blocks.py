"""`block`: many rows of an INSERT at once, turned into CSV by arithmetic over their bytes.

Only rows of plain literals are taken, in the commonest way of writing them: numbers, a few words, texts without
escapes, blanks only before a value. Whatever else there is, is left to who reads a row at a time.
"""

from __future__ import annotations

import mmap
import re
from codecs import getincrementaldecoder
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass

__all__ = ["Block", "block", "csv_batch"]

Bytes = NDArray[np.uint8]

_WORDS = re.compile(rb"NULL|null|Null|true|false")
_NULLS = ["NULL", "null", "Null"]
_LEAST = 1 << 12  # bytes: fewer are read as soon by an expression
_MOST = 1 << 20

_VALUE, _LETTER, _SIGN, _BLANK, _MARK, _OTHER = range(6)
_KINDS = {b"0123456789.'": _VALUE, b"NULnultrefas": _LETTER, b"+-": _SIGN, b" \t\r\n": _BLANK, b"(),;": _MARK}
_KIND_OF = bytes(next((kind for marks, kind in _KINDS.items() if byte in marks), _OTHER) for byte in range(256))


@dataclass(frozen=True, slots=True)
class Block:
    """Rows as CSV whose quote is the apostrophe, the place behind them, and whether the statement ends there."""

    text: bytes
    end: int
    last: bool


def block(data: mmap.mmap | bytes, at: int, width: int, backslashes: bool) -> Block | None:
    """The rows of so many plain values that stand at `at`; None where they are few, or not all plain."""
    stop = data.find(b");", at, at + _MOST)
    script = data[at : stop + 2 if stop >= 0 else at + _MOST]
    if len(script) < _LEAST or (backslashes and b"\\" in script) or not _is_text(script):
        return None
    letters = np.frombuffer(script, np.uint8)
    kinds = _kinds(script, letters)
    marks = np.flatnonzero(kinds == _MARK)
    marks = marks[: len(marks) // (width + 2) * (width + 2)]
    if not len(marks):
        return None
    end = int(marks[-1]) + 1
    letters, kinds, rows = letters[:end], kinds[:end], marks.reshape(-1, width + 2)
    if not (_shaped(letters, rows) and _plain(letters, kinds, rows)):
        return None
    return Block(_csv(letters, kinds, rows), at + end, letters[-1] == ord(";"))


def _is_text(script: bytes) -> bool:
    """Whether this is UTF-8, as far as it goes: the last letter may be cut."""
    try:
        script.isascii() or getincrementaldecoder("utf-8")().decode(script)
    except UnicodeDecodeError:
        return False
    return True


def _kinds(script: bytes, letters: Bytes) -> Bytes:
    """The kind of each byte; all that is within a text is part of a value."""
    texts: Bytes = np.cumsum(letters == ord("'"), dtype=np.uint8) & np.uint8(1)
    return np.where(texts, np.uint8(_VALUE), np.frombuffer(script.translate(_KIND_OF), np.uint8))


def _shaped(letters: Bytes, rows: NDArray[np.int64]) -> bool:
    """Whether the marks are those of rows, each followed by a comma, the last perhaps by the end of the statement."""
    wanted = np.frombuffer(b"(" + b"," * (rows.shape[1] - 3) + b")", np.uint8)
    behind = letters[rows[:, -1]]
    return bool((letters[rows[:, :-1]] == wanted).all() and (behind[:-1] == ord(",")).all() and behind[-1] in b",;")


def _plain(letters: Bytes, kinds: Bytes, rows: NDArray[np.int64]) -> bool:
    """Whether each value is a number, a text or one of the words, with nothing behind it, and nothing before a row."""
    before, after = kinds[:-1], kinds[1:]
    if (kinds == _OTHER).any() or ((before < _BLANK) & ((after == _SIGN) | (after == _BLANK))).any():
        return False
    if (kinds[rows[:, 1:-1] - 1] > _LETTER).any() or (kinds[rows[:, 0] - 1] < _BLANK).any():
        return False
    words = kinds == _LETTER
    rest, count = _WORDS.subn(b"", letters[words].tobytes())
    return not rest and count == np.count_nonzero(words[1:] & ~words[:-1])


def _csv(letters: Bytes, kinds: Bytes, rows: NDArray[np.int64]) -> bytes:
    """The rows without blanks and parentheses, a line each."""
    lines, kept = letters.copy(), kinds != _BLANK
    lines[rows[:, -1]] = ord("\n")
    kept[rows[:, 0]] = kept[rows[:, -2]] = False
    text: bytes = lines[kept].tobytes()
    return text


def csv_batch(blocks: Sequence[bytes], columns: Sequence[str]) -> list[pa.RecordBatch]:
    """The values of blocks as texts."""
    read: pa.Table = pc.read_csv(
        pa.BufferReader(b"".join(blocks)),
        read_options=pc.ReadOptions(column_names=columns, block_size=4 * _MOST),
        parse_options=pc.ParseOptions(quote_char="'", newlines_in_values=True, ignore_empty_lines=False),
        convert_options=pc.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()),
            null_values=_NULLS,
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    batches: list[pa.RecordBatch] = read.to_batches()
    return batches
