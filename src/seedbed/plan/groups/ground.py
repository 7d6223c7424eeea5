"""`Ground`: what is known of a table before its columns get their generators."""

from __future__ import annotations

from collections.abc import Mapping

from seedbed.classes import dataclass
from seedbed.plan.columns.values import Wishes
from seedbed.plan.facts import Facts
from seedbed.plan.groups.again import retries
from seedbed.plan.held.existing import Existing
from seedbed.plan.keys.unique import Assignment, Mode
from seedbed.plan.lessons import Lessons
from seedbed.plan.parts import Part
from seedbed.schema.model import Schema

__all__ = ["Ground"]


@dataclass(frozen=True, slots=True)
class Ground:
    """One table, and what it stands among; `rows` are all rows of every table, those that are `there` among them."""

    facts: Facts
    assignment: Assignment
    rows: Mapping[str, int]
    there: Existing
    wishes: Wishes
    lessons: Lessons
    schema: Schema

    @property
    def table(self) -> str:
        """The table's id."""
        return self.facts.table.id

    def mode(self, number: int) -> Mode:
        """How a part chooses by itself: one of a slot draws, in a plan that is only made to learn."""
        mode = self.assignment.modes[number]
        return "drawn" if mode in ("slots", "placed") else mode

    def is_optional(self, part: Part) -> bool:
        """Whether a row can do without a part."""
        return not set(part.names) & self.facts.required

    def is_unjoined(self, number: int) -> bool:
        """Whether it is not known yet how many parents of a part agree."""
        return bool(self.facts.parts[number].also) and not self.assignment.ways.get(number)

    def moves(self, number: int) -> bool:
        """Whether a part can choose another value where a check refuses the first."""
        role = self.facts.parts[number].role
        drawn = self.assignment.modes[number] == "drawn" and role in ("scalar", "reference", "fellow")
        return drawn or retries(number, self.facts, self.assignment, self.lessons)
