"""`Factor`: one thing that several columns of a row have in common, such as who it is about or where that is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.data.lists import folded, word_list
from seedbed.generators.data.places import place_table
from seedbed.generators.data.wares import wares
from seedbed.generators.domain import Index
from seedbed.generators.domains.pieces import STYLES, Code, Listed, Number, Piece, pieces_of

__all__ = ["TABLES", "Factor"]

_OF_PLACES = ("city", "region", "region_code", "country", "country_a2", "country_a3", "time_zone", "currency_code")
Texts = tuple[str, ...]
Table = Mapping[str, Texts]


@dataclass(frozen=True, slots=True)
class Factor:
    """A word of a list, a number, or a row of a table that has several texts.

    `source` is what a phrase pattern has in braces (`last_name`, `?1-99`, `b:4`) or the name of a table. Of lists and
    tables only those rows count of which no attribute in `most` is longer than said there, and of which the attributes
    in `only` are one of the texts said there. Words are told apart by what a slug keeps of them. Of a `lot`, the first
    of its two numbers says which one of so many equal ones counts: factors of different lots have no word in common,
    whatever their locales.
    """

    name: str
    source: str
    locale: str = "us"
    most: tuple[tuple[str, int], ...] = ()
    only: tuple[tuple[str, Texts], ...] = ()
    lot: tuple[int, int] = (0, 1)

    @property
    def size(self) -> int:
        """How many rows there are."""
        code = _code(self.source, self.locale, self.lot)
        return len(_rows(self)) if code is None else code.size

    @property
    def is_divisible(self) -> bool:
        """Whether there is more than one lot of it."""
        code = _code(self.source, self.locale, self.lot)
        return "" in _table(self.source, self.locale) if code is None else not isinstance(code, Code)

    def piece(self, attribute: str = "") -> Piece:
        """One attribute of all rows: a column of the table, or the words in a style of the phrase patterns."""
        return _code(self.source, self.locale, self.lot) or _listed(self, attribute)

    def has(self, attribute: str) -> bool:
        """Whether a list or a table has such an attribute."""
        return attribute in STYLES or attribute in _table(self.source, self.locale)

    def origin(self, place: Index) -> Index:
        """The rows of the whole table that stand at the given places."""
        return _rows(self)[place].view(np.uint64)

    def numbers(self, attribute: str) -> NDArray[np.int64]:
        """One attribute of all rows that is a whole number."""
        return _numbers(self, attribute)

    def texts(self, attribute: str) -> Texts:
        """One attribute of all rows of a list or a table."""
        texts = _column(self.source, self.locale, attribute)
        return tuple(texts[row] for row in _rows(self).tolist())


def _given_names(locale: str) -> Table:
    """First names that are given to women or to men, but not to both."""
    female, male = word_list("female_name", locale), word_list("male_name", locale)
    both = {folded(name) for name in female} & {folded(name) for name in male}
    named = [(name, "female") for name in female] + [(name, "male") for name in male]
    kept = [(name, gender) for name, gender in named if folded(name) not in both]
    return {"": tuple(name for name, _ in kept), "gender": tuple(gender for _, gender in kept)}


def _places(locale: str) -> Table:
    """The places of a locale: what is known of all of them, coordinates in millionths of a degree."""
    table = place_table(locale)
    known = [name for name in _OF_PLACES if not table[name].null_count]
    found = {name: tuple(table[name].to_pylist()) for name in known}
    for name in ("latitude", "longitude"):
        if not table[name].null_count:
            found[name] = tuple(str(round(degrees * 1_000_000)) for degrees in table[name].to_pylist())
    return found


TABLES: Mapping[str, Callable[[str], Table]] = {
    "given_name": _given_names,
    "place": _places,
    "ware": lambda _: wares(),
}
"""The tables by name: the texts of each attribute, row by row, for a locale; "" is what stands for the row itself."""


@lru_cache(maxsize=256)
def _code(source: str, locale: str, lot: tuple[int, int]) -> Piece | None:
    """The piece of a number or a code; None for a list or a table."""
    if source in TABLES or source.isidentifier():
        return None
    (piece,) = pieces_of(f"{{{source}}}", locale)
    if lot[1] == 1 or isinstance(piece, Code):
        return piece
    if isinstance(piece, Number):
        return Listed(pa.array([str(number) for number in range(piece.low + lot[0], piece.high + 1, lot[1])]))
    return Listed(pa.array(piece.texts.to_pylist()[lot[0] :: lot[1]], pa.string()))


@lru_cache(maxsize=64)
def _table(source: str, locale: str) -> Table:
    """The table of a source; of a list its words, each told apart by its slug."""
    table = TABLES[source](locale) if source in TABLES else {"": word_list(source, locale)}
    if "" not in table:
        return table
    slugs = [STYLES["slug"](word) for word in table[""]]
    first = {slug: row for row, slug in reversed([*enumerate(slugs)]) if slug}
    kept = sorted(first.values())
    return {name: tuple(texts[row] for row in kept) for name, texts in table.items()}


@lru_cache(maxsize=512)
def _column(source: str, locale: str, attribute: str) -> Texts:
    table = _table(source, locale)
    return table[attribute] if attribute in table else tuple(map(STYLES[attribute], table[""]))


@lru_cache(maxsize=512)
def _rows(factor: Factor) -> NDArray[np.int64]:
    """The rows of the table that count."""
    table = _table(factor.source, factor.locale)
    kept = np.ones(len(next(iter(table.values()))), dtype=np.bool_)
    for attribute, length in factor.most:
        kept &= np.array([len(text) <= length for text in _column(factor.source, factor.locale, attribute)])
    for attribute, texts in factor.only:
        among = frozenset(texts)
        kept &= np.array([text in among for text in _column(factor.source, factor.locale, attribute)])
    if factor.lot[1] > 1:
        kept &= np.array([_lot(text, factor.lot[1]) == factor.lot[0] for text in table[""]], dtype=np.bool_)
    return np.flatnonzero(kept)


def _lot(text: str, lots: int) -> int:
    """The lot of a word: the same for all that have one slug."""
    return blake2b(STYLES["slug"](text).encode(), digest_size=8).digest()[0] % lots


@lru_cache(maxsize=512)
def _listed(factor: Factor, attribute: str) -> Listed:
    return Listed(pa.array(factor.texts(attribute), pa.string()))


@lru_cache(maxsize=256)
def _numbers(factor: Factor, attribute: str) -> NDArray[np.int64]:
    return np.array([int(text) for text in factor.texts(attribute)], dtype=np.int64)
