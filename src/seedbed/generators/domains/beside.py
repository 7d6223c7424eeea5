"""Texts put side by side, row by row."""

from __future__ import annotations

from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["beside"]


def beside(*parts: pa.Array | str, between: str = "") -> pa.Array:
    """The parts of each row as one text; NULL where one of them is."""
    known = (_text(part) if isinstance(part, str) else part for part in parts)
    return pc.binary_join_element_wise(*known, _text(between))


@lru_cache(maxsize=256)
def _text(text: str) -> pa.Scalar:
    """A text that says its type: Arrow guesses none before it has looked for a package that is seldom there."""
    return pa.scalar(text, pa.string())
