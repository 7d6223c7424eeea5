"""`Written`: dates and timestamps as ISO text, for columns that keep them so."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.generators.domain import Domain, Index

__all__ = ["Written"]

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
        return pc.utf8_slice_codeunits(self.domain.at(index).cast(pa.string()), 0, _SECONDS)
