"""The front door: a file, or a text, into a schema, by whichever reader knows its format."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from seedbed.errors import Problem, ReadError
from seedbed.read.likeliest import read_likeliest
from seedbed.read.migrations import read_migrations, sql_files
from seedbed.read.reading import Reading
from seedbed.read.texts import called, suffix_of, text_of
from seedbed.schema.model import Dialect

__all__ = ["is_text", "read", "read_several", "read_text"]

Reader = Callable[[str, str, Dialect | None], Reading]


def read(source: str | Path, dialect: Dialect | None = None) -> Reading:
    """The schema in a file, or in a text of SQL given as a `str` that names no file.

    `-` is what is piped in. A folder is read as the Prisma schema of several files, the models in Python, or else the
    files of SQL, migrations one after another, that it holds.
    Raises ReadError, with file, reason and what helps, for a file that is missing, unreadable, empty, binary, in
    another encoding than UTF-8 (or UTF-16 with its mark), or in no format that is read here.
    """
    if isinstance(source, str) and is_text(source):
        return read_text(source, "<text>", dialect)
    path = Path(source)
    if _is_folder(path):
        return _folder(path, dialect)
    text = text_of(path)
    return _READERS[_form(path, text)](text, called(path), dialect)


def read_several(paths: Sequence[Path], dialect: Dialect | None = None) -> Reading:
    """The one schema of several files, read one after another: all of SQL, or all of Prisma. Raises ReadError."""
    texts = {called(path): text_of(path) for path in paths if not _is_folder(path)}
    forms = {"folder" if _is_folder(path) else _form(path, texts[called(path)]) for path in paths}
    if forms == {".sql"}:
        return read_likeliest(texts, f"{len(texts)} files", dialect)
    if forms == {".prisma"}:
        return _prisma(texts, dialect)
    why = "several files are one schema where all of them are SQL, or all of them Prisma"
    where = ", ".join(map(called, paths))
    raise ReadError(Problem("these are no files of one schema", where, why, "name one file, or one folder"))


def read_text(text: str, name: str, dialect: Dialect | None = None) -> Reading:
    """The schema in a text of SQL; without a dialect the likeliest one that reads it best is taken."""
    if not text.strip("\ufeff \t\r\n"):
        raise ReadError(Problem("the file is empty", name, help="give a file with CREATE TABLE statements"))
    return read_likeliest({name: text}, name, dialect)


def _folder(folder: Path, dialect: Dialect | None) -> Reading:
    """The schema of a folder: of Prisma, of models, or of files of SQL where it has none of those."""
    if files := _prisma_files(folder):
        return _prisma({str(file): text_of(file) for file in files}, dialect)
    if (texts := sql_files(folder)) and not _has_models(folder):
        return read_migrations(folder, texts, dialect)
    return _models(folder, dialect)


def _prisma_files(folder: Path) -> list[Path]:
    """The Prisma schemas in a folder and below, but for those of packages that are installed there."""
    found = (path for path in folder.rglob("*.prisma") if path.is_file())
    return sorted(path for path in found if "node_modules" not in path.parts)


def _is_folder(path: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):  # no name that a folder can have
        return path.is_dir()
    return False


def is_text(source: str) -> bool:
    """Whether a string is SQL rather than the name of a file, there or missing."""
    if not source.strip():
        return True
    if not re.search(r"[\n;(]", source):
        return False
    try:
        return not Path(source).exists()
    except (OSError, ValueError):  # too long for a name, or with a NUL in it
        return True


def _form(path: Path, text: str) -> str:
    """The suffix of what a file holds: by its own, else by how the text begins; SQL where neither says anything."""
    suffix = suffix_of(path)
    if suffix in _READERS:
        return _SAME.get(suffix, suffix)
    return next((form for form, begins in _BEGINS.items() if not suffix and begins.match(text)), ".sql")


def _has_models(folder: Path) -> bool:
    """Whether models in Python are found; the import stands here as SQL does without it."""
    from seedbed.read.models.project import has_models

    return has_models(folder)


def _models(path: Path, dialect: Dialect | None) -> Reading:
    """Models in Python; the import stands here as SQL does without it."""
    from seedbed.read.models.reading import read_models

    return read_models(path, dialect)


def _prisma(texts: Mapping[str, str], dialect: Dialect | None) -> Reading:
    """A Prisma schema; the import stands here as SQL does without it."""
    from seedbed.read.prisma.schema import read_prisma

    return read_prisma(texts, dialect)


def _json_schema(text: str, name: str, dialect: Dialect | None) -> Reading:
    """A JSON Schema or OpenAPI; the import stands here as SQL does without it."""
    from seedbed.read.json_schema.reading import read_json_schema

    return read_json_schema(text, name, dialect)


_BEGINS: Mapping[str, re.Pattern[str]] = {
    ".json": re.compile(r"\s*\{"),
    ".yaml": re.compile(r"(?:[ \t]*(?:#.*|---[ \t]*)?\r?\n)*['\"]?(?:openapi|swagger|\$schema)['\"]?:"),
    ".prisma": re.compile(r"(?:[ \t]*(?://.*)?\r?\n)*[ \t]*(?:generator|datasource|model|enum)[ \t]+\w+[ \t]*\{"),
}
"""How texts begin whose name has no suffix, such as what is piped in."""

_SAME: Mapping[str, str] = {".ddl": ".sql", ".psql": ".sql", ".yml": ".yaml"}
_READERS: Mapping[str, Reader] = {
    ".json": _json_schema,
    ".yaml": _json_schema,
    ".yml": _json_schema,
    ".sql": read_text,
    ".ddl": read_text,
    ".psql": read_text,
    ".py": lambda text, name, dialect: _models(Path(name), dialect),
    ".prisma": lambda text, name, dialect: _prisma({name: text}, dialect),
}
