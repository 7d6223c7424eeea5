"""Files under temporary names: what a sink writes into, with a refusal of the system told in full."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from seedbed.errors import Problem, WriteError

__all__ = ["Files", "refusals", "write_text"]

_HELP = {
    errno.ENOSPC: "free some space, ask for fewer rows, or write elsewhere with --output",
    errno.EDQUOT: "free some of your quota, ask for fewer rows, or write elsewhere with --output",
    errno.EACCES: "write elsewhere with --output, or allow yourself to write there",
    errno.EPERM: "write elsewhere with --output, or allow yourself to write there",
    errno.EROFS: "write elsewhere with --output",
    errno.ENOTDIR: "a folder is wanted where there is a file: write elsewhere with --output",
    errno.EEXIST: "a folder is wanted where there is a file: write elsewhere with --output",
    errno.EISDIR: "a file is wanted where there is a folder: write elsewhere with --output",
    errno.ENAMETOOLONG: "write to a folder with a shorter name, with --output",
}


@contextlib.contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Tells what the operating system refused at `path` as a WriteError."""
    try:
        yield
    except OSError as error:
        raise WriteError(_problem(error, path)) from error


def write_text(path: Path, text: str) -> None:
    """Writes a text in UTF-8. Raises WriteError."""
    with refusals(path):
        path.write_text(text, encoding="utf-8")


def _problem(error: OSError, path: Path) -> Problem:
    reason = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        with contextlib.suppress(OSError):
            reason += f" ({shutil.disk_usage(path.parent).free:,} bytes are free in {path.parent})"
    where = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else str(path)
    help = _HELP.get(error.errno or 0, "write elsewhere with --output")
    return Problem("the file could not be written", where=where, why=reason, help=help)


class Files:
    """The files that one sink makes in a folder, one open at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: list[Path] = []
        self._open: BinaryIO | None = None

    @property
    def begun(self) -> bool:
        """Whether a file was made."""
        return bool(self._made)

    def open(self, name: str) -> Path:
        """Begins a file and gives its path."""
        self.shut()
        path = self.folder / name
        with refusals(path):
            self._open = path.open("wb")
        self._made.append(Path(name))
        return path

    def write(self, data: bytes | str) -> None:
        """Adds to the open file; text becomes UTF-8."""
        assert self._open is not None, "a file is open while a sink writes"
        with refusals(self.folder / self._made[-1]):
            self._open.write(data.encode() if isinstance(data, str) else data)

    def made(self, name: str) -> Path:
        """Notes a file that someone else writes, and gives its path."""
        self._made.append(Path(name))
        return self.folder / name

    def shut(self) -> None:
        """Ends the open file, if one is."""
        if self._open is not None:
            file, self._open = self._open, None
            with refusals(self.folder / self._made[-1]), file:
                file.flush()

    def close(self) -> tuple[Path, ...]:
        """Ends all; gives the names, relative to the folder. From here the files are no longer ours to take back."""
        self.shut()
        made, self._made = tuple(self._made), []
        return made

    def abandon(self) -> None:
        """Takes back whatever was made."""
        if self._open is not None:
            with contextlib.suppress(OSError):  # what could not be written is thrown away
                self._open.close()
            self._open = None
        for name in self._made:
            with contextlib.suppress(OSError):
                (self.folder / name).unlink(missing_ok=True)
        self._made.clear()
