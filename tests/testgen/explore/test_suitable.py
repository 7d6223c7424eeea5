"""Arguments that a parameter asks for, by its type, its use or its name, and others."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from seedbed.testgen.explore.cases import Case
from seedbed.testgen.explore.facts import Callee, Parameter
from seedbed.testgen.explore.suitable import suitable


def _asked(name: str, kind: Any, *uses: str) -> Callee:
    parameter = Parameter(name, "POSITIONAL_OR_KEYWORD", True, kind, set(uses))
    return Callee("f", "function", None, [parameter], 1, 2, False, "", [], Any, True, [])


@pytest.mark.parametrize(
    ("name", "kind", "uses", "given", "fine"),
    [
        ("number", int, (), "3", True),
        ("number", int, (), "'3'", False),
        ("number", int, (), "None", True),
        ("number", int, (), "number='3'", False),
        ("number", int, (), "True", False),
        ("flag", bool, (), "True", True),
        ("held", inspect.Parameter.empty, (".items",), "{'a': 1}", True),
        ("held", inspect.Parameter.empty, (".items",), "{1, 2}", False),
        ("held", inspect.Parameter.empty, (".items",), "object()", False),
        ("held", inspect.Parameter.empty, (".items",), "Held(1)", True),
        ("it", inspect.Parameter.empty, (), "{1, 2}", True),
        ("it", Any, (), "1.5", True),
    ],
)
def test_arguments_are_held_against_type_use_and_name(
    name: str, kind: Any, uses: tuple[str, ...], given: str, fine: bool
) -> None:
    assert suitable(Case("f", "", (), (given,), f"f({given})"), {"f": _asked(name, kind, *uses)}) is fine


@pytest.mark.parametrize(("receiver", "fine"), [("Money(1)", True), ("Money('a')", False), ("Money(object())", False)])
def test_what_an_object_is_made_of_counts_too_and_what_an_operator_takes_does_not(receiver: str, fine: bool) -> None:
    made = _asked("amount", int)._replace(name="__init__", form="new", owner=type("Money", (), {}))
    case = Case("Money.__le__", receiver, (), ("'a'",), "subject <= 'a'")
    assert suitable(case, {"Money.__init__": made}) is fine
