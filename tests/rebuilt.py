"""Rows back to the documents that they are of, for a judge who knows only the schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import yaml
from jsonschema.validators import validator_for

from seedbed import api
from seedbed.read.json_schema.layout import Layout
from seedbed.read.json_schema.reading import layout_of
from seedbed.read.json_schema.sheet import Sheet
from seedbed.read.open import read
from seedbed.schema.model import Dialect
from seedbed.schema.recipe import Recipe
from seedbed.write.sink import Options

Row = Mapping[str, Any]
DEEPEST = 4


def rows_of(
    path: Path, folder: Path, rows: int, dialect: Dialect = "postgres", edges: float = 5
) -> dict[str, list[Row]]:
    """The rows that are made for a schema, as JSON has them."""
    made = api.plan(read(path, dialect).schema, Recipe(rows=rows, edge_cases=edges))
    api.generate(made, ["json"], folder, Options(), judged=True)
    text = (folder / "data.json").read_text()
    found: dict[str, list[Row]] = json.loads(text, parse_float=Decimal)["tables"]
    return found


class Rebuilt:
    """The documents of all tables."""

    def __init__(self, path: Path, rows: Mapping[str, list[Row]], dialect: Dialect = "postgres") -> None:
        self.layout: Layout = layout_of(path.read_text(), str(path), dialect)[0]
        self._rows = rows

    def breaches(self, table: str, told: Any, schema: Any) -> list[str]:
        """What a judge has against the documents of a table."""
        asked = judge(told, schema)
        return [error.message for document in self.documents(table) for error in asked.iter_errors(document)]

    def documents(self, table: str) -> Iterator[Any]:
        """The documents of a table of objects or of documents."""
        sheet = self.layout.sheets[table]
        yield from (self._built(sheet, row, 0) for row in self._rows[table])

    def _built(self, sheet: Sheet, row: Row, depth: int) -> Any:
        if sheet.kind == "document":
            return row["document"]
        found: dict[str, Any] = {}
        for path, must in sheet.groups.items():
            if must:
                _put(found, path, {})
        self._put_cells(found, sheet, row)
        for key in sheet.keys if depth < DEEPEST else ():
            there = dict(zip(key.references, (row[name] for name in key.columns), strict=True))
            other = self._one(key.table, there) if key.path else None
            if other is not None:
                _put(found, key.path, self._built(self.layout.sheets[key.table], other, depth + 1))
        for child in self.layout.sheets.values():
            if child.parent == sheet.name and depth < DEEPEST:
                listed = [*self._listed(child, sheet, row, depth)]
                if listed or child.must:
                    _put(found, child.path, listed)
        return found

    def _put_cells(self, found: dict[str, Any], sheet: Sheet, row: Row) -> None:
        for member in sheet.members.values():
            value = row[member.name]
            is_null = value is None and not member.absent and _at(found, member.path[:-1]) is not None
            if member.path and (value is not None or is_null):
                _put(found, member.path, _value(value))

    def _listed(self, child: Sheet, sheet: Sheet, row: Row, depth: int) -> Iterator[Any]:
        key = child.keys[0]
        mine = [
            other for other in self._rows[child.name]
            if all(other[name] == row[there] for name, there in zip(key.columns, key.references, strict=True))
        ]  # fmt: skip
        if child.kind == "items":
            yield from (
                self._built(child, other, depth + 1) for other in sorted(mine, key=lambda it: it[child.primary[-1]])
            )
            return
        far = child.keys[1]
        for link in mine:
            other = self._one(far.table, dict(zip(far.references, (link[name] for name in far.columns), strict=True)))
            assert other is not None
            yield self._built(self.layout.sheets[far.table], other, depth + 1)

    def _one(self, table: str, key: Row) -> Row | None:
        return next((row for row in self._rows[table] if all(row[name] == key[name] for name in key)), None)


def _value(value: Any) -> Any:
    if isinstance(value, str) and len(value) > 18 and value[10] == " " and value[4] == value[7] == "-":
        return value.replace(" ", "T")
    return value


def _at(document: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        document = document.get(name) if isinstance(document, dict) else None
    return document


def _put(document: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for name in path[:-1]:
        document = document.setdefault(name, {})
    if not (isinstance(value, dict) and isinstance(document.get(path[-1]), dict)):
        document[path[-1]] = value


def told_of(path: Path) -> Any:
    """A schema as a judge reads it; OpenAPI 3.0 in the words of the draft that it is made of."""
    text = path.read_text()
    if path.suffix == ".json":
        told = json.loads(text, parse_float=Decimal)
    else:
        told = json.loads(json.dumps(yaml.safe_load(text), default=str), parse_float=Decimal)
    if str(told.get("openapi", "")).startswith("3.0") or "swagger" in told:
        told = _nullable(told)
    return told


def judge(told: Any, schema: Any) -> jsonschema.protocols.Validator:
    """Who says whether a document is valid; references are looked for in the whole of the document."""
    kind = jsonschema.Draft4Validator if str(told.get("openapi", "")).startswith("3.0") or "swagger" in told else None
    kind = kind or (jsonschema.Draft202012Validator if "openapi" in told else validator_for(told))
    held = {word: told[word] for word in ("components", "definitions", "$defs", "$schema") if word in told}
    whole = {**held, **schema} if schema is not told else told
    return kind(whole, format_checker=kind.FORMAT_CHECKER)


def _nullable(value: Any) -> Any:
    if isinstance(value, list):
        return [_nullable(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {name: _nullable(item) for name, item in value.items()}
    if found.pop("nullable", found.pop("x-nullable", False)) is True and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
        if "enum" in found:
            found["enum"] = [*found["enum"], None]
    return found
