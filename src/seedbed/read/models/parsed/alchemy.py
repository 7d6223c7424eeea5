"""Models of SQLAlchemy and SQLModel as statements, from their source: what their classes and tables say."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import field

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin
from seedbed.read.models.parsed.alchemy_names import listed, quoted, said, snake
from seedbed.read.models.parsed.alchemy_types import Kind, kind_of, of_annotation
from seedbed.read.models.parsed.source import Call, Class, Source, call_of, called, constant
from seedbed.schema.model import Dialect

__all__ = ["Parsed", "tables_of"]

_COLUMNS = ("Column", "mapped_column", "Field")
_MODELS = ("DeclarativeBase", "DeclarativeBaseNoMeta", "MappedAsDataclass", "SQLModel", "Model")


@dataclass(slots=True)
class Parsed:
    """A table on its way: its columns as SQL (the type None where that of the column it refers to is meant)."""

    name: str
    origin: Origin
    columns: dict[str, _Column] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    namespace: str = ""


@dataclass(slots=True)
class _Column:
    name: str
    kind: Kind | None
    nullable: bool | None = None
    primary: bool = False
    unique: bool = False
    default: str = ""
    computed: str = ""
    counted: bool = True
    foreign: tuple[str, str] | None = None  # table.column, and the actions


class _Reader:
    def __init__(self, source: Source, dialect: Dialect) -> None:
        self.source, self.dialect = source, dialect
        self.tables: dict[str, Parsed] = {}
        self.types: dict[str, str] = {}
        self.notes: list[Note] = list(source.notes)
        self._of: dict[str, Parsed] = {}

    def read(self) -> None:
        for of in self.source.classes.values():
            self._class(of)
        for name, node in self.source.names.items():
            call = call_of(node)
            if call is not None and call.name == "Table" and call.args and isinstance(constant(call.args[0]), str):
                self._table(call, Origin(self.source.files[name], node.lineno))
        self._kinds()

    # ------------------------------------------------------------ tables

    def _class(self, of: Class) -> Parsed | None:
        """The table of a class: its own, or that of the class which it is a kind of."""
        if of.name in self._of:
            return self._of[of.name]
        above = self.source.above(of)
        if not self._is_model(of, above) or constant(of.assigned("__abstract__")) is True:
            return None
        name = self._name(of, above)
        parent = next((table for each in above if (table := self._class(each)) is not None), None)
        table = parent if not name and parent is not None else None
        if table is None:
            if not name:
                return None
            table = self.tables.setdefault(name, Parsed(name, of.origin))
        self._of[of.name] = table
        mapped = [each for each in above if each.name in self._of]
        theirs = {every.name for each in mapped for every in [each, *self.source.above(each)]}
        own = [of, *(each for each in above if each.name not in theirs)]
        for each in reversed(own) if self._is_sqlmodel(of, above) else own:
            self._columns(table, each)
        for each in own[: 1 if of.assigned("__table_args__") is not None else None]:
            self._arguments(table, each)
        return table

    def _is_sqlmodel(self, of: Class, above: list[Class]) -> bool:
        return any("SQLModel" in each.bases for each in [of, *above])

    def _is_model(self, of: Class, above: list[Class]) -> bool:
        flag = next((word.value for word in of.node.keywords if word.arg == "table"), None)
        if self._is_sqlmodel(of, above):
            return constant(flag) is True
        made = {
            name for name, node in self.source.names.items() if called(node) in ("declarative_base", "automap_base")
        }
        bases = {base for each in [of, *above] for base in each.bases}
        return bool(bases & {*made, *_MODELS}) and not {*of.bases} & {"DeclarativeBase", "DeclarativeBaseNoMeta"}

    def _name(self, of: Class, above: list[Class]) -> str:
        """The name of the table that a class has, "" where it has none of its own."""
        told = of.assigned("__tablename__")
        if told is not None:
            return str(constant(told) or "")
        if self._is_sqlmodel(of, above):
            return of.name.lower()
        if any(each.assigned("__tablename__") is not None for each in above):
            return ""
        for each in [of, *above]:
            for node in each.node.body:
                if isinstance(node, ast.FunctionDef) and node.name == "__tablename__":
                    found = said(node, of.name)
                    if not found:
                        why = "its name is made by a function that is more than a formula over the class's name"
                        self.notes.append(Note(f"{of.name} was not read", why, grave=True, origin=of.origin))
                    return found
        return snake(of.name) if any("Model" in each.bases for each in [of, *above]) else ""

    def _columns(self, table: Parsed, of: Class) -> None:
        for node in of.node.body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                self._attribute(table, of, node.target.id, node.annotation, node.value)
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self._attribute(table, of, node.targets[0].id, None, node.value)
            elif isinstance(node, ast.FunctionDef) and "declared_attr" in "".join(
                map(ast.unparse, node.decorator_list)
            ):
                returned = next((one.value for one in ast.walk(node) if isinstance(one, ast.Return)), None)
                if called(returned) in _COLUMNS:
                    self._attribute(table, of, node.name, None, returned)

    def _attribute(
        self, table: Parsed, of: Class, name: str, annotation: ast.expr | None, value: ast.expr | None
    ) -> None:
        call = call_of(value)
        is_column = call is not None and call.name in _COLUMNS
        if name.startswith("__") or name in table.columns or (call is not None and not is_column):
            return
        told = of_annotation(annotation, self.source, self.dialect) if annotation is not None else None
        is_sqlmodel = self._is_sqlmodel(of, self.source.above(of))
        if not is_column and (told is None or (called(annotation) != "Mapped" and not is_sqlmodel)):
            return
        parts = [part for part in (call, told.call if told else None) if part is not None]
        column = self._column(name, parts, told.kind if told else None, of)
        if column.nullable is None and told is not None:
            column.nullable = told.nullable
        table.columns[column.name] = column

    def _table(self, call: Call, origin: Origin) -> None:
        name = str(constant(call.args[0]))
        table = self.tables.setdefault(name, Parsed(name, origin))
        for node in call.args[2:]:
            part = call_of(node)
            if part is not None and part.name == "Column":
                column = self._column("", [part], None, None)
                table.columns[column.name] = column
            elif part is not None:
                self._constraint(table, part)

    # ------------------------------------------------------------ columns and constraints

    def _column(self, name: str, calls: list[Call], kind: Kind | None, of: Class | None) -> _Column:
        column = _Column(name, kind)
        for call in reversed(calls):
            for number, node in enumerate(call.args):
                if number == 0 and isinstance(constant(node), str):
                    column.name = str(constant(node))
                else:
                    self._argument(column, node, of)
            self._words(column, call, of)
        return column

    def _argument(self, column: _Column, node: ast.expr, of: Class | None) -> None:
        call, word = call_of(node), called(node)
        if word == "ForeignKey" and call is not None and call.args:
            target = constant(call.args[0])
            target = target if isinstance(target, str) else self._attribute_path(call.args[0])
            column.foreign = (target, _actions(call))
        elif word == "Computed" and call is not None:
            column.computed = str(constant(call.args[0]))
        elif word in ("Identity", "Sequence", "CheckConstraint"):
            column.counted = True
        elif (found := kind_of(node, self.source, self.dialect)) is not None:
            column.kind = found
        elif column.kind is None:
            why = f"{ast.unparse(node)[:60]} is no type that is known here"
            origin = Origin(of.file, node.lineno) if of else None
            self.notes.append(Note(f"the type of {column.name} is taken as text", why, grave=True, origin=origin))
            column.kind = Kind("text")

    def _attribute_path(self, node: ast.expr) -> str:
        """The column that `User.id` or `users.c.id` names."""
        parts = ast.unparse(node).split(".")
        of = self.source.classes.get(parts[0])
        table = self._class(of) if of is not None else None
        known = call_of(self.source.names.get(parts[0]))
        name = table.name if table else str(constant(known.args[0])) if known and known.args else parts[0]
        return f"{name}.{parts[-1]}"

    def _words(self, column: _Column, call: Call, of: Class | None) -> None:
        column.primary = call.flag("primary_key") or column.primary
        column.unique = call.flag("unique") or column.unique
        column.nullable = call.flag("nullable") if call.flag("nullable") is not None else column.nullable
        column.counted = call.flag("autoincrement") is not False and column.counted
        if isinstance(name := constant(call.words.get("name")), str):
            column.name = name
        if isinstance(key := constant(call.words.get("foreign_key")), str):
            column.foreign = (key, "")
        if isinstance(most := constant(call.words.get("max_length")), int):
            column.kind = Kind(f"varchar({most})")
        for word in ("type_", "sa_type"):
            if word in call.words:
                self._argument(column, call.words[word], of)
        column.default = _default(call.words.get("server_default")) or column.default

    def _arguments(self, table: Parsed, of: Class) -> None:
        told = of.assigned("__table_args__")
        parts = told.elts if isinstance(told, ast.Tuple) else [told] if told is not None else []
        for node in parts:
            if isinstance(node, ast.Dict):
                schema = next((constant(value) for key, value in zip(node.keys, node.values, strict=True)
                               if key is not None and constant(key) == "schema"), None)  # fmt: skip
                table.namespace = schema or ""
            elif (call := call_of(node)) is not None:
                self._constraint(table, call)

    def _constraint(self, table: Parsed, call: Call) -> None:
        names = [str(constant(node)) for node in call.args if isinstance(constant(node), str)]
        match call.name:
            case "UniqueConstraint":
                table.parts.append(f"UNIQUE ({listed(names)})")
            case "PrimaryKeyConstraint":
                for name in names:
                    if name in table.columns:
                        table.columns[name].primary = True
            case "CheckConstraint" if call.args:
                inner = call_of(call.args[0])
                text = constant(inner.args[0] if inner and inner.name == "text" and inner.args else call.args[0])
                if isinstance(text, str):
                    table.parts.append(f"CHECK ({text})")
                else:
                    why = f"{ast.unparse(call.args[0])[:60]} is no text"
                    self.notes.append(
                        Note("a check was not read", why, table=table.name, grave=True, origin=table.origin)
                    )
            case "ForeignKeyConstraint" if len(call.args) > 1:
                own, far = constant(call.args[0]), constant(call.args[1])
                if own and far:
                    there, columns = far[0].rpartition(".")[0], [name.rpartition(".")[2] for name in far]
                    table.later.append(
                        f"FOREIGN KEY ({listed(own)}) REFERENCES {there} ({listed(columns)}){_actions(call)}"
                    )
            case "Index" if call.flag("unique"):
                table.later.append(f"UNIQUE ({listed(names[1:])})")

    def _kinds(self) -> None:
        """The classes that a row of a shared table may be of, as a check."""
        for of in self.source.classes.values():
            told = of.assigned("__mapper_args__")
            table = self._of.get(of.name)
            if not isinstance(told, ast.Dict) or table is None:
                continue
            words = {constant(key): value for key, value in zip(told.keys, told.values, strict=True) if key is not None}
            on = words.get("polymorphic_on")
            column = (constant(on) or called(on)) if on is not None else ""
            found = [self._identity(each) for each in self.source.classes.values()
                     if each is of or of in self.source.above(each)]  # fmt: skip
            values = sorted(value for value in found if isinstance(value, str))
            if column in table.columns and values:
                listed = ", ".join(f"'{value}'" for value in values)
                table.checks.append(f'"{column}" IN ({listed})')

    def _identity(self, of: Class) -> object:
        told = of.assigned("__mapper_args__")
        if not isinstance(told, ast.Dict):
            return None
        pairs = zip(told.keys, told.values, strict=True)
        return next((constant(value) for key, value in pairs if key and constant(key) == "polymorphic_identity"), None)

    # ------------------------------------------------------------ statements

    def statements(self) -> Iterator[str]:
        for table in self.tables.values():
            for column in table.columns.values():
                self._typed(column, 0)
                if column.kind is not None and column.kind.enum and self.dialect == "postgres":
                    values = ", ".join(f"'{value}'" for value in column.kind.values)
                    self.types.setdefault(column.kind.enum, f"CREATE TYPE {column.kind.enum} AS ENUM ({values})")
        yield from self.types.values()
        for table in self.tables.values():
            yield self._created(table)
        for table in self.tables.values():
            for part in table.later:
                yield f"ALTER TABLE {_id(table)} ADD {part}"

    def _typed(self, column: _Column, depth: int) -> str:
        """The type of a column, or of that which it refers to."""
        if column.kind is None and column.foreign is not None and depth < 9:
            name, _, far = column.foreign[0].rpartition(".")
            there = self.tables.get(name) or self.tables.get(name.rpartition(".")[2])
            other = there.columns.get(far) if there else None
            if other is not None:
                self._typed(other, depth + 1)
                column.kind = other.kind
        return column.kind.sql(self.dialect) if column.kind is not None else "text"

    def _created(self, table: Parsed) -> str:
        keys = [column for column in table.columns.values() if column.primary]
        items = [self._line(table, column, alone=len(keys) == 1) for column in table.columns.values()]
        items += [f"PRIMARY KEY ({listed([column.name for column in keys])})"] if keys else []
        for column in table.columns.values():
            items += [f"UNIQUE ({listed([column.name])})"] if column.unique else []
            if column.kind is not None and column.kind.values and (not column.kind.enum or self.dialect == "sqlite"):
                values = ", ".join(f"'{value}'" for value in column.kind.values)
                table.checks.append(f'"{column.name}" IN ({values})')
            if column.foreign is not None:
                there, _, far = column.foreign[0].rpartition(".")
                if there in self.tables or there.rpartition(".")[2] in self.tables:
                    target = f"{quoted(there)} ({listed([far])}){column.foreign[1]}"
                    table.later.append(f"FOREIGN KEY ({listed([column.name])}) REFERENCES {target}")
                else:
                    why = f"{there} was not found in the source"
                    self.notes.append(
                        Note("a reference is not kept", why, table=table.name, column=column.name, grave=True)
                    )
        return f"CREATE TABLE {_id(table)} ({', '.join([*items, *table.parts])})"

    def _line(self, table: Parsed, column: _Column, *, alone: bool) -> str:
        type = self._typed(column, 0)
        counts = column.primary and alone and column.counted and column.foreign is None and not column.default
        serial = {"integer": "SERIAL", "bigint": "BIGSERIAL", "smallint": "SMALLSERIAL"}.get(type.lower())
        if counts and serial and self.dialect == "postgres":
            type = serial
        words = [f'"{column.name}" {type}']
        words += [f"GENERATED ALWAYS AS ({column.computed}) STORED"] if column.computed else []
        words += [f"DEFAULT {column.default}"] if column.default else []
        is_null = column.nullable is not False if not column.primary else False
        return " ".join(words) + ("" if is_null else " NOT NULL")


def tables_of(source: Source, dialect: Dialect) -> tuple[list[str], Mapping[str, Parsed], list[Note]]:
    """The statements that create the tables of a source, the tables by name, and what of them is not known."""
    reader = _Reader(source, dialect)
    reader.read()
    statements = list(reader.statements())
    return statements, reader.tables, reader.notes


def _actions(call: Call) -> str:
    found = ""
    for word, sql in (("ondelete", "ON DELETE"), ("onupdate", "ON UPDATE")):
        if isinstance(told := constant(call.words.get(word)), str):
            found += f" {sql} {told}"
    return found + (" DEFERRABLE INITIALLY DEFERRED" if call.flag("deferrable") and "initially" in call.words else "")


def _default(node: ast.expr | None) -> str:
    if node is None:
        return ""
    call = call_of(node)
    if call is not None and call.name == "text" and call.args:
        return str(constant(call.args[0]) or "")
    if call is not None and ast.unparse(node).startswith(("func.", "sa.func.", "sqlalchemy.func.")):
        return {"now": "now()", "current_timestamp": "CURRENT_TIMESTAMP"}.get(call.name, f"{call.name}()")
    value = constant(node)
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return {"true": "true", "false": "false"}.get(called(node), "")


def _id(table: Parsed) -> str:
    return quoted(f"{table.namespace}.{table.name}" if table.namespace else table.name)
