"""`within`: where a name stands that is nowhere by itself: `Edition.Stage`, or `Edition` of its constants.

A function that is gone may stand in a class: `Version.parse` of `parse_version`.
"""

from __future__ import annotations

import ast
import re

from seedbed.testgen.plan.explore.known import Known

__all__ = ["within"]


def within(name: str, tree: ast.AST, known: Known) -> str:
    """The dotted name that a bare one was meant as; "" where the repository has it, or it may stand in several."""
    if known.homes(name):
        return ""
    if not name[:1].isupper():
        return _method(name, known)
    inner = [each for each in sorted(known.classes) if name in _own(each, known)]
    if inner:
        return f"{inner[0]}.{name}" if len(inner) == 1 else ""
    used = _asked_of(name, tree)
    word = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    having = [each for each in sorted(known.classes) if used and used | {word} <= _own(each, known)]
    return having[0] if len(having) == 1 else ""


def _method(name: str, known: Known) -> str:
    """The one method that needs no object, of which the words with those of its class are those of a function."""
    words = sorted(name.lower().split("_"))
    found = [
        f"{kind}.{each.name}"
        for kind in sorted(known.classes)
        for one in known.classes[kind]
        for each in one.methods
        if each.free and sorted([*_words(kind), *each.name.lower().split("_")]) == words
    ]
    return found[0] if len(found) == 1 else ""


def _words(kind: str) -> list[str]:
    return [each.lower() for each in re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*", kind)]


def _own(kind: str, known: Known) -> frozenset[str]:
    """The attributes that a class itself gives its objects, not those of its bases."""
    return frozenset(name for each in known.classes[kind] for name, _ in each.attributes)


def _asked_of(name: str, tree: ast.AST) -> frozenset[str]:
    """What a file asks of a name, if all that it does with it is to ask for its constants."""
    asked = [each for each in ast.walk(tree) if isinstance(each, ast.Attribute) and _is(each.value, name)]
    uses = [each for each in ast.walk(tree) if isinstance(each, ast.expr) and _is(each, name)]
    constant = len(uses) == len(asked) and all(each.attr.isupper() for each in asked)
    return frozenset(each.attr for each in asked) if constant else frozenset()


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
