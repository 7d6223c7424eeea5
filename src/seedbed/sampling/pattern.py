"""Regular expressions as SQL writes them, cut into pieces; `like` and `search` make expressions of the whole text.

Read are the expressions of PostgreSQL (advanced), MySQL and MariaDB (ICU, PCRE) and Python, as far as they are
regular. Everywhere in this room an expression describes the *whole* text: `search` turns one that may match anywhere
into one of the whole text, and `like` does so with a LIKE pattern.
"""

from __future__ import annotations

import re

__all__ = [
    "END",
    "START",
    "RegexError",
    "anywhere",
    "branches",
    "closing",
    "like",
    "opens",
    "pieces_of",
    "search",
    "similar",
]

_PIECE = re.compile(
    r"""\\x\{[0-9a-fA-F]+\} | \\x[0-9a-fA-F]{1,2} | \\u[0-9a-fA-F]{4} | \\U[0-9a-fA-F]{8} | \\0[0-7]{0,2} | \\.
      | \[\^?\]?(?:\[:\^?\w+:\]|\[[=.].[=.]\]|\\.|[^\]\\])*\]
      | \(\?\#[^)]*\) | \(\?[a-zA-Z-]+\) | \(\?[a-zA-Z-]*: | \(\?P?<[A-Za-z_]\w*> | \(\?(?:<?[=!]|>) | \(
      | (?:[*+?]|\{\d+(?:,\d*)?\}|\{,\d+\})[?+]? | .""",
    re.VERBOSE | re.DOTALL,
)
_OPEN = ("(", "(?:")
START, END = ("^", r"\A", r"\`"), ("$", r"\Z", r"\z", r"\'")


class RegexError(ValueError):
    """An expression that is not regular, not understood, or that no text matches."""


def like(pattern: str, escape: str = "\\", *, insensitive: bool = False) -> str:
    """The regular expression of a LIKE pattern (ILIKE if `insensitive`); an empty `escape` is none."""
    out, characters = ["(?i)"] if insensitive else [], iter(pattern)
    for character in characters:
        if character == escape:
            literal = next(characters, None)
            if literal is None:
                raise RegexError(f"the LIKE pattern {pattern!r} ends in its escape character")
            out.append(re.escape(literal))
        else:
            out.append({"%": ".*", "_": "."}.get(character) or re.escape(character))
    return "".join(out)


def similar(pattern: str) -> str:
    """The regular expression of a SIMILAR TO pattern: `%` and `_` as in LIKE, and of `.`, `^` and `$` the letters."""
    words = {"%": ".*", "_": ".", ".": "[.]", "^": r"\^", "$": r"\$"}
    parts = re.split(r"(\[[^]]*\]|\\.)", pattern)  # members of a class and escaped letters stand for themselves
    return "".join(
        part if number % 2 else "".join(words.get(letter, letter) for letter in part)
        for number, part in enumerate(parts)
    )


def search(pattern: str) -> str:
    """The expression of the whole text that holds what the pattern matches anywhere, as ~ and REGEXP ask."""
    pieces, insensitive = pieces_of(pattern)
    return "(?i)" * insensitive + "|".join(anywhere(branch) for branch in branches(pieces))


def pieces_of(pattern: str) -> tuple[list[str], bool]:
    """The pieces of a pattern without its leading flags, and whether those ask for either case."""
    if pattern.startswith("***="):
        return [re.escape(character) for character in pattern[4:]], False
    pieces = _pieces(pattern.removeprefix("***:"))
    insensitive = False
    while pieces and re.fullmatch(r"\(\?[a-zA-Z]+\)", pieces[0]):
        letters = set(pieces.pop(0)[2:-1])
        if letters - set("icsmnwptuae"):
            raise RegexError(f"{pattern!r} has flags that are not understood: {''.join(sorted(letters))}")
        insensitive |= "i" in letters
    return pieces, insensitive


def _pieces(pattern: str) -> list[str]:
    """The pieces of a pattern: classes, escapes, group openings, quantifiers, single characters; no comments."""
    pieces = [found.group() for found in _PIECE.finditer(pattern)]
    if "\\" in pieces or "[" in pieces:
        raise RegexError(f"{pattern!r} ends inside a class or an escape")
    return [piece for piece in pieces if not piece.startswith("(?#")]


def branches(pieces: list[str]) -> list[list[str]]:
    """The alternatives of the outermost level."""
    found: list[list[str]] = [[]]
    depth = 0
    for piece in pieces:
        depth += opens(piece) - (piece == ")")
        if piece == "|" and depth == 0:
            found.append([])
        else:
            found[-1].append(piece)
    return found


def opens(piece: str) -> bool:
    """True if the piece opens a group."""
    return piece.startswith("(") and not piece.endswith(")")


def anywhere(branch: list[str]) -> str:
    """One alternative, open at the ends that no anchor closes; a group around all of it is opened first."""
    if len(branch) > 2 and branch[0] in _OPEN and closing(branch, 0) == len(branch) - 1:
        return f"(?:{'|'.join(anywhere(inner) for inner in branches(branch[1:-1]))})"
    start = bool(branch) and branch[0] in START
    end = len(branch) > start and branch[-1] in END
    body = "".join(branch[start : len(branch) - end])
    return ("^" if start else ".*") + body + ("$" if end else ".*")


def closing(pieces: list[str], opening: int) -> int:
    """The place of the parenthesis that closes the one at `opening`."""
    depth = 0
    for place in range(opening, len(pieces)):
        depth += opens(pieces[place]) - (pieces[place] == ")")
        if depth == 0:
            return place
    raise RegexError(f"{''.join(pieces)!r} has a parenthesis that is never closed")
