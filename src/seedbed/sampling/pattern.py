r"""Regular expressions as SQL writes them, turned into the plain kind that interegular reads.

Read are the expressions of PostgreSQL (advanced), MySQL and MariaDB (ICU, PCRE) and Python, as far as they are regular:
groups, alternation, quantifiers, classes with POSIX names, \d \w \s, code point escapes, (?i), anchors where they
stand at an edge, and looking ahead at the start. All describe the *whole* text here; `search` turns an expression that
may match anywhere into one of the whole text, and `like` does so with a LIKE pattern.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Plain", "RegexError", "like", "plain", "search"]

_PIECE = re.compile(
    r"""\\x\{[0-9a-fA-F]+\} | \\x[0-9a-fA-F]{1,2} | \\u[0-9a-fA-F]{4} | \\U[0-9a-fA-F]{8} | \\0[0-7]{0,2} | \\.
      | \[\^?\]?(?:\[:\^?\w+:\]|\[[=.].[=.]\]|\\.|[^\]\\])*\]
      | \(\?\#[^)]*\) | \(\?[a-zA-Z-]+\) | \(\?[a-zA-Z-]*: | \(\?P?<[A-Za-z_]\w*> | \(\?(?:<?[=!]|>) | \(
      | (?:[*+?]|\{\d+(?:,\d*)?\}|\{,\d+\})[?+]? | .""",
    re.VERBOSE | re.DOTALL,
)
_MEMBER = re.compile(
    r"\[:(\^?\w+):\]|\[[=.](.)[=.]\]|(\\x\{[0-9a-fA-F]+\}|\\x[0-9a-fA-F]{1,2}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\.)|(.)",
    re.DOTALL,
)
_QUANTIFIER = re.compile(r"([*+?]|\{(\d*)(,?)(\d*)\})([?+]?)", re.DOTALL)
_OPEN = ("(", "(?:")
_START, _END = ("^", r"\A", r"\`"), ("$", r"\Z", r"\z", r"\'")
_EDGE_OF_WORD = (r"\b", r"\y", r"\m", r"\M", r"\<", r"\>")
_CONTROL = {"a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_MOST_REPEATS = 1200  # of one expression in all: each is a state or more
_MOST_PAIRS = 20_000  # of two repeats: where one runs into the other, each pair of counts may become a state

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


class RegexError(ValueError):
    """An expression that is not regular, not understood, or that no text matches."""


@dataclass(frozen=True, slots=True)
class Plain:
    """An expression of the whole text without anchors, and those that the text must match, or must not, besides."""

    text: str
    within: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


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


def search(pattern: str) -> str:
    """The expression of the whole text that holds what the pattern matches anywhere, as ~ and REGEXP ask."""
    flags, pieces = _flags(pattern)
    return flags + "|".join(_anywhere(branch) for branch in _branches(pieces))


def plain(pattern: str, longest: int) -> Plain:
    """The pattern as interegular reads it; repeats beyond the `longest` text are cut."""
    flags, pieces = _flags(pattern)
    translation = _Translation(pattern, pieces, longest, alternatives=len(_branches(pieces)) > 1)
    text = translation.run()
    insensitive = "i" in flags
    wrap = "(?i)" if insensitive else ""
    return Plain(
        f"(?i:{text})" if insensitive else text,
        tuple(wrap + other for other in translation.within),
        tuple(wrap + other for other in translation.without),
    )


def _flags(pattern: str) -> tuple[str, list[str]]:
    """The flags that matter, written as `(?i)` or nothing, and the pieces of the rest."""
    if pattern.startswith("***="):
        return "", [re.escape(character) for character in pattern[4:]]
    pieces = _pieces(pattern.removeprefix("***:"))
    insensitive = False
    while pieces and re.fullmatch(r"\(\?[a-zA-Z]+\)", pieces[0]):
        letters = set(pieces.pop(0)[2:-1])
        if letters - set("icsmnwptuae"):
            raise RegexError(f"{pattern!r} has flags that are not understood: {''.join(sorted(letters))}")
        insensitive |= "i" in letters
    return "(?i)" if insensitive else "", pieces


def _pieces(pattern: str) -> list[str]:
    """The pieces of a pattern: classes, escapes, group openings, quantifiers, single characters; no comments."""
    pieces = [found.group() for found in _PIECE.finditer(pattern)]
    if "\\" in pieces or "[" in pieces:
        raise RegexError(f"{pattern!r} ends inside a class or an escape")
    return [piece for piece in pieces if not piece.startswith("(?#")]


def _branches(pieces: list[str]) -> list[list[str]]:
    """The alternatives of the outermost level."""
    branches: list[list[str]] = [[]]
    depth = 0
    for piece in pieces:
        depth += _opens(piece) - (piece == ")")
        if piece == "|" and depth == 0:
            branches.append([])
        else:
            branches[-1].append(piece)
    return branches


def _opens(piece: str) -> bool:
    return piece.startswith("(") and not piece.endswith(")")


def _anywhere(branch: list[str]) -> str:
    """One alternative, open at the ends that no anchor closes; a group around all of it is opened first."""
    if len(branch) > 2 and branch[0] in _OPEN and _closing(branch, 0) == len(branch) - 1:
        return f"(?:{'|'.join(_anywhere(inner) for inner in _branches(branch[1:-1]))})"
    start = bool(branch) and branch[0] in _START
    end = len(branch) > start and branch[-1] in _END
    body = "".join(branch[start : len(branch) - end])
    return ("^" if start else ".*") + body + ("$" if end else ".*")


def _closing(pieces: list[str], opening: int) -> int:
    """The place of the parenthesis that closes the one at `opening`."""
    depth = 0
    for place in range(opening, len(pieces)):
        depth += _opens(pieces[place]) - (pieces[place] == ")")
        if depth == 0:
            return place
    raise RegexError(f"{''.join(pieces)!r} has a parenthesis that is never closed")


@dataclass(slots=True)
class _Group:
    """An open group: whether it starts where the text starts, and what was met in it."""

    first: bool
    consumed: bool = False
    anchored: bool = False


@dataclass(slots=True)
class _Translation:
    """One walk over the pieces of a pattern."""

    pattern: str
    pieces: list[str]
    longest: int
    alternatives: bool
    repeats: list[int] = field(default_factory=lambda: [0, 0])
    within: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)

    def run(self) -> str:
        """The text for interegular."""
        out: list[str] = []
        groups = [_Group(first=True)]
        place, repeatable = 0, False
        while place < len(self.pieces):
            piece = self.pieces[place]
            group = groups[-1]
            quantifier = _QUANTIFIER.fullmatch(piece)
            if quantifier:
                out.append(self._repeat(quantifier, repeatable))
                repeatable = False
            elif piece in ("(?=", "(?!"):
                place = self._look_ahead(place, group, len(groups))
            elif _opens(piece):
                groups.append(_Group(first=group.first and not group.consumed))
                out.append(self._opening(piece))
                repeatable = False
            elif piece == ")":
                repeatable = self._close(groups, place)
                out.append(piece)
            elif piece == "|":
                group.consumed = repeatable = False
                out.append(piece)
            elif piece in _START or piece in _END or piece in _EDGE_OF_WORD:
                self._anchor(piece, place, groups)
                repeatable = False
            else:
                out.append(self._atom(piece))
                group.consumed = repeatable = True
            place += 1
        if len(groups) > 1:
            raise self._error("a parenthesis is never closed")
        return "".join(out)

    def _error(self, why: str) -> RegexError:
        return RegexError(f"{self.pattern!r}: {why}")

    def _opening(self, piece: str) -> str:
        if piece in ("(?<=", "(?<!", "(?>"):
            raise self._error("looking behind and atomic groups are not regular here")
        if piece.startswith("(?") and piece.endswith(":") and set(piece[2:-1]) - set("is"):
            raise self._error(f"the flags of {piece} are not understood")
        return piece if piece.endswith("i:") else "(?:"

    def _close(self, groups: list[_Group], place: int) -> bool:
        """Leave a group; repeating an anchor would make it mean something else."""
        if len(groups) == 1:
            raise self._error("a parenthesis is closed that was never opened")
        group = groups.pop()
        following = self.pieces[place + 1] if place + 1 < len(self.pieces) else ""
        if group.anchored and _QUANTIFIER.fullmatch(following) and following != "?":
            raise self._error("an anchor is repeated")
        groups[-1].consumed = True
        groups[-1].anchored |= group.anchored
        return True

    def _repeat(self, quantifier: re.Match[str], repeatable: bool) -> str:
        if not repeatable:
            raise self._error("a quantifier has nothing to repeat")
        mark, low, comma, high, greed = quantifier.groups()
        if greed == "+":
            raise self._error("possessive quantifiers are not regular here")
        if not mark.startswith("{"):
            return str(mark)
        least = int(low or 0)
        most = (least if not comma else None) if not high else int(high)
        if most is not None:
            most = min(most, max(least, self.longest)) if most >= least else -1
        self.repeats = sorted([*self.repeats, least if most is None else most])
        if most == -1 or sum(self.repeats) > _MOST_REPEATS or self.repeats[-1] * self.repeats[-2] > _MOST_PAIRS:
            raise self._error(f"{mark} runs backwards or is too many")
        return f"{{{least},{'' if most is None else most}}}"

    def _look_ahead(self, place: int, group: _Group, depth: int) -> int:
        """Looking ahead at the start is one more expression that the whole text matches, or doesn't."""
        end = _closing(self.pieces, place)
        if depth > 1 or group.consumed or self.alternatives:
            raise self._error("looking ahead is understood at the start only")
        inner = [["^", *branch] for branch in _branches(self.pieces[place + 1 : end])]
        (self.within if self.pieces[place] == "(?=" else self.without).append("|".join(map(_anywhere, inner)))
        return end

    def _anchor(self, piece: str, place: int, groups: list[_Group]) -> None:
        """An anchor at the edge it asks for says nothing about a whole text; elsewhere it is refused."""
        at_start = groups[-1].first and not groups[-1].consumed
        at_end = self._ends(place + 1)
        groups[-1].anchored = True
        if piece in _EDGE_OF_WORD:
            if len(groups) > 1 or self.alternatives or not (at_start or at_end):
                raise self._error("a word boundary is understood at the edges only")
            self.within.append(r"\w.*" if at_start else r".*\w")
        elif not (at_start if piece in _START else at_end):
            raise self._error(f"the anchor {piece} stands in the middle")

    def _ends(self, place: int) -> bool:
        """True if nothing that could match a character follows."""
        while place < len(self.pieces):
            piece = self.pieces[place]
            if piece == "|":
                depth = 0
                while place < len(self.pieces) and (depth or self.pieces[place] != ")"):
                    depth += _opens(self.pieces[place]) - (self.pieces[place] == ")")
                    place += 1
            elif piece == ")" or piece in _END or piece == "?":
                place += 1
            else:
                return False
        return True

    def _atom(self, piece: str) -> str:
        if piece.startswith("["):
            return _written(*self._members(piece))
        if piece == ".":
            return "[^]"
        if piece.startswith("\\"):
            return _written(*self._escaped(piece))
        if piece.startswith("(?"):
            raise self._error(f"the flags {piece} stand in the middle")
        return _written(frozenset(piece), False)

    def _escaped(self, piece: str) -> tuple[frozenset[str], bool]:
        """What an escape stands for: characters, and whether all others are meant instead."""
        letter = piece[1]
        if letter.lower() in _CLASSES:
            return _CLASSES[letter.lower()], letter.isupper()
        if letter in "xuU" and len(piece) > 2:
            return frozenset(chr(int(piece[2:].strip("{}"), 16))), False
        if letter == "0":
            return frozenset(chr(int(piece[1:], 8))), False
        if letter in _CONTROL:
            return frozenset(_CONTROL[letter]), False
        if letter.isdigit():
            raise self._error("references back to a group are not regular")
        if letter.isalpha():
            raise self._error(f"{piece} is not understood")
        return frozenset(letter), False

    def _members(self, piece: str) -> tuple[frozenset[str], bool]:
        """The characters of a class, and whether all others are meant instead."""
        negated = piece.startswith("[^")
        included: set[str] = set()
        excluded: set[str] | None = None
        parts = list(self._parts(piece[2 if negated else 1 : -1]))
        place = 0
        while place < len(parts):
            (chars, others), place = parts[place], place + 1
            if place + 1 < len(parts) and parts[place] == (frozenset("-"), False) and len(chars) == 1:
                chars, place = self._range(piece, chars, parts[place + 1][0]), place + 2
            if others:
                excluded = set(chars) if excluded is None else excluded & chars
            else:
                included |= chars
        if excluded is None:
            return frozenset(included), negated
        return frozenset(excluded - included), not negated

    def _parts(self, body: str) -> Iterator[tuple[frozenset[str], bool]]:
        for found in _MEMBER.finditer(body):
            name, single, escape, character = found.groups()
            if name:
                if name.removeprefix("^") not in _NAMED:
                    raise self._error(f"[:{name}:] is not understood")
                yield _NAMED[name.removeprefix("^")], name.startswith("^")
            elif escape:
                yield self._escaped(escape)
            else:
                yield frozenset(single or character), False

    def _range(self, piece: str, low: frozenset[str], high: frozenset[str]) -> frozenset[str]:
        if len(high) != 1 or min(low) > min(high):
            raise self._error(f"{piece} has a range that runs backwards")
        return frozenset(map(chr, range(ord(min(low)), ord(min(high)) + 1)))


def _written(characters: frozenset[str], negated: bool) -> str:
    """A class in the few words that interegular reads: escaped characters and ranges."""
    codes = sorted(map(ord, characters))
    starts = [code for place, code in enumerate(codes) if not place or codes[place - 1] != code - 1]
    ends = [code for place, code in enumerate(codes) if place + 1 == len(codes) or codes[place + 1] != code + 1]
    runs = (_literal(a) if a == b else f"{_literal(a)}-{_literal(b)}" for a, b in zip(starts, ends, strict=True))
    return f"[{'^' if negated else ''}{''.join(runs)}]"


def _literal(code: int) -> str:
    return "\\" + chr(code) if chr(code) in r"\[]^-" else chr(code)
