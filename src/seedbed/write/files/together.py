"""Text files that are whole or not there: several at once, one in place of another, one under a name that is free."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from seedbed.errors import Problem, WriteError
from seedbed.process.interrupts import undisturbed
from seedbed.write.files.temporary import refusals

__all__ = ["replace_text", "write_new", "write_together"]


def write_together(folder: Path, texts: Mapping[str, str]) -> None:
    """Writes texts in UTF-8 to paths of a folder, or leaves everything as it was.

    What is there keeps its permissions, and a link stays a link. Raises WriteError.
    """
    with _staged({folder / name: text for name, text in texts.items()}) as staged, undisturbed():
        for partial, path in staged:
            with refusals(path):
                partial.replace(path)


def replace_text(path: Path, text: str) -> None:
    """Writes a text in one step: whoever reads it finds the old one or the new one whole. Raises WriteError."""
    write_together(path.parent, {path.name: text})


def write_new(path: Path, text: str) -> None:
    """Writes a text to a path that is free, in one step. Raises WriteError, and then nothing is left behind."""
    with _staged({path: text}) as staged:
        for partial, place in staged:
            with refusals(path):
                _claim(partial, place)


@contextlib.contextmanager
def _staged(texts: Mapping[Path, str]) -> Iterator[list[tuple[Path, Path]]]:
    """Texts beside their final names, safe on the disk; what has not got its name in the end is gone again."""
    staged: list[tuple[Path, Path]] = []
    made: list[Path] = []
    try:
        for path, text in sorted(texts.items()):
            place = path.resolve()
            made += _folders(place.parent)
            partial = place.with_name(f".{place.name}.{os.getpid()}.partial")
            staged.append((partial, place))
            with refusals(path):
                _sweep(place)
                _fill(partial, place, text)
        yield staged
    except BaseException:
        _drop(staged)
        for empty in reversed(made):
            with contextlib.suppress(OSError):  # someone else uses it by now
                empty.rmdir()
        raise
    _drop(staged)


def _folders(folder: Path) -> list[Path]:
    """Makes a folder and those above it; gives those that were not there."""
    new = [each for each in reversed((folder, *folder.parents)) if not each.exists()]
    with refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return new


def _sweep(path: Path) -> None:
    """Takes away what writers of the same file left behind that were killed."""
    for partial in path.parent.glob(f".{glob.escape(path.name)}.*.partial"):
        writer = partial.name.removesuffix(".partial").rpartition(".")[2]
        if writer.isdigit() and not _lives(int(writer)):
            partial.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    """Whether there is a process of a number; wherever that cannot be asked, there is."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return True


def _fill(partial: Path, path: Path, text: str) -> None:
    with partial.open("wb") as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        shutil.copymode(path, partial)


def _drop(staged: list[tuple[Path, Path]]) -> None:
    for partial, _ in staged:
        with contextlib.suppress(OSError):  # a name that is too long was never there
            partial.unlink(missing_ok=True)


def _claim(partial: Path, path: Path) -> None:
    """Gives a file its name where that is free, on file systems without second names too."""
    try:
        try:
            os.link(partial, path)
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK):
                raise
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            partial.replace(path)
    except FileExistsError as error:
        help = "it is left as it is: remove it, or rename it"
        raise WriteError(Problem("a file is there already", str(path), help=help)) from error
