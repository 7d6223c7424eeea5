"""`module_of`: the facts of one file, by its syntax tree."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping

from seedbed.testgen.plan.explore.facts import Class, Fixture, Function, Module, Parameter
from seedbed.testgen.plan.explore.tables import defaults_of, merged
from seedbed.testgen.plan.explore.uses import asked_by_use

__all__ = ["Def", "called", "fixture_of", "module_of"]

_DOC = 400
"""Letters of a docstring that are kept."""

Def = ast.FunctionDef | ast.AsyncFunctionDef


def module_of(tree: ast.Module, name: str, file: str, *, test: bool = False) -> Module:
    """The facts of a parsed file, under the name that it is imported by."""
    functions, classes, fixtures, names = [], [], [], []
    tables = {target: value for each in tree.body for target, value in defaults_of(each)}
    for node in _top(tree.body):
        if isinstance(node, Def):
            fixture = fixture_of(node, file)
            if fixture is not None:
                fixtures.append(fixture)
            else:
                functions.append(_function(node, name, file, tables=tables))
        elif isinstance(node, ast.ClassDef):
            classes.append(_class(node, name, file))
            fixtures += [made for each in node.body if isinstance(each, Def) and (made := fixture_of(each, file))]
        else:
            names += _bound(node)
    markers = Counter(
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and called(node.value) == "pytest.mark"
    )
    tests = [node.name for node in ast.walk(tree) if isinstance(node, Def) and node.name.startswith("test")]
    return Module(
        name,
        file,
        tuple(functions),
        tuple(classes),
        tuple(dict.fromkeys(names)),
        tuple(_imports(tree)),
        tuple(fixtures),
        dict(sorted(markers.items())),
        tuple(tests),
        test,
    )


def _top(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module, those under `if` and `try` too."""
    for node in body:
        if isinstance(node, ast.If):
            yield from _top([*node.body, *node.orelse])
        elif isinstance(node, ast.Try):
            yield from _top([*node.body, *node.orelse, *(each for one in node.handlers for each in one.body)])
        else:
            yield node


def _bound(node: ast.stmt) -> list[str]:
    """The names that a statement binds, imports among them."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [(alias.asname or alias.name).partition(".")[0] for alias in node.names if alias.name != "*"]
    return [each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]


def _imports(tree: ast.Module) -> Iterator[tuple[str, tuple[str, ...]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, tuple(alias.name for alias in node.names)


def called(node: ast.expr) -> str:
    """The dotted name of an expression, "" where it is none."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = called(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def _doc(node: Def | ast.ClassDef) -> str:
    text = ast.get_docstring(node) or ""
    return text if len(text) <= _DOC else text[:_DOC].rstrip() + " …"


def _function(
    node: Def, module: str, file: str, owner: str = "", tables: Mapping[str, Mapping[str, str]] | None = None
) -> Function:
    written = _parameters(node)
    named = tuple(Parameter(*each, kind="keyword") for each in merged(node, tables or {}))
    parameters = (*written[:-1], *named, *written[-1:]) if named else written
    static = any(called(each) == "staticmethod" for each in node.decorator_list)
    if owner and not static and parameters:
        parameters = parameters[1:]
    returns = ast.unparse(node.returns) if node.returns else ""
    given = any(called(each).rpartition(".")[2] in {"property", "cached_property"} for each in node.decorator_list)
    free = bool(owner) and any(called(each) in {"staticmethod", "classmethod"} for each in node.decorator_list)
    managed = any(called(each).endswith("contextmanager") for each in node.decorator_list)
    awaited = isinstance(node, ast.AsyncFunctionDef) and not managed and not _yields(node)
    return Function(
        node.name,
        module,
        file,
        node.lineno,
        parameters,
        _bare(returns),
        _doc(node),
        owner,
        given,
        free,
        awaited,
        managed,
        _made(node),
        returns not in {"", "None"} or any(isinstance(each, ast.Return) and each.value for each in ast.walk(node)),
        any(called(each).rpartition(".")[2].startswith("abstract") for each in node.decorator_list),
    )


def _made(node: Def) -> str:
    """The name of what is called for what a function gives; "" where it gives more than one thing, or nothing."""
    values = [each.value for each in ast.walk(node) if isinstance(each, ast.Return | ast.Yield) and each.value]
    kept = {
        each.targets[0].id: each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)
    }
    told = [kept.get(each.id, each) if isinstance(each, ast.Name) else each for each in values]
    bare = [each.value if isinstance(each, ast.Await) else each for each in told]
    names = {called(each.func) if isinstance(each, ast.Call) else "" for each in bare}
    return names.pop() if len(names) == 1 else ""


def _yields(node: Def) -> bool:
    return any(isinstance(each, ast.Yield | ast.YieldFrom) for each in ast.walk(node))


def _bare(annotation: str) -> str:
    """An annotation without the quotes that keep it from being looked up."""
    return annotation[1:-1] if annotation[:1] in {"'", '"'} else annotation


def _parameters(node: Def) -> tuple[Parameter, ...]:
    made, args = [], node.args
    placed = [*args.posonlyargs, *args.args]
    defaults = [None] * (len(placed) - len(args.defaults)) + list(args.defaults)
    for arg, default in zip(placed, defaults, strict=True):
        made.append(_parameter(arg, default, "positional", node))
    if args.vararg:
        made.append(_parameter(args.vararg, None, "any"))
    for arg, other in zip(args.kwonlyargs, args.kw_defaults, strict=True):
        made.append(_parameter(arg, other, "keyword", node))
    if args.kwarg:
        made.append(_parameter(args.kwarg, None, "anynamed"))
    return tuple(made)


def _parameter(arg: ast.arg, default: ast.expr | None, kind: str, node: Def | None = None) -> Parameter:
    annotation = _bare(ast.unparse(arg.annotation)) if arg.annotation else ""
    asked = asked_by_use(node, arg.arg, default) if node is not None and not annotation else ""
    return Parameter(arg.arg, annotation, ast.unparse(default) if default is not None else None, kind, asked)


def _class(node: ast.ClassDef, module: str, file: str) -> Class:
    methods = [_function(each, module, file, node.name) for each in node.body if isinstance(each, Def)]
    attributes: dict[str, str] = {}
    for each in node.body:
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            attributes[each.target.id] = _bare(ast.unparse(each.annotation))
        elif isinstance(each, ast.Assign):
            attributes |= {target.id: "" for target in each.targets if isinstance(target, ast.Name)}
        elif isinstance(each, ast.ClassDef):
            attributes[each.name] = ""
    written = {name: kind for each in node.body if isinstance(each, Def) for name, kind in _kept(each)}
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store) and called(inner.value) == "self":
            attributes.setdefault(inner.attr, written.get(inner.attr, ""))
    bases = tuple(called(base) or ast.unparse(base) for base in node.bases)
    if not any(each.name == "__init__" for each in methods) and _by_fields(node, bases):
        methods.append(Function("__init__", module, file, node.lineno, _fields(node), "None", "", node.name))
    kept = (tuple(methods), tuple(attributes.items()), _doc(node), tuple(_constants(node)))
    return Class(node.name, module, file, node.lineno, bases, *kept)


def _constants(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """The names of a class that stand for one text or number each."""
    for each in node.body:
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant):
            yield from ((target.id, repr(each.value.value)) for target in each.targets if isinstance(target, ast.Name))


def _kept(node: Def) -> Iterator[tuple[str, str]]:
    """The attributes that a method makes of its parameters, of a class, or with a type of their own."""
    types = {each.name: each.annotation for each in _parameters(node)}
    for each in ast.walk(node):
        if isinstance(each, ast.AnnAssign) and called(each.target).startswith("self."):
            yield called(each.target).removeprefix("self."), _bare(ast.unparse(each.annotation))
        elif isinstance(each, ast.Assign) and isinstance(each.value, ast.Name):
            yield from ((called(one).removeprefix("self."), types.get(each.value.id, "")) for one in each.targets)
        elif isinstance(each, ast.Assign) and isinstance(each.value, ast.Call):
            made = called(each.value.func).rpartition(".")[2]
            kind = made if made[:1].isupper() and not made.isupper() else ""
            yield from ((called(one).removeprefix("self."), kind) for one in each.targets if kind)


def _by_fields(node: ast.ClassDef, bases: tuple[str, ...]) -> bool:
    """Whether instances of a class are made of its fields."""
    marks = {
        called(each.func if isinstance(each, ast.Call) else each).rpartition(".")[2] for each in node.decorator_list
    }
    kinds = {base.rpartition(".")[2] for base in bases}
    return bool(marks & {"dataclass", "define", "frozen", "attrs"}) or bool(kinds & {"NamedTuple", "BaseModel"})


def _fields(node: ast.ClassDef) -> tuple[Parameter, ...]:
    named = any(called(base).rpartition(".")[2] == "BaseModel" for base in node.bases) or _by_name(node)
    behind = next((each.lineno for each in node.body if isinstance(each, ast.AnnAssign) and _is_border(each)), None)
    return tuple(
        Parameter(
            each.target.id,
            _bare(ast.unparse(each.annotation)),
            ast.unparse(each.value) if each.value is not None else None,
            "keyword" if named or (behind is not None and each.lineno > behind) else "positional",
        )
        for each in node.body
        if isinstance(each, ast.AnnAssign)
        and isinstance(each.target, ast.Name)
        and "ClassVar" not in ast.unparse(each.annotation)
        and not _is_border(each)
    )


def _by_name(node: ast.ClassDef) -> bool:
    """Whether a class says that it takes all of its fields by name."""
    words = (each for mark in node.decorator_list if isinstance(mark, ast.Call) for each in mark.keywords)
    return any(each.arg == "kw_only" and ast.unparse(each.value) == "True" for each in words)


def _is_border(node: ast.AnnAssign) -> bool:
    """Whether a line says that the fields behind it are taken by name."""
    return called(node.annotation).rpartition(".")[2] == "KW_ONLY"


def fixture_of(node: Def, file: str = "") -> Fixture | None:
    """The fixture that a function is, None where it is none."""
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        name = called(call.func if call else decorator)
        if name in {"pytest.fixture", "fixture", "pytest_asyncio.fixture"}:
            words = {each.arg: each.value for each in call.keywords} if call else {}
            said = {key: value.value for key, value in words.items() if isinstance(value, ast.Constant)}
            needed = tuple(arg.arg for arg in (*node.args.args, *node.args.kwonlyargs) if arg.arg != "self")
            return Fixture(
                str(said.get("name") or node.name),
                file,
                node.lineno,
                str(said.get("scope") or "function"),
                bool(said.get("autouse")),
                needed,
                _given(node),
                _doc(node),
                _made(node),
                _maker(node, file),
            )
    return None


def _maker(node: Def, file: str) -> Function | None:
    """The function of its own that a fixture gives."""
    given = {called(each.value) for each in ast.walk(node) if isinstance(each, ast.Return | ast.Yield) and each.value}
    within = [inner for each in node.body for inner in (each.body if isinstance(each, ast.With) else [each])]
    makers = [each for each in within if isinstance(each, Def) and each.name in given]
    return _function(makers[0], "", file) if len(makers) == 1 else None


def _given(node: Def) -> str:
    """The type of what a fixture gives: what its iterator yields."""
    if node.returns is None:
        return ""
    text = _bare(ast.unparse(node.returns))
    if isinstance(node.returns, ast.Subscript) and called(node.returns.value).rpartition(".")[2] in {
        "Iterator",
        "Generator",
        "Iterable",
        "AsyncIterator",
        "AsyncGenerator",
    }:
        inner = node.returns.slice
        return ast.unparse(inner.elts[0] if isinstance(inner, ast.Tuple) else inner)
    return text
