"""`library_line`: the import of a name of the standard library, as the file uses it."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Set as AbstractSet
from functools import cache

from seedbed.testgen.plan.explore.parse import called
from seedbed.testgen.plan.heal.lock.statements import marks_in

__all__ = ["library_line"]

_USUAL = {
    **dict.fromkeys(("date", "datetime", "timedelta", "timezone"), "datetime"),
    **dict.fromkeys(("Counter", "OrderedDict", "defaultdict", "deque", "namedtuple"), "collections"),
    **dict.fromkeys(("dataclass", "field", "replace"), "dataclasses"),
    **dict.fromkeys(("partial", "reduce"), "functools"),
    "Decimal": "decimal",
    "Fraction": "fractions",
    "HTTPError": "urllib.error",
    "Path": "pathlib",
    "SimpleNamespace": "types",
    "sleep": "time",
}
"""Names that several modules have, or that are mostly meant as those of one."""

_COMMON = (
    *("abc", "asyncio", "base64", "binascii", "bisect", "calendar", "collections", "collections.abc"),
    *("concurrent.futures", "configparser", "contextlib", "contextvars", "copy", "csv", "dataclasses", "datetime"),
    *("decimal", "difflib", "email.message", "enum", "fnmatch", "fractions", "functools", "glob", "gzip", "hashlib"),
    *("heapq", "hmac", "html", "http", "http.client", "http.server", "inspect", "io", "ipaddress", "itertools", "json"),
    *("logging", "math", "numbers", "operator", "pathlib", "pprint", "queue", "random", "re", "secrets", "shlex"),
    *("shutil", "socket", "sqlite3", "statistics", "string", "struct", "subprocess", "tempfile", "textwrap"),
    *("threading", "time", "traceback", "types", "typing", "unicodedata", "unittest", "unittest.mock", "urllib.error"),
    *("urllib.parse", "urllib.request", "uuid", "warnings", "weakref", "xml.etree.ElementTree", "zipfile", "zoneinfo"),
)
"""Modules whose names tests use; of two that have the same thing the first is meant."""

_ALSO = (
    "codecs",
    "errno",
    "gc",
    "locale",
    "multiprocessing",
    "os",
    "pickle",
    "platform",
    "signal",
    "ssl",
    "sys",
    "zlib",
)
"""Modules that are imported whole, or not at all."""


def library_line(name: str, tree: ast.Module) -> str | None:
    """The line that imports a name, None where no module has it, or several have different things of that name.

    A name in small letters may be any variable's: it has to be called, or asked for what the module of that name has.
    """
    if name == "pytest":
        return "import pytest"
    paths = sorted({called(each) for each in ast.walk(tree) if isinstance(each, ast.Attribute)} - {""}, key=len)
    inner = [each for each in paths if each.startswith(f"{name}.")]
    if _is_module(name, {each.split(".")[1] for each in inner}):
        deep = [each for each in inner if each in _COMMON]
        return f"import {deep[-1] if deep else name}"
    if name.islower() and name not in _USUAL and not _is_only_called(name, tree):
        return None
    home = _USUAL.get(name) or _home(name)
    return f"from {home} import {name}" if home else None


def _is_module(name: str, asked: AbstractSet[str]) -> bool:
    """Whether what is asked of a name is what the module of that name has, and not what is in it by the same name."""
    if not asked or not any(each.partition(".")[0] == name for each in (*_COMMON, *_ALSO)):
        return False
    module = importlib.import_module(name)
    inner = getattr(module, name, None)
    below = {each.split(".")[1] for each in _COMMON if each.startswith(f"{name}.")}
    return all(hasattr(module, each) or each in below for each in asked) and not all(
        hasattr(inner, each) for each in asked
    )


def _is_only_called(name: str, tree: ast.Module) -> bool:
    """Whether a name is called wherever it stands, or is a decorator."""
    nodes = list(ast.walk(tree))
    places = {id(each.func) for each in nodes if isinstance(each, ast.Call)}
    places |= {id(each) for each in marks_in(tree)}
    return all(id(each) in places for each in nodes if isinstance(each, ast.Name) and each.id == name)


def _home(name: str) -> str | None:
    """The one common module that has a name of its own."""
    found = _homes().get(name, ())
    things = {id(getattr(importlib.import_module(each), name)) for each in found}
    plain = [each for each in found if each != "typing"]
    if name in found or len(things) == 1:
        return name if name in found else found[0]
    return plain[0] if len(plain) == 1 else None


@cache
def _homes() -> dict[str, tuple[str, ...]]:
    """The modules that have each public name."""
    made: dict[str, tuple[str, ...]] = {}
    for path in _COMMON:
        module = importlib.import_module(path)
        for name in getattr(module, "__all__", None) or [each for each in dir(module) if _is_own(each, module)]:
            made[name] = (*made.get(name, ()), path)
    return made


def _is_own(name: str, module: object) -> bool:
    """Whether a module without a list of its names has one of its own making."""
    home = getattr(getattr(module, name), "__module__", None)
    return (
        not name.startswith("_")
        and home in {None, getattr(module, "__name__", ""), "builtins"}
        and not isinstance(getattr(module, name), type(ast))
    )
