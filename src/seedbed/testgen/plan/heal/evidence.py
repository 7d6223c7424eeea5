"""`learned`: what a failure shows to be wrong with a test file, and so what of it may be changed."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from pathlib import Path

from seedbed.testgen.plan.explore.known import Known
from seedbed.testgen.plan.explore.parse import called
from seedbed.testgen.plan.heal.edits import Source
from seedbed.testgen.plan.heal.lock.grants import Grants
from seedbed.testgen.plan.heal.outcome import Failure

__all__ = [
    "OF_TESTS",
    "absent",
    "constants_of",
    "learned",
    "standard",
    "unasked",
    "uncalled",
    "unentered",
    "unexpected_in",
    "unimportable",
]


OF_TESTS = frozenset({"AssertionError", "AttributeError", "Failed", "NameError", "TypeError"})
"""Failures by which the product does not refuse anything."""


def learned(grants: Grants, failure: Failure) -> Grants:
    """The grants with what one failure adds to them."""
    text = failure.message
    if failure.type in {"NameError", "UnboundLocalError", "AttributeError", "FixtureLookupError"}:
        missed = frozenset({failure.name, absent(failure)} - {""})
        return grants.with_(missing=missed, known=frozenset(failure.members), constants=constants_of(failure))
    if failure.type in {"ImportError", "ModuleNotFoundError"}:
        found = re.search(r"cannot import name '(\w+)'(?: from '([\w.]+)')?", text)
        module = re.search(r"No module named '([\w.]+)'", text)
        gone = {found[1]} if found else {module[1], module[1].rpartition(".")[2]} if module else set()
        return grants.with_(missing=frozenset(gone), known=standard(found[2] or "") if found else frozenset())
    if failure.type == "TypeError":
        unexpected = [each] if (each := unexpected_in(text)) else []
        missing = re.search(r"missing \d+ required .*?arguments?: (.*)", text)
        required = re.findall(r"'(\w+)'", missing[1]) if missing else []
        keywords, asked = (
            frozenset(f"{callee}:{name}" for callee in _callees(text) for name in names)
            for names in (unexpected, required)
        )
        return grants.with_(keywords=keywords, required=asked)
    return grants


def constants_of(failure: Failure) -> frozenset[tuple[str, str]]:
    """What a class has, where that is constants only, each with its name: of `Harvest.Status`, say."""
    public = [each for each in failure.members if not each.startswith("_")]
    own = failure.owner[:1].isupper() and all(each.isupper() for each in public)
    return frozenset((failure.owner, each) for each in public if own)


def uncalled(failure: Failure, path: Path, text: str) -> frozenset[str]:
    """What a line calls, with nothing or with names, and an error says cannot be called: attributes, and fixtures."""
    direct = re.search(r"Fixture \"(\w+)\" called directly", failure.message)
    if direct:
        return frozenset({direct[1]})
    if failure.type != "TypeError" or "object is not callable" not in failure.message or not failure.is_in(path):
        return frozenset()
    calls = [each for each in Source(text).near(failure.line(path)) if isinstance(each, ast.Call)]
    return frozenset(called(each.func).rpartition(".")[2] or getattr(each.func, "attr", "") for each in calls)


def unasked(failure: Failure, path: Path, text: str) -> frozenset[str]:
    """The names on a line whose attribute is not there since they are functions: fixtures that nobody asked for."""
    if failure.owner not in {"function", "FixtureFunctionDefinition"} or not failure.is_in(path):
        return frozenset()
    uses = [each for each in Source(text).near(failure.line(path)) if isinstance(each, ast.Attribute)]
    return frozenset(called(each.value) for each in uses if each.attr == absent(failure))


def unentered(failure: Failure, path: Path, text: str) -> frozenset[str]:
    """The variables that something failed with in the product, on the first line that uses them, as `test:name`."""
    source = Source(text)
    function = source.function_at(failure.line(path))
    if failure.type in OF_TESTS or failure.is_in(path) or failure.when != "call" or function is None:
        return frozenset()
    calls = [each for each in source.near(failure.line(path)) if isinstance(each, ast.Call)]
    funcs = [each.func.value for each in calls if isinstance(each.func, ast.Attribute)]
    given = [each for call in calls for each in (*call.args, *(one.value for one in call.keywords))]
    owners = {each.id for each in (*funcs, *given) if isinstance(each, ast.Name)}
    loads = [each for each in ast.walk(function) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)]
    first = {name: min((each.lineno for each in loads if each.id == name), default=0) for name in owners}
    return frozenset(f"{function.name}:{name}" for name, line in first.items() if line == failure.line(path))


def unexpected_in(message: str) -> str:
    """The keyword that an error says a function does not take, in Python's words or in its own; "" where none."""
    found = re.search(
        r"unexpected (?:keyword )?(?:argument|field|keyword|option|parameter)(?:s|\(s\))?:? '?(\w+)", message
    )
    return found[1] if found else ""


def absent(failure: Failure) -> str:
    """The name that an error says is not there; members of an enumeration are all that theirs says."""
    found = re.search(r"name '(\w+)'|attribute '(\w+)'|fixture '(\w+)' not found", failure.message)
    if found is not None:
        return next(each for each in found.groups() if each)
    bare = failure.type == "AttributeError" and failure.message.isidentifier()
    return failure.name or (failure.message if bare else "")


def _callees(message: str) -> tuple[str, ...]:
    """What an error of a call speaks of: the function, with the fixture that gave it, or the class to be made."""
    found = re.match(r"([\w.<>]+)\(\)", message)
    parts = found[1].split(".") if found else [""]
    if "<locals>" in parts[1:-1]:
        return parts[-1], parts[parts.index("<locals>") - 1]
    return (parts[-2] if parts[-1] == "__init__" and len(parts) > 1 else parts[-1],)


def standard(module: str) -> frozenset[str]:
    """The names of a module of the standard library, or of pytest; nothing of any other is loaded."""
    root = module.partition(".")[0]
    if root not in sys.stdlib_module_names and root != "pytest":
        return frozenset()
    try:
        return frozenset(dir(importlib.import_module(module)))
    except ImportError:
        return frozenset()


def unimportable(source: str, known: Known) -> frozenset[str]:
    """The names that a file imports from modules of the repository, or by relative imports, that are not there."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return frozenset()
    roots = {name.partition(".")[0] for name in known.modules}
    roots |= {each.file.partition("/")[0] for each in known.modules.values() if "/" in each.file}
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").partition(".")[0] in roots):
            there = known.names(node.module or "") if not node.level else frozenset()
            found |= {alias.asname or alias.name for alias in node.names if alias.name not in there}
    return frozenset(found)
