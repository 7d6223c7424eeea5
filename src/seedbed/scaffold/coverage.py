"""What the test data of a project covers: states, roles, boundaries, rules across fields, cases of the domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from seedbed.classes import dataclass
from seedbed.project.facts import Facts, Model
from seedbed.project.planning.facts import Machine, Planning, Rule, key
from seedbed.scaffold.decided import is_about, is_of, is_whole
from seedbed.scaffold.examples import example_name
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


def coverage_of(factories: Iterable[Factory], planning: Planning, facts: Facts) -> tuple[Covered, ...]:
    """What the factories, and so the seeds made by them, cover of what models and planning documents ask for."""
    factories = tuple(factories)
    found = [*_of_models(factories), *_machines(factories, planning), *_roles(factories, planning)]
    found += [*_domain(factories, planning, facts), *_rules(planning, facts)]
    return tuple(sorted(found, key=lambda each: KINDS.index(each.kind)))


def _of_models(factories: tuple[Factory, ...]) -> Iterator[Covered]:
    for factory in factories:
        model = factory.model
        told = [variant for variant in factory.variants if variant.is_class]  # the others are guessed of a name
        for attribute in dict.fromkeys(variant.attribute for variant in told):
            done = len({variant.code for variant in factory.variants if variant.attribute == attribute})
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
        if not machine.entity or is_of(machine.entity, factory.model):
            yield from factory.variants


def _roles(factories: tuple[Factory, ...], planning: Planning) -> Iterator[Covered]:
    known = {key(variant.trait) for factory in factories for variant in factory.variants}
    for role in planning.roles:
        yield Covered("roles", role.name, int(key(role.name) in known), 1, str(role.origin))


def _domain(factories: tuple[Factory, ...], planning: Planning, facts: Facts) -> Iterator[Covered]:
    """Ranges that fields keep to, formulas that they follow, examples and cases that a row shows."""
    worked = {(factory.model.path, line.name) for factory in factories for line in factory.lines if line.made}
    told = ((model.path, one) for model in facts.models for one in model.formulas)
    formulas = {one.name for path, one in told if (path, one.whole) in worked}
    cases = {edge.why for factory in factories for edge in factory.edges}
    fields = [(field, model) for model in facts.models for field in model.fields]
    for each in planning.ranges:
        if is_whole(each):
            home = any(is_about(each.subject, field, model) for field, model in fields)
            yield Covered("domain cases", f"range of {each.subject}", int(home), 1, str(each.origin))
    for formula in planning.formulas:
        yield Covered("domain cases", formula.name, int(formula.name in formulas), 1, str(formula.origin))
        for number, example in enumerate(formula.examples, 1):
            name = example_name(formula, number)
            yield Covered("domain cases", name, int(name in cases), 1, str(example.origin))
    for case in planning.cases:
        yield Covered("domain cases", case.name, int(case.name in cases), 1, str(case.origin))


def _rules(planning: Planning, facts: Facts) -> Iterator[Covered]:
    for rule in planning.rules:
        if rule.kind == "rule":
            yield Covered("cross-field rules", rule.text, int(_is_held(rule, facts)), 1, str(rule.origin))


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
