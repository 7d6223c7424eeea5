"""The dressing of columns that generators of other packages fill as a whole."""

from __future__ import annotations

from dataclasses import replace

from seedbed.errors import Note, PlanError, Problem
from seedbed.generators.outside import Outside
from seedbed.generators.want import Want
from seedbed.plan.columns.plugged import is_plugged, made_by
from seedbed.plan.dress.closet import Closet, free_groups
from seedbed.plan.plan import Group, Plan

__all__ = ["generators_of_others"]


def generators_of_others(plan: Plan, closet: Closet) -> Plan:
    """The plan whose columns are filled by the plug-ins asked for; raises PlanError where a constraint holds one."""
    problems: list[Problem] = []
    for wish in plan.recipe.columns:
        if not is_plugged(wish) or wish.table not in closet.facts:
            continue
        facts = closet.facts[wish.table]
        type = facts.type(wish.column)
        limits = facts.limit(wish.column)
        made = made_by(wish.generator, Want(type, limits, closet.wishes.today, closet.wishes.dialect))
        if made.generator is None:
            continue
        table = plan.table(wish.table)
        group = next((group for group in free_groups(table, facts) if group.columns == (wish.column,)), None)
        if group is None or facts.own.get(wish.column):
            why = "a key or a check narrows the column, and only what a domain lists can be narrowed"
            problems.append(Problem(f"the plug-in {wish.generator} cannot fill it", f"{wish.table}.{wish.column}", why))
            continue
        filled = Outside(made.generator, type, getattr(group.generator, "nulls", 0), wish.generator)
        new = Group(group.columns, filled, f"plug-in {wish.generator}, by the recipe")
        note = Note(f"filled by the plug-in {wish.generator}", "it is judged, not steered", "", wish.table, wish.column)
        plan = plan.regrouped(table.table, (new if old is group else old for old in table.groups))
        plan = replace(plan, notes=(*plan.notes, note))
    if problems:
        raise PlanError(*problems)
    return plan
