"""The verbs: read a schema, plan its rows, make them, judge them. Wiring, loaded when it is first named."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seedbed.api.filling import Progress
    from seedbed.api.gathering import Joined, joined
    from seedbed.api.judging import report_page, validate
    from seedbed.api.loading import Loaded, clean, load, session
    from seedbed.api.making import Made, generate
    from seedbed.api.planning import plan, preview, promised, read_schema, rows_there
    from seedbed.api.sparking import OnSpark, SparkTarget, check_target, generate_on_spark, shown
    from seedbed.api.violating import Violated, violate
    from seedbed.engine.spark import dataframes
    from seedbed.plan.promise import Promise
    from seedbed.write.database.record import Record, read_record

__all__ = [
    "Joined",
    "Loaded",
    "Made",
    "OnSpark",
    "Progress",
    "Promise",
    "Record",
    "SparkTarget",
    "Violated",
    "check_target",
    "clean",
    "dataframes",
    "generate",
    "generate_on_spark",
    "joined",
    "load",
    "plan",
    "preview",
    "promised",
    "read_record",
    "read_schema",
    "report_page",
    "rows_there",
    "session",
    "shown",
    "validate",
    "violate",
]

_HOMES = {
    "seedbed.api.filling": ("Progress",),
    "seedbed.api.gathering": ("Joined", "joined"),
    "seedbed.api.judging": ("report_page", "validate"),
    "seedbed.api.loading": ("Loaded", "clean", "load", "session"),
    "seedbed.api.making": ("Made", "generate"),
    "seedbed.api.planning": ("plan", "preview", "promised", "read_schema", "rows_there"),
    "seedbed.api.sparking": ("OnSpark", "SparkTarget", "check_target", "generate_on_spark", "shown"),
    "seedbed.api.violating": ("Violated", "violate"),
    "seedbed.engine.spark": ("dataframes",),
    "seedbed.plan.promise": ("Promise",),
    "seedbed.write.database.record": ("Record", "read_record"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
