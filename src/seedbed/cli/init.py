"""`seedbed init`: a first recipe for a schema, for a person to go on with."""

from __future__ import annotations

import os
from pathlib import Path

from rich.console import Console

from seedbed import api
from seedbed.api.words import dialect_of
from seedbed.cli.show import show_notes
from seedbed.database.dsn import is_dsn, parse_dsn
from seedbed.errors import Problem, UsageError
from seedbed.read.recipe.editor import TITLE, json_schema_text
from seedbed.scaffold.recipe import sketch
from seedbed.schema.recipe import Recipe
from seedbed.write.files.temporary import refusals

__all__ = ["init", "print_json_schema"]


def init(schema: str, output: Path, dialect: str | None, *, force: bool) -> int:
    """Reads the schema, plans it without wishes, writes what that gives as a recipe; the exit code."""
    editor = output.with_suffix(".schema.json")
    _free(output, editor, force=force)
    reading = api.read_schema(schema, dialect_of(dialect))
    plan = api.plan(reading.schema, Recipe())
    show_notes(Console(stderr=True), reading.notes)
    source = str(parse_dsn(schema)) if is_dsn(schema) and "://" in schema else _from(schema, output)
    text = sketch(plan, source, str(output), dialect=dialect or "", editor=editor.name)
    for path, written in ((output, text), (editor, json_schema_text())):
        with refusals(path):
            path.write_text(written, encoding="utf-8")
    tables = len(plan.tables)
    Console().print(
        f"{output}: a recipe for {tables} tables (and {editor.name}, for editors)\n"
        f"next: seedbed generate --config {output}",
        highlight=False,
        soft_wrap=True,
    )
    return 0


def print_json_schema() -> int:
    """Prints the JSON Schema of recipes; the exit code."""
    print(json_schema_text(), end="")  # noqa: T201 - the schema is what was asked for, as it is
    return 0


def _free(output: Path, editor: Path, *, force: bool) -> None:
    """Raises UsageError where a file would be written over."""
    if output.suffix not in (".yaml", ".yml"):
        raise UsageError(Problem(f"{output} is no name of a YAML file", "--output", help="call it seedbed.yaml"))
    problems = []
    if output.exists() and not force:
        why = "what you wrote in it would be lost"
        problems.append(Problem(f"{output} is there already", "--output", why, "name another file, or say --force"))
    if editor.exists() and not force and f'"title": "{TITLE}"' not in editor.read_text("utf-8", "replace"):
        problems.append(Problem(f"{editor} is there already", help="name another --output, or say --force"))
    if problems:
        raise UsageError(*problems)


def _from(schema: str, output: Path) -> str:
    """The path of the schema as seen from the recipe."""
    return Path(os.path.relpath(schema, output.parent)).as_posix()
