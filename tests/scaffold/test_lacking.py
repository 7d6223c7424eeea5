"""What an error says that a document lacks is put into it, and documents are made anew for each row."""

from __future__ import annotations

import json

from seedbed.read.json_schema.files import Library
from seedbed.read.json_schema.sample import documents
from seedbed.scaffold.factories.text import elements
from seedbed.scaffold.mend.lacking import amended

SAID = """sqlalchemy.exc.StatementError: 3 validation errors for Event
source
  Value error, Resources must include the event.resource.id label [type=value_error, input_value={}, input_type=dict]
    For further information visit https://errors.pydantic.dev/2.14/v/value_error
related.1
  Value error, give it a 'role' [type=value_error, input_value={'a': 'b'}, input_type=dict]
when
  Input should be a valid datetime [type=datetime_type, input_value=3, input_type=int]
"""


def test_keys_that_are_missed_are_put_where_they_are_missed() -> None:
    full = {"source": {}, "related": [{"x": "y"}, {"a": "b"}], "when": 3}
    assert list(amended([full, {"source": {"id": "1"}}, {"when": 3}], SAID)) == [
        {
            "source": {"event.resource.id": "id"},
            "related": [{"x": "y"}, {"a": "b", "role": "role"}],
            "when": 3,
        },
        {"source": {"id": "1", "event.resource.id": "id"}},
    ]
    assert full["source"] == {}


def test_an_error_that_names_nothing_changes_nothing() -> None:
    assert (
        list(amended([{"a": {}}], "a\n  Value error, it is wrong [type=value_error, input_value={}, input_type=dict]"))
        == []
    )


def test_the_least_documents_have_only_what_must_be_there() -> None:
    schema = {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string"}, "age": {"type": "integer"}, "tags": {"type": "array"}},
    }
    library = Library(json.dumps(schema), "schema.json")
    least = documents(library, library.root, "people.document", least=True)
    assert {frozenset(json.loads(each)) for each in least} == {frozenset(("name",))}
    assert any(len(json.loads(each)) > 1 for each in documents(library, library.root, "people.document"))


def test_documents_are_made_anew_for_each_row() -> None:
    assert elements([{"a": 1}]) == 'factory.LazyFunction(lambda: {"a": 1})'
    assert elements([{"a": 1}, [2]]) == 'factory.LazyFunction(lambda: one_of({"a": 1}, [2]))'
    assert elements([1, 2]) == "FuzzyChoice([1, 2])"
