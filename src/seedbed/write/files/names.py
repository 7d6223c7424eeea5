"""File names for tables: safe on every file system, and never one name for two tables."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b

__all__ = ["file_stems"]

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.")
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))]
)
_LONGEST = 80  # characters; a file system takes 255 bytes, of which suffixes and numbers need a few


def file_stems(tables: Iterable[str]) -> dict[str, str]:
    """For each table id, the stem of its file.

    A plain id stays as it is. Any other keeps its letters and digits and gets a `-` and a digest of the id,
    which no plain id can hold; so do ids that differ only in case.
    """
    ids = list(dict.fromkeys(tables))
    folded = Counter(id.casefold() for id in ids)
    return {id: id if _plain(id) and folded[id.casefold()] == 1 else _marked(id) for id in ids}


def _plain(id: str) -> bool:
    reserved = id.split(".", 1)[0].lower() in _RESERVED
    dotted = id.startswith(".") or id.endswith(".")
    return bool(id) and _PLAIN.issuperset(id) and not reserved and not dotted and len(id) <= _LONGEST


def _marked(id: str) -> str:
    letters = "".join(mark if mark.isalnum() or mark == "_" else "_" for mark in unicodedata.normalize("NFC", id))
    digest = blake2b(id.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return f"{_cut(letters)}-{digest}"


def _cut(letters: str) -> str:
    """As many letters as fit, counted in the bytes of UTF-8."""
    return letters.encode("utf-8", "ignore")[:_LONGEST].decode("utf-8", "ignore") or "table"
