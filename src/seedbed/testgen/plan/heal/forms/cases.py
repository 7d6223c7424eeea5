"""`as_case`: a class of tests as the class of the repository asks for on which it builds, or was to build.

Three slips: the base was forgotten, setup does not hand on to that of the base, and a test asks as for a fixture for
what the base keeps with each object, which unittest hands to nobody.
"""

from __future__ import annotations

import ast
import copy
import unittest

from seedbed.testgen.plan.explore.facts import Class
from seedbed.testgen.plan.explore.known import Known
from seedbed.testgen.plan.explore.parse import Def, called
from seedbed.testgen.plan.heal.lock.grants import Grants

__all__ = ["as_case", "asked_in_vain", "base_of", "handing_on"]


_SETUPS = frozenset(["asyncSetUp", "setUp", "setUpClass", "setup_class", "setup_method"])
_CASES = frozenset(["unittest.TestCase", "TestCase"])
_OF_UNITTEST = frozenset(dir(unittest.IsolatedAsyncioTestCase))


def as_case(before: ast.ClassDef, after: ast.ClassDef, grants: Grants) -> ast.ClassDef:
    """The class of before with what that of after has of its base; as it was where no error speaks for that."""
    if grants.kinds is None:
        return before
    known, made = grants.kinds.known, copy.copy(before)
    base = base_of(before, known)
    if (
        base
        and {each.attr for each in _of_self(before)} & grants.missing
        and [ast.unparse(each) for each in after.bases] == [base]
    ):
        made.bases = [ast.Name(base, ast.Load())]
    there = {node.name: node for node in after.body if isinstance(node, Def)}
    made.body = [
        _member(node, there[node.name], made, grants, known) if isinstance(node, Def) and node.name in there else node
        for node in before.body
    ]
    return made


def base_of(node: ast.ClassDef, known: Known) -> str | None:
    """The one class of unittest's kind in the repository that has all that a class asks of itself and has not."""
    if node.keywords or {called(each) for each in node.bases} - _CASES:
        return None
    own = {each.name for each in node.body if isinstance(each, Def)}
    own |= {each.attr for each in _of_self(node) if isinstance(each.ctx, ast.Store)}
    asked = {each.attr for each in _of_self(node)} - own
    wanted = asked - _OF_UNITTEST
    if not asked or (node.bases and not wanted):
        return None
    fit = [name for name in known.classes if _is_case(name, known) and wanted <= set(known.members(name))]
    return fit[0] if len(fit) == 1 else None


def handing_on(method: ast.stmt, group: ast.ClassDef, known: Known) -> ast.stmt | None:
    """The call that a setup has to begin with, so that its base's is done too; None where it does not lack one."""
    if not isinstance(method, Def) or method.name not in _SETUPS or _calls_super(method):
        return None
    if not any(each.name == method.name for one in _bases(group, known) for each in one.methods):
        return None
    given = ", ".join(each.arg for each in method.args.args[1:])
    waits = "await " if isinstance(method, ast.AsyncFunctionDef) else ""
    return ast.parse(f"{waits}super().{method.name}({given})", mode="exec").body[0]


def asked_in_vain(method: Def, group: ast.ClassDef, known: Known) -> list[str]:
    """What a test of a class of unittest's kind asks for, and its base keeps with each object by the same name."""
    kept = {name for one in _bases(group, known) for name, _ in one.attributes}
    cases = any(_is_case(called(each).rpartition(".")[2], known) for each in group.bases)
    bound = {each.id for each in ast.walk(method) if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load)}
    asked = [each.arg for each in method.args.args[1:]]
    plain = cases and not (method.decorator_list or method.args.defaults or bound & set(asked))
    return asked if plain and set(asked) <= kept else []


def _member(before: Def, after: Def, group: ast.ClassDef, grants: Grants, known: Known) -> Def:
    made = copy.copy(before)
    lacking = grants.missing & {name for one in _bases(group, known) for name, _ in one.attributes}
    first = handing_on(before, group, known) if lacking else None
    text = ast.get_docstring(before) is not None
    if first is not None and ast.dump(first) in {ast.dump(each) for each in after.body[text : text + 1]}:
        made.body = [*before.body[:text], first, *before.body[text:]]
    asked = asked_in_vain(before, group, known)
    if {f"{before.name}:{each}" for each in asked} & grants.required and len(after.args.args) == 1:
        made = _of_objects(made, frozenset(asked))
    return made


def _of_objects(method: Def, names: frozenset[str]) -> Def:
    """A method that takes some names from its object in place of parameters."""
    made = copy.deepcopy(method)
    made.args.args = made.args.args[:1]
    _Kept(made.args.args[0].arg, names).visit(made)
    return made


class _Kept(ast.NodeTransformer):
    def __init__(self, owner: str, names: frozenset[str]) -> None:
        self.owner, self.names = owner, names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Attribute(ast.Name(self.owner, ast.Load()), node.id, node.ctx) if node.id in self.names else node


def _of_self(node: ast.AST) -> list[ast.Attribute]:
    """The attributes of `self` in a tree."""
    return [each for each in ast.walk(node) if isinstance(each, ast.Attribute) and ast.unparse(each.value) == "self"]


def _calls_super(method: Def) -> bool:
    """Whether a method hands on already, by `super()` or by a class's name."""
    calls = [each.func for each in ast.walk(method) if isinstance(each, ast.Call)]
    return any(isinstance(each, ast.Attribute) and each.attr == method.name for each in calls)


def _bases(group: ast.ClassDef, known: Known) -> list[Class]:
    """The classes of the repository that a class builds on."""
    return [one for each in group.bases for one in known.of_class(called(each))]


def _is_case(name: str, known: Known) -> bool:
    """Whether a class of the repository is one of unittest's."""
    return any(base.rpartition(".")[2].endswith("TestCase") for one in known.of_class(name) for base in one.bases)
