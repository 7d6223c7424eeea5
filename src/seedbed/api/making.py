"""The verb `generate`: all rows of a plan in files, or none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from seedbed.api.course import PART, STREAMED, Course, identity
from seedbed.api.filling import Filling, Progress, index_edges, tell
from seedbed.classes import dataclass
from seedbed.engine.cells import Cells
from seedbed.engine.parts import TILE, WORKERS, filled_columns, joined_digests
from seedbed.errors import Note, WriteError
from seedbed.plan.forward import forward_references
from seedbed.plan.plan import Plan
from seedbed.plan.promise import of_plan
from seedbed.sampling.bits import VERSION
from seedbed.schema.graph import load_order
from seedbed.validate.verdict import Verdict
from seedbed.write.edges import EDGES
from seedbed.write.files import write_text
from seedbed.write.kept import TileDigests
from seedbed.write.manifest import Run, manifest
from seedbed.write.record import REPORTS
from seedbed.write.sink import FileSink, Options, file_names, open_sink
from seedbed.write.staging import Staging
from seedbed.write.stored import MAKER

__all__ = ["Made", "generate"]


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
    notes: tuple[Note, ...] = ()


def generate(
    plan: Plan,
    formats: Sequence[str],
    output: Path,
    options: Options,
    *,
    judged: bool = True,
    force: bool = False,
    strict: bool = False,
    report: bool | None = None,
    words: Mapping[str, object] | None = None,
    name: str = "rows",
    progress: Progress = lambda table, rows: None,
    workers: int = WORKERS,
    tiles: int = PART,
) -> Made:
    """Makes all rows of a plan in every format: all files under their final names, or none.

    `output` is a folder, or one file where `options.file` names it; `words` are kept in the manifest, `name` is the
    title of the report. With `judged` the written files are read back and every constraint is asked of them before
    they get their names. The verdict is then left as report.json and, for people, as report.html: with `report`, and
    in a folder where nothing is said of that. Beside one file their names, and that of the index of edge cases, begin
    with its own. A run of many rows that is cut short leaves its good parts, of so many `tiles`, to the next run of the
    same plan. Where `options.part` is one of several its files are not judged. Raises WriteError.
    """
    options = replace(options, forward_references=forward_references(plan))
    names = {name: ids for format in formats for name, ids in file_names(format, plan.schema, options).items()}
    folder, mark = options.file is None, "" if options.file is None else f"{options.file}."
    judged = judged and not options.mark
    reported = [mark + name for name in REPORTS] if judged and (folder if report is None else report) else []
    indexed = [mark + EDGES] if plan.recipe.edge_cases and (folder or reported) and options.first else []
    mine = _identity(plan, formats, options)
    with (
        Staging(output, single=not folder, force=force, plan=mine, part=options.mark) as staging,
        _telling(staging),
        ExitStack() as stack,
    ):
        staging.claim([*names, *reported, *indexed])
        sinks = [open_sink(format, plan.schema, staging.home, options) for format in formats]
        for sink in sinks:
            stack.push(_ending(sink, staging))
        notes, cells = _notes(staging, plan), Cells(plan)
        course = Course(sinks, staging.keeper if mine else None, tiles)
        filling = Filling(plan, sinks, course, options.part, workers, progress)
        made = {id: filling.fill(plan.schema.table(id), cells) for id in load_order(plan.schema)}
        files = [name for sink in sinks for name in sink.close()]
        if indexed:
            index_edges(plan, cells, staging.home, mark)
        rows = filling.rows
        verdict = _judged(staging.home, plan, names, rows, strict) if judged else None
        if verdict is not None and reported:
            tell(staging.home, plan, verdict, name, words or {}, mark)
        files += map(Path, (*reported, *indexed))
        run = Run(plan.schema, plan.recipe.seed, rows, {}, names, dict(words or {}), VERSION)
        run = _digested(run, plan, made, options, mine)
        known = {name: stored for sink in sinks for name, stored in sink.files.stored.items()}
        staging.publish(files, lambda stored, earlier: manifest(run, stored, earlier), known)
        stack.pop_all()
    told = tuple(str(file) for file in files)
    return Made(output if folder else output.parent, told, rows, run.digests, verdict, notes)


def _identity(plan: Plan, formats: Sequence[str], options: Options) -> str:
    """What parts of a run are told by; nothing where it is too short to have any."""
    large = options.mark or sum(table.rows for table in plan.tables) > STREAMED
    return identity(plan, formats, replace(options, part=(1, options.part[1]))) if large else ""


def _ending(sink: FileSink, staging: Staging) -> Callable[..., None]:
    """How a sink ends when something goes wrong: its files go, or stay as they are for the next run."""

    def end(kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if staging.keeps(kind):
            sink.files.leave()
        sink.abandon()

    return end


@contextmanager
def _telling(staging: Staging) -> Iterator[None]:
    """Says, where something cannot be written, that what is done is there still."""
    try:
        yield
    except WriteError as error:
        if not staging.keeps(WriteError):
            raise
        more = f"what is done stays in {staging.home.parent}, and the same command goes on from there"
        raise WriteError(*(replace(each, help=f"{each.help}; {more}") for each in error.problems)) from error


def _notes(staging: Staging, plan: Plan) -> tuple[Note, ...]:
    """What became of the parts of an earlier run."""
    kept = staging.keeper.kept
    if kept is not None:
        rows = sum(min(len(tiles) * TILE, plan.table(id).rows) for id, tiles in kept.digests.items())
        return (Note(f"{rows:,} rows were kept of a run that was cut short"),)
    return (Note("parts of a run that was cut short were of another plan, and were thrown away"),) * staging.dropped


def _digested(run: Run, plan: Plan, made: Mapping[str, Sequence[TileDigests]], options: Options, mine: str) -> Run:
    """A run with the digest of each column; one of a part with the digests of its tiles, to be joined with others."""
    columns = {id: filled_columns(plan, plan.schema.table(id)) for id in made}
    if not options.mark:
        return replace(run, digests={id: joined_digests(columns[id], tiles) for id, tiles in made.items()})
    number, of = options.part
    tiles = {
        id: {column: b"".join(tile[place] for tile in made[id]).hex() for place, column in enumerate(names)}
        for id, names in columns.items()
    }
    rows = {table.table: table.rows for table in plan.tables}
    return replace(run, part={"number": number, "of": of, "plan": mine, "rows": rows, "tiles": tiles})


def _judged(
    home: Path, plan: Plan, names: Mapping[str, tuple[str, ...]], rows: Mapping[str, int], strict: bool
) -> Verdict:
    """The verdict on files that have no final names yet; a passing manifest tells which table each holds."""
    from seedbed.api.judging import validate  # what judges is loaded where something is judged

    passing = home / "manifest.json"
    write_text(passing, json.dumps({"made_by": MAKER, "files": {name: {"tables": ids} for name, ids in names.items()}}))
    try:
        return validate(home, plan.schema, rows, recipe=plan.recipe, promise=of_plan(plan), strict=strict)
    finally:
        passing.unlink()
