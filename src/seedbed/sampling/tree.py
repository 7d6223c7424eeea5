r"""A regular expression as a tree: characters, sequences, alternatives and repeats; all of it about the whole text.

Understood are groups, alternation, quantifiers, classes with POSIX names, \d \w \s, escapes of code points, (?i),
anchors and word boundaries where they stand at an edge, and looking ahead at the start.
"""

from __future__ import annotations

import re
from dataclasses import field

from seedbed.classes import dataclass
from seedbed.sampling.characters import Chars, chars
from seedbed.sampling.pattern import END, START, RegexError, anywhere, branches, closing, opens, pieces_of

__all__ = ["Either", "Expression", "Node", "Repeat", "Sequence", "parse"]

_QUANTIFIER = re.compile(r"([*+?]|\{(\d*)(,?)(\d*)\})([?+]?)", re.DOTALL)
_EDGE_OF_WORD = (r"\b", r"\y", r"\m", r"\M", r"\<", r"\>")


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """One, again and again: `least` to `most` times, without end if that is None."""

    part: Node
    least: int
    most: int | None


Node = Chars | Sequence | Either | Repeat


@dataclass(frozen=True, slots=True)
class Expression:
    """The tree of a pattern, and the patterns that the text must match, or must not, besides: it looked ahead."""

    node: Node
    within: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def parse(pattern: str) -> Expression:
    """The tree of a pattern; raises `RegexError` where it is not regular or not understood."""
    pieces, insensitive = pieces_of(pattern)
    try:
        return _Parser(pieces, insensitive, alternatives=len(branches(pieces)) > 1).run()
    except RegexError as problem:
        raise RegexError(f"{pattern!r}: {problem}") from None


@dataclass(slots=True)
class _Group:
    """An open group: its alternatives so far, whether it starts where the text does, and what was met in it."""

    first: bool
    insensitive: bool
    parts: list[list[Node]] = field(default_factory=lambda: [[]])
    consumed: bool = False
    anchored: bool = False
    repeatable: bool = False

    def add(self, node: Node) -> None:
        self.parts[-1].append(node)
        self.consumed = self.repeatable = True

    def node(self) -> Node:
        options = tuple(Sequence(tuple(part)) for part in self.parts)
        return options[0] if len(options) == 1 else Either(options)


@dataclass(slots=True)
class _Parser:
    """One walk over the pieces of a pattern."""

    pieces: list[str]
    insensitive: bool
    alternatives: bool
    place: int = 0
    within: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)

    def run(self) -> Expression:
        groups = [_Group(first=True, insensitive=self.insensitive)]
        while self.place < len(self.pieces):
            self._step(self.pieces[self.place], groups)
            self.place += 1
        if len(groups) > 1:
            raise RegexError("a parenthesis is never closed")
        case = "(?i)" * self.insensitive
        within, without = (tuple(case + text for text in texts) for texts in (self.within, self.without))
        return Expression(groups[0].node(), within, without)

    def _step(self, piece: str, groups: list[_Group]) -> None:
        group = groups[-1]
        quantifier = _QUANTIFIER.fullmatch(piece)
        if quantifier:
            self._repeat(quantifier, group)
        elif piece in ("(?=", "(?!"):
            self._look_ahead(piece, group, len(groups))
        elif opens(piece):
            groups.append(self._opened(piece, group))
        elif piece == ")":
            self._close(groups)
        elif piece == "|":
            group.parts.append([])
            group.consumed = group.repeatable = False
        elif piece in START or piece in END or piece in _EDGE_OF_WORD:
            self._anchor(piece, groups)
        elif piece.startswith("(?"):
            raise RegexError(f"the flags {piece} stand in the middle")
        else:
            group.add(chars(piece, insensitive=group.insensitive))

    def _opened(self, piece: str, group: _Group) -> _Group:
        if piece in ("(?<=", "(?<!", "(?>"):
            raise RegexError("looking behind and atomic groups are not regular here")
        flags = set(piece[2:-1]) if piece.startswith("(?") and piece.endswith(":") else set()
        if flags - set("is"):
            raise RegexError(f"the flags of {piece} are not understood")
        return _Group(first=group.first and not group.consumed, insensitive=group.insensitive or "i" in flags)

    def _close(self, groups: list[_Group]) -> None:
        """Leave a group; repeating an anchor would make it mean something else."""
        if len(groups) == 1:
            raise RegexError("a parenthesis is closed that was never opened")
        group = groups.pop()
        following = self.pieces[self.place + 1] if self.place + 1 < len(self.pieces) else ""
        if group.anchored and _QUANTIFIER.fullmatch(following) and following != "?":
            raise RegexError("an anchor is repeated")
        groups[-1].add(group.node())
        groups[-1].anchored |= group.anchored

    def _repeat(self, quantifier: re.Match[str], group: _Group) -> None:
        if not group.repeatable:
            raise RegexError("a quantifier has nothing to repeat")
        mark, low, comma, high, greed = quantifier.groups()
        if greed == "+":
            raise RegexError("possessive quantifiers are not regular here")
        least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(mark, (int(low or 0), int(high or 0)))
        if mark.startswith("{") and not high:
            most = None if comma else least
        if most is not None and most < least:
            raise RegexError(f"{mark} runs backwards")
        group.parts[-1].append(Repeat(group.parts[-1].pop(), least, most))
        group.repeatable = False

    def _look_ahead(self, piece: str, group: _Group, depth: int) -> None:
        """Looking ahead at the start is one more expression that the whole text matches, or doesn't."""
        end = closing(self.pieces, self.place)
        if depth > 1 or group.consumed or self.alternatives:
            raise RegexError("looking ahead is understood at the start only")
        inner = [["^", *branch] for branch in branches(self.pieces[self.place + 1 : end])]
        (self.within if piece == "(?=" else self.without).append("|".join(map(anywhere, inner)))
        self.place = end

    def _anchor(self, piece: str, groups: list[_Group]) -> None:
        """An anchor at the edge it asks for says nothing about a whole text; elsewhere it is refused."""
        group = groups[-1]
        at_start, at_end = group.first and not group.consumed, self._ends(self.place + 1)
        group.anchored, group.repeatable = True, False
        if piece in _EDGE_OF_WORD:
            if len(groups) > 1 or self.alternatives or not (at_start or at_end):
                raise RegexError("a word boundary is understood at the edges only")
            self.within.append(r"\w.*" if at_start else r".*\w")
        elif not (at_start if piece in START else at_end):
            raise RegexError(f"the anchor {piece} stands in the middle")

    def _ends(self, place: int) -> bool:
        """True if nothing that could match a character follows."""
        while place < len(self.pieces):
            piece = self.pieces[place]
            if piece == "|":
                depth = 0
                while place < len(self.pieces) and (depth or self.pieces[place] != ")"):
                    depth += opens(self.pieces[place]) - (self.pieces[place] == ")")
                    place += 1
            elif piece == ")" or piece in END or piece == "?":
                place += 1
            else:
                return False
        return True
