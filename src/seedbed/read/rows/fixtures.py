"""Fixtures as rows: what Django's `loaddata` takes, Rails' files of YAML, and the names of fields in Prisma's seed."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from seedbed.errors import Note, Problem, ReadError
from seedbed.schema.labels import django_fields, django_labels
from seedbed.schema.model import Schema, Table

__all__ = ["by_columns", "django_objects", "is_object", "rails_rows"]


def is_object(row: Mapping[str, Any]) -> bool:
    """Whether a row is an object of Django's fixtures."""
    return isinstance(row.get("model"), str) and isinstance(row.get("fields"), Mapping)


def django_objects(objects: Iterator[Mapping[str, Any]], schema: Schema) -> tuple[dict[str, list[Any]], list[Note]]:
    """The rows of a fixture by table, as mappings of columns; models of no table are notes."""
    tables = {label: schema.table(id) for id, label in django_labels(schema).items()}
    rows: dict[str, list[Any]] = {}
    strange: dict[str, Note] = {}
    for each in objects:
        label = str(each.get("model")).lower()
        table = tables.get(label)
        if table is None or not is_object(each):
            strange.setdefault(label, Note(f"{label} is no model of a table of the schema", "its objects are left out"))
            continue
        rows.setdefault(table.id, []).append(_row(each, table))
    return rows, list(strange.values())


def _row(each: Mapping[str, Any], table: Table) -> dict[str, Any]:
    """An object's columns: Django calls a reference by the column, or by it without its `_id`."""
    columns = {name: column for column, name in django_fields(table).items()}
    columns |= {name.removesuffix("_id"): column for name, column in columns.items() if name.endswith("_id")} | columns
    key = table.primary.columns if table.primary else ()
    values = each.get("pk") if isinstance(each.get("pk"), list) else [each.get("pk")]
    found = dict(zip(key, values, strict=False)) if isinstance(values, list) else {}
    found |= {columns.get(name, name): value for name, value in each["fields"].items()}
    return {name: _bytes(value, table, name) for name, value in found.items()}


def _bytes(value: Any, table: Table, name: str) -> Any:
    """Bytes in base 64 as hexadecimal digits; other values as they are."""
    with suppress(KeyError, binascii.Error, ValueError):
        if isinstance(value, str) and table.column(name).type.kind == "bytes":
            return "\\x" + base64.b64decode(value, validate=True).hex()
    return value


def by_columns(rows: Iterator[dict[str, Any]], table: Table) -> Iterator[dict[str, Any]]:
    """The rows with what their model calls its columns under the names of the columns."""
    known = {column.attribute: column.name for column in table.columns if column.attribute}
    return ({known.get(name, name): value for name, value in row.items()} for row in rows) if known else rows


def rails_rows(path: Path, table: Table) -> Iterator[dict[str, Any]]:
    """The rows of a file of fixtures, by their labels. Raises ReadError where it is none."""
    import yaml  # few rows are told in it, and every start would pay for it

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        told = yaml.load(path.read_text(encoding="utf-8-sig"), loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        at = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise ReadError(Problem("the file cannot be read as YAML", at, str(error).partition("\n")[0])) from error
    if not isinstance(told, Mapping | None) or not all(isinstance(row, Mapping) for row in (told or {}).values()):
        help = "a fixture is a mapping of labels to rows: `one:` and its columns below"
        raise ReadError(Problem("the file holds no fixtures", str(path), help=help))
    documents = {column.name for column in table.columns if column.type.kind == "json"}
    for row in (told or {}).values():
        yield {str(name): _plain(value, is_document=name in documents) for name, value in row.items()}


def _plain(value: Any, *, is_document: bool) -> Any:
    """A value as JSON has it."""
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if is_document and value is not None:
        return json.dumps(value, ensure_ascii=False, default=str)
    return value if value is None or isinstance(value, bool | int | list | dict | str) else str(value)
