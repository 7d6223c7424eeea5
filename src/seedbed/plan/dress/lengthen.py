"""A dressing of texts: how long they are, as a recipe says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from seedbed.errors import Note, PlanError, Problem
from seedbed.generators.choose import Defaulted, Drawn
from seedbed.generators.lengthy import LONGEST, Lengthy
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.meaning import meaning_of
from seedbed.plan.dress.axis import Axis
from seedbed.plan.dress.closet import Closet, free_groups
from seedbed.plan.dress.declare import along
from seedbed.plan.dress.spread import Unfit, completed, spread_along, told
from seedbed.plan.facts import Facts
from seedbed.plan.plan import Group, Plan
from seedbed.schema.declared import Declared
from seedbed.schema.recipe import ColumnWish, Distribution
from seedbed.schema.spreads import faults

__all__ = ["lengthened"]

_RUNNING = frozenset(
    ("title", "label", "sentence", "description", "paragraph", "comment", "note", "message", "topic", "text")
)
"""Meanings whose texts are running words, of any length."""

_USUAL = 200  # lengths that a distribution is laid over where it does not say which


def lengthened(plan: Plan, closet: Closet) -> Plan:
    """The plan with every length of its recipe; raises PlanError for those that no text can have."""
    problems: list[Problem] = []
    for wish in plan.recipe.columns:
        facts = closet.facts.get(wish.table)
        if wish.lengths is None or facts is None:
            continue
        where = f"{wish.table}.{wish.column}"
        wrong = [*faults(wish.lengths, where)]
        if wish.lengths.kind == "choice":
            wrong.append(Problem("lengths are numbers, not a choice of texts", where, help="use empirical"))
        try:
            plan = plan if wrong else _with(plan, wish, wish.lengths, facts, closet)
        except Unfit as unfit:
            wrong = [replace(unfit.problem, where=where)]
        problems += wrong
    if problems:
        raise PlanError(*problems)
    return plan


def _with(plan: Plan, wish: ColumnWish, lengths: Distribution, facts: Facts, closet: Closet) -> Plan:
    table = plan.table(wish.table)
    group = next((group for group in free_groups(table, facts) if group.columns == (wish.column,)), None)
    why = _refused(wish, facts, closet) if group else "it is part of a key, or follows other columns"
    if why or group is None:
        note = Note("the lengths of its texts cannot be honoured", why, "", wish.table, wish.column, grave=True)
        return replace(plan, notes=(*plan.notes, note))
    axis = _axis(facts, wish.column)
    usual = Axis(axis.first, axis.step, min(axis.count, _USUAL))
    complete = completed(lengths, usual)
    axis = usual if complete.kind == "zipf" else axis
    made = group.generator
    nulls = made.nulls if isinstance(made, Drawn | Defaulted) else 0
    new = Lengthy(spread_along(complete, axis), int(axis.first), nulls)
    dressed = Group(group.columns, new, f"texts whose lengths are {told(lengths)}; {group.reason}")
    plan = plan.regrouped(table.table, (dressed if old is group else old for old in table.groups))
    declared = along(Declared("lengths", wish.table, group.columns, f"lengths {told(lengths)}"), complete, axis)
    return replace(plan, declared=(*plan.declared, declared))


def _refused(wish: ColumnWish, facts: Facts, closet: Closet) -> str:
    """Why a column cannot have texts of any length; "" where it can."""
    type, limits = facts.type(wish.column), facts.limit(wish.column)
    if type.kind not in ("text", "varchar"):
        return f"{type.raw or type.kind} holds no texts that differ in length"
    if replace(limits, min_length=None, max_length=None, null=None) != Limits():
        return "a check says what its texts are"
    if wish.pattern or wish.distribution or (wish.generator and wish.generator not in _RUNNING):
        return "the recipe says what its texts are"
    meaning = meaning_of(wish.table, wish.column, type)
    told = (wish.table, wish.column) not in closet.wishes.plain and meaning is not None and not wish.generator
    if told and meaning is not None and meaning.name not in _RUNNING:
        return f"its name tells of {meaning.name}, whose texts are as long as they are"
    return ""


def _axis(facts: Facts, column: str) -> Axis:
    """The lengths that type and checks leave; at least one character, unless the most is none."""
    type, limits = facts.type(column), facts.limit(column)
    most = min(end for end in (type.length, limits.max_length, LONGEST) if end is not None)
    least = min(max(limits.min_length or 0, 1), most)
    return Axis(Fraction(least), Fraction(1), most - least + 1)
