"""What the test data of a project covers: states, roles, boundaries, rules across fields, cases of the domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seedbed.classes import dataclass
from seedbed.project.facts import Model
from seedbed.project.planning.facts import Machine, Planning, key
from seedbed.scaffold.factories.parts import Factory, Variant
from seedbed.scaffold.factories.states import is_role

__all__ = ["KINDS", "Covered", "coverage_of"]

KINDS = ("states", "boundaries", "domain cases", "roles", "cross-field rules")


@dataclass(frozen=True, slots=True)
class Covered:
    """So many of so many things of a kind that a subject asks for, and where it is said."""

    kind: str
    subject: str
    done: int
    total: int
    origin: str


def coverage_of(factories: Iterable[Factory], planning: Planning) -> tuple[Covered, ...]:
    """What the factories, and so the seeds made by them, cover of what models and planning documents ask for."""
    factories = tuple(factories)
    found = [*_of_models(factories), *_machines(factories, planning), *_roles(factories, planning)]
    found += [Covered("domain cases", each.name, 0, 1, str(each.origin)) for each in planning.cases]
    return tuple(sorted(found, key=lambda each: KINDS.index(each.kind)))


def _of_models(factories: tuple[Factory, ...]) -> Iterator[Covered]:
    for factory in factories:
        model = factory.model
        for attribute in dict.fromkeys(variant.attribute for variant in factory.variants):
            done = sum(variant.attribute == attribute for variant in factory.variants)
            kind = "roles" if is_role(attribute) else "states"
            yield Covered(
                kind, f"{model.name}.{attribute}", done, _values(model, attribute, done), _line(model, attribute)
            )
        if factory.edges:
            count = len(factory.edges)
            yield Covered("boundaries", model.name, count, count, _line(model, ""))
        rules = len(factory.cases) + sum(line.why.startswith("never before") for line in factory.lines)
        if rules:
            yield Covered("cross-field rules", model.name, rules, rules, _line(model, ""))


def _values(model: Model, attribute: str, done: int) -> int:
    """How many values a column of states has, as its enum says."""
    field = model.field(attribute)
    enum = None if field is None else field.enum or field.named
    return done if enum is None else len(enum.values)


def _line(model: Model, attribute: str) -> str:
    """Where a model or a field of it stands."""
    field = model.field(attribute)
    if model.origin is None:
        return model.path
    return f"{model.origin.file}:{field.line}" if field is not None and field.line else str(model.origin)


def _machines(factories: tuple[Factory, ...], planning: Planning) -> Iterator[Covered]:
    """The states that planning documents tell of, those that have a variant among them."""
    for machine in planning.machines:
        known = {key(variant.trait) for variant in _near(machine, factories)}
        done = sum(key(state) in known for state in machine.states)
        yield Covered("states", machine.entity or machine.field or "?", done, len(machine.states), str(machine.origin))


def _near(machine: Machine, factories: tuple[Factory, ...]) -> Iterator[Variant]:
    for factory in factories:
        if not machine.entity or key(factory.model.name) == key(machine.entity):
            yield from factory.variants


def _roles(factories: tuple[Factory, ...], planning: Planning) -> Iterator[Covered]:
    known = {key(variant.trait) for factory in factories for variant in factory.variants}
    for role in planning.roles:
        yield Covered("roles", role.name, int(key(role.name) in known), 1, str(role.origin))
