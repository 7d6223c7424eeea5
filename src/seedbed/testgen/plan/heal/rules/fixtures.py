"""Fixtures that have another name, are called, or live too long."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from seedbed.testgen.plan.explore.facts import Fixture
from seedbed.testgen.plan.explore.known import BUILT_IN
from seedbed.testgen.plan.explore.parse import Def, called, fixture_of
from seedbed.testgen.plan.heal.edits import Edit
from seedbed.testgen.plan.heal.evidence import unasked
from seedbed.testgen.plan.heal.forms.slips import is_typo
from seedbed.testgen.plan.heal.forms.suited import outdone, roots
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix, best, without
from seedbed.testgen.plan.std.read import sections_of
from seedbed.testgen.plan.words import stems

__all__ = ["called_fixture", "imported_fixture", "scope", "unknown_fixture"]

_SCOPES = ("function", "class", "module", "package", "session")


def unknown_fixture(failure: Failure, bench: Bench) -> Fix | None:
    """A fixture that is called otherwise: by a slip, or as the test's preconditions describe it."""
    if failure.type != "FixtureLookupError":
        return None
    found = re.search(r"fixture '(\w+)' not found", failure.message)
    name = failure.name or (found[1] if found else "")
    function = bench.source.test(failure.test)
    if function is None or not name:
        return None
    if name == "self":
        return _outside(function, bench)
    if name not in {each.arg for each in function.args.args}:
        function = _asker(name, bench) or function
    brought = _elsewhere(name, function, bench)
    if brought is not None:
        return brought
    bare = _undecorated(name, function, bench)
    if bare is not None:
        return bare
    right = _meant(name, function, bench)
    if right is None:
        return None
    edits = [*_renamed(function, name, right, bench), *_in_markers(name, right, bench)]
    wrong, correct = (f"def {function.name}({each}):\n    pass" for each in (name, right))
    told = is_typo(name, right) or roots(name) <= roots(_described(bench)[right])
    guess = "" if told else "some words of its name"
    what = f"the fixture is called {right}, not {name}"
    return Fix(what, "FixtureError", tuple(edits), wrong, correct, guess) if edits else None


def _elsewhere(name: str, function: Def, bench: Bench) -> Fix | None:
    """The one fixture of that name, imported from the conftest of a folder that the test is not in."""
    found = [(module, each) for module in bench.known.modules.values() for each in module.fixtures if each.name == name]
    if len(found) != 1 or name in bench.fixtures or name in bench.grants.fixtures:
        return None
    (module, fixture), *_ = found
    if not module.file.endswith("conftest.py") or not set(fixture.parameters) <= bench.fixtures.keys() | BUILT_IN:
        return None
    path = module.file.removesuffix(".py").replace("/", ".")  # every folder may have a module called conftest
    home = module.name if "." in module.name else path
    line, what = f"from {home} import {name}", f"the fixture {name} is imported from {module.file}"
    return Fix(what, "FixtureError", (bench.source.imported(line),), f"def {function.name}({name}):\n    pass", line)


def _undecorated(name: str, function: Def, bench: Bench) -> Fix | None:
    """The one function of that name in the file, or in the class of a test, that nothing says is a fixture."""
    top = bench.source.tree.body
    groups = [each.body for each in top if isinstance(each, ast.ClassDef) and function in each.body]
    there = [each for body in (top, *groups) for each in body if isinstance(each, Def)]
    found = [each for each in there if each.name == name]
    if len(found) != 1 or found[0].decorator_list:
        return None
    start = bench.source.span(found[0])[0]
    edits = [Edit(start, start, f"@pytest.fixture\n{' ' * found[0].col_offset}")]
    edits += [] if bench.has("pytest") else [bench.source.imported("import pytest")]
    wrong = f"def {name}():\n    pass"
    return Fix(f"{name} is a fixture", "FixtureError", tuple(edits), wrong, f"@pytest.fixture\n{wrong}")


def _asker(name: str, bench: Bench) -> Def | None:
    """The fixture of the file that asks for another one."""
    return next(
        (
            node
            for node in ast.walk(bench.source.tree)
            if isinstance(node, Def) and (made := fixture_of(node)) is not None and name in made.parameters
        ),
        None,
    )


def _outside(function: Def, bench: Bench) -> Fix | None:
    """A test outside of any class that takes `self`."""
    have = [each.arg for each in function.args.args]
    if have[:1] != ["self"] or any(isinstance(each, ast.Name) and each.id == "self" for each in ast.walk(function)):
        return None
    start = bench.source.span(function.args.args[0])[0]
    end = bench.source.span(function.args.args[1])[0] if len(have) > 1 else start + len("self")
    heads = (f"def {function.name}({', '.join(names)}):\n    pass" for names in (have, have[1:]))
    return Fix("a test outside of a class takes no self", "FixtureError", (Edit(start, end, ""),), *heads)


def _meant(name: str, function: Def, bench: Bench) -> str | None:
    have = {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}
    offered = {
        each: fixture
        for each, fixture in bench.fixtures.items()
        if each not in have - {name} and not _is_other(name, each, function, bench)
    }
    conditions = _conditions(function, bench)
    docs = {each: one.doc for each, one in offered.items()}
    told = _described(bench)
    near = [each for each in offered if is_typo(name, each) or not outdone(name, each, told)]
    meant = best(name, near, conditions) or _by_words(name, docs) or _by_conditions(conditions, docs)
    return meant or best(name, BUILT_IN - have) or _by_use(name, function, bench, offered)


def _is_other(name: str, fixture: str, function: Def, bench: Bench) -> bool:
    """Whether a fixture surely gives another type than the one that a parameter is written with."""
    kinds = bench.grants.kinds
    written = [each.annotation for each in function.args.args if each.arg == name and each.annotation is not None]
    return kinds is not None and any(
        kinds.misfits(kinds.fixtures.get(fixture, ""), ast.unparse(each)) for each in written
    )


def _conditions(function: Def, bench: Bench) -> str:
    """The preconditions of a test, and those of its class."""
    groups = [each for each in bench.source.tree.body if isinstance(each, ast.ClassDef) and function in each.body]
    texts = (ast.get_docstring(each) or "" for each in (*groups, function))
    return " ".join(line for text in texts for line in sections_of(text)[1].get("preconditions", ()))


def _described(bench: Bench) -> defaultdict[str, str]:
    """What fixtures say of themselves, by their names."""
    return defaultdict(str, {name: f"{name} {each.doc}" for name, each in bench.fixtures.items()})


def _by_words(name: str, offered: dict[str, str]) -> str | None:
    """The one fixture whose docstring has all words of a name."""
    fit = [each for each, doc in sorted(offered.items()) if stems(name) and stems(name) <= stems(f"{each} {doc}")]
    return fit[0] if len(fit) == 1 else None


def _by_conditions(conditions: str, offered: dict[str, str]) -> str | None:
    """The one fixture whose docstring the preconditions of a test say in full."""
    said = stems(conditions)
    fit = [each for each, doc in sorted(offered.items()) if len(stems(doc)) > 1 and stems(doc) <= said]
    return fit[0] if len(fit) == 1 else None


def _by_use(name: str, function: Def, bench: Bench, offered: Mapping[str, Fixture]) -> str | None:
    """The one fixture that gives the type by which a test uses it: what takes it, and which methods are called."""
    kinds: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            kinds |= {kind for kind in _taken(name, node, bench) if kind in bench.known.classes}
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == name:
            kinds |= {each.owner for each in bench.known.functions.get(node.attr, ()) if each.owner}
    fit = [each for each, fixture in sorted(offered.items()) if fixture.returns in kinds]
    return fit[0] if len(fit) == 1 else None


def _taken(name: str, call: ast.Call, bench: Bench) -> Iterator[str]:
    """The types of the parameters that a call gives a name to."""
    for function in bench.functions(called(call.func).rpartition(".")[2])[:1]:
        given = {each.name: each.annotation for each in function.parameters}
        pairs = [*zip(given, call.args, strict=False), *((each.arg or "", each.value) for each in call.keywords)]
        yield from (given.get(key, "") for key, value in pairs if isinstance(value, ast.Name) and value.id == name)


def _renamed(function: Def, name: str, right: str, bench: Bench) -> list[Edit]:
    edits = []
    for node in ast.walk(function):
        if isinstance(node, ast.arg) and node.arg == name:
            start, _ = bench.source.span(node)
            edits.append(Edit(start, start + len(name), right))
        elif isinstance(node, ast.Name) and node.id == name:
            edits.append(bench.source.replace(node, right))
    return edits


def _in_markers(name: str, right: str, bench: Bench) -> list[Edit]:
    """The name in `usefixtures`."""
    return [
        bench.source.replace(argument, f'"{right}"')
        for node in ast.walk(bench.source.tree)
        if isinstance(node, ast.Call) and called(node.func).endswith("mark.usefixtures")
        for argument in node.args
        if isinstance(argument, ast.Constant) and argument.value == name
    ]


def called_fixture(failure: Failure, bench: Bench) -> Fix | None:
    """A fixture that is called like a function, imported or not."""
    direct = re.search(r"Fixture \"(\w+)\" called directly", failure.message)
    if not direct and not (failure.type == "TypeError" and "object is not callable" in failure.message):
        return None
    function = bench.source.function_at(failure.line(bench.path)) or bench.source.test(failure.test)
    if function is None:
        return None
    calls = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in bench.fixtures
        and (not direct or node.func.id == direct[1])
        and _with_its_own(node, bench)
    ]
    if not calls:
        return _factory(direct[1], function, bench) if direct else None
    name = ast.unparse(calls[0].func)
    edits = [bench.source.replace(call, ast.unparse(call.func)) for call in calls]
    edits += bench.source.parameter(function, name)
    edits += [
        bench.source.drop(node)
        for node in bench.source.tree.body
        if isinstance(node, ast.ImportFrom) and [alias.name for alias in node.names] == [name]
    ]
    return Fix(f"the fixture {name} is asked for, not called", "FixtureError", tuple(edits), f"{name}()", name)


def _factory(name: str, function: Def, bench: Bench) -> Fix | None:
    """A fixture that gives a function: what was called is what it gives."""
    gives = name in bench.fixtures and bench.fixtures[name].maker is not None
    return _asked_for([name], function, bench) if gives else None


def imported_fixture(failure: Failure, bench: Bench) -> Fix | None:
    """A fixture that was imported and is used as it stands: asked for, and not imported."""
    function = bench.source.function_at(failure.line(bench.path))
    names = sorted(unasked(failure, bench.path, bench.source.text) & set(bench.fixtures))
    return _asked_for(names, function, bench) if function is not None and names else None


def _asked_for(names: list[str], function: Def, bench: Bench) -> Fix:
    """Fixtures as parameters of a test, and no longer imported."""
    edits = [edit for name in names for edit in bench.source.parameter(function, name)]
    edits += without(bench, set(names))
    heads = (f"def {function.name}({each}):\n    pass" for each in ("", ", ".join(names)))
    return Fix(f"the fixture {', '.join(names)} is asked for, not imported", "FixtureError", tuple(edits), *heads)


def _with_its_own(call: ast.Call, bench: Bench) -> bool:
    """Whether a fixture is called with nothing, or with fixtures, as pytest would."""
    given = [*call.args, *(each.value for each in call.keywords)]
    return all(isinstance(each, ast.Name) and each.id in bench.fixtures for each in given)


def scope(failure: Failure, bench: Bench) -> Fix | None:
    """A fixture of the file that lives longer than what it needs."""
    found = re.search(r"access the (\w+) scoped fixture (\w+) with a (\w+) scoped", failure.message)
    if not found:
        return None
    for node in ast.walk(bench.source.tree):
        fixture = fixture_of(node) if isinstance(node, Def) else None
        if (
            fixture is None
            or not isinstance(node, Def)
            or found[2] not in fixture.parameters
            or fixture.scope != found[3]
        ):
            continue
        for decorator in node.decorator_list:
            for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
                if keyword.arg == "scope" and found[1] in _SCOPES:
                    what = f"{node.name} lives no longer than {found[2]}, which it needs"
                    edit = bench.source.replace(keyword.value, f'"{found[1]}"')
                    return Fix(what, "FixtureError", (edit,), f'scope="{found[3]}"', f'scope="{found[1]}"')
    return None
