"""Models of Django as statements, from their source: what their classes say."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.read.models.parsed.alchemy import Parsed
from seedbed.read.models.parsed.django_types import SIZES, TYPES, bounds, choices
from seedbed.read.models.parsed.source import Call, Class, Source, call_of, called, constant
from seedbed.schema.model import Dialect

__all__ = ["django_tables"]

_COUNTED = {"AutoField": "integer", "BigAutoField": "bigint", "SmallAutoField": "smallint"}
_LINKS = ("ForeignKey", "OneToOneField")


@dataclass(slots=True)
class _Model:
    of: Class
    table: str
    app: str
    parent: _Model | None
    key: tuple[str, str] = ("id", "")
    refers: str = ""  # the type of what refers to it


class _Reader:
    def __init__(self, source: Source, dialect: Dialect, auto: str) -> None:
        self.source, self.dialect, self.auto = source, dialect, auto
        self.notes: list[Note] = list(source.notes)
        self.models: dict[str, _Model] = {}
        self.tables: dict[str, Parsed] = {}
        self.statements: list[str] = []
        self.later: list[str] = []
        for of in source.classes.values():
            self._model(of)
        for model in self.models.values():
            self._created(model)

    # ------------------------------------------------------------ which there are

    def _model(self, of: Class) -> _Model | None:
        if of.name in self.models:
            return self.models[of.name]
        above = self.source.above(of)
        if not any("Model" in each.bases or "AbstractUser" in each.bases for each in [of, *above]):
            return None
        if any(self._meta(of, word) is True for word in ("abstract", "proxy")) or self._meta(of, "managed") is False:
            return None
        parent = next((found for each in above if (found := self._model(each)) is not None), None)
        path = Path(of.file)
        app = self._meta(of, "app_label") or (path.parent.parent if path.parent.name == "models" else path.parent).name
        table = self._meta(of, "db_table") or f"{app}_{of.name.lower()}"
        made = _Model(of, str(table), str(app), parent)
        self.models[of.name] = made
        name, kind, type = self._key(made)
        made.key, made.refers = (name, type), _COUNTED.get(kind, type)
        return made

    def _meta(self, of: Class, word: str) -> object:
        node = self._meta_node(of, word)
        return constant(node) if node is not None else None

    def _meta_node(self, of: Class, word: str) -> ast.expr | None:
        meta = next((node for node in of.node.body if isinstance(node, ast.ClassDef) and node.name == "Meta"), None)
        return Class(meta, of.file).assigned(word) if meta is not None else None

    def _own(self, model: _Model) -> list[tuple[str, Call]]:
        """The fields of a model and of the abstract classes above it, those of the furthest first."""
        theirs: set[str] = set()
        if model.parent is not None:
            theirs = {model.parent.of.name, *(each.name for each in self.source.above(model.parent.of))}
        found: dict[str, Call] = {}
        for of in [*reversed([each for each in self.source.above(model.of) if each.name not in theirs]), model.of]:
            for node in of.node.body:
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    call = call_of(node.value)
                    if call is not None and (call.name in TYPES or call.name in (*_LINKS, "ManyToManyField")):
                        found[node.targets[0].id] = call
                    elif call is not None and call.name.endswith("Field"):
                        self._note(
                            "a field was not read", f"{call.name} is none that is known here", model, node.targets[0].id
                        )
        return [*found.items()]

    def _key(self, model: _Model) -> tuple[str, str, str]:
        """The column of the key, the kind of its field, and its type."""
        for name, call in self._own(model):
            if call.flag("primary_key"):
                return self._column_name(name, call), call.name, self._type(call, model)
        if model.parent is not None:
            return f"{model.parent.of.name.lower()}_ptr_id", "", model.parent.refers
        return "id", self.auto, TYPES[self.auto][self.dialect]

    # ------------------------------------------------------------ tables

    def _created(self, model: _Model) -> None:
        table = Parsed(model.table, model.of.origin)
        self.tables[model.table] = table
        lines = []
        fields = self._own(model)
        if not any(call.flag("primary_key") for _, call in fields):
            lines.append(f'"{model.key[0]}" {model.key[1]} NOT NULL PRIMARY KEY')
            if model.parent is not None:
                self._refer(model, model.key[0], model.parent)
        for name, call in fields:
            if call.name == "ManyToManyField":
                self._links(model, name, call)
            else:
                lines.append(self._line(model, table, name, call))
        lines += self._wide(model, fields)
        self.statements.append(f'CREATE TABLE "{model.table}" ({", ".join(lines)})')

    def _line(self, model: _Model, table: Parsed, name: str, call: Call) -> str:
        column = self._column_name(name, call)
        quoted = f'"{column}"'
        words = [quoted, self._type(call, model), "NULL" if call.flag("null") else "NOT NULL"]
        words += ["PRIMARY KEY"] if call.flag("primary_key") else []
        words += (
            ["UNIQUE"] if (call.flag("unique") or call.name == "OneToOneField") and not call.flag("primary_key") else []
        )
        if call.name.startswith("Positive"):
            words.append(f"CHECK ({quoted} >= 0)")
        if call.name == "JSONField" and self.dialect == "sqlite":
            words.append(f"CHECK ((JSON_VALID({quoted}) OR {quoted} IS NULL))")
        if call.name in _LINKS:
            other = self._target(call, model)
            if other is None:
                self._note("a reference is not kept", "its model was not found in the source", model, column)
            else:
                self._refer(model, column, other)
        table.checks += [*choices(call, self.source, model.of, quoted), *bounds(call, quoted, self.dialect)]
        if call.name == "UUIDField" and self.dialect == "sqlite":
            table.checks.append(f"{quoted} GLOB '{'[0-9a-f]' * 32}'")
        return " ".join(words)

    def _column_name(self, name: str, call: Call) -> str:
        told = constant(call.words.get("db_column"))
        return str(told) if told else f"{name}_id" if call.name in _LINKS else name

    def _type(self, call: Call, model: _Model) -> str:
        if call.name in _LINKS:
            other = self._target(call, model)
            return other.refers if other is not None else _COUNTED[self.auto]
        text = TYPES[call.name][self.dialect]
        if "%" not in text:
            return text
        if call.name == "DecimalField":
            return text % tuple(constant(call.words.get(word)) for word in ("max_digits", "decimal_places"))
        length = constant(call.words.get("max_length")) or SIZES.get(call.name)
        return text % length if length else "varchar" if self.dialect == "postgres" else "text"

    def _target(self, call: Call, model: _Model) -> _Model | None:
        node = call.words.get("to") or (call.args[0] if call.args else None)
        name = constant(node)
        name = name.rpartition(".")[2] if isinstance(name, str) else called(node)
        return model if name == "self" else self.models.get(name) or self._late(name)

    def _late(self, name: str) -> _Model | None:
        of = self.source.classes.get(name)
        return self._model(of) if of is not None else None

    def _refer(self, model: _Model, column: str, other: _Model) -> None:
        self._reference(model.table, column, other)

    def _reference(self, table: str, column: str, other: _Model) -> None:
        key = f'FOREIGN KEY ("{column}") REFERENCES "{other.table}" ("{other.key[0]}") DEFERRABLE INITIALLY DEFERRED'
        self.later.append(f"{table}\0{key}")

    def _links(self, model: _Model, name: str, call: Call) -> None:
        """The table between two models, but where it is a model of its own."""
        other = self._target(call, model)
        if "through" in call.words or other is None:
            if other is None:
                self._note("the links of a field are not kept", "its model was not found in the source", model, name)
            return
        table = str(constant(call.words.get("db_table")) or f"{model.table}_{name}")
        mine, theirs = model.of.name.lower(), other.of.name.lower()
        pair = (f"from_{mine}_id", f"to_{theirs}_id") if other is model else (f"{mine}_id", f"{theirs}_id")
        columns = [f'"{column}" {side.refers} NOT NULL' for column, side in zip(pair, (model, other), strict=True)]
        first = f'"id" {TYPES[self.auto][self.dialect]} NOT NULL PRIMARY KEY'
        unique = f'UNIQUE ("{pair[0]}", "{pair[1]}")'
        self.tables[table] = Parsed(table, model.of.origin)
        self.statements.append(f'CREATE TABLE "{table}" ({", ".join([first, *columns, unique])})')
        for column, side in zip(pair, (model, other), strict=True):
            self._reference(table, column, side)

    def _wide(self, model: _Model, fields: list[tuple[str, Call]]) -> Iterator[str]:
        """Sets of fields that are unique together, and checks over fields."""
        names = {name: self._column_name(name, call) for name, call in fields}
        told = self._meta(model.of, "unique_together")
        sets = [told] if isinstance(told, list | tuple) and told and isinstance(told[0], str) else told or []
        node = self._meta_node(model.of, "constraints")
        for call in [call_of(each) for each in node.elts] if isinstance(node, ast.List | ast.Tuple) else []:
            known = constant(call.words.get("fields")) if call is not None else None
            if call is not None and call.name == "UniqueConstraint" and known and "condition" not in call.words:
                sets = [*sets, known] if isinstance(sets, list | tuple) else [known]
            elif call is not None and (found := _condition(call, names)):
                yield f"CHECK ({found})"
            else:
                self._note("a constraint was not read", "it is more than a plain one", model, "")
        for each in sets if isinstance(sets, list | tuple) else ():
            listed = ", ".join(f'"{names.get(name, name)}"' for name in each)
            yield f"UNIQUE ({listed})"

    def _note(self, what: str, why: str, model: _Model, column: str) -> None:
        self.notes.append(Note(what, why, table=model.table, column=column, grave=True, origin=model.of.origin))

    def all(self) -> list[str]:
        """The statements; SQLite has its references inside of the tables."""
        keys = [part.split("\0") for part in self.later]
        if self.dialect != "sqlite":
            return [*self.statements, *(f'ALTER TABLE "{table}" ADD {key}' for table, key in keys)]
        made = []
        for text in self.statements:
            name = text.split('"')[1]
            made.append(text[:-1] + "".join(f", {key}" for table, key in keys if table == name) + ")")
        return made


def django_tables(source: Source, dialect: Dialect, auto: str) -> tuple[list[str], Mapping[str, Parsed], list[Note]]:
    """The statements that create the tables of Django's models, the tables by name, and what of them is not known."""
    reader = _Reader(source, dialect, auto)
    return reader.all(), reader.tables, reader.notes


def _condition(call: Call, names: Mapping[str, str]) -> str:
    """A check of one Q over plain values, "" for any other."""
    asked = call_of(call.words.get("condition") or call.words.get("check"))
    if asked is None or asked.name != "Q" or asked.args or call.name != "CheckConstraint":
        return ""
    signs = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<=", "exact": "=", "": "="}
    parts = []
    for word, node in asked.words.items():
        name, _, look = word.partition("__")
        value = constant(node)
        if (
            look not in signs
            or name not in names
            or isinstance(value, bool)
            or not isinstance(value, int | float | str)
        ):
            return ""
        shown = "'" + value.replace("'", "''") + "'" if isinstance(value, str) else value
        parts.append(f'"{names[name]}" {signs[look]} {shown}')
    return " AND ".join(parts)
