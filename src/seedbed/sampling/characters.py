"""Character classes and escapes of regular expressions, as sets of characters."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from seedbed.classes import dataclass
from seedbed.sampling.pattern import RegexError

__all__ = ["Chars", "chars"]

_MEMBER = re.compile(
    r"\[:(\^?\w+):\]|\[[=.](.)[=.]\]|(\\x\{[0-9a-fA-F]+\}|\\x[0-9a-fA-F]{1,2}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\.)|(.)",
    re.DOTALL,
)
_CONTROL = {"a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}

_WORD = frozenset(string.ascii_letters + string.digits + "_")
_SPACE = frozenset(" \t\n\r\f\v")
_NAMED = {
    "alpha": frozenset(string.ascii_letters),
    "digit": frozenset(string.digits),
    "alnum": frozenset(string.ascii_letters + string.digits),
    "upper": frozenset(string.ascii_uppercase),
    "lower": frozenset(string.ascii_lowercase),
    "punct": frozenset(string.punctuation),
    "space": _SPACE,
    "blank": frozenset(" \t"),
    "word": _WORD,
    "xdigit": frozenset(string.hexdigits),
    "print": frozenset(map(chr, range(32, 127))),
    "graph": frozenset(map(chr, range(33, 127))),
    "cntrl": frozenset([*map(chr, range(1, 32)), "\x7f"]),
    "ascii": frozenset(map(chr, range(1, 128))),
}
_CLASSES = {"d": _NAMED["digit"], "w": _WORD, "s": _SPACE}


@dataclass(frozen=True, slots=True)
class Chars:
    """One character out of `members`, or any but those if `others`."""

    members: frozenset[str]
    others: bool = False

    def holds(self, character: str) -> bool:
        """True if the character is one of these."""
        return (character in self.members) != self.others


def chars(piece: str, *, insensitive: bool = False) -> Chars:
    """What one piece of a pattern stands for: a class, an escape, the dot, or a character that means itself."""
    if piece.startswith("["):
        found = _members(piece)
    elif piece.startswith("\\"):
        found = _escaped(piece)
    else:
        found = Chars(frozenset(), others=True) if piece == "." else Chars(frozenset(piece))
    if not insensitive:
        return found
    both = {case for member in found.members for case in (member.lower(), member.upper()) if len(case) == 1}
    return Chars(found.members | both, found.others)


def _escaped(piece: str) -> Chars:
    letter = piece[1]
    if letter.lower() in _CLASSES:
        return Chars(_CLASSES[letter.lower()], letter.isupper())
    if letter in "xuU" and len(piece) > 2:
        code = int(piece[2:].strip("{}"), 16)
        if code > 0x10FFFF:
            raise RegexError(f"{piece} is beyond Unicode")
        return Chars(frozenset(chr(code)))
    if letter == "0":
        return Chars(frozenset(chr(int(piece[1:], 8))))
    if letter in _CONTROL:
        return Chars(frozenset(_CONTROL[letter]))
    if letter.isdigit():
        raise RegexError(f"{piece} refers back to a group, which is not regular")
    if letter.isalpha():
        raise RegexError(f"{piece} is not understood")
    return Chars(frozenset(letter))


def _members(piece: str) -> Chars:
    """A class in brackets: the union of its parts, or what is left of everything."""
    negated = piece.startswith("[^")
    included: set[str] = set()
    excluded: frozenset[str] | None = None
    parts = list(_parts(piece[2 if negated else 1 : -1]))
    place = 0
    while place < len(parts):
        part, place = parts[place], place + 1
        if place + 1 < len(parts) and parts[place] == Chars(frozenset("-")) and len(part.members) == 1:
            part, place = _range(piece, part.members, parts[place + 1].members), place + 2
        if part.others:
            excluded = part.members if excluded is None else excluded & part.members
        else:
            included |= part.members
    if excluded is None:
        return Chars(frozenset(included), negated)
    return Chars(excluded - included, not negated)


def _parts(body: str) -> Iterator[Chars]:
    for found in _MEMBER.finditer(body):
        name, single, escape, character = found.groups()
        if name:
            if name.removeprefix("^") not in _NAMED:
                raise RegexError(f"[:{name}:] is not understood")
            yield Chars(_NAMED[name.removeprefix("^")], name.startswith("^"))
        elif escape:
            yield _escaped(escape)
        else:
            yield Chars(frozenset(single or character))


def _range(piece: str, low: frozenset[str], high: frozenset[str]) -> Chars:
    if len(high) != 1 or min(low) > min(high):
        raise RegexError(f"{piece} has a range that runs backwards")
    return Chars(frozenset(map(chr, range(ord(min(low)), ord(min(high)) + 1))))
