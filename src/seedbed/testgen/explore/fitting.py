"""`loosened`: a text whose arguments of another type than their parameter's are `cast` to Any, for type checkers."""

from __future__ import annotations

import ast
import builtins
import collections.abc
import inspect
import pathlib
import types
import typing
from typing import Any

from seedbed.testgen.explore.asked.sorts import Sort
from seedbed.testgen.explore.values.hints import hints, hints_of_class

__all__ = ["fits", "loosened", "received", "suits"]

_FIXTURES = ("sample", "tmp_path", "subject")
_PATHS = {"sample": pathlib.Path("sample.txt"), "tmp_path": pathlib.Path("tmp")}
_LOOSE = (Any, object, inspect.Parameter.empty)


def loosened(text: str, space: dict[str, Any]) -> str:
    """The text, as it is where all arguments fit."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return text
    walker = _Loosener(space)
    changed = walker.visit(tree)
    if not walker.changed:
        return text
    return ast.unparse(ast.fix_missing_locations(changed)).replace(":\n    pass", ": pass")


def received(text: str, space: dict[str, Any]) -> str:
    """The text of an object to call methods of, as Any where what gives it says that it gives something else."""
    loose, walker = loosened(text, space), _Loosener(space)
    try:
        node = ast.parse(text, mode="eval").body
    except SyntaxError:
        return loose
    func = walker.called(node.func) if isinstance(node, ast.Call) else None
    if func is None or inspect.isclass(func) or fits(walker.value(node), _said(func).get("return", Any)):
        return loose
    return f"cast(Any, {loose})"


class _Loosener(ast.NodeTransformer):
    def __init__(self, space: dict[str, Any]) -> None:
        self.space, self.changed = space, False

    def visit_Call(self, node: ast.Call) -> ast.Call:
        hints, generic = self._hints(node.func), self._generic(node.func)
        if hints is not None:
            plain, rest, by_name, others = hints
            if self._unsolved(node.func):
                self.changed = True
                node.func = _cast(node.func)
                plain, rest, by_name, others = [], Any, {}, Any
            for at, each in enumerate(node.args):
                hint = plain[at] if at < len(plain) else rest
                node.args[at] = self._given(each, hint)
            for word in node.keywords:
                word.value = self._given(word.value, by_name.get(word.arg or "", others))
        self.generic_visit(node)
        func = node.func
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Call) and generic:
            self.changed = True
            func.value = _cast(func.value)
        return node

    def _generic(self, func: ast.expr) -> bool:
        """Whether a method is called of what a call gave, and that is of a class with type variables, left unsolved."""
        if not isinstance(func, ast.Attribute) or not isinstance(func.value, ast.Call):
            return False
        return _open(type(self.value(func.value)))

    def value(self, node: ast.expr) -> Any:
        """What an expression gives, `_Unknown` where it cannot be said."""
        try:
            return eval(compile(ast.Expression(node), "<argument>", "eval"), {**_PATHS, **self.space})  # noqa: S307
        except BaseException:
            return _Unknown

    def _given(self, node: Any, hint: Any) -> Any:
        if isinstance(node, ast.Starred) or _loose(hint) or self._local(node):
            return node
        value = self.value(node)
        if value is not _Unknown and fits(value, hint, node):
            return node
        self.changed = True
        return _cast(node)

    def _local(self, node: ast.AST) -> bool:
        """Whether an argument is a name that the text itself gave a value."""
        if not isinstance(node, ast.Name):
            return False
        return not (node.id in self.space or node.id in _FIXTURES or hasattr(builtins, node.id))

    def _hints(self, func: ast.expr) -> Any:
        """The hints of a callee's parameters: by place, of the rest, by name, of other names."""
        value = self.called(func)
        if value is None or getattr(value, "__module__", "builtins") == "builtins":
            return None
        try:
            signature = inspect.signature(value)
        except (TypeError, ValueError):
            return None
        said, commented = _said(value), "# type:" in _source(value)
        plain, rest, by_name, others = [], Any, {}, Any
        for each in signature.parameters.values():
            bare = each.annotation is inspect.Parameter.empty
            hint = _guessed(each.default) if bare and not commented else said.get(each.name, _Unknown)
            if each.kind is each.VAR_POSITIONAL:
                rest = hint
            elif each.kind is each.VAR_KEYWORD:
                others = hint
            else:
                by_name[each.name] = hint
                if each.kind is not each.KEYWORD_ONLY:
                    plain.append(hint)
        return plain, rest, by_name, others

    def _unsolved(self, func: ast.expr) -> bool:
        """Whether a default is not of its parameter's own type, which leaves a type variable without solution."""
        value = self.called(func)
        said = _said(value)
        defaults = [each for each in inspect.signature(value).parameters.values() if each.default is not each.empty]
        return any(
            each.default is None and _open(said.get(each.name)) and not fits(None, said.get(each.name))
            for each in defaults
        )

    def called(self, func: ast.expr) -> Any:
        """What is called, None where it cannot be said."""
        if isinstance(func, ast.Name):
            return self.space.get(func.id)
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
            owner = self.space.get(func.value.id)
            if owner is not None and not isinstance(owner, types.ModuleType):
                return getattr(owner, func.attr, None)
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Call):
            return getattr(self.value(func.value), func.attr, None)
        return None


def _guessed(default: Any) -> Any:
    """The type that a checker takes a parameter without annotation for, by its default."""
    if default is None or default is inspect.Parameter.empty:
        return Any
    kind: Any = type(default)
    return kind if kind in (bool, int, float, str, bytes, list, dict, set) else _Unknown


def _cast(node: ast.expr) -> ast.Call:
    return ast.Call(ast.Name("cast", ast.Load()), [ast.Name("Any", ast.Load()), node], [])


def _open(hint: Any) -> bool:
    """Whether a type has a variable in it."""
    return bool(getattr(hint, "__parameters__", ()))


class _Unknown:
    """A hint, or a value, that is not known."""


def _source(value: Any) -> str:
    """The text of a function, or of a class's constructor; "" where it cannot be had."""
    try:
        return inspect.getsource(vars(value).get("__init__", value) if inspect.isclass(value) else value)
    except (OSError, TypeError):
        return ""


def _said(value: Any) -> dict[str, Any]:
    """The types of what is called: a function, a class by its own constructor, or an object that can be called."""
    if inspect.isclass(value):
        return hints_of_class(value, _Unknown)
    where = value if inspect.isroutine(value) else inspect.getattr_static(type(value), "__call__", value)
    return hints(where, _Unknown) or hints(inspect.unwrap(where), _Unknown)


def _loose(hint: Any) -> bool:
    return hint in _LOOSE if isinstance(hint, typing.Hashable) else False


def _any_type(hint: Any) -> bool:
    return _loose(hint) or (isinstance(hint, typing.TypeVar) and not hint.__bound__ and not hint.__constraints__)


def fits(value: Any, hint: Any, node: Any = None) -> bool:
    """Whether a value is of a type, as far as it can be seen; no where it cannot."""
    if _loose(hint) or isinstance(hint, typing.TypeVar):
        return True
    if isinstance(hint, Sort):
        return hint.takes(repr(value))
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    base = origin or hint
    if hint is None or hint is type(None):
        return value is None
    if base is typing.Union or isinstance(hint, getattr(types, "UnionType", ())):
        return any(fits(value, each, node) for each in inner)
    if base is typing.Literal:
        return value in inner
    if base in (collections.abc.Callable, typing.Callable):
        loose = not inner or _loose(inner[-1]) or isinstance(inner[-1], typing.TypeVar)
        return callable(value) and (_plain(node, inner) if isinstance(node, ast.Lambda) else loose)
    if base is type:
        return isinstance(value, type) and (not inner or _any_type(inner[0]) or inner[0] in value.__mro__)
    if not isinstance(base, type):
        return False
    if base is float and type(value) is int:
        return True
    try:
        right = isinstance(value, base)
    except TypeError:
        return False
    return right and _filled(value, base, inner)


def suits(text: str, hint: Any) -> bool:
    """Whether a checker, which is told no type of a variable, takes it for the type that a parameter of it has."""
    if _loose(hint) or hint in (list, dict, set):
        return True
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return inspect.isclass(hint) and text.startswith(f"{hint.__name__}(")
    inner = typing.get_args(hint)
    if not value or typing.get_origin(hint) not in (list, set, dict):
        return type(value) is hint
    parts = (value.keys(), value.values()) if isinstance(value, dict) else (value,)
    return all({type(each) for each in some} == {kind} for some, kind in zip(parts, inner))


def _plain(node: ast.Lambda, inner: Any) -> bool:
    """Whether a lambda may stand for a callable of that kind."""
    if not inner or inner[0] is ...:
        return True
    counted = isinstance(inner[0], list) and len(inner[0]) == len(node.args.args) and not node.args.vararg
    return counted and (_loose(inner[-1]) or isinstance(inner[-1], typing.TypeVar))


def _filled(value: Any, base: type, inner: Any) -> bool:
    """Whether what a container holds is of the types too."""
    if not inner or isinstance(value, (str, bytes)):
        return not inner or fits(value[:1], inner[0])
    if base is tuple:
        if inner[-1] is ...:
            return all(fits(each, inner[0]) for each in value)
        return len(inner) == len(value) and all(fits(each, one) for each, one in zip(value, inner))
    if isinstance(value, dict):
        other = inner[1] if len(inner) > 1 else Any
        return all(fits(key, inner[0]) and fits(held, other) for key, held in value.items())
    if isinstance(value, (list, tuple, set, frozenset)):
        return all(fits(each, inner[0]) for each in value)
    return False
