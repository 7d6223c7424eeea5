"""The dressing that makes columns follow each other: moments in order, copies, totals. Each can be switched off."""

from __future__ import annotations

from seedbed.plan.across.bounds import uppers
from seedbed.plan.across.events import happenings
from seedbed.plan.across.loom import Loom
from seedbed.plan.across.shares import shares
from seedbed.plan.across.times import orders
from seedbed.plan.across.totals import copies, totals
from seedbed.plan.across.wanted import Context
from seedbed.plan.dress.closet import Closet
from seedbed.plan.plan import Plan

__all__ = ["woven"]

_INFERRED = (
    ("copies", copies),
    ("totals", totals),
    ("totals", shares),
    ("bounds", uppers),
    ("events", happenings),
    ("times", orders),
)
"""By the names that switch them off, in the order in which they are woven."""


def woven(plan: Plan, closet: Closet) -> Plan:
    """The plan whose rows hang together across columns and tables, wherever no constraint is in the way."""
    loom, context = Loom(plan, closet), Context(plan.schema, closet)
    for name, inferred in _INFERRED:
        if name not in plan.recipe.without:
            for table in plan.schema:
                for wanted in inferred(table, context):
                    if not loom.weave(wanted):
                        loom.step_back(wanted)
    return loom.woven()
