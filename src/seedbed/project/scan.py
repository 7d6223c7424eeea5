"""Everything that is known of a project before something is written for it."""

from __future__ import annotations

from pathlib import Path

from seedbed.errors import Problem, ReadError
from seedbed.project.facts import Facts
from seedbed.project.layout import layout_of
from seedbed.project.models import models_of
from seedbed.project.stack import stack_of, style_of
from seedbed.read.models.project import project_at
from seedbed.read.open import read as read_schema

__all__ = ["scan"]


def scan(folder: Path) -> Facts:
    """The facts of a project in Python, or of one with a Prisma schema, whose models its client knows.

    Raises ReadError where it has no models, or does not import.
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise ReadError(Problem("there is no such folder", str(folder)))
    stack = stack_of(folder)
    if stack.orm == "prisma":
        reading = read_schema(folder)
        return Facts(stack, style_of(folder), layout_of(folder), (), reading.schema, notes=reading.notes)
    project = project_at(folder)
    read = models_of(project, folder)
    root = str(project.root.relative_to(folder)) if project.root.is_relative_to(folder) else str(project.root)
    style, layout = style_of(folder), layout_of(folder)
    return Facts(stack, style, layout, read.models, read.schema, root, project.settings, read.notes)
