"""`Want`: what one column asks for; and the two ways in which it cannot be had."""

from __future__ import annotations

from datetime import date

from seedbed.classes import dataclass
from seedbed.generators.limits import Limits
from seedbed.schema.expression import Scalar
from seedbed.schema.model import Dialect
from seedbed.schema.types import Type

__all__ = ["MOST", "NoValue", "Unreadable", "Unsupported", "Want"]

MOST = 2**63
"""The largest size of a domain."""


@dataclass(frozen=True, slots=True)
class Want:
    """A type, what the constraints leave of it, and the setting: today, the dialect, and whether values repeat.

    `wide` asks for everything that the type tells apart, where the usual unique values are too few.
    """

    type: Type
    limits: Limits
    today: date
    dialect: Dialect = "postgres"
    unique: bool = False
    wide: bool = False


class NoValue(Exception):
    """Nothing is left: the limits contradict each other, or no value of this type can be made. `why` is readable."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Unreadable(Exception):
    """One field of the limits that this type cannot be narrowed by; the planner leaves its predicate to rejection.

    `field` is the name of the field in `Limits`, `value` the part of it that could not be used.
    """

    def __init__(self, field: str, value: Scalar, why: str) -> None:
        super().__init__(f"{field} {value!r}: {why}")
        self.field = field
        self.value = value
        self.why = why


class Unsupported(Exception):
    """An expression uses something that cannot be evaluated here; the referee still judges it."""
