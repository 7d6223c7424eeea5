"""`place`: by what name, and from which folders, a project's own code imports a file."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from seedbed.classes import dataclass

__all__ = ["Place", "lent", "place"]

_SOURCES = ("src", "lib", "source", "python")


@dataclass(frozen=True, slots=True)
class Place:
    """A module's dotted name, the folder that holds its outermost package, and that of the project."""

    name: str
    root: Path
    project: Path

    @property
    def roots(self) -> list[str]:
        """The folders that its imports are looked for in."""
        return list(dict.fromkeys((str(self.root), str(self.project))))


def place(target: Path, project: Path) -> Place:
    """Where a module stands: below the outermost folder that is a package, or a source folder, or the project."""
    target, project = target.resolve(), project.resolve()
    root = target.parent
    while (root / "__init__.py").is_file() and root.parent != root:
        root = root.parent
    if root == target.parent and root != project and project in root.parents:
        root = _named_without_init(root, project)
    parts = target.relative_to(root).with_suffix("").parts
    if parts[-1] == "__init__" and len(parts) > 1:
        parts = parts[:-1]
    return Place(".".join(parts), root, project)


def _named_without_init(folder: Path, project: Path) -> Path:
    """The root of a package of folders that say nothing of being one: a source folder, or the project itself."""
    below = folder.relative_to(project).parts
    if not all(part.isidentifier() for part in below):
        return folder
    return project / below[0] if below[0] in _SOURCES else project


def lent() -> dict[str, str]:
    """Our packages that a project's interpreter may lack, by name, and where they are."""
    found = {"seedbed": str(Path(__file__).resolve().parents[2])}
    for name in ("pytest", "_pytest", "py", "pluggy", "iniconfig", "packaging", "coverage", "pygments"):
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin:
            origin = Path(spec.origin)
            found[name] = str(origin.parent if origin.name == "__init__.py" else origin)
    return found
