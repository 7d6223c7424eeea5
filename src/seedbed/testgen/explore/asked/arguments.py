"""`worded`: what takes the words of a command line is given such as the module's parser of argparse reads."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from seedbed.testgen.explore.asked.sorts import Either, Option, Words, one_of, parameter
from seedbed.testgen.explore.facts import Callee, first_line

__all__ = ["worded"]

_READING = ("parse_args", "parse_known_args")
_KINDS = {"int": int, "float": float}


def worded(callees: Sequence[Callee], tree: ast.Module) -> list[Callee]:
    """The callees, with words in place of any sequence where a parameter is read by `parse_args`."""
    read = _read(tree)
    kinds = _commands(tree) if read else []
    if not kinds:
        return list(callees)
    kind = kinds[0] if len(kinds) == 1 else Either(kinds)
    return [
        each._replace(
            parameters=[
                one._replace(type=kind, required=True) if (each.first, one.name) in read else one
                for one in each.parameters
            ]
        )
        for each in callees
    ]


def _read(tree: ast.Module) -> set[tuple[int, str]]:
    """The parameters that are read as words, each with the line of its function."""
    return {
        (first_line(node), call.args[0].id)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for call in _calls(node, *_READING)
        if call.args and isinstance(call.args[0], ast.Name)
    }


def _calls(node: ast.AST, *names: str) -> Iterator[ast.Call]:
    """The calls of methods of those names, in the order of the text."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr in names:
            yield each


def _commands(tree: ast.Module) -> list[Words]:
    """What the parsers of a module read: one sort of words for each command, or for all where there are none."""
    options: dict[str, list[Option]] = {}
    for call in _calls(tree, "add_argument"):
        if call.args and isinstance(call.func, ast.Attribute):
            options.setdefault(ast.unparse(call.func.value), []).append(_option(call))
    commands = {
        ast.unparse(node.targets[0]): str(node.value.args[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and getattr(node.value.func, "attr", "") == "add_parser"
        and node.value.args
        and isinstance(node.value.args[0], ast.Constant)
    }
    if commands:
        return [Words([word], options.get(parser, [])) for parser, word in commands.items()]
    return [Words([], [one for each in options.values() for one in each])] if options else []


def _option(call: ast.Call) -> Option:
    said = {each.arg: each.value for each in call.keywords}
    flags = [str(each.value) for each in call.args if isinstance(each, ast.Constant)]
    longest = max(flags, key=len, default="")
    flag = longest if longest.startswith("-") else ""
    action, count = (_constant(said.get(name)) for name in ("action", "nargs"))
    required = bool(_constant(said.get("required"))) or (not flag and count not in ("?", "*"))
    alone = str(action).startswith(("store_", "count", "version", "help")) and action != "store"
    name = longest.lstrip("-").replace("-", "_")
    taken = None if alone else parameter(name, True, _kind(said))
    return Option(flag, taken, required=required, many=count in ("*", "+"))


def _kind(said: dict[str | None, ast.expr]) -> Any:
    choices = _constant(said.get("choices"))
    if isinstance(choices, (list, tuple)) and choices:
        return one_of(choices)
    return _KINDS.get(ast.unparse(said["type"]), str) if "type" in said else str


def _constant(node: ast.expr | None) -> Any:
    try:
        return None if node is None else ast.literal_eval(node)
    except ValueError:
        return None
