"""A rule for each class of faults that can be mended: from what an error names to a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from seedbed.scaffold.mend.fix import Block
from seedbed.scaffold.mend.owned import (
    drifted,
    imported,
    sessioned,
)
from seedbed.scaffold.mend.scene import Scene
from seedbed.scaffold.verify.failure import Failure

__all__ = ["diagnose", "unmended"]


def diagnose(failure: Failure, scene: Scene) -> Block | None:
    """The fix of a failure; None where it belongs to no class, or to one whose rule finds nothing to change."""
    rule = _RULES.get(failure.symptom)
    if rule is None or scene.is_custom(failure):
        return None
    return scene.again(failure) or rule(failure, scene)


def unmended(failure: Failure) -> str:
    """Why a failure for which there is no fix is left to a person."""
    if failure.symptom == "lacking type":
        return (
            f"the database has no {failure.named('type')}, which is an extension's: name one that has it by --database"
        )
    if failure.symptom:
        return f"a {failure.symptom}, and no rule finds what to change"
    return "it belongs to no class of faults that are mended by rule"


def _stale(failure: Failure, scene: Scene) -> Block | None:
    """A field that the model has no more: under the name it has now, else left out."""
    model, name = scene.model(failure), failure.named("field")
    if model is None:
        return None
    takes = [each.name for each in model.fields] + [each.name for each in model.relations]
    near = get_close_matches(name, takes, 1, 0.6)
    why = f"{model.name} has no {name}" + (f"; the nearest it has is {near[0]}" if near else "")
    for source, owner in scene.owned(model):
        if source.declaration(owner, name) is None:
            continue
        free = near and source.declaration(owner, near[0]) is None
        edit = source.renamed(owner, name, near[0]) if free else source.declared(owner, name, None)
        if edit is not None:
            done = f"{owner.name}.{name} is now {near[0]}" if free else f"{owner.name} sets {name} no more"
            return scene.edited(failure, why, done, edit)
    return None


def _missing(failure: Failure, scene: Scene) -> Block | None:
    """A value that a row needs and nothing gives."""
    model = scene.model(failure)
    field = scene.field(model, failure)
    if model is None or field is None:
        return None
    why = f"{model.name}.{field.name} is required and nothing gives it a value"
    if model.refers(field):
        return scene.linked(failure, model, field, why)
    return scene.declared(failure, model, field, why)


def _lost(failure: Failure, scene: Scene) -> Block | None:
    """A reference to a row that is not there, or not yet: the factory of the other model makes it first."""
    model = scene.model(failure)
    field = scene.field(model, failure)
    if model is None or field is None or not (field.foreign or scene.target(field)):
        return None
    why = f"{model.name}.{field.name} refers to a row that nobody made before"
    return scene.linked(failure, model, field, why)


def _clash(failure: Failure, scene: Scene) -> Block | None:
    """A value that two rows share where none may: the factory counts it."""
    model = scene.model(failure)
    field = scene.free_of_clash(model, failure)
    if model is None:
        return None
    if field is None:
        return scene.found(failure, model)
    why = f"{model.name}.{field.name} has to differ from row to row, and is drawn from too few values"
    return scene.declared(failure, model, field, why, unique=True)


def _imprecise(failure: Failure, scene: Scene) -> Block | None:
    """A number with more places than its column holds, or a text that is too long."""
    model = scene.model(failure)
    field = scene.field(model, failure)
    if model is None or field is None:
        return None
    return scene.declared(
        failure, model, field, f"the value does not fit {model.name}.{field.name}: {scene.type(model, field)}"
    )


_RULES: Mapping[str, Callable[[Failure, Scene], Block | None]] = {
    "wrong import": imported,
    "stale factory": _stale,
    "missing required field": _missing,
    "FK order": _lost,
    "unique clash": _clash,
    "enum drift": drifted,
    "precision": _imprecise,
    "session misuse": sessioned,
    "broken chain": lambda failure, scene: scene.workflow(
        failure, "the chain does not hold together where our entries are"
    ),
    "unknown task id": lambda failure, scene: scene.workflow(
        failure, "an entry of ours names a task that is not there"
    ),
}
