"""`scan`: the modules of a repository, each under the name that its tests import it by."""

from __future__ import annotations

import ast
import configparser
import hashlib
import os
import tomllib
import warnings
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from seedbed.classes import dataclass
from seedbed.errors import Note, Problem, ReadError
from seedbed.testgen.plan.explore.facts import Module
from seedbed.testgen.plan.explore.parse import module_of

__all__ = ["Scan", "is_test", "module_name", "scan", "settings"]

_LEFT = frozenset({"node_modules", "build", "dist", "site-packages", "__pycache__", "venv", "env"})
MOST_FILES = 3000
MOST_BYTES = 500_000


@dataclass(frozen=True, slots=True)
class Scan:
    """What was read of a repository; notes name what was not. `sources` is a digest of all but the files apart."""

    root: Path
    modules: tuple[Module, ...]
    notes: tuple[Note, ...]
    sources: str = ""


def scan(root: Path, apart: AbstractSet[str] = frozenset()) -> Scan:
    """The modules of a repository, folder by folder, each in the order of names. Raises ReadError.

    What files `apart` import is no evidence of how modules are called: it may be wrong.
    """
    if not root.is_dir():
        raise ReadError(Problem("there is no such folder", str(root), help="name the repository with --root"))
    files = list(_files(root))
    notes = [Note(f"{len(files) - MOST_FILES} more files were not read")] if len(files) > MOST_FILES else []
    trees: list[tuple[PurePosixPath, ast.Module]] = []
    sources = hashlib.sha256()
    for path in files[:MOST_FILES]:
        raw = _raw(root, path, notes)
        if path.as_posix() not in apart:
            sources.update(f"{path}\n{hashlib.sha256(raw).hexdigest()}\n".encode())
        tree = _tree(raw, path, notes)
        if tree is not None:
            trees.append((path, tree))
    others = [tree for path, tree in trees if is_test(path) and path.as_posix() not in apart]
    wanted = {name for tree in others for name in _imported(tree)}
    there = {path for path, _ in trees}
    roots = tuple(settings(root).get("pythonpath", "").split())
    modules = [
        module_of(tree, module_name(path, there, wanted, roots), path.as_posix(), test=is_test(path))
        for path, tree in trees
    ]
    return Scan(root, tuple(modules), tuple(notes), sources.hexdigest())


def _files(root: Path) -> Iterator[PurePosixPath]:
    """The Python files of a repository, sorted; environments, builds and what is hidden left out."""
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(
            name
            for name in folders
            if name not in _LEFT and not name.startswith(".") and not (here / name / "pyvenv.cfg").exists()
        )
        for name in sorted(names):
            if name.endswith(".py"):
                yield PurePosixPath((here / name).relative_to(root).as_posix())


def _raw(root: Path, path: PurePosixPath, notes: list[Note]) -> bytes:
    """The bytes of a file, none where it cannot be read."""
    try:
        return (root / path).read_bytes()
    except OSError as error:
        notes.append(Note(f"{path} was not read", str(error)))
        return b""


def _tree(raw: bytes, path: PurePosixPath, notes: list[Note]) -> ast.Module | None:
    if len(raw) > MOST_BYTES:
        notes.append(Note(f"{path} was not read", f"it has {len(raw):,} bytes"))
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of somebody else's strings
            return ast.parse(raw)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        notes.append(Note(f"{path} was not read", f"line {line}: {error}" if line else str(error)))
        return None


def is_test(path: PurePosixPath) -> bool:
    """Whether pytest takes a file for tests, or for their settings."""
    return fnmatch(path.name, "test_*.py") or fnmatch(path.name, "*_test.py") or path.name == "conftest.py"


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def module_name(path: PurePosixPath, there: set[PurePosixPath], wanted: set[str], roots: tuple[str, ...] = ()) -> str:
    """The name that tests import a file by: one that they do use, else the one that its packages give it."""
    parts = (*path.parts[:-1], *([] if path.stem == "__init__" else [path.stem]))
    names = [".".join(parts[number:]) for number in range(len(parts))]
    for name in names:
        if name in wanted:
            return name
    for folder in (*roots, "src", "lib"):
        if folder not in {".", ""} and path.is_relative_to(folder):
            return ".".join(parts[len(PurePosixPath(folder).parts) :])
    if path.parts[0] in {"tests", "test"} and "." not in roots:
        first = 0
        while first < len(path.parts) - 1 and PurePosixPath(*path.parts[: first + 1], "__init__.py") not in there:
            first += 1
        return names[min(first, len(names) - 1)]
    return names[0] if names else ""


def settings(root: Path) -> dict[str, str]:
    """The settings of pytest that a repository has, as texts: of whichever of its files pytest would read."""
    for name, section in (("pytest.ini", "pytest"), (".pytest.ini", "pytest"), ("tox.ini", "pytest")):
        if found := _ini(root / name, section):
            return found
    try:
        table = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        tool = table.get("tool", {}).get("pytest", {})
        said = tool.get("ini_options") or {key: value for key, value in tool.items() if key != "ini_options"}
        if said:
            return {key: _text(value) for key, value in said.items()}
    except (OSError, ValueError, AttributeError):
        pass
    return _ini(root / "setup.cfg", "tool:pytest")


def _text(value: object) -> str:
    return "\n".join(str(each) for each in value) if isinstance(value, list) else str(value)


def _ini(path: Path, section: str) -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, configparser.Error):
        return {}
    return dict(parser[section]) if parser.has_section(section) else {}
