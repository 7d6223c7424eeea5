"""Everything that is known of a project before something is written for it."""

from __future__ import annotations

from pathlib import Path

from seedbed.errors import Problem, ReadError
from seedbed.project.facts import Facts
from seedbed.project.layout import layout_of
from seedbed.project.models import models_of
from seedbed.project.stack import stack_of, style_of
from seedbed.read.models.project import Project, project_at
from seedbed.read.models.reading import read_models
from seedbed.read.reading import Reading

__all__ = ["scan", "schema_of"]


def scan(folder: Path) -> Facts:
    """The facts of a project in Python. Raises ReadError where it has no models, or does not import."""
    folder = folder.resolve()
    if not folder.is_dir():
        raise ReadError(Problem("there is no such folder", str(folder)))
    stack = stack_of(folder)
    project = project_at(folder)
    read = models_of(project, folder)
    if not read.models:
        raise ReadError(Problem("no models were found", str(folder), "its code defines no class that is a table"))
    root = str(project.root.relative_to(folder)) if project.root.is_relative_to(folder) else str(project.root)
    return Facts(
        stack, style_of(folder), layout_of(folder), read.models, root, project.settings, read.modules, read.notes
    )


def schema_of(facts: Facts, folder: Path) -> Reading:
    """The schema that the models of a project create. Raises ReadError."""
    folder = folder.resolve()
    return read_models(folder, None, Project(folder / facts.root, facts.modules, facts.settings))
