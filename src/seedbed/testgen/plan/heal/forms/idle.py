"""`is_idle`: a keyword that a function does not take, and of which neither the plan nor an assertion speaks.

Such a call always fails, and without the keyword it asks for all that the plan says: sure enough to be both what a rule
writes and what the intent lock lets through.
"""

from __future__ import annotations

import ast

from seedbed.testgen.plan.explore.facts import Function
from seedbed.testgen.plan.explore.parse import Def
from seedbed.testgen.plan.heal.forms.kinds import Kinds, of_its_class
from seedbed.testgen.plan.heal.forms.raises import expected_around, is_raises
from seedbed.testgen.plan.heal.forms.slips import is_near
from seedbed.testgen.plan.words import stems

__all__ = ["is_idle"]

_WRITTEN = ast.Constant | ast.Attribute | ast.Name | ast.Dict | ast.List | ast.Tuple | ast.expr_context

_SIGNS = {"\t": "tab", " ": "space", ",": "comma", ";": "semicolon", ":": "colon", "|": "pipe", "\n": "line"}
"""Texts that plans say in a word."""

_SHORT = 2
"""Letters of words that stand for nothing but themselves."""


def is_idle(keyword: ast.keyword, call: ast.Call, function: ast.AST | None, kinds: Kinds | None) -> bool:
    """Whether a call may lose a keyword: nothing that is tested hangs on it."""
    if kinds is None or not isinstance(function, Def) or expected_around(call, function):
        return False
    callees = kinds.callees(call, function)
    if len(callees) != 1 or not _is_strange(keyword, call, callees[0][1]):
        return False
    said = stems(f"{function.name} {ast.get_docstring(function) or ''}")
    if _is_planned(keyword, call, callees[0][1], said, function, kinds):
        return False
    return _is_written(keyword.value) and not _meet(said, _words(keyword)) and not _is_asserted(keyword, call, function)


def _is_strange(keyword: ast.keyword, call: ast.Call, callee: Function) -> bool:
    """Whether a function takes no such keyword, nor any that is called nearly so."""
    given = {each.arg for each in call.keywords}
    if None in given or any(each.kind == "anynamed" or each.name == keyword.arg for each in callee.parameters):
        return False
    return not any(is_near(keyword.arg or "", each.name) for each in callee.parameters if each.name not in given)


def _is_planned(
    keyword: ast.keyword, call: ast.Call, callee: Function, said: frozenset[str], function: Def, kinds: Kinds
) -> bool:
    """Whether another parameter takes the value, by its default, or since the plan speaks of it: of "overwriting"."""
    given, kind = {each.arg for each in call.keywords}, kinds.of(keyword.value, function)
    if any(of_its_class(keyword.value, each) for each in callee.parameters if each.name not in given):
        return True
    offered = [each for each in callee.parameters if each.name not in given and each.wanted]
    return bool(kind) and any(kinds.fits(kind, each.wanted) and stems(each.name) & said for each in offered)


def _is_written(value: ast.expr) -> bool:
    """Whether a value stands there, so that making it does nothing."""
    return all(isinstance(each, _WRITTEN) for each in ast.walk(value))


def _words(keyword: ast.keyword) -> frozenset[str]:
    """What a keyword and its value say."""
    values = [each for each in ast.walk(keyword.value) if isinstance(each, ast.Constant)]
    told = (
        _SIGNS.get(str(each.value), str(each.value))
        for each in values
        if not isinstance(each.value, bool) and each.value is not None
    )
    named = (each.attr for each in ast.walk(keyword.value) if isinstance(each, ast.Attribute))
    return stems(" ".join((keyword.arg or "", *told, *named)))


def _meet(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two texts share a word, in whichever form: `cork` and `corked`."""
    long = ((one, other) for one in some for other in others if min(len(one), len(other)) > _SHORT)
    return bool(some & others) or any(one.startswith(other) or other.startswith(one) for one, other in long)


def _is_asserted(keyword: ast.keyword, call: ast.Call, function: Def) -> bool:
    """Whether what is asserted, or expected, names the keyword, or says its value; or the call is asserted itself."""
    told = [each for node in ast.walk(function) if isinstance(node, ast.Assert) for each in ast.walk(node)]
    told += [
        each for node in ast.walk(function) if isinstance(node, ast.expr) and is_raises(node) for each in ast.walk(node)
    ]
    names = {getattr(each, "attr", None) or getattr(each, "id", None) for each in told} - {None}
    texts = " ".join(str(each.value) for each in told if isinstance(each, ast.Constant))
    speaks = _meet(stems(" ".join([*(str(each) for each in names), texts])), _words(keyword))
    return speaks or any(each is call for each in told)
