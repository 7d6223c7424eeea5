"""`Early`: a schema that another process reads while this one loads what plans its rows.

Reading asks nothing of what plans, and needs a third of the time that a start takes. So a process that has loaded
little so far is doubled: the other one reads, tells what it read, and ends.
"""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.read.reading import Reading
from seedbed.schema.model import Dialect

__all__ = ["Early", "begun"]

_DIALECTS: dict[str | None, Dialect | None] = {None: None, "postgres": "postgres", "mysql": "mysql", "sqlite": "sqlite"}
_TEXTS = (".sql", ".ddl", ".psql", ".prisma")
"""Suffixes of files that are read here, by nobody else's code."""


@dataclass(frozen=True, slots=True, eq=False)
class Early:
    """The reading of one file in one dialect, under way; `pipe` tells it."""

    source: Path
    dialect: Dialect | None
    process: int
    pipe: int

    def reading(self, source: Path, dialect: Dialect | None) -> Reading | None:
        """What was read of the file, to be asked once; None if it was another one, or something went wrong.

        Whoever reads it again can tell what.
        """
        with os.fdopen(self.pipe, "rb") as pipe:
            if (source, dialect) != (self.source, self.dialect):
                return None
            told = pipe.read()
        os.waitpid(self.process, 0)
        found: Reading | None = pickle.loads(told) if told else None  # noqa: S301 - from this very program
        return found


def begun(source: str | None, dialect: str | None) -> Early | None:
    """A reading that has begun; None where another process has no advantage, or cannot be had."""
    if not _pays() or source is None or dialect not in _DIALECTS:
        return None
    path = Path(source)
    if path.suffix.lower() not in _TEXTS or not path.is_file():
        return None
    pipe, told = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(pipe)
        _read(path, _DIALECTS[dialect], told)
    os.close(told)
    return Early(path, _DIALECTS[dialect], process, pipe)


def _pays() -> bool:
    """Whether two processes run at once, and this one is still small, without threads that a fork would leave out."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and "numpy" not in sys.modules


def _read(path: Path, dialect: Dialect | None, pipe: int) -> None:
    """Reads, tells and ends this process."""
    try:
        from seedbed.read.open import read

        told = pickle.dumps(read(path, dialect))
        with os.fdopen(pipe, "wb") as out:
            out.write(told)
    finally:
        os._exit(0)
