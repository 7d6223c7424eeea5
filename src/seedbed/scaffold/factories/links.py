"""References between models: which attribute leads where, and which of them have to wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from seedbed.errors import Note
from seedbed.project.facts import Model
from seedbed.scaffold.factories.circles import is_optional, waits
from seedbed.scaffold.factories.parts import Link
from seedbed.schema.graph import components
from seedbed.schema.model import ForeignKey, Schema

__all__ = ["links_of", "needed", "notes_of", "ordered"]


_ENDINGS = ("_id", "_uuid", "_pk", "Id")
"""What the names of keys end in, beside the name of the row that they lead to."""


def links_of(models: Iterable[Model], schema: Schema) -> Mapping[str, tuple[Link, ...]]:
    """The links of each model, by its path; models may wait for each other in circles."""
    models = tuple(models)
    return {model.path: tuple(_links(model, models, schema)) for model in models}


def ordered(models: Iterable[Model], links: Mapping[str, tuple[Link, ...]]) -> tuple[Model, ...]:
    """The models, each after those whose rows it needs."""
    by_path = {model.path: model for model in models}
    waiting = {path: [*some, by_path[path].inherits] for path, some in waits(links).items()}
    return tuple(by_path[path] for group in components(waiting) for path in group if path in by_path)


def needed(own: Iterable[Model], every: tuple[Model, ...], links: Mapping[str, tuple[Link, ...]]) -> frozenset[str]:
    """The paths of models that some models need for their rows, themselves among them."""
    found: set[str] = set()
    waiting = [model.path for model in own]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [link.target.path for link in links.get(path, ())]
            waiting += [model.inherits for model in every if model.path == path and model.inherits]
    return frozenset(found)


def notes_of(models: Iterable[Model], every: tuple[Model, ...], schema: Schema) -> Iterator[Note]:
    """References of models to tables that none of them all has."""
    for model in models:
        for key in _keys(model, schema):
            if _target(key, every) is None:
                what = f"{', '.join(key.columns)} refers to {key.table}, which no model has"
                yield Note(what, help="give the key in the call", table=model.name)


def _links(model: Model, models: tuple[Model, ...], schema: Schema) -> Iterator[Link]:
    generic = _generic(model, models)
    taken: dict[str, tuple[str, str]] = {}  # own attribute to the link and the attribute of its target
    made: dict[str, Model] = {}
    for key in _keys(model, schema):
        target = _target(key, models)
        pairs = () if target is None else _pairs(model, target, key)
        if target is None or not pairs or _is_inherited(model, target, key):
            continue
        own = [mine for mine, _ in pairs]
        target = _heir(model, own, target, models)
        if generic & set(own):
            continue  # the row itself is given, and its kind with it
        if all(mine in taken and taken[mine][1] == theirs for mine, theirs in pairs):
            continue  # the same reference, written twice
        if all(mine in taken and _leads(made[taken[mine][0]], taken[mine][1], target) for mine in own):
            continue  # the row is there already: one that another link leads to refers to it
        given = tuple((theirs, ".".join(taken[mine])) for mine, theirs in pairs if mine in taken)
        relation = _relation(model, own)
        name = relation or _named(own, target, {link for link, _ in taken.values()})
        waits = key.deferrable == "deferred"
        link = Link(name, target, pairs, relation, unless=tuple(own), given=given, waits=waits)
        if target.path == model.path:
            link = replace(link, way="later" if is_optional(model, own) else "own")
        taken |= {mine: (name, theirs) for mine, theirs in pairs}
        made[name] = target
        yield link
    yield from _unkeyed(model, models, set(taken))


def _unkeyed(model: Model, models: tuple[Model, ...], taken: set[str]) -> Iterator[Link]:
    """Links that no foreign key of the database tells of: those that only the code has, and those to any model."""
    by_path = {each.path: each for each in models}
    generic = _generic(model, models)
    for relation in model.relations:
        kept = generic & set(relation.local) and not relation.generic
        if relation.direction != "MANYTOONE" or relation.viewed or kept or set(relation.local) & taken:
            continue
        if relation.generic:
            target = _anyone(model, models)
            if target is not None:
                pairs = tuple((name, target.primary[0]) for name in relation.local)
                yield Link(relation.name, target, pairs, relation.name, "any", relation.local)
        elif relation.target in by_path and len(relation.local) == len(relation.remote) > 0:
            pairs = tuple(zip(relation.local, relation.remote, strict=True))
            link = Link(
                relation.name, by_path[relation.target], pairs, relation.name, unless=relation.local, waits=True
            )
            yield replace(link, way="later") if relation.target == model.path else link


def _leads(model: Model, name: str, target: Model) -> bool:
    """Whether an attribute of a model refers to rows of another one."""
    field = model.field(name)
    return field is not None and any(table == target.table for table, _ in field.foreign)


def _generic(model: Model, models: tuple[Model, ...]) -> frozenset[str]:
    """The attributes that tell of which kind and which row of it a row is about, where there is one to be had."""
    told = (relation.local for relation in model.relations if relation.generic and _anyone(model, models) is not None)
    return frozenset(name for local in told for name in local)


def _anyone(model: Model, models: tuple[Model, ...]) -> Model | None:
    """The model whose rows those of another one are about that may be about any: one of its own package if it can."""
    plain = [each for each in models if _is_plain(each, model) and not _leads_back(each, model, models)]
    top = model.module.partition(".")[0]
    return next((each for each in plain if each.module.partition(".")[0] == top), plain[0] if plain else None)


def _is_plain(candidate: Model, model: Model) -> bool:
    """Whether any row of a model can be what a row of another one is about."""
    plain = candidate.path != model.path and not any(each.generic for each in candidate.relations)
    field = candidate.field(candidate.primary[0]) if len(candidate.primary) == 1 else None
    return plain and field is not None and field.counted and not candidate.inherits


def _leads_back(candidate: Model, model: Model, models: tuple[Model, ...]) -> bool:
    """Whether rows of a model refer to those of another one, be it by way of others: then neither could be first."""
    by_table = {each.table: each for each in models}
    seen: set[str] = set()
    waiting = [candidate.table]
    while waiting:
        table = waiting.pop()
        if table in by_table and table not in seen:
            seen.add(table)
            waiting += [target for field in by_table[table].fields for target, _ in field.foreign]
    return model.table in seen


def _keys(model: Model, schema: Schema) -> Iterator[ForeignKey]:
    tables = dict.fromkeys(table for field in model.fields for table, _ in field.columns)
    for table in schema:
        if table.id == model.table_id or (table.name in tables and table.name != model.table):
            yield from table.foreign_keys


def _target(key: ForeignKey, models: tuple[Model, ...]) -> Model | None:
    """The model whose rows a key refers to: that of the table's first class."""
    found = [model for model in models if key.table in (model.table_id, model.table)]
    return next((model for model in found if not model.inherits or _own_table(model, found)), None)


def _heir(model: Model, own: list[str], target: Model, models: tuple[Model, ...]) -> Model:
    """The heir of a model whose rows alone the attribute takes that holds the row; else the model itself."""
    name = _relation(model, own)
    path = next((each.target for each in model.relations if each.name == name), "")
    parents = {each.path: each.inherits for each in models}
    above = path
    while above in parents and above != target.path:
        above = parents[above]
    return next((each for each in models if each.path == path), target) if above == target.path else target


def _own_table(model: Model, others: list[Model]) -> bool:
    return all(other.path != model.inherits for other in others)


def _pairs(model: Model, target: Model, key: ForeignKey) -> tuple[tuple[str, str], ...]:
    found = []
    for mine, theirs in zip(key.columns, key.references, strict=True):
        own = next((field.name for field in model.fields if field.column == mine), None)
        other = next((field.name for field in target.fields if field.column == theirs), None)
        if own is None or other is None:
            return ()
        found.append((own, other))
    return tuple(found)


def _is_inherited(model: Model, target: Model, key: ForeignKey) -> bool:
    """Whether the key is that of an heir's table to its parent's."""
    field = next((field for field in model.fields if field.column == key.columns[0]), None)
    return field is not None and len(field.columns) > 1 and any(table == target.table for table, _ in field.columns)


def _relation(model: Model, own: list[str]) -> str:
    """The attribute of the model that holds the row itself, "" where it has none that can be set."""
    for relation in model.relations:
        set_ = relation.direction == "MANYTOONE" and not relation.viewed and not relation.generic
        taken = model.accepts is None or relation.name in model.accepts
        if set_ and taken and sorted(relation.local) == sorted(own):
            return relation.name
    return ""


def _named(own: list[str], target: Model, taken: set[str]) -> str:
    """A name for a row that only keys lead to: that of its last key which no other row has."""
    names = []
    for name in reversed(own):
        ending = next((each for each in _ENDINGS if name.endswith(each) and len(name) > len(each)), "")
        names.append(name[: -len(ending)] if ending else f"{name}_row")
    return next((name for name in names if name not in taken), f"{names[0]}_{target.table}")
