"""`hints`: the types of what is called, one by one: a name that only type checkers import does not hide the others."""

from __future__ import annotations

import ast
import builtins
import inspect
import sys
import textwrap
import typing
from collections.abc import Iterator
from functools import lru_cache
from types import ModuleType
from typing import Any

__all__ = ["hints", "hints_of_class"]


def hints(value: Any, unknown: Any = Any) -> dict[str, Any]:
    """The types of a function's parameters and of its result, or of a class's fields; `unknown` where a name is."""
    try:
        return typing.get_type_hints(value) or dict(_commented(value, unknown))
    except Exception:  # a name is not there, or the project's own code fails
        return dict(_one_by_one(value, unknown))


def hints_of_class(owner: Any, unknown: Any = Any) -> dict[str, Any]:
    """The types of a constructor's parameters: as it says itself, else as the class's fields say."""
    own = [each for each in (owner.__init__, owner.__new__) if inspect.isfunction(each)]
    said: dict[str, Any] = {}
    for each in [owner, *own[::-1]]:
        said.update({name: hint for name, hint in hints(each, unknown).items() if hint is not unknown})
    return said


def _one_by_one(value: Any, unknown: Any) -> Iterator[tuple[str, Any]]:
    try:
        held = value.__annotations__
    except Exception:  # annotations that are evaluated when they are asked for
        return
    space = _Space(sys.modules.get(getattr(value, "__module__", "") or ""), unknown)
    for name, each in held.items() if isinstance(held, dict) else ():
        said = each.__forward_arg__ if isinstance(each, typing.ForwardRef) else each
        if not isinstance(said, str):
            yield name, said
            continue
        try:
            yield name, eval(said, {}, space)  # noqa: S307 - as Python itself reads annotations
        except Exception:
            yield name, unknown


def _commented(value: Any, unknown: Any) -> Iterator[tuple[str, Any]]:
    """The types that a comment gives a function: `# type: (int, str) -> bool`, as before there were annotations."""
    if not inspect.isfunction(value):
        return
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(value)), type_comments=True).body[0]
        said: Any = ast.parse(getattr(tree, "type_comment", None) or "", mode="func_type")
    except (OSError, TypeError, SyntaxError):
        return
    space, names = _Space(sys.modules.get(value.__module__ or ""), unknown), list(inspect.signature(value).parameters)
    given = [each for each in said.argtypes if ast.unparse(each) != "..."]
    for name, node in [*zip(names[len(names) - len(given) :], given), ("return", said.returns)]:
        try:
            yield name, eval(compile(ast.Expression(node), "<types>", "eval"), {}, space)  # noqa: S307 - as above
        except Exception:
            yield name, unknown


class _Space(dict[str, Any]):
    """The names of a module, those that only type checkers import too; another one is unknown."""

    def __init__(self, module: ModuleType | None, unknown: Any) -> None:
        super().__init__({**vars(builtins), **_checked(module)})
        self.update(vars(module) if module is not None else {})
        self.unknown = unknown

    def __missing__(self, name: str) -> Any:
        return self.unknown


@lru_cache(maxsize=64)
def _checked(module: ModuleType | None) -> dict[str, Any]:
    """What a module imports where `TYPE_CHECKING` is true, as far as it can be had."""
    try:
        tree = ast.parse(inspect.getsource(module)) if module is not None else ast.Module([], [])
    except (OSError, TypeError, SyntaxError):
        return {}
    found: dict[str, Any] = {"__package__": getattr(module, "__package__", ""), "__name__": module and module.__name__}
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).rpartition(".")[2] == "TYPE_CHECKING":
            for each in node.body:
                try:
                    exec(compile(ast.Module([each], []), "<types>", "exec", dont_inherit=True), found)
                except Exception:  # stubs, packages that are not installed
                    continue
    return found
