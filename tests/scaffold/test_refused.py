"""What is tried where a model refuses what its factory gives."""

from __future__ import annotations

from pathlib import Path

from seedbed.project.facts import Field, Model
from seedbed.scaffold.factories.parts import Factory, Line
from seedbed.scaffold.mend.refused import mended_by, tries_of
from seedbed.scaffold.verify.failure import failure_of
from seedbed.schema.model import Column, Schema, Table, Unique
from seedbed.schema.types import Type


def test_a_name_that_may_have_no_spaces_is_first_tried_without(tmp_path: Path) -> None:
    (tmp_path / "flows.py").write_text('if name == "task1":\n    pass\n' * 9)
    name = Field("name", "name", (("flows", "name"),), "String", "str")
    line = Line("name", 'factory.Sequence(lambda n: f"Work flow {n}")')
    made = Factory("FlowFactory", "flow_factory", Model("app.models", "Flow", "flows", (name,)), (line,))
    schema = Schema((Table("flows", (Column("name", Type("text")),), uniques=(Unique(("name",)),)),))
    failure = failure_of("factories", "ValueError: Name 'Work flow 0' must not contain spaces", tmp_path)
    ((attribute, values), *_) = tries_of(failure, made, tmp_path, schema)
    assert (attribute, *values[:2]) == ("name", "work-flow-1", "task1-1")
    assert 'f"work-flow-{n}"' in mended_by(failure, made, schema, attribute, values).done
