"""edge-cases.json: which row holds which edge case, a line for each, and why a table has none."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass
from seedbed.write.files.temporary import refusals

__all__ = ["EDGES", "EdgeIndex", "read_edges", "write_edges"]

EDGES = "edge-cases.json"

_JSON = json.JSONEncoder(ensure_ascii=False, default=str).encode  # `dumps` would make an encoder for each line


@dataclass(frozen=True, slots=True)
class EdgeIndex:
    """The edge cases of one table: its rows, how many of them hold one, those row by row, and why there are none."""

    table: str
    rows: int
    edge_rows: int
    skipped: str
    entries: Iterable[Mapping[str, Any]]


def write_edges(path: Path, percent: float, tables: Iterable[EdgeIndex]) -> None:
    """Writes the index of all tables, one after another as they come. Raises WriteError."""
    with refusals(path), path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"percent": {json.dumps(percent)}, "tables": {{')
        for number, table in enumerate(tables):
            file.write(",\n" if number else "\n")
            file.writelines(_written(table))
        file.write("\n}}\n")


def read_edges(folder: Path) -> dict[str, list[int]]:
    """Of each table the rows with an edge case, numbered from 0, as the index in a folder says; nothing where none is.

    A line is read at a time, as it was written.
    """
    rows: dict[str, list[int]] = {}
    found: list[int] = []
    read = json.JSONDecoder().raw_decode
    with contextlib.suppress(FileNotFoundError), (folder / EDGES).open(encoding="utf-8") as file:
        for line in file:
            if line.startswith('"'):
                found = rows[read(line)[0]] = []
            elif line.startswith("  {"):
                found.append(read(line, 2)[0]["row"] - 1)
    return rows


def _written(table: EdgeIndex) -> Iterator[str]:
    head: dict[str, Any] = {"rows": table.rows, "edge_rows": table.edge_rows}
    head |= {"skipped": table.skipped} if table.skipped else {}
    yield f'{json.dumps(table.table)}: {json.dumps(head, ensure_ascii=False)[:-1]}, "cells": ['
    for number, entry in enumerate(table.entries):
        yield (",\n  " if number else "\n  ") + _JSON(entry)
    yield "]}"
