"""Imports of what is somewhere else."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping

from seedbed.testgen.plan.explore.facts import Class
from seedbed.testgen.plan.explore.parse import Def, called
from seedbed.testgen.plan.heal.edits import Edit
from seedbed.testgen.plan.heal.evidence import standard
from seedbed.testgen.plan.heal.forms.derived import derived
from seedbed.testgen.plan.heal.forms.enumerated import enumerated
from seedbed.testgen.plan.heal.forms.paired import told_name
from seedbed.testgen.plan.heal.forms.planned import docstring_of
from seedbed.testgen.plan.heal.forms.raises import is_raises
from seedbed.testgen.plan.heal.forms.slips import is_alike, is_near, is_typo
from seedbed.testgen.plan.heal.lock.grants import expected_of, names
from seedbed.testgen.plan.heal.lock.statements import marks_in, named_in
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix, best
from seedbed.testgen.plan.words import stems

__all__ = ["imports"]


def imports(failure: Failure, bench: Bench) -> Fix | None:
    """Every import of the file that the repository has elsewhere, put right at once."""
    if failure.type not in {"ImportError", "ModuleNotFoundError"} or not failure.is_in(bench.path):
        return None
    wrong, right, edits = [], [], []
    for node in ast.walk(bench.source.tree):
        if isinstance(node, ast.ImportFrom) and (found := _moved(node, failure, bench)) is not None:
            lines, more = found
            wrong.append(ast.unparse(node))
            right += lines
            edits += [
                bench.source.replace(node, _joined(node, lines)) if lines else bench.source.drop(node),
                *more,
            ]
        elif isinstance(node, ast.Import) and (planned := _unexpected(node, failure, bench)) is not None:
            line, more = planned
            wrong.append(ast.unparse(node))
            right.append(line)
            edits += [bench.source.drop(node), *more]
        elif isinstance(node, ast.Import) and (there := _module(node, failure, bench)) is not None:
            wrong.append(ast.unparse(node))
            line = ast.unparse(ast.Import([ast.alias(there, node.names[0].asname)]))
            right.append(line)
            edits.append(bench.source.replace(node, line))
            edits += _uses(bench, node.names[0].name, there) if node.names[0].asname is None else ()
    if not edits:
        return None
    return Fix(f"wrong import: {failure.message}", "ImportError", tuple(edits), "\n".join(wrong), "\n".join(right))


def _joined(node: ast.ImportFrom, lines: list[str]) -> str:
    indent = " " * node.col_offset
    return f"\n{indent}".join(lines)


def _moved(node: ast.ImportFrom, failure: Failure, bench: Bench) -> tuple[list[str], list[Edit]] | None:
    """The lines in place of `from M import a, b`, and renamings of names that were misspelt; None where it is right.

    What is nowhere to be found, and used nowhere, is left out.
    """
    module = f"{'.' * node.level}{node.module or ''}"
    there = bench.known.names(module) if not node.level else frozenset()
    ours = not node.level and module.partition(".")[0] in {name.partition(".")[0] for name in bench.known.modules}
    failed = (
        module in {failure.name, f".{failure.name}"}
        or (failure.name and module.startswith(f"{failure.name}."))
        or failure.name.startswith(f"{module}.")
        or failure.line(bench.path) in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    )
    if not (ours or failed or node.level) or all(alias.name in there for alias in node.names):
        return None
    homes: dict[str, list[str]] = {}
    edits: list[Edit] = []
    used = {each.id for each in ast.walk(bench.source.tree) if isinstance(each, ast.Name)}
    wanted = [each for each in node.names if each.name in there or (each.asname or each.name) in used | {"*"}]
    meant = _apart({each.name: _named(each, there, bench) or _home(each.name, module, there, bench) for each in wanted})
    for alias in wanted:
        home, name = meant[alias.name] or (module, alias.name)
        marks = alias.asname is None and name != alias.name and alias.name in _marked(bench)
        local = alias.name if marks else alias.asname  # what markers say stays as it is
        homes.setdefault(home, []).append(name + (f" as {local}" if local else ""))
        if name != alias.name and local is None:
            edits += _renamed(bench, alias.name, name)
    lines = [f"from {home} import {', '.join(names)}" for home, names in homes.items()]
    return None if lines == [ast.unparse(node)] else (lines, edits)


def _apart(meant: dict[str, tuple[str, str] | None]) -> dict[str, tuple[str, str] | None]:
    """What each name was meant by, but for names that would become one: they are two things."""
    had = Counter(found for found in meant.values() if found is not None)
    return {
        name: None if found is not None and had[found] > 1 and not is_typo(name, found[1]) else found
        for name, found in meant.items()
    }


def _marked(bench: Bench) -> set[str]:
    """The names in the markers of tests."""
    return {name for mark in marks_in(bench.source.tree) for name in named_in(mark)}


def _named(alias: ast.alias, there: frozenset[str], bench: Bench) -> tuple[str, str] | None:
    """The exception that the plan names in place of one that is nowhere, and that only `raises` asks for."""
    if alias.asname or alias.name in there or bench.known.homes(alias.name):
        return None
    tests = [each for each in ast.walk(bench.source.tree) if isinstance(each, Def) and alias.name in _expected(each)]
    uses = [each for each in ast.walk(bench.source.tree) if isinstance(each, ast.Name) and each.id == alias.name]
    said = " ".join(expected_of(ast.get_docstring(each) or "") for each in tests)
    named = [each for each in bench.known.exceptions() if names(said, each.name) and not names(said, alias.name)]
    expected = [name for each in tests for name in _expected(each) if name == alias.name]
    if len(named) != 1 or len(uses) != len(expected):
        return None
    return named[0].module, named[0].name


def _expected(function: Def) -> list[str]:
    """The bare names of the exceptions that a function expects."""
    return [each.id for each in _raised(function) if isinstance(each, ast.Name)]


def _raised(tree: ast.AST) -> list[ast.expr]:
    """What is expected to be raised."""
    calls = [each for each in ast.walk(tree) if isinstance(each, ast.expr) and is_raises(each)]
    return [each.args[0] for each in calls if isinstance(each, ast.Call) and each.args]


def _unexpected(node: ast.Import, failure: Failure, bench: Bench) -> tuple[str, list[Edit]] | None:
    """The exceptions that the plan names, in place of those of a module that is not there and used for nothing else."""
    root = node.names[0].asname or node.names[0].name.partition(".")[0]
    roots = [each for each in ast.walk(bench.source.tree) if isinstance(each, ast.Name) and each.id == root]
    told = [
        (arg, home)
        for function in ast.walk(bench.source.tree)
        for arg in (_raised(function) if isinstance(function, Def) else ())
        if called(arg).startswith(f"{root}.") and (home := _planned(function, called(arg), bench)) is not None
    ]
    gone = f"'{node.names[0].name.partition('.')[0]}" in failure.message and len(node.names) == 1
    if not gone or not told or len(told) != len(roots):
        return None
    lines = dict.fromkeys(f"from {home.module} import {home.name}" for _, home in told if not bench.has(home.name))
    edits = [bench.source.replace(arg, home.name) for arg, home in told]
    return "\n".join(lines), [*edits, *(bench.source.imported(line) for line in lines)]


def _planned(function: ast.AST, wrong: str, bench: Bench) -> Class | None:
    """The one exception of the repository that the plan of a test expects, where it does not speak of another."""
    said = expected_of(docstring_of(function))
    named = [each for each in bench.known.exceptions() if names(said, each.name)]
    return named[0] if len(named) == 1 and not names(said, wrong) else None


def _home(name: str, module: str, there: frozenset[str], bench: Bench) -> tuple[str, str] | None:
    """Where a name is, and what it is called there."""
    if name in there:
        return module, name
    homes = bench.known.homes(name)
    if homes:
        near = homes[0] if len(homes) == 1 else best(module, homes)
        return (bench.known.door(name, near), name) if near else None
    kind_of = enumerated(name, bench.source.tree, bench.known)
    if kind_of:
        return bench.known.homes(kind_of)[0], kind_of
    told = told_name(name, bench.source.tree, bench.known)
    if told:
        return module, told
    calls = _calls_of(name, bench)
    makeable = (each for each in there if not (calls and bench.known.is_abstract(each)))
    slip = best(name, makeable if there else standard(module))
    kind = slip is not None and name[:1].isupper() == slip[:1].isupper()
    kin = derived(name, bench.known)
    made = kin if kin in there else _otherwise(name, module, bench)
    other = slip if slip is not None and is_typo(name, slip) else made
    if other is None and slip is not None and there and kind and is_alike(name, slip):
        other = slip
    if other is not None:
        return module, other
    known = {each for one in bench.known.modules.values() if not one.test for each in bench.known.names(one.name)}
    slips = [each for each in sorted(known) if is_typo(name, each) and len(bench.known.homes(each)) == 1]
    return (bench.known.homes(slips[0])[0], slips[0]) if len(slips) == 1 else None


def _otherwise(name: str, module: str, bench: Bench) -> str | None:
    """The one class, or function, of a module that shares a word with a name, and takes what that is given."""
    known = bench.known
    kind: Mapping[str, object] = known.classes if name[:1].isupper() else known.functions
    there = sorted(each for each in known.names(module) if each in kind and not each.startswith("_"))
    calls = _calls_of(name, bench)
    near = [each for each in there if stems(name) & stems(each) and is_near(name, each)]
    fit = [
        each
        for each in near
        if not (calls and known.is_abstract(each)) and all(bench.takes(call, each, module) for call in calls)
    ]
    return fit[0] if len(fit) == 1 else None


def _calls_of(name: str, bench: Bench) -> list[ast.Call]:
    """The calls of a name."""
    return [each for each in ast.walk(bench.source.tree) if isinstance(each, ast.Call) and called(each.func) == name]


def _renamed(bench: Bench, wrong: str, right: str) -> Iterator[Edit]:
    """Every use of a name, changed."""
    for node in ast.walk(bench.source.tree):
        if isinstance(node, ast.Name) and node.id == wrong:
            yield bench.source.replace(node, right)


def _module(node: ast.Import, failure: Failure, bench: Bench) -> str | None:
    name = node.names[0].name
    if len(node.names) != 1 or name in bench.known.modules:
        return None
    if name != failure.name and not name.startswith(f"{failure.name}.") and f"'{name}'" not in failure.message:
        return None
    offered = [each.name for each in bench.known.modules.values() if not each.test]
    used = {
        each.attr
        for each in ast.walk(bench.source.tree)
        if isinstance(each, ast.Attribute) and ast.unparse(each.value) == (node.names[0].asname or name)
    }
    having = [each for each in offered if used <= bench.known.names(each)]
    return best(name, having) or best(name, offered) if len(having) != 1 else having[0]


def _uses(bench: Bench, wrong: str, right: str) -> Iterator[Edit]:
    for node in ast.walk(bench.source.tree):
        if isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node) == wrong:
            yield bench.source.replace(node, right)
