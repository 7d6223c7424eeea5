"""Everything that is known of a project before something is written for it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from seedbed.errors import Problem, ReadError
from seedbed.project.facts import Facts, Stack
from seedbed.project.layout import layout_of
from seedbed.project.models import models_of
from seedbed.project.raw.reading import Raw, raw_sql
from seedbed.project.stack import stack_of, style_of
from seedbed.read.models.project import Project, project_at
from seedbed.read.open import read as read_schema

__all__ = ["scan"]


def scan(folder: Path, variables: Mapping[str, str] | None = None) -> Facts:
    """The facts of a project in Python, or of one with a Prisma schema, whose models its client knows.

    Its code is run for that, and sees `variables` as its environment.

    Raises ReadError where it has no models, or does not import.
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise ReadError(Problem("there is no such folder", str(folder)))
    stack = stack_of(folder)
    if stack.orm == "prisma":
        reading = read_schema(folder)
        return Facts(stack, style_of(folder), layout_of(folder), (), reading.schema, notes=reading.notes)
    project, problem = _project(folder)
    if project is None or project.kind == "pydantic":
        raw = raw_sql(folder, stack)
        if raw is not None:
            return _of_raw(raw, stack, folder)
    if project is None:
        raise problem
    if project.kind == "pydantic":
        why = "factories are written for SQLAlchemy, SQLModel, Django and Tortoise, whose models have tables"
        help = "rows can be made of them: seedbed generate FOLDER"
        raise ReadError(Problem("there are no factories for models of Pydantic", str(folder), why, help))
    if project.kind != stack.orm:  # packages of several are there: the one whose models were found counts
        stack = replace(stack, orm=project.kind)
    read = models_of(project, folder, variables)
    root = str(project.root.relative_to(folder)) if project.root.is_relative_to(folder) else str(project.root)
    style, layout = style_of(folder), layout_of(folder)
    started = (project.settings, read.apps, read.config)
    return Facts(stack, style, layout, read.models, read.schema, root, *started, read.notes, read.needs)


def _of_raw(raw: Raw, stack: Stack, folder: Path) -> Facts:
    """The facts of a project that sends its own SQL."""
    head = "-- What makes the tables, from the project's own statements.\n"
    statements = head + "".join(f"\n-- from {piece.origin}\n{piece.text};\n" for piece in raw.statements)
    return Facts(
        replace(stack, orm="none"),
        style_of(folder),
        layout_of(folder),
        raw.models,
        raw.schema,
        notes=raw.notes,
        needs=raw.needs,
        driver=raw.driver,
        package=raw.package,
        statements=statements,
    )


def _project(folder: Path) -> tuple[Project | None, ReadError]:
    """The project of a folder, or why it is none; one whose models cannot even be parsed is told so."""
    try:
        return project_at(folder), ReadError()
    except ReadError as error:
        wrong = tuple(_unparsed(folder))
        if wrong:
            raise ReadError(*wrong) from None
        return None, error


def _unparsed(folder: Path) -> Iterator[Problem]:
    """The files of models that are no Python."""
    for path in (*sorted(folder.rglob("models.py")), *sorted(folder.rglob("models/*.py"))):
        inside = path.relative_to(folder)
        if any(part.startswith(".") or part == "site-packages" for part in inside.parts):
            continue
        try:
            ast.parse(path.read_text(encoding="utf-8", errors="replace"))
        except SyntaxError as error:
            yield Problem("the project does not import", f"{inside}:{error.lineno or 1}", f"SyntaxError: {error.msg}")
