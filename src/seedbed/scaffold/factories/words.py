"""Vocabularies that a comment tells: `student | intern | supervised`, or `0..1`."""

from __future__ import annotations

import re

__all__ = ["range_in", "values_in"]

_WORD = re.compile(r"[A-Za-z][\w-]*")
_LEAD = re.compile(r"^(?:[\w ]{0,40}:|one of|either|e\.g\.|eg\.?)\s*", re.IGNORECASE)
_RANGE = re.compile(r"(?<![\w.])(-?\d+(?:\.\d+)?)\s*(?:\.\.+|–|-|to)\s*(-?\d+(?:\.\d+)?)(?![\w.])")


def values_in(text: str) -> tuple[str, ...]:
    """The words of a list in a comment, of two at least; nothing where it is prose."""
    text = _LEAD.sub("", text.strip().rstrip(".").strip())
    for mark in ("|", ",", "/"):
        parts = [part.strip().strip("'\"`") for part in text.strip("[](){}").split(mark)]
        if len(parts) > 1 and all(_WORD.fullmatch(part) for part in parts):
            return tuple(dict.fromkeys(parts))
    return ()


def range_in(text: str) -> tuple[str, str] | None:
    """The two ends of a range in a comment, the lower first; None where there is none."""
    found = _RANGE.search(text)
    return (found[1], found[2]) if found and float(found[1]) < float(found[2]) else None
