"""`doubted`: guesses of rules that led to nothing but another failure, which is then not the product's to answer for.

A name by the words it shares, or a keyword that is left out, is mostly right. Where the test then fails in what it
asserts, or the product refuses what it does, nobody can tell whether the guess or the product is wrong: the test goes
back to how it was, and is told as what it surely is, broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from seedbed.testgen.plan.heal.edits import Source, applied
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules import Fix

__all__ = ["doubted", "restored"]

_OF_CODE = frozenset({"AttributeError", "NameError", "TypeError", "UnboundLocalError"})
"""Failures of what the test itself wrote, which are not told as the product's."""


def doubted(fixes: Iterable[Fix], failures: Sequence[Failure]) -> frozenset[str]:
    """The tests of which a guess was made and kept, and that now fail in what they claim of the product."""
    claims = {each.test for each in failures if each.type not in _OF_CODE and each.when == "call"}
    return frozenset(each.test for each in fixes if each.guess and each.test in claims)


def restored(text: str, original: str, tests: Iterable[str]) -> str:
    """The text with some of its tests as they were."""
    now, before = Source(text), Source(original)
    edits = []
    for name in sorted(tests):
        old, new = before.test(name), now.test(name)
        if old is not None and new is not None:
            start, end = before.span(old)
            edits.append(now.replace(new, original[start:end]))
    return applied(text, edits)
