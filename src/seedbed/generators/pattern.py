r"""The pattern language of recipes, and `Numbered` and `Spelled`, which fill columns by it.

    #                       a digit
    X                       an upper-case letter
    {d:3} {l:2} {u:2}       as many digits, lower-case letters, upper-case letters
    {a:4} {h:8}             lower-case letters and digits, hexadecimal digits
    [x,y,z]                 one of these
    {seq} {seq:5}           the number of the row from 1, padded with zeros to so many digits
    {column}                the cell of another column of the row
    \                       takes the letter after it as it stands

Everything else stands for itself: the ABC of `ABC-####` stays ABC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.generators.arrays import as_text
from seedbed.generators.choose import nulled
from seedbed.generators.domain import Domain, Given, Index, Rows
from seedbed.generators.domains.choice import Choice
from seedbed.generators.domains.codes import DIGITS, HEX, LOWER, LOWER_DIGITS, UPPER, Codes
from seedbed.generators.domains.matching import Matching
from seedbed.sampling.bits import Draw
from seedbed.schema.types import Type

__all__ = ["Cell", "Numbered", "OneOf", "PatternError", "Piece", "Run", "Sequence", "Spelled", "numbered", "parsed"]

_SETS = {"d": DIGITS, "l": LOWER, "u": UPPER, "a": LOWER_DIGITS, "h": HEX}
_SET = re.compile(r"(\w+):(\d+)")
_MOST = 18  # digits of a sequence that an index counts
_LONGEST = 512  # letters of one run


class PatternError(Exception):
    """A text that is no pattern; says why."""


@dataclass(frozen=True, slots=True)
class Run:
    """So many letters of an alphabet; of one letter, that letter."""

    alphabet: str
    count: int = 1

    @property
    def language(self) -> str:
        """A regular expression of its texts."""
        return f"{re.escape(self.alphabet) if len(self.alphabet) == 1 else _class(self.alphabet)}{{{self.count}}}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some texts."""

    texts: tuple[str, ...]

    @property
    def language(self) -> str:
        """A regular expression of its texts."""
        return f"({'|'.join(map(re.escape, self.texts))})"


@dataclass(frozen=True, slots=True)
class Sequence:
    """The number of the row, from 1, of at least `width` digits."""

    width: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of another column of the row."""

    column: str


Piece = Run | OneOf | Sequence | Cell


@lru_cache(maxsize=1024)
def parsed(pattern: str) -> tuple[Piece, ...]:
    """The pieces of a pattern; raises PatternError."""
    pieces = tuple(_pieces(pattern))
    if not pieces:
        raise PatternError("it is empty")
    if sum(isinstance(piece, Sequence) for piece in pieces) > 1:
        raise PatternError("it counts twice")
    return pieces


def _pieces(pattern: str) -> Iterator[Piece]:
    place = 0
    while place < len(pattern):
        letter = pattern[place]
        if letter in "{[":
            inside, place = _inside(pattern, place)
            yield _braced("".join(text for text, _ in inside)) if letter == "{" else _choice(inside)
            continue
        if letter == "\\":
            place += 1
            if place == len(pattern):
                raise PatternError("it ends in a backslash, which escapes nothing")
            yield Run(pattern[place])
        else:
            yield Run({"#": DIGITS, "X": UPPER}.get(letter, letter))
        place += 1


def _inside(pattern: str, start: int) -> tuple[list[tuple[str, bool]], int]:
    """The letters between two brackets, each with whether it is escaped, and the place after them."""
    end = "}" if pattern[start] == "{" else "]"
    found: list[tuple[str, bool]] = []
    place = start + 1
    while place < len(pattern):
        if pattern[place] == end:
            return found, place + 1
        escaped = pattern[place] == "\\" and place + 1 < len(pattern)
        place += escaped
        found.append((pattern[place], escaped))
        place += 1
    raise PatternError(f"the {pattern[start]} at place {start + 1} is not closed")


def _braced(inside: str) -> Piece:
    name, _, count = inside.partition(":")
    if name == "seq" and (not count or (count.isdigit() and 0 < int(count) <= _MOST)):
        return Sequence(int(count or 0))
    found = _SET.fullmatch(inside)
    if found is None:
        if not inside or ":" in inside:
            raise PatternError(
                f"{{{inside}}} is none of {{d:3}}, {{l:3}}, {{u:3}}, {{a:3}}, {{h:3}}, {{seq:5}}, {{column}}"
            )
        return Cell(inside)
    if found[1] not in _SETS or not 0 < int(found[2]) <= _LONGEST:
        known = ", ".join(f"{{{name}:n}}" for name in (*_SETS, "seq"))
        raise PatternError(f"{{{inside}}} is none of {known}, with n from 1 to {_LONGEST}, or to {_MOST} for seq")
    return Run(_SETS[found[1]], int(found[2]))


def _choice(inside: list[tuple[str, bool]]) -> OneOf:
    texts = [""]
    for letter, escaped in inside:
        if letter == "," and not escaped:
            texts.append("")
        else:
            texts[-1] += letter
    if texts == [""]:
        raise PatternError("[] offers nothing to choose")
    return OneOf(tuple(dict.fromkeys(texts)))


@dataclass(frozen=True, slots=True)
class Numbered:
    """Texts around a number that counts up from 1: index i holds i + 1, with at least `width` digits, `most` at most.

    What stands before and after it is mixed from the index.
    """

    before: str | Domain = ""
    width: int = 0
    after: str | Domain = ""
    most: int = _MOST

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return int(10**self.most) - 1

    def at(self, index: Index) -> pa.Array:
        """The texts at the given indexes."""
        draw = Draw.of(0, "numbered")
        around = [_around(part, index, draw.sub(side)) for side, part in enumerate((self.before, self.after))]
        return pc.binary_join_element_wise(around[0], _counting(index, self.width), around[1], "")


def _counting(index: Index, width: int) -> pa.Array:
    numbers = pa.array(index + np.uint64(1)).cast(pa.string())
    return pc.utf8_lpad(numbers, width, "0") if width else numbers


def _around(part: str | Domain, index: Index, draw: Draw) -> pa.Array | pa.Scalar:
    return pa.scalar(part) if isinstance(part, str) else part.at(draw.below(index, part.size))


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text for each row from constants, drawn texts, cells of the same row of the `table`, and the row's number.

    An absent cell leaves nothing. Texts longer than `longest` are cut.
    """

    table: str
    parts: tuple[str | Domain | Cell | Sequence, ...]
    longest: int | None = None
    nulls: int = 0

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The columns of the row that it reads."""
        return tuple((self.table, part.column) for part in self.parts if isinstance(part, Cell))

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The one column."""
        if not len(rows):
            return (pa.array([], pa.string()),)
        texts = [self._part(number, rows, draw, given) for number, _ in enumerate(self.parts)]
        array = pc.binary_join_element_wise(*texts, "", null_handling="replace", null_replacement="")
        if self.longest is not None:
            array = pc.utf8_slice_codeunits(array, 0, self.longest)
        return nulled((array,), self.nulls, rows, draw)

    def _part(self, number: int, rows: Rows, draw: Draw, given: Given) -> pa.Array | pa.Scalar:
        match self.parts[number]:
            case str(text):
                return pa.scalar(text)
            case Cell(column):
                return as_text(given.column(self.table, column, rows))
            case Sequence(width):
                return _counting(rows, width)
            case domain:
                return domain.at(draw.sub("part", number).below(rows, domain.size))


def numbered(pieces: tuple[Piece, ...], room: int | None) -> Numbered | None:
    """The domain of a pattern that counts, within so many letters; None where there is no room for a number."""
    place = next(number for number, piece in enumerate(pieces) if isinstance(piece, Sequence))
    sequence = pieces[place]
    assert isinstance(sequence, Sequence)
    before, after = pieces[:place], pieces[place + 1 :]
    most, least = _MOST, max(sequence.width, 1)
    if room is not None:
        most = min(most, room - sum(longest(piece) for piece in (*before, *after)))
    if any(isinstance(piece, OneOf) and len({*map(len, piece.texts)}) > 1 for piece in pieces):
        most = min(most, least)  # where other parts differ in length too, texts of one width never read alike
    return None if most < least else Numbered(_one(before), sequence.width, _one(after), most)


def longest(piece: Piece) -> int:
    """The most letters of a piece that neither counts nor reads a cell."""
    match piece:
        case Run(_, count):
            return count
        case OneOf(texts):
            return max(map(len, texts))
    return 0


def language(pieces: Iterable[Piece]) -> str:
    """A regular expression of the texts of pieces that neither count nor read a cell."""
    return "".join(piece.language for piece in pieces if isinstance(piece, Run | OneOf))


def spelled(table: str, pieces: tuple[Piece, ...], room: int | None, nulls: int) -> Spelled:
    """The generator of a pattern that reads cells."""
    parts: list[str | Domain | Cell | Sequence] = []
    for is_closed, some in groupby(pieces, key=lambda piece: isinstance(piece, Run | OneOf)):
        if is_closed:
            parts.append(_one(tuple(some)))
        else:
            parts += [piece for piece in some if isinstance(piece, Cell | Sequence)]
    return Spelled(table, tuple(parts), room, nulls)


def _one(pieces: tuple[Piece, ...]) -> str | Domain:
    """Pieces that neither count nor read a cell, as one domain; a constant as its text."""
    texts = [piece.alphabet * piece.count for piece in pieces if isinstance(piece, Run) and len(piece.alphabet) == 1]
    return "".join(texts) if len(texts) == len(pieces) else domain(pieces)


def domain(pieces: tuple[Piece, ...]) -> Domain:
    """The texts of pieces that neither count nor read a cell."""
    runs = coded(pieces)
    if runs is not None:
        return runs
    if len(pieces) == 1 and isinstance(pieces[0], OneOf):
        return Choice(Type("text"), pieces[0].texts)
    return Matching(language(pieces), 0, sum(map(longest, pieces)))


def coded(pieces: tuple[Piece, ...]) -> Codes | None:
    """The texts of pieces as codes, the quickest to make; None where they are not of one width or not ASCII."""
    runs = [piece for piece in pieces if isinstance(piece, Run) and piece.alphabet.isascii()]
    return Codes(tuple((run.alphabet, run.count) for run in runs)) if len(runs) == len(pieces) else None


def _class(alphabet: str) -> str:
    return f"[{alphabet}]"
