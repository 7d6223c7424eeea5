"""The files of a project that people wrote: without what is fetched, built or kept for tools, at any depth."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.testgen.unit.languages import is_test, language_of

__all__ = ["Project", "walked"]

_NOT_WRITTEN = frozenset(
    (
        *("node_modules", "bower_components", "dist", "out", "target", "vendor"),
        *("venv", "env", "virtualenv", "site-packages", "__pypackages__", "__pycache__"),
        *("coverage", "htmlcov", "__snapshots__"),
    )
)


@dataclass(frozen=True, slots=True)
class Project:
    """A folder, its target, and its other files of the target's language: tests and sources, as sorted paths."""

    root: Path
    target: Path
    tests: tuple[Path, ...]
    sources: tuple[Path, ...]

    @property
    def place(self) -> tuple[str, ...]:
        """The folders that lead from the root to the target."""
        return self.target.parent.relative_to(self.root).parts


def walked(root: Path, target: Path) -> Project:
    """The project of a target."""
    language = language_of(target)
    files = [path for path in _files(root, target) if language.holds(path) and path != target]
    tests = [path for path in files if is_test(path, root)]
    told = set(tests)
    return Project(root, target, tuple(tests), tuple(path for path in files if path not in told))


def _files(root: Path, target: Path) -> Iterator[Path]:
    """Files in the order of their paths; the folders of the target are looked into whatever they are called."""
    above = set(target.parents)
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if here / name in above or _written(here / name))
        yield from (here / name for name in sorted(files))


def _written(folder: Path) -> bool:
    hidden = folder.name.startswith(".") or folder.name in _NOT_WRITTEN or folder.name.endswith(".egg-info")
    return not hidden and not (folder / "pyvenv.cfg").exists()
