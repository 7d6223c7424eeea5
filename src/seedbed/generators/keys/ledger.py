"""`Ledger`: columns whose unique sets and checks are tangled; the rows that fit are found once, and written down.

Each row is a tuple of indexes, one for each unit. Candidates are all tuples where these are few, else drawn ones; a
candidate is taken if the checks over these columns hold and no set has its key already.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from hashlib import blake2b
from itertools import zip_longest
from math import prod

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.domain import Given, Rows, Unit
from seedbed.generators.evaluate.predicate import computed, holds
from seedbed.generators.keys.joined import Joined
from seedbed.generators.keys.known import Except
from seedbed.generators.keys.lineup import cells_of, lineup
from seedbed.generators.keys.packing import fresh, packed
from seedbed.generators.keys.taken import Taken
from seedbed.generators.units import Among
from seedbed.sampling.bits import Draw
from seedbed.sampling.permutation import Permutation
from seedbed.schema.expression import Call, Expression, references

__all__ = ["Ledger", "Told"]

MOST_TRIED = 2**18
"""Tuples up to which all are tried, so that the number of rows is the largest there is (see `packing`)."""

_ROUNDS = 60
_COUNTED = 2**22  # indexes of one unit that are listed to leave out the used ones
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Told:
    """What a unique set reads of a unit: its index, or of the rows of one parent (`link` of a join) some columns.

    Or it is an expression over the columns of any units.
    """

    unit: int = -1
    link: int = 0
    table: str = ""
    columns: tuple[str, ...] = ()
    rows: int = 0
    expression: Expression | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Fills `columns` from units so that each of `sets` is distinct and every condition holds, for `rows` rows.

    A unit that is `optional` is NULL in the rows that find no room otherwise, and at a share of `nulls` (parts of a
    million). `known` rows of the table are there already, and what they have in the columns of each set (`names`) is
    taken, or in a set over more than columns (`taken`). Of a set with a condition (`wheres`) only the rows count that
    meet it.
    """

    table: str
    columns: tuple[str, ...]
    units: tuple[Unit, ...]
    optional: tuple[bool, ...]
    sets: tuple[tuple[Told, ...], ...]
    conditions: tuple[Expression, ...]
    today: date
    rows: int
    nulls: int = 0
    known: int = 0
    names: tuple[tuple[str, ...], ...] = ()
    wheres: tuple[Expression | None, ...] = ()
    taken: tuple[Taken, ...] = ()

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The columns of all units."""
        book = self._book(draw, given)[rows.astype(np.int64) - self.known]
        return tuple(
            _masked(array, book[:, number] < 0) for number, unit in enumerate(self.units)
            for array in unit.at(np.maximum(book[:, number], 0).astype(np.uint64), given)
        )  # fmt: skip

    @property
    def tries_all(self) -> bool:
        """Whether every tuple is a candidate, so that no more rows fit than are found."""
        return prod(unit.size for unit in self.units) <= MOST_TRIED

    def count(self, draw: Draw, given: Given) -> int:
        """How many rows fit, up to the number asked."""
        return len(self._book(draw, given))

    def _book(self, draw: Draw, given: Given) -> Numbers:
        return given.kept(("ledger", self, draw), lambda cells: _written(self, draw, cells))


def _written(book: Ledger, draw: Draw, given: Given) -> Numbers:
    found = _filled(book, draw.sub("all"), given, np.zeros((0, len(book.units)), dtype=np.int64), ())
    empty = tuple(number for number, optional in enumerate(book.optional) if optional)
    if len(found) < book.rows and empty:
        found = _filled(book, draw.sub("rest"), given, found, empty)
    if book.nulls and empty and len(found):
        found = _nulled(book, draw.sub("null"), given, found, empty)
    return found


def _filled(book: Ledger, draw: Draw, given: Given, before: Numbers, empty: tuple[int, ...]) -> Numbers:
    """The rows so far, and as many more as fit with the `empty` units NULL."""
    wanted = book.rows - len(before)
    sizes = [1 if number in empty else unit.size for number, unit in enumerate(book.units)]
    if not all(sizes) or wanted <= 0:
        return before
    free = bool(empty) and all(any(_is_null(told, empty) for told in known) for known in book.sets)
    if prod(sizes) <= MOST_TRIED and not free:  # with NULL in every set a tuple may stand more than once
        order = Permutation(prod(sizes), draw).at(np.arange(prod(sizes), dtype=np.uint64))
        tuples = _kept(book, _split(order, sizes, empty), given)
        keys = _keys(book, tuples, given)
        if not len(before):
            return tuples[packed(keys, wanted)] if keys else tuples[:wanted]
        return np.concatenate([before, tuples[fresh(keys, _keys(book, before, given), wanted)]])
    return _drawn(book, draw, given, before, sizes, empty)


def _is_null(told: Told, empty: tuple[int, ...]) -> bool:
    """Whether a member of a set is NULL where these units are; an expression may be anything."""
    return told.expression is None and told.unit in empty


def _drawn(
    book: Ledger, draw: Draw, given: Given, before: Numbers, sizes: list[int], empty: tuple[int, ...]
) -> Numbers:
    found, idle = before, 0
    for turn in range(_ROUNDS):
        missing = book.rows - len(found)
        if missing <= 0 or idle > 4:
            break
        places = np.arange(2 * missing + 1024, dtype=np.uint64)
        columns = [draw.sub(turn, unit).below(places, size).astype(np.int64) for unit, size in enumerate(sizes)]
        for unit in _alone(book, sizes, empty):
            columns[unit] = _unused(found[:, unit], sizes[unit], draw.sub(turn, unit))
        count = min(len(column) for column in columns)
        tuples = np.stack([np.full(count, -1) if n in empty else c[:count] for n, c in enumerate(columns)], axis=1)
        tuples = _kept(book, tuples, given)
        new = tuples[fresh(_keys(book, tuples, given), _keys(book, found, given), missing)]
        idle = 0 if len(new) * 50 > missing else idle + 1
        found = np.concatenate([found, new])
    return found


def _alone(book: Ledger, sizes: list[int], empty: tuple[int, ...]) -> list[int]:
    """The units that are distinct by themselves and small enough to be listed."""
    wheres = zip_longest(book.sets, book.wheres)
    alone = {known[0] for known, where in wheres if len(known) == 1 and where is None}
    units = {told.unit for told in alone if told.expression is None and not told.columns}
    return [unit for unit in sorted(units) if unit not in empty and sizes[unit] <= _COUNTED]


def _unused(used: Numbers, size: int, draw: Draw) -> Numbers:
    """The indexes of a unit that no row has yet, shuffled."""
    free = np.ones(size, dtype=bool)
    free[used[used >= 0]] = False
    left = np.flatnonzero(free)
    order = Permutation(max(len(left), 1), draw).at(np.arange(len(left), dtype=np.uint64))
    return left[order.astype(np.int64)]


def _split(order: Rows, sizes: list[int], empty: tuple[int, ...]) -> Numbers:
    """The tuples of all numbers of a product, one index for each unit."""
    columns = []
    for number, size in enumerate(sizes):
        columns.append(np.full(len(order), -1) if number in empty else (order % np.uint64(size)).astype(np.int64))
        order = order // np.uint64(size)
    return np.stack(columns, axis=1)


def _kept(book: Ledger, tuples: Numbers, given: Given) -> Numbers:
    """The tuples whose cells every condition accepts, and that no row which is there has taken."""
    return tuples[_accepted(book, tuples, given)] if book.conditions or book.known else tuples


def _accepted(book: Ledger, tuples: Numbers, given: Given) -> NDArray[np.bool_]:
    read = {name for condition in book.conditions for name in references(condition)}
    read = read.union(*book.names, *(held.reads for held in book.taken)) if book.known else read
    cells = _cells(book, tuples, read, given)
    good = np.ones(len(tuples), dtype=bool)
    for condition in book.conditions:
        good &= holds(condition, cells, book.today).to_numpy(zero_copy_only=False)
    for names in book.names if book.known else ():
        taken = lineup(given, book.table, names, book.known)
        good &= taken.find([cells[name] for name in names]) < 0
    for held in book.taken if book.known else ():
        old = {name: cells_of(given, book.table, name, book.known) for name in held.reads}
        good &= ~held.hits(cells, old, book.today)
    return good


def _cells(book: Ledger, tuples: Numbers, read: set[str], given: Given) -> dict[str, pa.Array]:
    """The columns that are `read`, for the tuples."""
    cells: dict[str, pa.Array] = {}
    names = iter(book.columns)
    for number, unit in enumerate(book.units):
        inside = [next(names) for _ in range(unit.width)]
        if read & set(inside):
            arrays = unit.at(np.maximum(tuples[:, number], 0).astype(np.uint64), given)
            masked = (_masked(array, tuples[:, number] < 0) for array in arrays)
            cells |= dict(zip(inside, masked, strict=True))
    return cells


def _keys(book: Ledger, tuples: Numbers, given: Given) -> tuple[Numbers, ...]:
    """For each set the key of each tuple as one number; -1 where a member is NULL.

    Keys that do not fit into a number are mixed: two that meet by chance keep one row out, no more.
    """
    found = []
    for told, where in zip_longest(book.sets, book.wheres):
        members = [_member(book, atom, tuples, given) for atom in told]
        key, width = np.zeros(len(tuples), dtype=np.int64), 1
        for codes, count in members:
            width *= max(count, 1)
            key = key * max(count, 1) + codes if width < 2**62 else _mixed(key, codes)
        null = np.zeros(len(tuples), dtype=bool)
        for codes, _ in members:
            null |= codes < 0
        if where is not None:
            cells = _cells(book, tuples, set(references(where)), given)
            null |= ~holds(Call("is_true", (where,)), cells, book.today).to_numpy(zero_copy_only=False)
        found.append(np.where(null, -1, key))
    return tuple(found)


def _mixed(left: Numbers, right: Numbers) -> Numbers:
    both = Draw.of(0, "ledger").words(left.astype(np.uint64)) + right.astype(np.uint64)
    mixed: Numbers = (Draw.of(0, "mixed").words(both) >> np.uint64(2)).astype(np.int64)
    return mixed


def _member(book: Ledger, told: Told, tuples: Numbers, given: Given) -> tuple[Numbers, int]:
    """The numbers that tell the values of one unit apart in one set, and how many of them there are."""
    if told.expression is not None:
        return _hashed(_cells(book, tuples, set(references(told.expression)), given), told.expression, book.today)
    unit, index = book.units[told.unit], tuples[:, told.unit]
    if not told.columns:
        return index, unit.size
    inside = np.maximum(index, 0).astype(np.uint64)
    if isinstance(unit, Joined):
        rows = unit.rows(inside, given)[told.link]
    else:
        rows = unit.rows(inside) if isinstance(unit, Among | Except) else inside
    line = lineup(given, told.table, told.columns, told.rows)
    return np.where(index < 0, -1, line.codes[rows.astype(np.int64)]), line.groups


def _hashed(cells: dict[str, pa.Array], expression: Expression, today: date) -> tuple[Numbers, int]:
    """A number for each value of an expression, whatever its case; two values meet by chance once in 2**62."""
    values = computed(expression, cells, today)
    texts = values.cast(pa.string()) if not pa.types.is_floating(values.type) else pc.round(values, 9).cast(pa.string())
    encoded = texts.dictionary_encode()
    words = (blake2b(str(text).lower().encode(), digest_size=8).digest() for text in encoded.dictionary.to_pylist())
    hashes = np.array([int.from_bytes(word, "little") >> 2 for word in words], dtype=np.int64)
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return np.where(codes < 0, -1, hashes[np.maximum(codes, 0)] if len(hashes) else -1), 2**62


def _nulled(book: Ledger, draw: Draw, given: Given, found: Numbers, empty: tuple[int, ...]) -> Numbers:
    """The same rows with NULL here and there, where the conditions allow it."""
    places = np.arange(len(found), dtype=np.uint64)
    for number in empty:
        tried = found.copy()
        tried[draw.sub(number).chance(places, Fraction(book.nulls, 1_000_000)), number] = -1
        good = _accepted(book, tried, given)
        found = np.where(good[:, None], tried, found)
    return found


def _masked(array: pa.Array, mask: NDArray[np.bool_]) -> pa.Array:
    return pc.if_else(pa.array(mask), pa.scalar(None, array.type), array) if mask.any() else array
