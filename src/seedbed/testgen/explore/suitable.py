"""`suitable`: whether a case gives its callee what type, use and name of each parameter ask for."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from typing import Any

from seedbed.testgen.explore.cases import Case
from seedbed.testgen.explore.facts import Callee, Parameter
from seedbed.testgen.explore.fitting import fits
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


def suitable(case: Case, callees: Mapping[str, Callee]) -> bool:
    """Whether no call within a case has an argument that is plainly of another sort; operators take what they take."""
    try:
        tree = ast.parse(case.text)
    except SyntaxError:
        return True
    calls = [each for each in ast.walk(tree) if isinstance(each, ast.Call)]
    return not any(_odd(call, callee) for call in calls if (callee := _called(call.func, case, callees)) is not None)


def _called(func: ast.expr, case: Case, callees: Mapping[str, Callee]) -> Callee | None:
    """What is called, where it is of the module: a function, a class, or the method that the case is of."""
    if isinstance(func, ast.Name):
        return callees.get(func.id) or callees.get(f"{func.id}.__init__")
    own = callees.get(case.callee)
    return own if isinstance(func, ast.Attribute) and own is not None and own.name == func.attr else None


def _odd(call: ast.Call, callee: Callee) -> bool:
    listed = [each for each in callee.parameters if not each.kind.startswith("VAR")]
    named = {each.name: each for each in listed}
    given = [*zip(call.args, listed), *((each.value, named.get(each.arg or "")) for each in call.keywords)]
    return any(parameter is not None and _other(value, parameter) for value, parameter in given)


def _other(node: ast.expr, parameter: Parameter) -> bool:
    """Whether an argument is a literal of another sort than a parameter asks for; None never is."""
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, MemoryError, RecursionError):
        return ast.unparse(node) == "object()"
    hint = parameter.type
    if value is None:
        return False
    if type(value) is bool and hint in (int, float):
        return True
    if not isinstance(hint, str) and hint not in _NOTHING_KNOWN:
        return not fits(value, hint)
    asked = {kind for said in kinds(parameter) for kind in _TYPES.get(said, ())}
    return bool(asked) and type(value) not in asked
