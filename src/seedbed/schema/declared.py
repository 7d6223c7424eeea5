"""`Declared`: how the cells of a column ought to spread, for whoever tests it."""

from __future__ import annotations

from typing import Literal

from seedbed.classes import dataclass
from seedbed.schema.recipe import Distribution, TimeProfile

__all__ = ["Declared", "Form"]

Form = Literal["numbers", "values", "parents", "fan-out", "times", "nulls", "lengths", "correlation"]


@dataclass(frozen=True, slots=True)
class Declared:
    """What was declared of one or two columns of a table, as its constraints cut and round it.

    numbers, lengths   `distribution`, all of its parameters given, over `low`, `low` + `step`, ... `high` without the
                       values `left_out`, or over the `listed` ones; each value stands for what is nearest to it.
                       Dates are days since 1970.
    values             the `listed` texts have the `shares`
    parents            `distribution` over the ranks 1 to `high` of the parents in `parent`, whose order is by chance;
                       with `shares` each of of the first of the `listed` numbers of parents is as likely as
                       the first share says, and so on
    fan-out            each parent in `parent` has `low` to `high` rows but for the share `share`, which has none (0 to
                       1; -1 where it is not said); of the others `shares` have the `listed` numbers
    times              the weights of `times` for moments from `low` to `high`, both in days since 1970
    nulls              the share `share` is NULL
    correlation        the ranks of two columns correlate by `share`

    `said` is what a person wrote; where `bent` is not empty it says why the data cannot follow exactly.
    """

    form: Form
    table: str
    columns: tuple[str, ...]
    said: str
    distribution: Distribution | None = None
    low: float = 0.0
    high: float = 0.0
    step: float = 0.0
    origin: float = 0.0
    left_out: tuple[float, ...] = ()
    listed: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()
    parent: str = ""
    times: TimeProfile | None = None
    share: float = 0.0
    bent: str = ""
