"""Names and attributes that are not there."""

from __future__ import annotations

import ast
import re

from seedbed.testgen.plan.explore.facts import Class, Function
from seedbed.testgen.plan.explore.known import BUILT_IN
from seedbed.testgen.plan.explore.parse import Def, called
from seedbed.testgen.plan.heal.evidence import absent, constants_of, standard
from seedbed.testgen.plan.heal.forms.kinds import suffices
from seedbed.testgen.plan.heal.forms.offered import keyed, maker_of
from seedbed.testgen.plan.heal.forms.paired import told_attribute
from seedbed.testgen.plan.heal.forms.planned import steps_of
from seedbed.testgen.plan.heal.forms.slips import is_same, is_typo
from seedbed.testgen.plan.heal.lock.grants import expected_of, told_of
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix, best, import_edits
from seedbed.testgen.plan.heal.rules.library import library_line

__all__ = ["attributes", "selfless", "undefined"]


def undefined(failure: Failure, bench: Bench) -> Fix | None:
    """A name that nothing binds: a fixture, something to import, or a slip."""
    if failure.type not in {"NameError", "UnboundLocalError"} or not failure.is_in(bench.path):
        return None
    found = re.search(r"name '(\w+)' is not defined", failure.message)
    name = found[1] if found else failure.name
    function = bench.source.function_at(failure.line(bench.path))
    if function is not None and (name in bench.fixtures or (name in BUILT_IN and not bench.known.homes(name))):
        edits = bench.source.parameter(function, name)
        return Fix(f"the fixture {name} was not asked for", "FixtureError", tuple(edits), name, name)
    line = _import_of(name, bench) or _path_of(name, failure, bench)
    if line is not None:
        return Fix(f"{name} was not imported", "ImportError", (bench.source.imported(line),), name, line)
    return _slip(name, function, bench)


def _import_of(name: str, bench: Bench) -> str | None:
    """The line that imports a name: from its one home, as a module, or as other files of the repository do."""
    homes = bench.known.homes(name)
    own = [home for home in homes if any(each.name == name for each in _defined(bench, home))]
    brought = None if own else library_line(name, bench.source.tree)
    if brought is not None or len(own or homes) == 1:
        return brought or f"from {(own or homes)[0]} import {name}"
    lines = set()
    for module in bench.known.modules.values():
        for source, taken in module.imports:
            if name in taken:
                lines.add(f"from {source} import {name}")
            elif source == name:
                lines.add(f"import {name}")
    return lines.pop() if len(lines) == 1 else None


def _path_of(name: str, failure: Failure, bench: Bench) -> str | None:
    """The line that imports the module which a line names in full, as `press.text` of `press.text.wrap("A")`."""
    paths = {called(each) for each in bench.source.near(failure.line(bench.path)) if isinstance(each, ast.Attribute)}
    there = [each for each in sorted(paths, key=len) if each.startswith(f"{name}.") and each in bench.known.modules]
    return f"import {there[-1]}" if there else None


def _defined(bench: Bench, home: str) -> list[Function | Class]:
    module = bench.known.modules[home]
    return [*module.functions, *module.classes]


def _slip(name: str, function: Def | None, bench: Bench) -> Fix | None:
    """A name that is nearly one of the function's, of the file's, or of the repository's."""
    scope = function or bench.source.tree
    here = {each.id for each in ast.walk(scope) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    here |= {each.arg for each in ast.walk(scope) if isinstance(each, ast.arg)} - {"self"}
    top = set(_top(bench))
    slips = [each for each in sorted(here | top | set(bench.fixtures)) if is_typo(name, each)]
    right = slips[0] if len(slips) == 1 else best(name, (each for each in here if _is_short(each, name)))
    more: tuple[object, ...] | None = ()
    if right is None and not slips:
        known = [
            each
            for each in sorted({*bench.known.functions, *bench.known.classes})
            if is_typo(name, each) and bench.known.homes(each) and each[0].isupper() == name[0].isupper()
        ]
        right = known[0] if len(known) == 1 else best(name, top)
        more = import_edits(bench, right) if right else None
    if right is None or more is None:
        return None
    uses = [each for each in ast.walk(scope) if isinstance(each, ast.Name) and each.id == name]
    edits = [bench.source.replace(each, right) for each in uses]
    edits += import_edits(bench, right) or () if right not in here | top | set(bench.fixtures) else ()
    if function is not None and right in bench.fixtures and right not in here | top:
        edits += bench.source.parameter(function, right)
    guess = "" if is_typo(name, right) or right in here else "some words of its name"
    return Fix(f"{name} is called {right}", "AttributeError", tuple(edits), name, right, guess)


def _is_short(one: str, other: str) -> bool:
    """Whether one name is a short form of the other: `snap` of `snapshot`."""
    return min(len(one), len(other)) > 2 and (one.startswith(other) or other.startswith(one))


def _top(bench: Bench) -> list[str]:
    made = []
    for node in bench.source.tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            made += [(alias.asname or alias.name).partition(".")[0] for alias in node.names]
        elif isinstance(node, Def | ast.ClassDef):
            made.append(node.name)
        else:
            made += [
                each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            ]
    return made


def attributes(failure: Failure, bench: Bench) -> Fix | None:
    """An attribute or method that is called otherwise."""
    name = absent(failure)
    here = failure.is_in(bench.path) or name == failure.message  # enumerations say so from within
    if failure.type != "AttributeError" or not here:
        return None
    line = failure.line(bench.path)
    uses = [each for each in bench.source.near(line) if isinstance(each, ast.Attribute) and each.attr == name]
    owner = failure.owner or (called(uses[0].value).rpartition(".")[2] if uses else "")
    members = {each for each in (*failure.members, *bench.known.members(owner)) if not each.startswith("_")}
    one = _keyed(uses, bench)
    if one is not None:
        return one
    right = _told(owner, uses, failure, bench) or best(name, members) or _asking(name, uses, owner, bench)
    right, guess = (right, "") if right is not None else (_only(uses, bench), "the only way to make one")
    if uses and (right is None or not is_typo(name, right)) and (bare := _bare(name, uses, failure, bench)) is not None:
        return bare
    if uses and (inner := _inner(name, uses, bench)) is not None:
        return inner
    if not uses or right is None:
        return None
    edits = tuple(bench.source.attribute(each, right) for each in uses)
    wrong, correct = (f"{ast.unparse(uses[0].value)}.{each}" for each in (name, right))
    return Fix(f"{owner or 'it'} has {right}, not {name}", "AttributeError", edits, wrong, correct, guess)


def _keyed(uses: list[ast.Attribute], bench: Bench) -> Fix | None:
    """One of several, asked of the method that gives one: `book.sheet("north")` of `book.sheets["north"]`."""
    kinds = bench.grants.kinds
    asked = [each for each in ast.walk(bench.source.tree) if isinstance(each, ast.Subscript) and each.value in uses]
    made = [keyed(each, bench.source.function_at(each.lineno), kinds) for each in asked if kinds is not None]
    if not made or len(made) != len(uses) or None in made:
        return None
    pairs = [(each, ast.unparse(right)) for each, right in zip(asked, made, strict=True) if right is not None]
    edits = tuple(bench.source.replace(each, right) for each, right in pairs)
    wrong, correct = ast.unparse(pairs[0][0]), pairs[0][1]
    return Fix(f"{wrong} has to be {correct}", "AttributeError", edits, wrong, correct)


def _only(uses: list[ast.Attribute], bench: Bench) -> str | None:
    """The one way of a class to make one of its own, where it is called by another name."""
    kinds = bench.grants.kinds
    calls = [each for each in ast.walk(bench.source.tree) if isinstance(each, ast.Call) and each.func in uses]
    made = {maker_of(each, kinds) for each in calls if kinds is not None}
    return made.pop() or None if len(made) == 1 and len(calls) == len(uses) else None


def _told(owner: str, uses: list[ast.Attribute], failure: Failure, bench: Bench) -> str | None:
    """The one member of an enumeration, or constant, that the plan names, where it expects something, else anywhere."""
    function = bench.source.function_at(uses[0].lineno) if uses else None
    if function is None or bench.grants.kinds is None:
        return None
    enumerated = bench.grants.kinds.is_enumeration(owner)
    members = set(bench.known.members(owner)) if enumerated else {name for _, name in constants_of(failure)}
    docstring = ast.get_docstring(function) or ""
    beside = {told_attribute(each, function, bench.grants.kinds) for each in uses}
    return (
        told_of(expected_of(docstring), members)
        or told_of(docstring, members)
        or told_of(" ".join(steps_of(function)), members)
        or (beside.pop() if len(beside) == 1 else None)
        or None
    )


def _asking(name: str, uses: list[ast.Attribute], owner: str, bench: Bench) -> str | None:
    """The one method of a class that asks for the same by another verb, and takes what it is given: `find` of `get`."""
    calls = [each for each in ast.walk(bench.source.tree) if isinstance(each, ast.Call) and each.func in uses]
    offered = [
        each for one in bench.known.of_class(owner) for each in one.methods if is_same(name, each.name, frozenset())
    ]
    fit = {each.name for each in offered if all(suffices(call, each) for call in calls)}
    return fit.pop() if calls and len(fit) == 1 else None


def _inner(name: str, uses: list[ast.Attribute], bench: Bench) -> Fix | None:
    """`Machine.Status`, where the repository calls the class `MachineStatus`."""
    wrong = f"{ast.unparse(uses[0].value)}.{name}"
    right = wrong.replace(".", "")
    edits = import_edits(bench, right) if name[:1].isupper() and right in bench.known.classes else None
    if edits is None:
        return None
    there = (bench.source.replace(each, right) for each in uses if ast.unparse(each) == wrong)
    return Fix(f"{wrong} is called {right}", "AttributeError", (*there, *edits), wrong, right)


def _bare(name: str, uses: list[ast.Attribute], failure: Failure, bench: Bench) -> Fix | None:
    """`self.client` of a fixture, or `bank.transfer` of what has its home elsewhere: the bare name, asked for."""
    roots = {each.value.id for each in uses if isinstance(each.value, ast.Name)}
    function = bench.source.function_at(failure.line(bench.path))
    if len(roots) != 1 or function is None:
        return None
    root = roots.pop()
    edits = [bench.source.replace(each, name) for each in uses]
    if root == "self" and name in bench.fixtures:
        others = [
            each
            for each in ast.walk(function)
            if isinstance(each, ast.Attribute) and ast.unparse(each) == f"self.{name}"
        ]
        edits = [bench.source.replace(each, name) for each in others]
        edits += bench.source.parameter(function, name)
        return Fix(f"the fixture {name} is asked for", "FixtureError", tuple(edits), f"self.{name}", name)
    home = _home(root, name, bench)
    if home is None:
        return None
    brought = () if bench.has(name) else (bench.source.imported(f"from {home} import {name}"),)
    return Fix(f"{name} is in {home}", "ImportError", (*edits, *brought), f"{root}.{name}", name)


def _home(root: str, name: str, bench: Bench) -> str | None:
    """Where a name is that is asked of a module, or of what was imported under the name of its module."""
    homes = bench.known.homes(name)
    if root in bench.known.modules:
        return homes[0] if len(homes) == 1 else None
    return root if bench.has(root) and name in standard(root) else None


def _selfless(function: Def) -> tuple[str, str]:
    """The head of a test without `self`, and with it."""
    have = [each.arg for each in function.args.args]
    wrong, right = (f"def {function.name}({', '.join(names)}):\n    pass" for names in (have, ["self", *have]))
    return wrong, right


def selfless(failure: Failure, bench: Bench) -> Fix | None:
    """A test in a class without `self`."""
    if "::" not in failure.test or failure.type not in {"AttributeError", "TypeError"}:
        return None
    function = bench.source.test(failure.test)
    if function is None or any("staticmethod" in ast.unparse(each) for each in function.decorator_list):
        return None
    have = [*function.args.posonlyargs, *function.args.args]
    if have and have[0].arg in {"self", "cls"}:
        return None
    group = failure.test.partition("::")[0]
    if failure.type == "AttributeError" and failure.owner != group:
        return None
    if failure.type == "TypeError" and "positional argument" not in failure.message:
        return None
    edits = bench.source.parameter(function, "self", first=True)
    return Fix("a test in a class takes self", "TypeError", tuple(edits), *_selfless(function))
