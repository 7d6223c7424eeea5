"""The verb `generate`: all rows of a plan in files, or none."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from seedbed.api.filling import Progress, fill, index_edges, tell
from seedbed.api.judging import validate
from seedbed.classes import dataclass
from seedbed.engine.cells import Cells
from seedbed.plan.forward import forward_references
from seedbed.plan.plan import Plan
from seedbed.plan.promise import of_plan
from seedbed.sampling.bits import VERSION
from seedbed.schema.graph import load_order
from seedbed.validate.verdict import Verdict
from seedbed.write.edges import EDGES
from seedbed.write.files import write_text
from seedbed.write.manifest import Run, manifest
from seedbed.write.record import REPORTS
from seedbed.write.sink import Options, file_names, open_sink
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
) -> Made:
    """Makes all rows of a plan in every format: all files under their final names, or none.

    `output` is a folder, or one file where `options.file` names it; `words` are kept in the manifest, `name` is the
    title of the report. With `judged` the written files are read back and every constraint is asked of them before
    they get their names. The verdict is then left as report.json and, for people, as report.html: with `report`, and
    in a folder where nothing is said of that. Beside one file their names, and that of the index of edge cases, begin
    with its own. Raises WriteError.
    """
    schema = plan.schema
    options = replace(options, forward_references=forward_references(plan))
    names = {name: ids for format in formats for name, ids in file_names(format, schema, options).items()}
    digests: dict[str, Mapping[str, str]] = {}
    with Staging(output, single=options.file is not None, force=force) as staging, ExitStack() as stack:
        folder, mark = options.file is None, "" if options.file is None else f"{options.file}."
        reported = [mark + name for name in REPORTS] if judged and (folder if report is None else report) else []
        indexed = [mark + EDGES] if plan.recipe.edge_cases and (folder or reported) else []
        staging.claim([*names, *reported, *indexed])
        sinks = [open_sink(format, schema, staging.home, options) for format in formats]
        for sink in sinks:
            stack.callback(sink.abandon)
        cells = Cells(plan)
        for id in load_order(schema):
            digests[id] = fill(plan, schema.table(id), cells, sinks, progress)
        files = [name for sink in sinks for name in sink.close()]
        rows = {table.table: table.rows for table in plan.tables}
        if indexed:
            index_edges(plan, cells, staging.home, mark)
        verdict = _judged(staging.home, plan, names, rows, strict) if judged else None
        if verdict is not None and reported:
            tell(staging.home, plan, verdict, name, words or {}, mark)
        files += map(Path, (*(reported if verdict is not None else ()), *indexed))
        run = Run(schema, plan.recipe.seed, rows, digests, names, dict(words or {}), VERSION)
        staging.publish(files, lambda stored, earlier: manifest(run, stored, earlier))
        stack.pop_all()
    return Made(output if folder else output.parent, tuple(str(file) for file in files), rows, digests, verdict)


def _judged(
    home: Path, plan: Plan, names: Mapping[str, tuple[str, ...]], rows: Mapping[str, int], strict: bool
) -> Verdict:
    """The verdict on files that have no final names yet; a passing manifest tells which table each holds."""
    passing = home / "manifest.json"
    write_text(passing, json.dumps({"made_by": MAKER, "files": {name: {"tables": ids} for name, ids in names.items()}}))
    try:
        return validate(home, plan.schema, rows, recipe=plan.recipe, promise=of_plan(plan), strict=strict)
    finally:
        passing.unlink()
