"""`verify`: a test file held against every lesson, and mended where one is broken."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.testgen.plan.explore.context import Lesson
from seedbed.testgen.plan.explore.facts import Fixture
from seedbed.testgen.plan.explore.known import Known
from seedbed.testgen.plan.explore.parse import Def, called
from seedbed.testgen.plan.graveyard.pattern import Change, patterns
from seedbed.testgen.plan.heal.edits import Edit, Source, applied
from seedbed.testgen.plan.heal.evidence import unimportable
from seedbed.testgen.plan.heal.forms.awaited import waiting_steps, waits_in
from seedbed.testgen.plan.heal.forms.binds import bound_in, free_in, top_of
from seedbed.testgen.plan.heal.forms.kinds import strange
from seedbed.testgen.plan.heal.forms.literals import scaled
from seedbed.testgen.plan.heal.forms.planned import docstring_of
from seedbed.testgen.plan.heal.forms.raises import expectable, is_raises
from seedbed.testgen.plan.heal.lock.grants import Grants, grants_of, stated
from seedbed.testgen.plan.heal.lock.refusals import refusals
from seedbed.testgen.plan.heal.rules.fix import Bench, import_edits

_MOST = 100
"""Places that one lesson is mended in."""

__all__ = ["Verified", "Violation", "granted", "verify"]


@dataclass(frozen=True, slots=True)
class Violation:
    """A lesson that a test file breaks: where, and whether it was mended, else why not."""

    lesson: str
    line: int
    what: str
    mended: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """The file with what could be mended, each violation, and the lessons that only the environment can show."""

    text: str
    violations: tuple[Violation, ...]
    not_checkable: tuple[str, ...]

    @property
    def mended(self) -> tuple[Violation, ...]:
        """The violations that are gone."""
        return tuple(each for each in self.violations if each.mended)


def granted(lessons: Sequence[Lesson], grants: Grants) -> Grants:
    """The grants with what lessons allow."""
    changes = [change for lesson in lessons for change in patterns(lesson.wrong, lesson.correct)]

    def of(*kinds: str) -> list[Change]:
        return [each for each in changes if each.kind in kinds]

    gone = {each.old for each in of("attribute", "name", "parameter", "missing-import") if each.old not in grants.known}
    gone |= {each.callee for each in of("import") if each.value}
    return grants.with_(
        exceptions=frozenset((_last(each.old), _last(each.new)) for each in of("raises")),
        replaced=frozenset(
            (
                *((each.old, each.new) for each in of("constant")),
                *((each.callee, each.value) for each in of("import") if each.value and each.callee not in grants.known),
            )
        ),
        dropped=frozenset(each.old for each in of("together")),
        keywords=frozenset(f"{each.callee}:{each.old}" for each in of("renamed-keyword")),
        required=frozenset(f"{each.callee}:{each.new}" for each in of("keyword", "placed")),
        missing=frozenset(gone - grants.fixtures),
        scaled=frozenset((f"{each.callee}:{each.old}", f"{each.new}:{each.value}") for each in of("scaled-keyword")),
        exchanged=frozenset((each.old, f"{each.new}:{','.join(each.beside)}") for each in of("parameter")),
    )


def _last(code: str) -> str:
    return code.rpartition(".")[2]


def verify(text: str, path: Path, lessons: Sequence[Lesson], known: Known, fixtures: Mapping[str, Fixture]) -> Verified:
    """Holds a file against lessons, one after another; what the intent lock refuses is told and left."""
    grants = granted(lessons, grants_of(known, fixtures)).with_(missing=unimportable(text, known))
    original, found, unclear = text, list[Violation](), list[str]()
    for lesson in lessons:
        changes = patterns(lesson.wrong, lesson.correct)
        if not changes:
            unclear.append(lesson.title)
        for change in changes:
            text, more = _held(change, lesson.title, text, original, (path, known, fixtures, grants))
            found += more
    return Verified(text, tuple(found), tuple(unclear))


def _held(
    change: Change,
    title: str,
    text: str,
    original: str,
    around: tuple[Path, Known, Mapping[str, Fixture], Grants],
) -> tuple[str, list[Violation]]:
    """The text held against one change, mended place by place: places move with every edit."""
    path, known, fixtures, grants = around
    found: dict[tuple[int, str], Violation] = {}
    mended: list[Violation] = []
    for _ in range(_MOST):
        try:
            bench = Bench(path, Source(text), known, fixtures, grants)
        except SyntaxError:
            break
        for line, what, edits in _breaks(change, bench):
            fixed = applied(text, edits)
            refused = refusals(original, fixed, grants) if edits else ()
            if edits and not refused:
                mended.append(Violation(title, line, what, mended=True))
                text = fixed
                break
            why = str(refused[0]) if refused else "it takes a person to mend it"
            found[line, what] = Violation(title, line, what, mended=False, why=why)
        else:
            break
    return text, [*mended, *found.values()]


Break = tuple[int, str, list[Edit]]


def _breaks(change: Change, bench: Bench) -> list[Break]:
    """Every place of a file that breaks a change's lesson, with the edits that mend it."""
    look = _LOOKS.get(change.kind)
    return list(look(change, bench)) if look else []


def _import(change: Change, bench: Bench) -> Iterator[Break]:
    for node in ast.walk(bench.source.tree):
        if not isinstance(node, ast.ImportFrom) or "." * node.level + (node.module or "") != change.old:
            continue
        there, gone = bench.known.names(change.new), bench.known.names(change.old)
        names = [alias.name for alias in node.names]
        moved = [name for name in names if name == change.callee or (name in there and name not in gone)]
        if moved and not any(alias.asname for alias in node.names):
            kept = [name for name in names if name not in moved]
            lines = [f"from {change.new} import {', '.join(change.value or name for name in moved)}"]
            lines += [f"from {change.old} import {', '.join(kept)}"] if kept else []
            edits = [bench.source.replace(node, f"\n{' ' * node.col_offset}".join(lines))]
            if change.value:
                edits += [
                    bench.source.replace(each, change.value)
                    for each in ast.walk(bench.source.tree)
                    if isinstance(each, ast.Name) and each.id == change.callee
                ]
            yield node.lineno, f"{', '.join(moved)} imported from {change.old}, not {change.new}", edits


def _missing_import(change: Change, bench: Bench) -> Iterator[Break]:
    tree = bench.source.tree
    if change.old in free_in(tree, top_of(tree)) and not bench.has(change.old):
        yield 1, f"{change.old} is not imported", [bench.source.imported(change.new)]


def _calls(bench: Bench, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(bench.source.tree):
        if isinstance(node, ast.Call):
            last = node.func.attr if isinstance(node.func, ast.Attribute) else called(node.func).rpartition(".")[2]
            if last == name:
                yield node


def _keyword(change: Change, bench: Bench) -> Iterator[Break]:
    functions = bench.functions(change.callee)
    required = any(each.name == change.new for one in functions for each in one.required)
    for call in _calls(bench, change.callee):
        literals = {ast.unparse(each) for each in ast.walk(call) if isinstance(each, ast.Constant)}
        given = {each.arg for each in call.keywords}
        placed = functions[0].parameters[: len(call.args)] if functions else ()
        if change.new in given or None in given or change.new in {each.name for each in placed}:
            continue
        if not required and not literals >= set(change.beside):
            continue
        if (
            required
            and functions
            and len(call.args) > sum(each.kind == "positional" for each in functions[0].parameters)
        ):
            continue  # given by place: another lesson's
        if functions and strange(call, functions[0]) is not None:
            continue  # given by another name
        test = bench.source.function_at(call.lineno)
        said = stated(ast.get_docstring(test) or "", change.new) if test else None
        edit = bench.source.argument(call, f"{change.new}={said or change.value}")
        yield call.lineno, f"{change.callee} without {change.new}", [edit]


def _renamed_keyword(change: Change, bench: Bench) -> Iterator[Break]:
    for call in _calls(bench, change.callee):
        for each in call.keywords:
            if each.arg == change.old:
                yield call.lineno, f"{change.callee} with {change.old}", [bench.source.keyword(each, change.new)]


def _scaled_keyword(change: Change, bench: Bench) -> Iterator[Break]:
    for call in _calls(bench, change.callee):
        said = docstring_of(bench.source.function_at(call.lineno))
        for each in (each for each in call.keywords if each.arg == change.old):
            value = scaled(each.value, int(change.value), change.new, said)
            if value is not None:
                edits = [bench.source.replace(each, f"{change.new}={value}")]
                yield call.lineno, f"{change.callee} with {change.old}, and not in {change.new}", edits


def _placed(change: Change, bench: Bench) -> Iterator[Break]:
    functions = bench.functions(change.callee)
    most = sum(each.kind == "positional" for each in functions[0].parameters) if functions else None
    for call in _calls(bench, change.callee):
        if most is not None and len(call.args) == most + 1 and change.new not in {each.arg for each in call.keywords}:
            start, _ = bench.source.span(call.args[-1])
            yield call.lineno, f"{change.new} by place", [Edit(start, start, f"{change.new}=")]


def _constant(change: Change, bench: Bench) -> Iterator[Break]:
    for call in _calls(bench, change.callee):
        by_place = change.value.isdigit()
        values = (
            call.args[int(change.value) :][:1]
            if by_place
            else [each.value for each in call.keywords if each.arg == change.value]
        )
        for value in values:
            if ast.unparse(value) == change.old:
                more = _needed(change.new, bench)
                edits = [bench.source.replace(value, change.new), *more] if more is not None else []
                yield call.lineno, f"{change.callee} with {change.old}", edits


def _needed(code: str, bench: Bench) -> list[Edit] | None:
    """The imports that a piece of code asks for; None where they have no one home."""
    edits: list[Edit] = []
    for node in ast.walk(ast.parse(code, mode="eval")):
        if isinstance(node, ast.Name) and node.id not in dir(builtins):
            found = import_edits(bench, node.id)
            if found is None:
                return None
            edits += found
    return edits


def _attribute(change: Change, bench: Bench) -> Iterator[Break]:
    for node in ast.walk(bench.source.tree):
        gone = change.old not in bench.grants.known
        if isinstance(node, ast.Attribute) and node.attr == change.old and gone:
            yield node.lineno, f"{change.old} for {change.new}", [bench.source.attribute(node, change.new)]


def _name(change: Change, bench: Bench) -> Iterator[Break]:
    for function in ast.walk(bench.source.tree):
        if not isinstance(function, Def) or change.old not in free_in(function, top_of(bench.source.tree)):
            continue
        uses = [each for each in ast.walk(function) if isinstance(each, ast.Name) and each.id == change.old]
        edits = [bench.source.replace(each, change.new) for each in uses]
        yield function.lineno, f"{change.old} for {change.new}", edits


def _raises(change: Change, bench: Bench) -> Iterator[Break]:
    for node in ast.walk(bench.source.tree):
        for item in node.items if isinstance(node, ast.With) else ():
            call = item.context_expr
            expects = isinstance(call, ast.Call) and is_raises(call) and call.args
            if not expects or not isinstance(call, ast.Call) or ast.unparse(call.args[0]) != change.old:
                continue
            assert isinstance(node, ast.With)
            inner = {
                each.func.attr if isinstance(each.func, ast.Attribute) else called(each.func)
                for one in node.body
                for each in ast.walk(one)
                if isinstance(each, ast.Call)
            }
            if change.beside and not inner & set(change.beside):
                continue
            test = bench.source.function_at(node.lineno)
            doc = (ast.get_docstring(test) or "") if test else ""
            edits: list[Edit] = []
            if expectable(call.args[0], _last(change.new), doc, bench.grants):
                more = _needed(change.new, bench)
                edits = [bench.source.replace(call.args[0], change.new), *more] if more is not None else []
            yield node.lineno, f"{change.old} expected, not {change.new}", edits


def _together(change: Change, bench: Bench) -> Iterator[Break]:
    for function in ast.walk(bench.source.tree):
        if not isinstance(function, Def):
            continue
        have = [each.arg for each in function.args.args]
        if change.old in have and set(change.beside) - {"self"} <= set(have):
            used = {each.id for one in function.body for each in ast.walk(one) if isinstance(each, ast.Name)}
            edits = [] if change.old in used else _without(function, change.old, bench)
            yield function.lineno, f"{change.old} beside {', '.join(change.beside)}", edits


def _without(function: Def, name: str, bench: Bench) -> list[Edit]:
    arguments = function.args.args
    at = next(number for number, each in enumerate(arguments) if each.arg == name)
    start, end = bench.source.span(arguments[at])
    if at + 1 < len(arguments):
        end, _ = bench.source.span(arguments[at + 1])
    elif at:
        _, start = bench.source.span(arguments[at - 1])
    return [Edit(start, end, "")]


def _parameter(change: Change, bench: Bench) -> Iterator[Break]:
    for function in ast.walk(bench.source.tree):
        arguments = function.args.args if isinstance(function, Def) else []
        for each in arguments:
            if each.arg == change.old and _is_other(change, [one.arg for one in arguments], bench):
                start, _ = bench.source.span(each)
                edits = [Edit(start, start + len(change.old), change.new)]
                uses = [one for one in ast.walk(function) if isinstance(one, ast.Name) and one.id == change.old]
                edits += [bench.source.replace(one, change.new) for one in uses]
                yield each.lineno, f"the fixture {change.old} for {change.new}", edits


def _is_other(change: Change, have: Sequence[str], bench: Bench) -> bool:
    """Whether a fixture is not there, or is not the one that goes with the others that a test asks for."""
    there = change.old in bench.fixtures
    beside = set(change.beside) - {"self"}
    apart = bool(beside) and beside <= set(have) and change.new not in have
    return change.new in bench.fixtures and (apart or not there)


def _self(change: Change, bench: Bench) -> Iterator[Break]:
    for group in ast.walk(bench.source.tree):
        for each in group.body if isinstance(group, ast.ClassDef) else ():
            if isinstance(each, Def) and each.name.startswith("test") and not each.decorator_list:
                have = [one.arg for one in each.args.args]
                if not have or have[0] not in {"self", "cls"}:
                    yield each.lineno, f"{each.name} without self", bench.source.parameter(each, "self", first=True)


def _wait(change: Change, bench: Bench) -> Iterator[Break]:
    for function in ast.walk(bench.source.tree):
        for before, node in (
            zip([None, *function.body], function.body, strict=False) if isinstance(function, Def) else ()
        ):
            if ast.unparse(node) != change.old or (before is not None and "wait" in ast.unparse(before)):
                continue
            start, _ = bench.source.span(node)
            path = change.new.partition("(")[0]
            own = isinstance(function, Def) and path.partition(".")[0] in bound_in(function)  # a method of what it has
            more = [] if own else _needed(path, bench)
            edits = [Edit(start, start, f"{change.new}\n{' ' * node.col_offset}"), *more] if more is not None else []
            yield node.lineno, f"no wait before {change.old}", edits
        if isinstance(function, Def) and change.beside and waiting_steps(function) and not waits_in(function):
            yield from _wait_behind(change, function, bench)


def _wait_behind(change: Change, function: Def, bench: Bench) -> Iterator[Break]:
    """The wait of a lesson behind what makes the thing waited for, where a step of the plan waits and nothing does."""
    made, wait = (ast.parse(each).body[0] for each in (change.beside[0], change.new))
    for node in function.body:
        name, own = _made(node), _made(made)
        if not name or not own or name[1] != own[1]:
            continue
        uses = [each for each in ast.walk(wait) if isinstance(each, ast.Name) and each.id == own[0]]
        for each in uses:
            each.id = name[0]
        more = _needed(change.new.partition("(")[0], bench) if uses else None
        text, (_, end) = ast.unparse(wait), bench.source.span(node)
        edits = [Edit(end, end, f"\n{' ' * node.col_offset}{text}"), *more] if more is not None else []
        yield node.lineno, f"no wait behind {change.beside[0]}", edits


def _made(node: ast.stmt) -> tuple[str, str] | None:
    """The name that a statement gives what a call makes, and what it calls."""
    target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
    value = node.value if isinstance(node, ast.Assign) else None
    if not isinstance(target, ast.Name) or not isinstance(value, ast.Call):
        return None
    return target.id, value.func.attr if isinstance(value.func, ast.Attribute) else called(value.func)


_LOOKS = {
    "import": _import,
    "missing-import": _missing_import,
    "keyword": _keyword,
    "renamed-keyword": _renamed_keyword,
    "scaled-keyword": _scaled_keyword,
    "placed": _placed,
    "constant": _constant,
    "attribute": _attribute,
    "name": _name,
    "raises": _raises,
    "together": _together,
    "parameter": _parameter,
    "self": _self,
    "wait": _wait,
}
