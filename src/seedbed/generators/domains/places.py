"""`Areas`: postcodes and telephone numbers of given places, as many of each as its pattern makes."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.data.locales import locale_of
from seedbed.generators.data.places import AREA, place_table
from seedbed.generators.domain import Index
from seedbed.generators.domains.beside import beside
from seedbed.generators.domains.phrase import Phrase

__all__ = ["FORMS", "Areas", "areas_of"]

FORMS = {"postcode": AREA, "phone": "{phone_area}", "phone_international": "{phone_area}"}
"""What is written by place, and the piece of its form that the place fills; the names are fields of `Locale`."""


@dataclass(frozen=True, slots=True, eq=False)
class Areas:
    """The texts of each place: a constant, one of the place's own heads, and a tail that all places have."""

    before: str
    heads: pa.StringArray
    first: NDArray[np.uint64]
    count: NDArray[np.uint64]
    tail: Phrase | None

    @property
    def sizes(self) -> NDArray[np.uint64]:
        """How many texts each place has."""
        return self.count * np.uint64(self.tail.size if self.tail else 1)

    def at(self, place: Index, index: Index) -> pa.Array:
        """The text of each place at an index below its size; an index beyond starts again, so a random word will do."""
        counts = self.count[place]
        rest, which = np.divmod(index, counts)
        head = self.heads.take(pa.array((self.first[place] + which).astype(np.int64)))
        tail = [self.tail.at(rest % np.uint64(self.tail.size))] if self.tail else []
        return beside(self.before, head, *tail) if tail or self.before else head


@lru_cache(maxsize=256)
def areas_of(locale: str, form: str) -> Areas:
    """What the places of a locale write as `form` (see FORMS)."""
    table = place_table(locale)
    written: str = getattr(locale_of(locale), form)
    before, area, after = written.partition(FORMS[form])
    if not area:  # the country's, whatever the place
        before, after = "", written
    heads = _heads(table, form)
    counts = np.array([len(words) for words in heads], dtype=np.uint64)
    texts = pa.array([word for words in heads for word in words], pa.string())
    tail = Phrase((after,), locale) if after else None
    return Areas(before, texts, np.cumsum(counts) - counts, counts, tail)


def _heads(table: pa.Table, form: str) -> list[list[str]]:
    if form == "postcode":
        found: list[list[str]] = table["post_areas"].to_pylist()
        return found
    return [[area] for area in table["phone_area"].to_pylist()]
