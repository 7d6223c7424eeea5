"""Classes that are meant by what they are made of: `Tagged`, a `Segment`, by `TagSegment`, or by `Segment` itself."""

from __future__ import annotations

import ast

from seedbed.testgen.plan.explore.facts import Function
from seedbed.testgen.plan.explore.known import Known
from seedbed.testgen.plan.explore.parse import called
from seedbed.testgen.plan.heal.forms.kinds import suffices
from seedbed.testgen.plan.heal.forms.planned import docstring_of
from seedbed.testgen.plan.heal.lock.grants import names

__all__ = ["concrete_of", "derived", "is_derived"]

_SHORT = 3
"""Letters that are too few to tell a class by."""


def derived(wrong: str, known: Known) -> str | None:
    """The one class that was meant by a name; None where none was, or several were."""
    found = [each for each in sorted(known.classes) if _fits(wrong, each, known)]
    return found[0] if len(found) == 1 and wrong not in known.classes else None


def is_derived(wrong: str, right: str, known: Known) -> bool:
    """Whether a class was meant by a name, and no other."""
    return derived(wrong, known) == right


def concrete_of(call: ast.Call, function: ast.AST | None, known: Known) -> str | None:
    """The one class of which objects can be made in place of an abstract one, as a call makes them; None where none.

    Nor where the plan of a function speaks of the abstract class by its name.
    """
    name = called(call.func)
    if names(docstring_of(function), name):
        return None
    made = [
        each
        for each in sorted(known.classes)
        if known.is_abstract(name) and _is_of(each, name, known) and not each.startswith("_")
    ]
    return made[0] if len(made) == 1 and all(suffices(call, each) for each in _makers(made[0], known)) else None


def _is_of(kind: str, base: str, known: Known) -> bool:
    """Whether objects can be made of a class, and are of another as well."""
    return base in known.bases(kind) and not known.is_abstract(kind)


def _makers(kind: str, known: Known) -> list[Function]:
    """How an object of a class is made: nothing where that is not written."""
    methods = (method for each in known.of_class(kind) for method in each.methods)
    return [each for each in methods if each.name == "__init__"][:1]


def _fits(wrong: str, right: str, known: Known) -> bool:
    """Whether a name ends with a class of which another is made, and begins as that other does."""
    bases = {base.rpartition(".")[2] for each in known.classes[right] for base in each.bases}
    kinds = [wrong.removesuffix(base) for base in bases & known.classes.keys() if wrong.endswith(base)]
    concrete = not right.startswith("_") and not known.is_abstract(right)
    return concrete and any(len(each) >= _SHORT and right.startswith(each) for each in kinds)
