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
    """

    file: str | None = None
    one_per_row: bool = False
    split: bool = False
    rows_per_statement: int = 1000
    forward_references: frozenset[str] = frozenset()
    line_end: str = "\n"
    metadata: Mapping[str, Any] = field(default_factory=dict)
