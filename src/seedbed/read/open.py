"""The front door: a file, or a text, into a schema, by whichever reader knows its format."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from seedbed.errors import Note, Problem, ReadError
from seedbed.read.dialect import guess
from seedbed.read.reading import Reading
from seedbed.read.sql import read_sql
from seedbed.read.statements import statements
from seedbed.schema.model import Dialect

__all__ = ["is_text", "read", "read_text"]

DIALECTS: tuple[Dialect, ...] = ("postgres", "sqlite", "mysql")
Reader = Callable[[str, str, Dialect | None], Reading]

_VERB = re.compile(
    "(?:create|alter|drop|insert|select|set|copy|pragma|begin|start|grant|comment|use|with|do|delete|update)(?: |$)"
)
_MAGIC: Mapping[bytes, tuple[str, str]] = {
    b"PGDMP": (
        "a dump in pg_dump's custom format",
        "turn it into SQL: pg_restore --schema-only -f schema.sql FILE",
    ),
    b"SQLite format 3\x00": ("an SQLite database, not a text", "give its schema: sqlite3 FILE .schema > schema.sql"),
    b"\x1f\x8b": ("compressed with gzip", "unpack it first: gunzip FILE"),
    b"PK\x03\x04": ("a zip archive", "unpack it first"),
    b"BZh": ("compressed with bzip2", "unpack it first: bunzip2 FILE"),
    b"\xfd7zXZ": ("compressed with xz", "unpack it first: unxz FILE"),
    b"(\xb5/\xfd": ("compressed with zstd", "unpack it first: unzstd FILE"),
}


def read(source: str | Path, dialect: Dialect | None = None) -> Reading:
    """The schema in a file, or in a text of SQL given as a `str` that names no file.

    A folder is read as the Prisma schema of several files, or the models in Python, that it holds.
    Raises ReadError, with file, reason and what helps, for a file that is missing, unreadable, empty, binary, in
    another encoding than UTF-8 (or UTF-16 with its mark), or in no format that is read here.
    """
    if isinstance(source, str) and is_text(source):
        return read_text(source, "<text>", dialect)
    path = Path(source)
    if _is_folder(path):
        files = _prisma_files(path)
        return _prisma({str(file): _text(file) for file in files}, dialect) if files else _models(path, dialect)
    return _reader(path)(_text(path), str(path), dialect)


def read_text(text: str, name: str, dialect: Dialect | None = None) -> Reading:
    """The schema in a text of SQL; without a dialect the likeliest one that reads it best is taken."""
    if not text.strip("\ufeff \t\r\n"):
        raise ReadError(Problem("the file is empty", name, help="give a file with CREATE TABLE statements"))
    first = dialect or guess(text)[0]
    others = [] if dialect else [other for other in DIALECTS if other != first]
    _require_sql(text, name, first)
    reading = _best(text, name, first, others)
    if reading.schema.tables:
        return reading
    note = Note(f"{name} creates no table", why="none of its statements is a CREATE TABLE that could be read")
    return Reading(reading.schema, (note, *reading.notes))


def _best(text: str, name: str, first: Dialect, others: list[Dialect]) -> Reading:
    """The reading in the first dialect, or in another one that hides less."""
    best = read_sql(text, name, first)
    for other in others if _unread(best) else ():
        reading = _attempt(text, name, other)
        if reading and _unread(reading) < _unread(best) and len(reading.schema.tables) >= len(best.schema.tables):
            best = reading
    return best


def _attempt(text: str, name: str, dialect: Dialect) -> Reading | None:
    try:
        return read_sql(text, name, dialect)
    except ReadError:
        return None


def _unread(reading: Reading) -> int:
    """How many notes hide a table or a constraint."""
    return sum(note.grave for note in reading.notes)


def _require_sql(text: str, name: str, dialect: Dialect) -> None:
    why = "it holds nothing but comments"
    for statement in statements(text, dialect):
        if _VERB.match(statement.kind):
            return
        why = "none of its statements starts with a word of SQL"
    raise ReadError(Problem("this is not SQL", name, why, "give a file with CREATE TABLE statements"))


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


def _reader(path: Path) -> Reader:
    """The reader of the file's format, by suffix; SQL where the suffix says nothing."""
    return _READERS.get(path.suffix.lower(), read_text)


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


def _text(path: Path) -> str:
    """The file's text; raises ReadError where there is none to be had."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        help = "check the name; it is looked for from the current folder"
        raise ReadError(Problem("there is no such file", str(path), help=help)) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise ReadError(Problem("the file cannot be read", str(path), why, "check its permissions")) from error
    for magic, (what, help) in _MAGIC.items():
        if content.startswith(magic):
            raise ReadError(Problem(f"the file is {what}", str(path), help=help.replace("FILE", str(path))))
    return _decoded(content, path)


def _decoded(content: bytes, path: Path) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    if encoding == "utf-8-sig" and b"\x00" in content:
        raise ReadError(Problem("the file is binary", str(path), "it holds zero bytes", "give a text of SQL"))
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        why = f"byte 0x{content[error.start]:02x} in line {line} is no {encoding.removesuffix('-sig').upper()}"
        help = f"convert it: iconv -f LATIN1 -t UTF-8 {path}"
        raise ReadError(Problem("the file is in another encoding", f"{path}:{line}", why, help)) from error
