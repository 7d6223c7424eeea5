"""`prisma_models`: the models of a Prisma schema as its client knows them: fields, relations, enums, keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seedbed.classes import dataclass
from seedbed.errors import ReadError
from seedbed.read.prisma.blocks import Block, Call, Entry, Number, Text, Value, Word, blocks
from seedbed.read.prisma.types import SCALARS

__all__ = ["PrismaClient", "PrismaField", "PrismaModel", "prisma_client"]


@dataclass(frozen=True, slots=True)
class PrismaField:
    """A field: of a scalar type, of an enum, or a relation to a model (`local` fields hold its key, `remote` there).

    `native` is the name behind `@db.` with its numbers; `filled` says that a default, or the database, gives a value.
    """

    name: str
    type: str
    many: bool = False
    optional: bool = False
    filled: bool = False
    native: str = ""
    numbers: tuple[int, ...] = ()
    relation: str = ""
    local: tuple[str, ...] = ()
    remote: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class PrismaModel:
    """A model with its key, and the sets of fields that are unique (the key among them)."""

    name: str
    fields: tuple[PrismaField, ...]
    key: tuple[str, ...]
    uniques: tuple[tuple[str, ...], ...]
    key_name: str = ""
    line: int = 0

    def field(self, name: str) -> PrismaField:
        """The field of that name; KeyError where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class PrismaClient:
    """What the generated client offers: models, the members of enums, and where it is imported from."""

    models: tuple[PrismaModel, ...]
    enums: Mapping[str, tuple[str, ...]]
    module: str = "@prisma/client"


def prisma_client(texts: Mapping[str, str]) -> PrismaClient:
    """The client of the files of a Prisma schema, by name. Raises ReadError where they are none."""
    found, problems = blocks("\n".join(texts.values()), lambda line: f"{next(iter(texts))}:{line}")
    if problems:
        raise ReadError(*problems)
    models = [block for block in found if block.kind == "model" and not any(block.all("ignore"))]
    names = {block.name for block in models}
    enums = {block.name: tuple(entry.name for entry in block.entries) for block in found if block.kind == "enum"}
    return PrismaClient(tuple(_model(block, names, enums) for block in models), enums, _module(found))


def _module(found: Sequence[Block]) -> str:
    """Where the client is imported from by a file beside the schema."""
    generators = [block for block in found if block.kind == "generator"]
    for block in generators:
        provider, output = _text(block, "provider"), _text(block, "output")
        if provider in ("prisma-client-js", "prisma-client") and output:
            path = output if output.startswith(".") else f"./{output}"
            return f"{path}/client" if provider == "prisma-client" else path
    return "@prisma/client"


def _text(block: Block, name: str) -> str:
    entry = block.get(name)
    return entry.value.text if entry is not None and isinstance(entry.value, Text) else ""


def _model(block: Block, models: set[str], enums: Mapping[str, tuple[str, ...]]) -> PrismaModel:
    entries = [entry for entry in block.entries if not entry.get("ignore")]
    fields = tuple(_field(entry, models, enums) for entry in entries)
    alone = [(entry.name,) for entry in entries if entry.get("id")]
    wide = [(_names(each.get("", "fields")), each.get("name")) for each in block.all("id")]
    key = alone[0] if alone else wide[0][0] if wide else ()
    name = wide[0][1].text if wide and isinstance(wide[0][1], Text) else ""
    uniques = [key] if key else []
    uniques += [(entry.name,) for entry in entries if entry.get("unique")]
    uniques += [_names(each.get("", "fields")) for each in block.all("unique")]
    return PrismaModel(block.name, fields, key or (uniques[0] if uniques else ()), tuple(uniques), name, block.line)


def _field(entry: Entry, models: set[str], enums: Mapping[str, tuple[str, ...]]) -> PrismaField:
    relation = entry.get("relation")
    native = next((one for one in entry.attributes if one.name.startswith("db.")), None)
    numbers = (
        tuple(int(float(one.value.text)) for one in native.arguments if isinstance(one.value, Number)) if native else ()
    )
    name = relation.get("", "name") if relation else None
    known = entry.type in models or entry.type in enums or entry.type in SCALARS
    return PrismaField(
        entry.name,
        entry.type if known else "Unsupported",
        entry.suffix == "[]",
        entry.suffix == "?",
        bool(entry.get("default") or entry.get("updatedAt")),
        native.name.removeprefix("db.") if native else "",
        numbers,
        (name.text if isinstance(name, Text) else "-") if entry.type in models else "",
        _names(relation.get("fields")) if relation else (),
        _names(relation.get("references")) if relation else (),
        entry.line,
    )


def _names(value: Value | None) -> tuple[str, ...]:
    return tuple(item.name for item in value if isinstance(item, Word | Call)) if isinstance(value, tuple) else ()
