"""What each command does, once its words are read: wiring between the api and the screen."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from seedbed import api
from seedbed.api.again import asked, command
from seedbed.api.runs import promised_by, run_of, run_told
from seedbed.api.wishes import Wished
from seedbed.api.words import dialect_of, file_of, formats_of, name_of
from seedbed.classes import dataclass
from seedbed.cli.collecting import hoarding, settled
from seedbed.cli.show import show_few_notes, show_notes, show_plan, show_violations
from seedbed.database.dsn import is_dsn, parse_dsn
from seedbed.errors import Note, Problem, UsageError
from seedbed.plan.edges.index import SKIPPED
from seedbed.plan.explain import explain as explained
from seedbed.plan.plan import Plan, dump_plan
from seedbed.read.early import Early
from seedbed.read.reading import Reading
from seedbed.report.json import report
from seedbed.report.terminal import many, show
from seedbed.schema.model import Dialect
from seedbed.validate.verdict import Verdict
from seedbed.write.files.temporary import write_text
from seedbed.write.sink import Options

__all__ = [
    "Reports",
    "Request",
    "explain",
    "folder_of",
    "generate",
    "progress_bar",
    "show_verdict",
    "tell",
    "validate",
    "violate",
    "words_of",
]

LONG = 100_000
"""Rows from which a progress bar is worth its lines."""

MOST = 20_000
"""Rows that are made between two looks at the bar are fewer."""


@dataclass(frozen=True, slots=True)
class Request:
    """The words of `generate`."""

    schema: str
    dialect: str | None
    wished: Wished
    format: str
    output: Path | None
    validate: bool
    strict: bool
    split: bool
    one_per_row: bool
    force: bool
    explain: bool
    save_plan: Path | None
    report: bool | None = None
    workers: int = 2
    part: str | None = None
    early: Early | None = None
    beside: tuple[str, ...] = ()

    def read(self, dialect: Dialect | None = None) -> Reading:
        """The schema, of a dialect where none is said. Raises ReadError, DatabaseError."""
        known = dialect_of(self.dialect) or dialect
        return api.read_schema(self.schema, known, self.strict, self.early, self.beside)


@dataclass(frozen=True, slots=True)
class Reports:
    """The files that the report of `validate` goes to."""

    json: Path | None = None
    html: Path | None = None


def generate(request: Request) -> int:
    """Reads, plans, makes, judges; the exit code."""
    formats, part = formats_of(request.format), part_of(request)
    output, file = _output(request, formats)
    if request.report and not request.validate:
        raise UsageError(Problem("there is no verdict to report", "--report", help="leave --no-validate out"))
    reading = request.read()
    plan = api.plan(reading.schema, request.wished.fitted(reading.schema), request.strict)
    settled()
    hoarding()
    console, notes = Console(), Console(stderr=True)
    if request.explain:
        show_plan(console, explained(plan))
    used = tell(notes, reading.notes, plan)
    if request.save_plan is not None:
        request.save_plan.write_text(dump_plan(plan), encoding="utf-8")
    options = Options(file, request.one_per_row, request.split, part=part)
    with progress_bar(sum(table.rows for table in plan.tables) // part[1]) as progress:
        made = api.generate(
            plan,
            formats,
            output,
            options,
            judged=request.validate,
            force=request.force,
            strict=request.strict,
            report=request.report,
            words=words_of(request, formats),
            name=name_of(request.schema),
            progress=progress,
            workers=request.workers,
        )
    show_notes(notes, made.notes)
    _made(console, made)
    return 0 if made.verdict is None else show_verdict(console, made.verdict, used + 1)


def part_of(request: Request) -> tuple[int, int]:
    """Which part of how many a user asked for; the only one of one where they did not. Raises UsageError."""
    if request.workers < 1:
        raise UsageError(Problem(f"{request.workers} workers make no rows", "--workers", help="say 1 or more"))
    if request.part is None:
        return 1, 1
    number, _, of = request.part.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        what, help = f"{request.part!r} is no part of a whole", "say 1/4 for the first of four parts"
        raise UsageError(Problem(what, "--part", help=help))
    return int(number), int(of)


def violate(request: Request) -> int:
    """Reads, plans a few valid rows, and breaks each constraint once; the exit code."""
    if formats_of(request.format) != ("sql",):
        raise UsageError(Problem("counter-examples are SQL", "--format", help="leave --format out"))
    reading = request.read()
    output = request.output or Path(f"{name_of(request.schema)}-violations")
    words = {"violate": True, **words_of(request, ("sql",), "--violate")}
    recipe = request.wished.fitted(reading.schema)
    made = api.violate(reading.schema, recipe, output, strict=request.strict, force=request.force, words=words)
    tell(Console(stderr=True), reading.notes, made.plan)
    show_violations(Console(), made.violations, output)
    return 0 if made.verdict.ok else show_verdict(Console(), made.verdict)


def explain(schema: str, dialect: str | None, wished: Wished, strict: bool, beside: Sequence[str] = ()) -> int:
    """Shows the plan; the exit code."""
    reading = api.read_schema(schema, dialect_of(dialect), strict, beside=beside)
    plan = api.plan(reading.schema, wished.fitted(reading.schema), strict)
    console = Console()
    show_notes(console, reading.notes)
    show_plan(console, explained(plan))
    return 0


def validate(
    data: str,
    schema: str | None,
    dialect: str | None,
    wished: Wished,
    reports: Reports,
    strict: bool,
    manifest: Path | None = None,
) -> int:
    """Judges anyone's data, in files or in a living database that a load may have filled; the exit code."""
    schema = schema or wished.own_schema
    living = is_dsn(data)
    loaded = _record(data, manifest) if manifest is not None else None
    if schema is None and not living:
        raise UsageError(Problem("there is no schema to judge by", "SCHEMA", help="seedbed validate DATA schema.sql"))
    known = parse_dsn(data).dialect if living and dialect is None else dialect_of(dialect)
    own = Reading(loaded.schema) if loaded is not None and schema is None else None
    reading = own or api.read_schema(schema or data, known, strict)
    run = run_told(loaded.manifest) if loaded is not None else None if living else run_of(Path(data))
    recipe, promise = promised_by(run, wished, reading.schema)
    if recipe is None and wished.file is not None:
        recipe = wished.fitted(reading.schema)
    verdict = api.validate(data, reading.schema, recipe=recipe, promise=promise, record=loaded, strict=strict)
    again = asked(data, schema, wished, manifest)
    if reports.json is not None:
        write_text(reports.json, report(verdict, again))
    if reports.html is not None:
        write_text(reports.html, api.report_page(data, reading.schema, verdict, recipe=recipe, reproduce=again))
    notes = (*reading.notes, *verdict.notes) if living else [note for note in verdict.notes if note.grave]
    used = show_few_notes(Console(stderr=True), notes)
    return show_verdict(Console(), verdict, used)


def _record(data: str, manifest: Path) -> api.Record:
    """The record of the load that filled a database. Raises UsageError where it filled another."""
    if not is_dsn(data):
        help = "leave it away: the manifest beside the data is read by itself"
        raise UsageError(Problem("--manifest is of a load, and this is no database", data, help=help))
    record, dsn = api.read_record(manifest), parse_dsn(data)
    if (record.dialect, record.database) != (dsn.dialect, dsn.name):
        what = f"the record is of the database {record.database} ({record.dialect})"
        raise UsageError(Problem(what, str(record.manifest), help="name the database that was loaded"))
    return record


def _output(request: Request, formats: Sequence[str]) -> tuple[Path, str | None]:
    """The folder, or the one file and its name where the output ends in the format's suffix."""
    if request.output == Path("-"):
        why = "a run writes several files, all of them or none"
        raise UsageError(Problem("rows do not go to standard output", "--output", why, "--output data.sql"))
    if request.output is not None:
        return request.output, file_of(request.output, formats)
    return folder_of(request), None


def folder_of(request: Request) -> Path:
    """The folder that a run fills by default."""
    return Path(f"{name_of(request.schema)}-data")


def words_of(request: Request, formats: Sequence[str], *more: str) -> dict[str, object]:
    """What the manifest of a run keeps of its words."""
    flags = {"--strict": request.strict, "--split": request.split, "--one-per-row": request.one_per_row}
    own = [*more, *(flag for flag, said in flags.items() if said)]
    own += ["--part", request.part] if request.part is not None else []
    if request.format != request.wished.formats(None):
        own += ["--format", request.format]
    if request.dialect != request.wished.dialect(None):
        own += ["--dialect", str(request.dialect)]
    return {
        **request.wished.told(),
        "formats": list(formats),
        "split": request.split,
        "one_per_row": request.one_per_row,
        "command": command("generate", request.schema, request.wished, own, request.beside),
    }


def tell(console: Console, notes: Sequence[Note], plan: Plan) -> int:
    """Prints the notes of a reading, and those of a plan that change what was asked; the lines that they take.

    That a table has no edge cases is told in their index.
    """
    lines = show_few_notes(console, (*notes, *(note for note in plan.notes if note.grave)))
    rest = sum(not note.grave and note.what != SKIPPED for note in plan.notes)
    if rest:
        console.print(f"· {many(rest, 'more note')}; --explain shows them", style="dim", highlight=False)
    return lines + bool(rest)


@contextmanager
def progress_bar(rows: int) -> Iterator[api.Progress]:
    """A bar on the terminal while many rows are made; none when piped."""
    if rows < LONG or not sys.stderr.isatty():
        yield lambda table, count: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[speed]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=rows, speed="")

        def advance(table: str, count: int) -> None:
            if count > MOST:  # rows that were kept: they tell nothing of the speed
                bar.reset(task, completed=int(bar.tasks[0].completed))
            bar.update(task, advance=count, description=table)
            speed = bar.tasks[0].speed
            bar.update(task, speed=f"{speed:,.0f} rows/s" if speed else "")

        yield advance


def _made(console: Console, made: api.Made) -> None:
    rows = sum(made.rows.values())
    single = len(made.files) == 1
    where = made.folder / made.files[0] if single else f"{made.folder} ({many(len(made.files), 'file')})"
    told = f"{many(rows, 'row')} in {many(len(made.rows), 'table')} -> {where}"
    console.print(told, highlight=False, markup=False, emoji=False)  # a path may look like either


def show_verdict(console: Console, verdict: Verdict, used: int = 0) -> int:
    """Prints a verdict on a screen of which so many lines are used; the exit code."""
    show(console, verdict, used)
    return 0 if verdict.ok else 1
