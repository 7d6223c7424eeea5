"""JSON documents and arrays: what checks ask of keys and elements is there in every row."""

from __future__ import annotations

import json
from typing import Any

import pytest

from seedbed.schema.model import Dialect
from tests.plan.grown import grown


def documents(check: str, dialect: Dialect = "postgres", type: str = "jsonb NOT NULL") -> list[Any]:
    """The documents of a column under one check."""
    cells = grown(f"CREATE TABLE t (doc {type}, CHECK ({check}));", dialect).cells("t", "doc")
    return [json.loads(str(cell)) for cell in cells if cell is not None]


def test_keys_that_are_asked_for_are_there() -> None:
    found = documents("jsonb_typeof(doc) = 'object' AND doc ? 'kind' AND (doc ->> 'size')::int BETWEEN 3 AND 9")
    assert all("kind" in document and 3 <= int(document["size"]) <= 9 for document in found)
    assert len({document["size"] for document in found}) > 1


def test_values_of_a_key_are_among_those_listed() -> None:
    found = documents("doc ->> 'type' IN ('a', 'b') AND jsonb_typeof(doc -> 'tags') = 'array'")
    assert {document["type"] for document in found} == {"a", "b"}
    assert all(isinstance(document["tags"], list) for document in found)


def test_a_document_that_must_be_contained_is() -> None:
    assert all(document["on"] is True for document in documents("""doc @> '{"on": true}'"""))


@pytest.mark.parametrize(
    ("dialect", "check"),
    [
        ("postgres", "jsonb_typeof(doc) = 'array' AND jsonb_array_length(doc) BETWEEN 2 AND 4"),
        ("mysql", "json_type(doc) = 'ARRAY' AND json_length(doc) BETWEEN 2 AND 4"),
        ("sqlite", "json_type(doc) = 'array' AND json_array_length(doc) BETWEEN 2 AND 4"),
    ],
)
def test_arrays_have_as_many_elements_as_asked(dialect: Dialect, check: str) -> None:
    found = documents(check, dialect, "json NOT NULL")
    assert {len(document) for document in found} <= {2, 3, 4}


def test_paths_are_followed() -> None:
    found = documents("json_extract(doc, '$.place.floor') > 0 AND json_extract(doc, '$.kind') = 'x'", "sqlite", "json")
    assert all(document["place"]["floor"] > 0 and document["kind"] == "x" for document in found)


def test_null_is_no_valid_document_in_sqlite() -> None:
    assert None not in grown("CREATE TABLE t (doc json CHECK (json_valid(doc)));", "sqlite").cells("t", "doc")


def test_whatever_document_will_do_where_no_key_is_asked_for() -> None:
    assert all(set(document) == {"id", "name", "active"} for document in documents("jsonb_typeof(doc) = 'object'"))


def test_elements_of_an_array_are_among_those_listed() -> None:
    made = grown("CREATE TABLE t (tags text[] NOT NULL CHECK (tags <@ ARRAY['a', 'b', 'c']::text[]));")
    cells = [cell for cell in made.cells("t", "tags") if isinstance(cell, list)]
    assert len(cells) == 100
    assert {item for cell in cells for item in cell} == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("dialect", "read"), [("postgres", "doc ->> 'kind'"), ("sqlite", "json_extract(doc, '$.kind')")]
)
def test_a_member_repeats_another_column(dialect: Dialect, read: str) -> None:
    table = grown(
        f"""CREATE TABLE t (kind varchar(10) NOT NULL CHECK (kind IN ('card', 'iban', 'cash')), doc json NOT NULL,
        CHECK ({read} IS NOT NULL AND {read} = kind));""",
        dialect,
    )
    rows = [(kind, json.loads(str(doc))) for kind, doc in table.rows("t", "kind", "doc")]
    assert all(doc["kind"] == kind for kind, doc in rows)
    assert {kind for kind, _ in rows} == {"card", "iban", "cash"}
