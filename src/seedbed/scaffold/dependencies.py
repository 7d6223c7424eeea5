"""The packages that the written files need, as development dependencies of a project: its own format is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit

from seedbed.project.facts import Stack
from seedbed.scaffold.stacks.kit import kit_of

__all__ = ["NEEDED", "dependencies"]

NEEDED = {"factory-boy": "factory-boy>=3.3", "faker": "faker>=30"}
"""What factories in Python need, by the name of the package."""

NODE = {"@faker-js/faker": "^9.0.0", "tsx": "^4.19.0"}
"""What a seed in TypeScript needs."""

TYPED = {"@types/node": ">=18"}
"""What it needs beside a compiler of TypeScript."""

_GROUPS = ("dev", "test", "tests", "testing")


def dependencies(stack: Stack, folder: Path, package: str = "") -> dict[str, str]:
    """The text of the file that gets the packages a project lacks, by its path; nothing where none is missing.

    `package` is one more that is needed, as it is asked for.
    """
    if stack.orm == "prisma":
        return _node(stack, folder / "package.json")
    needed = {
        **NEEDED,
        **dict(kit_of(stack.orm).needs),
        **({re.split(r"[\[>=]", package)[0]: package} if package else {}),
    }
    missing = {
        names.partition("|")[0]: text
        for names, text in needed.items()
        if not any(stack.has(name) for name in names.split("|"))
    }
    if not missing:
        return {}
    if (folder / "pyproject.toml").is_file():
        return {"pyproject.toml": _pyproject((folder / "pyproject.toml").read_text("utf-8"), missing)}
    return _requirements(folder, missing)


def _pyproject(text: str, missing: Mapping[str, str]) -> str:
    """A pyproject.toml with the packages in the group of development that it has, else in one of the standard's."""
    document: Any = tomlkit.parse(text)
    poetry = document.get("tool", {}).get("poetry")
    if poetry is not None and "project" not in document:
        groups = poetry.setdefault("group", tomlkit.table(is_super_table=True))
        name = next((each for each in _GROUPS if each in groups), "dev")
        table = groups.setdefault(name, tomlkit.table()).setdefault("dependencies", tomlkit.table())
        for package, wanted in missing.items():
            table[package] = wanted.removeprefix(package)
        return tomlkit.dumps(document)
    array = _array(document)
    for wanted in missing.values():
        array.append(wanted)
    return tomlkit.dumps(document)


def _array(document: Any) -> Any:
    for groups in (document.get("dependency-groups", {}), document.get("project", {}).get("optional-dependencies", {})):
        for name in _GROUPS:
            if name in groups:
                return groups[name]
    groups = document.setdefault("dependency-groups", tomlkit.table())
    groups["dev"] = tomlkit.array()
    return groups["dev"]


def _requirements(folder: Path, missing: Mapping[str, str]) -> dict[str, str]:
    """A list of packages for development: the one there is, else a new one."""
    names = ("requirements-dev.txt", "requirements-test.txt", "requirements/dev.txt", "requirements/test.txt")
    name = next((each for each in names if (folder / each).is_file()), names[0])
    before = (folder / name).read_text("utf-8") if (folder / name).is_file() else ""
    gap = "" if not before or before.endswith("\n") else "\n"
    return {name: f"{before}{gap}" + "".join(f"{wanted}\n" for wanted in missing.values())}


def _node(stack: Stack, path: Path) -> dict[str, str]:
    needed = {**NODE, **(TYPED if stack.has("typescript") else {})}
    missing = {name: wanted for name, wanted in needed.items() if not stack.has(name)}
    if not missing or not path.is_file():
        return {}
    return {"package.json": _package(path.read_text("utf-8"), missing)}


_OPENED = re.compile(r'"devDependencies"\s*:\s*\{(\s*)')


def _gap(before: str) -> str:
    """What stands between two packages where so much stands before the first: a line's end, or a blank."""
    return before if "\n" in before else " "


def _package(text: str, missing: Mapping[str, str]) -> str:
    """A package.json with further development dependencies; what is there keeps its form."""
    told = json.loads(text)
    found = re.search(r"\n([ \t]+)\S", text)
    indent = found[1] if found else "  "
    lines = [f"{json.dumps(name)}: {json.dumps(wanted)}" for name, wanted in missing.items()]
    inner = f",\n{indent * 2}".join(lines)
    if told.get("devDependencies"):
        return _OPENED.sub(lambda found: found[0] + "".join(f"{line},{_gap(found[1])}" for line in lines), text, 1)
    if "devDependencies" in told:
        section = f'"devDependencies": {{\n{indent * 2}{inner}\n{indent}}}'
        return re.sub(r'"devDependencies"\s*:\s*\{\s*\}', lambda _: section, text, count=1)
    head, _, tail = text.rstrip().rpartition("}")
    comma = "," if told else ""
    section = f'{indent}"devDependencies": {{\n{indent * 2}{inner}\n{indent}}}'
    return f"{head.rstrip()}{comma}\n{section}\n}}{tail}\n"
