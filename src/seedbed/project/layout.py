"""Where the tests of a project are, and which factories, fixtures and seeds they have already."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from seedbed.errors import Origin
from seedbed.project.facts import Existing, Layout

__all__ = ["BLOCK_END", "BLOCK_START", "MARK", "layout_of", "without_block"]

MARK = "# Written by seedbed"
"""How a file of ours begins."""

BLOCK_START = "# >>> seedbed: what stands in here is written again by `seedbed project .`"
BLOCK_END = "# <<< seedbed"
"""Between which lines our part of a file stands that people wrote."""

_FOLDERS = ("tests", "test")
_FACTORY_FILES = ("factories.py", "factory.py", "seed.py", "conftest.py")


def layout_of(folder: Path) -> Layout:
    """The layout of a project's tests; tests/ where it has none yet."""
    tests = next((name for name in _FOLDERS if (folder / name).is_dir()), "tests")
    home = folder / tests
    package = tests if (home / "__init__.py").is_file() else ""
    existing = tuple(found for path in _files(home) for found in _existing(path, folder)) if home.is_dir() else ()
    return Layout(tests, package, existing, _kind(home))


def _kind(home: Path) -> Literal["", "single", "package"]:
    """How factories are laid out already: a module and a package of one name cannot stand beside each other."""
    if (home / "factories").is_dir():
        return "package"
    return "single" if (home / "factories.py").is_file() else ""


def without_block(text: str) -> str:
    """A file that people wrote without our part of it."""
    before, found, rest = text.partition(BLOCK_START)
    return before.rstrip("\n") + "\n" + rest.partition(BLOCK_END)[2].lstrip("\n") if found else text


def _files(home: Path) -> Iterator[Path]:
    for path in sorted(home.rglob("*.py")):
        if path.name in _FACTORY_FILES or "factor" in path.name or "factories" in path.parts:
            yield path


def _existing(path: Path, folder: Path) -> Iterator[Existing]:
    """The factories and fixtures of one file that people wrote; nothing where it is no Python."""
    text = without_block(path.read_text(encoding="utf-8", errors="replace"))
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    ours = text.startswith(MARK)
    for node in tree.body:
        origin = Origin(str(path.relative_to(folder)), getattr(node, "lineno", 0))
        if isinstance(node, ast.ClassDef) and not ours:
            model = _model_of(node)
            if model:
                yield Existing("factory", node.name, model, origin)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _is_fixture(node) and not ours:
            yield Existing("fixture", _fixture_name(node), "", origin)
    if path.name == "seed.py" and not ours:
        yield Existing("seed", path.name, "", Origin(str(path.relative_to(folder)), 1))


def _model_of(node: ast.ClassDef) -> str:
    """The model that the Meta of a factory names, "" where it is none."""
    for meta in node.body:
        if isinstance(meta, ast.ClassDef) and meta.name == "Meta":
            for line in meta.body:
                if isinstance(line, ast.Assign) and any(
                    isinstance(target, ast.Name) and target.id == "model" for target in line.targets
                ):
                    value = line.value
                    name = value.value if isinstance(value, ast.Constant) else ast.unparse(value)
                    return str(name).rpartition(".")[2]
    return ""


def _is_fixture(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any("fixture" in ast.unparse(each) for each in node.decorator_list)


def _fixture_name(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    for each in node.decorator_list:
        for word in each.keywords if isinstance(each, ast.Call) else ():
            if word.arg == "name" and isinstance(word.value, ast.Constant):
                return str(word.value.value)
    return node.name
