"""`Feed` and `Way`: what each kind of database does in its own manner when rows are loaded into it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import pyarrow as pa

from seedbed.schema.model import Table
from seedbed.write.sql.frame import Frame

__all__ = ["Feed", "Way", "refusal"]


class Feed(Protocol):
    """Takes the rows of one table."""

    def batch(self, batch: pa.RecordBatch) -> None:
        """Takes rows; may raise what the database said of earlier ones."""
        ...

    def end(self) -> None:
        """Waits until the database has them. Raises DatabaseError."""
        ...

    def abandon(self) -> None:
        """Stops where it stands; never fails."""
        ...


class Way(Protocol):
    """The way into one kind of database. `frame` has the statements around circles and sequences."""

    @property
    def frame(self) -> Frame: ...

    def begin(self, others: Iterable[str] = ()) -> None:
        """Begins the one transaction, in which nothing waits for others for longer than it was told.

        Where the database can, others are kept from writing to the schema's tables and to those with the (quoted)
        names of `others`.
        """
        ...

    def feed(self, table: Table, columns: pa.Schema) -> Feed:
        """Takes the rows of one table with these columns."""
        ...

    def end(self) -> None:
        """After the transaction: gives the session back as it was; never fails."""
        ...

    def cancel(self) -> None:
        """Ends the statement that runs, if one does; never fails."""
        ...


def refusal(table: Table) -> str:
    """What is said where the database refuses rows of a table."""
    return f"the database refused rows of {table.id}"
