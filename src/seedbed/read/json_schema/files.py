"""`Library`: the documents of a JSON Schema, every mapping with its place, and what a `$ref` in one of them means."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

from seedbed.errors import Note, Origin, Problem, ReadError, UsageError
from seedbed.read.json_schema.full import Full
from seedbed.read.recipe.json import json_tree
from seedbed.read.recipe.tree import Node
from seedbed.read.recipe.yaml import yaml_tree
from seedbed.read.texts import suffix_of

__all__ = ["Library", "Told", "origin_of"]

_SUFFIXES = (".json", ".yaml", ".yml")
_NAMED = ("$anchor", "$dynamicAnchor")


class Told(dict[str, Any]):
    """A mapping of a document: where it stands, in which document, and by which address it is known there."""

    __slots__ = ("at", "base", "pointer")

    def __init__(self, members: Mapping[str, Any], at: Origin, base: str, pointer: str) -> None:
        super().__init__(members)
        self.at, self.base, self.pointer = at, base, pointer

    @property
    def key(self) -> str:
        """What tells it from every other mapping."""
        return f"{self.base}#{self.pointer}"


def origin_of(schema: object) -> Origin | None:
    """The place of a schema, None where it is none of a document."""
    return schema.at if isinstance(schema, Told) else None


class Library:
    """The documents that were opened so far, the first being the one that was asked for.

    Files are looked for in the folder of the first one and below; nothing is asked of a network.
    """

    def __init__(self, text: str, name: str) -> None:
        self.notes: dict[Note, None] = {}
        self.name = name
        self._folder = Path(name).resolve().parent
        self._documents: dict[str, Any] = {}
        self._addresses: dict[str, Told] = {}
        self._bundled: dict[str, list[Told]] = {}  # by document: schemas with an address of their own inside of it
        self._targets: dict[tuple[str, str], Any] = {}
        self.full: dict[str, dict[str, Any]] = {}  # schemas that were written out, by their keys
        self.known: dict[int, tuple[Any, Full]] = {}  # any schema, by its id: it is held, so that no other has it
        self.root = self._opened(text, name)

    def target(self, schema: Told) -> Any:
        """What the `$ref` of a schema means; `True`, with a Note, where that is nowhere to be had.

        Raises ReadError where it names a file or a place in a document that does not exist.
        """
        reference = schema["$ref"]
        if not isinstance(reference, str):
            raise ReadError(Problem("$ref is a text", str(schema.at), help='as in "#/$defs/address"'))
        place = schema.base, schema.pointer
        if place not in self._targets:
            self._targets[place] = self._found(schema, reference)
        return self._targets[place]

    def _found(self, schema: Told, reference: str) -> Any:
        address, fragment = urldefrag(reference)
        whole = self._around(schema)
        if f"{schema.base}#{fragment}" in self._addresses and not address:
            return self._addresses[f"{schema.base}#{fragment}"]
        for known in (_identity(whole), _identity(self._documents[schema.base])):
            if (found := self._addresses.get(urljoin(known, reference).rstrip("#"))) is not None:
                return found
        document = self._document(schema, urljoin(_identity(whole), address), address) if address else whole
        if document is None:
            why = "it is not in the folder of the file, and nothing is fetched"
            self.notes[Note(f"{reference} is taken as anything", why, grave=True, origin=schema.at)] = None
            return True
        return self._pointed(document, unquote(fragment), schema)

    def _around(self, schema: Told) -> Any:
        """The innermost schema with an address of its own that a schema stands in, else the whole document."""
        pointer = f"{schema.pointer}/"
        around = [told for told in self._bundled.get(schema.base, ()) if pointer.startswith(f"{told.pointer}/")]
        return max(around, key=lambda told: len(told.pointer), default=self._documents[schema.base])

    def _document(self, schema: Told, full: str, address: str) -> Any:
        """The document of an address, in full and as it is written, opened if need be; None where it lies elsewhere."""
        if (bundled := self._addresses.get(full)) is not None:
            return bundled
        for document in self._documents.values():
            if _identity(document).rstrip("#") in (address, full):
                return document
        path = (Path(schema.base).parent / unquote(address)).resolve()
        if "://" in address or not path.is_relative_to(self._folder):
            return None
        name = os.path.relpath(path) if not Path(schema.base).is_absolute() else str(path)
        if name in self._documents:
            return self._documents[name]
        if not path.exists() and "://" in _identity(self._documents[schema.base]):
            return None  # its address is meant to be fetched
        try:
            return self._opened(path.read_text(encoding="utf-8-sig"), name)
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise ReadError(Problem(f"{address}, which $ref names, cannot be read", str(schema.at), why)) from error

    def _opened(self, text: str, name: str) -> Any:
        suffix = suffix_of(Path(name))
        yaml = suffix in (".yaml", ".yml") or (not suffix and not text.lstrip().startswith("{"))
        tree = yaml_tree if yaml else json_tree
        try:
            node = tree(text, name)
        except UsageError as error:
            raise ReadError(*error.problems) from error
        document = _plain(node, name, "")
        self._documents[name] = document
        for told in _all(document):
            self._remember(told)
        return document

    def _remember(self, told: Told) -> None:
        """The addresses by which other schemas may name this one."""
        for anchor in (told[word] for word in _NAMED if isinstance(told.get(word), str)):
            self._addresses[f"{told.base}#{anchor}"] = told
        for word in ("$id", "id"):
            if isinstance(named := told.get(word), str) and told.pointer:
                self._addresses[f"{told.base}{named}" if named.startswith("#") else named] = told
                self._addresses[urljoin(_identity(self._documents[told.base]), named).rstrip("#")] = told
                if not named.startswith("#") and (word == "$id" or "://" in named):
                    self._bundled.setdefault(told.base, []).append(told)

    def _pointed(self, document: Any, pointer: str, schema: Told) -> Any:
        found = document
        for part in pointer.split("/")[1:] if pointer.startswith("/") else [pointer] if pointer else []:
            word = part.replace("~1", "/").replace("~0", "~")
            if isinstance(found, dict) and word in found:
                found = found[word]
            elif isinstance(found, list) and word.isdigit() and int(word) < len(found):
                found = found[int(word)]
            else:
                why = f"there is no {word!r} in what it points to"
                raise ReadError(Problem(f"{schema['$ref']} leads nowhere", str(schema.at), why, "name a definition"))
        return found


def _identity(document: Any) -> str:
    """The address that a document, or a schema in it, gives itself; "" where it has none."""
    named = document.get("$id", document.get("id", "")) if isinstance(document, Told) else ""
    return named if isinstance(named, str) else ""


def _plain(node: Node, base: str, pointer: str) -> Any:
    """The values of a tree; each mapping keeps its place."""
    if isinstance(node.value, Mapping):
        members = {
            name: _plain(item, base, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")
            for name, item in node.value.items()
        }
        return Told(members, node.key or node.at, base, pointer)
    if isinstance(node.value, tuple):
        return [_plain(item, base, f"{pointer}/{number}") for number, item in enumerate(node.value)]
    if node.value is None or isinstance(node.value, str | bool | int | float):
        return node.value
    return node.text  # a date of YAML, which JSON writes as text


def _all(value: Any) -> Iterator[Told]:
    if isinstance(value, Told):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _all(item)
