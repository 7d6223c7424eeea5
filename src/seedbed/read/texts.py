"""The text of a file, packed or not, whatever marks its encoding has; what is no text is told by what it is."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from seedbed.errors import Problem, ReadError

__all__ = ["STANDARD_INPUT", "called", "suffix_of", "text_of"]

STANDARD_INPUT = Path("-")
"""The name that stands for what is piped in; a file of that name is ./-"""

_PACKERS: Mapping[bytes, str] = {b"\x1f\x8b": "gzip", b"BZh": "bz2", b"\xfd7zXZ": "lzma"}
"""The modules that unpack what begins so; each is loaded where there is something to unpack."""

_PACKED = frozenset((".gz", ".bz2", ".xz"))

_MAGIC: Mapping[bytes, tuple[str, str]] = {
    b"PGDMP": (
        "a dump in pg_dump's custom format",
        "turn it into SQL: pg_restore --schema-only -f schema.sql FILE",
    ),
    b"SQLite format 3\x00": ("an SQLite database, not a text", "give its schema: sqlite3 FILE .schema > schema.sql"),
    b"PK\x03\x04": ("a zip archive", "unpack it first"),
    b"(\xb5/\xfd": ("compressed with zstd", "unpack it first: unzstd FILE"),
}


def called(path: Path) -> str:
    """What messages call a file."""
    return "<stdin>" if path == STANDARD_INPUT else str(path)


def suffix_of(path: Path) -> str:
    """What the end of a name tells of the text, however it is packed: .sql of schema.sql.gz."""
    return Path(path.stem if path.suffix.lower() in _PACKED else path.name).suffix.lower()


def text_of(path: Path) -> str:
    """The file's text; raises ReadError where there is none to be had."""
    content = _unpacked(_piped() if path == STANDARD_INPUT else _bytes(path), path)
    for magic, (what, help) in _MAGIC.items():
        if content.startswith(magic):
            raise ReadError(Problem(f"the file is {what}", called(path), help=help.replace("FILE", str(path))))
    return _decoded(content, path)


_GLANCE, _MOSTLY = 4096, 0.9
"""The bytes by which wide letters are told, and the share of them that Latin letters and digits have at least."""


@cache  # a pipe can be read once, and a schema is sometimes read again for another database
def _piped() -> bytes:
    return sys.stdin.buffer.read()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        help = "check the name; it is looked for from the current folder"
        raise ReadError(Problem("there is no such file", str(path), help=help)) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise ReadError(Problem("the file cannot be read", str(path), why, "check its permissions")) from error


def _unpacked(content: bytes, path: Path) -> bytes:
    for magic, name in _PACKERS.items():
        if content.startswith(magic):
            try:
                unpacked: bytes = import_module(name).decompress(content)
            except Exception as error:  # each of them has errors of its own
                what, help = "the file cannot be unpacked", "make or fetch it again"
                raise ReadError(Problem(what, called(path), str(error), help)) from error
            return unpacked
    return content


def _decoded(content: bytes, path: Path) -> str:
    encoding = _encoding(content)
    if encoding == "utf-8-sig" and b"\x00" in content:
        raise ReadError(Problem("the file is binary", called(path), "it holds zero bytes", "give a text of SQL"))
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        why = f"byte 0x{content[error.start]:02x} in line {line} is no {encoding.removesuffix('-sig').upper()}"
        help = f"convert it: iconv -f LATIN1 -t UTF-8 {path}"
        raise ReadError(Problem("the file is in another encoding", f"{called(path)}:{line}", why, help)) from error


def _encoding(content: bytes) -> str:
    """The encoding that the marks of a file name; without a mark, what its zero bytes tell of wide Latin letters."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    even, odd = content[:_GLANCE:2], content[1:_GLANCE:2]
    wide = [name for name, zero, other in (("utf-16-le", odd, even), ("utf-16-be", even, odd)) if _wide(zero, other)]
    return wide[0] if wide else "utf-8-sig"


def _wide(zero: bytes, other: bytes) -> bool:
    """Whether nearly every byte of the one half is zero, and none of the other."""
    return zero.count(0) > len(zero) * _MOSTLY and 0 not in other
