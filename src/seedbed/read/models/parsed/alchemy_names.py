"""Names of tables: what a class calls its own, and how names stand in a statement."""

from __future__ import annotations

import ast

__all__ = ["listed", "quoted", "said", "snake"]


def said(node: ast.FunctionDef, name: str) -> str:
    """What a function of a class's name gives, where it is a formula: `cls.__name__.lower() + "s"`."""
    returned = next((one.value for one in ast.walk(node) if isinstance(one, ast.Return)), None)
    return _formula(returned, name) if returned is not None else ""


def _formula(node: ast.expr, name: str) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Attribute(attr="__name__", value=ast.Name()):
            return name
        case ast.Call(func=ast.Attribute(attr="lower", value=inner), args=[]):
            return _formula(inner, name).lower()
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            first, second = _formula(left, name), _formula(right, name)
            return first + second if first and second else ""
        case ast.JoinedStr(values=values):
            parts = [_formula(each.value if isinstance(each, ast.FormattedValue) else each, name) for each in values]
            return "".join(parts) if all(parts) else ""
    return ""


def snake(name: str) -> str:
    """The name of a table that Flask-SQLAlchemy gives to a class."""
    return "".join(f"_{each.lower()}" if each.isupper() and place else each.lower() for place, each in enumerate(name))


def listed(names: list[str]) -> str:
    """Names in quotes, with commas."""
    return ", ".join(f'"{name}"' for name in names)


def quoted(name: str) -> str:
    """A name in quotes, each of its parts."""
    return ".".join(f'"{part}"' for part in name.split("."))
