"""Reasons: why a row breaks more than one rule, and why a rule has no counter-example."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from seedbed.plan.violate.wrong import taking_null
from seedbed.schema.expression import Literal
from seedbed.schema.model import Check, Column, Dialect, ForeignKey, Unique
from seedbed.validate.rules import Rule

__all__ = ["why_also", "why_none"]


def why_also(rule: Rule, other: Rule, spoiled: AbstractSet[int], cap: str) -> str:
    """Why a row that breaks `rule` breaks `other` as well; `spoiled` are rules that every further row breaks."""
    if other.number in spoiled:
        return f"the table has no room for another row{f': {cap}' if cap else ''}"
    shared = [name for name in rule.columns if name in other.columns]
    if isinstance(rule.source, Unique) and isinstance(other.source, Unique) and set(other.columns) <= set(rule.columns):
        one, two = (", ".join(source.keys or source.columns) for source in (rule.source, other.source))
        return f"whatever repeats ({one}) repeats ({two})"
    if rule.kind == "NOT_NULL" and other.kind == "CHECK":
        return f"the check asks for a value of {rule.columns[0]} too"
    if rule.kind == "DATA_TYPE":
        return f"what is too much for the type of {rule.columns[0]} is too much for this as well"
    if shared:
        return f"both are about {', '.join(shared)}, and no value that was tried breaks one alone"
    return "no row that was tried breaks one alone"


def why_none(rule: Rule, dialect: Dialect, ground: bool, tries: int, unasked: str, cap: str) -> str:
    """Why a rule has no counter-example."""
    source = rule.source
    if isinstance(source, Check) and source.expression in (Literal(True), Literal(None)):
        return "the check can never be false"
    if not ground:
        return f"there is no row to start from{f': {cap}' if cap else ': the table gets no rows'}"
    if unasked:
        return f"the referee cannot ask it, so that nobody could tell: {unasked}"
    if rule.kind == "NOT_NULL" and isinstance(source, Column) and source.generated is not None:
        return "the database computes the column"
    if rule.kind == "NOT_NULL" and isinstance(source, Column) and (taken := taking_null(source, dialect)):
        return taken
    if isinstance(source, ForeignKey) and not tries:
        return "the database computes the columns"
    if not tries:
        return "there was nothing that could be changed: the database fills its columns"
    return f"none of {tries} rows that were tried breaks it: perhaps nothing can"
