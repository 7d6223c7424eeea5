"""`Given`: a function that a call gives back, as something to call: what a decorator makes, or a factory."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Mapping
from typing import Any, NamedTuple

from seedbed.testgen.explore.facts import Callee, Parameter, called_in, literals_in, uses

__all__ = ["LONGEST", "Given", "callee_of", "given_by"]

_RECEIVERS = 6
LONGEST = 90
"""How long an expression may be that gives an object or a function to other cases."""


class Given(NamedTuple):
    """A function within another one of the module: who gives it, its own name and line, its parameters.

    `texts` are the expressions that give one; `awaited` tells whether its calls are.
    """

    origin: str
    name: str
    line: int
    parameters: list[list[Any]]
    awaited: bool
    texts: list[str]

    def with_text(self, text: str) -> Given:
        """The same, given by one more expression, while these are few."""
        new = text not in self.texts and len(self.texts) < _RECEIVERS and len(text) <= LONGEST
        return self._replace(texts=[*self.texts, text]) if new else self


def given_by(origin: str, value: Any, file: str) -> Given | None:
    """What is to be known of a function that a call gave; None where it is no function within one of the file."""
    if not isinstance(value, types.FunctionType) or value.__code__.co_filename != file:
        return None
    if (
        "<locals>" not in value.__code__.co_qualname
        if hasattr(value.__code__, "co_qualname")
        else not value.__closure__
    ):
        return None
    try:
        listed = inspect.signature(value, follow_wrapped=False).parameters.values()
    except (TypeError, ValueError):
        return None
    parameters = [[each.name, each.kind.name, each.default is inspect.Parameter.empty] for each in listed]
    code = value.__code__
    return Given(origin, code.co_name, code.co_firstlineno, parameters, inspect.iscoroutinefunction(value), [])


def callee_of(given: Given, nodes: Mapping[int, Any], origin: Callee) -> Callee | None:
    """It as a method of what gives it: `Breaker.decorate.wrapper.__call__`; None where its text is not found."""
    node = nodes.get(given.line)
    if node is None or not given.texts:
        return None
    owner = type(f"{re.sub(r'.__(init|call)__$', '', given.origin)}.{given.name}", (), {})
    parameters = [Parameter(name, kind, required, Any, uses(node, name)) for name, kind, required in given.parameters]
    return Callee(
        "__call__", "method", owner, parameters, node.lineno, node.end_lineno or node.lineno, given.awaited, "",
        literals_in(node), None, origin.public, called_in(node),
    )  # fmt: skip
