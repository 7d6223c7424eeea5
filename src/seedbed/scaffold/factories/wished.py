"""A written plan for factories against the real models: what of it cannot be, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from seedbed.errors import Problem
from seedbed.project.facts import Facts, Field, Model
from seedbed.project.wished import Planned, Wish
from seedbed.scaffold.factories.parts import Factory, Line, Variant
from seedbed.scaffold.factories.states import member
from seedbed.scaffold.factories.value import vocabulary_of

__all__ = ["Plan", "matched", "nearest", "planned_names", "unmet", "with_variants"]

Plan = Mapping[str, tuple[Planned, Model | None]]
"""The factories of a plan by name, each with its model, None where there is none."""


def matched(planned: Iterable[Planned], facts: Facts) -> Plan:
    """The model of each planned factory: the one that it names, that of its parent, or the one that its name is of."""
    by_name = {each.name: each for each in planned}
    return {name: (each, _model(each, by_name, facts)) for name, each in by_name.items()}


def _model(planned: Planned, others: Mapping[str, Planned], facts: Facts) -> Model | None:
    chain = _chain(planned, others)
    for each in chain:
        wanted = (each.model, each.name.removesuffix("Factory"))
        for model in facts.models:
            if model.name in wanted:
                return model
    stem = chain[-1].name.removesuffix("Factory")
    heads = [model for model in facts.models if model.name.startswith(stem)]
    tails = [model for model in facts.models if stem.endswith(model.name)]
    wishes = {wish.name for each in chain for wish in each.wishes}
    referred = [table for model in facts.models for field in model.fields for table, _ in field.foreign]

    def fitness(model: Model) -> tuple[int, int, int, str]:
        return -len(wishes & _names(model)), -referred.count(model.table), len(model.name), model.name

    return min(heads or tails, key=fitness, default=None)


def _chain(planned: Planned, others: Mapping[str, Planned]) -> list[Planned]:
    """A planned factory, its parent, and so on: that which it names, else that in whose name its own ends."""
    chain = [planned]
    while not chain[-1].model:
        last = chain[-1]
        ends = [name for name in others if last.name.endswith(name)]
        heir = others.get(last.parent) or others.get(
            max((name for name in ends if name != last.name), key=len, default="")
        )
        if heir is None or heir in chain:
            break
        chain.append(heir)
    return chain


def planned_names(plan: Plan) -> dict[str, tuple[str, str]]:
    """The name and the file of the factory of each model: of several the one that no other one is the parent of."""
    found: dict[str, tuple[str, str]] = {}
    parents = {each.parent for each, _ in plan.values()}
    for name, (each, model) in plan.items():
        plain = not each.parent and not _is_variant(each, model, plan)
        if model is not None and plain and (model.path not in found or name in parents):
            found[model.path] = (name, each.file)
    return found


def _is_variant(each: Planned, model: Model | None, plan: Plan) -> bool:
    """Whether the name of a factory ends in that of another one of the same model."""
    others = [name for name, (_, other) in plan.items() if other == model and name != each.name]
    return any(each.name.endswith(name) for name in others)


def unmet(plan: Plan, facts: Facts) -> Iterator[Problem]:
    """What a plan names and the models lack, field by field, each with the nearest name there is."""
    for name, (each, model) in plan.items():
        if model is None:
            near = nearest(name.removesuffix("Factory"), [other.name for other in facts.models])
            yield Problem(f"no model fits {name}", str(each.origin), help=f"the nearest is {near}: say so with --name")
            continue
        known = _names(model)
        for wish in each.wishes:
            if wish.name not in known:
                near = nearest(wish.name, sorted(field.name for field in model.fields))
                what = f"{name}.{wish.name}: {model.name} has no field {wish.name}"
                yield Problem(what, str(wish.origin), help=f"the nearest is {near}")


def _names(model: Model) -> set[str]:
    names = {field.name for field in model.fields} | {relation.name for relation in model.relations}
    return names | {field.name.removesuffix("_id") for field in model.fields if field.foreign}


def nearest(name: str, names: Iterable[str]) -> str:
    """The name that is most like another one: that shares words with it, else letters."""

    def likeness(other: str) -> tuple[float, float]:
        mine, theirs = set(name.lower().split("_")), set(other.lower().split("_"))
        shared = len(mine & theirs) / len(mine | theirs)
        return shared, SequenceMatcher(None, name.lower(), other.lower()).ratio()

    return max(names, key=lambda other: (sum(likeness(other)), other), default="")


def with_variants(factory: Factory, plan: Plan) -> Factory:
    """The factory with the variants that a plan asks for: their names, states, and ranges."""
    own = [each for each, model in plan.values() if model == factory.model and each.name != factory.name]
    variants = list(factory.variants)
    for each in own:
        made = _variant(each, factory)
        if made is not None:
            places = [place for place, other in enumerate(variants) if _gives_way(other, made)]
            variants = [other for other in variants if not _gives_way(other, made)]
            variants.insert(places[0] if places else len(variants), made)
    return replace(factory, variants=tuple(variants))


def _gives_way(variant: Variant, planned: Variant) -> bool:
    """Whether a variant makes room for a planned one: that of the same name, and of ours that of the same value."""
    same = variant.trait == planned.trait or (variant.code == planned.code and variant.why != "the plan")
    return variant.attribute == planned.attribute and same


def _variant(each: Planned, factory: Factory) -> Variant | None:
    """A planned class as a variant: by the state that it sets, else by the one that its name begins with."""
    model = factory.model
    ranges = tuple(line for wish in each.wishes if (line := _line(wish, model)) is not None)
    for wish in each.wishes:
        field = model.field(wish.name)
        enum = None if field is None else vocabulary_of(field)
        if field is None or not wish.value or field.foreign:
            continue
        word = wish.value.removesuffix(".value").rpartition(".")[2]
        values = enum.values if enum is not None else (word,)
        names = dict(enum.members) if enum is not None else {}
        value = next((one for one in values if str(one).lower() == word.lower()), names.get(word.upper(), None))
        if value is not None:
            plain = field.enum is None
            code = repr(value) if enum is None else member(enum, value, plain=plain)
            imports = enum.imported if enum is not None else ()
            return Variant(field.name, word.lower(), each.name, code, "the plan", lines=ranges, imports=imports)
    stem = each.name.removesuffix("Factory")
    for variant in factory.variants:
        if stem.lower().startswith(variant.trait.replace("_", "")):
            return replace(variant, name=each.name, is_class=True, lines=ranges, why="the plan")
    return None


def _line(wish: Wish, model: Model) -> Line | None:
    """The declaration of a range that a plan tells."""
    field = model.field(wish.name)
    if field is None or not wish.low:
        return None
    code = _between(field, wish.low, wish.high)
    return Line(field.name, code, "as planned") if code else None


def _between(field: Field, low: str, high: str) -> str:
    if field.python == "float":
        return f"factory.LazyFunction(lambda: float_between({float(low):g}, {float(high):g}, places=3))"
    if field.python == "Decimal":
        places = field.places or 2
        return f'factory.LazyFunction(lambda: decimal_between("{low}", "{high}", places={places}))'
    if field.python == "int":
        return f'factory.Faker("random_int", min={int(float(low))}, max={int(float(high))})'
    return ""
