"""The verbs: read a schema, plan its rows, make them, judge them. Wiring only."""

from __future__ import annotations

from seedbed.api.filling import Progress
from seedbed.api.judging import report_page, validate
from seedbed.api.loading import Loaded, clean, load, session
from seedbed.api.making import Made, generate
from seedbed.api.planning import plan, preview, promised, read_schema, rows_there
from seedbed.api.violating import Violated, violate
from seedbed.plan.promise import Promise

__all__ = [
    "Loaded",
    "Made",
    "Progress",
    "Promise",
    "Violated",
    "clean",
    "generate",
    "load",
    "plan",
    "preview",
    "promised",
    "read_schema",
    "report_page",
    "rows_there",
    "session",
    "validate",
    "violate",
]
