"""The validation report as JSON, for machines: what was asked, what was found, what could not be asked."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from seedbed.plan.edges.index import EdgeStory
from seedbed.validate.spread.shapes import Shape
from seedbed.validate.spread.statistics import Compared, Uncompared
from seedbed.validate.verdict import KINDS, Breach, Verdict

__all__ = ["report"]


def report(verdict: Verdict, reproduce: str = "", edges: Sequence[EdgeStory] = ()) -> str:
    """The report as canonical JSON; `reproduce` is the command that makes the same data again.

    `edges` are the stories of the edge cases among the rows.
    """
    told = _plain(verdict, reproduce) | {"edge_cases": {story.table: _edges(story) for story in edges}}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _plain(verdict: Verdict, reproduce: str) -> dict[str, Any]:
    examples = {(breach.table, breach.constraint, breach.kind): breach for breach in verdict.breaches}
    return {
        "summary": _summary(verdict),
        "tables": {table.table: {"rows": table.rows, "errors": table.errors} for table in verdict.tables},
        "constraints": [
            {
                "kind": asked.kind,
                "table": asked.table,
                "constraint": asked.constraint,
                "columns": list(asked.columns),
                "asked": asked.how,
                "breaches": asked.breaches,
                "examples": list(_examples(examples.get((asked.table, asked.constraint, asked.kind)))),
            }
            for asked in verdict.checked
        ],
        "breaches": [_breach(breach) for breach in verdict.breaches],
        "foreign_keys": _resolution(verdict),
        "skipped": [
            {"kind": skipped.kind, "table": skipped.table, "constraint": skipped.constraint, "reason": skipped.reason}
            for skipped in verdict.skipped
        ],
        "distributions": [_tested(test) for test in verdict.compared] + [_untested(one) for one in verdict.uncompared],
        "shapes": [_shaped(shape) for shape in verdict.shapes],
        "notes": [{"what": note.what, "where": note.where, "why": note.why} for note in verdict.notes],
        "reproduce": reproduce,
    }


def _summary(verdict: Verdict) -> dict[str, Any]:
    by_kind = {kind: sum(b.count for b in verdict.breaches if b.kind == kind) for kind in KINDS}
    return {
        "valid": verdict.valid,
        "ok": verdict.ok,
        "tables": len(verdict.tables),
        "rows": verdict.rows,
        "constraints": len(verdict.checked),
        "skipped": len(verdict.skipped),
        "errors": verdict.errors,
        "distributions": len(verdict.compared),
        "alarms": len(verdict.alarms),
        "errors_by_kind": {kind: count for kind, count in by_kind.items() if count},
    }


def _edges(story: EdgeStory) -> dict[str, Any]:
    """How many rows of a table hold an edge case, and how many each one."""
    columns: dict[str, dict[str, int]] = {}
    for name, case, count in story.cases:
        columns.setdefault(name, {})[case] = count
    told: dict[str, Any] = {"rows": story.rows, "edge_rows": story.edge_rows}
    return told | ({"skipped": story.skipped} if story.skipped else {"columns": columns})


def _resolution(verdict: Verdict) -> dict[str, Any]:
    """How many references were followed, and how many rows refer to nothing."""
    keys = [asked for asked in verdict.checked if asked.kind == "FOREIGN_KEY"]
    return {"asked": len(keys), "unresolved": sum(asked.breaches for asked in keys)}


def _breach(breach: Breach) -> dict[str, Any]:
    return {
        "kind": breach.kind,
        "table": breach.table,
        "constraint": breach.constraint,
        "columns": list(breach.columns),
        "count": breach.count,
        "examples": list(breach.examples),
    }


def _tested(test: Compared) -> dict[str, Any]:
    """One test of a distribution; an endless statistic has no number in JSON."""
    return {
        "table": test.table,
        "columns": list(test.columns),
        "declared": test.said,
        "test": test.test,
        "rows": test.rows,
        "sampled_of": test.sampled_of or None,
        "statistic": test.statistic if math.isfinite(test.statistic) else None,
        "degrees_of_freedom": test.freedom,
        "p": test.p,
        "p_corrected": test.corrected,
        "alarm": test.alarm,
        "why": test.why or test.bent,
    }


def _untested(one: Uncompared) -> dict[str, Any]:
    told = {"table": one.table, "columns": list(one.columns), "declared": one.said}
    return told | {"test": None, "alarm": False, "why": one.reason}


def _shaped(shape: Shape) -> dict[str, Any]:
    """What the plot of a declared distribution is drawn from."""
    return {
        "table": shape.table,
        "columns": list(shape.columns),
        "declared": shape.said,
        "axis": shape.axis,
        "bins": list(shape.labels),
        "observed": list(shape.observed),
        "expected": [round(value, 3) for value in shape.expected],
    }


def _examples(breach: Breach | None) -> tuple[str, ...]:
    return () if breach is None else breach.examples
