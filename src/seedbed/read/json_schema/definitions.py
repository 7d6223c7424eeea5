"""`Definitions`: which schemas of a document become tables, and which schema a `$ref` ends at.

Of OpenAPI these are the components, of a JSON Schema the root and those definitions that have a key. An object without
a key that others hold is a part of them, not a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeGuard

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin, Problem, ReadError
from seedbed.read.json_schema.files import Library, Told, origin_of
from seedbed.read.json_schema.hints import identity_of, is_hinted, named_table, reference_of, referred
from seedbed.read.json_schema.merge import merged, types_of
from seedbed.read.json_schema.scalars import scalar
from seedbed.schema.model import Dialect

__all__ = ["Definition", "Definitions"]

_NAMES = """$schema $id $defs definitions properties type allOf anyOf oneOf $ref items enum const patternProperties
required additionalProperties if not"""
_WORDS = frozenset(_NAMES.split())


@dataclass(frozen=True, slots=True)
class Definition:
    """A schema with its name; `told` is it in full. `is_document` says that only a document can hold its values."""

    name: str
    table: str
    schema: Any
    told: Mapping[str, Any]
    identity: tuple[str, ...]
    is_document: bool = False

    @property
    def origin(self) -> Origin | None:
        """Where it stands."""
        return origin_of(self.schema)

    @property
    def is_object(self) -> bool:
        """Whether it is an object of properties."""
        kinds = [kind for kind in types_of(self.told) if kind != "null"]
        return bool(self.told.get("properties")) and kinds in ([], ["object"])


class Definitions:
    """The definitions of a document; `tables` are those that become tables, in their order.

    Raises ReadError where the document is neither a JSON Schema nor one of OpenAPI, or has nothing to make rows of.
    """

    def __init__(self, library: Library, stem: str, dialect: Dialect) -> None:
        self.notes: list[Note] = []
        self._library, self._dialect = library, dialect
        root = library.root
        if not isinstance(root, Told) or not (_WORDS & root.keys() or {"openapi", "swagger"} & root.keys()):
            help = "give a schema, or a document of OpenAPI with components"
            raise ReadError(
                Problem("this is neither a JSON Schema nor OpenAPI", str(origin_of(root) or library.name), help=help)
            )
        self._taken: set[str] = set()
        self._all = [*self._found(root, stem)]
        self._by_key = {_key(each.schema): each for each in reversed(self._all)}
        self._loose = {"openapi", "swagger"} & root.keys() or not self._is_rooted
        self.tables = self._chosen()
        if not self.tables:
            help = "rows are made of objects with properties"
            raise ReadError(Problem("there is no schema of an object in the file", str(root.at), help=help))
        self._table_keys = {_key(each.schema): each for each in self.tables}

    def as_document(self, of: Definition) -> None:
        """Makes a table one of documents."""
        whole = replace(of, identity=(), is_document=True)
        self.tables = [whole if each is of else each for each in self.tables]
        self._table_keys[_key(of.schema)] = whole

    def target(self, schema: Any) -> Definition | None:
        """The table that a schema refers to, by whatever it says beside `$ref`; None for none."""
        return self._table_keys.get(self._end(schema, self._table_keys))

    def table_named(self, name: str) -> str:
        """The table that people mean by a name; "" for none."""
        for each in self.tables:
            if name.lower() in (each.table.lower(), each.name.lower()):
                return each.table
        return referred(f"{name}_id", [each.table for each in self.tables])

    def refers_back(self, of: Definition, table: str) -> bool:
        """Whether the objects of a definition hold the key of a table, or an object of it."""
        others = [each.table for each in self.tables]
        for name, schema in of.told.get("properties", {}).items():
            target = self.target(schema)
            said = reference_of(merged(self._library, schema))[0]
            guessed = referred(name, others) if name not in of.identity else ""
            if table in (target.table if target else "", self.table_named(said) if said else "", guessed):
                return True
        return False

    def is_endless(self, schema: Any, above: frozenset[str] = frozenset()) -> bool:
        """Whether a schema holds itself, other than by a reference to a table."""
        if isinstance(schema, list):
            return any(self.is_endless(item, above) for item in schema)
        if not isinstance(schema, Mapping) or (above and self.target(schema) is not None):
            return False
        if _refers(schema):
            found = self._library.target(schema)
            if _key(found) in above:
                return True
            return isinstance(found, Told) and self.is_endless(found, above | {found.key})
        own = above | {_key(schema)}
        return any(self.is_endless(value, own) for word, value in schema.items() if isinstance(value, dict | list))

    # ------------------------------------------------------------ which there are

    def _found(self, root: Told, stem: str) -> Iterator[Definition]:
        self._is_rooted = False
        if not {"openapi", "swagger"} & root.keys():
            title = root.get("title", "")
            name = title if isinstance(title, str) and re.fullmatch(r"\w+", title) else stem
            rooted = self._rooted(root)
            told = merged(self._library, rooted)
            if rooted is not None and (self._is_asking(told, root) or not _defined(root)):
                self._is_rooted = _key(rooted) == _key(root) or not any(
                    _key(rooted) == _key(one) for _, one in _defined(root)
                )
                if self._is_rooted:
                    yield self._definition(name, rooted)
        for name, schema in _defined(root):
            yield self._definition(name, schema)

    def _is_asking(self, told: Mapping[str, Any], root: Told) -> bool:
        """Whether the root is more than a place for definitions, or a choice between them."""
        if told.keys() & {"properties", "patternProperties"}:
            return True
        known = {_key(schema) for _, schema in _defined(root)}
        branches = [branch for word in ("oneOf", "anyOf") for branch in told.get(word, ())]
        ends = [self._library.target(one) for one in branches if isinstance(one, Told) and "$ref" in one]
        return bool(branches) and not (len(ends) == len(branches) and all(_key(end) in known for end in ends))

    def _rooted(self, root: Told) -> Any:
        """What a document is about: the root, or what it refers to, or the items of its list."""
        told = merged(self._library, root)
        if isinstance(told.get("items"), Mapping) and types_of(told) in ((), ("array",)) and not told.get("properties"):
            return self._library.target(told["items"]) if "$ref" in told["items"] else told["items"]
        if "$ref" in root and not root.get("properties"):
            return self._library.target(root)
        return root

    def _definition(self, name: str, schema: Any) -> Definition:
        told = merged(self._library, schema)
        table = base = named_table(told, name)
        while table.lower() in self._taken:
            table = f"{base}_{len(self._taken)}"
        self._taken.add(table.lower())
        return Definition(name, table, schema, told, self._identity(name, told))

    def _identity(self, name: str, told: Mapping[str, Any]) -> tuple[str, ...]:
        """The properties of the key, () where one of them is no scalar."""
        names = identity_of(name, told)
        for each in names:
            full = merged(self._library, told["properties"][each])
            full = {**full, "type": [kind for kind in types_of(full) if kind != "null"]}
            found = scalar(full, each, self._dialect)
            if found is None or found.type == "boolean":
                return ()
        return names

    # ------------------------------------------------------------ which become tables

    def _chosen(self) -> list[Definition]:
        held = {each.table: self._held(each) for each in self._all}
        tables = {each.table for number, each in enumerate(self._all) if self._is_table(each, number, held)}
        for each in self._all:  # those that hold each other, but that no table holds
            if self._loose and each.is_object and each.table not in self._reached(tables, held):
                tables.add(each.table)
        found = []
        for number, each in enumerate(self._all):
            if each.table in tables:
                found.append(each)
            elif (self._loose or number == 0) and not each.is_object and self._is_free(each, held):
                found += self._whole(each, tables)
        return found

    def _is_table(self, each: Definition, number: int, held: Mapping[str, set[str]]) -> bool:
        if not each.is_object:
            return False
        if number == 0 and self._is_rooted:
            return True
        if not self._loose:
            return is_hinted(each.told) or bool(
                each.identity and set(each.identity) <= {*each.told.get("required", ())}
            )
        return bool(each.identity) or self._is_free(each, held)

    def _is_free(self, each: Definition, held: Mapping[str, set[str]]) -> bool:
        """Whether no other definition holds it."""
        return not any(each.table in names for other, names in held.items() if other != each.table)

    def _whole(self, each: Definition, tables: set[str]) -> Iterator[Definition]:
        """The definition as a table of documents, where its values are objects."""
        kinds = [kind for kind in types_of(each.told) if kind != "null"]
        branches = [*each.told.get("oneOf", ()), *each.told.get("anyOf", ())]
        found = [self._by_key.get(self._end(branch, self._by_key)) for branch in branches]
        if found and all(one is not None and one.table in tables for one in found):
            names = ", ".join(one.table for one in found if one is not None)
            self.notes.append(
                Note(f"{each.name} has no table", f"it is one of {names}, which have theirs", origin=each.origin)
            )
        elif kinds == ["object"] or (
            not kinds and (branches or each.told.keys() & {"patternProperties", "additionalProperties"})
        ):
            yield Definition(each.name, each.table, each.schema, each.told, (), is_document=True)

    def _held(self, each: Definition) -> set[str]:
        """The tables of the definitions that a definition refers to."""
        found: set[str] = set()
        self._refs(each.schema, found)
        return found

    def _refs(self, value: Any, found: set[str]) -> None:
        if _refers(value):
            target = self._by_key.get(_key(self._library.target(value)))
            if target is not None:
                found.add(target.table)
        for word, item in (
            value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
        ):
            if word not in ("$defs", "definitions"):
                self._refs(item, found)

    def _reached(self, tables: set[str], held: Mapping[str, set[str]]) -> set[str]:
        reached, new = set(tables), list(tables)
        while new:
            for name in held.get(new.pop(), ()):
                if name not in reached:
                    reached.add(name)
                    new.append(name)
        return reached

    # ------------------------------------------------------------ where references end

    def _end(self, schema: Any, known: Mapping[str, Definition], left: int = 20) -> str:
        """The key of the first known definition that a schema refers to, "" for none."""
        if not isinstance(schema, Mapping) or not left or "properties" in schema:
            return ""
        if _refers(schema):
            found = self._library.target(schema)
            return _key(found) if _key(found) in known else self._end(found, known, left - 1)
        for word in ("allOf", "anyOf", "oneOf"):
            parts = [part for part in schema.get(word, ()) if isinstance(part, Mapping)]
            parts = [part for part in parts if part.get("type") != "null" and part.get("enum") != [None]]
            if len(parts) == 1 and parts[0]:
                return self._end(parts[0], known, left - 1)
        return ""


def _defined(root: Told) -> list[tuple[str, Any]]:
    """The definitions of a document, by name."""
    components = root.get("components")
    places = [
        components.get("schemas") if isinstance(components, Mapping) else None,
        root.get("$defs"),
        root.get("definitions"),
    ]
    return [(name, schema) for place in places if isinstance(place, Mapping) for name, schema in place.items()
            if isinstance(schema, Mapping)]  # fmt: skip


def _refers(value: Any) -> TypeGuard[Told]:
    """Whether a mapping has a `$ref`, rather than a property of that name."""
    return isinstance(value, Told) and isinstance(value.get("$ref"), str)


def _key(schema: Any) -> str:
    return schema.key if isinstance(schema, Told) else ""
