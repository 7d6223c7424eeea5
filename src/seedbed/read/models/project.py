"""Where the models of a project are: its root, its modules, and whose models they are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from seedbed.classes import dataclass
from seedbed.errors import Problem, ReadError
from seedbed.read.models.heirs import with_heirs

__all__ = ["Project", "has_models", "project_at"]

_SQLALCHEMY = ("sqlalchemy", "sqlmodel", "flask_sqlalchemy", "advanced_alchemy")
Kind = Literal["sqlalchemy", "django", "tortoise", "pydantic"]
_KINDS: tuple[tuple[Kind, tuple[str, ...], re.Pattern[str]], ...] = (
    ("sqlalchemy", _SQLALCHEMY, re.compile(r"__tablename__|table=True|\bTable\(|\bmapped_column\(|\bColumn\(")),
    ("tortoise", ("tortoise",), re.compile(r"^\s*class \w+\(", re.MULTILINE)),
    ("pydantic", ("pydantic",), re.compile(r"^\s*class \w+\(", re.MULTILINE)),
)
"""Whose models are looked for, in this order: what such a file imports, and what stands in it."""
_PASSED = ("site-packages", "node_modules", "migrations", "alembic", "tests", "test")
_MIGRATION = re.compile(r"^down_revision\b", re.MULTILINE)
"""What stands in a step of Alembic, whose folder may have any name."""
_SETTINGS = re.compile(r"""DJANGO_SETTINGS_MODULE["']\s*,\s*["']([\w.]+)["']""")


@dataclass(frozen=True, slots=True)
class Project:
    """A project's root, from where its modules are imported, and whose models these are.

    `settings` are those of Django, "" where it has none.
    """

    root: Path
    modules: tuple[str, ...]
    settings: str = ""
    kind: Kind = "sqlalchemy"
    files: tuple[Path, ...] = ()


def project_at(path: Path) -> Project:
    """The project of a file of models, or of a folder. Raises ReadError where no models are found in it."""
    path = path.resolve()
    manage = next((above / "manage.py" for above in (path, *path.parents) if (above / "manage.py").is_file()), None)
    if manage is not None and (found := _SETTINGS.search(_text(manage))):
        return Project(manage.parent, (), found[1], "django")
    kind, files = _found(path)
    if not files:
        help = "name the file that has them, or a folder with a manage.py of Django"
        why = "none of SQLAlchemy, Tortoise or Pydantic, nor of Django or Prisma, and no file of SQL that makes tables"
        raise ReadError(Problem("this is a folder without models", str(path), why, help))
    root = _root(files[0] if len(files) == 1 else path)
    return Project(root, tuple(_module(file, root) for file in files), kind=kind, files=tuple(files))


def has_models(folder: Path) -> bool:
    """Whether models in Python are found in a folder."""
    try:
        project_at(folder)
    except ReadError:
        return False
    return True


def _found(path: Path) -> tuple[Kind, list[Path]]:
    """The files of models, and whose models they are: the first kind of which there are any."""
    if path.suffix == ".py":
        names = {name.partition(".")[0] for name in _imported(path)}
        return next((kind for kind, known, _ in _KINDS if names & set(known)), "sqlalchemy"), [path]
    code = [*_code(path)]
    for kind, known, makes in _KINDS:
        files = [file for file in code if _has(file, known, makes)]
        if files:
            return kind, with_heirs(files, code, makes)
    return "sqlalchemy", []


def _has(path: Path, known: tuple[str, ...], makes: re.Pattern[str]) -> bool:
    """Whether a file imports one of some packages and makes models of it."""
    text = _text(path)
    if not any(name in text for name in known) or not makes.search(text):
        return False
    if _MIGRATION.search(text):
        return False
    return any(name.partition(".")[0] in known for name in _imported(path))


def _code(folder: Path) -> Iterator[Path]:
    """The Python files of a folder and below: not those of installed packages, hidden folders, tests, migrations."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in _PASSED:
            continue
        if path.is_dir() and not (path / "pyvenv.cfg").exists():
            yield from _code(path)
        elif path.suffix == ".py" and path.name not in ("setup.py", "conftest.py"):
            yield path


def _imported(path: Path) -> Iterator[str]:
    """The names of the modules that a file imports; nothing where it is no Python."""
    try:
        tree = ast.parse(_text(path))
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _root(path: Path) -> Path:
    """The folder from which a file's module is imported: the first above that is no package, or a `src` in it."""
    folder = path if path.is_dir() else path.parent
    while (folder / "__init__.py").is_file():
        folder = folder.parent
    return folder / "src" if path.is_dir() and (folder / "src").is_dir() else folder


def _module(file: Path, root: Path) -> str:
    parts = file.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
