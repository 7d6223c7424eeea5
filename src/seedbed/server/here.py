"""`Here`: what a call may touch, whom it tells how far it is, and whom it may ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from seedbed.classes import dataclass
from seedbed.database.dsn import is_address, parse_dsn
from seedbed.errors import Problem, UsageError
from seedbed.server.allowed import Allowed
from seedbed.server.folder import Folder

__all__ = ["Ask", "Here", "Tell"]

Tell = Callable[[int, int, str], None]
"""Takes how much is done, of how much, and what is being done."""

Ask = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Asks the host's model; takes and gives what the protocol calls a request of sampling and its result."""


@dataclass(frozen=True, slots=True)
class Here:
    """A folder, databases, and at most so many rows for one call; `ask` is None where the host has no model for us."""

    folder: Folder
    allowed: Allowed
    most: int
    tell: Tell
    ask: Ask | None = None

    def source(self, word: str, name: str) -> str:
        """A schema or rows that a call names: a file or folder of ours, or a database that was allowed."""
        if not is_address(word):
            return str(self.folder.read(word, name))
        dsn = parse_dsn(word)
        if dsn.dialect == "sqlite":
            return f"sqlite:///{self.folder.read(dsn.database, name)}"
        return self.allowed.address(word, name)

    def bounded(self, rows: int) -> None:
        """Raises UsageError where a call asks for too many rows."""
        if rows > self.most:
            why = f"one call makes at most {self.most:,}"
            help = "ask for fewer, or let a person run the command that explain shows"
            raise UsageError(Problem(f"{rows:,} rows are too many", "count", why, help))

    def progress(self, rows: int) -> Callable[[str, int], None]:
        """What a run of so many rows tells as it goes on: each hundredth once."""
        done = told = 0

        def advance(table: str, count: int) -> None:
            nonlocal done, told
            done += count
            if done * 100 // max(rows, 1) > told:
                told = done * 100 // max(rows, 1)
                self.tell(done, rows, table)

        return advance
