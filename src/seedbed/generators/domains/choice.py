"""Values from a list: a choice, the subsets of a set, and a domain with some places left out."""

from __future__ import annotations

from datetime import time
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.generators.domain import Domain, Index
from seedbed.generators.want import MOST, NoValue, Unreadable, Want
from seedbed.sampling.bits import const
from seedbed.schema.arrow import arrow_type
from seedbed.schema.expression import Scalar
from seedbed.schema.types import Type

__all__ = ["Choice", "Subsets", "Without", "booleans", "enums", "listed", "sets", "without"]

_TRUE = frozenset({"t", "true", "y", "yes", "on", "1"})
_FALSE = frozenset({"f", "false", "n", "no", "off", "0"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the listed values: numbers, booleans, texts; dates and times as ISO text, bytes as hexadecimal text."""

    type: Type
    values: tuple[Scalar, ...]

    @property
    def size(self) -> int:
        """How many values are listed."""
        return len(self.values)

    def at(self, index: Index) -> pa.Array:
        """The values at the given indexes."""
        return _stored(self.type, self.values).take(fast_index(index))


@dataclass(frozen=True, slots=True)
class Subsets:
    """The non-empty subsets of a MySQL SET, joined by commas in the order of its declaration.

    The index plus one is the number that MySQL keeps: bit k stands for value k.
    """

    values: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many subsets there are."""
        return int(min(2 ** len(self.values) - 1, MOST))

    def at(self, index: Index) -> pa.Array:
        """The subsets at the given indexes."""
        number = index + np.uint64(1)
        members = [
            pc.if_else(pa.array((number & const(1 << bit)) != 0), value, pa.scalar(None, pa.string()))
            for bit, value in enumerate(self.values)
        ]
        return pc.binary_join_element_wise(*members, ",", null_handling="skip")


@dataclass(frozen=True, slots=True)
class Without:
    """A domain with the given places left out; `places` are sorted and distinct."""

    domain: Domain
    places: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many values are left."""
        return self.domain.size - len(self.places)

    def at(self, index: Index) -> pa.Array:
        """The values at the given indexes, closed up over the places."""
        # The place that stands after k others is passed by every index that is at least place - k.
        gaps = np.array([place - number for number, place in enumerate(self.places)], dtype=np.uint64)
        return self.domain.at(index + np.searchsorted(gaps, index, side="right").astype(np.uint64))


def without(domain: Domain, places: tuple[int, ...]) -> Domain:
    """The domain less some places, given in any order; raises NoValue where none is left."""
    if not places:
        return domain
    if domain.size <= len(set(places)):
        raise NoValue("every value that is left is also excluded")
    return Without(domain, tuple(sorted(set(places))))


def booleans(want: Want) -> Domain:
    """False and true, as far as the limits leave them."""
    limits = want.limits
    values = {False, True} if limits.values is None else {_truth("values", value) for value in _present(limits.values)}
    values -= {_truth("excluded", value) for value in _present(limits.excluded)}
    if limits.low is not None:
        low = _truth("low", limits.low)
        values = {value for value in values if value > low or (value == low and not limits.low_open)}
    if limits.high is not None:
        high = _truth("high", limits.high)
        values = {value for value in values if value < high or (value == high and not limits.high_open)}
    if not values:
        raise NoValue("neither false nor true is left")
    return Choice(want.type, tuple(sorted(values)))


def enums(want: Want) -> Domain:
    """The labels of an enum in their order, which is also that of its bounds."""
    limits, labels = want.limits, want.type.values
    first, last = 0, len(labels) - 1
    if limits.low is not None:
        first = _position(want, "low", limits.low) + limits.low_open
    if limits.high is not None:
        last = _position(want, "high", limits.high) - limits.high_open
    asked = labels if limits.values is None else tuple(str(value) for value in _present(limits.values))
    excluded = {_label(want, str(value)) for value in _present(limits.excluded)}
    asked = tuple(_label(want, value) for value in asked)
    kept = tuple(label for label in labels[first : last + 1] if label in asked and label not in excluded)
    if not kept:
        raise NoValue("no label of the enum is left")
    return Choice(want.type, kept)


def sets(want: Want) -> Domain:
    """The subsets of a MySQL SET."""
    limits = want.limits
    members = tuple(dict.fromkeys(want.type.values))
    if not members:
        raise NoValue("the set has no members")
    places = [_subset(members, "excluded", value) for value in _present(limits.excluded)]
    if limits.values is None:
        return without(Subsets(members), tuple(place for place in places if place >= 0))
    asked = sorted({_subset(members, "values", value) for value in _present(limits.values)} - set(places))
    if not asked:
        raise NoValue("no value of the list is left")
    return Choice(want.type, tuple(_joined(members, place) for place in asked))


def listed(want: Want) -> Domain:
    """The values of an IN list as they are written, each once: for types that Arrow carries as text."""
    excluded = {_folded(want.type, str(value)) for value in _present(want.limits.excluded)}
    values = {_folded(want.type, str(value)): str(value) for value in reversed(_present(want.limits.values or ()))}
    kept = tuple(value for folded, value in reversed(values.items()) if folded not in excluded)
    if not kept:
        raise NoValue("no value of the list is left")
    return Choice(want.type, kept)


def fast_index(index: Index) -> pa.Array:
    """The indexes as Arrow takes them."""
    return pa.array(index, pa.uint64())


def _folded(type: Type, value: str) -> str:
    """What is left of a text once the database has normalised it for comparison."""
    value = value.rstrip(" ") if type.kind == "char" or type.folds_case else value
    return value.casefold() if type.folds_case or type.kind in ("uuid", "macaddr") else value


def _present(values: tuple[Scalar, ...]) -> tuple[Scalar, ...]:
    return tuple(value for value in values if value is not None)


def _truth(field: str, value: Scalar) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in _TRUE | _FALSE:
        raise Unreadable(field, value, "it is not a boolean")
    return word in _TRUE


def _label(want: Want, value: str) -> str:
    """The label that a text means; MySQL's enums do not tell upper from lower case."""
    if value in want.type.values or not want.type.folds_case:
        return value
    return next((label for label in want.type.values if label.casefold() == value.casefold()), value)


def _position(want: Want, field: str, value: Scalar) -> int:
    label = _label(want, str(value))
    if label not in want.type.values:
        raise Unreadable(field, value, "it is not a label of the enum")
    return want.type.values.index(label)


def _subset(members: tuple[str, ...], field: str, value: Scalar) -> int:
    """The index of the subset that a text or a number means; -1 for the empty one."""
    if isinstance(value, int):
        return value - 1
    names = str(value).split(",") if value else []
    if any(name not in members for name in names):
        raise Unreadable(field, value, "it is not a subset of the set")
    return sum(1 << members.index(name) for name in set(names)) - 1


def _joined(members: tuple[str, ...], place: int) -> str:
    return ",".join(member for bit, member in enumerate(members) if (place + 1) >> bit & 1)


@lru_cache(maxsize=1024)
def _stored(type: Type, values: tuple[Scalar, ...]) -> pa.Array:
    arrow = arrow_type(type)
    if pa.types.is_timestamp(arrow):
        # A text without a zone means UTC here; Arrow's own reader would ask for an offset.
        return pa.array(values, pa.string()).cast(pa.timestamp("us")).view(pa.int64()).view(arrow)
    if pa.types.is_time(arrow):
        return pa.array([None if value is None else time.fromisoformat(str(value)) for value in values], arrow)
    if pa.types.is_date(arrow):
        return pa.array(values, pa.string()).cast(arrow)
    if pa.types.is_binary(arrow):
        return pa.array([None if value is None else bytes.fromhex(str(value)) for value in values], arrow)
    if pa.types.is_floating(arrow):
        return pa.array([None if value is None else float(value) for value in values], arrow)
    return pa.array(values, arrow)
