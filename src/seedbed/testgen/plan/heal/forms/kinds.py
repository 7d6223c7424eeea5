"""`Kinds`: of which types the values of a test are, and what calls take, as far as the repository writes it."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import field

from seedbed.classes import dataclass
from seedbed.testgen.plan.explore.facts import Fixture, Function, Parameter
from seedbed.testgen.plan.explore.known import Known
from seedbed.testgen.plan.explore.parse import Def, called

__all__ = ["Kinds", "bound_to", "of_its_class", "strange", "suffices"]

_PLAIN = frozenset(
    ["bool", "bytes", "date", "datetime", "Decimal", "dict", "float", "int", "list", "Path", "set", "str", "tuple"]
)
_GIVEN = {"tmp_path": "Path"}
_ALSO = {"int": {"float", "Decimal"}, "bool": {"int", "float"}, "datetime": {"date"}}
"""Types that are taken in place of others."""

_DEEP = 6
"""How many steps from a name to what made it are followed."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """What a repository writes of types. A kind is the bare name of a class, "" where nothing is written."""

    known: Known
    fixtures: Mapping[str, str] = field(default_factory=dict)
    makers: Mapping[str, Function] = field(default_factory=dict)

    @classmethod
    def of_fixtures(cls, known: Known, fixtures: Mapping[str, Fixture]) -> Kinds:
        """The kinds of a repository whose fixtures are these."""
        bare = cls(known)
        kinds = {name: _bare(each.returns) or bare.made(each.made) for name, each in fixtures.items()}
        return cls(known, _GIVEN | kinds, {name: each.maker for name, each in fixtures.items() if each.maker})

    def made(self, name: str, deep: int = _DEEP) -> str:
        """The kind of what a function gives that calls another, or a class, for it."""
        last = name.rpartition(".")[2]
        found = self.known.functions.get(last, ())
        if last in self.known.classes or not deep or len(found) != 1:
            return last if last in self.known.classes else ""
        return self.own(found[0].returns) or self.made(found[0].made, deep - 1)

    def before(self, function: Def, place: ast.stmt) -> dict[str, str]:
        """The names that a test has at a place, each with its kind: what it asks for, and what it made before."""
        asked = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
        names = [each for each in ast.walk(function) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]
        bound = [each.id for each in names if _line(each) < _line(place)]
        return {name: self.of(ast.Name(name, ast.Load()), function) for name in (*asked, *bound)}

    def of(self, node: ast.expr, function: ast.AST | None, deep: int = _DEEP) -> str:
        """The kind of an expression in a function."""
        if not deep:
            return ""
        if isinstance(node, ast.Constant):
            return type(node.value).__name__
        if isinstance(node, ast.JoinedStr):
            return "str"
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return self.of(node.operand, function, deep - 1)
        if isinstance(node, ast.Name):
            return self._of_name(node.id, function, deep - 1)
        if isinstance(node, ast.Attribute):
            group = called(node.value).rpartition(".")[2]
            if self.is_enumeration(group) and node.attr in self.constants(group):
                return group
            return self._of_attribute(self.of(node.value, function, deep - 1), node.attr)
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call):
            return self._of_call(node.value, function, deep - 1, awaited=True)
        if isinstance(node, ast.Call):
            return self._of_call(node, function, deep - 1)
        return ""

    def _of_name(self, name: str, function: ast.AST | None, deep: int) -> str:
        if not isinstance(function, Def):
            return ""
        if name in {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}:
            return self.fixtures.get(name, "")
        made = [value for node in ast.walk(function) for value in _given(node, name)]
        kinds = {self.of(value, function, deep) if value is not None else "" for value in made}
        return kinds.pop() if len(kinds) == 1 else self.fixtures.get(name, "") if not made else ""

    def _of_attribute(self, owner: str, name: str) -> str:
        methods = [each for one in self.known.of_class(owner) for each in one.methods if each.name == name]
        return "" if methods and not methods[0].given else self.own(self.known.members(owner).get(name, ""))

    def is_enumeration(self, kind: str) -> bool:
        """Whether a class of the repository is an enumeration."""
        return any(base.rpartition(".")[2].endswith("Enum") for one in self.known.of_class(kind) for base in one.bases)

    def constants(self, kind: str) -> Mapping[str, str]:
        """The literals that a class has by name, as code: the values of an enumeration's members."""
        return {name: text for one in self.known.of_class(kind) for name, text in one.constants}

    def is_awaited(self, node: ast.Call, function: ast.AST | None) -> bool | None:
        """Whether a call gives a coroutine; None where that is not written."""
        callees = self.callees(node, function)
        if len(callees) != 1 or callees[0][1].managed or callees[0][1].given:
            return None
        each = callees[0][1]
        if each.awaited or each.name == "__init__":
            return each.awaited
        told = _bare(each.returns) in {*self.known.classes, *_PLAIN, "None"}
        return False if told else None

    def method_of(self, node: ast.Attribute, function: ast.AST | None) -> Function | None:
        """The method that an attribute is, which gives something and needs nothing; None where it is none."""
        named = self.known.functions.get(node.attr, ())
        owner = self.of(node.value, function)
        methods = [each for one in self.known.of_class(owner) for each in one.methods if each.name == node.attr]
        found = methods[:1] if owner in self.known.classes else [each for each in named if len(named) == 1]
        plain = [each for each in found if each.owner and not each.given and not each.required and not each.managed]
        return next((each for each in plain if each.gives), None)

    def _of_call(self, node: ast.Call, function: ast.AST | None, deep: int, *, awaited: bool = False) -> str:
        last = node.func.attr if isinstance(node.func, ast.Attribute) else called(node.func)
        if last in self.known.classes or (isinstance(node.func, ast.Name) and last in _PLAIN):
            return last
        kinds = {
            owner if _bare(each.returns) == "Self" else self.own(each.returns) or self.made(each.made)
            for owner, each in self.callees(node, function, deep)
            if each.awaited == awaited
        }
        return kinds.pop() if len(kinds) == 1 else ""

    def callees(self, node: ast.Call, function: ast.AST | None, deep: int = _DEEP) -> list[tuple[str, Function]]:
        """The functions that a call may be of, each with the class whose method it is called as."""
        if isinstance(node.func, ast.Attribute):
            owner = self.of(node.func.value, function, deep)
            named = self.known.functions.get(node.func.attr, ())
            if owner in self.known.classes:
                methods = [each for one in self.known.of_class(owner) for each in one.methods]
                return [(owner, each) for each in methods if each.name == node.func.attr][:1]
            return [(each.owner, each) for each in named] if len(named) == 1 else []
        name = called(node.func)
        if name in self.known.classes:
            made = [each for one in self.known.of_class(name) for each in one.methods if each.name == "__init__"]
            return [(name, each) for each in made][:1]
        found = [each for each in self.known.functions.get(name, ()) if not each.owner]
        asked = isinstance(function, Def) and any(each.arg == name for each in function.args.args)
        return [("", each) for each in ([self.makers[name]] if asked and name in self.makers else found)]

    def own(self, annotation: str) -> str:
        """The class of the repository, or the plain type, that an annotation names; "" where it names another."""
        bare = _bare(annotation)
        return bare if bare in self.known.classes or bare in _PLAIN else ""

    def fits(self, kind: str, annotation: str) -> bool:
        """Whether a value of a kind is surely what an annotation asks for."""
        wanted = self.own(annotation)
        return bool(kind) and bool(wanted) and self._is(kind, wanted)

    def misfits(self, kind: str, annotation: str) -> bool:
        """Whether a value of a kind is surely not what an annotation asks for."""
        wanted = self.own(annotation)
        return kind in {*self.known.classes, *_PLAIN} and bool(wanted) and not self._is(kind, wanted)

    def _is(self, kind: str, wanted: str) -> bool:
        above = {each.name for each in self.known.of_class(kind)} | self.known.bases(kind)
        return kind == wanted or wanted in above | _ALSO.get(kind, set()) or self._has_all(kind, wanted)

    def _has_all(self, kind: str, wanted: str) -> bool:
        """Whether a class has all methods of a protocol, which it need not name among its bases."""
        protocols = [
            each
            for each in self.known.classes.get(wanted, ())
            if any(base.rpartition(".")[2].partition("[")[0] == "Protocol" for base in each.bases)
        ]
        asked = {method.name for each in protocols for method in each.methods}
        return bool(asked) and asked <= self.known.members(kind).keys()


def bound_to(
    call: ast.Call, function: Function, *, freely: bool = False
) -> dict[str, tuple[Parameter, ast.expr]] | None:
    """What a call gives each parameter; None where that cannot be told.

    `freely` where a keyword that nothing is called by goes to a parameter that takes any.
    """
    stars = any(isinstance(each, ast.Starred) for each in call.args) or any(not each.arg for each in call.keywords)
    placed = [each for each in function.parameters if each.kind == "positional"]
    by_name = {each.name: each for each in function.parameters}
    if freely and (rest := next((each for each in function.parameters if each.kind == "anynamed"), None)):
        by_name = {each.arg: rest for each in call.keywords if each.arg} | by_name
    if stars or len(call.args) > len(placed) or any(each.arg not in by_name for each in call.keywords):
        return None
    given = {each.name: (each, value) for each, value in zip(placed, call.args, strict=False)}
    return given | {each.arg: (by_name[each.arg], each.value) for each in call.keywords if each.arg}


def suffices(call: ast.Call, function: Function) -> bool:
    """Whether a function takes what a call gives, and needs no more."""
    given = bound_to(call, function)
    return given is not None and {each.name for each in function.required} <= set(given)


def strange(call: ast.Call, function: Function) -> ast.keyword | None:
    """A keyword that a function does not take."""
    taken = {each.name for each in function.parameters}
    if any(each.kind == "anynamed" for each in function.parameters):
        return None
    return next((each for each in call.keywords if each.arg is not None and each.arg not in taken), None)


def of_its_class(value: ast.expr, parameter: Parameter) -> bool:
    """Whether a value is a constant of the class that a parameter's default is of: `Kind.DAY` for `Kind.MONTH`."""
    group = called(value).rpartition(".")[0]
    return group.rpartition(".")[2][:1].isupper() and group == (parameter.default or "").rpartition(".")[0]


def _line(node: ast.AST) -> int:
    """The line of a node; of one that no file holds, which mending made, that before all others."""
    return getattr(node, "lineno", 0)


def _given(node: ast.AST, name: str) -> list[ast.expr | None]:
    """What a statement gives a name: an expression, None where it is not written."""
    if isinstance(node, ast.Assign):
        return [node.value for each in node.targets if isinstance(each, ast.Name) and each.id == name]
    if isinstance(node, ast.withitem) and isinstance(node.optional_vars, ast.Name) and node.optional_vars.id == name:
        entered = isinstance(node.context_expr, ast.Call) and called(node.context_expr.func)[:1].isupper()
        return [node.context_expr if entered else None]
    bound = isinstance(node, ast.For | ast.AugAssign | ast.NamedExpr) and name in _names(node.target)
    return [None] if bound else []


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _bare(annotation: str) -> str:
    """The class that an annotation names, without what may be None, and without its module."""
    plain = re.sub(r"Optional\[(.*)\]|\s*\|\s*None|\bNone\s*\|\s*", r"\1", annotation).strip("\"' ")
    return plain.rpartition(".")[2] if re.fullmatch(r"[\w.]+", plain) else plain.partition("[")[0]
