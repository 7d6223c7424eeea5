"""Which attribute of a model leads to which row of another one."""

from __future__ import annotations

from dataclasses import replace

from seedbed.project.facts import Field, Model, Relation
from seedbed.scaffold.factories.links import links_of
from seedbed.schema.model import ForeignKey, Schema, Table

KIND = Field("kind_id", "kind_id", (("grants", "kind_id"),), "ForeignKey", "int", nullable=False)
TOLD = Field("object_pk", "object_pk", (("grants", "object_pk"),), "CharField", "str", nullable=False)
ABOUT = Relation("about", "", "MANYTOONE", ("kind_id", "object_pk"), (), generic=True)
GRANT = Model("rights.models", "Grant", "grants", (KIND, TOLD), (ABOUT,))


def counted(module: str, name: str, table: str) -> Model:
    key = Field("id", "id", ((table, "id"),), "AutoField", "int", nullable=False, primary=True, counted=True)
    return Model(module, name, table, (key,), primary=("id",))


def schema(*models: Model) -> Schema:
    keys = (ForeignKey(("kind_id",), "kinds", ("id",)),)
    tables = [Table(model.table, (), foreign_keys=keys if model is GRANT else ()) for model in models]
    return Schema(tuple(tables))


def ways(*models: Model) -> list[tuple[str, str, str]]:
    return [(link.name, link.target.name, link.way) for link in links_of(models, schema(*models))[GRANT.path]]


def test_a_row_about_any_other_is_about_one_of_another_package_where_its_own_has_none() -> None:
    kinds, page = counted("kinds.models", "Kind", "kinds"), counted("site.models", "Page", "pages")
    near = counted("rights.models", "Role", "roles")
    assert ways(page, kinds, GRANT) == [("about", "Page", "any")]
    assert ways(page, kinds, GRANT, near) == [("about", "Role", "any")]


def test_where_nothing_can_be_what_a_row_is_about_its_keys_lead_where_they_say() -> None:
    kinds = replace(counted("kinds.models", "Kind", "kinds"), inherits="kinds.models.Base")
    assert ways(kinds, GRANT) == [("kind", "Kind", "made")]


def test_a_row_leads_to_the_heir_that_its_attribute_takes() -> None:
    fault = counted("works.models", "Fault", "faults")
    leak = replace(fault, name="Leak", inherits=fault.path)
    key = Field("fault_id", "fault_id", (("repairs", "fault_id"),), "Integer", "int", nullable=False)
    taken = Relation("fault", leak.path, "MANYTOONE", ("fault_id",), ("id",))
    repair = Model("works.models", "Repair", "repairs", (key,), (taken,))
    keys = (ForeignKey(("fault_id",), "faults", ("id",)),)
    schema = Schema((Table("faults", ()), Table("repairs", (), foreign_keys=keys)))
    (link,) = links_of((fault, leak, repair), schema)[repair.path]
    assert (link.name, link.target.name) == ("fault", "Leak")


def test_a_row_about_any_other_is_about_none_that_needs_such_a_row() -> None:
    page = counted("site.models", "Page", "pages")
    flag = counted("rights.models", "Flag", "flags")
    over = Field("grant_id", "grant_id", (("flags", "grant_id"),), "ForeignKey", "int", foreign=(("grants", "id"),))
    mark = counted("rights.models", "Mark", "marks")
    far = Field("flag_id", "flag_id", (("marks", "flag_id"),), "ForeignKey", "int", foreign=(("flags", "id"),))
    flag, mark = replace(flag, fields=(*flag.fields, over)), replace(mark, fields=(*mark.fields, far))
    assert ways(flag, mark, GRANT, page) == [("about", "Page", "any")]
