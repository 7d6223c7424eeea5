"""`seedbed generate --since`: what a migration asks of the rows that an earlier run made."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from seedbed import migration
from seedbed.api.again import command
from seedbed.api.words import name_of
from seedbed.cli.commands import Request, show_verdict, tell
from seedbed.cli.show import show_notes, show_plan
from seedbed.errors import Problem, UsageError
from seedbed.plan.explain import explain as told

__all__ = ["since"]


def since(request: Request, manifest: Path) -> int:
    """Reads the new schema and the old rows, plans around them, writes the difference; the exit code."""
    if request.format != "sql" or request.split or request.save_plan is not None:
        what = "the difference is one file of SQL"
        raise UsageError(Problem(what, "--since", help="leave --format, --split and --save-plan out"))
    output = request.output or Path(f"{name_of(request.schema)}-delta")
    reading = request.read(migration.dialect_of(manifest))
    found = migration.delta(
        reading.schema,
        migration.earlier(manifest, reading.schema),
        request.wished.fitted(reading.schema),
        strict=request.strict,
    )
    console, notes = Console(), Console(stderr=True)
    if request.explain:
        show_plan(console, told(found.plan))
    tell(notes, reading.notes, found.plan)
    show_notes(notes, found.notes)
    line = command("generate", request.schema, request.wished, ("--since", str(manifest)), request.beside)
    words = {"since": manifest.name, **request.wished.told(), "command": line}
    made = migration.write_delta(found, output, judged=request.validate, force=request.force, words=words)
    new, old = sum(made.inserted.values()), sum(made.updated.values())
    console.print(
        f"{new:,} new rows in {len(made.inserted)} tables, {old:,} old rows changed -> {output / migration.SQL}",
        highlight=False,
        soft_wrap=True,
    )
    return 0 if made.verdict is None else show_verdict(console, made.verdict)
