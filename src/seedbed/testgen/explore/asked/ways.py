"""`Way`: one way into an application: the function that answers, the client that asks, and what it is asked with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from seedbed.testgen.explore.facts import Parameter

__all__ = ["Client", "Way"]


class Client(NamedTuple):
    """What asks: the text that makes one, what is done with it first, and the imports of both by their names."""

    text: str
    lead: Sequence[str]
    lines: Mapping[str, str] = {}


class Way(NamedTuple):
    """A function, and how its client reaches it: by a method with those parameters."""

    function: Any
    client: Client
    verb: str
    parameters: list[Parameter]
