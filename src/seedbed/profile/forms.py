"""The form that the texts of a column share, in the pattern language: `XXX-####` for ABC-1234."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["form_of"]

MOST = 0.95
"""The share of the texts that must have the form."""

LONGEST = 40
_CLASSES = ((r"[0-9]", "0"), (r"[A-Z]", "A"), (r"[a-z]", "a"))
_SPECIAL = set("#X{}[]\\")


def form_of(texts: pa.Array, crowd: int) -> str:
    """The pattern of nearly all texts; "" where there is none, or where it would tell of fewer than a crowd.

    A letter or digit at a place where all texts agree is a crowd's own and stays; any other becomes one of its kind.
    """
    if len(texts) < crowd:
        return ""
    shapes = texts
    for letters, sign in _CLASSES:
        shapes = pc.replace_substring_regex(shapes, letters, sign)
    [(shape, count), *_] = Counter(shapes.to_pylist()).most_common(1)
    if count < max(MOST * len(texts), crowd) or not shape or len(shape) > LONGEST or not _is_code(shape):
        return ""
    same = texts.filter(pc.equal(shapes, shape)).to_pylist()
    agreed = [column[0] if len(set(column)) == 1 else None for column in zip(*same, strict=True)]
    return _pattern(shape, agreed)


def _is_code(shape: str) -> bool:
    """Whether a shape is a code's: with a digit or a sign in it, and no words between blanks."""
    return bool(re.search(r"[^A-Za-z\s]", shape)) and " " not in shape.strip() and shape.isascii()


def _pattern(shape: str, agreed: list[str | None]) -> str:
    signs = ["=" if fixed is not None else sign for sign, fixed in zip(shape, agreed, strict=True)]
    found, place = [], 0
    for sign, run in groupby(signs):
        length = len(list(run))
        fixed = "".join(letter or "" for letter in agreed[place : place + length])
        found.append(_piece(sign, length, fixed))
        place += length
    return "".join(found)


def _piece(sign: str, length: int, fixed: str) -> str:
    match sign:
        case "=":
            return "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in fixed)
        case "0":
            return "#" * length
        case "A":
            return "X" * length
        case _:
            return f"{{l:{length}}}"
