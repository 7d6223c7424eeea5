"""`Written`: dates and timestamps as ISO text, for columns that keep them so."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.generators.domain import Domain, Index

__all__ = ["Written", "read_moments", "written"]

_FORMS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d")
_SECONDS = 19  # letters of a timestamp without fractions of a second


@dataclass(frozen=True, slots=True)
class Written:
    """The values of a domain of dates, or of whole seconds, as 2024-05-01 or 2024-05-01 12:30:00."""

    domain: Domain

    @property
    def size(self) -> int:
        """How many values the domain has."""
        return self.domain.size

    def at(self, index: Index) -> pa.Array:
        """The texts at the given indexes."""
        return written(self.domain.at(index))


def written(moments: pa.Array) -> pa.Array:
    """Dates or moments as text."""
    return pc.utf8_slice_codeunits(moments.cast(pa.string()), 0, _SECONDS)


def read_moments(texts: pa.Array, type: pa.DataType) -> pa.Array:
    """The dates or moments that texts stand for; NULL where a text stands for none."""
    ways = (pc.strptime(texts, format=form, unit="us", error_is_null=True) for form in _FORMS)
    return pc.coalesce(*ways).cast(type, safe=False)
