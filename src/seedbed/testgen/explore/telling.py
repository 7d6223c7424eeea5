"""`signatures`: what the writer of tests must know of each callee: its parameters, and which plain types they take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seedbed.testgen.explore.facts import Callee
from seedbed.testgen.explore.fitting import fits

__all__ = ["signatures"]

_SAMPLES: tuple[tuple[str, Any], ...] = (("str", "a"), ("int", 1), ("float", 1.5), ("bool", True), ("bytes", b"a"))


def signatures(callees: Sequence[Callee]) -> dict[str, Any]:
    """By label, in the order of the source: whether it is public, its parameters, and whether its object is a value."""
    return {
        each.label: {
            "public": each.public,
            "value": each.owner is not None and _is_value(each.owner),
            "parameters": [[one.name, one.kind, _taken(one.type)] for one in each.parameters],
        }
        for each in sorted(callees, key=lambda each: (not each.public, each.first))
    }


def _is_value(owner: type) -> bool:
    """Whether objects of a class are equal by what they hold, and never change: then one can be shared by tests."""
    return getattr(owner, "__eq__", None) is not object.__eq__ and getattr(owner, "__hash__", None) not in (
        None,
        object.__hash__,
    )


def _taken(hint: Any) -> list[str]:
    """The plain types whose values a type checker lets pass."""
    return [name for name, sample in _SAMPLES if fits(sample, hint)]
