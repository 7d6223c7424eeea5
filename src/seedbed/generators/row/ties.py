"""`Tie`: a column of a group that follows the others of its row: worked out from them, or drawn within their bounds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.domain import Domain
from seedbed.generators.evaluate.predicate import evaluated
from seedbed.generators.row.bounded import Passes, between
from seedbed.schema.expression import Expression

__all__ = ["Tie"]


@dataclass(frozen=True, slots=True)
class Tie:
    """One column that follows from others, all of them columns before it or fixed ones.

    `value` gives it where it must equal something. Otherwise `reached` and `beyond` are comparisons over it that
    are false for low values of its domain and true for high ones: those it must make true, and those it must not.
    """

    column: str
    value: Expression | None = None
    reached: tuple[Expression, ...] = ()
    beyond: tuple[Expression, ...] = ()

    def worked_out(self, cells: Mapping[str, pa.Array], today: date) -> pa.Array:
        """The column as its value has it; as it was drawn where it is NULL, or the value has none."""
        drawn = cells[self.column]
        if self.value is None:
            return drawn
        found = evaluated(self.value, cells, today, drawn.type)
        return pc.if_else(pc.is_null(drawn), drawn, pc.coalesce(found, drawn))

    def bounded(
        self, domain: Domain, cells: Mapping[str, pa.Array], share: NDArray[np.float64], today: date
    ) -> pa.Array:
        """The column drawn again within its bounds, NULL where it was."""
        drawn = cells[self.column]

        def asked(condition: Expression, unknown: bool) -> Passes:
            def passes(values: pa.Array) -> NDArray[np.bool_]:
                answer = evaluated(condition, {**cells, self.column: values}, today, pa.bool_())
                good: NDArray[np.bool_] = pc.fill_null(answer, unknown).to_numpy(zero_copy_only=False)
                return good

            return passes

        reached = [asked(condition, True) for condition in self.reached]
        beyond = [asked(condition, False) for condition in self.beyond]
        again = domain.at(between(domain, reached, beyond, share))
        return pc.if_else(pc.is_null(drawn), drawn, again)
