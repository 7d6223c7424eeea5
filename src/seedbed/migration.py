"""After a migration: what is needed to load onto the rows that an earlier run made, and nothing else.

The old rows stay as they are, but for cells that the new schema forbids. New tables get rows, new columns values.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.engine.cells import Cells
from seedbed.engine.parts import TILE, Digests, filled_columns, tile_digest
from seedbed.engine.workers import made
from seedbed.errors import Note, Problem, ReadError, UsageError
from seedbed.plan import passes
from seedbed.plan.forward import forward_references
from seedbed.plan.held.broken import Broken, homeless
from seedbed.plan.held.existing import Held
from seedbed.plan.held.mended import Change, changed, mended, open_rows
from seedbed.plan.plan import Plan
from seedbed.read.rows.found import read_rows
from seedbed.read.rows.parquet import parquet_source
from seedbed.read.rows.whole import Whole, whole
from seedbed.report.json import report
from seedbed.sampling.bits import VERSION
from seedbed.schema.arrow import arrow_type
from seedbed.schema.graph import load_order
from seedbed.schema.model import Dialect, Schema, Table
from seedbed.schema.recipe import Recipe
from seedbed.validate.court import judge
from seedbed.validate.verdict import Verdict
from seedbed.write.files.names import file_stems
from seedbed.write.files.staging import Staging
from seedbed.write.files.stored import MAKER, recorded
from seedbed.write.files.temporary import refusals
from seedbed.write.manifest import Run, manifest
from seedbed.write.options import Options
from seedbed.write.parquet import Parquet
from seedbed.write.sql.script import Sql

__all__ = ["Delta", "Earlier", "delta", "dialect_of", "earlier", "write_delta"]

SQL, REPORT = "data.sql", "report.json"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The rows of an earlier run in the types of the new schema, and what of them it has no place for."""

    rows: Whole
    digests: Mapping[str, Mapping[str, str]]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """What is to be done: a plan whose old tables are held, and the cells of old rows that change.

    `before` are the old rows as they were; `notes` tell what is gone and what was read under another type.
    """

    plan: Plan
    before: Mapping[str, pa.Table]
    changes: tuple[Change, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a delta, how many rows are new in each table and changed in each old one, and the verdict."""

    folder: Path
    files: tuple[str, ...]
    inserted: Mapping[str, int]
    updated: Mapping[str, int]
    verdict: Verdict | None


def dialect_of(path: Path) -> Dialect:
    """The dialect of an earlier run. Raises ReadError where the path is none of its manifest."""
    return cast("Dialect", _facts(path)["schema"]["dialect"])


def earlier(path: Path, schema: Schema) -> Earlier:
    """The rows that a manifest tells of. Raises ReadError where its files are not there, or not as they were."""
    facts = _facts(path)
    changed = [name for name in facts["files"] if not _is_there(path, name)]
    if changed:
        help = "give back the files as the run left them, or make them again with the same seed"
        raise ReadError(
            *(
                Problem("a file of the earlier run is missing or changed", str(path.parent / n), help=help)
                for n in changed
            )
        )
    if facts["schema"]["dialect"] != schema.dialect:
        what = f"the earlier rows are of {facts['schema']['dialect']}, the schema is of {schema.dialect}"
        raise UsageError(Problem(what, str(path)))
    known = {table.id: table for table in schema}
    found = whole(read_rows(_source(path, facts), schema), schema)
    told: Mapping[str, Any] = facts["tables"]
    tables = {id: found.tables.get(id, _empty(known[id], fact)) for id, fact in told.items() if id in known}
    short = [id for id, rows in tables.items() if rows.num_rows != told[id]["rows"]]
    if short:
        raise ReadError(*(Problem("the files do not hold all rows of the earlier run", id) for id in short))
    digests = {id: told[id]["digests"] for id in tables}
    return Earlier(Whole(tables, found.misread), digests, tuple(_gone(told, known, tables)))


def _facts(path: Path) -> dict[str, Any]:
    try:
        facts = json.loads(path.read_bytes())
        if facts["made_by"] == MAKER and facts["files"] and "load" not in facts:
            return dict(facts)
        why = "it tells of no files with rows"
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = str(error)
    help = "name the manifest.json that seedbed generate wrote beside its files"
    raise ReadError(Problem("this is no manifest of an earlier run", str(path), why, help))


def _is_there(path: Path, name: str) -> bool:
    with refusals(path):
        return recorded(path)[name].fits(path.parent / name)


def _source(path: Path, facts: Mapping[str, Any]) -> Path:
    """The folder of the earlier run, or its one file."""
    return path.parent if path.name == "manifest.json" else path.parent / next(iter(facts["files"]))


def _empty(table: Table, fact: Mapping[str, Any]) -> pa.Table:
    """A table of which the files hold no row."""
    columns = [column for column in table.columns if column.name in fact["digests"] and column.generated is None]
    return pa.schema([(column.name, arrow_type(column.type)) for column in columns]).empty_table()


def _gone(told: Mapping[str, Any], known: Mapping[str, Table], tables: Mapping[str, pa.Table]) -> Iterator[Note]:
    """What the new schema has no place for."""
    renamed = "a table or column that was renamed looks like one that is gone and one that is new"
    for id, fact in told.items():
        if id not in known:
            yield Note(f"the table is gone, and its {fact['rows']:,} rows with it", renamed, table=id, grave=True)
            continue
        for name in fact["digests"]:
            if name not in tables[id].column_names:
                yield Note("the column is gone, or filled by the database", renamed, table=id, column=name, grave=True)


def delta(schema: Schema, old: Earlier, recipe: Recipe, *, strict: bool = False) -> Delta:
    """What is needed to load onto the old rows. Raises UsageError and PlanError."""
    named = [name for name, _ in recipe.table_rows if name in old.rows.tables]
    if named:
        help = "seedbed load --append adds rows to a database"
        raise UsageError(*(Problem(f"the rows of {name} are there already", "--count", help=help) for name in named))
    now, changes = mended(schema, recipe, Cells, old.rows.tables, old.rows.misread)
    lost = homeless(schema, now)
    held = {id: _around(rows, lost.get(id)) for id, rows in now.items()}
    plan = passes.plan(schema, recipe, Cells, strict, held=held)
    changes = (*changes, *_housed(plan, now, lost))
    retyped = tuple(
        Note("read under a new type", f"as {schema.table(id).column(name).type.raw}", table=id, column=name)
        for id, rows in old.rows.tables.items()
        for name, digest in _digests(rows).items()
        if digest != old.digests[id].get(name)
    )
    return Delta(plan, old.rows.tables, changes, (*old.notes, *retyped, *map(_told, changes)))


def _around(rows: pa.Table, lost: Broken | None) -> Held:
    """What of the rows is kept; a column that is lost in every row is as good as new."""
    gone = [name for name, bad in lost.rows.items() if bad.all()] if lost else []
    opened = {name: found for name, found in open_rows(lost).items() if name not in gone}
    return Held(rows.drop_columns(gone), opened)


def _housed(plan: Plan, now: Mapping[str, pa.Table], lost: Mapping[str, Broken]) -> Iterator[Change]:
    """What rows that refer to new tables hold from now on."""
    cells = Cells(plan)
    for id, one in lost.items():
        names = list(one.rows)
        batch = cells.batch(id, names, np.arange(now[id].num_rows, dtype=np.uint64))
        for name in names:
            yield changed(id, name, now[id], pa.Table.from_batches([batch]), tuple(one.reasons[name]))


def _told(change: Change) -> Note:
    rows = ", ".join(str(row.as_py() + 1) for row in change.rows[:10])
    more = f" and {len(change.rows) - 10} more" if len(change.rows) > 10 else ""
    why = f"{'; '.join(change.reasons)}: in rows {rows}{more}"
    return Note(f"{len(change.rows)} old cells change", why, table=change.table, column=change.column, grave=True)


def _digests(rows: pa.Table) -> dict[str, str]:
    """The digest of each column of rows that are there, as a run would have told it."""
    found = Digests(rows.column_names)
    whole = rows.combine_chunks()
    for number, start in enumerate(range(0, max(rows.num_rows, 1), TILE)):
        tile = whole.slice(start, TILE).combine_chunks()
        batch = tile.to_batches()[0] if tile.num_rows else pa.RecordBatch.from_pylist([], rows.schema)
        found.add(number, tuple(tile_digest(column) for column in batch.columns))
    return found.result()


def write_delta(
    found: Delta, output: Path, *, judged: bool = True, force: bool = False, words: Mapping[str, object] | None = None
) -> Written:
    """Writes the statements, and beside them the whole of the new state: all files under their names, or none.

    With `judged` every constraint of the schema is asked of the new state before. Raises WriteError.
    """
    plan, schema = found.plan, found.plan.schema
    stems = file_stems(table.id for table in schema)
    names = {id: f"{stem}.parquet" for id, stem in stems.items() if filled_columns(plan, schema.table(id))}
    with Staging(output, force=force) as staging, ExitStack() as stack:
        staging.claim([SQL, *names.values(), *([REPORT] if judged else [])])
        sql = Sql(schema, staging.home, Options(forward_references=forward_references(plan)))
        state = Parquet(names, staging.home)
        for sink in (sql, state):
            stack.callback(sink.abandon)
        writer = _Writer(found, Cells(plan), sql, state, names)
        for id in load_order(schema):
            writer.table(schema.table(id))
        files = [*sql.close(), *state.close()]
        rows = {table.table: table.rows for table in plan.tables}
        held = {id: parquet_source(staging.home / name) for id, name in names.items()}
        verdict = judge(schema, held, rows) if judged else None
        if verdict is not None:
            with refusals(staging.home / REPORT):
                (staging.home / REPORT).write_text(report(verdict, f"seed {plan.recipe.seed}"), encoding="utf-8")
            files.append(Path(REPORT))
        tables = {name: (id,) for id, name in names.items()}
        run = Run(schema, plan.recipe.seed, rows, writer.digests, tables, dict(words or {}), VERSION)
        staging.publish(files, lambda stored, before: manifest(run, stored, before))
        stack.pop_all()
    return Written(output, tuple(map(str, files)), writer.inserted, writer.updated, verdict)


class _Writer:
    """Writes one table after the other: its new rows, or what changes in its old ones; and its new state."""

    def __init__(self, found: Delta, cells: Cells, sql: Sql, state: Parquet, names: Mapping[str, str]) -> None:
        self._found, self._cells, self._sql, self._state, self._names = found, cells, sql, state, names
        self.digests: dict[str, dict[str, str]] = {}
        self.inserted: dict[str, int] = {}
        self.updated: dict[str, int] = {}

    def table(self, table: Table) -> None:
        """Writes a table."""
        plan = self._found.plan
        columns = filled_columns(plan, table)
        arrow = pa.schema([(name, arrow_type(table.column(name).type)) for name in columns])
        old = self._found.before.get(table.id)
        if old is None:
            self.inserted[table.id] = plan.table(table.id).rows
            self._sql.begin(table, arrow)
        if table.id in self._names:
            self._state.begin(table, arrow)
        digests = Digests(columns)
        for number, tile in enumerate(made(plan, table, self._cells)):
            digests.add(number, tile.digests)
            if old is None:
                self._sql.batch(tile.batch)
            if table.id in self._names:
                self._state.batch(tile.batch)
        if old is None:
            self._sql.end()
        if table.id in self._names:
            self._state.end()
        if old is not None:
            self._changed(table, old)
        self.digests[table.id] = digests.result()

    def _changed(self, table: Table, old: pa.Table) -> None:
        """Writes what changes in the old rows of a table: cells that are forbidden now, then the new columns."""
        changes = [change for change in self._found.changes if change.table == table.id]
        new = [column for group in self._found.plan.table(table.id).groups for column in group.columns]
        new = [column.name for column in table.columns if column.name in new and column.name not in old.column_names]
        if not old.num_rows or not (changes or new):
            return
        keys = _identity(table, old, {change.column for change in changes})
        every = pa.array(np.arange(old.num_rows, dtype=np.uint64))
        for change in changes:
            self._update(table, old, [change.column], keys, change.rows)
        if new:
            self._update(table, old, new, keys, every)
        self.updated[table.id] = old.num_rows if new else max(len(change.rows) for change in changes)

    def _update(self, table: Table, old: pa.Table, names: Sequence[str], keys: Sequence[str], rows: pa.Array) -> None:
        arrow = pa.schema([(name, arrow_type(table.column(name).type)) for name in (*names, *keys)])
        self._sql.begin(table, arrow, keys=len(keys))
        for start in range(0, len(rows), TILE):
            some = rows[start : start + TILE]
            cells = self._cells.batch(table.id, names, some.to_numpy())
            found = old.select(list(keys)).take(some).combine_chunks()
            key_cells = found.to_batches()[0].columns
            self._sql.batch(pa.RecordBatch.from_arrays([*cells.columns, *key_cells], schema=arrow))
        self._sql.end()


def _identity(table: Table, old: pa.Table, changed: set[str]) -> tuple[str, ...]:
    """Columns that tell the old rows apart and stay as they are. Raises UsageError where none do."""
    uniques = sorted(table.uniques, key=lambda unique: not unique.primary)
    exact = [name for name in old.column_names if table.column(name).type.kind != "float" and name not in changed]
    sets = [unique.columns for unique in uniques if set(unique.columns) <= set(exact)]
    sets += [(name,) for name in exact]
    whole = tuple(
        name for name in exact if old.column(name).null_count == 0 and not pa.types.is_list(old.schema.field(name).type)
    )
    for names in (*sets, whole):
        if names and _tells(old, names):
            return tuple(names)
    help = "give the table a primary key"
    raise UsageError(Problem("the old rows cannot be told apart, so none of them can be changed", table.id, help=help))


def _tells(old: pa.Table, names: Sequence[str]) -> bool:
    rows = old.select(list(names))
    if any(column.null_count or pa.types.is_list(column.type) for column in rows.columns):
        return False
    return bool(rows.group_by(list(names)).aggregate([]).num_rows == rows.num_rows)
