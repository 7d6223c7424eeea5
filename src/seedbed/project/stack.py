"""What a project is built on and how it formats its code: pyproject.toml, package.json, requirements files."""

from __future__ import annotations

import configparser
import contextlib
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from seedbed.errors import Origin
from seedbed.project.facts import Orm, Stack, Style

__all__ = ["stack_of", "style_of"]

_ORMS: tuple[tuple[str, Orm], ...] = (
    ("sqlmodel", "sqlalchemy"),
    ("sqlalchemy", "sqlalchemy"),
    ("flask-sqlalchemy", "sqlalchemy"),
    ("advanced-alchemy", "sqlalchemy"),
    ("django", "django"),
    ("tortoise-orm", "tortoise"),
    ("prisma", "prisma"),
    ("@prisma/client", "prisma"),
)
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
_REQUIREMENTS = "requirements*.txt"


def stack_of(folder: Path) -> Stack:
    """The stack of a project: the ORM that its packages name, else the one that its code imports."""
    packages = tuple(_packages(folder))
    named = dict(reversed(packages))
    manifest = next((name for name in ("pyproject.toml", "package.json") if (folder / name).is_file()), "")
    for package, orm in _ORMS:
        if package in named:
            return Stack(orm, named[package], packages, manifest)
    orm, origin = _imported(folder)
    return Stack(orm, origin, packages, manifest)


def style_of(folder: Path) -> Style:
    """How the project formats its Python, as its pyproject.toml and the files of its tools say."""
    tools = _toml(folder / "pyproject.toml").get("tool", {})
    style = _ruff(folder, tools) or _black(folder, tools) or _flake8(folder) or Style()
    return replace(style, is_typed=_is_typed(folder, tools))


def _ruff(folder: Path, tools: dict[str, Any]) -> Style | None:
    """What ruff is told: its own file goes before pyproject.toml."""
    own = next((name for name in (".ruff.toml", "ruff.toml") if (folder / name).is_file()), None)
    told = tools.get("ruff") if own is None else _toml(folder / own)
    if not isinstance(told, dict):
        return None
    origin = Origin(own, 1) if own else Origin("pyproject.toml", _line(folder / "pyproject.toml", "tool.ruff"))
    return Style(told.get("line-length", 88), "ruff", told.get("format", {}).get("quote-style", "double"), origin)


def _black(folder: Path, tools: dict[str, Any]) -> Style | None:
    told = tools.get("black")
    if not isinstance(told, dict):
        return None
    path = folder / "pyproject.toml"
    return Style(told.get("line-length", 88), "black", "double", Origin(path.name, _line(path, "tool.black")))


def _flake8(folder: Path) -> Style | None:
    """The width that flake8 allows."""
    for name in (".flake8", "setup.cfg", "tox.ini"):
        told = _ini(folder / name)
        length = told.get("flake8", "max-line-length", fallback="79") if told.has_section("flake8") else ""
        if length.isdigit():
            return Style(int(length), "flake8", "double", Origin(name, _line(folder / name, "[flake8]")))
    return None


def _is_typed(folder: Path, tools: dict[str, Any]) -> bool:
    """Whether a checker of types has settings here."""
    files = ("mypy.ini", ".mypy.ini", "pyrightconfig.json", "ty.toml", "pyrefly.toml")
    named = any(name in tools for name in ("mypy", "pyright", "basedpyright", "ty", "pyrefly"))
    return named or any((folder / name).is_file() for name in files) or _ini(folder / "setup.cfg").has_section("mypy")


def _ini(path: Path) -> configparser.ConfigParser:
    told = configparser.ConfigParser(interpolation=None, strict=False)
    with contextlib.suppress(configparser.Error):
        told.read_string(_text(path))
    return told


def _packages(folder: Path) -> Iterator[tuple[str, Origin]]:
    """Every package that a project names, in lower case, with its place."""
    path = folder / "pyproject.toml"
    for text in _declared(_toml(path)):
        if found := _NAME.match(text):
            yield found[0].lower().replace("_", "-"), Origin(path.name, _line(path, text))
    for file in (*sorted(folder.glob(_REQUIREMENTS)), *sorted((folder / "requirements").glob("*.txt"))):
        for number, line in enumerate(_text(file).splitlines(), 1):
            if found := _NAME.match(line.strip()):
                yield found[0].lower().replace("_", "-"), Origin(str(file.relative_to(folder)), number)
    path = folder / "package.json"
    for name in _node(path):
        yield name, Origin(path.name, _line(path, f'"{name}"'))


def _declared(told: dict[str, Any]) -> Iterator[str]:
    """The requirements in a pyproject.toml: of the standard table, of groups, of Poetry and of others like it."""
    project = told.get("project", {})
    yield from (each for each in project.get("dependencies", []) if isinstance(each, str))
    groups = [*project.get("optional-dependencies", {}).values(), *told.get("dependency-groups", {}).values()]
    yield from (each for group in groups for each in group if isinstance(each, str))
    poetry = told.get("tool", {}).get("poetry", {})
    tables = [poetry.get("dependencies", {}), poetry.get("dev-dependencies", {})]
    tables += [group.get("dependencies", {}) for group in poetry.get("group", {}).values()]
    yield from (name for table in tables for name in table if name != "python")


def _node(path: Path) -> Iterator[str]:
    try:
        told = json.loads(_text(path) or "{}")
    except ValueError:
        return
    for part in ("dependencies", "devDependencies"):
        yield from told.get(part, {})


def _imported(folder: Path) -> tuple[Orm, Origin | None]:
    """The ORM that some file of the project imports."""
    if (folder / "manage.py").is_file():
        return "django", Origin("manage.py", 1)
    schema = folder / "prisma" / "schema.prisma"
    if schema.is_file():
        return "prisma", Origin("prisma/schema.prisma", 1)
    for path in sorted(folder.rglob("*.py")):
        inside = path.relative_to(folder)
        if any(part.startswith(".") or part in ("site-packages", "node_modules") for part in inside.parts):
            continue
        for package, orm in (("sqlmodel", "sqlalchemy"), ("sqlalchemy", "sqlalchemy"), ("tortoise", "tortoise")):
            if found := re.search(rf"^\s*(from|import) {package}\b", _text(path), re.MULTILINE):
                number = _text(path)[: found.start()].count("\n") + 1
                return ("tortoise" if orm == "tortoise" else "sqlalchemy"), Origin(str(inside), number)
    return "none", None


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError:
        return {}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _line(path: Path, text: str) -> int:
    """The line of a file in which a text stands first; 1 where it does not."""
    before, found, _ = _text(path).partition(text)
    return before.count("\n") + 1 if found else 1
