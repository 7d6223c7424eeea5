"""Arrays and composites: values made of the values of other domains."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.generators.arrays import as_text
from seedbed.generators.domain import Domain, Index
from seedbed.generators.domains.template import Quoted, Template
from seedbed.generators.want import MOST, NoValue, Want
from seedbed.sampling.bits import Draw, const
from seedbed.schema.arrow import arrow_type
from seedbed.schema.types import Type

__all__ = ["Braces", "Lists", "composed", "lists"]

_LONGEST = 3  # elements of an array of which nothing is said


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of `shortest` to `longest` elements, at least one; the index says the length and the first element.

    The other elements are a mix of the index, so lists are distinct by their first element and length.
    """

    type: Type
    element: Domain
    shortest: int
    longest: int

    @property
    def size(self) -> int:
        """How many lists there are."""
        return min(self.element.size * self._lengths, MOST) if self.longest else 1

    @property
    def _lengths(self) -> int:
        return self.longest - self.shortest + 1

    def at(self, index: Index) -> pa.Array:
        """The lists at the given indexes."""
        if not self.longest:
            return pa.array([[]] * len(index), arrow_type(self.type))
        first = index // const(self._lengths)
        lengths = (index - first * const(self._lengths)).astype(np.int64) + self.shortest
        ends = np.cumsum(lengths)
        if len(ends) and int(ends[-1]) >= 2**31:
            raise OverflowError(f"{ends[-1]} elements are more than one array holds")
        place = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - lengths, lengths)
        # An odd multiplier keeps the words of neighbouring lists and places apart.
        rows = np.repeat(index, lengths) * const(0x9E3779B97F4A7C15) + place.astype(np.uint64)
        chosen = Draw.of(0, "lists").below(rows, self.element.size)
        chosen = np.where(place == 0, np.repeat(first, lengths), chosen)
        offsets = pa.array(np.concatenate([[0], ends]).astype(np.int32))
        return pa.ListArray.from_arrays(offsets, self.element.at(chosen), type=arrow_type(self.type))


@dataclass(frozen=True, slots=True)
class Braces:
    """The lists of a domain as PostgreSQL's text for arrays, for a field of a composite."""

    domain: Domain

    @property
    def size(self) -> int:
        """How many lists the domain has."""
        return self.domain.size

    def at(self, index: Index) -> pa.Array:
        """The texts at the given indexes."""
        return braced(self.domain.at(index))


def braced(array: pa.Array) -> pa.Array:
    """Lists as text: elements in double quotes, lists in lists bare."""
    values, offsets = array.flatten(), array.offsets
    if pa.types.is_list(values.type):
        inner = braced(values)
    else:
        text = pc.replace_substring(pc.replace_substring(as_text(values), "\\", "\\\\"), '"', '\\"')
        inner = pc.binary_join_element_wise('"', text, '"', "")
    start = pc.subtract(offsets, offsets[0])
    joined = pc.binary_join(pa.ListArray.from_arrays(start, inner), ",")
    return pc.binary_join_element_wise("{", joined, "}", "")


def lists(want: Want, element: Domain) -> Domain:
    """Arrays of one to three elements, or as many as the limits ask for; inner arrays have two elements each."""
    limits = want.limits
    shortest = max(limits.min_length or 0, 0)
    longest = max(_LONGEST, shortest) if limits.max_length is None else limits.max_length
    if shortest > longest:
        raise NoValue(f"an array cannot have at least {shortest} and at most {longest} elements")
    return Lists(want.type, element, max(shortest, 1) if longest else 0, longest)


def rectangular(type: Type, element: Domain) -> Domain:
    """Arrays inside of arrays: all of one length, as PostgreSQL demands."""
    return Lists(type, element, 2, 2)


def composed(want: Want, fields: tuple[Domain, ...]) -> Domain:
    """Rows of a composite type as PostgreSQL's text, such as (1,"Main Street")."""
    if not fields:
        raise NoValue("a composite without fields has no values but NULL")
    parts: list[str | Domain] = []
    for number, ((_, type), field) in enumerate(zip(want.type.fields, fields, strict=True)):
        parts += ["," if number else "(", _field(type, field)]
    return Template((*parts, ")"))


def _field(type: Type, domain: Domain) -> Domain:
    if type.kind == "array":
        return Quoted(Braces(domain))
    bare = type.kind in ("integer", "decimal", "money", "float", "boolean", "date", "year", "oid", "uuid")
    return domain if bare else Quoted(domain)
