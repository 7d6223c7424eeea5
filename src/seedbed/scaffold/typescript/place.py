"""Where the seed of a Prisma project goes: beside the schema, of one file or of several."""

from __future__ import annotations

from pathlib import Path

from seedbed.errors import Problem, ReadError

__all__ = ["around", "home_of"]


def home_of(folder: Path) -> Path:
    """The folder of a project's schema: of the file that tells of the client. Raises ReadError where there is none."""
    found = _schemas(folder)
    if not found:
        raise ReadError(
            Problem("there is no Prisma schema in the folder", str(folder), help="it is called schema.prisma")
        )
    return next((path for path in found if "generator " in path.read_text("utf-8")), found[0]).parent


def around(home: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The files of the schema by name, and the scripts that stand beside it."""
    schema = {str(path): path.read_text("utf-8") for path in _schemas(home)}
    return schema, {path.name: path.read_text("utf-8") for path in sorted(home.glob("*.ts"))}


def _schemas(folder: Path) -> list[Path]:
    """The Prisma schemas in a folder and below, the outermost first; not those of installed packages."""
    found = [path for path in folder.rglob("*.prisma") if path.is_file() and "node_modules" not in path.parts]
    return sorted(found, key=lambda path: (len(path.parts), path))
