"""What the plan says of one assertion: the line of its Expected, and what that line names of what is not there.

Assertions and lines go together one by one, where there are as many of the ones as of the others.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from seedbed.testgen.plan.explore.facts import Module
from seedbed.testgen.plan.explore.known import Known
from seedbed.testgen.plan.explore.parse import Def
from seedbed.testgen.plan.heal.forms.kinds import Kinds
from seedbed.testgen.plan.heal.forms.planned import docstring_of
from seedbed.testgen.plan.heal.lock.grants import told_of
from seedbed.testgen.plan.std.read import sections_of
from seedbed.testgen.plan.words import stems

__all__ = ["told_attribute", "told_name"]


def told_attribute(node: ast.Attribute, function: ast.AST | None, kinds: Kinds) -> str:
    """The one value of an object that the line of an assertion names, in place of one that it does not; "" if none.

    A method is no value: it would be true whatever it gives. What the test reads anyway was not meant.
    """
    line = _line_of(node, function)
    if function is None or not line or stems(node.attr) <= stems(line):
        return ""
    read = {each.attr for each in ast.walk(function) if isinstance(each, ast.Attribute)}
    told = told_of(line, _values(kinds.of(node.value, function), kinds.known) - read)
    return told or ""


def _values(kind: str, known: Known) -> frozenset[str]:
    """The attributes and properties of a class that are for others."""
    classes = list(known.of_class(kind))
    given = [each.name for one in classes for each in one.methods if each.given]
    kept = [name for one in classes for name, _ in one.attributes]
    return frozenset(each for each in (*given, *kept) if not each.startswith("_"))


def told_name(name: str, tree: ast.AST, known: Known) -> str:
    """The one constant, or class, of a module that the plan names where a test asserts one that is nowhere."""
    home = next((known.modules[each] for each in _asked(name, tree) if each in known.modules), None)
    if home is None or known.homes(name):
        return ""
    lines = list(_lines(name, tree))
    told = {_named(name, line, home) for line in lines}
    uses = [each for each in ast.walk(tree) if isinstance(each, ast.Name) and each.id == name]
    return told.pop() if len(told) == 1 and len(lines) == len(uses) else ""


def _asked(name: str, tree: ast.AST) -> Iterator[str]:
    """The modules from which a file imports a name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(each.name == name and not each.asname for each in node.names):
            yield node.module or ""


def _lines(name: str, tree: ast.AST) -> Iterator[str]:
    """The line of the plan for each place where a test asserts a name."""
    for function in (each for each in ast.walk(tree) if isinstance(each, Def)):
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and node.id == name:
                yield _line_of(node, function, alone=True)


def _named(name: str, line: str, home: Module) -> str:
    """What a line names of a module: a class by its name, a constant by all of its words."""
    if not name.isupper():
        return told_of(line, (each.name for each in home.classes)) or ""
    constants = [each for each in home.names if each.isupper() and stems(each) & stems(name)]
    found = [each for each in constants if stems(each) <= stems(line)]
    return found[0] if len(found) == 1 else ""


def _line_of(node: ast.AST, function: ast.AST | None, *, alone: bool = False) -> str:
    """The line of Expected for the assertion that a node is in; `alone` where one line may be for all of them."""
    checks = [each for each in ast.walk(function) if isinstance(each, ast.Assert)] if function is not None else []
    lines: Sequence[str] = sections_of(docstring_of(function))[1].get("expected", ())
    if alone and len(lines) == 1:
        lines = [lines[0]] * len(checks)
    if len(lines) != len(checks):
        return ""
    pairs = zip(sorted(checks, key=lambda each: each.lineno), lines, strict=True)
    return next((line for check, line in pairs if any(each is node for each in ast.walk(check))), "")
