"""Classes made by our `dataclass` are those that the standard library makes."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from seedbed import classes


class Plain:
    """What both decorators are given."""

    name: str
    size: int = 3
    also: list[int] = dataclasses.field(default_factory=list)
    aside: int = dataclasses.field(default=0, compare=False, repr=False)


def made(decorate: Callable[..., Any], **how: bool) -> Any:
    body = {key: value for key, value in vars(Plain).items() if key not in ("__dict__", "__weakref__")}
    return decorate(frozen=True, slots=True, **how)(type("Plain", (), body))


@classes.dataclass(frozen=True, slots=True)
class Pair:
    """Two texts."""

    left: str
    right: str = "r"

    def __post_init__(self) -> None:
        if not self.left:
            raise ValueError("nothing stands left")


@classes.dataclass(frozen=True, slots=True)
class Longer(Pair):
    """Two texts and a number."""

    more: int = 1


@classes.dataclass(frozen=True, slots=True)
class One:
    """A single field."""

    cell: object


@classes.dataclass(frozen=True, slots=True)
class Full:
    """Every kind of field."""

    first: int
    second: tuple[int, ...] = (1,)
    named: str = dataclasses.field(default="n", kw_only=True)
    wanted: str = dataclasses.field(kw_only=True)
    made: list[int] = dataclasses.field(default_factory=list, init=False)
    fixed: int = dataclasses.field(default=7, init=False)


@classes.dataclass(frozen=True, slots=True)
class Nothing:
    """No field at all."""


def test_what_a_class_does_is_what_the_standard_one_does() -> None:
    for how in ({}, {"eq": False}):
        ours, theirs = (made(each, **how)("x", also=[1]) for each in (classes.dataclass, dataclasses.dataclass))
        again, other = (
            made(each, **how)("x", also=[1], aside=5) for each in (classes.dataclass, dataclasses.dataclass)
        )
        assert repr(ours) == repr(theirs)
        assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
        assert type(ours).__slots__ == type(theirs).__slots__
        assert type(ours).__match_args__ == type(theirs).__match_args__
        assert not hasattr(ours, "__dict__")
        said = [(one.init, one.repr, one.eq, one.frozen) for one in (_params(ours), _params(theirs))]
        assert said[0] == said[1]
        assert (ours == dataclasses.replace(ours, aside=2)) is (theirs == dataclasses.replace(theirs, aside=2))
        assert (ours == again, theirs == other) == (False, False)  # other classes


def _params(made: Any) -> Any:
    return made.__dataclass_params__


def test_hashes_are_those_of_the_fields() -> None:
    assert hash(Pair("a")) == hash(("a", "r"))
    assert hash(One(3)) == hash((3,))
    assert hash(Nothing()) == hash(())
    assert Nothing() == Nothing()
    assert One(float("nan")) != One(float("nan"))
    assert len({Pair("a"), Pair("a"), Pair("b")}) == 2


def test_missing_words_are_told_by_the_name_of_the_class() -> None:
    with pytest.raises(TypeError, match=r"Pair.__init__\(\) missing 1 required positional argument: 'left'"):
        Pair()  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="nothing stands left"):
        Pair("")


def test_fields_are_inherited() -> None:
    assert Longer("a", more=2) == Longer("a", "r", 2)
    assert Longer("a") != Pair("a")
    assert repr(Longer("a")) == "Longer(left='a', right='r', more=1)"


def test_nothing_can_be_set_or_deleted() -> None:
    pair = Pair("a")
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'left'"):
        pair.left = "b"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'left'"):
        del pair.left


def test_copies_and_pickles_are_equal() -> None:
    pair = Longer("a", more=7)
    assert copy.copy(pair) == copy.deepcopy(pair) == pickle.loads(pickle.dumps(pair)) == pair  # noqa: S301


def test_a_class_that_can_change_is_the_standard_librarys() -> None:
    @classes.dataclass(slots=True)
    class Open:
        size: int = 0

    one = Open()
    one.size = 4
    assert one == Open(4)


def test_every_kind_of_field_is_set_as_it_is_said() -> None:
    one, other = Full(1, wanted="w"), Full(1, (2,), wanted="w", named="x")
    assert (one.second, one.named, one.made, one.fixed) == ((1,), "n", [], 7)
    assert (other.second, other.named) == ((2,), "x")
    assert one.made is not other.made
    words = list(inspect.signature(Full).parameters.values())
    assert [word.name for word in words] == ["first", "second", "named", "wanted"]
    assert [word.kind == word.KEYWORD_ONLY for word in words] == [False, False, True, True]
    with pytest.raises(TypeError, match="wanted"):
        Full(1)  # type: ignore[call-arg]
