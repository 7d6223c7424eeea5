"""How the rows of a Prisma model are seeded: the parents they take, what keeps them apart, what their fields hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from seedbed.classes import dataclass
from seedbed.read.prisma.models import PrismaClient, PrismaField, PrismaModel
from seedbed.scaffold.typescript.values import after, distinct, edges, is_end, usual, words_of

__all__ = ["client_name", "constant", "edge_rows", "function", "parents", "skipped"]

_WORDS = """completed complete done finished ended closed resolved failed cancelled canceled expired deleted archived
paid delivered success succeeded error"""
_DONE = frozenset(_WORDS.split())
_STATES = ("status", "state")


@dataclass(frozen=True, slots=True)
class _Rows:
    """What keeps rows apart: the index of each relation and enum, fields made distinct, and the most rows."""

    indexes: Mapping[str, str]
    distinct: frozenset[str]
    limits: tuple[str, ...]


def client_name(model: str) -> str:
    """What the client calls a model."""
    return model[:1].lower() + model[1:]


def constant(name: str) -> str:
    """The name of a constant."""
    return "_".join(words_of(name)).upper()


def parents(model: PrismaModel) -> list[PrismaField]:
    """The relations whose key a model holds, those that must be there first."""
    held = [field for field in model.fields if field.relation and field.local]
    return sorted(held, key=lambda field: _may_miss(model, field))


def skipped(client: PrismaClient) -> dict[str, str]:
    """The models of which no row can be made, each with the reason."""
    found: dict[str, str] = {}
    for model in client.models:
        unknown = [field.name for field in model.fields if field.type == "Unsupported"]
        if any(not (field.optional or field.filled) for field in model.fields if field.name in unknown):
            found[model.name] = f"the client cannot write {', '.join(unknown)}"
        elif not model.key:
            found[model.name] = "it has no key"
        elif any(field.type == model.name and not _may_miss(model, field) for field in parents(model)):
            found[model.name] = "each row needs an earlier one of its own"
    while True:
        more = {
            model.name: f"it needs a {field.type}"
            for model in client.models if model.name not in found
            for field in parents(model) if field.type in found and not _may_miss(model, field)
        }  # fmt: skip
        if not more:
            return found
        found |= more


def function(model: PrismaModel, client: PrismaClient, known: frozenset[str]) -> str:
    """The function that seeds a model; `known` are the models that are seeded."""
    name = client_name(model.name)
    rows = _apart(model, client, known)
    body = [*_parents(model, rows, known), *_states(model, client, rows)]
    fields = [*_fields(model, client, rows, known), *_links(model, client, known)]
    text = "\n".join([*body, *fields])
    early = [f"  if (made.{client_name(field.type)}.length === 0) return;" for field in parents(model)
             if not _may_miss(model, field)]  # fmt: skip
    least = max((len(client.enums[field.type]) for field in model.fields if _is_role(field, client)), default=1)
    edge = max(least, len(edge_rows(model)))
    full = "count" if least == 1 else f"Math.max(count, {least})"
    total = f'scenario === "full" ? {full} : scenario === "edge" ? {edge} : {least}'
    limits = "".join(f", {limit}" for limit in rows.limits)
    lines = [
        f"async function seed{model.name}(",
        "  db: Db, { scenario, count }: Options, made: Made, entries: Entry[],",
        "): Promise<void> {",
        *dict.fromkeys(early),
    ]
    lines += [f"  const start = await db.{name}.count();"] if _uses(text + limits, "n", "start") else []
    lines += [f"  const total = Math.min({total}{limits});" if limits else f"  const total = {total};"]
    lines += ["  for (let i = 0; i < total; i++) {"]
    lines += ["    const n = start + i;"] if _uses(text, "n") else []
    if _uses(text, "created", "later"):
        lines.append("    const created = moment(new Date(TODAY.getTime() - 365 * DAY), 300);")
    lines += ["    const later = moment(created, 30);"] if _uses(text, "later") else []
    lines += [*body, f"    const data: Prisma.{model.name}UncheckedCreateInput = {{", *fields, "    };"]
    if edge_rows(model):
        lines.append(f'    if (scenario === "edge") Object.assign(data, pick({constant(model.name)}_EDGES, i));')
    key = ", ".join(f"{each}: row.{each}" for each in model.key)
    lines += [
        f"    const row = await db.{name}.create({{ data }});",
        f"    made.{name}.push(row);",
        f'    entries.push({{ model: "{name}", key: {{ {key} }} }});',
        "  }",
        "}",
    ]
    return "\n".join(lines)


def edge_rows(model: PrismaModel) -> list[str]:
    """The boundaries that rows of the edge scenario take, one field each."""
    taken = {name for unique in model.uniques for name in unique}
    taken |= {name for field in model.fields for name in field.local}
    plain = [
        field
        for field in model.fields
        if not field.relation and field.name not in taken and field.type != "Unsupported"
    ]
    return [f"{{ {field.name}: {value} }}" for field in plain for value in dict.fromkeys(edges(field))]


def _uses(text: str, *names: str) -> bool:
    """Whether a text has one of the names in its code."""
    return any(re.search(rf"(?<![\w.]){name}\b", text) for name in names)


def _may_miss(model: PrismaModel, relation: PrismaField) -> bool:
    return any(model.field(name).optional for name in relation.local)


def _is_role(field: PrismaField, client: PrismaClient) -> bool:
    return field.type in client.enums and not field.many and words_of(field.name)[-1:] == ("role",)


# ---------------------------------------------------------------- what keeps rows apart


def _apart(model: PrismaModel, client: PrismaClient, known: frozenset[str]) -> _Rows:
    indexes: dict[str, str] = {}
    free: set[str] = set()
    limits: list[str] = []
    for unique in model.uniques:
        members = [_member(model, name, known) for name in unique]
        loose = [
            name for name, of in zip(unique, members, strict=True) if of is None and _is_free(model.field(name), client)
        ]
        if loose:
            free.add(next((name for name in loose if not model.field(name).filled), loose[0]))
            continue
        parts = [*dict.fromkeys((of.name, f"made.{client_name(of.type)}.length", _may_miss(model, of)) if of is not None
                                else (name, f"{_choices(model.field(name), client)}", False)
                                for name, of in zip(unique, members, strict=True))]  # fmt: skip
        start = "i" if any("made." in size for _, size, _ in parts) else "n"
        if any(indexes.get(name) for name, _, _ in parts) or not parts:
            continue
        before: list[str] = []
        for name, size, _ in parts:
            whole = " * ".join(before)
            indexes[name] = f"Math.floor({start} / ({whole}))" if before else start
            before.append(size)
        if not any(missing for _, _, missing in parts):
            limits.append(" * ".join(before) + ("" if start == "i" else " - start"))
    return _Rows(indexes, frozenset(free), tuple(limits))


def _member(model: PrismaModel, name: str, known: frozenset[str]) -> PrismaField | None:
    """The relation whose key a field is part of."""
    return next((field for field in parents(model) if name in field.local and field.type in known), None)


def _is_free(field: PrismaField, client: PrismaClient) -> bool:
    """Whether a field has as many values as there may be rows."""
    return field.type not in client.enums and field.type not in ("Boolean", "Unsupported")


def _choices(field: PrismaField, client: PrismaClient) -> str:
    return str(len(client.enums[field.type])) if field.type in client.enums else "2"


# ---------------------------------------------------------------- fields


def _parents(model: PrismaModel, rows: _Rows, known: frozenset[str]) -> Iterator[str]:
    """The rows that are referred to."""
    taken: dict[str, str] = {}
    for field in parents(model):
        if field.type not in known:
            continue
        there, missing = f"made.{client_name(field.type)}", _may_miss(model, field)
        shared = [(taken[own], far) for own, far in zip(field.local, field.remote, strict=True) if own in taken]
        index = rows.indexes.get(field.name, "i")
        if field.type == model.name:
            yield f"    const {field.name} = i > 0 ? {there}[Math.floor((i - 1) / 2)] : undefined;"
        elif shared:
            same = " && ".join(f"each.{far} === {own}" for own, far in shared)
            yield f"    const {field.name} = {there}.filter((each) => {same})[0];"
            if not missing:
                yield f"    if ({field.name} === undefined) continue;"
        elif missing and field.name in rows.indexes:
            yield f"    const {field.name} = {there}[{index}];"
        elif missing:
            yield f"    const {field.name} = {there}.length && i % 5 !== 4 ? pick({there}, {index}) : undefined;"
        else:
            yield f"    const {field.name} = pick({there}, {index});"
        mark = "?" if missing else ""
        for own, far in zip(field.local, field.remote, strict=True):
            taken.setdefault(own, f"{field.name}{mark}.{far}")


def _states(model: PrismaModel, client: PrismaClient, rows: _Rows) -> Iterator[str]:
    state = _state(model, client)
    if state is not None:
        yield f"    const {state.name} = pick({constant(state.type)}, {rows.indexes.get(state.name, 'i')});"


def _state(model: PrismaModel, client: PrismaClient) -> PrismaField | None:
    """The field of the state on which moments of an end depend."""
    if not any(is_end(field) for field in model.fields):
        return None
    found = (field for field in model.fields if field.type in client.enums and not field.many)
    return next((field for field in found if words_of(field.name)[-1] in _STATES), None)


def _fields(model: PrismaModel, client: PrismaClient, rows: _Rows, known: frozenset[str]) -> Iterator[str]:
    keys: dict[str, str] = {}
    for relation in parents(model):
        mark = "?" if _may_miss(model, relation) else ""
        for own, far in zip(relation.local, relation.remote, strict=True):
            if relation.type in known:
                keys.setdefault(own, f"{relation.name}{mark}.{far}" + " ?? null" * bool(mark))
    state = _state(model, client)
    for field in model.fields:
        if field.relation or field.type == "Unsupported":
            continue
        if field.name in keys:
            yield f"      {field.name}: {keys[field.name]},"
        elif value := _value(field, model, client, rows, state):
            yield f"      {field.name}: {value},"


def _value(field: PrismaField, model: PrismaModel, client: PrismaClient, rows: _Rows, state: PrismaField | None) -> str:
    """What a field holds; "" where its default does."""
    if any(field.name in relation.local for relation in parents(model)):
        return "null" if field.optional else ""
    if (
        field.filled
        and (field.name in model.key or field.type in ("String", "Json", "Bytes"))
        and field.type not in client.enums
    ):
        return ""
    if field is state:
        return field.name
    return _varied(field, model, client, rows, state)


def _varied(
    field: PrismaField, model: PrismaModel, client: PrismaClient, rows: _Rows, state: PrismaField | None
) -> str:
    """What the rows of a model hold in turn, or each of its own."""
    if field.type in client.enums:
        one = f"pick({constant(field.type)}, {rows.indexes.get(field.name, 'i')})"
        return f"[{one}]" if field.many else one
    if field.many:
        return f"[{usual(field, model.name)}, {usual(field, model.name)}]"
    if field.name in rows.distinct:
        return distinct(field, model.name)
    if field.name in rows.indexes:
        return f"{rows.indexes[field.name]} % 2 === 0"
    if is_end(field):
        return _ended(state, client)
    value = usual(field, model.name)
    nothing = "Prisma.DbNull" if field.type == "Json" else "null"
    return f"i % 5 === 4 ? {nothing} : {value}" if field.optional and not after(field) else value


def _ended(state: PrismaField | None, client: PrismaClient) -> str:
    """When something was done, where its state says that it is."""
    if state is not None:
        done = [value for value in client.enums[state.type] if _DONE & {*words_of(value)}]
        if done:
            return f"{_listed(done)}.includes({state.name}) ? later : null"
    return "i % 5 === 4 ? later : null"


def _listed(values: list[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


def _links(model: PrismaModel, client: PrismaClient, known: frozenset[str]) -> Iterator[str]:
    """Relations of many to many, told by the model that comes later."""
    names = [each.name for each in client.models]
    for field in model.fields:
        if (
            not (field.relation and field.many and not field.local)
            or field.type not in known
            or field.type == model.name
        ):
            continue
        other = next(each for each in client.models if each.name == field.type)
        back = [each for each in other.fields if each.type == model.name and each.relation == field.relation]
        if len(back) == 1 and back[0].many and names.index(other.name) < names.index(model.name):
            there = f"made.{client_name(other.name)}"
            key = ", ".join(f"{name}: each.{name}" for name in other.key)
            yield f"      {field.name}: {{ connect: {there}.slice(i % 3, (i % 3) + 2).map((each) => ({{ {key} }})) }},"
