"""The verbs: read a schema, plan its rows, make them, judge them. Wiring only."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa

from seedbed.database.catalog import catalog
from seedbed.database.connection import Connection, connect
from seedbed.database.dsn import is_dsn, parse_dsn
from seedbed.engine.cells import Cells
from seedbed.engine.edges import edge_entries
from seedbed.engine.parts import Digests, filled_columns, made, spaced, whole
from seedbed.errors import Note, PlanError, Problem, ReadError, UsageError, WriteError
from seedbed.plan import passes
from seedbed.plan.edge_index import edge_stories
from seedbed.plan.existing import needed_columns
from seedbed.plan.forward import forward_references
from seedbed.plan.plan import Plan
from seedbed.plan.promise import Promise, of_plan, of_recipe, promises
from seedbed.plan.settle import settled
from seedbed.plan.violate.room import roomier, with_room
from seedbed.plan.violate.search import violations
from seedbed.read.live import read_database
from seedbed.read.live_rows import live_rows
from seedbed.read.open import read
from seedbed.read.reading import Reading
from seedbed.read.rows import read_rows
from seedbed.report.account import judged_account, planned_account
from seedbed.report.json import report
from seedbed.report.page import page
from seedbed.sampling.bits import VERSION
from seedbed.schema.arrow import arrow_type
from seedbed.schema.declared import Declared
from seedbed.schema.graph import load_order
from seedbed.schema.model import Dialect, Schema, Table
from seedbed.schema.recipe import Recipe
from seedbed.schema.rows import Rows
from seedbed.schema.violation import Violations
from seedbed.validate.answers import counted, verdict_of
from seedbed.validate.court import judge
from seedbed.validate.live import judge_database
from seedbed.validate.verdict import Verdict
from seedbed.write.clean import Cleaned
from seedbed.write.clean import clean as delete
from seedbed.write.database import LoadOptions, open_database
from seedbed.write.edges import EDGES, EdgeIndex, write_edges
from seedbed.write.files import refusals
from seedbed.write.manifest import Run, manifest
from seedbed.write.record import REPORTS, SCHEMA, Recorder, described, forget, read_record
from seedbed.write.sink import Options, Sink, file_names, open_sink
from seedbed.write.staging import Staging
from seedbed.write.stored import MAKER
from seedbed.write.target import fit
from seedbed.write.violations import as_texts

__all__ = [
    "Loaded",
    "Made",
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

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What a run left behind: the folder, its files, the rows and column digests of each table, the verdict.

    The verdict is None where none was asked for.
    """

    folder: Path
    files: tuple[str, ...]
    rows: Mapping[str, int]
    digests: Mapping[str, Mapping[str, str]]
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: the rows and column digests of each table, the verdict, and notes about the database.

    Where the verdict is not ok the database was left as it was; `aftermath` says so.
    """

    rows: Mapping[str, int]
    digests: Mapping[str, Mapping[str, str]]
    verdict: Verdict
    notes: tuple[Note, ...] = ()
    aftermath: str = ""


@dataclass(frozen=True, slots=True)
class Violated:
    """Counter-examples: the folder and its files, the plan of its valid rows and their verdict, what was found."""

    folder: Path
    files: tuple[str, ...]
    plan: Plan
    verdict: Verdict
    violations: Violations


def read_schema(source: str | Path, dialect: Dialect | None = None, strict: bool = False) -> Reading:
    """The schema in a file, or in the database of an address; a database is only read.

    Raises ReadError, DatabaseError; with `strict` also for notes that hide a table or a constraint.
    """
    if is_dsn(str(source)):
        address = parse_dsn(str(source))
        source = str(address)
        if dialect not in (None, address.dialect):
            raise UsageError(Problem(f"{source} is no database of {dialect}", "--dialect", help="leave it away"))
        with connect(address, read_only=True) as connection:
            reading = read_database(connection)
    else:
        reading = read(Path(source), dialect)
    grave = [note for note in reading.notes if note.grave] if strict else []
    if grave:
        raise ReadError(*(Problem(note.what, str(note.origin or note.where), note.why, note.help) for note in grave))
    if not reading.schema.tables:
        raise ReadError(*(Problem(note.what, str(source), note.why, note.help) for note in reading.notes[:1]))
    return reading


def plan(
    schema: Schema, recipe: Recipe, strict: bool = False, existing: Mapping[str, pa.Table] = MappingProxyType({})
) -> Plan:
    """Every decision, before any row, beside the rows of `existing` tables. Raises UsageError and PlanError."""
    return passes.plan(schema, recipe, Cells, strict, existing)


def promised(schema: Schema, recipe: Recipe, rows: Mapping[str, int]) -> Promise | None:
    """What a run with a recipe promised of its rows; None where the same recipe would make other rows today."""
    if not promises(recipe):
        return Promise()
    try:
        made = plan(schema, recipe)
    except PlanError:
        return None
    return of_plan(made) if {table.table: table.rows for table in made.tables} == dict(rows) else None


def rows_there(schema: Schema, connection: Connection) -> dict[str, pa.Table]:
    """What a plan has to know of the rows that a database holds. Raises DatabaseError, UsageError."""
    fit(schema, catalog(connection, schema), connection, partial=True)
    return live_rows(connection, schema, {table.id: needed_columns(table, schema) for table in schema})


def generate(
    plan: Plan,
    formats: Sequence[str],
    output: Path,
    options: Options,
    *,
    judged: bool = True,
    force: bool = False,
    words: Mapping[str, object] | None = None,
    name: str = "rows",
    progress: Progress = lambda table, rows: None,
) -> Made:
    """Makes all rows of a plan in every format: all files under their final names, or none.

    `output` is a folder, or one file where `options.file` names it; `words` are kept in the manifest, `name` is
    the title of the report. With
    `judged` the written files are read back and every constraint is asked of them before they get their names;
    a folder then has the verdict as report.json and, for people, as report.html. Raises WriteError.
    """
    schema = plan.schema
    options = replace(options, forward_references=forward_references(plan))
    names = {name: ids for format in formats for name, ids in file_names(format, schema, options).items()}
    digests: dict[str, Mapping[str, str]] = {}
    with Staging(output, single=options.file is not None, force=force) as staging, ExitStack() as stack:
        reported = [*REPORTS] if judged and options.file is None else []
        indexed = [EDGES] if plan.recipe.edge_cases and options.file is None else []
        staging.claim([*names, *reported, *indexed])
        sinks = [open_sink(format, schema, staging.home, options) for format in formats]
        for sink in sinks:
            stack.callback(sink.abandon)
        cells = Cells(plan)
        for id in load_order(schema):
            digests[id] = _fill(plan, schema.table(id), cells, sinks, progress)
        files = [name for sink in sinks for name in sink.close()]
        rows = {table.table: table.rows for table in plan.tables}
        if indexed:
            _index(plan, cells, staging.home)
        verdict = _judged(staging.home, plan, names, rows) if judged else None
        if verdict is not None and reported:
            _tell(staging.home, plan, verdict, name, words or {})
        files += map(Path, (*(reported if verdict is not None else ()), *indexed))
        run = Run(schema, plan.recipe.seed, rows, digests, names, dict(words or {}), VERSION)
        staging.publish(files, lambda stored, earlier: manifest(run, stored, earlier))
        stack.pop_all()
    folder = output.parent if options.file is not None else output
    return Made(folder, tuple(str(file) for file in files), rows, digests, verdict)


def _index(plan: Plan, cells: Cells, folder: Path) -> None:
    """Writes which rows hold which edge cases."""
    tables = (
        EdgeIndex(
            one.table, one.rows, one.edge_rows, one.skipped, edge_entries(plan, plan.schema.table(one.table), cells)
        )
        for one in edge_stories(plan)
    )
    write_edges(folder, plan.recipe.edge_cases, tables)


def _tell(folder: Path, plan: Plan, verdict: Verdict, title: str, words: Mapping[str, object]) -> None:
    """Writes the reports on rows that a plan made."""
    edges, again = edge_stories(plan), _again(plan, words)
    json_name, page_name = REPORTS
    beside = (json_name, EDGES) if edges else (json_name,)
    _write(folder / json_name, report(verdict, again, edges))
    _write(folder / page_name, page(planned_account(plan, verdict, title, again, beside)))


def preview(plan: Plan, table: str, rows: int) -> pa.Table:
    """A few rows of a table as they will be made, from all over it."""
    return spaced(plan, plan.schema.table(table), Cells(plan), rows)


def session(address: str, *, remote: bool = False) -> Connection:
    """A session with the database of an address, to write to it.

    Raises DatabaseError where it is not to be had, UsageError where it is on another machine and `remote` is not set.
    """
    connection = connect(parse_dsn(address), bulk=True)
    if not connection.local and not remote:
        connection.close()
        why, help = "rows are written to it", "say --allow-remote if you mean it"
        raise UsageError(Problem("this database is on another machine", str(connection.dsn), why, help))
    return connection


def load(
    plan: Plan,
    connection: Connection,
    options: LoadOptions | None = None,
    *,
    record: Path | None = None,
    judged: bool = True,
    words: Mapping[str, object] | None = None,
    progress: Progress = lambda table, rows: None,
) -> Loaded:
    """Puts all rows of a plan into a database: all of them or none.

    Before the commit the rows of each table are counted and, with `judged`, every constraint is asked of the
    database; where one is broken nothing stays. The folder `record` then says what was loaded, so that `clean` can
    take it back, and has the reports; `words` are kept there. Raises DatabaseError where the database refuses, with
    its words.
    """
    options = replace(options or LoadOptions(), forward_references=forward_references(plan))
    if record is None:
        return _loaded(plan, connection, options, [], judged, progress)
    with Staging(record) as staging, ExitStack() as stack:
        recorder = Recorder(plan.schema, staging.home)
        indexed = [EDGES] if plan.recipe.edge_cases else []
        reported = [*REPORTS] if judged else []
        staging.claim([*recorder.files, SCHEMA, *indexed, *reported])
        stack.callback(recorder.abandon)
        done = _loaded(plan, connection, options, [recorder], judged, progress)
        if done.verdict.ok:
            load = described(connection.dsn, recorder.identities)
            files, told = recorder.files, dict(words or {})
            run = Run(plan.schema, plan.recipe.seed, done.rows, done.digests, files, told, VERSION, load)
            with _remembering(done.rows):
                if indexed:
                    _index(plan, Cells(plan), staging.home)
                if reported:
                    _tell(staging.home, plan, done.verdict, connection.dsn.name or "database", told)
                files_made = (*recorder.close(), *map(Path, (*indexed, *reported)))
                staging.publish(files_made, lambda stored, earlier: manifest(run, stored, earlier))
            stack.pop_all()
    return done


@contextmanager
def _remembering(rows: Mapping[str, int]) -> Iterator[None]:
    """Says, where the record of a load cannot be written, that the rows are there all the same."""
    try:
        yield
    except WriteError as error:
        what = f"{sum(rows.values()):,} rows are in the database, but there is no record of them"
        raise WriteError(*error.problems, Problem(what, help="--clean cannot take them back")) from error


def _loaded(
    plan: Plan,
    connection: Connection,
    options: LoadOptions,
    others: Sequence[Sink],
    judged: bool,
    progress: Progress,
) -> Loaded:
    """Puts the rows into the database, and into other sinks beside it."""
    schema = plan.schema
    digests: dict[str, Mapping[str, str]] = {}
    with open_database(schema, connection, options) as sink:
        cells = Cells(plan)
        for id in load_order(schema):
            digests[id] = _fill(plan, schema.table(id), cells, [sink, *others], progress)
        rows = {table.table: table.rows for table in plan.tables}
        expected = {id: sink.before[id] + count for id, count in rows.items()}
        sink.finish()
        if judged:
            verdict = judge_database(connection, schema, expected, plan.recipe)
        else:
            found = sink.counts()
            verdict = verdict_of([counted(id, expected[id], found[id]) for id in expected], found, ())
        if verdict.ok:
            sink.close()
        else:
            sink.abandon()
    return Loaded(rows, digests, verdict, sink.notes, sink.aftermath)


def clean(record: Path, connection: Connection, *, partial: bool = False) -> Cleaned:
    """Deletes the rows that a load put into a database, as its record says, and then the record: all or nothing.

    Raises ReadError where the record is none, DatabaseError where rows of others refer to these, UsageError where
    the record is of another database.
    """
    found = read_record(record)
    cleaned = delete(found, connection, partial=partial)
    if not cleaned.untold:
        forget(found)
    return cleaned


def validate(
    data: str | Path,
    schema: Schema,
    expected: Mapping[str, int] | None = None,
    *,
    recipe: Recipe | None = None,
    promise: Promise | None = None,
) -> Verdict:
    """Asks every constraint of a schema of the rows in a file, a folder or a living database, made by anyone.

    With a recipe its rules are asked too, and how the columns of files spread is tested against what it says: of so
    many rows as there are, or against the `promise` of the plan that made them. Databases are not asked that.

    A database is only read, and is asked in its own SQL. Raises ReadError, DatabaseError, and UsageError where the
    schema is one of another kind of database.
    """
    recipe = None if recipe is None else settled(recipe, schema)
    if not is_dsn(str(data)):
        rows, asked = read_rows(Path(data), schema), recipe or Recipe()
        if promise is not None or not promises(asked):
            promise = promise or Promise()
            return judge(schema, rows, expected, recipe, promise.declared, promise.apart)
        return _tested(schema, rows, expected, asked)
    address = parse_dsn(str(data))
    if schema.dialect != address.dialect:
        help = "write --dialect, or give a schema in the words of the database"
        raise UsageError(Problem(f"the schema is one of {schema.dialect}", str(address), help=help))
    with connect(address, read_only=True) as connection:
        return judge_database(connection, schema, expected, recipe)


def _tested(schema: Schema, rows: Rows, expected: Mapping[str, int] | None, recipe: Recipe) -> Verdict:
    """The verdict on anyone's rows, with tests of what a recipe says of so many; a note where it cannot be planned."""
    notes: list[Note] = []

    def declared(counts: Mapping[str, int]) -> Sequence[Declared]:
        try:
            return of_recipe(schema, recipe, counts, Cells)
        except PlanError as error:
            notes.append(Note("how the rows spread is not tested", f"the recipe has no plan: {error}", grave=True))
            return ()

    verdict = judge(schema, rows, expected, recipe, declared)
    return replace(verdict, notes=(*verdict.notes, *notes))


def report_page(
    data: str | Path, schema: Schema, verdict: Verdict, *, recipe: Recipe | None = None, reproduce: str = ""
) -> str:
    """The report on anyone's rows that were judged, as the text of an HTML page; the rows are read once more.

    Raises ReadError, DatabaseError.
    """
    return page(judged_account(data, schema, verdict, reproduce, recipe))


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
            id: _fill(world, schema.table(id), cells, [sink], lambda table, rows: None) for id in load_order(schema)
        }
        sink.close()
        for name, text in zip(list(names)[1:], as_texts(schema, found), strict=True):
            _write(staging.home / name, text)
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


def _judged(home: Path, plan: Plan, names: Mapping[str, tuple[str, ...]], rows: Mapping[str, int]) -> Verdict:
    """The verdict on files that have no final names yet; a passing manifest tells which table each holds."""
    passing = home / "manifest.json"
    _write(passing, json.dumps({"made_by": MAKER, "files": {name: {"tables": ids} for name, ids in names.items()}}))
    try:
        return validate(home, plan.schema, rows, recipe=plan.recipe, promise=of_plan(plan))
    finally:
        passing.unlink()


def _write(path: Path, text: str) -> None:
    with refusals(path):
        path.write_text(text, encoding="utf-8")


def _again(plan: Plan, words: Mapping[str, object]) -> str:
    """The command that makes the same data again, or what is known where no command made them."""
    told = ", ".join(f"{name} {value}" for name, value in words.items() if value not in (None, False, {}, []))
    return str(words.get("command") or f"seed {plan.recipe.seed}{', ' * bool(told)}{told}")


def _fill(plan: Plan, table: Table, cells: Cells, sinks: Sequence[Sink], progress: Progress) -> dict[str, str]:
    columns = filled_columns(plan, table)
    arrow = pa.schema([(name, arrow_type(table.column(name).type)) for name in columns])
    digests = Digests(columns)
    for sink in sinks:
        sink.begin(table, arrow)
    for number, tile in enumerate(made(plan, table, cells)):
        digests.add(number, tile.digests)
        for sink in sinks:
            sink.batch(tile.batch)
        progress(table.id, tile.batch.num_rows)
    for sink in sinks:
        sink.end()
    return digests.result()
