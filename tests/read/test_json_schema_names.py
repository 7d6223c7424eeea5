"""Names in JSON Schema that no database takes are shortened."""

from __future__ import annotations

import json
from pathlib import Path

from seedbed.read.open import read


def test_items_refer_to_a_table_whose_name_is_as_long_as_may_be(tmp_path: Path) -> None:
    name = "dialogs_queries_of_transmissions_and_attachments_of_everyone_"
    item = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
    listing = {"type": "object", "properties": {"id": {"type": "integer"}, "urls": {"type": "array", "items": item}}}
    path = tmp_path / "schema.json"
    path.write_text(json.dumps({"openapi": "3.0.0", "components": {"schemas": {name: listing}}}))
    tables = read(path).schema.tables
    assert len(tables) == 2
    assert all(len(column.name) <= 60 for table in tables for column in table.columns)
