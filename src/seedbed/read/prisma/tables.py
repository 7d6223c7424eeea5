"""`Tables`: the models of a Prisma schema as CREATE TABLE statements, line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches

from seedbed.errors import Problem
from seedbed.read.prisma.blocks import Attribute, Block, Call, Entry, Number, Text, Value, Word
from seedbed.read.prisma.types import SCALARS, counting, native, natives
from seedbed.schema.model import Dialect

__all__ = ["Tables", "client_default", "stored_as"]

_ACTIONS = {
    "Cascade": "CASCADE",
    "NoAction": "NO ACTION",
    "Restrict": "RESTRICT",
    "SetDefault": "SET DEFAULT",
    "SetNull": "SET NULL",
}
_CLIENTS = frozenset({"cuid", "nanoid", "ulid", "uuid"})


class Tables:
    """The tables of a schema, and what was wrong with its models."""

    def __init__(self, found: Sequence[Block], where: Callable[[int], str], dialect: Dialect) -> None:
        self.problems: list[Problem] = []
        self._where, self._dialect = where, dialect
        self._models = {block.name: block for block in found if block.kind == "model"}
        self._views = {block.name for block in found if block.kind == "view"}
        self._enums = {block.name: block for block in found if block.kind == "enum"}

    def sql(self, lines: int) -> str:
        """The statements, each definition in the line where the schema has it."""
        out: dict[int, list[str]] = defaultdict(list)
        for enum in self._enums.values():
            if self._dialect == "postgres":
                values = ", ".join(map(_quoted, _values(enum)))
                out[enum.line].append(f"CREATE TYPE {self._table(enum)} AS ENUM ({values});")
        for model in self._models.values():
            out[model.line].append(f"CREATE TABLE {self._table(model)} (")
            for number, (line, text) in enumerate(self._items(model)):
                out[line].append(f", {text}" if number else text)
            out[model.end].append(");")
        for model, entry, other in self._joins():
            out[model.end].append(self._join(model, entry, other))
        return "\n".join(" ".join(out[line]) for line in range(1, lines + 1))

    # ------------------------------------------------------------ columns and keys

    def _items(self, model: Block) -> Iterator[tuple[int, str]]:
        """What stands between the brackets of a model's table, with the lines: keys below the last column."""
        last = model.line
        for entry in model.entries:
            if (
                entry.type not in self._models
                and entry.type not in self._views
                and (text := self._column(model, entry))
            ):
                yield (last := entry.line), text
        for entry in model.entries:
            if entry.type in self._models and (text := self._key(model, entry)):
                yield max(last, entry.line), text
        for attribute in model.attributes:
            words = {"id": "PRIMARY KEY", "unique": "UNIQUE"}.get(attribute.name)
            if words and (columns := self._columns(model, attribute, attribute.get("", "fields"))):
                yield max(last, attribute.line), f"{self._constraint(attribute)}{words} ({columns})"

    def _column(self, model: Block, entry: Entry) -> str:
        type = self._type(model, entry)
        if not type:
            return ""
        value = _default_of(entry)
        counts = isinstance(value, Call) and value.name in ("autoincrement", "sequence")
        words = [self._quote(stored_as(entry)), counting(type, self._dialect) if counts else type]
        if entry.suffix != "?" and not (entry.suffix == "[]" and self._dialect == "postgres"):
            words.append("NOT NULL")
        if value is not None and not counts and (text := self._default(value, type, entry)):
            words.append(f"DEFAULT {text}")
        if entry.get("id"):
            words.append("PRIMARY KEY" + " AUTOINCREMENT" * (counts and self._dialect == "sqlite"))
        if entry.get("unique"):
            words.append("UNIQUE")
        if self._dialect == "sqlite" and entry.type in self._enums:
            listed = ", ".join(map(_quoted, _values(self._enums[entry.type])))
            words.append(f"CHECK ({self._quote(stored_as(entry))} IN ({listed}))")
        return " ".join(words)

    def _type(self, model: Block, entry: Entry) -> str:
        """The SQL type of a field; "", with a problem, where there is none."""
        asked = next((found for found in entry.attributes if found.name.startswith("db.")), None)
        if asked is not None and (name := asked.name.removeprefix("db.")) not in natives(self._dialect):
            self._wrong(entry.line, f"{self._dialect} has no type @db.{name}", (name, natives(self._dialect)))
            return ""
        if entry.type == "Unsupported":
            return entry.raw
        if entry.type in SCALARS:
            type = native(entry.type, asked, self._dialect)
        elif entry.type in self._enums:
            type = self._enum(self._enums[entry.type])
        else:
            known = (*SCALARS, *self._models, *self._enums)
            self._wrong(entry.line, f"{model.name}.{entry.name} has the unknown type {entry.type}", (entry.type, known))
            return ""
        return type + "[]" * (entry.suffix == "[]" and self._dialect == "postgres")

    def _enum(self, enum: Block) -> str:
        if self._dialect == "postgres":
            return self._table(enum)
        return f"ENUM ({', '.join(map(_quoted, _values(enum)))})" if self._dialect == "mysql" else "TEXT"

    def _default(self, value: Value, type: str, entry: Entry) -> str:
        """The default that the database has; "" for one of the client's own."""
        match value:
            case Text(text):
                return _quoted(text)
            case Number(text):
                return text
            case Word(name) if entry.type in self._enums:
                told = self._enums[entry.type].get(name)
                return _quoted(stored_as(told) if told else name)
            case Word(name):
                return name
            case Call("now"):
                return "CURRENT_TIMESTAMP" + "(3)" * (self._dialect == "mysql" and type == "datetime(3)")
            case Call("dbgenerated", (given, *_)) if isinstance(given.value, Text):
                return given.value.text
            case tuple() if self._dialect == "postgres":
                items = ", ".join(self._default(item, type, entry) for item in value)
                return f"ARRAY[{items}]::{type}"
        return ""

    def _key(self, model: Block, entry: Entry) -> str:
        """The foreign key of a relation that has its columns here; "" where the other side has them."""
        relation, other = entry.get("relation"), self._models[entry.type]
        if relation is None or relation.get("fields") is None:
            if entry.suffix != "[]" and not any(found.get("relation") for found in _back(model, entry, other)):
                help = "give it @relation(fields: [...], references: [...])"
                self._wrong(entry.line, f"neither side of the relation {model.name}.{entry.name} has a key", help=help)
            return ""
        own = self._columns(model, relation, relation.get("fields"))
        there = self._columns(other, relation, relation.get("references"))
        if not own or not there:
            return ""
        if own.count(",") != there.count(","):
            self._wrong(relation.line, f"{model.name}.{entry.name} has as many fields as references", help="name pairs")
            return ""
        actions = "".join(
            f" {words} {_ACTIONS[action.name]}"
            for name, words in (("onDelete", "ON DELETE"), ("onUpdate", "ON UPDATE"))
            if isinstance(action := relation.get(name), Word) and action.name in _ACTIONS
        )
        return f"{self._constraint(relation)}FOREIGN KEY ({own}) REFERENCES {self._table(other)} ({there}){actions}"

    def _columns(self, model: Block, attribute: Attribute, value: Value | None) -> str:
        """The columns that an attribute names; "", with a problem, where a model lacks one."""
        found = []
        for item in value if isinstance(value, tuple) else ():
            name = item.name if isinstance(item, Word | Call) else ""
            entry = model.get(name)
            if entry is None or entry.type in self._models:
                fields = [entry.name for entry in model.entries if entry.type not in self._models]
                self._wrong(attribute.line, f"{model.name} has no column {name}", (name, fields))
                return ""
            found.append(self._quote(stored_as(entry)))
        if not found:
            self._wrong(attribute.line, f"@{attribute.name} names no fields", help="write them as [first, second]")
        return ", ".join(found)

    def _constraint(self, attribute: Attribute) -> str:
        name = attribute.get("map")
        return f"CONSTRAINT {self._quote(name.text)} " if isinstance(name, Text) else ""

    # ------------------------------------------------------------ relations of many to many

    def _joins(self) -> Iterator[tuple[Block, Entry, Block]]:
        """The pairs of lists that refer to each other, the one whose model comes first in the alphabet."""
        for model in self._models.values():
            for entry in model.entries:
                if entry.suffix != "[]" or entry.type not in self._models:
                    continue
                other = self._models[entry.type]
                back = [*_back(model, entry, other)]
                if not back:
                    help = f"give {other.name} a field of the type {model.name}"
                    self._wrong(entry.line, f"the relation {model.name}.{entry.name} has no other side", help=help)
                for found in back:
                    if found.suffix == "[]" and (model.name, entry.name) <= (other.name, found.name):
                        yield model, entry, other

    def _join(self, model: Block, entry: Entry, other: Block) -> str:
        """The table that Prisma makes for a relation of many to many."""
        name = f"_{_relation(entry) or f'{model.name}To{other.name}'}"
        items = []
        for letter, side in (("A", model), ("B", other)):
            key = next((found for found in side.entries if found.get("id")), None)
            if key is None:
                help = "give it a field with @id, or write the table of the relation as a model"
                self._wrong(entry.line, f"{side.name} has no key of one field", help=help)
                return ""
            items.append(f"{self._quote(letter)} {self._type(side, key)} NOT NULL")
            target = f"{self._table(side)} ({self._quote(stored_as(key))})"
            items.append(f"FOREIGN KEY ({self._quote(letter)}) REFERENCES {target} ON DELETE CASCADE ON UPDATE CASCADE")
        items.append(f"PRIMARY KEY ({self._quote('A')}, {self._quote('B')})")
        items.sort(key=lambda item: item.startswith(("FOREIGN", "PRIMARY")))
        space = self._space(model)
        return f"CREATE TABLE {space}{self._quote(name)} ({', '.join(items)});"

    # ------------------------------------------------------------ names

    def _table(self, block: Block) -> str:
        return f"{self._space(block)}{self._quote(block.mapped())}"

    def _space(self, block: Block) -> str:
        for attribute in block.all("schema"):
            if isinstance(value := attribute.get("", "map"), Text) and value.text != "public":
                return f"{self._quote(value.text)}."
        return ""

    def _quote(self, name: str) -> str:
        mark = "`" if self._dialect == "mysql" else '"'
        return f"{mark}{name.replace(mark, mark * 2)}{mark}"

    def _wrong(self, line: int, what: str, near: tuple[str, Iterable[str]] = ("", ()), help: str = "") -> None:
        """Notes a problem; `near` is a word, and those that it may have been meant to be."""
        found = get_close_matches(near[0], sorted(near[1]), 1)
        help = f"did you mean {found[0]}?" if found else help
        self.problems.append(Problem(what, self._where(line), help=help))


def _back(model: Block, entry: Entry, other: Block) -> Iterator[Entry]:
    """The fields of the other model that are the other side of a relation."""
    for found in other.entries:
        if found.type != model.name or _relation(found) != _relation(entry):
            continue
        if other is not model or found is not entry or (entry.suffix == "[]" and _is_alone(model, entry)):
            yield found


def _is_alone(model: Block, entry: Entry) -> bool:
    """Whether a model refers to itself by this field only."""
    same = [found for found in model.entries if found.type == entry.type and _relation(found) == _relation(entry)]
    return len(same) == 1


def _relation(entry: Entry) -> str:
    """The name of a relation, "" where it has none."""
    relation = entry.get("relation")
    value = relation.get("", "name") if relation else None
    return value.text if isinstance(value, Text) else ""


def stored_as(entry: Entry) -> str:
    """What a field or a value is called in the database."""
    mapped = entry.get("map")
    value = mapped.get("", "name") if mapped else None
    return value.text if isinstance(value, Text) else entry.name


def client_default(entry: Entry) -> str:
    """The call by which Prisma's client fills a field, `cuid()` or `nanoid(10)`; "" where the database does it."""
    value = _default_of(entry)
    if not isinstance(value, Call) or value.name not in _CLIENTS:
        return ""
    numbers = (given.value.text for given in value.arguments if isinstance(given.value, Number))
    return f"{value.name}({', '.join(numbers)})"


def _default_of(entry: Entry) -> Value | None:
    default = entry.get("default")
    return default.get("", "value") if default else None


def _values(enum: Block) -> list[str]:
    return [stored_as(entry) for entry in enum.entries]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
