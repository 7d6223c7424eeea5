"""`documents`: values that a schema in JSON accepts, for columns that hold whole documents.

They are made once, of chance that is told by the address of the schema, and each is asked of the schema before it is
kept: the column then draws from them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from hashlib import blake2b
from math import ceil, floor
from typing import Any

import numpy as np

from seedbed.read.json_schema.files import Library
from seedbed.read.json_schema.formats import FORMATS
from seedbed.read.json_schema.full import Full
from seedbed.read.json_schema.merge import both, full, in_full, merged
from seedbed.read.json_schema.valid import accepts, is_type, schemas_of
from seedbed.sampling.regex import Language, RegexError, search

__all__ = ["documents", "has_texts", "patterns_of"]

MOST = 48
"""Documents that a column chooses from, at most."""

_TRIES = 160
_DEEP = 3  # levels below which only what must be there is made
_DEEPEST = 12
_MUCH = 10_000  # values in all documents of a column after which those that there are must do
_LARGE = 400  # values in a document from which on only what must be there is made
_WORDS = (
    "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron", "inlet", "juniper", "kelp", "linden",
    "maple", "north", "ocean", "pine", "quartz", "river", "stone", "tulip", "umber", "valley", "willow", "zephyr",
)  # fmt: skip


_TYPES = ("string", "integer", "number", "boolean", "null", "array", "object")
_TEXT = {"type": "string"}


class _Dead(Exception):
    """No value is to be had on this way."""


class _Dice:
    """Chance that is the same on any day and machine."""

    def __init__(self, key: str) -> None:
        self._start, self._count = blake2b(f"{key}:".encode(), digest_size=8), 0

    def below(self, limit: int) -> int:
        """A whole number from 0 to below `limit`."""
        self._count += 1
        thrown = self._start.copy()
        thrown.update(b"%d" % self._count)
        return int.from_bytes(thrown.digest(), "big") % max(limit, 1)

    def one(self, values: Sequence[Any]) -> Any:
        """One of the values."""
        return values[self.below(len(values))]

    def mixed(self, values: Sequence[Any]) -> list[Any]:
        """The values in another order."""
        left = list(values)
        return [left.pop(self.below(len(left))) for _ in values]


def documents(library: Library, schema: Any, key: str, *, least: bool = False) -> tuple[str, ...]:
    """Texts in JSON, each a value that the schema accepts and that is not null; none where none was found.

    The `least` ones have only what must be there.
    """
    maker = _Maker(library, _Dice(key), least)
    found: dict[str, None] = {}
    for value in _told(merged(library, schema)):
        if value is not None and accepts(library, schema, value):
            found[_json(value)] = None
    for _ in range(_TRIES):
        if len(found) >= MOST or (found and maker.worked > _MUCH):
            break
        try:
            value = maker.document(schema)
        except _Dead:
            continue
        if value is not None and accepts(library, schema, value):
            found[_json(value)] = None
    return tuple(found)


def has_texts(pattern: str, shortest: int, longest: int) -> bool:
    """Whether texts of a pattern can be made."""
    return _language(pattern, shortest, longest) is not None


def patterns_of(schema: Mapping[str, Any]) -> list[str]:
    """The patterns that a schema in full asks for beside its own."""
    return [part["pattern"] for part in schema.get("allOf", ()) if isinstance(part.get("pattern"), str)]


def _told(schema: Mapping[str, Any]) -> Iterator[Any]:
    """The values that a schema gives as its examples."""
    yield from schema["examples"] if isinstance(schema.get("examples"), list) else ()
    yield from (schema[word] for word in ("example", "default") if word in schema)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@lru_cache(maxsize=256)
def _language(pattern: str, shortest: int, longest: int, other: str | None = None) -> Language | None:
    for most in dict.fromkeys((min(longest, 40), min(longest, 400))):
        try:
            return Language(search(pattern), shortest, most, None if other is None else search(other))
        except RegexError:
            continue
    return None


class _Maker:
    """Makes values of schemas, one after another."""

    def __init__(self, library: Library, dice: _Dice, least: bool) -> None:
        self._library, self._dice, self._least = library, dice, least
        self._made = 0
        self.worked = 0

    def document(self, schema: Any) -> Any:
        """A value that is not too large. Raises _Dead."""
        self._made = 0
        return self.value(schema, 0)

    def value(self, schema: Any, depth: int) -> Any:
        """A value, in all likelihood one that the schema accepts. Raises _Dead."""
        if schema is False:
            raise _Dead
        return self._value(full(self._library, schema), depth)

    def _value(self, asked: Full, depth: int) -> Any:
        if depth > _DEEPEST:
            raise _Dead
        self._made += 1
        self.worked += 1
        return self._of(asked, depth)

    def _is_free(self, depth: int) -> bool:
        """Whether there is room for what need not be there."""
        return not self._least and depth <= _DEEP and self._made < _LARGE

    def _of(self, asked: Full, depth: int) -> Any:
        told = asked.told
        if "const" in told:
            return told["const"]
        if "enum" in told:
            return self._dice.one(asked.once("enum", lambda: _listed(asked)))
        for word in ("oneOf", "anyOf"):
            if told.get(word):
                return self._branch(asked, word, depth)
        if "if" in told:
            return self._of(self._decided(asked), depth)
        asked = asked.once("dependent", lambda: self._with_dependent(asked))
        types = asked.once("types", lambda: [name for name in asked.types if name in _TYPES] or [_likely(asked.told)])
        if not self._is_free(depth):
            return self._of_type(types[0], asked, depth)
        return self._of_type(self._dice.one([name for name in types if name != "null"] or types), asked, depth)

    def _of_type(self, kind: str, asked: Full, depth: int) -> Any:
        match kind:
            case "object":
                return self._object(asked, depth)
            case "array":
                return self._list(asked.told, depth)
            case "string":
                return self._text(asked.told)
            case "boolean":
                return bool(self._dice.below(2))
            case "null":
                return None
        return self._number(asked, whole=kind == "integer")

    def _with_dependent(self, asked: Full) -> Full:
        """The schema with those that depend on a property being there."""
        told = asked.told
        for one in told.get("dependentSchemas", {}).values():
            told = both(_without(told, "dependentSchemas"), merged(self._library, one))
        return asked if told is asked.told else in_full(told)

    def _branch(self, asked: Full, word: str, depth: int) -> Any:
        branches = asked.told[word]
        for number in self._dice.mixed(range(len(branches))):
            joined = asked.once((word, number), lambda: self._joined(asked, word, branches[number]))  # noqa: B023 - called at once
            try:
                value = self._of(joined, depth + 1)
            except _Dead:
                continue
            if value is not None or len(branches) == 1:
                return value
        raise _Dead

    def _joined(self, asked: Full, word: str, branch: Any) -> Full:
        return in_full(both(_without(asked.told, word), merged(self._library, branch)))

    def _decided(self, asked: Full) -> Full:
        """The schema with one of the two cases of its `if`."""
        chosen = ("if", "then") if self._dice.below(2) else ("else",)
        return asked.once(chosen, lambda: self._case(asked.told, chosen))

    def _case(self, told: Mapping[str, Any], chosen: tuple[str, ...]) -> Full:
        found = _without(told, "if", "then", "else")
        for word in chosen:
            found = both(found, merged(self._library, told.get(word, True)))
        return in_full(found)

    # ------------------------------------------------------------ texts and numbers

    def _text(self, told: Mapping[str, Any]) -> str:
        shortest, longest = told.get("minLength", 0), told.get("maxLength", 2000)
        known = FORMATS.get(told.get("format", ""))
        if "pattern" in told and not (known and known.entails(told["pattern"])):
            others = (*patterns_of(told), None)
            language = _language(told["pattern"], max(shortest, 1 if longest else 0), longest, others[0])
            if language is None:
                raise _Dead
            index = np.array([self._dice.below(language.size)], dtype=np.uint64)
            return str(language.unrank(index)[0].as_py())
        if known is not None:
            return str(self._dice.one(known.samples))
        words = [self._dice.one(_WORDS) for _ in range(1 + self._dice.below(3))]
        while sum(map(len, words)) + len(words) - 1 < shortest:
            words.append(self._dice.one(_WORDS))
        return " ".join(words)[:longest].strip().ljust(min(shortest, longest), "a")

    def _number(self, asked: Full, *, whole: bool) -> float | int:
        least, most, step = asked.once(("steps", whole), lambda: _steps(asked.told, whole=whole))
        if least > most:
            raise _Dead
        found = (least + self._dice.below(most - least + 1)) * step
        return int(found) if whole or found.denominator == 1 else float(found)

    # ------------------------------------------------------------ lists and objects

    def _list(self, told: Mapping[str, Any], depth: int) -> list[Any]:
        first, rest = told.get("prefixItems", []), told.get("items", True)
        least, most = told.get("minItems", 0), told.get("maxItems", 10**6)
        least = max(least, len(first) + told.get("minContains", 1)) if "contains" in told else least
        usual = 1 + self._dice.below(3) if self._is_free(depth) else 0
        size = min(max(least, usual, len(first) if self._is_free(depth) else 0), most)
        size = min(size, len(first)) if rest is False else size
        found: list[Any] = []
        for place in range(size):
            schema = first[place] if place < len(first) else rest
            if len(first) <= place < len(first) + told.get("minContains", 1) and "contains" in told:
                schema = {"allOf": [schema, told["contains"]]}
            for _ in range(8):
                item = self.value(schema if schema is not True else _TEXT, depth + 1)
                if not told.get("uniqueItems") or item not in found:
                    found.append(item)
                    break
        return found

    def _object(self, asked: Full, depth: int) -> dict[str, Any]:
        told = asked.told
        wanted = dict.fromkeys(told.get("required", ()))
        for name, schema in told.get("properties", {}).items():
            if name not in wanted and schema is not False and self._is_free(depth) and self._dice.below(3):
                wanted[name] = None
        for name in list(wanted):
            wanted.update(dict.fromkeys(told.get("dependentRequired", {}).get(name, ())))
        most = max(told.get("maxProperties", len(wanted)), len(told.get("required", ())))
        found: dict[str, Any] = {}
        for name in list(wanted)[:most]:
            self._put(found, name, asked, depth)
        self._more(found, asked, depth)
        return found

    def _put(self, found: dict[str, Any], name: str, asked: Full, depth: int) -> None:
        """The value of a property; one that may be missing is left out where none can be made."""
        try:
            found[name] = self._value(self._property(asked, name), depth + 1)
        except _Dead:
            if name in asked.told.get("required", ()):
                raise

    def _property(self, asked: Full, name: str) -> Full:
        """All that a schema says of the property of a name."""
        if name in asked.told.get("properties", {}):
            return asked.once(("properties", name), lambda: self._all_of(schemas_of(asked.told, name)))
        return self._all_of(schemas_of(asked.told, name))

    def _all_of(self, schemas: list[Any]) -> Full:
        said = [schema for schema in schemas if schema is not True]
        if len(said) == 1:
            return full(self._library, said[0])
        return in_full(merged(self._library, {"allOf": said} if said else _TEXT))

    def _more(self, found: dict[str, Any], asked: Full, depth: int) -> None:
        """Properties of other names, where there must be some or there are no others."""
        told = asked.told
        open_ = told.get("additionalProperties", not told.get("properties"))
        patterns = list(told.get("patternProperties", {}))
        if not (patterns or open_):
            return
        usual = 0 if told.get("properties") or not self._is_free(depth) else 1 + self._dice.below(2)
        for _ in range(min(max(told.get("minProperties", 0), usual, len(found)), told.get("maxProperties", 9)) * 2):
            if len(found) >= max(told.get("minProperties", 0), usual):
                return
            name = self._name(told, patterns, bool(open_), depth)
            if name not in found:
                self._put(found, name, asked, depth)

    def _name(self, told: Mapping[str, Any], patterns: list[str], is_open: bool, depth: int) -> str:
        if patterns and not (is_open and self._dice.below(2)):
            return self._text({"pattern": self._dice.one(patterns)})
        name = merged(self._library, {"allOf": [told.get("propertyNames", True), _TEXT]})
        return str(self._value(in_full(name), depth + 1))


def _listed(asked: Full) -> list[Any]:
    """The values of an `enum`, those of its types before all."""
    values = asked.told["enum"]
    return [one for one in values if _is_of(asked.types, one)] or values or [None]


def _is_of(types: tuple[str, ...], value: Any) -> bool:
    return not types or any(is_type(value, name) for name in types)


def _without(told: Mapping[str, Any], *words: str) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key not in words}


def _likely(told: Mapping[str, Any]) -> str:
    """The type of a schema that names none, by its other words."""
    for name, words in (
        ("object", ("properties", "required", "additionalProperties", "patternProperties", "minProperties")),
        ("array", ("items", "prefixItems", "minItems", "contains", "uniqueItems")),
        ("number", ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")),
    ):
        if any(word in told for word in words):
            return name
    return "string"


def _steps(told: Mapping[str, Any], *, whole: bool) -> tuple[int, int, Fraction]:
    """The first and the last value of a number, counted in steps, and the step."""
    step = Fraction(str(told.get("multipleOf", "1" if whole else "0.01")))
    step = Fraction(ceil(step)) if whole and step < 1 else step
    low, high = _ends(told, step)
    least = low if low is not None else (high - 100 if high is not None else 0)
    return least, high if high is not None else least + 1000, step


def _ends(told: Mapping[str, Any], step: Fraction) -> tuple[int | None, int | None]:
    """The bounds of a number, counted in steps."""
    lows = [ceil(Fraction(str(told["minimum"])) / step)] if "minimum" in told else []
    lows += [floor(Fraction(str(told["exclusiveMinimum"])) / step) + 1] if "exclusiveMinimum" in told else []
    highs = [floor(Fraction(str(told["maximum"])) / step)] if "maximum" in told else []
    highs += [ceil(Fraction(str(told["exclusiveMaximum"])) / step) - 1] if "exclusiveMaximum" in told else []
    return max(lows, default=None), min(highs, default=None)
