"""Which table a name in somebody's data means: the name of a file, of a JSON member, of an INSERT."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from seedbed.schema.labels import prisma_models
from seedbed.schema.model import Schema

__all__ = ["Names", "table_of"]

_NUMBERED = re.compile(r"^\d+[-_. ]+")  # 03_orders.csv, as files numbered in load order are called
_PART = re.compile(r"[-_.](?:part[-_.]?)?\d+(?:-of-\d+)?$")  # orders-0001.parquet, orders.part-2.csv


class Names:
    """The tables of a schema by every name that others may give them."""

    def __init__(self, schema: Schema) -> None:
        self.ids = tuple(table.id for table in schema)
        self._exact = {id: id for id in self.ids}
        self._loose = _unambiguous((id.lower(), id) for id in self.ids)
        self._last = _unambiguous((table.name.lower(), table.id) for table in schema)
        self._models = _unambiguous((name.lower(), id) for id, name in prisma_models(schema).items())

    def find(self, name: str) -> str | None:
        """The id of the table that is called so: exactly, in other case, or with or without its namespace."""
        low = name.lower()
        return (
            self._exact.get(name)
            or self._loose.get(low)
            or self._last.get(low)
            or self._loose.get(low.rpartition(".")[2])
            or self._last.get(low.rpartition(".")[2])
            or self._models.get(low)
        )

    def manifest(self, folder: Path) -> dict[Path, tuple[str, ...] | None] | None:
        """The files that our manifest.json in a folder tells of, and their tables; None where there is none."""
        try:
            facts = json.loads((folder / "manifest.json").read_bytes())
        except (OSError, ValueError):
            return None  # no manifest, or nothing that can be read as one: file names tell
        files = facts.get("files") if isinstance(facts, dict) and facts.get("made_by") == "seedbed" else None
        if not isinstance(files, dict):
            return None
        told = {folder / name: self.known(fact) for name, fact in files.items()}
        return {path: tables for path, tables in told.items() if path.is_file() and tables} or None

    def known(self, fact: object) -> tuple[str, ...]:
        """The tables of the schema that a manifest says a file holds."""
        tables = fact.get("tables") if isinstance(fact, dict) else None
        return tuple(id for id in tables if id in self._exact) if isinstance(tables, list) else ()


def table_of(path: Path, names: Names) -> str | None:
    """The table that a file is named after: orders.csv, 03_orders.csv, orders-0001.parquet, or a folder orders/."""
    stem = path.name[: -len(path.suffix)] if path.suffix else path.name
    bare = _NUMBERED.sub("", stem)
    for name in (stem, bare, _PART.sub("", stem), _PART.sub("", bare), stem.split("-")[0], path.parent.name):
        if found := names.find(name):
            return found
    return None


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The names that only one table has."""
    found: dict[str, str | None] = {}
    for name, id in pairs:
        found[name] = None if name in found else id
    return {name: id for name, id in found.items() if id is not None}
