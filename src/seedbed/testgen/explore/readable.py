"""`readable`: what a module holds, without what cannot be looked at: a proxy of a request that is not there."""

from __future__ import annotations

from types import ModuleType
from typing import Any

__all__ = ["readable"]


_ASKED = ("__class__", "__module__", "__code__", "__wrapped__", "func")
"""What is asked of any object: that it has none of these is an answer too."""


def readable(module: ModuleType) -> dict[str, Any]:
    """The names of a module with what they are for, where that can be asked what it is without an error."""
    return {name: value for name, value in list(vars(module).items()) if _answers(value)}


def _answers(value: Any) -> bool:
    try:
        for name in _ASKED:
            getattr(value, name, None)
    except Exception:
        return False
    return True
