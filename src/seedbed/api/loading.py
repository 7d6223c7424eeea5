"""The verbs `load` and `clean`: all rows of a plan in a database, or none; and out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from seedbed.api.filling import Progress, fill_in_turn, index_edges, tell
from seedbed.api.spreading import ours_of_plan, spread
from seedbed.classes import dataclass
from seedbed.database.connection import Connection, connect
from seedbed.database.dsn import parse_dsn
from seedbed.engine.cells import Cells
from seedbed.errors import Note, Problem, UsageError, WriteError
from seedbed.plan.forward import forward_references
from seedbed.plan.plan import Plan
from seedbed.sampling.bits import VERSION
from seedbed.schema.graph import load_order
from seedbed.validate.answers import counted, verdict_of
from seedbed.validate.live.judge import judge_database
from seedbed.validate.verdict import Verdict
from seedbed.write.database.clean import Cleaned
from seedbed.write.database.clean import clean as delete
from seedbed.write.database.load import LoadOptions, open_database
from seedbed.write.database.record import REPORTS, SCHEMA, Recorder, described, forget, read_record
from seedbed.write.edges import EDGES
from seedbed.write.files.staging import Staging
from seedbed.write.manifest import Run, manifest
from seedbed.write.sink import Sink

__all__ = ["Loaded", "clean", "load", "session"]


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
    strict: bool = False,
    words: Mapping[str, object] | None = None,
    progress: Progress = lambda table, rows: None,
) -> Loaded:
    """Puts all rows of a plan into a database: all of them or none.

    Before the commit the rows of each table are counted and, with `judged`, every constraint is asked of the database;
    where one is broken nothing stays. How the rows spread is tested against what was declared; with `strict` nothing
    stays where that raises an alarm. The folder `record`
    then says what was loaded, so that `clean` can take it back, and has the reports; `words` are kept there. Raises
    DatabaseError where the database refuses, with its words.
    """
    unfilled = frozenset(table.table for table in plan.tables if not table.rows)
    options = replace(options or LoadOptions(), forward_references=forward_references(plan), unfilled=unfilled)
    if record is None:
        return _loaded(plan, connection, options, [], judged, strict, progress)
    with Staging(record) as staging, ExitStack() as stack:
        recorder, told = Recorder(plan.schema, staging.home), dict(words or {})
        indexed = [EDGES] if plan.recipe.edge_cases else []
        reported = [*REPORTS] if judged else []
        staging.claim([*recorder.files, SCHEMA, *indexed, *reported])
        stack.callback(recorder.abandon)

        def report(verdict: Verdict) -> None:
            if indexed:
                index_edges(plan, Cells(plan), staging.home)
            if reported:
                tell(staging.home, plan, verdict, connection.dsn.name or "database", told)

        done = _loaded(plan, connection, options, [recorder], judged, strict, progress, report)
        if done.verdict.ok:
            load = described(connection.dsn, recorder.identities)
            run = Run(plan.schema, plan.recipe.seed, done.rows, done.digests, recorder.files, told, VERSION, load)
            with _remembering(done.rows):
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
    strict: bool,
    progress: Progress,
    report: Callable[[Verdict], None] = lambda verdict: None,
) -> Loaded:
    """Puts the rows into the database, and into other sinks beside it; they stay if they can be reported."""
    schema = plan.schema
    with open_database(schema, connection, options) as sink:
        digests = fill_in_turn(plan, load_order(schema), Cells(plan), [sink, *others], progress)
        rows = {table.table: table.rows for table in plan.tables}
        expected = {id: sink.before[id] + count for id, count in rows.items()}
        sink.finish()
        expected |= {id: expected[id] + more for id, more in sink.beside(expected).items()}
        if judged:
            verdict = judge_database(connection, schema, expected, plan.recipe)
            verdict = spread(verdict, connection, schema, plan.declared, ours_of_plan(plan))
            verdict = replace(verdict, strict=strict)
        else:
            found = sink.counts()
            verdict = verdict_of([counted(id, expected[id], found[id]) for id in expected], found, ())
        if verdict.ok:
            report(verdict)
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
