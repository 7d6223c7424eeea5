"""`Layout`: which tables the schemas of a document become, with columns, keys and conditions.

An object is a table; an object inside of it is more columns of that table, or, where it has a key of its own, a table
that is referred to. A list of objects is a table of its items, or of links; what has no shape of its own is a document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from seedbed.errors import Note, Origin
from seedbed.read.json_schema.arrays import PLAIN, array
from seedbed.read.json_schema.conditions import condition
from seedbed.read.json_schema.definitions import Definition, Definitions
from seedbed.read.json_schema.files import Library, origin_of
from seedbed.read.json_schema.hints import reference_of, referred, snake, unique_of, words_of
from seedbed.read.json_schema.merge import merged, types_of, without_null
from seedbed.read.json_schema.sample import documents
from seedbed.read.json_schema.scalars import quoted, scalar, stored
from seedbed.read.json_schema.sheet import Key, Member, Sheet, free_name
from seedbed.schema.model import Dialect

__all__ = ["Layout"]

_DEEPEST = 3  # objects in objects whose properties are columns of the table
_MOST = 25  # properties of an object in an object
_MUCH = "it asks more of several properties than a condition over columns can say"
_JOINED = ("anyOf", "oneOf", "allOf", "not", "if", "dependentSchemas", "maxProperties", "minProperties")


class Layout:
    """The tables of a document, by name in the order of their schemas, and what of it they do not keep."""

    def __init__(self, library: Library, stem: str, dialect: Dialect) -> None:
        self.sheets: dict[str, Sheet] = {}
        self.notes: list[Note] = []
        self._library, self._dialect = library, dialect
        self._definitions = Definitions(library, stem, dialect)
        self.notes += self._definitions.notes
        for each in self._definitions.tables:
            self._settle(each)
        for each in self._definitions.tables:
            self._start(each)
        for each in self._definitions.tables:
            self._fill(each)
        for each in self._definitions.tables:
            self._conventions(each)

    # ------------------------------------------------------------ tables of objects

    def _settle(self, of: Definition) -> None:
        """Makes one without a key, of whose properties more is asked than columns can say, a table of documents."""
        if (
            of.is_document
            or of.identity
            or condition(self._library, _rest(of), lambda name: name, self._dialect) is not None
        ):
            return
        if documents(self._library, of.schema, f"{of.table}.document"):
            self._definitions.as_document(of)
            self._note("its rows are documents", _MUCH, of.table, origin=of.origin)

    def _start(self, of: Definition) -> None:
        """The table with its key, to which others may refer from now on."""
        sheet = Sheet(of.table, origin=of.origin)
        self.sheets[of.table] = sheet
        for name in of.identity:
            told = merged(self._library, of.told["properties"][name])
            found = scalar({**told, "type": [kind for kind in types_of(told) if kind != "null"]}, name, self._dialect)
            assert found is not None  # the key of a definition is a scalar
            found = replace(found, type=self._keyed(found.type))
            self._lost(sheet, name, found.lost)
            sheet.members[name] = Member(
                name,
                found.type,
                False,
                found.checks,
                (name,),
                (),
                found.about,
                True,
                origin_of(of.told["properties"][name]),
            )
        if not of.identity:
            name = sheet.free("id") if "id" not in of.told.get("properties", {}) else f"{snake(of.table)}_key"
            sheet.members[name] = Member(name, stored("integer", self._dialect), origin=of.origin)
        sheet.primary = tuple(sheet.members)

    def _fill(self, of: Definition) -> None:
        sheet = self.sheets[of.table]
        if of.is_document:
            sheet.kind = "document"
            self._document(sheet, "document", of.schema, (), required=True, origin=of.origin)
            return
        self._object(sheet, of.told, "", (), must=True)
        for columns in unique_of(of.told):
            names = tuple(self._column(sheet, (name,)) for name in columns)
            if all(names):
                sheet.uniques.append(names)
                for name in names:
                    sheet.members[name] = replace(sheet.members[name], type=self._keyed(sheet.members[name].type))
        rest = _rest(of)
        asked = condition(self._library, rest, lambda name: self._column(sheet, (name,)), self._dialect)
        if asked:
            sheet.checks.append(asked)
        elif asked is None:
            words = ", ".join(word for word in rest if word in _JOINED)
            self._note(f"{words or 'a condition'} is not kept", _MUCH, sheet.name, origin=of.origin, grave=True)

    def _object(self, sheet: Sheet, told: Mapping[str, Any], prefix: str, path: tuple[str, ...], *, must: bool) -> None:
        """The properties of an object as columns; `must` says that the object is always there."""
        required = told.get("required", ())
        if path:
            sheet.groups[path] = must
        before = set(sheet.members)
        for name, schema in told.get("properties", {}).items():
            if schema is False or (not path and (name,) in {member.path for member in sheet.members.values()}):
                continue
            self._property(sheet, schema, f"{prefix}{name}", (*path, name), required=must and name in required)
        if not must:
            self._together(sheet, [name for name in sheet.members if name not in before], required, path)

    def _together(self, sheet: Sheet, names: list[str], required: Any, path: tuple[str, ...]) -> None:
        """Conditions that an object which may be missing is there as a whole or not at all."""
        own = {name: sheet.members[name] for name in names if sheet.members[name].path[:-1] == path}
        firm = [name for name, member in own.items() if member.absent and member.path and member.path[-1] in required]
        for name in names if firm else ():
            if name == firm[0]:
                continue
            here, first = quoted(name, self._dialect), quoted(firm[0], self._dialect)
            whole = f"({first} IS NULL) = ({here} IS NULL)"
            sheet.checks.append(whole if name in firm else f"{here} IS NULL OR {first} IS NOT NULL")

    # ------------------------------------------------------------ properties

    def _property(self, sheet: Sheet, schema: Any, name: str, path: tuple[str, ...], *, required: bool) -> None:
        told, null = without_null(self._library, schema)
        must = required and not null
        origin = origin_of(schema) or sheet.origin
        target = self._definitions.target(schema)
        if target is not None and target.table in self.sheets and not target.is_document:
            self._reference(sheet, target, name, path, must, origin)
            return
        if self._list(sheet, schema, told, name, path, required=required, must=must):
            return
        found = scalar(told, sheet.free(name), self._dialect)
        if null and not types_of(told) and not set(told) - PLAIN:
            self._nothing(sheet, name, path, origin, absent=not required)
        elif found is not None:
            self._lost(sheet, name, found.lost)
            free = sheet.free(name)
            sheet.members[free] = Member(
                free, found.type, not must, found.checks, path, (), found.about, not (required and null), origin
            )
        elif self._is_group(told, path):
            self._object(sheet, told, f"{name}_", path, must=must)
        else:
            self._document(sheet, name, schema, path, required=must, origin=origin, null=required and null)

    def _nothing(self, sheet: Sheet, name: str, path: tuple[str, ...], origin: Origin | None, *, absent: bool) -> None:
        """A column of a property that can only be null."""
        free = sheet.free(name)
        check = f"{quoted(free, self._dialect)} IS NULL"
        sheet.members[free] = Member(
            free, stored("json", self._dialect), True, (check,), path, absent=absent, origin=origin
        )

    def _is_group(self, told: Mapping[str, Any], path: tuple[str, ...]) -> bool:
        """Whether an object's properties can be columns: few enough, without conditions between them, not of itself."""
        if len(path) > _DEEPEST or not self._is_plain(told) or len(told["properties"]) > _MOST:
            return False
        return not any(self._definitions.is_endless(schema) for schema in told["properties"].values())

    def _is_plain(self, told: Mapping[str, Any]) -> bool:
        if not told.get("properties") or types_of(told) not in ((), ("object",)) or "enum" in told or "const" in told:
            return False
        rest = {word: value for word, value in told.items() if word not in ("properties", "required")}
        return condition(self._library, rest, lambda name: "", self._dialect) == ""

    def _document(
        self, sheet: Sheet, name: str, schema: Any, path: tuple[str, ...], *, required: bool,
        origin: Origin | None, null: bool = False,
    ) -> None:  # fmt: skip
        """A column of documents, of which some that the schema accepts are made here."""
        free = sheet.free(name)
        made = documents(self._library, schema, f"{sheet.name}.{free}")
        column = quoted(free, self._dialect)
        checks: tuple[str, ...] = ()
        if not made:
            checks = () if required else (f"{column} IS NULL",)
            why = (
                "no document was found that it accepts"
                if required
                else "none was found that it accepts: it stays empty"
            )
            self._note("the schema of the documents is not kept", why, sheet.name, free, origin, grave=True)
        kind = stored("json", self._dialect)
        sheet.members[free] = Member(free, kind, not required, checks, path, made, "", not null, origin)

    # ------------------------------------------------------------ references

    def _reference(
        self, sheet: Sheet, target: Definition, name: str, path: tuple[str, ...], must: bool, origin: Origin | None
    ) -> None:
        """Columns that hold the key of an object which has a table of its own."""
        other = self.sheets[target.table]
        columns = []
        for key in other.primary:
            wanted = f"{name}_{key}" if "_" in name or name.islower() else f"{name}{key[:1].upper()}{key[1:]}"
            there = other.members[key]
            if (known := sheet.members.get(wanted)) is not None and known.type == there.type:
                columns.append(wanted)
                continue
            free = sheet.free(wanted)
            sheet.members[free] = Member(free, there.type, not must, (), (), (), there.about, True, origin)
            columns.append(free)
        sheet.keys.append(Key(tuple(columns), other.name, other.primary, path))

    def _conventions(self, of: Definition) -> None:
        """References that hints name, and those that names tell of."""
        sheet = self.sheets[of.table]
        for member in list(sheet.members.values()):
            if len(member.path) != 1 or any(member.name in key.columns for key in sheet.keys):
                continue
            schema = merged(self._library, of.told.get("properties", {}).get(member.path[0], True))
            table, column = reference_of(schema)
            said = self._definitions.table_named(table) if table else ""
            if table and not said:
                why = f"no schema here is a table {table}"
                self._note(
                    f"the reference to {table} is not kept", why, sheet.name, member.name, member.origin, grave=True
                )
            elif member.name not in sheet.primary or said:
                self._refer(sheet, member, said or self._guessed(sheet, member.name), column, is_told=bool(said))

    def _guessed(self, sheet: Sheet, name: str) -> str:
        own = len(words_of(name)) == 2 and words_of(name)[0] == "parent"
        return sheet.name if own else referred(name, [each.table for each in self._definitions.tables])

    def _refer(self, sheet: Sheet, member: Member, table: str, column: str, *, is_told: bool) -> None:
        other = self.sheets.get(table)
        if other is None or (len(other.primary) != 1 and not column):
            return
        key = other.members.get(column or other.primary[0])
        member = replace(member, type=self._keyed(member.type))
        if (
            key is None
            or key.type != member.type
            or (not is_told and key.checks != _renamed(member, key, self._dialect))
        ):
            if is_told:
                why = f"{table} has no column {column}" if key is None else f"it is a {member.type}, that a {key.type}"
                self._note(
                    f"the reference to {table} is not kept", why, sheet.name, member.name, member.origin, grave=True
                )
            return
        if (key.name,) != other.primary and (key.name,) not in other.uniques:
            other.uniques.append((key.name,))
        sheet.members[member.name] = member
        sheet.keys.append(Key((member.name,), table, (key.name,)))
        if not is_told:
            help = 'say otherwise with "x-foreign-key", or give it another type'
            self._note(f"taken as a reference to {table}.{key.name}", "by its name", sheet.name, member.name,
                       member.origin, help=help)  # fmt: skip

    # ------------------------------------------------------------ lists

    def _list(
        self, sheet: Sheet, schema: Any, told: Mapping[str, Any], name: str, path: tuple[str, ...], *,
        required: bool, must: bool,
    ) -> bool:  # fmt: skip
        """Whether a property is a list that is no document: of objects in a table of theirs, or of plain values."""
        items = told.get("items")
        if types_of(told) not in ((), ("array",)) or not isinstance(items, Mapping):
            return False
        if any(
            word in told
            for word in ("prefixItems", "contains", "allOf", "anyOf", "oneOf", "not", "if", "enum", "const")
        ):
            return False
        full, null = without_null(self._library, items)
        whole = sheet.kind == "object" and all(sheet.groups.get(path[:size], True) for size in range(1, len(path)))
        target = self._definitions.target(items)
        if target is not None and target.table in self.sheets and whole and not target.is_document and not null:
            self._links(sheet, target, told, name, path, must=must)
            return True
        if whole and not null and self._is_plain(full) and not self._definitions.is_endless(items):
            self._items(sheet, items, full, told, name, path, must=must)
            return True
        free = sheet.free(name)
        checks, type = ([], "") if null else array(full, told, free, self._dialect)
        if type:
            absent = not (required and not must)
            sheet.members[free] = Member(
                free, type, not must, tuple(checks), path, absent=absent, origin=origin_of(schema) or sheet.origin
            )
        return bool(type)

    def _links(
        self, sheet: Sheet, target: Definition, told: Mapping[str, Any], name: str, path: tuple[str, ...], *, must: bool
    ) -> None:
        """A table between two tables, but where the items themselves hold the key of what lists them."""
        if self._definitions.refers_back(target, sheet.name):
            return
        other = self.sheets[target.table]
        if any(each.kind == "link" and each.parent == other.name != sheet.name and each.keys[1].table == sheet.name
               for each in self.sheets.values()):  # fmt: skip
            return  # the other side's list is the same links
        link = Sheet(self._free_table(f"{sheet.name}_{name}"), "link", sheet.origin, sheet.name, path, must=must)
        for side, start in ((sheet, sheet.name), (other, name if other is sheet else other.name)):
            columns = []
            for key in side.primary:
                free = link.free(f"{snake(start)}_{snake(key)}")
                link.members[free] = Member(free, side.members[key].type, about=side.members[key].about)
                columns.append(free)
            link.keys.append(Key(tuple(columns), side.name, side.primary))
        link.primary = tuple(link.members)
        self.sheets[link.name] = link
        self._sizes(link, told, sheet, name, kept=("uniqueItems",))

    def _items(
        self, sheet: Sheet, items: Any, full: Mapping[str, Any], told: Mapping[str, Any], name: str,
        path: tuple[str, ...], *, must: bool,
    ) -> None:  # fmt: skip
        """A table of the items of a list, which are told apart by their place in it."""
        origin = origin_of(items) or sheet.origin
        child = Sheet(self._free_table(f"{sheet.name}_{name}"), "items", origin, sheet.name, path, must=must)
        own = set(full["properties"])
        for key in sheet.primary:
            wanted = f"{snake(sheet.name)}_{snake(key)}"
            free = child.free(wanted if wanted not in own else f"{wanted}_of_list")
            child.members[free] = Member(free, sheet.members[key].type, about=sheet.members[key].about)
        columns = tuple(child.members)
        place = "position" if "position" not in own else "place_in_list"
        column = quoted(place, self._dialect)
        checks = (f"{column} >= 1", *([f"{column} <= {told['maxItems']}"] if "maxItems" in told else []))
        child.members[place] = Member(place, stored("integer", self._dialect), False, checks)
        child.primary = (*columns, place)
        child.keys.append(Key(columns, sheet.name, sheet.primary))
        self.sheets[child.name] = child
        self._object(child, full, "", (), must=True)
        self._sizes(child, told, sheet, name, kept=("maxItems",))

    def _sizes(self, child: Sheet, told: Mapping[str, Any], sheet: Sheet, name: str, kept: tuple[str, ...]) -> None:
        """Notes for what a list asks of the number of its items that a table of them cannot promise."""
        for word in ("minItems", "maxItems", "uniqueItems"):
            met = word in kept or (word == "minItems" and told.get(word) == 1 and not child.must)
            if told.get(word) and not met:
                help = f'--count "{child.name}=3 per {sheet.name}" spreads them over all' if word == "minItems" else ""
                why = f"the items are rows of {child.name}, and nothing there counts them"
                self._note(f"{word} {told[word]} of {sheet.name}.{name} is not promised", why, child.name, help=help)

    # ------------------------------------------------------------ words

    def _keyed(self, type: str) -> str:
        """The type of a column with an index: MySQL has none of texts without a length."""
        return "varchar(255)" if self._dialect == "mysql" and type == "text" else type

    def _free_table(self, name: str) -> str:
        return free_name(name, self.sheets)

    def _column(self, sheet: Sheet, path: tuple[str, ...]) -> str:
        """The column of a property, or the one that tells whether it is there; "" for none."""
        for member in sheet.members.values():
            if member.path == path and member.absent:
                return member.name
        return next((key.columns[0] for key in sheet.keys if key.path == path), "")

    def _lost(self, sheet: Sheet, name: str, lost: tuple[str, ...]) -> None:
        for each in lost:
            self._note(f"{each} is not kept", "no text can be made of it", sheet.name, name, grave=True)

    def _note(
        self, what: str, why: str, table: str, column: str = "", origin: Origin | None = None, *, help: str = "",
        grave: bool = False,
    ) -> None:  # fmt: skip
        self.notes.append(Note(what, why, help, table, column, grave, origin))


def _rest(of: Definition) -> dict[str, Any]:
    """What a schema of an object asks beside the properties that are columns."""
    said = ("properties", "required", "patternProperties")
    return {word: value for word, value in of.told.items() if word not in said}


def _renamed(member: Member, key: Member, dialect: Dialect) -> tuple[str, ...]:
    """The conditions of a column as those of the key that it would hold."""
    return tuple(check.replace(quoted(member.name, dialect), quoted(key.name, dialect)) for check in member.checks)
