"""What planning documents decide of a project's models, and how much of it the written files cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from seedbed.errors import Note
from seedbed.project.facts import Enum, Facts, Field, Model
from seedbed.project.planning.facts import Machine, Planning, Precision, Range, key
from seedbed.scaffold.domain import with_domain
from seedbed.scaffold.factories.states import is_role, is_state

__all__ = ["decided", "is_about", "is_of", "is_whole"]


def decided(facts: Facts, planning: Planning) -> tuple[Facts, tuple[Note, ...]]:
    """The facts with states, roles, precision and ranges of the documents, where the code itself does not tell."""
    notes: list[Note] = []
    models = []
    for model in facts.models:
        fields = tuple(_decided(field, model, planning, notes) for field in model.fields)
        models.append(replace(model, fields=fields))
    notes += _homeless(facts, planning)
    told = with_domain(models, planning, notes)
    return replace(facts, models=told), tuple(notes)


def _decided(field: Field, model: Model, planning: Planning, notes: list[Note]) -> Field:
    machine = _machine(field, model, planning)
    if machine is not None:
        field = _stated(field, model, machine, notes)
    roles = tuple(role.name for role in planning.roles)
    if roles and is_role(field.name) and key(field.name).endswith("role") and field.enum is None and not field.named:
        field = replace(field, named=_enum(roles))
    for precision in planning.precisions:
        if field.python == "Decimal" and _names(precision, field, model):
            places = precision.places if field.places is None else min(field.places, precision.places)
            field = replace(field, places=places, digits=field.digits or precision.digits)
    for each in planning.ranges:
        if field.python in ("int", "float", "Decimal") and is_about(each.subject, field, model) and is_whole(each):
            field = replace(field, text=f"{each.low}..{each.high}")
    return field


def _machine(field: Field, model: Model, planning: Planning) -> Machine | None:
    """The states that a field has by the documents; none of states of which nobody says whose they are."""
    if field.python not in ("str", "int") and field.enum is None:
        return None
    for machine in planning.machines:
        named = key(machine.field) == key(field.name) if machine.field else is_state(field.name)
        if named and machine.entity and is_of(machine.entity, model):
            return machine
    return None


def is_of(entity: str, model: Model) -> bool:
    """Whether an entity of a document is a model: by its name, or the last part of it, or its table."""
    name = key(entity)
    own = key(model.name)
    return name in (own, key(model.table), key(model.table).removesuffix("s")) or own.endswith(f"_{name}")


def _stated(field: Field, model: Model, machine: Machine, notes: list[Note]) -> Field:
    states = tuple(state.strip() for state in machine.states)
    known = field.enum or field.named
    if known is None:
        return replace(field, named=_enum(states, machine.terminal))
    values = {key(str(value)) for value in known.values} | {key(name) for name, _ in known.members}
    missing = [state for state in states if key(state) not in values]
    if missing:
        what = f"{field.name} has no state {', '.join(missing)}, which {machine.decision or 'a document'} tells of"
        notes.append(Note(what, "the code's own states are kept", table=model.name, origin=machine.origin))
    ends = tuple(
        str(value) for name, value in known.members if {key(name), key(str(value))} & set(map(key, machine.terminal))
    )
    told = replace(known, terminal=ends)
    return replace(field, enum=told) if field.enum is not None else replace(field, named=told)


def _enum(values: Iterable[str], terminal: tuple[str, ...] = ()) -> Enum:
    return Enum("", "", tuple((value, value) for value in values), terminal=terminal)


def _names(precision: Precision, field: Field, model: Model) -> bool:
    named = {key(name) for name in precision.fields}
    own = {key(field.name), f"{key(model.name)}_{key(field.name)}", key(f"{model.name}.{field.name}")}
    return bool(named & own) or (not named and is_about(precision.subject, field, model))


def is_about(subject: str, field: Field, model: Model) -> bool:
    """Whether a document speaks of a field: by its whole name, or that of its model and its own."""
    said = key(subject)
    return said in (key(field.name), f"{key(model.name)}_{key(field.name)}")


def is_whole(each: Range) -> bool:
    """Whether a range has two ends, the lower first."""
    return each.low is not None and each.high is not None and each.low < each.high


def _homeless(facts: Facts, planning: Planning) -> Iterator[Note]:
    """The states of entities that are no models."""
    for machine in planning.machines:
        if machine.entity and not any(is_of(machine.entity, model) for model in facts.models):
            what = f"the states of {machine.entity} belong to no model"
            yield Note(what, "no model is called so", origin=machine.origin)
