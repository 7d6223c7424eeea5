"""`Options`: what a user may choose about the files of one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from seedbed.classes import dataclass

__all__ = ["Options"]


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may choose about the files of one run.

    `file` is the name of the one file that is wanted (else names come from the tables). SQL: `one_per_row`
    statements for reading, `split` into numbered files, at most `rows_per_statement`; `forward_references`
    are the tables where a row may refer to a later one of the same table. CSV: `line_end`. JSON: `metadata`.
    `part` is the one that these files are, and of how many: joined in order, they are the files of the whole.
    """

    file: str | None = None
    one_per_row: bool = False
    split: bool = False
    rows_per_statement: int = 1000
    forward_references: frozenset[str] = frozenset()
    line_end: str = "\n"
    metadata: Mapping[str, Any] = field(default_factory=dict)
    part: tuple[int, int] = (1, 1)

    @property
    def mark(self) -> str:
        """What tells the files of a part from those of others; nothing where there is only one."""
        number, of = self.part
        return "" if of == 1 else f"part-{number:0{len(str(of))}}-of-{of}"

    @property
    def first(self) -> bool:
        """Whether what stands before all rows is written."""
        return self.part[0] == 1

    @property
    def last(self) -> bool:
        """Whether what stands behind all rows is written."""
        return self.part[0] == self.part[1]
