"""`patterns`: what the wrong and the correct code of a lesson differ in, as changes of the syntax tree.

A change says what it looks for: an import path, a keyword, an exception of `pytest.raises`, fixtures used together, a
constant, a name, a wait that is missing. A lesson that differs in nothing of this kind is not checkable.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Mapping

from seedbed.classes import dataclass
from seedbed.testgen.plan.explore.parse import Def, called
from seedbed.testgen.plan.heal.forms.raises import is_raises

__all__ = ["Change", "patterns"]

_UNITS = (10, 100, 1000, 1_000_000)
"""How many of a smaller unit are one of a larger one."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: its kind, what stood there and what stands there now, as code.

    `callee` is the function that it is about, `value` what a keyword is given, `beside` what has to be there too.
    """

    kind: str
    old: str = ""
    new: str = ""
    callee: str = ""
    value: str = ""
    beside: tuple[str, ...] = ()


def patterns(wrong: str, correct: str) -> tuple[Change, ...]:
    """The differences of two pieces of code; none where either is no Python, or they differ in nothing checkable."""
    try:
        before, after = (ast.parse(textwrap.dedent(code)) for code in (wrong, correct))
    except (SyntaxError, ValueError):
        return ()
    found = [*_imports(before, after), *_raises(before, after), *_parameters(before, after), *_waits(before, after)]
    found += _calls(before, after)
    if not found:
        found += _names(before, after)
    return tuple(dict.fromkeys(found))


def _homes(tree: ast.Module) -> dict[str, str]:
    """The module of each name that is imported."""
    made: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            made |= {alias.name: "." * node.level + (node.module or "") for alias in node.names}
    return made


def _imports(before: ast.Module, after: ast.Module) -> Iterator[Change]:
    old, new = _homes(before), _homes(after)
    for name in old.keys() & new.keys():
        if old[name] != new[name]:
            yield Change("import", old[name], new[name], name)
    gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    if len(gone) == len(come) == 1:
        yield Change("import", old[gone[0]], new[come[0]], gone[0], come[0])
    bare = [node.value.id for node in before.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Name)]
    if len(bare) == 1 and len(before.body) == 1 and isinstance(after.body[0], ast.Import | ast.ImportFrom):
        yield Change("missing-import", bare[0], ast.unparse(after.body[0]))


def _expected(tree: ast.Module) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The exceptions that a piece of code expects, each with what is called under it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.With):
            for item in node.items:
                call = item.context_expr
                if isinstance(call, ast.Call) and is_raises(call) and call.args:
                    yield ast.unparse(call.args[0]), tuple(sorted(_callees(node.body)))


def _callees(body: list[ast.stmt]) -> frozenset[str]:
    nodes = (each for node in body for each in ast.walk(node) if isinstance(each, ast.Call))
    return frozenset(name for each in nodes if (name := _last(each)))


def _last(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return called(call.func).rpartition(".")[2]


def _raises(before: ast.Module, after: ast.Module) -> Iterator[Change]:
    for (old, calls), (new, _) in zip(_expected(before), _expected(after), strict=False):
        if old != new:
            yield Change("raises", old, new, beside=calls)


def _functions(tree: ast.Module) -> list[Def]:
    return [node for node in ast.walk(tree) if isinstance(node, Def)]


def _parameters(before: ast.Module, after: ast.Module) -> Iterator[Change]:
    for old, new in zip(_functions(before), _functions(after), strict=False):
        was, now = ([each.arg for each in one.args.args] for one in (old, new))
        gone, come = [name for name in was if name not in now], [name for name in now if name not in was]
        if len(gone) == len(come) == 1:
            yield Change("parameter", gone[0], come[0], beside=tuple(name for name in now if name in was))
        elif len(gone) == 1 and not come and len(now) > 0:
            yield Change("together", gone[0], beside=tuple(now))
        elif come == ["self"] and now[0] == "self":
            yield Change("self")


def _calls(before: ast.Module, after: ast.Module) -> Iterator[Change]:
    old, new = _by_callee(before), _by_callee(after)
    for name in sorted(old.keys() & new.keys()):
        if not name.startswith("raises"):
            yield from _call(name, old[name], new[name])
    gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    if len(gone) == len(come) == 1 and _same_arguments(old[gone[0]], new[come[0]]):
        yield Change("attribute", gone[0], come[0])


def _by_callee(tree: ast.Module) -> Mapping[str, ast.Call]:
    made: dict[str, ast.Call] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _last(node):
            made.setdefault(_last(node), node)
    return made


def _same_arguments(old: ast.Call, new: ast.Call) -> bool:
    return [ast.dump(each) for each in (*old.args, *old.keywords)] == [
        ast.dump(each) for each in (*new.args, *new.keywords)
    ]


def _call(name: str, old: ast.Call, new: ast.Call) -> Iterator[Change]:
    was, now = ({each.arg or "": ast.unparse(each.value) for each in one.keywords} for one in (old, new))
    placed = {ast.unparse(each) for each in old.args[len(new.args) :]}
    literals = tuple(sorted({ast.unparse(each) for each in ast.walk(old) if isinstance(each, ast.Constant)}))
    gone, come = [key for key in was if key not in now], [key for key in now if key not in was]
    for key in come:
        source = next((each for each in gone if was[each] == now[key]), None)
        if source is not None:
            yield Change("renamed-keyword", source, key, name)
        elif len(gone) == len(come) == 1 and (times := _times(was[gone[0]], now[key])):
            yield Change("scaled-keyword", gone[0], key, name, str(times))
        elif now[key] in placed:
            yield Change("placed", new=key, callee=name)
        else:
            yield Change("keyword", new=key, callee=name, value=now[key], beside=literals)
    for key in was.keys() & now.keys():
        if was[key] != now[key] and _is_constant(was[key]):
            yield Change("constant", was[key], now[key], name, key)
    for place, (one, other) in enumerate(zip(old.args, new.args, strict=False)):
        if ast.dump(one) != ast.dump(other) and isinstance(one, ast.Constant):
            yield Change("constant", ast.unparse(one), ast.unparse(other), name, str(place))


def _times(old: str, new: str) -> int:
    """By which power of ten a number is that of another unit, 0 where it is not."""
    values = [ast.parse(each, mode="eval").body for each in (old, new)]
    was, now = (each.value if isinstance(each, ast.Constant) else None for each in values)
    if not isinstance(was, int) or not isinstance(now, int) or not was:
        return 0
    return next((times for times in _UNITS if was * times == now), 0)


def _is_constant(code: str) -> bool:
    return isinstance(ast.parse(code, mode="eval").body, ast.Constant)


def _waits(before: ast.Module, after: ast.Module) -> Iterator[Change]:
    """A wait that the correct code has before a statement of both."""
    old = [ast.dump(node) for node in before.body]
    for made, wait, node in zip([None, *after.body], after.body, after.body[1:], strict=False):
        is_wait = (
            isinstance(wait, ast.Expr) and isinstance(wait.value, ast.Call) and "wait" in _last(wait.value).lower()
        )
        if is_wait and ast.dump(node) in old and ast.dump(wait) not in old:
            beside = (ast.unparse(made),) if made is not None and ast.dump(made) in old else ()
            yield Change("wait", ast.unparse(node), ast.unparse(wait), beside=beside)


def _names(before: ast.Module, after: ast.Module) -> Iterator[Change]:
    """One name or attribute in place of another, where all else is the same."""
    pairs = [
        (one, other)
        for one, other in zip(ast.walk(before), ast.walk(after), strict=False)
        if isinstance(one, ast.Name | ast.Attribute) and type(one) is type(other)
    ]
    for one, other in pairs:
        if isinstance(one, ast.Name) and isinstance(other, ast.Name) and one.id != other.id:
            yield Change("name", one.id, other.id)
        if isinstance(one, ast.Attribute) and isinstance(other, ast.Attribute) and one.attr != other.attr:
            yield Change("attribute", one.attr, other.attr)
