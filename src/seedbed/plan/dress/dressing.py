"""Dressing: what groups become that no constraint holds on to, once every constraint has its group.

Each dressing is a plain function from plan to plan; their order stands in `OF_ONE` and `OF_ALL`. They only touch
groups that are free, so that a dressed plan keeps every promise of the bare one.
"""

from __future__ import annotations

from collections.abc import Sequence

from seedbed.plan.across.woven import woven
from seedbed.plan.dress.closet import Closet, Dressing, free_groups
from seedbed.plan.dress.couple import coupled
from seedbed.plan.dress.declare import candid
from seedbed.plan.dress.fan import fanned
from seedbed.plan.dress.lengthen import lengthened
from seedbed.plan.dress.mingle import mingled
from seedbed.plan.dress.outsiders import generators_of_others
from seedbed.plan.dress.patterned import patterned
from seedbed.plan.dress.personas import peopled
from seedbed.plan.dress.rows import coherent
from seedbed.plan.dress.shape import shaped
from seedbed.plan.dress.slugs import slugged
from seedbed.plan.dress.timing import businesslike, timed
from seedbed.plan.edges.edged import edged
from seedbed.plan.plan import Plan

__all__ = ["OF_ALL", "OF_ONE", "Closet", "Dressing", "dressed", "free_groups"]

OF_ONE: tuple[Dressing, ...] = (
    generators_of_others,
    fanned,
    shaped,
    timed,
    lengthened,
    coupled,
    peopled,
    coherent,
)
"""Of the plan of each locale, in this order: plug-ins, what was asked of references and single columns, personas, rows
that hang together."""

OF_ALL: tuple[Dressing, ...] = (
    slugged,
    patterned,
    businesslike,
    woven,
    candid,
    edged,
)
"""Once the locales are mixed: slugs, patterns, working hours, what follows across tables, edge cases."""


def dressed(plans: Sequence[tuple[Plan, Closet]], locales: Sequence[tuple[str, float]]) -> Plan:
    """One plan after every dressing, of the plans of all locales."""
    single = [_in_turn(OF_ONE, plan, closet) for plan, closet in plans]
    closet = plans[0][1]
    plan = single[0] if len(single) == 1 else mingled(single, locales, closet)
    return _in_turn(OF_ALL, plan, closet)


def _in_turn(dressings: tuple[Dressing, ...], plan: Plan, closet: Closet) -> Plan:
    for dressing in dressings:
        plan = dressing(plan, closet)
    return plan
