"""What a column with a constant default draws: mostly that, and what is near it or goes with it."""

from __future__ import annotations

from decimal import Decimal

from seedbed.generators.choose import Defaulted, Drawn
from seedbed.generators.domain import Domain
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.catalog import Numbers, catalog
from seedbed.generators.meanings.fit import numbers_for
from seedbed.generators.meanings.meaning import meaning_of
from seedbed.generators.meanings.naming import words
from seedbed.generators.units import Value
from seedbed.plan.columns.hinted import FEW_WORDS
from seedbed.plan.columns.values import Chosen, Wishes, constant_default, default_of, tells_nothing
from seedbed.plan.facts import Facts
from seedbed.schema.expression import references
from seedbed.schema.model import Column
from seedbed.schema.types import Type

__all__ = ["DEFAULT_SHARE", "FEW_SHARE", "defaulted"]

DEFAULT_SHARE = 300_000
"""Parts of a million of a column with a constant default that hold it."""

FEW_SHARE = 600_000
"""The same where there are few values to choose from."""

_NUMERIC = frozenset({"integer", "decimal", "float"})
_LARGE = 1000
"""Amounts from here on have no cents."""

_FIRST = Numbers("0", "10")
"""What is near 0 or 1: what counts from there is mostly small."""


def defaulted(
    column: Column, chosen: Chosen, facts: Facts, limits: Limits, wishes: Wishes, nulls: int
) -> tuple[Drawn | Defaulted, str] | None:
    """The generator of a column with a constant default, and why; None where it has none or a check forbids it."""
    default = default_of(column, limits, wishes)
    if default is None:
        return None
    type = facts.type(column.name)
    if limits == Limits() and tells_nothing(facts.table.id, column.name, type) and not _is_asked(column, facts):
        return Drawn(Value(default), nulls), "its default; nothing tells of other values"
    near = _near(column, type, facts, wishes) if limits == Limits() else None
    domain, reason = (chosen.domain, chosen.reason) if near is None else (near, "numbers near its default")
    share = FEW_SHARE if domain.size <= FEW_WORDS else DEFAULT_SHARE
    return Defaulted(Value(default), Value(domain), share, nulls), f"{reason}; often its default"


def _is_asked(column: Column, facts: Facts) -> bool:
    return any(column.name in references(condition) for condition in facts.conditions)


def _near(column: Column, type: Type, facts: Facts, wishes: Wishes) -> Domain | None:
    """Numbers as large as the default, where the column's name does not tell how large they are."""
    default = constant_default(column, wishes)
    if type.kind not in _NUMERIC or type.said or isinstance(default, str | bool | None) or default < 0:
        return None
    meaning = meaning_of(facts.table.id, column.name, type)
    if meaning is None:
        counts = type.kind == "integer" and words(column.name)[-1:] != ("id",)
        return _around(default, type) if default > 1 or counts else None
    return _around(default, type) if default >= 1 and catalog()[meaning.name].loose else None


def _around(default: int | Decimal, type: Type) -> Domain | None:
    if default <= 1:
        return numbers_for(_FIRST, type, Limits())
    places = 0 if type.kind == "integer" or default >= _LARGE else 2
    return numbers_for(Numbers(f"{default / 2:.{places}f}", f"{default * 2:.{places}f}", places), type, Limits())
