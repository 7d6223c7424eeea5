"""The verb `generate`: all rows of a plan in files, or none."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from seedbed.api.course import PART, Course
from seedbed.api.cut_short import became, ending, identity, telling
from seedbed.api.filling import Filling, Progress, index_edges, tell
from seedbed.classes import dataclass
from seedbed.engine.cells import Cells
from seedbed.engine.parts import filled_columns, joined_digests
from seedbed.engine.workers import WORKERS
from seedbed.errors import Note
from seedbed.plan.forward import forward_references
from seedbed.plan.plan import Plan
from seedbed.plan.promise import of_plan
from seedbed.sampling.bits import VERSION
from seedbed.schema.graph import load_order
from seedbed.validate.verdict import Verdict
from seedbed.write.database.record import REPORTS
from seedbed.write.edges import EDGES
from seedbed.write.files.kept import TileDigests
from seedbed.write.files.staging import Staging
from seedbed.write.files.stored import MAKER
from seedbed.write.files.temporary import write_text
from seedbed.write.manifest import Run, manifest
from seedbed.write.sink import Options, file_names, open_sink

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
    beside = _beside(plan, options, judged=judged, report=report)
    mine, single = identity(plan, formats, options), options.file is not None
    with (
        Staging(output, single=single, force=force, plan=mine, part=options.mark) as staging,
        telling(staging),
        ExitStack() as stack,
    ):
        staging.claim([*names, *beside.reported, *beside.indexed])
        sinks = [open_sink(format, plan.schema, staging.home, options) for format in formats]
        for sink in sinks:
            stack.push(ending(sink, staging))
        notes, cells = became(staging, plan), Cells(plan)
        course = Course(sinks, staging.keeper if mine else None, tiles)
        filling = Filling(plan, sinks, course, options.part, workers, progress)
        made = {id: filling.fill(plan.schema.table(id), cells) for id in load_order(plan.schema)}
        files = [name for sink in sinks for name in sink.close()]
        if beside.indexed:
            index_edges(plan, cells, staging.home, beside.mark)
        verdict = _judged(staging.home, plan, names, filling.rows, strict) if beside.judged else None
        if verdict is not None and beside.reported:
            tell(staging.home, plan, verdict, name, words or {}, beside.mark)
        files += map(Path, (*beside.reported, *beside.indexed))
        run = Run(plan.schema, plan.recipe.seed, filling.rows, {}, names, dict(words or {}), VERSION)
        run = _digested(run, plan, made, options, mine)
        known = {name: stored for sink in sinks for name, stored in sink.files.stored.items()}
        staging.publish(files, lambda stored, earlier: manifest(run, stored, earlier), known)
        stack.pop_all()
    told = tuple(str(file) for file in files)
    return Made(output.parent if single else output, told, filling.rows, run.digests, verdict, notes)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is said beside the rows: whether they are judged, and the files of the report and of the edge cases.

    The names of these begin with `mark`.
    """

    judged: bool
    mark: str
    reported: tuple[str, ...]
    indexed: tuple[str, ...]


def _beside(plan: Plan, options: Options, *, judged: bool, report: bool | None) -> _Beside:
    folder, mark = options.file is None, "" if options.file is None else f"{options.file}."
    judged = judged and not options.mark
    reported = tuple(mark + name for name in REPORTS) if judged and (folder if report is None else report) else ()
    indexed = plan.recipe.edge_cases and (folder or reported) and options.first
    return _Beside(judged, mark, reported, (mark + EDGES,) if indexed else ())


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
