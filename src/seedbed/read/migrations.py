"""A folder with files of SQL: migrations one after another, or a schema that is kept in several files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from seedbed.errors import Note, Problem, ReadError
from seedbed.read.likeliest import read_likeliest
from seedbed.read.reading import Reading
from seedbed.read.texts import text_of
from seedbed.schema.model import Dialect

__all__ = ["PASSED", "counted", "forward", "is_backward", "read_migrations", "sql_files"]

_SUFFIXES = (".sql", ".ddl", ".psql")
PASSED = frozenset(("site-packages", "node_modules", "tests", "test", "venv", "env", "vendor"))
"""Folders that tell nothing of the schema: installed packages, and tests."""
_ASIDE = PASSED | {"revert", "verify", "seeds"}
_BACKWARD = re.compile(r"(?:^|[._-])(?:down|rollback|undo)(?:[._-]|$)|^U\d+[\d._]*__", re.IGNORECASE)
_BACK = re.compile(r"^--\s*(?:\+\w+\s+down|migrate:down|@?undo\b).*", re.IGNORECASE | re.MULTILINE | re.DOTALL)
"""Where a migration begins that takes the one before it in the same file back."""

_DEFINES = re.compile(
    r"\b(?:create|alter|drop)\s+(?:\w+\s+){0,2}(?:table|index|type|domain|schema|extension|sequence)\b", re.I
)
_READ: tuple[Dialect, ...] = ("mysql", "postgres", "sqlite")
_NUMBERED = re.compile(r"[vV]?\d+[\d._-]*[_.-]")
_DIALECTS: Mapping[str, Dialect | None] = {
    "postgres": "postgres",
    "postgresql": "postgres",
    "pgsql": "postgres",
    "pg": "postgres",
    "mysql": "mysql",
    "mariadb": "mysql",
    "sqlite": "sqlite",
    "sqlite3": "sqlite",
    **dict.fromkeys(("oracle", "mssql", "sqlserver", "db2", "h2", "derby", "hsqldb", "firebird", "clickhouse")),
}
"""Words in the name of a file or folder that tell for which database it is; None: for one that is not read here."""

_DUMPS = frozenset(("schema", "structure", *_DIALECTS))
"""The words in the name of a file that tools write anew after each migration."""


def sql_files(folder: Path) -> dict[Path, str]:
    """The texts of a folder and below that change a schema: one of the whole schema first, others as counted.

    Those of tests, seeds and installed packages are left out, and those that take a migration back.
    """
    files = (path for suffix in _SUFFIXES for path in folder.rglob(f"*{suffix}") if _is_ours(path.relative_to(folder)))
    found = {path: text for path in files if path.is_file() and _DEFINES.search(text := text_of(path))}
    order = sorted(found, key=lambda path: (not _is_dump(path), counted(path.relative_to(folder).as_posix())))
    return {path: found[path] for path in order}


def read_migrations(folder: Path, files: Mapping[Path, str], dialect: Dialect | None = None) -> Reading:
    """The schema after all of these texts of the folder's files; a note tells which of them are not read, and why.

    Raises ReadError, also where the names of files tell of several databases and no dialect says which is meant.
    """
    spoken = {path: _spoken(path.relative_to(folder)) for path in files}
    said: list[Dialect] = [each for each in _READ if each in spoken.values()]
    dialect = dialect or _locked(folder)
    if dialect is None and len(said) > 1:
        what, why = "the folder has SQL for several databases", f"its files are named for {' and '.join(said)}"
        raise ReadError(Problem(what, str(folder), why, f"say which is meant: --dialect {said[0]}"))
    dialect = dialect or next(iter(said), None)
    meant = [path for path in files if spoken[path] in ("", dialect)]
    kept = _beside_dumps(meant, folder)
    reading = read_likeliest({str(path): forward(files[path]) for path in kept}, str(folder), dialect)
    notes = (
        *_left([path for path in files if path not in meant], folder, "they are named for another database"),
        *_left([path for path in meant if path not in kept], folder, "a file of the whole schema stands beside them"),
    )
    return Reading(reading.schema, (*notes, *reading.notes))


def counted(file: str) -> list[tuple[int, str]]:
    """A name by which files are sorted as they are counted: 2 comes before 10."""
    return [(int(part) if part.isdecimal() else -1, part) for part in re.split(r"(\d+)", file)]


def is_backward(name: str) -> bool:
    """Whether a file of this name takes a migration back."""
    return bool(_BACKWARD.search(name.removesuffix(".sql")))


def forward(text: str) -> str:
    """A migration without the part that takes it back."""
    return _BACK.sub("", text)


def _is_dump(path: Path) -> bool:
    """Whether a file is named for the whole schema: schema.sql, structure.sql, mysql.schema.sql."""
    return _DUMPS.issuperset(path.name.lower().split(".")[:-1])


def _is_ours(path: Path) -> bool:
    hidden = any(part.startswith(".") or part.lower() in _ASIDE for part in path.parts)
    return not hidden and not is_backward(path.name)


def _spoken(path: Path) -> str:
    """The database that a file is named for: "" where it is for any, "other" for one that is not read here."""
    words = [word for word in re.split(r"[^a-z0-9]+", path.as_posix().lower()) if word in _DIALECTS]
    return (_DIALECTS[words[-1]] or "other") if words else ""


def _locked(folder: Path) -> Dialect | None:
    """The database that Prisma notes beside its migrations; None without such a note."""
    lock = folder / "migration_lock.toml"
    found = re.search(r'^provider\s*=\s*"(\w+)"', text_of(lock), re.MULTILINE) if lock.is_file() else None
    return _DIALECTS.get(found[1]) if found else None


def _beside_dumps(files: list[Path], folder: Path) -> list[Path]:
    """The files without the numbered ones, where one that is named like a dump has their outcome already."""
    if not any(map(_is_dump, files)):
        return files
    return [path for path in files if not any(_NUMBERED.match(part) for part in path.relative_to(folder).parts)]


def _left(files: Sequence[Path], folder: Path, why: str) -> Iterator[Note]:
    if files:
        several = f"{len(files)} files are" if len(files) > 1 else f"{files[0].relative_to(folder)} is"
        yield Note(f"{several} not read", why, "name the file or folder that is meant")
