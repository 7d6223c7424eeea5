"""What the source of a class says of its attributes: their lines, comments, and the enums of their defaults.

It is loaded by the scripts beside it, in the project's own interpreter, and imports nothing of ours.
"""

from __future__ import annotations

import ast
import enum
import inspect
import sys
import textwrap
from typing import Any, Dict, Iterator, Optional, Tuple  # noqa: UP035 - a project's Python may be an old one

__all__ = ["of_class"]


def of_class(cls: Any) -> Dict[str, Dict[str, Any]]:  # noqa: UP006
    """For each attribute of a class and its ancestors its `line`, `comment` and `enum`, where there are some."""
    found: Dict[str, Dict[str, Any]] = {}  # noqa: UP006
    for each in reversed(cls.__mro__):
        try:
            lines, first = inspect.getsourcelines(each)
            tree = ast.parse(textwrap.dedent("".join(lines)))
        except (OSError, TypeError, SyntaxError):  # built in, made at run time, or not at the margin
            continue
        names = vars(sys.modules.get(each.__module__, sys))
        for name, node in _assigned(tree):
            comment = _comment(lines, node)
            found[name] = {"line": first + node.lineno - 1, "comment": comment, "enum": _enum(node, names)}
    return found


def _assigned(tree: ast.Module) -> Iterator[Tuple[str, Any]]:  # noqa: UP006
    for node in getattr(tree.body[0], "body", []) if tree.body else []:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, node


def _comment(lines: Any, node: Any) -> str:
    """The comment behind an assignment."""
    last = lines[getattr(node, "end_lineno", node.lineno) - 1]
    _, found, comment = last.rpartition("  #")
    return comment.strip() if found else ""


def _enum(node: Any, names: Any) -> Optional[Dict[str, Any]]:  # noqa: UP006, UP045
    """The enum that an assignment names: the members of that class are what its values come from."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            cls = names.get(each.id)
            if isinstance(cls, type) and issubclass(cls, enum.Enum) and len(cls):
                members = [[member.name, _plain(member.value)] for member in cls]
                return {"module": cls.__module__, "name": cls.__qualname__, "members": members}
    return None


def _plain(value: Any) -> Any:
    return value if isinstance(value, (bool, int, float, str)) else str(value)
