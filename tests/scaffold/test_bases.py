"""The base of factories does what they ask of it, and no more."""

from __future__ import annotations

import pytest

from seedbed.project.facts import Facts, Field, Layout, Model, Orm, Stack, Style
from seedbed.scaffold.factories.bases import base_of, needed
from seedbed.scaffold.stacks.kit import kit_of
from seedbed.schema.model import Schema

SOLO = 'class TagFactory(BaseFactory):\n    name = "a"'
LINKED = "class RunFactory(BaseFactory):\n    agent = Linked(AgentFactory, unless=[])"


def base(orm: Orm, *bodies: str, others: bool = False, fields: tuple[Field, ...] = ()) -> str:
    models = (Model("app.models", "Tag", "tags", fields),)
    facts = Facts(Stack(orm, None), Style(), Layout("tests", ""), models, Schema(()))
    return base_of(kit_of(orm), facts, bodies, closes=False, others=others)


@pytest.mark.parametrize("orm", ["sqlalchemy", "django", "tortoise"])
def test_what_no_factory_uses_is_not_in_its_base(orm: Orm) -> None:
    assert not any(word in base(orm, SOLO) for word in ("Linked", "_given", "_bare", "_later", "when"))
    linked = base(orm, LINKED)
    assert "class Linked" in linked
    assert "def _given" in linked
    assert not any(word in linked for word in ("_bare", "_later", "when", "issubclass", "unheard"))


@pytest.mark.parametrize("orm", ["sqlalchemy", "django", "tortoise"])
def test_what_factories_or_tests_of_people_ask_for_is_there_and_compiles(orm: Orm) -> None:
    asked = f"{LINKED}, when=lambda o: o.kind)\n    _later = ['x']\n\nTagFactory(_bare=True)"
    text = base(orm, asked, others=True)
    compile(text, "base.py", "exec")
    assert "self.when(instance)" in text
    assert "_bare" in text
    assert ("_later" in text) == (orm == "sqlalchemy")


def test_rows_of_trees_keep_their_own_order() -> None:
    tree = (Field("numchild", "numchild", (("tags", "numchild"),), "IntegerField"),)
    assert "add_root" in base("django", SOLO, fields=tree)
    assert "add_root" not in base("django", SOLO)


def test_only_names_that_are_used_are_imported() -> None:
    lines = "import factory\nfrom a.b import c, d\nfrom e import f as g"
    assert needed(lines, "c = 1; f()") == "import factory\nfrom a.b import c"
