"""Test data and tests grown from what a project already says about itself.

import seedbed

shop = seedbed.read("schema.sql")
users = shop.make("users", rows=100)  # a pyarrow.Table
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seedbed.api.source import Source, read  # noqa: TC004 - at run time the face below gives them
    from seedbed.api.unit import generate_test_file  # noqa: TC004
    from seedbed.errors import SeedbedError  # noqa: TC004
    from seedbed.testgen.unit.options import TestGeneratorOptions, TestGeneratorResult  # noqa: TC004

__all__ = ["SeedbedError", "Source", "TestGeneratorOptions", "TestGeneratorResult", "generate_test_file", "read"]

_LATE = {
    "SeedbedError": "seedbed.errors",
    "Source": "seedbed.api.source",
    "TestGeneratorOptions": "seedbed.testgen.unit.options",
    "TestGeneratorResult": "seedbed.testgen.unit.options",
    "generate_test_file": "seedbed.api.unit",
}


class _Face(ModuleType):
    """The package with its verb `read`, which a room of it has for a name too: importing that does not hide it.

    What the verb needs is loaded when it is first named: the program itself starts without.
    """

    @property
    def read(self) -> Any:
        from seedbed.api.source import read

        return read

    @read.setter
    def read(self, room: ModuleType) -> None:
        """Leaves the room to `import`, which knows it without."""

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *__all__]

    def __getattr__(self, name: str) -> Any:
        if name in _LATE:
            return getattr(import_module(_LATE[name]), name)
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")


sys.modules[__name__].__class__ = _Face
