"""What healing may put into a test file that was not there: imports, waits, setup, fixtures that were missing."""

from __future__ import annotations

import ast
import builtins

from seedbed.testgen.plan.explore.parse import Def, called, fixture_of
from seedbed.testgen.plan.heal.forms.conditions import WAITING, waits_of
from seedbed.testgen.plan.heal.lock.alike import Alike
from seedbed.testgen.plan.heal.lock.grants import Grants, at_once
from seedbed.testgen.plan.heal.lock.terms import is_simple

__all__ = ["CLOSED", "is_allowed", "is_fixture", "is_import", "is_now_fixture"]

CLOSED = frozenset(
    [
        "builtins",
        "ctypes",
        "gc",
        "importlib",
        "inspect",
        "mock",
        "os",
        "pytest_mock",
        "shutil",
        "signal",
        "socket",
        "subprocess",
        "sys",
        "threading",
        "unittest",
        "tempfile",
        "pickle",
    ]
)
"""Modules by which a test can change what it tests, or what is outside of it: only where it used them before."""

_POWERS = frozenset(
    ["monkeypatch", "mocker", "request", "pytestconfig", "pytest", "mock", "sys", "os", "builtins", "unittest"]
)
_LONGEST = 60


def is_now_fixture(mark: ast.expr, before: ast.AST, grants: Grants) -> bool:
    """Whether a marker makes a fixture of a plain function of which pytest said that there is none of its name."""
    plain = isinstance(before, Def) and not before.decorator_list and not before.name.startswith("test")
    missing = isinstance(before, Def) and before.name in grants.missing
    return plain and missing and ast.unparse(mark) == "pytest.fixture"


def is_import(node: ast.stmt, alike: Alike, used: frozenset[str]) -> bool:
    """Whether a new import may be there: under its own name, of what the file asks for, and of nothing powerful.

    `used` are the names that the healed file loads.
    """
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return False
    module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
    for alias in node.names:
        own, local = alias.name.rpartition(".")[2], alias.asname or alias.name.partition(".")[0]
        wanted = local in alike.free or local in alike.grants.missing or local in alike.imported
        root = (module or alias.name).partition(".")[0]
        if alias.name == "*" or local not in used or (root in CLOSED and not wanted):
            return False
        if alias.asname and alias.asname != own and local not in alike.imported:
            return False
        if local in alike.made and local not in alike.free:
            return False
        if not wanted and (local in alike.bound or local in dir(builtins) or local in alike.grants.fixtures):
            return False
    return True


def is_allowed(node: ast.stmt, alike: Alike) -> bool:
    """Whether a statement may be put into a test: a wait, the making of what it names and has not, a look at a type.

    No other call, of whatever helper: it might bring about what the product did not.
    """
    if isinstance(node, ast.Assert):
        return _narrows(node.test, alike)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Await):
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        return isinstance(call, ast.Call) and (_is_condition(node.value, alike) or _is_wait(node.value, alike))
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
        target = node.targets[0]
        gone = isinstance(target, ast.Name) and target.id in alike.free and target.id not in alike.asserted
        return len(node.targets) == 1 and gone and _is_help(node.value, alike)
    return False


def _narrows(test: ast.expr, alike: Alike) -> bool:
    """`x is not None` of a name that was there: what a type checker asks for, and nothing that can hide a failure."""
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Name)
        and test.left.id in alike.bound
        and len(test.ops) == 1
        and isinstance(test.ops[0], ast.IsNot)
        and isinstance(test.comparators[0], ast.Constant)
        and test.comparators[0].value is None
    )


def _is_condition(node: ast.expr, alike: Alike) -> bool:
    """Whether it waits, as the plan says, by a helper of the repository for what the test goes on to assert."""
    call = node.value if isinstance(node, ast.Await) else node
    function, kinds = alike.function, alike.grants.kinds
    if not isinstance(call, ast.Call) or len(call.args) != 1 or call.keywords or function is None or kinds is None:
        return False
    (given,) = call.args
    waits = {each.name: each.awaited for each in waits_of(alike.docstring, kinds.known)}
    asserted_ = {ast.dump(each.test) for each in ast.walk(function) if isinstance(each, ast.Assert)}
    if not isinstance(given, ast.Lambda) or ast.unparse(given.args):
        return False
    return waits.get(called(call.func)) is isinstance(node, ast.Await) and ast.dump(given.body) in asserted_


def _is_wait(call: ast.expr, alike: Alike) -> bool:
    if not isinstance(call, ast.Call):
        return False
    words = called(call.func).rpartition(".")[2].lower().split("_")
    if words[0] not in WAITING or "and" in words or at_once(alike.docstring):
        return False
    if called(call.func) in {"time.sleep", "sleep"}:
        seconds = call.args[0] if len(call.args) == 1 and not call.keywords else None
        value = seconds.value if isinstance(seconds, ast.Constant) else None
        return isinstance(value, int | float) and 0 <= value <= _LONGEST
    return _is_help(call, alike)


def _is_help(call: ast.Call, alike: Alike) -> bool:
    """A call of something that the repository has, on names that are there."""
    path = called(call.func)
    root, last = path.partition(".")[0], path.rpartition(".")[2]
    grants = alike.grants
    there = root in alike.bound or root in grants.fixtures or root in grants.known
    named = last in grants.known
    plain = all(is_simple(each) for each in (*call.args, *(keyword.value for keyword in call.keywords)))
    return bool(path) and there and named and plain and root not in _POWERS and all(each.arg for each in call.keywords)


def is_fixture(node: ast.stmt, grants: Grants, alike: Alike) -> bool:
    """Whether a new fixture may be there: one that tests ask for and nobody has, made by its own helpers."""
    fixture = fixture_of(node) if isinstance(node, ast.FunctionDef) else None
    if fixture is None or not isinstance(node, ast.FunctionDef):
        return False
    wanted = fixture.name in grants.missing - grants.fixtures - grants.known - alike.asserted
    plain = len(node.decorator_list) == 1 and not (node.args.defaults or node.args.kw_defaults or fixture.autouse)
    if not (wanted and plain) or fixture.name != node.name or set(fixture.parameters) & _POWERS:
        return False
    there, made = set(fixture.parameters) | grants.known | alike.bound | {"self"}, set[str]()
    body = [each for each in node.body if not _is_text(each)]
    called_ = any(isinstance(each, ast.Call) for line in body for each in ast.walk(line))
    return called_ and all(_prepares(each, there, made, alike) for each in body)


def _prepares(node: ast.stmt, there: set[str], made: set[str], alike: Alike) -> bool:
    """Whether a statement of a new fixture calls a helper, keeps what that gives in a new name, or gives it on."""
    if isinstance(node, ast.Assign):
        (target, *others), value = node.targets, node.value
        if others or not isinstance(target, ast.Name) or target.id in alike.bound:
            return False
        made.add(target.id)
        return isinstance(value, ast.Call) and _helps(value, there | made - {target.id}, alike)
    if not isinstance(node, ast.Return | ast.Expr):
        return False
    value_ = node.value.value if isinstance(node.value, ast.Yield) else node.value
    if isinstance(value_, ast.Call):
        return _helps(value_, there | made, alike)
    return isinstance(value_, ast.Name | ast.Attribute) and called(value_).partition(".")[0] in made


def _helps(call: ast.Call, there: set[str], alike: Alike) -> bool:
    """Whether a call, and all calls in it, are of what the repository has."""
    inner = list(ast.walk(call))
    if any(isinstance(each, ast.Lambda | ast.NamedExpr | ast.Yield | ast.Await | ast.comprehension) for each in inner):
        return False
    paths = [called(each.func) for each in inner if isinstance(each, ast.Call)]
    roots = {path.partition(".")[0] for path in paths}
    return roots <= there - _POWERS and all(path.rpartition(".")[2] in alike.grants.known for path in paths)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
