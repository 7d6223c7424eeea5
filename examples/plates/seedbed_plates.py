"""Licence plates as France has them since 2009 (AA-123-AA), how far a car has gone, and a judge of plates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.generators.domain import Given, Index, Rows
from seedbed.generators.want import Want
from seedbed.sampling.bits import Draw
from seedbed.schema.arrow import arrow_type
from seedbed.schema.types import Type

LETTERS = np.frombuffer(b"ABCDEFGHJKLMNPQRSTVWXYZ", np.uint8)  # neither I, O nor U
PAIRS = len(LETTERS) ** 2
NUMBERS = 999
LENGTH = 9


@dataclass(frozen=True, slots=True)
class Plates:
    """Every plate there can be, in their order: a domain, so that Seedbed can keep them unique and within checks."""

    country: str = "fr"

    @property
    def size(self) -> int:
        return PAIRS * NUMBERS * PAIRS

    def at(self, index: Index) -> pa.Array:
        rest, last = np.divmod(index, np.uint64(PAIRS))
        first, number = np.divmod(rest, np.uint64(NUMBERS))
        text = np.full((len(index), LENGTH), ord("-"), np.uint8)
        text[:, 0:2] = _letters(first)
        text[:, 3:6] = ord("0") + (number + np.uint64(1))[:, None] // np.array([100, 10, 1], np.uint64) % np.uint64(10)
        text[:, 7:9] = _letters(last)
        ends = np.arange(len(index) + 1, dtype=np.int32) * LENGTH
        return pa.StringArray.from_buffers(len(index), pa.py_buffer(ends), pa.py_buffer(text.tobytes()))


@dataclass(frozen=True, slots=True)
class Mileage:
    """Kilometres, more often few than many: a generator, which fills a column that no key and no check holds."""

    type: Type
    most: int

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        far = np.minimum(draw.sub("once").below(rows, self.most), draw.sub("again").below(rows, self.most))
        return (pa.array(far.astype(np.int64)).cast(arrow_type(self.type)),)


def french_plate(want: Want) -> Plates | None:
    """Plates for columns of texts that are long enough."""
    long_enough = want.type.length is None or want.type.length >= LENGTH
    return Plates() if want.type.kind in ("text", "varchar", "char") and long_enough else None


def mileage(want: Want) -> Mileage | None:
    """Kilometres for columns of whole numbers of 32 bits or more."""
    return Mileage(want.type, 400_000) if want.type.kind == "integer" and want.type.bits >= 32 else None


def whole_plates(table: pa.Table) -> pa.Array:
    """Whether each row's plate is one; what is NULL is not judged."""
    return pc.match_substring_regex(table.column("plate"), "^[A-HJ-NP-TV-Z]{2}-[0-9]{3}-[A-HJ-NP-TV-Z]{2}$")


def _letters(pair: Index) -> np.ndarray:
    return LETTERS[np.stack(np.divmod(pair, np.uint64(len(LETTERS))), axis=1)]
