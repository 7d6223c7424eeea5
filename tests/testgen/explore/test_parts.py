"""Literals that give an equal value, texts that expressions match, types that arguments fit."""

from __future__ import annotations

import ast
import collections
import datetime as dt
import decimal
import enum
import fractions
import importlib
import math
import re
import typing
import uuid
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from seedbed.testgen.explore.expectations.observe import observe
from seedbed.testgen.explore.fitting import fits, loosened, received
from seedbed.testgen.explore.values.literals import Names, literal
from seedbed.testgen.explore.values.matching import patterns, samples
from seedbed.testgen.inside.chance import Chance


class Colour(enum.Enum):
    RED = 1


class Word(str):
    __slots__ = ()

    def __new__(cls, value: str) -> typing.Self:
        return super().__new__(cls, value)


class Point:
    def __init__(self, x: float, y: Any) -> None:
        self.x, self.y, self._hidden = x, y, 0

    @property
    def far(self) -> bool:
        return self.x > 9


def _names() -> Names:
    names = Names()
    names.know(Colour, "Colour", __name__)
    names.know(Point, "Point", __name__)
    names.close()
    return names


@pytest.mark.parametrize(
    "value",
    [
        None, True, -7, 1.5, 2j, "a'b\n", b"\x00", [1, [2]], (1,), (), {1, 2}, set(), frozenset({"a"}),
        {"a": (1, None)},
        dt.date(2020, 1, 2), dt.timedelta(days=1), decimal.Decimal("1.50"), fractions.Fraction(1, 3),
        uuid.UUID(int=5), Path("a/b"), range(3), Colour.RED, collections.deque([1]), bytearray(b"x"), int, math.sqrt,
    ],
)  # fmt: skip
def test_a_literal_gives_an_equal_value(value: Any) -> None:
    names = _names()
    space: dict[str, Any] = {"Colour": Colour}
    for line in names.lines.values():
        if line.startswith("import "):
            exec(line, space)  # noqa: S102 - an import
    text = literal(value, names)
    assert text is not None
    assert eval(text, space) == value  # noqa: S307 - the text was just made


@pytest.mark.parametrize("value", [object(), Point(1, 2), float("nan"), lambda: 1, "x" * 500, [object()]])
def test_what_has_no_short_literal_has_none(value: Any) -> None:
    assert literal(value, _names()) is None


def test_what_is_seen_of_an_object_are_its_public_values() -> None:
    seen = observe(Point(10, [Point(1, 2)]), "result", _names(), __name__)
    assert seen["type(result).__name__"] == "'Point'"
    assert seen["result.x"] == "10"
    assert seen["result.y[0].y"] == "2"
    assert seen["result.far"] == "True"
    assert not any("_hidden" in key for key in seen)


def test_of_a_long_text_parts_are_seen_and_never_the_whole() -> None:
    seen = observe("word " * 200, "result", _names(), __name__)
    assert seen["len(result)"] == "1000"
    assert all(len(value) < 900 for value in seen.values())


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\d{4}-\d{2}$", r"(a|b)+c?", r"(['\"])x\1", r"[^a-z]{2,3}", r"(?P<year>\d+)(?=!)!", r"(?i)hello",
        r"\bfoo\b", r".{3}",
        r"[\w.+-]+@[a-z]+\.(com|org)", r"^(?!no)y\w*",
    ],
)  # fmt: skip
def test_samples_are_found_by_their_expression(pattern: str) -> None:
    found = samples(re.compile(pattern), Chance(1), 5)
    assert found
    assert all(re.search(pattern, text) for text in found)


def test_expressions_of_other_modules_that_a_text_names_are_found() -> None:
    module = ModuleType("urls")
    vars(module).update(forms=ModuleType("forms"))
    vars(module)["forms"].CODE = re.compile("[a-z]{2}-[0-9]")
    assert [each.pattern for each in patterns(module, ast.parse("forms.CODE.match(text)"))] == ["[a-z]{2}-[0-9]"]
    assert patterns(module, ast.parse("forms.OTHER.match(text)")) == []


def _both(first: int, second: list[str], *rest: str, flag: bool = False) -> int:
    return first + len(second) + len(rest) + flag


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("both(1, ['a'], 'b', flag=True)", "both(1, ['a'], 'b', flag=True)"),
        ("both('a', [])", "both(cast(Any, 'a'), [])"),
        ("both(1, [2], flag=0)", "both(1, cast(Any, [2]), flag=cast(Any, 0))"),
        ("both(1, [], 3)", "both(1, [], cast(Any, 3))"),
        ("both(1, items)", "both(1, items)"),
        ("plain(1, 2, deep=3)", "plain(1, cast(Any, 2), deep=cast(Any, 3))"),
    ],
)
def test_arguments_of_other_types_are_cast(text: str, loose: str) -> None:
    plain = lambda first, second="a", third=None, deep=False: first  # noqa: E731 - without annotations
    assert loosened(text, {"both": _both, "plain": plain}) == loose


@pytest.mark.parametrize(
    ("value", "hint", "fit"),
    [
        (1, float, True), (1, int | None, True), ("a", int | None, False), ([1], list[int], True),
        ([1], list[str], False),
        ({"a": 1}, dict[str, int], True), ((1, "a"), tuple[int, str], True), ((1,), tuple[int, str], False),
        (len, Any, True),
        ("x", typing.Literal["x", "y"], True), ("z", typing.Literal["x"], False), (int, type[int], True),
        (None, None, True),
        ([1], collections.abc.Iterable[int], True), (5, collections.abc.Iterable[int], False),
    ],
)  # fmt: skip
def test_a_value_fits_a_type(value: Any, hint: Any, fit: bool) -> None:
    assert fits(value, hint) is fit


def test_a_method_of_what_a_generic_class_gives_is_called_of_anything() -> None:
    class Box(typing.Generic[T]):
        @classmethod
        def empty(cls) -> Box[T]:
            return cls()

        def put(self, value: T) -> int:
            return 1

    assert loosened("Box.empty().put(1)", {"Box": Box}) == "cast(Any, Box.empty()).put(1)"
    assert loosened("str(1).upper()", {"str": str}) == "str(1).upper()"


T = typing.TypeVar("T")


class Teller:
    def tell(self, kind: int) -> str:
        return typing.cast("str", self)


def test_types_in_comments_are_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "commented.py").write_text("def told(kind=None):  # type: (int) -> str\n    return str(kind)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    space = vars(importlib.import_module("commented"))
    assert loosened("told('a')", space) == "told(cast(Any, 'a'))"


def test_methods_of_what_a_call_gives_have_types_too() -> None:
    assert loosened("Teller().tell('a')", {"Teller": Teller}) == "Teller().tell(cast(Any, 'a'))"


def test_an_object_that_is_not_what_its_maker_says_is_anything() -> None:
    space = {"Teller": Teller}
    assert received("Teller().tell(1)", space) == "cast(Any, Teller().tell(1))"
    assert received("Teller()", space) == "Teller()"


def test_a_class_keeps_its_name_when_a_mutant_of_its_module_takes_its_place() -> None:
    again = type("Colour", (), {"__module__": Colour.__module__, "__qualname__": Colour.__qualname__})
    assert literal([again], _names()) == "[Colour]"


def test_what_a_constructor_that_is_written_as_new_takes_is_no_cast() -> None:
    assert loosened("Word('a')", {"Word": Word}) == "Word('a')"
    assert loosened("Word(1)", {"Word": Word}) == "Word(cast(Any, 1))"


class _Lapsed(dict[str, int]):
    """A mapping whose entries cannot be had."""

    def __init__(self) -> None:
        super().__init__(a=1)
        self.name = "lapsed"

    def __getitem__(self, key: str) -> int:
        raise KeyError(key)

    def __iter__(self) -> Any:
        return iter(["a"])


def test_what_refuses_to_be_read_is_told_by_the_rest_of_it() -> None:
    seen = observe(_Lapsed(), "result", _names(), __name__)
    assert "dict(result)" not in seen
    assert seen["result.name"] == "'lapsed'"
