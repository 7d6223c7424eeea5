"""`facts`: what of a module can be called, with its parameters, its lines, and what its source says of them."""

from __future__ import annotations

import ast
import enum
import inspect
import typing
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from types import ModuleType
from typing import Any, NamedTuple

from seedbed.testgen.explore.readable import readable
from seedbed.testgen.explore.values.docstrings import documented_type
from seedbed.testgen.explore.values.fields import allowed, fields
from seedbed.testgen.explore.values.hints import hints, hints_of_class

__all__ = [
    "Asked", "Callee", "Parameter", "called_in", "facts", "first_line", "functions_in", "line_of", "literals_in",
    "made_of", "silent_in", "uses",
]  # fmt: skip

_SPECIAL = {
    "__add__", "__radd__", "__sub__", "__mul__", "__rmul__", "__truediv__", "__floordiv__", "__mod__", "__pow__",
    "__and__", "__or__", "__xor__", "__lshift__", "__rshift__", "__matmul__", "__eq__", "__ne__", "__lt__", "__le__",
    "__gt__", "__ge__", "__len__", "__getitem__", "__setitem__", "__delitem__", "__contains__", "__iter__", "__next__",
    "__call__", "__str__", "__repr__", "__bool__", "__hash__", "__neg__", "__pos__", "__abs__", "__invert__", "__int__",
    "__float__", "__reversed__", "__enter__", "__setattr__", "__getattr__", "__iadd__", "__format__", "__missing__",
    "__round__", "__index__", "__rsub__", "__rtruediv__", "__ror__", "__rand__", "__rxor__", "__get__", "__bytes__",
    "__getattribute__", "__delattr__", "__dir__", "__copy__", "__deepcopy__", "__exit__", "__isub__", "__ior__",
    "__iand__", "__aenter__", "__aexit__",
}  # fmt: skip


class Parameter(NamedTuple):
    """One parameter: its type where known, and how the function's text uses it."""

    name: str
    kind: str
    required: bool
    type: Any
    uses: set[str]


class Asked(NamedTuple):
    """How a client reaches a function: what it is made of, its method that asks, and what is done with it first."""

    client: str
    verb: str
    lead: tuple[str, ...]


class Callee(NamedTuple):
    """Something to call: `form` is function, new, method, static, property, or asked, through a client."""

    name: str
    form: str
    owner: Any
    parameters: list[Parameter]
    first: int
    last: int
    is_async: bool
    doc: str
    literals: list[Any]
    returns: Any
    public: bool
    called: list[str]
    asked: Asked | None = None

    @property
    def settable(self) -> bool:
        """Whether it is a property that may be set."""
        return getattr(inspect.getattr_static(self.owner, self.name, None), "fset", None) is not None

    @property
    def label(self) -> str:
        """Its name with its class."""
        owner = self.owner.__name__ + "." if self.owner is not None else ""
        return owner + self.name


def facts(module: ModuleType, tree: ast.Module, file: str) -> list[Callee]:
    """All functions and methods of the module's own text that can be named from outside, in its order."""
    nodes = functions_in(tree)
    found: list[Callee] = []
    for name, value in readable(module).items():
        if inspect.isclass(value) and value.__module__ == module.__name__ and name == value.__name__:
            found += _of_class(value, nodes, file)
        elif not inspect.isclass(value) and callable(value):
            node = nodes.get(line_of(value, file))
            if node is not None and not name.startswith("<"):
                found.append(_callee(name, "function", None, value, node))
    return sorted(_typed_by_callers(found), key=lambda each: (each.first, each.label))


def _typed_by_callers(found: list[Callee]) -> list[Callee]:
    """With the types that parameters without one have where callers have one of the same name, and agree."""
    typed: dict[tuple[str, str], set[type]] = defaultdict(set)
    for caller in found:
        for each in caller.parameters:
            if isinstance(each.type, type) and each.type is not Any:
                for called in caller.called:
                    typed[called, each.name].add(each.type)
    return [
        callee._replace(parameters=[_typed(each, typed[callee.name, each.name]) for each in callee.parameters])
        for callee in found
    ]


def _typed(parameter: Parameter, types: set[type]) -> Parameter:
    return parameter._replace(type=next(iter(types))) if parameter.type is Any and len(types) == 1 else parameter


def functions_in(tree: ast.Module) -> dict[int, Any]:
    """The functions of a text by their lines, and by those of their decorators."""
    found: dict[int, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found[node.lineno] = node
            for decorator in node.decorator_list:
                found.setdefault(decorator.lineno, node)
    return found


def first_line(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Where the text of a function begins, its decorators included."""
    return min([node.lineno, *(each.lineno for each in node.decorator_list)])


def line_of(value: Any, file: str) -> int:
    """Where a function of that file begins, behind its decorators; 0 where it is none."""
    for _ in range(8):
        code = getattr(value, "__code__", None)
        inner = getattr(value, "__wrapped__", None) or getattr(value, "__func__", None) or getattr(value, "func", None)
        if inner is not None:
            value = inner
        elif code is not None:
            return code.co_firstlineno if code.co_filename == file else 0
        else:
            return 0
    return 0


def _of_class(owner: type, nodes: dict[int, Any], file: str) -> list[Callee]:
    found = []
    methods = [node for value in vars(owner).values() if (node := nodes.get(line_of(value, file))) is not None]
    for name, value in vars(owner).items():
        form = _form(name, value)
        if isinstance(value, property):
            value = value.fget
        elif type(value).__name__ in ("cached_property", "singledispatchmethod"):
            value = getattr(value, "func", None)
        node = nodes.get(line_of(value, file))
        if node is not None and form and not _mangled(name, owner):
            bare = getattr(value, "__func__", value)
            bound = form != "static" or isinstance(value, classmethod)
            made = _callee(name, form, owner, bare, node, bound=bound)
            kept = [
                each._replace(uses=each.uses | kept_uses(node, each.name, methods, owner)) for each in made.parameters
            ]
            found.append(made._replace(parameters=kept) if form == "new" else made)
    if issubclass(owner, enum.Enum):
        found = [each for each in found if each.form != "new"]  # what makes its members, once
    return found if any(each.form == "new" for each in found) else [*found, made_of(owner)]


def _mangled(name: str, owner: type) -> bool:
    """Whether a name is one that Python hides from all but its class."""
    return name.startswith(f"_{owner.__name__.lstrip('_')}__") and not name.endswith("__")


def _form(name: str, value: Any) -> str:
    if name in ("__init__", "__new__"):
        return "new"
    if isinstance(value, (staticmethod, classmethod)):
        return "static"
    if isinstance(value, property) or type(value).__name__ == "cached_property":
        return "property"
    if name.startswith("__") and name.endswith("__"):
        return "method" if name in _SPECIAL else ""
    return "method"


def made_of(owner: type) -> Callee:
    """A class whose constructor is written elsewhere: inherited, a dataclass's, or that of enumerations."""
    parameters = _asked_of(owner) if issubclass(owner, enum.Enum) else _described(owner) or _signed(owner)
    return Callee(
        "__init__", "new", owner, parameters, 0, 0, False, owner.__doc__ or "", [], owner,
        not owner.__name__.startswith("_"), []
    )  # fmt: skip


def _asked_of(owner: type[enum.Enum]) -> list[Parameter]:
    """What an enumeration is asked for a member with, whatever the class of its class takes besides."""
    values = tuple(each.value for each in owner if isinstance(each.value, (str, int)))
    return [Parameter("value", "POSITIONAL_ONLY", True, typing.Literal.__getitem__(values) if values else Any, set())]


def _described(owner: type) -> list[Parameter]:
    try:
        described = fields(owner)
    except Exception:  # a description is the project's own code
        return []
    return [Parameter(name, "KEYWORD_ONLY", required, kind, set()) for name, required, kind in described]


def _signed(owner: type) -> list[Parameter]:
    try:
        signature = inspect.signature(owner)
    except (TypeError, ValueError):
        return []
    bounds = allowed(owner)
    found = _parameters(signature, _hints(owner), None, lambda name: Any)
    return [each._replace(type=bounds.get(each.name, each.type)) for each in found]


def _callee(name: str, form: str, owner: Any, value: Any, node: Any, *, bound: bool = False) -> Callee:
    doc = ast.get_docstring(node) or ""
    try:
        signature: inspect.Signature | None = inspect.signature(value)
    except (TypeError, ValueError):
        signature = None
    said = _hints(inspect.unwrap(value) if callable(value) else value)
    told = partial(documented_type, f"{doc}\n{owner.__doc__}" if form == "new" else doc, _around(value))
    parameters = _parameters(signature, said, node, told) if signature else []
    if (
        (bound or owner is not None)
        and form != "static"
        or bound
        and form == "static"
        and parameters
        and parameters[0].name in ("cls", "klass", "mcs")
    ):
        parameters = parameters[1:]
    public = not name.startswith("_") or name in _SPECIAL or form == "new"
    public = public and not (owner is not None and owner.__name__.startswith("_"))
    first = first_line(node)
    return Callee(
        name, form, owner, parameters, first, node.end_lineno or first, isinstance(node, ast.AsyncFunctionDef), doc,
        literals_in(node), said.get("return"), public, called_in(node),
    )  # fmt: skip


def _around(value: Any) -> Mapping[str, Any]:
    """The names that a function's own text may use."""
    return getattr(inspect.unwrap(value), "__globals__", {})


def _hints(value: Any) -> dict[str, Any]:
    return hints_of_class(value) if inspect.isclass(value) else hints(value)


def _parameters(
    signature: inspect.Signature, said: dict[str, Any], node: Any, told: Callable[[str], Any]
) -> list[Parameter]:
    """What a signature lists, with `said` types; where there is none, that of the default, or what is `told` of it."""
    found = []
    for each in signature.parameters.values():
        required = each.default is inspect.Parameter.empty
        hint = said.get(each.name, Any if required or each.default is None else type(each.default))
        if hint is Any and not each.kind.name.startswith("VAR"):
            hint = told(each.name)
        used = uses(node, each.name) if node is not None else set()
        found.append(Parameter(each.name, each.kind.name, required, hint, used))
    return found


def kept_uses(node: Any, name: str, methods: list[Any], owner: Any) -> set[str]:
    """How methods use what a constructor keeps of a parameter: as it is, or what stands for it where it is missing."""
    found: set[str] = set()
    for each in ast.walk(node):
        if not isinstance(each, ast.Assign) or len(each.targets) != 1 or not isinstance(each.targets[0], ast.Attribute):
            continue
        parts = each.value.values if isinstance(each.value, ast.BoolOp) else [each.value]
        if any(_is(part, name) for part in parts):
            found |= _type_of(parts[-1], owner)
            found |= {use for method in methods for use in uses(method, ast.unparse(each.targets[0]))}
    return found


def _type_of(node: Any, owner: Any) -> set[str]:
    """The sort of a constant, or of one that a class has."""
    value = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
    if isinstance(node, ast.Attribute):
        value = getattr(owner, node.attr, None)
    return {"=" + type(value).__name__} if type(value) in (str, int, float) else set()


_MATCHING = ("match", "search", "fullmatch", "sub", "subn", "findall", "finditer", "startswith", "endswith")


def uses(node: Any, name: str, *, within: bool = True) -> set[str]:
    """How a text uses a parameter: `.attribute`, `->method`, `()` where it is called, `[]`, `for`, `is TYPE`.

    With `*` before it, how it uses each thing `within` the parameter.
    """
    found: set[str] = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and _is(each.value, name):
            found.add("." + each.attr)
        elif isinstance(each, ast.Call):
            if isinstance(each.func, ast.Attribute) and _is(each.func.value, name):
                found.add("->" + each.func.attr)
            if getattr(each.func, "attr", "") in _MATCHING and any(_is(one, name) for one in each.args):
                found.add("match")
            if _is(each.func, name):
                open_ended = any(isinstance(one, ast.Starred) for one in each.args)
                found.add("()-1" if open_ended else f"(){len(each.args)}")
            elif getattr(each.func, "id", "") in ("isinstance", "issubclass") and each.args and _is(each.args[0], name):
                kinds: Any = each.args[1] if len(each.args) > 1 else each
                kinds = kinds.elts if isinstance(kinds, ast.Tuple) else [kinds]
                found |= {"is " + ast.unparse(kind) for kind in kinds}
            elif getattr(each.func, "id", "") in ("len", "int", "float", "iter", "sorted", "list", "ord", "sum", "abs"):
                found |= {each.func.id} if each.args and _is(each.args[0], name) else set()  # type: ignore[attr-defined]
            if getattr(each.func, "id", getattr(each.func, "attr", "")) == "iscoroutinefunction":
                found |= {"()await"} if any(_is(one, name) for one in each.args) else set()
        elif isinstance(each, ast.Await) and isinstance(each.value, ast.Call) and _is(each.value.func, name):
            found.add("()await")
        elif isinstance(each, ast.Subscript) and _is(each.value, name):
            found.add("[]")
        elif isinstance(each, (ast.For, ast.comprehension)) and _is(each.iter, name):
            found.add("for")
            if isinstance(each.target, ast.Name) and within:
                found |= {"*" + use for use in uses(node, each.target.id, within=False)}
        elif isinstance(each, (ast.BinOp, ast.AugAssign)) and any(_is(one, name) for one in _sides(each)):
            found.add(type(each.op).__name__)
        elif isinstance(each, ast.Compare) and any(_is(one, name) for one in (each.left, *each.comparators)):
            found |= {"=" + type(c.value).__name__ for c in each.comparators if isinstance(c, ast.Constant)}
            found |= {"ordered" for op in each.ops if isinstance(op, (ast.Lt, ast.LtE, ast.Gt, ast.GtE))}
    return found


def _sides(node: ast.BinOp | ast.AugAssign) -> list[ast.expr]:
    return [node.value] if isinstance(node, ast.AugAssign) else [node.left, node.right]


def _is(node: Any, name: str) -> bool:
    """Whether a text is a name, or an attribute of one: `self.limit`."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}" == name
    return isinstance(node, ast.Name) and node.id == name


def literals_in(node: Any) -> list[Any]:
    """The numbers and texts of a function, without its docstrings and the messages of its errors."""
    found: list[Any] = []
    silent = silent_in(node)
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and id(each) not in silent:
            if isinstance(each.value, (str, int, float, bytes)) and not isinstance(each.value, bool):
                if len(str(each.value)) < 200 and each.value not in found:
                    found.append(each.value)
    return found


def silent_in(tree: ast.AST) -> set[int]:
    """The texts that are no argument of anything: docstrings, and those with spaces that errors are raised with."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            found.add(id(node.value))
        elif isinstance(node, ast.Raise):
            inner = [each for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            found |= {id(each) for each in inner if " " in str(each.value)}
    return found


def called_in(node: Any) -> list[str]:
    """The names that a text calls or reads."""
    names = [
        getattr(each.func, "id", getattr(each.func, "attr", ""))
        for each in ast.walk(node)
        if isinstance(each, ast.Call)
    ]
    names += [each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)]
    names += [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
    return list(dict.fromkeys(name for name in names if name))
