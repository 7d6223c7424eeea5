"""`Outside`: a column that the generator of another package fills."""

from __future__ import annotations

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.errors import PlanError, Problem
from seedbed.generators.choose import nulled
from seedbed.generators.domain import Asking, Generator, Given, Rows
from seedbed.sampling.bits import Draw
from seedbed.schema.arrow import arrow_type
from seedbed.schema.types import Type

__all__ = ["Outside"]


@dataclass(frozen=True, slots=True)
class Outside:
    """What another generator gives, in the column's type, with a share of `nulls` (parts of a million)."""

    generator: Generator
    type: Type
    nulls: int
    name: str

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The cells that the other generator says it reads."""
        return self.generator.asks if isinstance(self.generator, Asking) else ()

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The one column; raises PlanError where the plug-in gives something else."""
        arrays = self.generator.at(rows, draw, given)
        wanted = arrow_type(self.type)
        if len(arrays) != 1 or arrays[0].type != wanted or len(arrays[0]) != len(rows):
            told = ", ".join(f"{len(array)} of {array.type}" for array in arrays)
            raise PlanError(Problem(f"the plug-in {self.name} gave {told}", why=f"asked were {len(rows)} of {wanted}"))
        return nulled(tuple(arrays), self.nulls, rows, draw.sub("outside"))
