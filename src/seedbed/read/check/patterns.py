"""Patterns in one spelling: LIKE with a backslash as its escape, GLOB as a regular expression."""

from __future__ import annotations

import re

__all__ = ["like_pattern", "regex_of_glob"]


def like_pattern(pattern: str, escape: str | None) -> str:
    """The pattern with a backslash before every character that `escape` made plain (None: there is no escape)."""
    if escape == "\\":
        return pattern
    if not escape:
        return pattern.replace("\\", "\\\\")
    out: list[str] = []
    characters = iter(pattern)
    for character in characters:
        if character == escape:
            out.append("\\" + next(characters, escape))
        else:
            out.append("\\\\" if character == "\\" else character)
    return "".join(out)


def regex_of_glob(pattern: str) -> str:
    """An anchored regular expression for a GLOB pattern of SQLite (https://sqlite.org/lang_expr.html#glob)."""
    out: list[str] = []
    position = 0
    while position < len(pattern):
        character = pattern[position]
        end = _class_end(pattern, position) if character == "[" else -1
        if end > 0:
            out.append(_class(pattern[position + 1 : end]))
            position = end
        else:
            out.append({"*": ".*", "?": "."}.get(character) or re.escape(character))
        position += 1
    return "^" + "".join(out) + "$"


def _class_end(pattern: str, start: int) -> int:
    """Where the bracket closes; a bracket right after `[` or `[^` stands for itself."""
    first = start + 1 + pattern.startswith("^", start + 1)
    return pattern.find("]", first + 1)


def _class(body: str) -> str:
    negated = body.startswith("^")
    inner = re.sub(r"([\\\[\]^&~|])", r"\\\1", body[1:] if negated else body)
    return f"[{'^' if negated else ''}{inner}]"
