"""`diagnose`: what pyright says of a file, in the words of the errors that a run would have met."""

from __future__ import annotations

import ast
import json
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass
from seedbed.process import fence
from seedbed.testgen.plan.heal.outcome import Failure

__all__ = ["Diagnosis", "checked", "diagnose", "diagnosis_of", "pyright"]

_MEMORY = 1 << 36
"""Bytes of address space: what runs pyright reserves far more than it uses."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The errors of a file, as far as a rule may understand them, how many there are, and the checker's own words."""

    failures: tuple[Failure, ...]
    errors: tuple[str, ...]
    output: str


def pyright() -> str | None:
    """The program, where it is installed: beside our Python, or on the path."""
    beside = Path(sys.executable).with_name("pyright")
    return str(beside) if beside.is_file() else shutil.which("pyright")


def diagnose(root: Path, file: Path, *, seconds: float = 120) -> Diagnosis | None:
    """What is wrong with the types of a file; None where there is no pyright, or it gave no answer."""
    return diagnosis_of(file, checked(root, file, seconds=seconds))


def checked(root: Path, file: Path, *, seconds: float = 120) -> str:
    """What pyright tells of a file, as JSON; nothing where there is no pyright."""
    program = pyright()
    if program is None:
        return ""
    name = file.resolve().relative_to(root.resolve()).as_posix()
    command = [program, "--outputjson", "--pythonpath", fence.interpreter(root), name]
    ran = fence.run(command, root, seconds=seconds, memory=_MEMORY)
    return ran.output or ran.errors


def diagnosis_of(file: Path, told: str) -> Diagnosis | None:
    """What pyright found, of what it told."""
    try:
        found = json.loads(told)["generalDiagnostics"]
    except (ValueError, KeyError, TypeError):
        return None
    errors = [each for each in found if each.get("severity") == "error"]
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except SyntaxError:
        tree = ast.Module([], [])
    failures = [made for each in errors if (made := _failure(each, file, tree)) is not None]
    return Diagnosis(tuple(failures), tuple(_told(each) for each in errors), told)


def _told(found: Mapping[str, Any]) -> str:
    start = found["range"]["start"]
    return f"{start['line'] + 1}:{start['character'] + 1}: {found['message'].splitlines()[0]}"


def _failure(found: Mapping[str, Any], file: Path, tree: ast.Module) -> Failure | None:
    """The error of a run that a diagnosis foresees."""
    start, message = found["range"]["start"], found["message"]
    line, column = start["line"] + 1, start["character"]
    for pattern, made in _MEANINGS:
        if told := re.search(pattern, message):
            kind, text, name, owner = made(told, _callee(tree, line, column))
            return Failure(_test(tree, line), "types", kind, (), text, name, owner, (), ((str(file), line, ""),))
    return None


def _callee(tree: ast.Module, line: int, column: int) -> str:
    """What is called at a place, by its last name."""
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (node.lineno, node.col_offset) <= (line, column) < (node.end_lineno or 0, node.end_col_offset or 0)
    ]
    if not calls:
        return ""
    call = max(calls, key=lambda node: (node.lineno, node.col_offset, -(node.end_col_offset or 0)))
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


def _test(tree: ast.Module, line: int) -> str:
    """The test that a line is in, as runs name it."""
    path, body = [], tree.body
    while node := next(
        (
            each
            for each in body
            if isinstance(each, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and each.lineno <= line <= (each.end_lineno or 0)
        ),
        None,
    ):
        path.append(node.name)
        body = node.body if isinstance(node, ast.ClassDef) else []
    return "::".join(["", *path]) if path else ""


Meaning = tuple[str, str, str, str]


def _unknown_name(found: re.Match[str], callee: str) -> Meaning:
    return "NameError", f"name '{found[1]}' is not defined", found[1], ""


def _unresolved(found: re.Match[str], callee: str) -> Meaning:
    return "ModuleNotFoundError", f"No module named '{found[1]}'", found[1], ""


def _no_symbol(found: re.Match[str], callee: str) -> Meaning:
    return "ImportError", f"cannot import name '{found[1]}'", found[1], ""


def _attribute(found: re.Match[str], callee: str) -> Meaning:
    owner = found[2] if found.lastindex and found.lastindex > 1 else ""
    return "AttributeError", f"'{owner}' object has no attribute '{found[1]}'", found[1], owner


def _keyword(found: re.Match[str], callee: str) -> Meaning:
    return "TypeError", f"{callee}() got an unexpected keyword argument '{found[1]}'", "", ""


def _missing(found: re.Match[str], callee: str) -> Meaning:
    names = re.findall(r"\"(\w+)\"", found[0])
    told = " and ".join(f"'{name}'" for name in names)
    return "TypeError", f"{callee}() missing {len(names)} required positional arguments: {told}", "", ""


def _placed(found: re.Match[str], callee: str) -> Meaning:
    most = int(found[1])
    return "TypeError", f"{callee}() takes {most} positional arguments but {most + 1} were given", "", ""


def _optional(found: re.Match[str], callee: str) -> Meaning:
    return "NoneError", f"{found[1]} of what may be None", found[1], ""


_MEANINGS: tuple[tuple[str, Callable[[re.Match[str], str], Meaning]], ...] = (
    (r'"(\w+)" is not defined', _unknown_name),
    (r'Import "([\w.]+)" could not be resolved', _unresolved),
    (r'"(\w+)" is unknown import symbol', _no_symbol),
    (r'"(\w+)" is not a known attribute of "None"', _optional),
    (r'Cannot access attribute "(\w+)" for class "(?:type\[)?(\w+)', _attribute),
    (r'"(\w+)" is not a known attribute of module', _attribute),
    (r'No parameter named "(\w+)"', _keyword),
    (r"Arguments? missing for parameters? .*", _missing),
    (r"Expected (\d+) positional arguments?", _placed),
)
"""Messages of pyright, and the error of a run that each is."""
