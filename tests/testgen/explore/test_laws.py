"""Laws are claimed where a name, an annotation or a class speaks for them, and hold for all that is tried."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from seedbed.testgen.explore.bench import Bench
from seedbed.testgen.explore.cases import Case
from seedbed.testgen.explore.expectations.laws import Law, laws
from seedbed.testgen.explore.expectations.objects import laws_of_objects
from seedbed.testgen.explore.expectations.pairs import paired
from seedbed.testgen.explore.facts import facts
from seedbed.testgen.explore.values.literals import Names
from seedbed.testgen.inside.forks import each
from seedbed.testgen.inside.loading import Subject

MODULE = """
from typing import NamedTuple

from typing import Literal


def toHex(data):
    return data.hex()


def fromHex(text):
    return bytes.fromhex(text)


def sort_words(words):
    return sorted(words)


def shout(text) -> str:
    return text.upper()


def twice(text):
    return text if len(text) > 3 else text + "!"


def kind(number) -> Literal["odd", "even"]:
    return "odd" if number % 2 else "even"


def add(first, second):
    return first + second


class Pair(NamedTuple):
    first: int

class Money:
    def __init__(self, cents):
        self.cents = cents

    def __eq__(self, other):
        return isinstance(other, Money) and self.cents == other.cents

    def __hash__(self):
        return hash(self.cents)

    def __lt__(self, other):
        return self.cents < other.cents

    def __gt__(self, other):
        return self.cents > other.cents

    def __str__(self):
        return f"{self.cents} c"

    @classmethod
    def parse(cls, text):
        return cls(int(text.split()[0]))

    def to_dict(self):
        return {"cents": self.cents}

    @classmethod
    def from_dict(cls, data):
        return cls(data["cents"])


class Box:
    def __init__(self):
        self._held = []

    def add(self, item):
        self._held.append(item)

    def remove(self, item):
        self._held.remove(item)

    def __contains__(self, item):
        return item in self._held

    def wrap(self, item):
        return (item,)

    def unwrap(self, item):
        return item[0]
"""


def _laws(folder: Path, label: str, given: Sequence[tuple[str, ...]]) -> list[list[str]]:
    """The laws of one callee by name, with their templates and leads, found in a process of its own."""
    file = folder / "hexes.py"
    file.write_text(MODULE)

    def find(_: object) -> list[list[str]]:
        subject = Subject("hexes", str(file), [str(folder)])
        module = subject.load()
        callees = {one.label: one for one in facts(module, subject.tree, str(file))}
        names = Names()
        for name in ("toHex", "fromHex", "sort_words", "shout", "twice", "kind", "add", "Money", "Box", "Pair"):
            names.know(getattr(module, name), name, "hexes")
        names.close()
        bench = Bench(names, "hexes", str(file))
        callee = callees[label]
        call = label.removesuffix(".__init__")
        known = [Case(label, "", (), each, f"{call}({', '.join(each)})") for each in given]
        found: Iterator[Law] = laws(bench, callee, list(callees.values()), known)
        if callee.form == "new":
            own = [one for one in callees.values() if one.owner is callee.owner and one is not callee]
            found = laws_of_objects(bench, callee, own, known)
        return [[law.name, law.template, *law.lead] for law in found]

    (told,) = each(find, [0], at_once=1, seconds=20.0, until=sys.maxsize)
    return told  # type: ignore[no-any-return]


ONES = [("'a'",), ("'b c'",), ("'Abcd'",), ("''",), ("'xyz'",), ("'éa'",)]
NUMBERS = [(str(number),) for number in range(6)]
LISTS = [("[2, 1]",), ("[1]",), ("[3, 1, 2]",), ("[]",), ("[1, 1]",), ("[5, 4]",)]


@pytest.mark.parametrize(
    ("first", "second", "are"),
    [
        ("encode", "decode", True), ("toRoman", "fromRoman", True), ("int_to_str", "str_to_int", True),
        ("b58encode_int", "b58decode_int", True), ("int2str", "str2int", True), ("encode", "decode_all", False),
        ("load", "save", False), ("to_a", "from_b", False),
    ],
)  # fmt: skip
def test_names_that_are_a_way_and_its_way_back(first: str, second: str, are: bool) -> None:
    assert paired(first, second) is are
    assert paired(second, first) is are


def test_a_way_back_is_found_for_the_kind_of_values_that_it_is_for(tmp_path: Path) -> None:
    given = [("b'a'",), ("b''",), ("b'xyz'",), ("b'1'",), ("b'22'",)]
    assert ["is_undone_by_fromHex", "fromHex(toHex({0})) == {0}"] in _laws(tmp_path, "toHex", given)


def test_what_is_sorted_keeps_all_parts_in_order(tmp_path: Path) -> None:
    names = [name for name, *_ in _laws(tmp_path, "sort_words", LISTS)]
    assert names == ["twice_is_once", "keeps_all_parts", "is_in_order", "keeps_the_length"]


def test_what_holds_by_chance_is_not_claimed_where_no_name_speaks_for_it(tmp_path: Path) -> None:
    assert _laws(tmp_path, "twice", [(f"'{'abcd' * count}'",) for count in range(1, 8)]) == []


def test_what_a_name_speaks_for_and_is_not_so_is_no_law(tmp_path: Path) -> None:
    pairs = [("'a'", "'b'"), ("'c'", "'d'"), ("''", "'e'"), ("'f'", "''")]
    assert _laws(tmp_path, "add", pairs) == []


def test_annotations_promise_types_and_values(tmp_path: Path) -> None:
    assert ["always_gives_str", "isinstance(shout({0}), str)"] in _laws(tmp_path, "shout", ONES)
    assert ["gives_one_of_those_annotated", "kind({0}) in ('odd', 'even')"] in _laws(tmp_path, "kind", NUMBERS)


def test_values_are_equal_to_their_copies_ordered_and_read_back(tmp_path: Path) -> None:
    names = {name for name, *_ in _laws(tmp_path, "Money.__init__", NUMBERS)}
    assert names == {
        "equals_its_copy", "equals_what_is_pickled", "has_the_hash_of_its_equal", "is_not_less_than_itself",
        "order_is_the_same_from_both_sides", "is_read_back_by_from_dict", "is_read_from_its_text_by_parse",
    }  # fmt: skip


def test_what_python_says_of_all_objects_of_a_class_is_no_law_of_the_module(tmp_path: Path) -> None:
    assert _laws(tmp_path, "Pair.__init__", NUMBERS) == []


def test_what_is_added_is_in_it_and_what_is_removed_is_not(tmp_path: Path) -> None:
    found = _laws(tmp_path, "Box.__init__", [()])
    assert ["puts_it_in", "{0} in subject", "subject.add({0})"] in found
    assert ["takes_it_out", "{0} not in subject", "subject.add({0})", "subject.remove({0})"] in found
    assert ["is_undone_by_unwrap", "subject.unwrap(subject.wrap({0})) == {0}"] in found
