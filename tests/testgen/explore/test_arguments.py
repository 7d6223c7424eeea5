"""Arguments that a call changes, and results that are made of their fields: told so that a test can assert them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seedbed.testgen.explore.arguments import changed, restored, snapshot
from seedbed.testgen.explore.cases import UNREADY, Case
from seedbed.testgen.explore.choose import claims
from seedbed.testgen.explore.facts import facts
from seedbed.testgen.explore.fitting import suits
from seedbed.testgen.explore.kills import Kept
from seedbed.testgen.explore.room import Room
from seedbed.testgen.explore.search import formed, ran
from seedbed.testgen.inside.forks import each
from seedbed.testgen.inside.loading import Subject
from seedbed.testgen.local.forms import Case as Told
from seedbed.testgen.local.forms import record

MODULE = """
from __future__ import annotations

import contextlib
import dataclasses
import typing

if typing.TYPE_CHECKING:
    from fractions import Fraction
    from nowhere import Nobody


class Point(typing.NamedTuple):
    x: int
    y: int = 0


@dataclasses.dataclass
class Basket:
    name: str
    fruit: list[str] = dataclasses.field(default_factory=list)
    place: Point = Point(0, 0)

    def add(self, name: str) -> None:
        self.fruit.append(name)


@dataclasses.dataclass
class Tidy:
    name: str

    def __post_init__(self) -> None:
        self.name += "!"


def order(items: list[int], downwards: bool = False) -> None:
    items.sort(reverse=downwards)


def rename(basket: Basket, name: str) -> Basket:
    basket.name = name
    return basket


def moved(point: Point, by: int) -> Point:
    return Point(point.x + by, point.y)


@contextlib.contextmanager
def filled(basket: Basket, name: str) -> typing.Iterator[Basket]:
    basket.fruit.append(name)
    yield basket
    basket.fruit.clear()


async def down(start: int) -> typing.AsyncIterator[int]:
    while start > 0:
        yield start
        start -= 1


def tidied(name: str) -> Tidy:
    return Tidy(name)


def share(part: Fraction, whom: Nobody, often: int = 1) -> Fraction | None:
    return part * often
"""


@pytest.fixture
def asked(tmp_path: Path) -> Callable[[str, str, list[str]], Any]:
    """What comes of a call: its setup, its text, its claims; from a process of its own."""
    file = tmp_path / "baskets.py"
    file.write_text(MODULE)
    job = {
        "name": "baskets",
        "file": str(file),
        "roots": [str(tmp_path)],
        "seed": 1,
        "seconds": 60.0,
        "until": 0.0,
        "at_once": 1,
    }

    def ask(question: tuple[str, str, list[str]]) -> Any:
        sys.modules.pop("baskets", None)
        room = Room(job)
        label, receiver, given = question
        callee = next(one for one in room.callees if one.label == label)
        case, outcome = ran(room.bench, formed(callee, receiver, (), given))
        assert outcome is not None
        return [case.setup, case.act, outcome.said]

    return lambda *question: each(ask, [question], at_once=1, seconds=30.0, until=float("inf"))[0]


def test_a_list_that_is_changed_has_a_name_and_is_told_as_it_is_afterwards(asked: Any) -> None:
    setup, act, said = asked("order", "", ["[3, 1, 2]", "downwards=True"])
    assert setup == ["items = [3, 1, 2]"]
    assert act == "order(items, downwards=True)"
    assert said == {"items": "[3, 2, 1]", "result": "None"}


def test_a_list_that_stays_as_it_is_stays_where_it_is(asked: Any) -> None:
    assert asked("order", "", ["[1, 2]"]) == [[], "order([1, 2])", {"result": "None"}]


def test_an_object_that_is_changed_and_given_back_is_told_to_be_the_same(asked: Any) -> None:
    setup, act, said = asked("rename", "", ["Basket('a')", "'b'"])
    assert (setup, act) == (["basket = Basket('a')"], "rename(basket, 'b')")
    assert said["result is basket"] == "True"
    assert said["basket"] == "Basket(name='b', fruit=[], place=Point(0, 0))"


def test_an_object_that_its_own_method_changes_is_told_before_that_nothing_is_given(asked: Any) -> None:
    _, _, said = asked("Basket.add", "Basket('a')", ["'pear'"])
    assert list(said) == ["subject", "result"]
    assert "fruit=['pear']" in said["subject"]


def test_what_is_made_of_its_fields_is_told_as_that(asked: Any) -> None:
    assert asked("moved", "", ["Point(1)", "2"])[2] == {"result": "Point(3, 0)"}


def test_what_its_constructor_makes_another_of_is_told_by_its_parts(asked: Any) -> None:
    assert asked("tidied", "", ["'a'"])[2] == {"type(result).__name__": "'Tidy'", "result.name": "'a!'"}


def test_what_comes_of_an_asynchronous_stream_is_drawn(asked: Any) -> None:
    setup, act, said = asked("down", "", ["3"])
    assert setup == ["async def drawn(): return [each async for each in down(3)]"]
    assert (act, said) == ("asyncio.run(drawn())", {"result": "[3, 2, 1]"})


def test_what_a_context_gives_is_told_as_it_is_within(asked: Any) -> None:
    _, act, said = asked("filled", "", ["Basket('a')", "'pear'"])
    assert act == "with filled(Basket('a'), 'pear') as result: pass"
    assert said == {"result": "Basket(name='a', fruit=['pear'], place=Point(0, 0))"}


def test_a_case_that_goes_on_from_a_drawn_one_draws_once() -> None:
    lines, given = restored(["async def drawn(): return [each async for each in down(3)]"], ["3"])
    assert (lines, given) == ([], ["3"])


def test_an_argument_that_cannot_be_made_makes_no_case(asked: Any) -> None:
    assert asked("rename", "", ["Basket(1, 2, 3, 4)", "'b'"])[2]["raises"] == UNREADY


def test_a_name_that_only_type_checkers_import_hides_no_other_type(tmp_path: Path) -> None:
    file = tmp_path / "shares.py"
    file.write_text(MODULE)
    subject = Subject("shares", str(file), [str(tmp_path)])
    share = next(one for one in facts(subject.load(), subject.tree, str(file)) if one.label == "share")
    assert [getattr(one.type, "__name__", str(one.type)) for one in share.parameters] == ["Fraction", "Any", "int"]


def test_a_snapshot_runs_no_code_of_the_object_and_names_what_changed() -> None:
    class Shy:
        def __init__(self) -> None:
            self.held = [1]
            self.other = 2

        def __repr__(self) -> str:
            raise AssertionError

        def __eq__(self, other: object) -> bool:
            raise AssertionError

        __hash__ = None  # type: ignore[assignment]

    shy = Shy()
    before = snapshot(shy)
    shy.held.append(2)
    assert changed([(0, before)], [(0, snapshot(shy))]) == {0: {"held"}}
    assert changed([(0, before)], [(0, before)]) == {}


def test_named_arguments_are_given_back_to_the_call() -> None:
    lines, given = restored(["items = [3, 1]", "start()"], ["items", "key=items"])
    assert (lines, given) == (["start()"], ["[3, 1]", "key=[3, 1]"])


@pytest.mark.parametrize(
    ("text", "hint", "right"),
    [
        ("[1, 2]", list[int], True),
        ("[1, 2]", list[float], False),
        ("{}", dict[str, int], False),
        ("{'a': 1}", dict[str, int], True),
        ("{'a': 1}", dict[str, Any], False),
        ("[1, 'a']", list, True),
        ("[]", Any, True),
        ("object()", list[int], False),
    ],
)
def test_a_variable_is_declared_where_its_value_says_another_type(text: str, hint: Any, right: bool) -> None:
    assert suits(text, hint) is right


def test_a_test_of_a_changed_argument_says_so() -> None:
    case = Told("order", "", ["items = [2, 1]"], ["items"], [""], "order(items)", {"items": "[1, 2]"}, meant=False)
    test = record(case)
    assert test.name == "order_changes_items"
    assert test.says == "Recorded: what `order(items)` makes of `items`."
    assert test.body == ["items = [2, 1]", "order(items)", "assert items == [1, 2]"]


def test_what_a_changed_argument_is_afterwards_is_asserted_though_no_mutant_asks() -> None:
    case = Case("rename", "", ("basket = Basket('a')",), ("basket", "'b'"), "rename(basket, 'b')")
    said = {"type(result).__name__": "'Basket'", "result is basket": "True", "basket": "Basket(name='b')"}
    assert claims(Kept(case, said, meant=False, arcs=set()), 0, set(), set(), {}) == ["result is basket", "basket"]
