"""manifest.json: equal runs give equal bytes."""

from __future__ import annotations

import json
from dataclasses import replace

from seedbed.errors import Origin
from seedbed.schema.model import Check, Column, Schema, Table
from seedbed.schema.types import Type
from seedbed.write.files.stored import Stored
from seedbed.write.manifest import Run, manifest, schema_digest

TABLE = Table(
    "a", (Column("id", Type("integer"), origin=Origin("x.sql", 3)),), checks=(Check("id > 0", name="positive"),)
)
SCHEMA = Schema((TABLE,))
FILE = Stored(3, "00")


def test_it_says_what_was_made_and_from_what() -> None:
    run = Run(SCHEMA, 7, {"a": 5}, {"a": {"id": "d1"}}, {"a.csv": ("a",), "data.sql": ("a",)}, {"locale": "de"}, 2)
    text = manifest(run, {"a.csv": FILE, "data.sql": FILE}).decode()
    facts = json.loads(text)
    assert facts["made_by"] == "seedbed"
    assert (facts["seed"], facts["sampling"], facts["options"]) == (7, 2, {"locale": "de"})
    assert facts["schema"] == {"digest": schema_digest(SCHEMA), "dialect": "postgres"}
    assert facts["tables"] == {"a": {"rows": 5, "digests": {"id": "d1"}}}
    assert facts["files"]["a.csv"] == {"bytes": 3, "blake2b": "00", "rows": 5, "tables": ["a"]}
    assert "earlier" not in facts
    assert text.endswith("}\n")


def test_the_order_of_what_it_is_told_does_not_matter() -> None:
    one = Run(SCHEMA, 7, {"a": 1, "b": 2}, {"a": {"x": "1", "y": "2"}}, {})
    two = Run(SCHEMA, 7, {"b": 2, "a": 1}, {"a": {"y": "2", "x": "1"}}, {})
    assert manifest(one, {"p": FILE, "q": FILE}) == manifest(two, {"q": FILE, "p": FILE})


def test_files_of_earlier_runs_are_told_apart() -> None:
    facts = json.loads(manifest(Run(SCHEMA, 7, {}, {}, {}), {}, {"old.csv": FILE}))
    assert facts["earlier"] == {"old.csv": {"bytes": 3, "blake2b": "00"}}


def test_the_digest_is_of_what_a_schema_says() -> None:
    moved = Schema((replace(TABLE, columns=(Column("id", Type("integer")),), checks=(Check("id > 0"),)),))
    assert schema_digest(moved) == schema_digest(SCHEMA)
    other = Schema((replace(TABLE, checks=(Check("id > 1"),)),))
    assert schema_digest(other) != schema_digest(SCHEMA)
