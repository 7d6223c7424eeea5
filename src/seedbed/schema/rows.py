"""`Rows`: somebody's data, table by table, on its way from those who read it to those who judge it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TypeAlias

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.errors import Note, Problem

__all__ = ["Report", "Rows", "Source"]

Report = Callable[[Problem], None]

Source: TypeAlias = "pa.Table | pa.RecordBatchReader | Callable[[Report], pa.RecordBatchReader]"


@dataclass(frozen=True, slots=True)
class Rows:
    """The data of a schema's tables, by table id, as it was found: text or native columns.

    A source is Arrow, or a function that opens a stream and reports what it had to leave out while it reads. Several
    sources of one table follow each other. `unread` counts, for each (table, column), the values that are no literals
    (`now()`, DEFAULT): they are NULL here and nobody can judge them.
    """

    tables: Mapping[str, Source | tuple[Source, ...]]
    notes: tuple[Note, ...] = ()
    unread: Mapping[tuple[str, str], int] = field(default_factory=dict)
