"""`Early`: a schema that another process reads while this one loads what plans its rows.

Reading asks nothing of what plans, and needs a third of the time that a start takes.
"""

from __future__ import annotations

from pathlib import Path

from seedbed.classes import dataclass
from seedbed.process import aside
from seedbed.process.aside import Aside
from seedbed.read.reading import Reading
from seedbed.schema.model import Dialect

__all__ = ["Early", "begun"]

_DIALECTS: dict[str | None, Dialect | None] = {None: None, "postgres": "postgres", "mysql": "mysql", "sqlite": "sqlite"}
_TEXTS = (".sql", ".ddl", ".psql", ".prisma")
"""Suffixes of files that are read here, by nobody else's code."""


@dataclass(frozen=True, slots=True, eq=False)
class Early:
    """The reading of one file in one dialect, under way `aside`; `number` is that of the answer."""

    source: Path
    dialect: Dialect | None
    aside: Aside
    number: int

    def reading(self, source: Path, dialect: Dialect | None) -> Reading | None:
        """What was read of the file, to be asked once; None if it was another one, or something went wrong.

        Whoever reads it again can tell what.
        """
        if (source, dialect) != (self.source, self.dialect):
            return None
        found: Reading | None = self.aside.answer(self.number)
        return found


def begun(source: str | None, dialect: str | None) -> Early | None:
    """A reading that has begun; None where another process has no advantage, or cannot be had."""
    if source is None or dialect not in _DIALECTS:
        return None
    path = Path(source)
    if path.suffix.lower() not in _TEXTS or not path.is_file():
        return None
    other = aside.begun()
    if other is None:
        return None
    known = _DIALECTS[dialect]
    return Early(path, known, other, other.ask("seedbed.read.open:read", path, known))
