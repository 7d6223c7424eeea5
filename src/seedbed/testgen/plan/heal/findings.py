"""`finding_of`: whose fault a failure is that is not mended: the test's own, or the product's against the plan."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.testgen.plan.heal.edits import Source
from seedbed.testgen.plan.heal.evidence import absent
from seedbed.testgen.plan.heal.forms.caught import CATCHERS
from seedbed.testgen.plan.heal.forms.kinds import Kinds, bound_to
from seedbed.testgen.plan.heal.forms.raises import expected_around
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.words import stems

__all__ = ["Finding", "finding_of"]

CONTRADICTS = "the product contradicts the plan"
BROKEN = "the test is broken, and no rule mends it"
_OWN = frozenset(
    {"ImportError", "ModuleNotFoundError", "NameError", "UnboundLocalError", "FixtureLookupError", "SyntaxError"}
)
_OF_CALLS = frozenset({"AttributeError", "TypeError"})
_OF_TESTS = CATCHERS | {"FixtureFunctionDefinition", "async_generator", "coroutine", "function"}
"""Classes of which nothing is that a product gives: what is asked of them was meant for something else."""

_MISUSED = re.compile(
    r"Fixture \"\w+\" called directly|requested an async fixture|async def functions are not natively supported"
)
"""How pytest says that a test cannot be run as it is written."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A test that does not pass and was not made to: whose fault it seems, what happened, and where."""

    test: str
    what: str
    why: str
    line: int


def finding_of(failure: Failure, file: Path, text: str, kinds: Kinds | None) -> Finding:
    """What to tell of a failure. `text` is the file as it was run, `kinds` what the repository writes of types."""
    if failure.type in {"Hangs", "NotRun"}:
        return Finding(failure.node, "the tests could not be run", failure.message, 0)
    misused = failure.type == "Failed" and _MISUSED.search(failure.message)
    broken = failure.when == "collect" or failure.type in _OWN or bool(misused) or _is_own(failure, file, text, kinds)
    why = f"{failure.type}: {failure.message}"[:500]
    return Finding(failure.test or failure.node, BROKEN if broken else CONTRADICTS, why, failure.line(file))


def _is_own(failure: Failure, file: Path, text: str, kinds: Kinds | None) -> bool:
    """Whether a call, or an attribute, that the test itself wrote cannot be right."""
    if failure.type not in _OF_CALLS:
        return False
    if failure.is_in(file):
        return (
            failure.owner in _OF_TESTS
            or not (failure.type == "AttributeError" and failure.owner)
            or not _is_planned(failure, file, text)
        )
    return kinds is not None and any(_misfits(call, function, kinds) for call, function in _calls(failure, file, text))


def _is_planned(failure: Failure, file: Path, text: str) -> bool:
    """Whether the plan speaks of an attribute that the product has not: then it is the one's word against the other's.

    What cannot be told, for want of a docstring, may be planned.
    """
    function = _source(text).function_at(failure.line(file))
    said = ast.get_docstring(function) if function is not None else None
    return said is None or bool(stems(absent(failure)) & stems(said))


def _calls(failure: Failure, file: Path, text: str) -> Iterator[tuple[ast.Call, ast.AST | None]]:
    """The calls on the line of the test that led to a failure, but those of which one is expected."""
    source, line = _source(text), failure.line(file)
    function = source.function_at(line)
    for node in source.near(line) if line else ():
        if isinstance(node, ast.Call) and not expected_around(node, function):
            yield node, function


def _misfits(call: ast.Call, function: ast.AST | None, kinds: Kinds) -> bool:
    """Whether a call gives a literal of a type that its function surely does not take."""
    callees = kinds.callees(call, function)
    given = bound_to(call, callees[0][1]) if len(callees) == 1 else None
    literals = [each for each in (given or {}).values() if isinstance(each[1], ast.Constant | ast.UnaryOp)]
    return any(kinds.misfits(kinds.of(value, function), parameter.wanted) for parameter, value in literals)


def _source(text: str) -> Source:
    try:
        return Source(text)
    except SyntaxError:
        return Source("")
