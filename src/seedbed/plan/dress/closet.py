"""What dressings get: a plan, and what they may look at; and which groups are theirs to change."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from seedbed.classes import dataclass
from seedbed.generators.choose import Defaulted, Drawn
from seedbed.generators.units import Value
from seedbed.plan.columns.values import Wishes
from seedbed.plan.facts import Facts
from seedbed.plan.held.existing import Existing
from seedbed.plan.plan import Group, Plan, TablePlan
from seedbed.schema.expression import references

__all__ = ["Closet", "Dressing", "free_groups"]


@dataclass(frozen=True, slots=True)
class Closet:
    """What dressings may look at: the facts of each table, what every choice depends on, and rows already there."""

    facts: Mapping[str, Facts]
    wishes: Wishes
    there: Existing


Dressing = Callable[[Plan, Closet], Plan]


def free_groups(table: TablePlan, facts: Facts) -> tuple[Group, ...]:
    """The groups of one drawn scalar that no condition and no key reads: any value within its limits will do."""
    held = {name for condition in facts.conditions for name in references(condition)}
    held |= {name for wanted in facts.distinct for name in wanted.reads}
    return tuple(group for group in table.groups if _is_scalar(group) and not held & set(group.columns))


def _is_scalar(group: Group) -> bool:
    made = group.generator
    return isinstance(made, Drawn | Defaulted) and isinstance(made.unit, Value)
