"""What of a module can be called."""

from __future__ import annotations

import ast
import enum
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, Self

from seedbed.testgen.explore.facts import facts
from seedbed.testgen.explore.readable import readable


class Box:
    """A class with a method of each sort of name."""

    def open(self) -> int:
        return self.__hidden()

    def _near(self) -> int:
        return 1

    def __hidden(self) -> int:
        return 2


class Till:
    """What a constructor keeps of its arguments is used elsewhere, or has a value of the class where it is missing."""

    MOST = 5

    def __init__(self, most: Any = None, work: Any = None, *rest: Any) -> None:
        self._most = most or self.MOST
        self._work = work

    async def ring(self, orders: Any, *given: Any) -> Any:
        if len(orders) >= self._most:
            await self._work(*given)
        return [each.total for each in orders]


def test_uses_are_those_of_what_is_kept_and_of_each_thing_within() -> None:
    tree = ast.parse(Path(__file__).read_text(encoding="utf-8"))
    made, ring = (each for each in facts(sys.modules[__name__], tree, __file__) if each.label.startswith("Till"))
    uses = {each.name: each.uses for each in (*made.parameters, *ring.parameters)}
    assert {"=int", "ordered"} <= uses["most"]
    assert {"()await", "()-1"} <= uses["work"]
    assert {"for", "*.total"} <= uses["orders"]


def test_names_that_python_hides_from_all_but_their_class_are_not_called() -> None:
    tree = ast.parse(Path(__file__).read_text(encoding="utf-8"))
    labels = [each.label for each in facts(sys.modules[__name__], tree, __file__)]
    assert sorted(label for label in labels if label.startswith("Box")) == ["Box.__init__", "Box._near", "Box.open"]


class Size(enum.Enum):
    """Each member has a number besides."""

    SMALL = ("s", 1)
    LARGE = ("l", 9)

    def __new__(cls, value: str, number: int) -> Self:
        made = object.__new__(cls)
        made._value_, made.number = value, number
        return made

    number: int


def test_an_enumeration_is_asked_for_members_by_what_they_are_worth() -> None:
    tree = ast.parse(Path(__file__).read_text(encoding="utf-8"))
    (made,) = (each for each in facts(sys.modules[__name__], tree, __file__) if each.label == "Size.__init__")
    assert [(each.name, each.kind, each.type) for each in made.parameters] == [
        ("value", "POSITIONAL_ONLY", Literal["s", "l"])
    ]


def shown(parts: Any, brief: bool = False, glue: str = "") -> Any:
    return _shown(parts, brief, glue) if brief else told(parts, glue=1)


def told(parts: Any, glue: int = 0) -> Any:
    return _shown(parts, False, glue)


def _shown(parts: Any, brief: Any, glue: Any) -> Any:
    return glue.join(parts) if brief else parts


def test_what_is_passed_on_has_the_type_of_the_callers_where_they_agree() -> None:
    tree = ast.parse(Path(__file__).read_text(encoding="utf-8"))
    (passed,) = (each for each in facts(sys.modules[__name__], tree, __file__) if each.label == "_shown")
    assert [each.type for each in passed.parameters] == [Any, bool, Any]


class Absent:
    """A stand-in for what is there only while a request is served."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("outside of a request")


def test_what_cannot_be_looked_at_does_not_hide_the_rest_of_its_module() -> None:
    module = ModuleType("shop")
    vars(module).update(request=Absent(), rate=3)
    assert readable(module).get("rate") == 3
    assert "request" not in readable(module)
