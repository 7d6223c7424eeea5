"""`of_library`: whether a module is of the standard library, in every version of Python that a project may have."""

from __future__ import annotations

import sys

__all__ = ["USUAL", "of_library"]

USUAL = (
    "asyncio", "collections", "contextlib", "copy", "datetime", "decimal", "fractions", "functools", "io", "ipaddress",
    "inspect", "itertools", "math",
    "operator", "pathlib", "pickle", "re", "types", "uuid", "enum", "typing", "time", "array", "string",
    "dataclasses",
)  # fmt: skip
"""Modules that tests import as a matter of course; before 3.10 Python does not tell the others."""

_MODULES = frozenset(getattr(sys, "stdlib_module_names", USUAL)) | {"builtins"}


def of_library(module: str) -> bool:
    """Whether a module, or the package that it is in, comes with Python."""
    return module.partition(".")[0] in _MODULES
