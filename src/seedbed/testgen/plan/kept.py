"""Files in a repository: none outside of it, none half-written, none of the user's overwritten."""

from __future__ import annotations

import hashlib
from pathlib import Path

from seedbed.errors import Problem, ReadError, UsageError, WriteError
from seedbed.write.files.temporary import refusals
from seedbed.write.files.together import replace_text

__all__ = ["append", "digest", "inside", "overwrite", "put", "source"]


def inside(root: Path, name: str | Path) -> Path:
    """The path of a name in a repository. Raises UsageError where it leads out of it, by links too."""
    path = root / name
    if not path.resolve().is_relative_to(root.resolve()):
        raise UsageError(Problem("the path leads out of the repository", str(name), help=f"a path below {root}"))
    return path


def put(path: Path, text: str, *, known: str = "", force: bool = False) -> None:
    """Writes a text under its name in one go.

    A file that is there is replaced where it holds the same, where its digest is the `known` one (it is our own from
    before), or where forced. Raises WriteError.
    """
    new = digest(text)
    with refusals(path):
        there = digest(path.read_bytes()) if path.exists() else ""
        if there == new:
            return
        if there and there != known and not force:
            why = "it was changed since Seedbed wrote it" if known else "Seedbed did not write it"
            raise WriteError(Problem("a file is there already", str(path), why, "move it away, or say --force"))
    replace_text(path, text)


def overwrite(path: Path, text: str) -> None:
    """Writes a text in one go, over what is there."""
    put(path, text, force=True)


def append(path: Path, text: str) -> None:
    """Adds a text at the end of a file in one go; what was there stays as it was, byte for byte."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    put(path, before + text, force=True)


def digest(content: str | bytes) -> str:
    """The SHA-256 of a text or of bytes."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def source(path: Path) -> str:
    """The text of a file. Raises ReadError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror or str(error) if isinstance(error, OSError) else "it is not UTF-8"
        raise ReadError(Problem("the file cannot be read", str(path), why)) from error
