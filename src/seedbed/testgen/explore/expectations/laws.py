"""`laws`: what holds for every argument, where the name, the annotation or the class speaks for it.

A law is kept where it holds for every value that is tried, and enough are; one that fails is no finding, for a name may
mean something else.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, get_args, get_origin

from seedbed.testgen.explore.bench import Bench
from seedbed.testgen.explore.cases import UNREADY, Case
from seedbed.testgen.explore.expectations.pairs import paired
from seedbed.testgen.explore.facts import Callee

__all__ = ["Law", "held", "laws"]

_ENOUGH = 5
_SHOWN = 7


class Law(NamedTuple):
    """A law of a callee: what it says, its name, and the template of what shall be true of the cases' arguments.

    Where the cases have a receiver, `lead` holds the statements on `subject` that come before, as templates too.
    """

    callee: str
    says: str
    name: str
    lead: tuple[str, ...]
    template: str
    cases: list[Case]


class _Form(NamedTuple):
    """A form of law: which names speak for it, its template for a call `f`, and whether it must change something."""

    name: str
    speaks: str
    template: str
    says: str
    moves: bool = False
    arguments: int = 1


_FORMS = (
    _Form("undoes_itself", r"revers|invert|negat|swap|toggle|complement|transpose|mirror|flip|conjugate",
          "{f}({f}({0})) == {0}", "undoes itself", moves=True),
    _Form("twice_is_once", r"normal|clean|strip|slug|sanit|sort|dedup|uniq|canonic|lower|upper|abs|collaps|ensure|trim"
          r"|round|floor|ceil|clamp|simplif|squeeze|compact|remove|flatten|titlecase|capital|underscore|dasher|param",
          "{f}({f}({0})) == {f}({0})", "done twice is done once", moves=True),
    _Form("keeps_all_parts", r"sort|shuffl|revers|rotat|permut|swap", "sorted({f}({0})) == sorted({0})",
          "keeps all parts and no other", moves=True),
    _Form("is_in_order", r"^sort|sorted|_sort$", "{f}({0}) == sorted({f}({0}))", "gives its parts in order",
          moves=True),
    _Form("keeps_the_length", r"revers|rotat|shuffl|^sort|sorted|swap", "len({f}({0})) == len({0})",
          "gives as many parts as it is given", moves=True),
    _Form("has_no_part_twice", r"uniq|dedup|distinct", "len(set({f}({0}))) == len(list({f}({0})))",
          "gives no part twice"),
    _Form("is_lower_case", r"lower|slug|snake|underscore", "{f}({0}) == {f}({0}).lower()", "gives lower case"),
    _Form("is_upper_case", r"upper|screaming", "{f}({0}) == {f}({0}).upper()", "gives upper case"),
    _Form("is_never_negative", r"^(?:count|len|size|abs|num|distance)|_(?:count|length|size|distance)$",
          "{f}({0}) >= 0", "is never negative"),
    _Form("commutes", r"add|sum|plus|multipl|gcd|lcm|max|min|union|intersect|distance|similar|equal|same|overlap"
          r"|hamming|levenshtein|jaccard|jaro|mean|average|common", "{f}({0}, {1}) == {f}({1}, {0})",
          "gives the same whichever of two arguments comes first", arguments=2),
    _Form("keeps_what_it_parts", r"chunk|batch|divide|split_into|in_groups|windowed_all",
          "[each for part in {f}({0}, {1}) for each in part] == list({0})", "keeps all of what it parts, in its order",
          arguments=2),
    _Form("makes_it_no_shorter", r"pad|just|zfill|center", "len({f}({0}, {1})) >= len({0})",
          "makes nothing shorter", arguments=2),
    _Form("makes_it_no_longer", r"trunc|shorten|crop|limit|take|head|strip|trim", "len({f}({0}, {1})) <= len({0})",
          "makes nothing longer", arguments=2),
)  # fmt: skip


def laws(bench: Bench, callee: Callee, others: Sequence[Callee], known: Sequence[Case]) -> Iterator[Law]:
    """The laws of a function or a static method, tried on the arguments that are known to do."""
    call, required = _call(callee), _required(callee)
    ones, twos = _given(bench, known, 1), _given(bench, known, 2)
    for form in _FORMS:
        given = ones if form.arguments == 1 and required <= 1 else twos if form.arguments == required == 2 else []
        if re.search(form.speaks, callee.name, re.IGNORECASE):
            yield from _of_form(bench, callee, call, form, given)
    if required <= 1:
        yield from _annotated(bench, callee, call, ones)
        for other in others:
            if other is not callee and _required(other) <= 1 and paired(callee.name, other.name):
                template = f"{_call(other)}({call}({{0}})) == {{0}}"
                says = f"`{other.label}` undoes `{callee.label}`, as their names say"
                yield from _by_kind(bench, callee, template, ones, says, f"is_undone_by_{other.name}")


def _of_form(bench: Bench, callee: Callee, call: str, form: _Form, given: Sequence[tuple[str, ...]]) -> Iterator[Law]:
    if form.moves and not _some(bench, f"{call}({{0}}) != {{0}}", given):
        return
    if form.arguments == 2 and form.name == "commutes":
        given = [(first, second) for first, _ in given for _, second in given if first != second][:24]
    template = form.template.replace("{f}", call)
    yield from held(bench, callee.label, template, given, f"`{callee.label}` {form.says}, as its name says", form.name)


def _annotated(bench: Bench, callee: Callee, call: str, given: list[tuple[str, ...]]) -> Iterator[Law]:
    """What the annotation of the result promises: one of several values, or a type."""
    said = callee.returns
    if str(get_origin(said)) == "typing.Literal":
        template, what = f"{call}({{0}}) in {get_args(said)!r}", "one of what its annotation names"
        name = "gives_one_of_those_annotated"
    elif said in (str, bool, bytes, list, dict, set, tuple):
        template, what = f"isinstance({call}({{0}}), {said.__name__})", f"a {said.__name__}, as it is annotated"
        name = f"always_gives_{said.__name__}"
    else:
        return
    yield from held(bench, callee.label, template, given, f"`{callee.label}` always gives {what}", name)


def _by_kind(
    bench: Bench, callee: Callee, template: str, given: list[tuple[str, ...]], says: str, name: str
) -> Iterator[Law]:
    """The law for all arguments, or else for all those of one type."""
    found = list(held(bench, callee.label, template, given, says, name))
    if found:
        yield from found
        return
    kinds: dict[str, list[tuple[str, ...]]] = {}
    for one in given:
        kinds.setdefault(_kind(one[0]), []).append(one)
    for kind, some in kinds.items():
        if kind:
            yield from held(bench, callee.label, template, some, f"{says}, for {kind}", f"{name}_for_{kind}")


def _kind(text: str) -> str:
    try:
        return type(ast.literal_eval(text)).__name__
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return ""


def _call(callee: Callee) -> str:
    return f"{callee.owner.__name__}.{callee.name}" if callee.owner is not None else callee.name


def _required(callee: Callee) -> int:
    return sum(each.required and not each.kind.startswith("VAR") for each in callee.parameters)


def _given(bench: Bench, cases: Sequence[Case], count: int) -> list[tuple[str, ...]]:
    """So many arguments that a function takes without complaint, all different, none by name."""
    found: dict[tuple[str, ...], None] = {}
    for case in cases:
        if len(case.given) == count and not any(re.match(r"\w+=[^=]", each) for each in case.given):
            outcome = bench.run(case, look=False)
            if outcome is not None and not outcome.raised:
                found[case.given] = None
    return list(found)[:40]


def _some(bench: Bench, template: str, given: Sequence[tuple[str, ...]], least: int = 2) -> bool:
    outcomes = [bench.run(_case("", template, one), look=False) for one in given]
    return sum(each is not None and each.value is True for each in outcomes) >= least


def _case(label: str, template: str, given: tuple[str, ...], receiver: str = "", lead: tuple[str, ...] = ()) -> Case:
    texts = [f"({one})" if "lambda" in one else one for one in given]
    return Case(label, receiver, tuple(each.format(*texts) for each in lead), given, template.format(*texts))


def held(
    bench: Bench, label: str, template: str, given: Sequence[tuple[str, ...]], says: str, name: str,
    *, receiver: str = "", lead: tuple[str, ...] = (), enough: int = _ENOUGH,
    fine: Callable[[Any], bool] = lambda value: value is True,
) -> Iterator[Law]:  # fmt: skip
    """The law, where it holds for everything that is tried, and enough is."""
    kept = []
    for one in given:
        case = _case(label, template, one, receiver, lead)
        outcome = bench.run(case, look=False)
        if outcome is None or outcome.raised == UNREADY:
            continue
        if outcome.raised or not fine(outcome.value):
            return
        kept.append(case)
    if len(kept) >= enough:
        kept.sort(key=lambda case: (len(case.text), case.text))
        yield Law(label, says, name, lead, template, kept[1 : _SHOWN + 1] if len(kept) > _SHOWN else kept)
