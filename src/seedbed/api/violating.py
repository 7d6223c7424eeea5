"""The verb `violate`: a valid world, and for each constraint a row that breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from seedbed.api.filling import fill
from seedbed.api.planning import plan
from seedbed.classes import dataclass
from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.errors import PlanError
from seedbed.plan.forward import forward_references
from seedbed.plan.plan import Plan
from seedbed.plan.violate.room import roomier, with_room
from seedbed.plan.violate.search import violations
from seedbed.sampling.bits import VERSION
from seedbed.schema.graph import load_order
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Recipe
from seedbed.schema.violation import Violations
from seedbed.validate.court import judge
from seedbed.validate.verdict import Verdict
from seedbed.write.files.staging import Staging
from seedbed.write.files.temporary import write_text
from seedbed.write.manifest import Run, manifest
from seedbed.write.sink import Options, open_sink
from seedbed.write.violations import as_texts

__all__ = ["Violated", "violate"]


@dataclass(frozen=True, slots=True)
class Violated:
    """Counter-examples: the folder and its files, the plan of its valid rows and their verdict, what was found."""

    folder: Path
    files: tuple[str, ...]
    plan: Plan
    verdict: Verdict
    violations: Violations


def violate(
    schema: Schema,
    recipe: Recipe,
    output: Path,
    *,
    strict: bool = False,
    force: bool = False,
    words: Mapping[str, object] | None = None,
) -> Violated:
    """Makes a small valid world, and for each constraint a row that breaks it, in a folder.

    Raises UsageError, PlanError and WriteError, and then has written nothing.
    """
    recipe = replace(recipe, edge_cases=0.0)
    material = plan(schema, roomier(recipe, schema))
    world = _roomy(schema, recipe, material, strict)
    tables, spare = whole(world), whole(material)
    caps = {table.table: table.cap for table in material.tables}
    spare = {id: rows.slice(tables[id].num_rows) for id, rows in spare.items()}
    verdict = judge(schema, tables)
    found = violations(schema, tables, spare, caps)
    options = Options(file="valid.sql", forward_references=forward_references(world))
    with Staging(output, force=force) as staging, ExitStack() as stack:
        names = {"valid.sql": tuple(tables), "violations.json": (), "violations.sql": ()}
        staging.claim(names)
        sink = open_sink("sql", schema, staging.home, options)
        stack.callback(sink.abandon)
        cells = Cells(world)
        digests = {
            id: fill(world, schema.table(id), cells, [sink], lambda table, rows: None) for id in load_order(schema)
        }
        sink.close()
        for name, text in zip(list(names)[1:], as_texts(schema, found), strict=True):
            write_text(staging.home / name, text)
        rows = {table.table: table.rows for table in world.tables}
        run = Run(schema, recipe.seed, rows, digests, names, dict(words or {}), VERSION)
        staging.publish([Path(name) for name in names], lambda stored, earlier: manifest(run, stored, earlier))
        stack.pop_all()
    return Violated(output, tuple(names), world, verdict, found)


def _roomy(schema: Schema, recipe: Recipe, material: Plan, strict: bool) -> Plan:
    """The plan of a world with room for another row in each table, where that can be."""
    try:
        world = plan(schema, with_room(recipe, schema, material), strict)
    except PlanError:
        return plan(schema, recipe, strict)
    if not any(table.cap and table.rows > 1 for table in world.tables):
        return world
    try:  # it is smaller than the material, and so may be full where that was not
        return plan(schema, with_room(recipe, schema, world), strict)
    except PlanError:
        return world
