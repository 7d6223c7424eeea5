"""Bytes and bit strings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.arrays import text_of_width
from seedbed.generators.domain import Domain, Index
from seedbed.generators.domains.choice import Choice, listed, without
from seedbed.generators.domains.codes import Codes
from seedbed.generators.want import MOST, NoValue, Unreadable, Want
from seedbed.sampling.bits import Draw
from seedbed.schema.expression import Scalar

__all__ = ["Blobs", "bits", "blobs"]

_USUAL = 16
_WORD = 8


@dataclass(frozen=True, slots=True)
class Blobs:
    """Byte strings of one length. Below eight bytes they are the index itself; else they begin with a mix of it."""

    length: int

    @property
    def size(self) -> int:
        """How many there are."""
        return int(min(256**self.length, MOST))

    def at(self, index: Index) -> pa.Array:
        """The bytes at the given indexes."""
        words = np.empty((len(index), max(1, -(-self.length // _WORD))), dtype=">u8")
        if self.length < _WORD:
            words[:, 0] = index << np.uint64(8 * (_WORD - self.length)) if self.length else 0
        else:
            for place in range(words.shape[1]):
                words[:, place] = Draw.of(0, "blobs", str(place)).words(index)
        return text_of_width(words.view(np.uint8)[:, : self.length], pa.binary())


def blobs(want: Want) -> Domain:
    """Byte strings within the limits of BYTEA, BINARY(n), VARBINARY(n), BLOB; raises NoValue and Unreadable."""
    type, limits = want.type, want.limits
    most = min([length for length in (type.length, limits.max_length) if length is not None], default=None)
    least = max(limits.min_length or 0, type.length or 0 if type.fixed else 0)
    if most is not None and least > most:
        raise NoValue(f"{least} bytes do not fit into {most}")
    if limits.values is not None:
        return _listed(want, least, most)
    length = max(least, _USUAL if most is None else min(_USUAL, most))
    domain = Blobs(length)
    if any(len(_raw("excluded", value)) == length for value in limits.excluded):
        return _excluding(want, domain)
    return domain


def _listed(want: Want, least: int, most: int | None) -> Domain:
    values = (_raw("values", value) for value in want.limits.values or () if value is not None)
    excluded = {_raw("excluded", value) for value in want.limits.excluded}
    kept = [raw for raw in dict.fromkeys(values) if raw not in excluded and least <= len(raw)]
    kept = [raw for raw in kept if most is None or len(raw) <= most]
    if not kept:
        raise NoValue("no value of the list is left")
    return Choice(want.type, tuple(raw.hex() for raw in kept))


def _excluding(want: Want, domain: Blobs) -> Domain:
    """Short byte strings are numbers, so that a place is known; of long ones it is not."""
    if domain.length >= _WORD:
        raise Unreadable("excluded", want.limits.excluded[0], "it is one of too many byte strings")
    raws = (_raw("excluded", value) for value in want.limits.excluded)
    return without(domain, tuple(int.from_bytes(raw, "big") for raw in raws if len(raw) == domain.length))


def _raw(field: str, value: Scalar) -> bytes:
    """The bytes that a literal means: hexadecimal digits after backslash x, or the characters of a text."""
    if not isinstance(value, str):
        raise Unreadable(field, value, "it is not a byte string")
    try:
        return bytes.fromhex(value[2:]) if value.startswith("\\x") else value.encode()
    except ValueError as error:
        raise Unreadable(field, value, "it is not a byte string") from error


def bits(want: Want) -> Domain:
    """Bit strings such as 0101: of exactly the length of BIT(n), of at most that of BIT VARYING(n)."""
    type, limits = want.type, want.limits
    length = type.length or 1
    if type.kind == "varbit":
        length = min(type.length or 64, 32 if want.unique else 8)
    if limits.values is not None:
        values = tuple(_bits("values", value, length) for value in limits.values if value is not None)
        excluded = tuple(_bits("excluded", value, length) for value in limits.excluded)
        return listed(replace(want, limits=replace(limits, values=values, excluded=excluded)))
    codes = Codes((("0", max(length - 63, 0)), ("01", min(length, 63))))
    places = (codes.place(_bits("excluded", value, length)) for value in limits.excluded)
    return without(codes, tuple(place for place in places if place is not None))


def _bits(field: str, value: Scalar, length: int) -> str:
    """The digits of a bit string that a text or a number says."""
    if isinstance(value, int):
        return f"{int(value):0{length}b}"
    if not isinstance(value, str) or set(value) - set("01"):
        raise Unreadable(field, value, "it is not a bit string")
    return value
