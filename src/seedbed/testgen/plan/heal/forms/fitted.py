"""`refitted`: a call as the types that the repository writes ask for it, where those that it gives surely do not fit.

What it gives is sure enough to be both what a rule writes and what the intent lock lets through: arguments in each
other's place, an object for its name or a name for its object, a path for a text, a helper called as if it were a
method, a method as if it were a function.
"""

from __future__ import annotations

import ast
import builtins
from datetime import datetime
from itertools import permutations

from seedbed.testgen.plan.explore.facts import Parameter
from seedbed.testgen.plan.explore.parse import Def, called
from seedbed.testgen.plan.heal.forms.binds import stores
from seedbed.testgen.plan.heal.forms.clashed import clashed
from seedbed.testgen.plan.heal.forms.kinds import Kinds, bound_to
from seedbed.testgen.plan.heal.forms.literals import as_kind
from seedbed.testgen.plan.heal.forms.planned import docstring_of
from seedbed.testgen.plan.heal.forms.spread import spread
from seedbed.testgen.plan.heal.forms.stepped import stepped

__all__ = ["refitted"]

_DAY = len("2030-01-08")
_MOST = 4
"""How many arguments are tried in each other's place."""


def refitted(call: ast.Call, function: ast.AST | None, kinds: Kinds) -> ast.Call | None:
    """The call as it was meant; None where nothing is wrong with it, or nothing sure can be said."""
    return _turned(call, function, kinds) or stepped(call, function, kinds) or _given(call, function, kinds)


def _turned(call: ast.Call, function: ast.AST | None, kinds: Kinds) -> ast.Call | None:
    """A helper that is called as a method, a method as a function, or of a class in place of its object."""
    if isinstance(call.func, ast.Attribute):
        return _as_helper(call, call.func, function, kinds) or _of_object(call, call.func, function, kinds)
    if isinstance(call.func, ast.Name) and call.args:
        first, name = call.args[0], call.func.id
        there = name in kinds.known.functions and all(each.owner for each in kinds.known.functions[name])
        own = hasattr(builtins, name) or bool(stores(function, name))
        if there and not own and _method(kinds, kinds.of(first, function), name):
            return ast.Call(ast.Attribute(first, name, ast.Load()), call.args[1:], call.keywords)
    return None


def _as_helper(call: ast.Call, func: ast.Attribute, function: ast.AST | None, kinds: Kinds) -> ast.Call | None:
    """`start_and_wait(machine)` of `machine.start_and_wait()`."""
    kind = kinds.of(func.value, function)
    helpers = [each for each in kinds.known.functions.get(func.attr, ()) if not each.owner]
    if kind not in kinds.known.classes or func.attr in kinds.known.members(kind) or len(helpers) != 1:
        return None
    first = next((each for each in helpers[0].parameters if each.kind == "positional"), None)
    if first is None or not kinds.fits(kind, first.annotation):
        return None
    return ast.Call(ast.Name(func.attr, ast.Load()), [func.value, *call.args], call.keywords)


def _of_object(call: ast.Call, func: ast.Attribute, function: ast.AST | None, kinds: Kinds) -> ast.Call | None:
    """`machine.start()` of `Machine.start()`, where the test has one machine."""
    name = called(func.value)
    if name not in kinds.known.classes or not _method(kinds, name, func.attr, placed=True):
        return None
    there = _values(name, function, kinds)
    if len(there) != 1 or (call.args and kinds.fits(kinds.of(call.args[0], function), name)):
        return None
    return ast.Call(ast.Attribute(there[0], func.attr, ast.Load()), call.args, call.keywords)


def _method(kinds: Kinds, kind: str, name: str, *, placed: bool = False) -> bool:
    """Whether objects of a kind have a method; `placed`: whether it is called of them, and not of their class."""
    methods = [each for one in kinds.known.of_class(kind) for each in one.methods if each.name == name]
    return bool(methods) and not methods[0].given and not (placed and methods[0].free)


def _given(call: ast.Call, function: ast.AST | None, kinds: Kinds) -> ast.Call | None:
    """The call with other arguments where types speak against those that it has."""
    callees = kinds.callees(call, function)
    callee = callees[0][1] if len(callees) == 1 else None
    sure = (spread(call, callee, function) or clashed(call, callee, function, kinds)) if callee is not None else None
    if callee is None or sure is not None:
        return sure
    given = bound_to(call, callee)
    swapped = _by_names(given or {}, function, kinds)
    if swapped:
        return _with(call, swapped)
    wrong = {} if given is None else {name: each for name, each in given.items() if _misfits(*each, function, kinds)}
    if not wrong:
        return None
    right = _exchanged(wrong, function, kinds) or _converted(wrong, function, kinds)
    made = _with(call, {id(wrong[name][1]): value for name, value in right.items()}) if right else None
    return made if made is not None and _differ(made) >= _differ(call) else None


def _differ(call: ast.Call) -> int:
    """How many different things a call is given: two that were compared must not become one."""
    return len({ast.dump(each) for each in (*call.args, *(one.value for one in call.keywords))})


def _misfits(parameter: Parameter, value: ast.expr, function: ast.AST | None, kinds: Kinds) -> bool:
    kind = kinds.of(value, function)
    return kinds.misfits(kind, parameter.wanted) or (
        not parameter.wanted and kind in kinds.known.classes and bool(_part(parameter, kind, kinds, named=True))
    )


def _by_names(
    given: dict[str, tuple[Parameter, ast.expr]], function: ast.AST | None, kinds: Kinds
) -> dict[int, ast.expr]:
    """Two objects of different classes that stand in each other's place, as the name that one has in common tells."""
    for parameter, value in given.values():
        other, taken = given.get(value.id, (parameter, value)) if isinstance(value, ast.Name) else (parameter, value)
        bare = not (parameter.wanted or other.wanted) and isinstance(taken, ast.Name) and other is not parameter
        one, two = kinds.of(value, function), kinds.of(taken, function)
        if bare and {one, two} <= kinds.known.classes.keys() and not (kinds.fits(one, two) or kinds.fits(two, one)):
            return {id(value): taken, id(taken): value}
    return {}


def _exchanged(
    wrong: dict[str, tuple[Parameter, ast.expr]], function: ast.AST | None, kinds: Kinds
) -> dict[str, ast.expr] | None:
    """The same values in other places, where only one order fits."""
    if not 1 < len(wrong) <= _MOST:
        return None
    values = [value for _, value in wrong.values()]
    orders = [
        order
        for order in permutations(values)
        if all(
            kinds.fits(kinds.of(value, function), parameter.wanted)
            for (parameter, _), value in zip(wrong.values(), order, strict=True)
        )
    ]
    return dict(zip(wrong, orders[0], strict=True)) if len(orders) == 1 else None


def _converted(
    wrong: dict[str, tuple[Parameter, ast.expr]], function: ast.AST | None, kinds: Kinds
) -> dict[str, ast.expr] | None:
    """Each value as what is asked for, where each has one such form."""
    made = {name: _forms(parameter, value, function, kinds) for name, (parameter, value) in wrong.items()}
    return {name: forms[0] for name, forms in made.items()} if all(len(each) == 1 for each in made.values()) else None


def _forms(parameter: Parameter, value: ast.expr, function: ast.AST | None, kinds: Kinds) -> list[ast.expr]:
    """What a value may have been meant as: its object, a part of it, a path or a text, a member of an enumeration."""
    kind, wanted = kinds.of(value, function), parameter.wanted
    inner = _inner(value)
    if inner is not None and kinds.fits(kinds.of(inner, function), wanted):
        return [inner]
    said = docstring_of(function)
    if kind in kinds.known.classes:
        members = as_kind(value, wanted, kinds, said)
        if members:
            return members
        part = _part(parameter, kind, kinds, named=not wanted)
        return [ast.Attribute(value, part, ast.Load())] if part else []
    if {kind, wanted} == {"str", "Path"}:
        return [ast.Call(ast.Name(wanted, ast.Load()), [value], [])]
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and kinds.fits("datetime", wanted):
        return _moment(value.value, day=kinds.fits("date", wanted))
    if isinstance(value, ast.Constant):
        return as_kind(value, wanted, kinds, said)
    return _values(wanted, function, kinds) if isinstance(value, ast.Name) else []


def _moment(text: str, *, day: bool) -> list[ast.expr]:
    """`date(2030, 1, 8)` of "2030-01-08" where a day is asked for, else the moment that it begins with, or is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return []
    if moment.tzinfo is not None or moment.microsecond or moment.second:
        return []
    bare = day and len(text) == _DAY
    values = moment.timetuple()[: 3 if bare else 5]
    return [ast.Call(ast.Name("date" if bare else "datetime", ast.Load()), [ast.Constant(each) for each in values], [])]


def _inner(value: ast.expr) -> ast.expr | None:
    """What a value is a part or a text of."""
    if isinstance(value, ast.Attribute):
        return value.value
    text = isinstance(value, ast.Call) and called(value.func) == "str" and len(value.args) == 1
    return value.args[0] if text and isinstance(value, ast.Call) else None


def _part(parameter: Parameter, kind: str, kinds: Kinds, *, named: bool) -> str:
    """The attribute of an object that a parameter asks for: `name` of `machine_name`; `named` where no type says so."""
    thing, _, last = parameter.name.rpartition("_")
    members = kinds.known.members(kind)
    own = kind.lower().endswith(thing.lower().replace("_", "")) if thing else False
    offered = [last] if named else [parameter.name, last, "name", "id"]
    if named and not own:
        return ""
    fit = [each for each in offered if each in members and (named or _may_be(members[each], parameter, kinds))]
    return fit[0] if fit else ""


def _may_be(written: str, parameter: Parameter, kinds: Kinds) -> bool:
    return not written or kinds.fits(written, parameter.annotation)


def _values(kind: str, function: ast.AST | None, kinds: Kinds) -> list[ast.expr]:
    """The names in a function that stand for an object of a class of the repository."""
    if kind not in kinds.known.classes or not isinstance(function, Def):
        return []
    names = [each.arg for each in function.args.args] + [
        each.id for each in ast.walk(function) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    ]
    values = [ast.Name(each, ast.Load()) for each in dict.fromkeys(names)]
    return [each for each in values if kinds.fits(kinds.of(each, function), kind)]


def _with(call: ast.Call, others: dict[int, ast.expr]) -> ast.Call:
    """The call with some of its arguments exchanged."""
    words = [ast.keyword(each.arg, others.get(id(each.value), each.value)) for each in call.keywords]
    return ast.Call(call.func, [others.get(id(each), each) for each in call.args], words)
