"""A folder that one living process owns: the lock ends with the process, however it ends."""

from __future__ import annotations

import os
from pathlib import Path

from seedbed.errors import Problem, WriteError
from seedbed.write.files.temporary import refusals

try:
    import fcntl
except ImportError:  # Windows has no such lock: there two runs at once are not told apart
    fcntl = None  # type: ignore[assignment]

__all__ = ["locked"]


def locked(folder: Path) -> int:
    """Makes the folder where it is missing and locks it; closing the number that it gives ends the lock.

    Raises WriteError where another run holds it.
    """
    while True:
        with refusals(folder):
            folder.mkdir(exist_ok=True)
            try:
                handle = os.open(folder, os.O_RDONLY)
            except FileNotFoundError:  # the run before has just removed it
                continue
        if not _taken(handle, folder):
            return handle
        os.close(handle)


def _taken(handle: int, folder: Path) -> bool:
    """Takes the lock; True where the folder was removed meanwhile, and so is not the one we hold."""
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(handle).st_ino != folder.stat().st_ino
    except FileNotFoundError:
        return True
    except OSError as error:
        os.close(handle)
        what, help = "another run of Seedbed is writing there", "wait for it, or use another --output"
        raise WriteError(Problem(what, where=str(folder.parent), help=help)) from error
