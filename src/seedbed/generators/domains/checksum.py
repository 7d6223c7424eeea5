"""`Checked`: numbers whose last or other digits are computed from the rest, as IBAN, ISBN and card numbers have them.

The free places count, as the digits of a number do; the check places follow from them, so that different indexes
give different numbers. Every rule is a weighted sum over the places, taken modulo something:

    weights     one for each place that is no separator, from the left; missing ones are 0
    modulus     what the sum is taken by
    table       the check character for each rest, `-` where there is none; or
    pair        [a, b, c]: the two check digits are (a + b * rest) % modulus + c
    cross       the cross sum of each product is taken, not the product
    values      "vin": letters count as vehicle numbers have it; else A is 10, B is 11, ...
    at, from    the check place, where it is not the leftmost that is still open; the first place that counts
    kind        weights that follow from the form: luhn, mod97 (ISO 7064, after `rotate` places were moved to the end),
                mod97_key and decimal (the places read as one number), isin; and mod11_10 (ISO 7064), which is no sum
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.arrays import text_of_width
from seedbed.generators.data.told import told
from seedbed.generators.domain import Index
from seedbed.generators.domains.codes import DIGITS, UPPER, Codes

__all__ = ["Checked", "scheme_names"]

Values = NDArray[np.int64]

_VEHICLE = "".join(letter for letter in DIGITS + UPPER if letter not in "IOQ")
_ALPHABETS = {"#": DIGITS, "@": UPPER, "%": _VEHICLE}
_OPEN, _SPARE = "?", "_"
_LUHN = {"modulus": 10, "table": "0987654321", "cross": True}
_ISO_7064 = {"modulus": 97, "pair": (96, -1, 2)}


@dataclass(frozen=True, slots=True)
class Checked:
    """The numbers of one scheme of data/checksums.toml, in a locale's own form where there is one."""

    scheme: str
    locale: str = "us"

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return self._codes().size

    @property
    def width(self) -> int:
        """How many letters each has."""
        return len(self._form())

    @property
    def language(self) -> str:
        """A regular expression that every number matches."""
        free = {**{sign: f"[{letters}]" for sign, letters in _ALPHABETS.items()}, _OPEN: "[0-9A-Z]", _SPARE: "[01]"}
        return "".join(free.get(sign) or re.escape(sign) for sign in self._form())

    def at(self, index: Index) -> pa.Array:
        """The numbers at the given indexes."""
        letters = self._codes().letters(index)
        self._fill(letters)
        return text_of_width(letters.T, pa.string())

    def _fill(self, letters: NDArray[np.uint8]) -> None:
        """Writes the check characters, with the spare place raised where there would be none."""
        for rule in _rules(self._named()):
            found = _check(rule, letters)
            lacking = found[0] == ord("-")
            if lacking.any():
                letters[self._form().index(_SPARE), lacking] += 1
                found = _check(rule, letters)
            letters[rule.at : rule.at + len(found)] = found

    def _named(self) -> str:
        local = f"{self.scheme}_{self.locale}"
        return local if local in _schemes() else self.scheme

    def _form(self) -> str:
        return str(_schemes()[self._named()]["form"])

    def _codes(self) -> Codes:
        return _codes(self._form())


@dataclass(frozen=True, slots=True)
class _Rule:
    """One weighted sum, its weights for each place of the form, and where its check characters go."""

    at: int
    weights: tuple[int, ...]
    modulus: int
    table: str
    pair: tuple[int, int, int] | None
    cross: bool
    values: str
    plus: int
    recurrent: bool


def scheme_names() -> tuple[str, ...]:
    """The names of all schemes."""
    return tuple(_schemes())


def _check(rule: _Rule, letters: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The one or two rows of check characters."""
    values = _values(rule.values)[letters]
    if rule.recurrent:
        return _mod11_10(values[[place for place, weight in enumerate(rule.weights) if weight]])
    products = values * np.array(rule.weights, dtype=np.int64)[:, None]
    total = (products // 10 + products % 10 if rule.cross else products).sum(axis=0) + rule.plus
    rest: Values = total % rule.modulus
    if rule.pair is None:
        return _table(rule.table)[rest][None, :]
    first, factor, shift = rule.pair
    number = (first + factor * rest) % rule.modulus + shift
    digits: NDArray[np.uint8] = (np.stack([number // 10, number % 10]) + ord("0")).astype(np.uint8)
    return digits


def _table(letters: str) -> NDArray[np.uint8]:
    return np.frombuffer(letters.encode("ascii"), dtype=np.uint8)


def _mod11_10(digits: Values) -> NDArray[np.uint8]:
    product = np.full(digits.shape[1], 10, dtype=np.int64)
    for digit in digits:
        total = (digit + product) % 10
        product = np.where(total == 0, 10, total) * 2 % 11
    check: NDArray[np.uint8] = ((11 - product) % 10 + ord("0")).astype(np.uint8)
    return check[None, :]


@lru_cache(maxsize=128)
def _rules(name: str) -> tuple[_Rule, ...]:
    form, rules = _schemes()[name]["form"], []
    opened = [place for place, sign in enumerate(form) if sign == _OPEN]
    for stanza in _schemes()[name]["check"]:
        kind = stanza.get("kind", "")
        known = {**(_LUHN if kind in ("luhn", "isin") else _ISO_7064 if kind == "mod97" else {}), **stanza}
        own = range(at := stanza.get("at", opened[0]), at + (2 if "pair" in known else 1))
        rules.append(_rule(form, kind, known, own))
        opened = [place for place in opened if place not in own]
    return tuple(rules)


def _rule(form: str, kind: str, known: Mapping[str, Any], own: range) -> _Rule:
    pair = known.get("pair")
    return _Rule(
        at=own.start,
        weights=_weights(form, kind, known, own),
        modulus=known.get("modulus", 97),
        table=known.get("table", ""),
        pair=(pair[0], pair[1], pair[2]) if pair else None,
        cross=known.get("cross", False),
        values=known.get("values", ""),
        plus=_prefix_sum(form) if kind == "isin" else 0,
        recurrent=kind == "mod11_10",
    )


def _weights(form: str, kind: str, known: Mapping[str, Any], own: range) -> tuple[int, ...]:
    """The weight of each place; separators have none, and places that are not filled yet hold 0."""
    places = [place for place, sign in enumerate(form) if sign.isalnum() or sign in (*_ALPHABETS, _OPEN, _SPARE)]
    counted = [place for place in places[known.get("from", 0) :] if place not in own]
    if kind == "mod97":
        found = _powers(form, places[known.get("rotate", 0) :] + places[: known.get("rotate", 0)], 97)
    elif kind in ("mod97_key", "decimal"):
        found = _powers(form, counted, known.get("modulus", 97))
    elif kind in ("luhn", "isin"):
        digits = [place for place in counted if not form[place].isalpha()]
        found = {place: 2 - number % 2 for number, place in enumerate(reversed(digits))}
    elif kind == "mod11_10":
        found = {place: 1 for place in counted if not form[place].isalpha()}
    else:
        found = dict(zip(places, known["weights"], strict=False))
    return tuple(found.get(place, 0) for place in range(len(form)))


def _powers(form: str, places: list[int], modulus: int) -> dict[int, int]:
    """Weights that read the places as one decimal number; a letter takes two digits."""
    found, power = {}, 1
    for place in reversed(places):
        found[place] = power
        power = power * (100 if form[place].isalpha() else 10) % modulus
    return found


def _prefix_sum(form: str) -> int:
    """What the two letters at the start of a security's number add to its Luhn sum: each is two digits."""
    digits = reversed("".join(str(int(sign, 36)) for sign in form[:2]))
    before = len(form) - 3
    return sum(sum(divmod(int(digit) * (2 - number % 2), 10)) for number, digit in enumerate(digits, before))


@lru_cache(maxsize=128)
def _codes(form: str) -> Codes:
    """The free places, with 0 where something is filled in later."""
    return Codes(tuple((_ALPHABETS.get(sign) or ("0" if sign in (_OPEN, _SPARE) else sign), 1) for sign in form))


@lru_cache(maxsize=4)
def _values(name: str) -> Values:
    """The number that each ASCII letter stands for."""
    table = np.zeros(128, dtype=np.int64)
    for number, letter in enumerate(DIGITS + UPPER):
        table[ord(letter)] = number
    if name == "vin":
        for letter, digit in zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True):
            table[ord(letter)] = int(digit)
    return table


@lru_cache(maxsize=1)
def _schemes() -> Mapping[str, dict[str, Any]]:
    return told("generators/data/checksums.toml")
