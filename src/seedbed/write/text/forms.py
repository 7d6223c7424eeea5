"""`Form`: how one column looks in one kind of text file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.schema.model import Column
from seedbed.write.text.words import words

__all__ = ["Field", "Form"]


@dataclass(frozen=True, slots=True)
class Form:
    """The marks of one column's cells.

    `open` and `close` stand around every value, `null` stands instead of all three. In texts the first of
    each pair of `escapes` becomes the second, in this order; a text with a character of `rare` is written by
    `exotic`, as a whole cell. Where `on_need` is set, quotes are put only around the texts that need them:
    those with something to escape or a character of `special`, the empty one, and those with a space at an end.
    """

    null: bytes
    open: bytes = b""
    close: bytes = b""
    true: bytes = b"true"
    false: bytes = b"false"
    escapes: tuple[tuple[str, str], ...] = ()
    special: str = ""
    rare: str = ""
    exotic: Callable[[str], str] | None = field(default=None, compare=False)
    on_need: bool = False

    def whole(self, text: str) -> bytes:
        """The whole cell of a text."""
        if self.exotic is not None and any(mark in text for mark in self.rare):
            return self.exotic(text).encode()
        quotes = b'"' if self.on_need and self._needs_quotes(text) else b""
        for mark, escaped in self.escapes:
            text = text.replace(mark, escaped)
        return self.open + quotes + text.encode() + quotes + self.close

    def _needs_quotes(self, text: str) -> bool:
        marks = {"\0", *self.special, *(mark for mark, _ in self.escapes)}
        return not text or text[0] == " " or text[-1] == " " or not marks.isdisjoint(text)


def _plain_words(array: pa.Array) -> pa.Array:
    return words(array)


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a text file: its form, and the texts of its cells where no quicker way fits.

    `trim` leaves the trailing zeros of decimals out. `free` says that the texts hold nothing to escape.
    """

    column: Column
    form: Form
    words: Callable[[pa.Array], pa.Array] = _plain_words
    trim: bool = False
    free: bool = False
