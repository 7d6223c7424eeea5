"""Test data and tests grown from what a project already says about itself.

import seedbed

shop = seedbed.read("schema.sql")
users = shop.make("users", rows=100)  # a pyarrow.Table
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seedbed.api.source import Source, read  # noqa: TC004 - at run time the face below gives them

__all__ = ["Source", "read"]


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

    @property
    def Source(self) -> Any:  # noqa: N802 - it is a class
        from seedbed.api.source import Source

        return Source


sys.modules[__name__].__class__ = _Face
