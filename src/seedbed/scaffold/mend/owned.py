"""Rules for what stands in scripts of people: what they import, the sessions they hand on, members of enums."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from difflib import get_close_matches

from seedbed.project.facts import Enum
from seedbed.scaffold.mend.fix import Block
from seedbed.scaffold.mend.scene import Scene
from seedbed.scaffold.mend.source import Source
from seedbed.scaffold.verify.failure import Failure

__all__ = ["drifted", "imported", "sessioned"]

_SESSIONS = ("session", "db_session", "dbsession", "db", "_session")


def imported(failure: Failure, scene: Scene) -> Block | None:
    """A name is imported from where it is not: from the module that has it now."""
    found = scene.place(failure)
    if found is None:
        return None
    source, line = found
    if failure.kind == "NameError":
        return _unnamed(failure, scene, source)
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ImportFrom) or not node.lineno <= line <= (node.end_lineno or node.lineno):
            continue
        homes = {each.name: _home(each.name, scene) for each in node.names}
        lost = [name for name, home in homes.items() if not home]
        if lost or node.level or set(homes.values()) == {node.module}:
            return None
        lines = tuple(_lines(node, homes, " " * node.col_offset))
        edit = source.edit(node.lineno, node.end_lineno or node.lineno, lines)
        if edit is not None:
            why = f"{', '.join(homes)} is not in {node.module}, but in {', '.join(sorted(set(homes.values())))}"
            return scene.edited(failure, why, "; ".join(each.strip() for each in lines), edit)
    return None


def _unnamed(failure: Failure, scene: Scene, source: Source) -> Block | None:
    name = failure.named("name")
    home = _home(name, scene)
    last = [node for node in source.tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    if not home or not last:
        return None
    at = (last[-1].end_lineno or last[-1].lineno) + 1
    edit = source.edit(at, at - 1, (f"from {home} import {name}",))
    why = f"{name} is used and imported from nowhere"
    return None if edit is None else scene.edited(failure, why, f"from {home} import {name}", edit)


def _home(name: str, scene: Scene) -> str:
    """The module of a model, an enum or a factory; "" where none or several have it."""
    homes = {model.module for model in scene.facts.models if model.name == name}
    homes |= {enum.module for enum in _enums(scene) if enum.name == name and enum.module}
    return homes.pop() if len(homes) == 1 else ""


def _lines(node: ast.ImportFrom, homes: dict[str, str], indent: str) -> Iterator[str]:
    for home in sorted(set(homes.values())):
        words = [
            ast.unparse(ast.Import([each])).removeprefix("import ") for each in node.names if homes[each.name] == home
        ]
        yield f"{indent}from {home} import {', '.join(words)}"


def _enums(scene: Scene) -> Iterator[Enum]:
    for model in scene.facts.models:
        for field in model.fields:
            yield from (enum for enum in (field.enum, field.named) if enum is not None)


def sessioned(failure: Failure, scene: Scene) -> Block | None:
    """A factory is called without the session that is at hand: it is handed on."""
    found = scene.place(failure)
    if found is None:
        return None
    source, line = found
    for function in ast.walk(source.tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if not function.lineno <= line <= (function.end_lineno or function.lineno):
            continue
        session = next((arg.arg for arg in function.args.args if arg.arg in _SESSIONS), "")
        call = _call(function, line)
        if session and call is not None and call.end_lineno == call.lineno and call.end_col_offset is not None:
            text = source.lines[call.lineno - 1]
            comma = ", " if call.args or call.keywords else ""
            changed = f"{text[: call.end_col_offset - 1]}{comma}_session={session}{text[call.end_col_offset - 1 :]}"
            edit = source.edit(call.lineno, call.lineno, (changed,))
            if edit is not None:
                why = f"{ast.unparse(call.func)} is called without a session, and {session} is at hand"
                return scene.edited(failure, why, changed.strip(), edit)
    return None


def _call(function: ast.AST, line: int) -> ast.Call | None:
    """The call of a factory on a line."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and node.lineno <= line <= (node.end_lineno or node.lineno):
            name = ast.unparse(node.func)
            plain = re.fullmatch(r"[\w.]*Factory(\.create|\.create_batch)?", name)
            if plain and not any(word.arg == "_session" for word in node.keywords):
                return node
    return None


def drifted(failure: Failure, scene: Scene) -> Block | None:
    """A value that an enum has no more: the nearest that it has."""
    value = failure.named("value") or failure.named("other")
    enums = [enum for enum in _enums(scene) if enum.name.lower() == failure.named("enum").lower()]
    if failure.named("column"):
        model = scene.model(failure)
        field = scene.field(model, failure)
        enums = [field.enum] if field is not None and field.enum is not None else enums
    enums = enums[:1] if failure.named("enum") or failure.named("column") else list(_enums(scene))
    for source, lines in _texts(failure, scene):
        for number in lines:
            for enum in enums:
                changed = _replaced(source.lines[number - 1], value.strip("'\""), enum)
                edit = source.edit(number, number, (changed,)) if changed else None
                if edit is not None:
                    known = ", ".join(str(each) for each in enum.values)
                    why = f"{value} is none of {enum.name or 'the values'}: {known}"
                    return scene.edited(failure, why, changed.strip(), edit)
    return None


def _texts(failure: Failure, scene: Scene) -> Iterator[tuple[Source, Iterator[int]]]:
    """Where the value may stand: on the line of the error, or in the classes that people wrote of a model."""
    found = scene.place(failure)
    if found is not None:
        yield found[0], iter([found[1]])
    for model in scene.facts.models:
        for source, owner in scene.owned(model):
            yield source, iter(range(owner.lineno, (owner.end_lineno or owner.lineno) + 1))


def _replaced(line: str, value: str, enum: Enum) -> str:
    """The line with a value or member that the enum has in place of one that it has not, "" where none stands there."""
    members = [name for name, _ in enum.members]
    values = [str(each) for each in (enum.stored or enum.values)]
    if enum.name and (found := re.search(rf"\b{enum.name}\.{re.escape(value)}\b", line)):
        return line[: found.start()] + f"{enum.name}.{_near(value, members)}" + line[found.end() :]
    if found := re.search(rf"""(["']){re.escape(value)}\1""", line):
        return line[: found.start()] + f"{found[1]}{_near(value, values)}{found[1]}" + line[found.end() :]
    return ""


def _near(value: str, known: list[str]) -> str:
    return (
        get_close_matches(value.lower(), [each.lower() for each in known], 1, 0.0) and _same(value, known)
    ) or known[0]


def _same(value: str, known: list[str]) -> str:
    near = get_close_matches(value.lower(), [each.lower() for each in known], 1, 0.0)[0]
    return next(each for each in known if each.lower() == near)
