"""Files under temporary names: what a sink writes into, with a refusal of the system told in full."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from seedbed.errors import Problem, WriteError
from seedbed.write.files.stored import Stored
from seedbed.write.files.storing import STEP, begin_storing

__all__ = ["Files", "Grown", "refusals", "write_text"]

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


@dataclass(slots=True)
class Grown:
    """How long a file has grown, and the BLAKE2b of so much of it, which goes on with it."""

    bytes: int = 0
    blake2b: Any = field(default_factory=hashlib.blake2b)

    @property
    def stored(self) -> Stored:
        """What it holds so far."""
        return Stored(self.bytes, self.blake2b.hexdigest())


class Growing(io.RawIOBase):
    """A file that only grows: measured on the way, and on its way to the disk meanwhile."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.grown = Grown()
        self._storing = 0  # so much of it is on its way to the disk

    def writable(self) -> bool:
        """Whether it can be written to, as libraries ask."""
        return True

    def write(self, data: Any) -> int:
        """Adds bytes, or what lends some."""
        self.file.write(data)
        self.grown.blake2b.update(data)
        self.grown.bytes += len(data)
        if self.grown.bytes - self._storing >= STEP:
            begin_storing(self.file.fileno(), self._storing, self.grown.bytes - self._storing)
            self._storing = self.grown.bytes
        return len(data)

    def go_on(self, grown: Grown) -> None:
        """Takes it up where it was good."""
        self.grown = grown
        self.file.truncate(grown.bytes)
        self.file.seek(grown.bytes)

    def flush(self) -> None:
        """Hands all of it to the system."""
        if not self.closed:
            self.file.flush()

    def close(self) -> None:
        """Ends it."""
        if not self.closed:
            with self.file:
                super().close()


class Files:
    """The files that one sink makes in a folder, one open at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: list[Path] = []
        self._open: Growing | None = None
        self._lent: Growing | None = None
        self._grown: dict[str, Grown] = {}
        self._told: set[str] = set()
        self._kept: Mapping[str, Grown] | None = None

    @property
    def begun(self) -> bool:
        """Whether a file was made."""
        return bool(self._made)

    @property
    def replaying(self) -> bool:
        """Whether what is done was done by an earlier run already."""
        return self._kept is not None

    def replay(self, kept: Mapping[str, Grown]) -> None:
        """From here on nothing is written: an earlier run did the same, and its files are good as far as is told."""
        self._kept = kept

    def go_on(self) -> None:
        """Ends the replay: the open file grows from where it is good."""
        if self._kept is None:
            return
        self._grown = {str(name): self._kept[str(name)] for name in self._made if str(name) in self._kept}
        self._told = set(self._grown)
        self._kept = None
        if self._open is not None:
            name = str(self._made[-1])
            with refusals(self.folder / name):
                self._open.go_on(self._grown[name])
            self._told.discard(name)

    def open(self, name: str) -> Path:
        """Begins a file and gives its path."""
        self.shut()
        path = self.folder / name
        with refusals(path):
            self._open = Growing(path.open("rb+" if self.replaying else "wb"))
        self._grown[name] = self._open.grown
        self._made.append(Path(name))
        return path

    def write(self, data: bytes | str) -> None:
        """Adds to the open file; text becomes UTF-8."""
        assert self._open is not None, "a file is open while a sink writes"
        if self.replaying:
            return
        data = data.encode() if isinstance(data, str) else data
        with refusals(self.folder / self._made[-1]):
            self._open.write(data)

    def lend(self, name: str) -> Growing | None:
        """Begins a file that a library writes, which counts when it is whole; None where an earlier run wrote it."""
        path = self.folder / name
        self._made.append(Path(name))
        if self.replaying:
            return None
        with refusals(path):
            self._lent = Growing(path.open("wb"))
        return self._lent

    def whole(self) -> None:
        """The file that was lent is whole."""
        assert self._lent is not None, "a file was lent"
        with refusals(self.folder / self._made[-1]):
            self._lent.close()
        self._grown[str(self._made[-1])], self._lent = self._lent.grown, None

    def growth(self) -> Iterator[tuple[str, Stored]]:
        """What the files hold by now that were written to since this was asked last; the system has all of it."""
        if self._open is not None:
            with refusals(self.folder / self._made[-1]):
                self._open.flush()
        for name in set(self._grown) - self._told:
            yield name, self._grown[name].stored
        self._told = set(self._grown)
        if self._open is not None:
            self._told.discard(str(self._made[-1]))

    @property
    def stored(self) -> dict[str, Stored]:
        """What the files hold that were written here."""
        return {name: grown.stored for name, grown in self._grown.items()}

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

    def leave(self) -> None:
        """Lets the files be as they are, for another run to go on with; never fails."""
        self._shut_quietly()
        self._made.clear()

    def abandon(self) -> None:
        """Takes back whatever was made."""
        self._shut_quietly()
        for name in self._made:
            with contextlib.suppress(OSError):
                (self.folder / name).unlink(missing_ok=True)
        self._made.clear()

    def _shut_quietly(self) -> None:
        for file in (self._open, self._lent):
            if file is not None:
                with contextlib.suppress(OSError):  # what could not be written is thrown away
                    file.close()
        self._open = self._lent = None
