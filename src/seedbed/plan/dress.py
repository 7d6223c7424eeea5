"""Dressing: what groups become that no constraint holds on to, once every constraint has its group.

Each dressing is a plain function from plan to plan; their order stands in `DRESSINGS`. They only touch groups that are
free, so that a dressed plan keeps every promise of the bare one.
"""

from __future__ import annotations

from seedbed.plan.across.woven import woven
from seedbed.plan.closet import Closet, Dressing, free_groups
from seedbed.plan.couple import coupled
from seedbed.plan.declare import candid
from seedbed.plan.edge import edged
from seedbed.plan.fan import fanned
from seedbed.plan.lengthen import lengthened
from seedbed.plan.outsiders import generators_of_others
from seedbed.plan.patterned import patterned
from seedbed.plan.personas import peopled
from seedbed.plan.plan import Plan
from seedbed.plan.rows import coherent
from seedbed.plan.shape import shaped
from seedbed.plan.timing import businesslike, timed

__all__ = ["DRESSINGS", "Closet", "Dressing", "dressed", "free_groups"]

DRESSINGS: tuple[Dressing, ...] = (
    generators_of_others,
    fanned,
    shaped,
    timed,
    lengthened,
    coupled,
    peopled,
    coherent,
    patterned,
    businesslike,
    woven,
    candid,
    edged,
)
"""In this order: plug-ins, what was asked of references and single columns, personas, rows that hang together,
patterns, working hours, what follows across tables, edge cases."""


def dressed(plan: Plan, closet: Closet) -> Plan:
    """The plan after every dressing."""
    for dressing in DRESSINGS:
        plan = dressing(plan, closet)
    return plan
