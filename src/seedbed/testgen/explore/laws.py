"""`laws`: what holds for every argument: a way and its way back, doing it twice, changing places, keeping all parts.

A law is proposed where names, or the first values, show it, and kept where it holds for every value that is tried and
says something for most of them. What docstrings promise in words that can be asked is a law of its own kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from seedbed.testgen.explore.cases import UNREADY, Bench, Case
from seedbed.testgen.explore.facts import Callee
from seedbed.testgen.explore.values import Values

__all__ = ["Law", "laws"]

_ENOUGH = 6
_PAIRS = (
    ("encode", "decode"), ("compress", "decompress"), ("dumps", "loads"), ("dump", "load"), ("to_", "from_"),
    ("pack", "unpack"), ("escape", "unescape"), ("quote", "unquote"), ("encrypt", "decrypt"), ("format", "parse"),
    ("serialize", "deserialize"), ("serialize", "validate"), ("join", "split"), ("flatten", "unflatten"),
    ("camelize", "underscore"), ("wrap", "unwrap"), ("int2", "2int"), ("marshal", "unmarshal"), ("stringify", "parse"),
    ("inflate", "deflate"), ("compose", "parse"),
)  # fmt: skip


class Law(NamedTuple):
    """A law: what it says, and the cases that show it, each of which shall give True."""

    callee: str
    says: str
    name: str
    template: str
    cases: list[Case]


def laws(bench: Bench, values: Values, callees: list[Callee], known: dict[str, list[Case]]) -> Iterator[Law]:
    """The laws of a module's functions of one or two arguments, tried on the arguments that are known to do."""
    plain = [each for each in callees if each.form in ("function", "static") and each.public and not each.is_async]
    for callee in plain:
        given = _given(bench, known.get(callee.label, []), 1)
        call = _call(callee)
        if len(given) >= _ENOUGH and _required(callee) <= 1:
            yield from _of_one(bench, callee, call, given)
            for other in plain:
                if other is not callee and _required(other) <= 1 and _paired(callee.name, other.name):
                    template = f"{_call(other)}({call}({{0}})) == {{0}}"
                    says = f"`{other.label}` undoes `{callee.label}`"
                    yield from _held(
                        bench, callee, template, [(one,) for one in given], says, "is_undone_by_" + other.name
                    )
        pairs = [case.given for case in known.get(callee.label, []) if len(case.given) == 2 and not _words(case.given)]
        if len(pairs) >= 4 and _required(callee) == 2:
            pairs = [(first, second) for first, _ in pairs for _, second in pairs if first != second][:24]
            says = f"`{callee.label}` gives the same whichever of two arguments comes first"
            yield from _held(bench, callee, f"{call}({{0}}, {{1}}) == {call}({{1}}, {{0}})", pairs, says, "commutes")


def _of_one(bench: Bench, callee: Callee, call: str, given: list[str]) -> Iterator[Law]:
    """The laws of a function with itself."""
    ones = [(one,) for one in given]
    moved = f"{call}({{0}}) != {{0}}"
    if _some(bench, moved, ones):
        says = f"`{callee.label}` undoes itself"
        back = list(_held(bench, callee, f"{call}({call}({{0}})) == {{0}}", ones, says, "undoes_itself"))
        yield from back
        again = f"{call}({call}({{0}})) == {call}({{0}})"
        if not back and _some(bench, f"type({call}({{0}})) is type({{0}})", ones, len(ones)):
            says = f"`{callee.label}` done twice is done once"
            yield from _held(bench, callee, again, ones, says, "twice_is_once")
        parts = f"sorted({call}({{0}})) == sorted({{0}})"
        yield from _held(
            bench, callee, parts, ones, f"`{callee.label}` keeps all parts and no other", "keeps_all_parts"
        )


def _call(callee: Callee) -> str:
    return f"{callee.owner.__name__}.{callee.name}" if callee.owner is not None else callee.name


def _required(callee: Callee) -> int:
    return sum(each.required and not each.kind.startswith("VAR") for each in callee.parameters)


def _words(given: tuple[str, ...]) -> bool:
    return any(re.match(r"\w+=[^=]", each) for each in given)


def _given(bench: Bench, cases: list[Case], count: int) -> list[str]:
    """Arguments that a function takes without complaint, all different."""
    found: dict[str, None] = {}
    for case in cases:
        if len(case.given) == count and not _words(case.given):
            outcome = bench.run(case, look=False)
            if outcome is not None and not outcome.raised:
                found[case.given[0]] = None
    return list(found)[:40]


def _paired(first: str, second: str) -> bool:
    """Whether two names are those of a way and its way back."""
    for there, back in _PAIRS:
        for one, other in ((there, back), (back, there)):
            if one in first and other in second and first.replace(one, "", 1) == second.replace(other, "", 1):
                return True
    there, sign, back = first.partition("_to_")
    return bool(sign) and second in (f"{back}_to_{there}", f"{back}2{there}")


def _case(callee: Callee, template: str, given: tuple[str, ...]) -> Case:
    return Case(
        callee.label, "", (), given, template.format(*(f"({one})" if "lambda" in one else one for one in given))
    )


def _some(bench: Bench, template: str, given: Sequence[tuple[str, ...]], least: int = 2) -> bool:
    outcomes = [bench.run(Case("", "", (), one, template.format(*one)), look=False) for one in given]
    return sum(each is not None and each.value is True for each in outcomes) >= least


def _held(
    bench: Bench, callee: Callee, template: str, given: Sequence[tuple[str, ...]], says: str, name: str
) -> Iterator[Law]:
    """The law, where it holds for everything that is tried, and enough is."""
    kept = []
    for one in given:
        case = _case(callee, template, one)
        outcome = bench.run(case, look=False)
        if outcome is None or outcome.raised == UNREADY:
            continue
        if outcome.raised or outcome.value is not True:
            return
        kept.append(case)
    if len(kept) >= _ENOUGH:
        kept.sort(key=lambda case: (len(case.act), case.act))
        yield Law(callee.label, says, name, template, kept[1:8] if len(kept) > 8 else kept)
