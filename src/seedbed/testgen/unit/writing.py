"""A test file is written whole or not at all, and never over one that is there."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from seedbed.errors import Problem, WriteError
from seedbed.write.files import refusals

__all__ = ["write_new"]


def write_new(path: Path, text: str) -> None:
    """Writes a text to a path that is free, at once. Raises WriteError, and then nothing is left behind."""
    made = _missing(path.parent)
    try:
        with refusals(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            _fill(handle, Path(name), path, text)
        finally:
            Path(name).unlink(missing_ok=True)
    except WriteError:
        for folder in made:
            with contextlib.suppress(OSError):  # someone else uses it by now, or it was never made
                folder.rmdir()
        raise


def _fill(handle: int, partial: Path, path: Path, text: str) -> None:
    with refusals(path):
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.chmod(0o666 & ~_umask())
        try:
            os.link(partial, path)
        except FileExistsError as error:
            help = "it is left as it is: remove it, or rename it, to have tests made"
            raise WriteError(Problem("a file is there already", str(path), help=help)) from error
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK):
                raise
            _claim(partial, path)


def _claim(partial: Path, path: Path) -> None:
    """Takes the name where the file system knows no second names."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError as error:
        raise WriteError(Problem("a file is there already", str(path), help="it is left as it is")) from error
    partial.replace(path)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _missing(folder: Path) -> list[Path]:
    """The folders that are still to be made, innermost first."""
    return [path for path in (folder, *folder.parents) if not path.exists()]
