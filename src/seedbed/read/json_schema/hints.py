"""What a schema says of keys: by hints (`x-primary-key`), or by the names that people give to keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

__all__ = ["identity_of", "is_hinted", "named_table", "reference_of", "referred", "snake", "unique_of", "words_of"]

_PRIMARY = ("x-primary-key", "x-primarykey", "x-primaryKey", "x-pk", "x-db-primary-key", "primaryKey")
_FOREIGN = ("x-foreign-key", "x-foreignkey", "x-foreignKey", "x-fk", "x-references", "x-db-foreign-key")
_UNIQUE = ("x-unique", "x-db-unique", "x-unique-keys")
_TABLE = ("x-table", "x-table-name", "x-tablename", "x-db-table")
_ENDS = ("id", "uuid", "guid")


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in camel case, with underscores or with dashes, in lower case."""
    parted = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name))
    return tuple(word.lower() for word in re.split(r"[^A-Za-z0-9]+", parted) if word)


def snake(name: str) -> str:
    """The name in lower case, its words with underscores between them."""
    return "_".join(words_of(name)) or "item"


def named_table(schema: Mapping[str, Any], name: str) -> str:
    """The table of a schema: as a hint says, else the name itself, with nothing in it that a name cannot have."""
    told = next((schema[word] for word in _TABLE if isinstance(schema.get(word), str)), name)
    return re.sub(r"\W+", "_", told).strip("_")[:60] or "document"


def is_hinted(schema: Mapping[str, Any]) -> bool:
    """Whether a schema of objects says itself which property is its key."""
    return any(word in schema for word in _PRIMARY) or any(_marked(schema, _PRIMARY))


def identity_of(name: str, schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The properties that are the key of an object, () where none looks like it."""
    for word in _PRIMARY:
        told = schema.get(word)
        names = [told] if isinstance(told, str) else told if isinstance(told, list) else []
        if names and all(each in schema.get("properties", {}) for each in names):
            return tuple(names)
    marked = tuple(_marked(schema, _PRIMARY))
    if marked:
        return marked
    wanted = [("id",), *((*_single(words_of(name)), end) for end in _ENDS), ("uuid",), ("guid",)]
    words = {words_of(each): each for each in schema.get("properties", {})}
    return next(((words[each],) for each in wanted if each in words), ())


def unique_of(schema: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """The sets of properties that hints call unique."""
    yield from ((name,) for name in _marked(schema, _UNIQUE))
    for word in _UNIQUE:
        for told in schema[word] if isinstance(schema.get(word), list) else ():
            yield tuple(told) if isinstance(told, list) else (str(told),)


def reference_of(schema: Mapping[str, Any]) -> tuple[str, str]:
    """The table, and the column where it is said, that a hint makes a property refer to; "" for none."""
    for word in _FOREIGN:
        told = schema.get(word)
        if isinstance(told, Mapping):
            table = next((told[key] for key in ("table", "model", "schema", "resource") if key in told), "")
            return str(table), str(next((told[key] for key in ("column", "field", "property") if key in told), ""))
        if isinstance(told, str) and told:
            table, _, column = told.rpartition("/")[2].partition(".")
            return re.sub(r"\(.*", "", table), column or "".join(re.findall(r"\((\w+)\)", told))
    return "", ""


def referred(name: str, tables: Iterable[str]) -> str:
    """The table whose key a property of that name holds, by custom: `author_user_id` that of User; "" for none."""
    words = words_of(name)
    if len(words) < 2 or words[-1] not in _ENDS:
        return ""
    known = {_single(words_of(table)): table for table in tables}
    for start in range(len(words) - 1):
        if (found := known.get(_single(words[start:-1]))) is not None:
            return found
    return ""


def _marked(schema: Mapping[str, Any], words: Iterable[str]) -> Iterator[str]:
    for name, told in schema.get("properties", {}).items():
        if isinstance(told, Mapping) and any(told.get(word) is True for word in words):
            yield name


def _single(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words with the last one in the singular, as far as an ending tells."""
    last = words[-1] if words else ""
    for end, short in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("s", "")):
        if last.endswith(end) and not last.endswith("ss") and len(last) > len(end) + 1:
            return (*words[:-1], last[: -len(end)] + short)
    return words
