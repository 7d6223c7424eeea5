"""The text of a file, whatever marks of encoding it begins with; what is no text is told by what it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from seedbed.errors import Problem, ReadError

__all__ = ["text_of"]

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


def text_of(path: Path) -> str:
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
