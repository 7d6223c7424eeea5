"""Cases made simpler: what makes no difference to what a case is kept for is left out, or becomes plain."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import pytest

from seedbed.testgen.explore.cases import Case
from seedbed.testgen.explore.facts import Callee
from seedbed.testgen.explore.simpler import simplified


class Box:
    """What methods are called of."""


FUNCTION = Callee("f", "function", None, [], 1, 2, False, "", [], None, True, [])
METHOD = Callee("put", "method", Box, [], 1, 2, False, "", [], None, True, [])


def _argument(text: str) -> Any:
    return ast.literal_eval(text.removeprefix("f(").removesuffix(")"))


@pytest.mark.parametrize(
    ("given", "needed", "simple"),
    [
        ("'foo bar\\nA Mapping is, -_:api'", lambda value: "_" in value, "'_'"),
        ("'Wörter 9!'", lambda value: any(each.isupper() for each in value), "'Aö'"),
        ("485238", lambda value: value > 100, "121"),
        ("-12.345", lambda value: value < 0, "-12.0"),
        ("[7, [80, 'xyz'], 9]", lambda value: any(isinstance(each, list) for each in value), "[[]]"),
        ("{'some words': 34, 'b': [1]}", lambda value: len(value) == 1, "{'b': []}"),
        ("(False, None)", lambda value: False in value, "(False,)"),
    ],
)
def test_what_makes_no_difference_goes(given: str, needed: Callable[[Any], bool], simple: str) -> None:
    case = Case("f", "", (), (given,), f"f({given})")
    found = simplified(FUNCTION, case, [], lambda each: needed(_argument(each.act)))
    assert found.given == (simple,)
    assert found.act == f"f({simple})"


def test_the_object_and_what_leads_to_it_become_simpler_too() -> None:
    case = Case("Box.put", "Box([1, 2], label='long words').copy()", ("subject.fill(9000)",), ("3",), "subject.put(3)")
    found = simplified(METHOD, case, ["Box([])"], lambda each: bool(each.prior) and each.given == ("3",))
    assert (found.receiver, found.prior) == ("Box([])", ("subject.fill(0)",))


def test_a_call_stays_within_what_it_was_settled_to() -> None:
    case = Case("f", "", (), ("[5, 6]",), "list(itertools.islice(f([5, 6]), 12))")
    assert simplified(FUNCTION, case, [], lambda each: True).act == "list(itertools.islice(f([]), 12))"


def test_a_case_that_cannot_be_simpler_stays() -> None:
    case = Case("f", "", (), ("'abcdef'", "object()"), "f('abcdef', object())")
    assert simplified(FUNCTION, case, [], lambda each: False) is case


def test_no_key_of_a_mapping_comes_twice() -> None:
    case = Case("f", "", (), ("{'a': 1, 'c': len}",), "f({'a': 1, 'c': len})")
    seen: list[str] = []

    def fine(other: Case) -> bool:
        seen.append(other.given[0])
        return False

    simplified(FUNCTION, case, [], fine)
    assert set(seen) == {"{'a': 0, 'c': len}"}


def test_named_arguments_of_calls_within_arguments_go_where_they_make_no_difference() -> None:
    case = Case("f", "", (), ("Box(1, size=2, label=len)",), "f(Box(1, size=2, label=len))")
    assert simplified(FUNCTION, case, [], lambda each: "size=" in each.act).act == "f(Box(0, size=0))"
