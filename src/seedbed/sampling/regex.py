"""`Language`: the texts of a regular expression as an indexed set, counted, each to be had without the others."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.sampling.automaton import Automaton, automaton
from seedbed.sampling.bits import Draw, Words, product_high, slices
from seedbed.sampling.pattern import RegexError, like, search, similar
from seedbed.sampling.permutation import Permutation

__all__ = ["Language", "RegexError", "like", "search", "similar"]

_FULL = 2**63
_SHIFT_32 = np.uint64(32)
_NEVER = 2**64 - 1
_MOST_CELLS = 1_200_000
_LONGEST = 2048
_CHANCE = Draw.of(0, "regex")

Codes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Language:
    """The texts of `min_length` to `max_length` characters that a regular expression matches as a whole.

    An expression describes the whole text, with or without anchors (`search` gives the other reading). `within` is
    one that the texts match as well, `without` those that they must not. What `.` and negated classes draw is told
    in `automaton`; the count and the order are those of the texts that can be drawn.

    Texts come by length, then by code point, as long as there are fewer than 2**63. Of larger languages an index
    picks one of 2**63 texts spread over all of it: distinct indexes still give distinct texts, in no order.

    Raises `RegexError` where the expression is not regular, not understood, too large, or matches nothing.
    """

    pattern: str
    min_length: int = 0
    max_length: int = 64
    within: str | None = None
    without: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.min_length <= self.max_length <= _LONGEST:
            raise RegexError(f"lengths run from 0 to {_LONGEST}, not {self.min_length} to {self.max_length}")
        if not _counted(self).size:
            raise RegexError(f"no text of {self.min_length} to {self.max_length} characters matches {self.pattern!r}")

    @property
    def size(self) -> int:
        """How many texts there are, 2**63 at most."""
        return _counted(self).size

    def unrank(self, index: Words) -> pa.StringArray:
        """The texts at the given indexes, each below `size`."""
        if index.size and int(index.max()) >= self.size:
            raise IndexError(f"an index beyond the {self.size} texts of {self.pattern!r}")
        counted = _counted(self)
        if counted.size == _FULL:  # neighbours shall not look alike at their ends
            index = Permutation(_FULL, _CHANCE).at(index)
        parts = [_texts(counted, index[tile]) for tile in slices(index.size)]
        joined = parts[0] if len(parts) == 1 else pa.concat_arrays(parts or [pa.array([], pa.string())])
        assert isinstance(joined, pa.StringArray)
        return joined


@dataclass(frozen=True, slots=True)
class _Choices:
    """Choice tables, a row of `starts` for each node: entry k is for indexes from its start to before the next one's.

    `each` is how many indexes one character (or length) takes. At `free` nodes, where a way on leads to more texts than
    there are indexes, chance chooses below `total` among such ways and the index stays whole. Where there are somewhat
    more texts than indexes (`spread`), every index stands for `times` + `part` / 2**63 of them.
    """

    starts: Words
    each: Words
    free: NDArray[np.bool_]
    total: Words
    spread: NDArray[np.bool_]
    times: Words
    part: Words


@dataclass(frozen=True, slots=True)
class _Counted:
    """A language ready to be unranked; `nodes` has the row of the tables of each node, rest * states + state."""

    size: int
    states: int
    lengths: Words
    nodes: Words
    by_length: _Choices
    by_character: _Choices
    first: Codes
    target: Words
    chancy: bool


@lru_cache(maxsize=128)
def _counted(language: Language) -> _Counted:
    """The counts of a language, built once."""
    within = () if language.within is None else (language.within,)
    table = automaton(language.pattern, within, language.without, language.max_length)
    states, width = len(table.finals), max(map(len, table.runs), default=0)
    if states * (language.max_length + 1) > _MOST_CELLS:
        raise RegexError(f"{language.pattern!r} has too many states to be counted to {language.max_length} characters")
    rows, nodes, counts = _count(table, language.max_length)
    lengths = [n for n in range(language.min_length, language.max_length + 1) if counts[n]]
    ways = _row(tuple((1, counts[n]) for n in lengths))
    return _Counted(
        size=min(_FULL, sum(counts[n] for n in lengths)),
        states=states,
        lengths=np.array(lengths, dtype=np.uint64),
        nodes=nodes,
        by_length=_choices([ways], len(lengths)),
        by_character=_choices(rows, width),
        first=_padded([[run.first for run in runs] for runs in table.runs], width).astype(np.uint32),
        target=_padded([[run.target for run in runs] for runs in table.runs], width),
        chancy=ways.chancy or any(row.chancy for row in rows),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the choice tables, in plain numbers."""

    starts: list[int]
    each: list[int]
    free: bool
    total: int
    texts: int

    @property
    def chancy(self) -> bool:
        return self.free or self.texts > _FULL


def _count(table: Automaton, longest: int) -> tuple[list[_Row], Words, list[int]]:
    """The choice rows that occur, the row of each node, and how many texts of each length there are.

    Many nodes share a row, above all those with more than enough behind them. Only states from which texts of a length
    lead to an end are looked at: of a list of texts that is each letter once.
    """
    states = len(table.finals)
    texts = {state: 1 for state, final in enumerate(table.finals) if final}
    numbers: dict[tuple[tuple[int, int], ...], int] = {(): 0}
    nodes = np.zeros(states * (longest + 1), dtype=np.uint64)
    counts = [texts.get(0, 0)]
    edges = [[(run.count, run.target) for run in runs] for runs in table.runs]
    sources = _sources(table)
    for length in range(1, longest + 1):
        behind, texts = texts, {}
        for state in sorted(set().union(*(sources[target] for target in behind))):
            way = tuple([(count, behind.get(target, 0)) for count, target in edges[state]])
            nodes[length * states + state] = numbers.setdefault(way, len(numbers))
            texts[state] = min(_FULL, sum([count * each for count, each in way]))
        counts.append(texts.get(0, 0))
    return [_row(ways) for ways in numbers], nodes, counts


def _sources(table: Automaton) -> list[set[int]]:
    """For each state those that lead to it."""
    found: list[set[int]] = [set() for _ in table.finals]
    for state, runs in enumerate(table.runs):
        for run in runs:
            found[run.target].add(state)
    return found


def _row(ways: tuple[tuple[int, int], ...]) -> _Row:
    """The choice among ways on, each (how many characters, texts behind each of them)."""
    if any(texts >= _FULL for _, texts in ways):
        widths = [count * (texts >= _FULL) for count, texts in ways]
        return _Row(_starts(widths), [1] * len(ways), True, sum(widths), _FULL)
    total = max(_FULL, sum(count * texts for count, texts in ways))
    each = [-(-texts * _FULL // total) for _, texts in ways]
    widths = [count * taken for (count, _), taken in zip(ways, each, strict=True)]
    return _Row(_starts(widths), [max(1, taken) for taken in each], False, 0, total)


def _starts(widths: list[int]) -> list[int]:
    return [0, *accumulate(widths)][: len(widths)]


def _choices(rows: list[_Row], width: int) -> _Choices:
    starts = [[min(start, _NEVER) for start in row.starts] + [_NEVER] * (width - len(row.starts)) for row in rows]
    return _Choices(
        starts=np.array(starts, dtype=np.uint64).reshape(len(rows), width),
        each=_padded([row.each for row in rows], width),
        free=np.array([row.free for row in rows], dtype=np.bool_),
        total=np.array([row.total for row in rows], dtype=np.uint64),
        spread=np.array([row.texts > _FULL for row in rows], dtype=np.bool_),
        times=np.array([row.texts // _FULL for row in rows], dtype=np.uint64),
        part=np.array([row.texts % _FULL for row in rows], dtype=np.uint64),
    )


def _padded(rows: list[list[int]], width: int) -> Words:
    return np.array([row + [1] * (width - len(row)) for row in rows], dtype=np.uint64).reshape(len(rows), width)


def _texts(counted: _Counted, index: Words) -> pa.StringArray:
    """One tile of texts: the lengths first, then character by character, shorter texts dropping out on the way."""
    root = np.zeros(index.size, dtype=np.uint64)
    chosen, _, left = _chosen(counted, counted.by_length, root, index, index, 0)
    lengths = counted.lengths[chosen]
    order = np.argsort(lengths, kind="stable")
    ends = np.cumsum(lengths, dtype=np.uint64)
    codes = np.empty(int(ends[-1]), dtype=np.uint32)
    place, rest, left, asked = (ends - lengths)[order], lengths[order], left[order], index[order]
    state = np.zeros(index.size, dtype=np.uint64)
    states = np.uint64(counted.states)
    for step in range(int(rest[-1])):
        gone = int(np.searchsorted(rest, np.uint64(step), side="right"))
        place, rest, left, asked, state = place[gone:], rest[gone:], left[gone:], asked[gone:], state[gone:]
        node = counted.nodes[(rest - np.uint64(step)) * states + state]
        run, offset, left = _chosen(counted, counted.by_character, node, left, asked, step + 1)
        codes[place + np.uint64(step)] = counted.first[state, run] + offset.astype(np.uint32)
        state = counted.target[state, run]
    return _encoded(codes, np.concatenate([np.zeros(1, dtype=np.uint64), ends]))


def _chosen(
    counted: _Counted, choices: _Choices, node: Words, index: Words, asked: Words, step: int
) -> tuple[Words, Words, Words]:
    """For each row the entry of its node's table, which of its characters, and the index that is left."""
    if not counted.chancy:
        return _taken(choices, node, index)
    chance = _CHANCE.sub(step).words(asked) >> _SHIFT_32
    free = choices.free[node]
    entry, offset, left = _taken(choices, node, np.where(free, chance * choices.total[node] >> _SHIFT_32, index))
    np.copyto(left, index, where=free)
    wide = np.flatnonzero(choices.spread[node])
    if wide.size:
        times, part, narrow = choices.times[node[wide]], choices.part[node[wide]], left[wide]
        left[wide] = narrow * times + product_high(narrow << np.uint64(1), part)
    return entry, offset, left


def _taken(choices: _Choices, node: Words, index: Words) -> tuple[Words, Words, Words]:
    """The entry that an index falls into, the character within it, and the index among the texts behind that."""
    entry = _entry(choices.starts, node, index)
    within = index - choices.starts[node, entry] if choices.starts.shape[1] > 1 else index
    each = choices.each[node, entry]
    offset = within // each
    return entry, offset, within - offset * each


def _entry(starts: Words, node: Words, index: Words) -> Words:
    """The last entry of each node's row that starts at or before the index, by halving."""
    width = starts.shape[1]
    entry = np.zeros(index.size, dtype=np.uint64)
    for step in (1 << bit for bit in reversed(range((width - 1).bit_length()))):
        probe = np.minimum(entry + np.uint64(step), np.uint64(width - 1))
        np.copyto(entry, probe, where=starts[node, probe] <= index)
    return entry


def _encoded(codes: Codes, ends: Words) -> pa.StringArray:
    """The codes as UTF-8 in an Arrow array; `ends` are the places where texts start, and the last one's end."""
    if not codes.size or int(codes.max()) < 0x80:
        return _array(codes.astype(np.uint8), ends)
    bytes_of = 1 + (codes >= 0x80).astype(np.uint64) + (codes >= 0x800) + (codes >= 0x10000)
    starts = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(bytes_of, dtype=np.uint64)])
    out = np.empty(int(starts[-1]), dtype=np.uint8)
    for size, mark in ((1, 0), (2, 0xC0), (3, 0xE0), (4, 0xF0)):
        picked = np.flatnonzero(bytes_of == size)
        code, place = codes[picked], starts[picked]
        for number in range(size):
            bits = code >> np.uint32(6 * (size - 1 - number))
            out[place + np.uint64(number)] = bits | mark if number == 0 else bits & 0x3F | 0x80
    return _array(out, starts[ends])


def _array(data: NDArray[np.uint8], ends: Words) -> pa.StringArray:
    offsets = ends.astype(np.int32)
    return pa.StringArray.from_buffers(len(ends) - 1, pa.py_buffer(offsets), pa.py_buffer(data))
