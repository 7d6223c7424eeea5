"""What planning documents decide of a project's models, and how much of it the written files cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin
from seedbed.project.facts import Enum, Facts, Field, Model
from seedbed.project.planning.facts import Machine, Planning, Precision, Range, Rule, key
from seedbed.scaffold.factories.parts import Factory
from seedbed.scaffold.factories.states import is_role, is_state

__all__ = ["Coverage", "coverage", "decided"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of one kind of fact is covered: so many of so many, and the places that say so."""

    what: str
    covered: int
    total: int
    origins: tuple[Origin, ...] = ()


def decided(facts: Facts, planning: Planning) -> tuple[Facts, tuple[Note, ...]]:
    """The facts with states, roles, precision and ranges of the documents, where the code itself does not tell."""
    notes: list[Note] = []
    models = []
    for model in facts.models:
        fields = tuple(_decided(field, model, planning, notes) for field in model.fields)
        models.append(replace(model, fields=fields))
    notes += _homeless(facts, planning)
    return replace(facts, models=tuple(models)), tuple(notes)


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
        if field.python in ("int", "float", "Decimal") and _is_about(each.subject, field, model) and _is_whole(each):
            field = replace(field, text=f"{each.low}..{each.high}")
    return field


def _machine(field: Field, model: Model, planning: Planning) -> Machine | None:
    """The states that a field has by the documents; none of states of which nobody says whose they are."""
    if field.python not in ("str", "int") and field.enum is None:
        return None
    for machine in planning.machines:
        named = key(machine.field) == key(field.name) if machine.field else is_state(field.name)
        if named and machine.entity and _is_of(machine.entity, model):
            return machine
    return None


def _is_of(entity: str, model: Model) -> bool:
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
    return bool(named & own) or (not named and _is_about(precision.subject, field, model))


def _is_about(subject: str, field: Field, model: Model) -> bool:
    """Whether a document speaks of a field: by its whole name, or that of its model and its own."""
    said = key(subject)
    return said in (key(field.name), f"{key(model.name)}_{key(field.name)}")


def _is_whole(each: Range) -> bool:
    return each.low is not None and each.high is not None and each.low < each.high


def _homeless(facts: Facts, planning: Planning) -> Iterator[Note]:
    """The states of entities that are no models."""
    for machine in planning.machines:
        if machine.entity and not any(_is_of(machine.entity, model) for model in facts.models):
            what = f"the states of {machine.entity} belong to no model"
            yield Note(what, "no model is called so", origin=machine.origin)


def coverage(facts: Facts, planning: Planning, factories: Iterable[Factory]) -> tuple[Coverage, ...]:
    """How much of states, boundaries, domain cases, roles and rules over fields the written files cover."""
    factories = tuple(factories)
    stated = [variant for each in factories for variant in each.variants if not is_role(variant.attribute)]
    roles = [variant for each in factories for variant in each.variants if is_role(variant.attribute)]
    told = [(machine, state) for machine in planning.machines if _has_model(machine, facts) for state in machine.states]
    traits = {key(variant.trait) for variant in stated}
    made = sum(key(state) in traits for _, state in told)
    loose = len(stated) - made if not told else 0
    edges = sum(len(each.edges) for each in factories)
    ranged = [each for each in planning.ranges if _is_whole(each)]
    used = [each for each in ranged if _home(each, facts) is not None]
    rules = [rule for rule in planning.rules if rule.kind == "rule"]
    held = [rule for rule in rules if _is_held(rule, facts)]
    wanted = [role.name for role in planning.roles]
    own = {key(variant.trait) for variant in roles}
    cases = len(planning.cases) + len(ranged)
    return (
        Coverage("states", made + loose, len(told) + loose, _origins(machine.origin for machine, _ in told)),
        Coverage("boundaries", edges, edges),
        Coverage(
            "domain cases",
            len(used),
            cases,
            _origins([*(each.origin for each in planning.cases), *(each.origin for each in ranged)]),
        ),
        Coverage(
            "roles",
            sum(key(name) in own for name in wanted) if wanted else len(roles),
            len(wanted) or len(roles),
            _origins(role.origin for role in planning.roles),
        ),
        Coverage("cross-field rules", len(held), len(rules), _origins(rule.origin for rule in rules)),
    )


def _has_model(machine: Machine, facts: Facts) -> bool:
    return bool(machine.entity) and any(_is_of(machine.entity, model) for model in facts.models)


def _home(each: Range, facts: Facts) -> Field | None:
    found = (field for model in facts.models for field in model.fields if _is_about(each.subject, field, model))
    return next(found, None)


def _is_held(rule: Rule, facts: Facts) -> bool:
    """Whether a rule that compares two fields, or one with a number, is one of the schema's own checks."""
    names = {key(rule.left.rpartition(".")[2]), key(rule.right.rpartition(".")[2])} - {""}
    fields = {name for name in names if not _is_number(name)}
    for table in facts.schema:
        for check in table.checks:
            if fields and all(name in key(check.sql) for name in fields):
                return True
    return False


def _is_number(text: str) -> bool:
    try:
        Decimal(text)
    except ArithmeticError:
        return False
    return True


def _origins(origins: Iterable[Origin]) -> tuple[Origin, ...]:
    return tuple(dict.fromkeys(origins))
