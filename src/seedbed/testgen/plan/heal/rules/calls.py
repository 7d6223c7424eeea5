"""Calls that a function does not take: another keyword, one too few, one by place, or no function at all."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from seedbed.testgen.plan.explore.facts import Function, Parameter
from seedbed.testgen.plan.explore.parse import Def, called
from seedbed.testgen.plan.heal.edits import Edit
from seedbed.testgen.plan.heal.evidence import unexpected_in
from seedbed.testgen.plan.heal.forms.idle import is_idle
from seedbed.testgen.plan.heal.forms.kinds import bound_to, of_its_class, strange
from seedbed.testgen.plan.heal.forms.planned import steps_of
from seedbed.testgen.plan.heal.forms.slips import is_near
from seedbed.testgen.plan.heal.lock.grants import stated, told_of
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.fix import Bench, Fix, best, import_edits
from seedbed.testgen.plan.std.read import sections_of
from seedbed.testgen.plan.words import stems

__all__ = ["arguments", "callables", "keywords", "places", "unnamed"]

_TYPES: dict[str, tuple[type, ...]] = {"int": (int,), "float": (int, float), "str": (str,), "bool": (bool,)}


def _calls(failure: Failure, bench: Bench) -> list[tuple[ast.Call, Function]]:
    """The calls in the failing statement that the error speaks of, each with what it calls."""
    found = re.match(r"([\w.<>]+)\(\)", failure.message)
    parts = found[1].split(".") if found else []
    if (
        failure.type != "TypeError"
        or not parts
        or not (failure.is_in(bench.path) or failure.is_by(parts[-1], bench.path))
    ):
        return []
    if "<locals>" in parts:
        return _makers(parts[-1], failure, bench)
    name, owner = parts[-1], parts[-2] if len(parts) > 1 else ""
    wanted = owner if name == "__init__" else name
    made = []
    for node in bench.source.near(failure.line(bench.path)):
        if (isinstance(node, ast.Call) and called(node.func).rpartition(".")[2] == wanted) or _ends(node, wanted):
            assert isinstance(node, ast.Call)
            functions = bench.functions(wanted, owner)
            if len(functions) >= 1:
                made.append((node, functions[0]))
    return made


def _makers(name: str, failure: Failure, bench: Bench) -> list[tuple[ast.Call, Function]]:
    """The calls of fixtures that give a function of this name."""
    near = [each for each in bench.source.near(failure.line(bench.path)) if isinstance(each, ast.Call)]
    makers = bench.grants.kinds.makers if bench.grants.kinds else {}
    made = [(each, makers[called(each.func)]) for each in near if called(each.func) in makers]
    return [each for each in made if each[1].name == name]


def _ends(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name


def keywords(failure: Failure, bench: Bench) -> Fix | None:
    """A keyword that is called otherwise."""
    name = unexpected_in(failure.message)
    for call, function in _calls(failure, bench) if name else ():
        keyword = next((each for each in call.keywords if each.arg == name), None)
        fix = _renamed(keyword, call, function, bench) if keyword is not None else None
        if fix is not None:
            return fix
    return None


def unnamed(failure: Failure, bench: Bench) -> Fix | None:
    """Arguments that are given by name and taken by place only."""
    found = re.search(
        r"(?:positional-only arguments passed as keyword arguments|missing \d+ required positional arguments?): '(.*)'",
        failure.message,
    )
    for call, function in _calls(failure, bench) if found else ():
        given = bound_to(call, function, freely=True)
        placed = [each.name for each in function.parameters if each.kind == "positional"]
        asked = set(re.findall(r"\w+", found[1])) & {each.arg for each in call.keywords} if found else set()
        first = placed[: max((placed.index(name) + 1 for name in asked if name in placed), default=0)]
        if given is None or not first or not set(first) <= set(given):
            continue
        values = [given[name][1] for name in first]
        rest = [each for each in call.keywords if each.arg not in first]
        right = ast.unparse(ast.Call(call.func, [*values, *call.args[len(first) :]], rest))
        what = f"{function.called} takes {', '.join(first)} by place"
        return Fix(what, "TypeError", (bench.source.replace(call, right),), ast.unparse(call), right)
    return None


def _renamed(keyword: ast.keyword, call: ast.Call, function: Function, bench: Bench) -> Fix | None:
    right, test = _keyword(keyword, _open(call, function)), bench.source.function_at(keyword.lineno)
    asked = right is not None and _is_asked(keyword, right, function, test)
    needed = right in {each.name for each in function.required}
    idle = not (asked or needed) and is_idle(keyword, call, test, bench.grants.kinds)
    if right is None or idle:
        return _left_out(keyword, call, function, bench, idle=idle)
    edit = bench.source.keyword(keyword, right)
    value, name = ast.unparse(keyword.value), function.called
    what = f"{name} takes {right}, not {keyword.arg}"
    wrong, correct = (f"{name}({each}={value})" for each in (keyword.arg, right))
    return Fix(what, "TypeError", (edit,), wrong, correct, "" if asked else "the type of its value")


def _is_asked(keyword: ast.keyword, right: str, function: Function, test: Def | None) -> bool:
    """Whether a parameter is more than of the right type: near the keyword, required, or what the plan says.

    A number may be of another unit: that its parameter is required tells nothing of it.
    """
    name, said = keyword.arg or "", (ast.get_docstring(test) or "") if test is not None else ""
    short = re.match(".*".join(name), right) is not None
    told = (stated(said, right) or "").strip("\"'") == ast.unparse(keyword.value).strip("\"'")
    parameter = next(each for each in function.parameters if each.name == right)
    number = isinstance(keyword.value, ast.Constant) and type(keyword.value.value) in {int, float}
    needed = parameter in function.required and not number
    return short or told or needed or is_near(name, right) or of_its_class(keyword.value, parameter)


def _left_out(keyword: ast.keyword, call: ast.Call, function: Function, bench: Bench, *, idle: bool) -> Fix | None:
    """A keyword away that only turns off what the function does not know, or of which nothing speaks."""
    if not idle and ast.unparse(keyword.value) not in {"False", "None"}:
        return None
    edit, name = bench.source.without(call, keyword), function.called
    what = f"{name} takes no {keyword.arg}"
    wrong = f"{name}({keyword.arg}={ast.unparse(keyword.value)})"
    return Fix(what, "TypeError", (edit,), wrong, f"{name}()", "nothing speaks of it" if idle else "")


def _open(call: ast.Call, function: Function) -> list[Parameter]:
    """The parameters that a call does not fill."""
    placed = [each for each in function.parameters if each.kind == "positional"][len(call.args) :]
    rest = [*placed, *(each for each in function.parameters if each.kind == "keyword")]
    given = {each.arg for each in call.keywords}
    return [each for each in rest if each.name not in given]


def _keyword(keyword: ast.keyword, offered: Sequence[Parameter]) -> str | None:
    """Which parameter was meant: by its name, by its default, as the only one required, or of the value's type."""
    offered = [each for each in offered if _may_fit(keyword.value, each)]
    near = best(keyword.arg or "", (each.name for each in offered))
    alike = [each.name for each in offered if of_its_class(keyword.value, each)]
    if near is not None or len(alike) == 1:
        return near or alike[0]
    required = [each.name for each in offered if each.default is None]
    if len(required) == 1:
        return required[0]
    fit = [each.name for each in offered if _fits(keyword.value, each)]
    return fit[0] if len(fit) == 1 else None


def _may_fit(value: ast.expr, parameter: Parameter) -> bool:
    """Whether nothing that is written speaks against a value for a parameter."""
    wanted = re.sub(r"Optional\[(.*)\]|\s*\|\s*None", r"\1", parameter.annotation)
    return not isinstance(value, ast.Constant) or wanted not in _TYPES or _fits(value, parameter)


def _fits(value: ast.expr, parameter: Parameter) -> bool:
    if not isinstance(value, ast.Constant):
        return False
    wanted = re.sub(r"Optional\[(.*)\]|\s*\|\s*None", r"\1", parameter.annotation)
    kind = _TYPES.get(wanted)
    return (
        kind is not None and isinstance(value.value, kind) and not (wanted != "bool" and isinstance(value.value, bool))
    )


def arguments(failure: Failure, bench: Bench) -> Fix | None:
    """Arguments that a call asks for: what the plan states, a fixture, a variable, or what others give."""
    found = re.search(r"missing \d+ required (?:positional|keyword-only) arguments?: (.*)", failure.message)
    for call, function in _calls(failure, bench) if found else ():
        assert found is not None
        if {each.arg for each in call.keywords} & set(re.findall(r"'(\w+)'", found[1])):
            continue  # it is given, and by its name: the function takes it by place
        other = strange(call, function)
        if other is not None:  # what is missing was meant by another name
            return _renamed(other, call, function, bench)
        names = re.findall(r"'(\w+)'", found[1])
        edits: list[Edit] = []
        told = []
        for name in names:
            value = _value(name, call, function, failure, bench)
            if value is None:
                return None
            text, more = value
            told.append(f"{name}={text}")
            edits += more
        edits.append(bench.source.argument(call, ", ".join(told)))
        wrong = ast.unparse(call)
        correct = f"{wrong[:-1]}{', ' if call.args or call.keywords else ''}{', '.join(told)})"
        return Fix(f"{function.called} asks for {', '.join(names)}", "TypeError", tuple(edits), wrong, correct)
    return None


def _value(
    name: str, call: ast.Call, function: Function, failure: Failure, bench: Bench
) -> tuple[str, list[Edit]] | None:
    """What to give a parameter, as code, with the parameter of the test that brings it."""
    test = bench.source.function_at(failure.line(bench.path))
    docstring = (ast.get_docstring(test) or "") if test is not None else ""
    said = stated(docstring, name)
    annotation = next((each.annotation for each in function.parameters if each.name == name), "")
    member = _member(annotation, said, bench) or _told_member(annotation, name, call, docstring, bench)
    if member is not None:
        return member
    if said is not None and annotation not in bench.known.classes:
        return said, []
    if test is not None and name in {each.arg for each in test.args.args}:
        return name, []
    fixture = name if name in bench.fixtures else _of_type(annotation, bench)
    if fixture is not None and test is not None:
        return fixture, bench.source.parameter(test, fixture)
    constant = _of_class(name, docstring, bench)
    quoted = _quoted(annotation, call, test) if constant is None else None
    if constant is not None or quoted is not None:
        return constant or (quoted or "", [])
    usual = bench.usual(function.called, name) or _invented(name, annotation, test)
    return (usual, []) if usual is not None else _constant(name, docstring, bench)


def _quoted(annotation: str, call: ast.Call, test: Def | None) -> str | None:
    """The one text in quotes that the test has not yet, in the one step that speaks of a call."""
    had = {
        each.value
        for one in (test.body[1:] if test else ())
        for each in ast.walk(one)
        if isinstance(each, ast.Constant)
    }
    steps = [each for each in steps_of(test) if stems(_called(call)) & stems(each) and '"' in each]
    texts = [each for each in re.findall(r'"([^"\\]+)"', steps[0]) if each not in had] if len(steps) == 1 else []
    return f'"{texts[0]}"' if len(texts) == 1 and annotation in {"", "str"} else None


def _invented(name: str, annotation: str, test: Def | None) -> str | None:
    """What to call something that has to have a name, by the test that it is for."""
    return (
        f'"{test.name.removeprefix("test_").replace("_", "-")}"'
        if test and (name, annotation) == ("name", "str")
        else None
    )


def _constant(name: str, docstring: str, bench: Bench) -> tuple[str, list[Edit]] | None:
    """The one constant that is called as what is asked for and as the plan speaks of it: SMALL_MEMORY."""
    said = stems(docstring) | stems(name)
    offered = {each for module in bench.known.modules.values() if not module.test for each in module.names}
    fit = [each for each in sorted(offered) if each.isupper() and stems(name) < stems(each) <= said]
    edits = import_edits(bench, fit[0]) if len(fit) == 1 else None
    return (fit[0], list(edits)) if edits is not None else None


def _of_class(name: str, docstring: str, bench: Bench) -> tuple[str, list[Edit]] | None:
    """The one constant that the plan names, of the class that is called as what is asked for: `Variety.COX`."""
    kind, kinds = name.title().replace("_", ""), bench.grants.kinds
    told = told_of(docstring, kinds.constants(kind)) if kinds is not None else None
    edits = import_edits(bench, kind) if told is not None else None
    return (f"{kind}.{told}", list(edits)) if edits is not None else None


def _member(kind: str, said: str | None, bench: Bench) -> tuple[str, list[Edit]] | None:
    """The member of an enumeration that a text names: `SpotKind.LARGE` for "large"."""
    word = said.strip("\"'").upper() if said is not None else ""
    edits = import_edits(bench, kind) if word and word in bench.known.members(kind) else None
    return (f"{kind}.{word}", list(edits)) if edits is not None else None


def _told_member(kind: str, name: str, call: ast.Call, docstring: str, bench: Bench) -> tuple[str, list[Edit]] | None:
    """The one member of an enumeration that the step which speaks most of the call names."""
    if bench.grants.kinds is None or not bench.grants.kinds.is_enumeration(kind):
        return None
    about = stems(f"{name} {_called(call)}")
    steps = sorted(sections_of(docstring)[1].get("steps", ()), key=lambda each: -len(about & stems(each)))
    for step in steps[:1]:
        words = {each.upper() for each in re.findall(r"\w+", step)} if about & stems(step) else set()
        members = sorted(words & bench.known.members(kind).keys())
        if len(members) == 1:
            return _member(kind, members[0], bench)
    return None


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else called(call.func)


def _of_type(annotation: str, bench: Bench) -> str | None:
    """The one fixture that gives a type of the repository."""
    fit = [
        name
        for name, each in bench.fixtures.items()
        if annotation and each.returns == annotation and annotation in bench.known.classes
    ]
    return fit[0] if len(fit) == 1 else None


def places(failure: Failure, bench: Bench) -> Fix | None:
    """Arguments that are given by place and taken by name only."""
    if not re.search(r"takes (?:from )?\d+.* positional arguments? but \d+", failure.message):
        return None
    for call, function in _calls(failure, bench):
        placed = [each for each in function.parameters if each.kind == "positional"]
        given = {each.arg for each in call.keywords}
        named = [each for each in function.parameters if each.kind == "keyword" and each.name not in given]
        extra = call.args[len(placed) :]
        required = [each for each in named if each.default is None]
        pairs = list(zip(extra, required if 0 < len(extra) <= len(required) else named, strict=False))
        if pairs and len(pairs) == len(extra) and not _misfit(pairs, call, bench):
            edits = [Edit(*(bench.source.span(value)[0],) * 2, f"{each.name}=") for value, each in pairs]
            named_ = [ast.keyword(each.name, value) for value, each in pairs]
            right = ast.Call(call.func, call.args[: len(placed)], [*named_, *call.keywords])
            what = f"{function.called} takes {', '.join(each.name for _, each in pairs)} by name"
            return Fix(what, "TypeError", tuple(edits), ast.unparse(call), ast.unparse(right))
    return None


def _misfit(pairs: Sequence[tuple[ast.expr, Parameter]], call: ast.Call, bench: Bench) -> bool:
    """Whether types speak against what parameters are given."""
    kinds, function = bench.grants.kinds, bench.source.function_at(call.lineno)
    return kinds is not None and any(kinds.misfits(kinds.of(value, function), each.wanted) for value, each in pairs)


def callables(failure: Failure, bench: Bench) -> Fix | None:
    """A property that is called, or a plain value."""
    found = re.match(r"'(\w+)' object is not callable", failure.message)
    if failure.type != "TypeError" or not found or not failure.is_in(bench.path):
        return None
    plain = bench.known.plain()
    for node in bench.source.near(failure.line(bench.path)):
        bare = isinstance(node, ast.Call) and not (node.args or node.keywords)
        name = node.func.attr if bare and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
        if isinstance(node, ast.Call) and name in plain:
            text = ast.unparse(node.func)
            return Fix(f"{name} is no method", "TypeError", (bench.source.replace(node, text),), f"{text}()", text)
    return None
