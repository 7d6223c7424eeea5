"""`suitable`: whether a case gives its callee what type, use and name of each parameter ask for."""

from __future__ import annotations

import ast
import inspect
from typing import Any

from seedbed.testgen.explore.cases import Case
from seedbed.testgen.explore.facts import Callee, Parameter
from seedbed.testgen.explore.fitting import fits
from seedbed.testgen.explore.search import named
from seedbed.testgen.explore.values.guesses import kinds

__all__ = ["suitable"]

_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "path": (str,),
    "integer": (int, float),
    "float": (int, float),
    "bool": (bool,),
    "bytes": (bytes,),
    "mapping": (dict,),
    "named": (dict,),
    "list": (list, tuple),
    "integers": (list, tuple),
    "texts": (list, tuple),
    "iterable": (list, tuple, set, frozenset, dict, str),
}
_NOTHING_KNOWN = (Any, object, inspect.Parameter.empty)


def suitable(case: Case, callee: Callee) -> bool:
    """Whether no argument is plainly of another sort; what is no literal, and None, is taken to be fine."""
    listed = {each.name: each for each in callee.parameters}
    for at, text in enumerate(case.given):
        name, value = named(text)
        by_place = callee.parameters[at] if at < len(callee.parameters) else None
        parameter = listed.get(name[:-1]) if name else by_place
        if parameter is not None and not parameter.kind.startswith("VAR") and _other(value, parameter):
            return False
    return True


def _other(text: str, parameter: Parameter) -> bool:
    """Whether an argument is a literal of another sort than a parameter asks for."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text == "object()"
    hint = parameter.type
    if value is None:
        return False
    if not isinstance(hint, str) and hint not in _NOTHING_KNOWN:
        return not fits(value, hint)
    asked = {kind for said in kinds(parameter) for kind in _TYPES.get(said, ())}
    return bool(asked) and type(value) not in asked
