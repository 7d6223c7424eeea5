"""`promises`: what docstrings say in words that can be asked: when something is raised, what is True, what a result is.

Only plain sentences are understood, and only where the arguments to ask with are known: a promise that is misread would
be reported as a fault of the code.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import Any

from seedbed.testgen.explore.bench import Bench
from seedbed.testgen.explore.cases import Case
from seedbed.testgen.explore.expectations.documented import Example
from seedbed.testgen.explore.facts import Callee, Parameter

__all__ = ["promises"]

_NUMBER = r"(-?\d+(?:\.\d+)?)"
_TEXTS = ("''", "'a'", "'abc'", "'ABC'", "'aBc'", "'12'", "'level'", "' '", "'Hello World'", "'a1'")
_INTS = ("0", "1", "2", "3", "4", "7", "10", "-1", "-2", "-7", "100")
_LISTS = ("[]", "[1]", "[3, 1, 2]", "[1, 2, 3]", "[2, 2, 1]", "[-1, 5, -3]")
_TRUTHS: tuple[tuple[str, Callable[[Any], bool], tuple[str, ...]], ...] = (
    (r"\bis (?:an )?even\b", lambda x: x % 2 == 0, _INTS),
    (r"\bis (?:an )?odd\b", lambda x: x % 2 == 1, _INTS),
    (r"\bis (?:a )?(?:strictly )?positive\b", lambda x: x > 0, _INTS),
    (r"\bis (?:a )?negative\b", lambda x: x < 0, _INTS),
    (r"\bis (?:a )?(?:non-negative|not negative)\b", lambda x: x >= 0, _INTS),
    (r"\bis zero\b", lambda x: x == 0, _INTS),
    (r"\bis (?:a )?prime\b", lambda x: x > 1 and all(x % d for d in range(2, x)), _INTS),
    (r"\bis (?:a )?palindrome\b", lambda x: x == x[::-1], ("'level'", "'abc'", "'aa'", "'ab'", "'noon'")),
    (r"\bis empty\b", lambda x: len(x) == 0, ("''", "'a'", "'abc'")),
    (r"\bis not empty\b|\bis non-?empty\b", lambda x: len(x) > 0, ("''", "'a'", "'abc'")),
    (r"\bis (?:all )?upper ?case\b", lambda x: x.isupper(), ("'abc'", "'ABC'", "'aBc'")),
    (r"\bis (?:all )?lower ?case\b", lambda x: x.islower(), ("'abc'", "'ABC'", "'aBc'")),
    (r"\bis sorted\b", lambda x: list(x) == sorted(x), ("[1, 2, 3]", "[3, 1, 2]", "[]", "[2, 2]")),
    (r"\bis (?:a )?leap year\b|\bleap year\b", lambda x: x % 4 == 0 and (x % 100 != 0 or x % 400 == 0),
     ("2000", "1900", "2004", "2001", "2024")),
)  # fmt: skip
_RESULTS: tuple[tuple[str, Callable[..., Any], str], ...] = (
    (r"\bsum of (?:the )?(?:two|both|`*\w+`* and)", lambda a, b: a + b, "int int"),
    (r"\bproduct of (?:the )?(?:two|both|`*\w+`* and)", lambda a, b: a * b, "int int"),
    (r"\bdifference (?:of|between)", lambda a, b: a - b, "int int"),
    (r"\b(?:larger|greater|maximum|bigger|largest) of (?:the )?(?:two|both|`*\w+`* and)", max, "int int"),
    (r"\b(?:smaller|lesser|minimum|smallest) of (?:the )?(?:two|both|`*\w+`* and)", min, "int int"),
    (r"\bsum of (?:all )?(?:the )?(?:numbers|values|items|elements|list|squares\b(?!))", sum, "list"),
    (r"\b(?:largest|maximum|greatest|biggest) (?:number|value|item|element)", max, "full"),
    (r"\b(?:smallest|minimum|least) (?:number|value|item|element)", min, "full"),
    (r"\b(?:average|arithmetic mean|mean) of", lambda x: sum(x) / len(x), "full"),
    (r"\bnumber of (?:items|elements|values|entries)\b", len, "list"),
    (r"\bnumber of (?:characters|letters)\b", len, "str"),
    (r"\bnumber of words\b", lambda x: len(x.split()), "str"),
    (r"\bnumber of vowels\b", lambda x: sum(c in "aeiouAEIOU" for c in x), "str"),
    (r"\bsquare of\b", lambda x: x * x, "int"),
    (r"\bcube of\b", lambda x: x**3, "int"),
    (r"\babsolute value\b", abs, "int"),
    (r"\bfactorial of\b", lambda x: 1 if x < 2 else x * (1 if x < 3 else 2 if x == 3 else 6), "small"),
    (r"\w (?:is )?reversed\b|\breversed (?:string|text|copy|list)|\bin reverse order\b", lambda x: x[::-1], "same"),
    (r"\b(?:in|to|all) upper ?case\b|\bupper-?cased (?:copy|version|string|text)", lambda x: x.upper(), "str"),
    (r"\b(?:in|to|all) lower ?case\b|\blower-?cased (?:copy|version|string|text)", lambda x: x.lower(), "str"),
    (r"\bin ascending order\b|\bsorted (?:list|copy)\b|\bfrom (?:smallest|lowest) to", sorted, "list"),
    (r"\bin descending order\b|\bfrom (?:largest|highest) to", lambda x: sorted(x, reverse=True), "list"),
    (r"\bfirst (?:item|element|value|character|letter)\b", lambda x: x[0], "full"),
    (r"\blast (?:item|element|value|character|letter)\b", lambda x: x[-1], "full"),
    (r"\bwithout (?:any )?(?:leading (?:and|or) trailing )(?:white)?spaces?\b", lambda x: x.strip(), "str"),
)  # fmt: skip
_ASKED = {
    "int int": ("int", "int"),
    "list": ("list",),
    "full": ("full",),
    "str": ("str",),
    "int": ("int",),
    "small": ("small",),
}
_GIVEN = {
    "int": ("3", "5", "0", "-4"),
    "list": _LISTS, "full": _LISTS[1:], "str": ("'abc'", "''", "'Hello World'", "' a b '"),
    "small": ("0", "1", "3", "4"),
}  # fmt: skip
_HINTS = {int: "int", float: "int", str: "str", list: "list"}


def promises(bench: Bench, callee: Callee, known: list[Case]) -> Iterator[Example]:
    """What the docstring of a function or a static method promises, as examples."""
    if callee.form not in ("function", "static") or not callee.public or callee.is_async or not callee.doc:
        return
    doc = re.sub(r":(?:py:)?(?:obj|class|func|meth|data|attr|mod):(?=`)|[`*]+", "", callee.doc)
    yield from _inline(callee, doc)
    yield from _defaults(callee, doc)
    yield from _raising(bench, callee, doc, known)
    first = _summary(doc)
    yield from _truths(callee, first)
    yield from _bounds(bench, callee, first, known)
    yield from _results(callee, first)


def _summary(doc: str) -> str:
    """The sentences that tell the result: the first paragraph, and what stands under Returns."""
    parts = [re.split(r"\n\s*\n", doc)[0]]
    parts += re.findall(r"(?:^|\n)\s*(?:Returns?:\s*\n|:returns?:)\s*((?:.+\n?)+?)(?:\n\s*\n|$)", doc)
    return " ".join(" ".join(parts).split())


def _example(callee: Callee, act: str, literal: str = "", raises: str = "", said: str = "") -> Example:
    return Example(Case(callee.label, "", (), (), act), callee.first, said, literal, raises, "")


def _call(callee: Callee) -> str:
    return f"{callee.owner.__name__}.{callee.name}" if callee.owner is not None else callee.name


def _inline(callee: Callee, doc: str) -> Iterator[Example]:
    """Calls with their results within a sentence, as in "f(2) returns 4", outside of examples for doctest."""
    lines = [line for line in doc.splitlines() if ">>>" not in line]
    gives = r"(?:(?:#\s*)?(?:returns|==|=>|->|→|is|gives|yields|evaluates to|=)|#)"
    pattern = rf"(?<![\w.]){re.escape(callee.name)}(\([^()\n]*\))\s*{gives}\s*(.+)"
    for line in lines:
        found = re.search(pattern, line)
        if not found:
            continue
        literal = _longest(found.group(2))
        if literal:
            prefix = callee.owner.__name__ + "." if callee.owner is not None else ""
            yield _example(callee, f"{prefix}{callee.name}{found.group(1)}", literal, said=found.group(0).strip()[:100])


def _longest(text: str) -> str:
    """The longest literal that a text begins with, however the sentence goes on."""
    for end in range(len(text), 0, -1):
        piece = text[:end].strip()
        try:
            return repr(ast.literal_eval(piece))
        except (ValueError, SyntaxError, MemoryError, TypeError):
            continue
    return ""


def _defaults(callee: Callee, doc: str) -> Iterator[Example]:
    """The defaults that a docstring names, as in "x: the size. Defaults to 10"."""
    for each in callee.parameters:
        found = re.search(rf"\b{each.name}\b[^\n]{{0,80}}?\b[Dd]efaults? (?:to|is|value is):?\s*([^\s,;)]+)", doc)
        literal = _longest(found.group(1).rstrip(".")) if found else ""
        if literal and not each.required and found:
            act = f"inspect.signature({_call(callee)}).parameters[{each.name!r}].default"
            yield _example(callee, act, literal, said=" ".join(found.group(0).split())[:100])


_CONDITIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (rf"(?:less|smaller|lower) than or equal to {_NUMBER}", ("{0}", "{0} - 1")),
    (rf"(?:greater|more|larger|higher) than or equal to {_NUMBER}", ("{0}", "{0} + 1")),
    (rf"(?:less than|smaller than|lower than|below|under|<) {_NUMBER}", ("{0} - 1",)),
    (rf"(?:greater than|larger than|more than|above|over|exceeds|>) {_NUMBER}", ("{0} + 1",)),
    (rf"not (?:in the range|in range|between|within)(?: of)? {_NUMBER} (?:and|to|-) {_NUMBER}", ("{0} - 1", "{1} + 1")),
    (r"\b(?:not positive|non-positive|zero or negative|negative or zero|not > 0|<= 0)\b", ("0", "-1")),
    (r"\bnegative\b|< 0", ("-1",)),
    (r"\b(?:is|equals|by) zero\b|== 0", ("0",)),
    (r"\bempty\b", ("EMPTY",)),
    (r"\bis None\b", ("None",)),
    (r"\bnot (?:a|an) (?:str|string|text)\b", ("1", "None")),
    (r"\bnot (?:a|an) (?:int|integer|number|float)\b", ("'abc'",)),
    (r"\bnot (?:a )?callable\b", ("1",)),
    (r"\bnot (?:a )?(?:list|dict|mapping|sequence)\b", ("1",)),
)  # fmt: skip


def _raising(bench: Bench, callee: Callee, doc: str, known: list[Case]) -> Iterator[Example]:
    """`Raises ValueError if x is negative`, in any of its layouts."""
    flat = re.sub(r"[ \t]*\n[ \t]+", " ", doc)
    pattern = (
        r"(?:[Rr]aises?:?\s+|:raises?\s+|:exc:|^\s*|\n\s*)(\w*(?:Error|Exception|Exit|Interrupt))\b[^\n.]{0,12}?:?\s*"
        r"(?:is raised )?(?:[Ii]f|[Ww]hen|[Oo]n|[Ff]or)\s+([^\n]+?)(?=\.(?:\s|$)|\n|$|;|\w+Error)"
    )
    for found in re.finditer(pattern, flat):
        kind, condition = found.group(1), found.group(2)
        for clause in re.split(r",? or (?=\w+ (?:is|are)\b)", condition):
            parameter = _meant(callee, clause)
            if parameter is None or " and " in clause:
                continue
            for text in _violating(clause, parameter):
                act = _with(bench, callee, parameter, text, known)
                if act:
                    yield _example(callee, act, raises=kind, said=f"{kind} if {condition}"[:100])


def _meant(callee: Callee, clause: str) -> Parameter | None:
    """The parameter that a condition speaks of: the one it names, or the only one."""
    plain = [each for each in callee.parameters if not each.kind.startswith("VAR")]
    named = [each for each in plain if re.search(rf"\b{re.escape(each.name)}\b", clause)]
    if len(named) == 1:
        return named[0]
    required = [each for each in plain if each.required]
    return required[0] if not named and len(required) == 1 else None


def _violating(clause: str, parameter: Parameter) -> list[str]:
    for pattern, texts in _CONDITIONS:
        found = re.search(pattern, clause)
        if found:
            made = [text.format(*found.groups()) for text in texts]
            return [_worked(text, parameter) for text in made]
    return []


def _worked(text: str, parameter: Parameter) -> str:
    if text == "EMPTY":
        looks = parameter.type is str or re.search(r"text|str|name|word|^s$|key", parameter.name)
        return "{}" if parameter.type is dict else "''" if looks else "[]"
    if re.fullmatch(rf"{_NUMBER} [+-] 1", text):
        number, sign, _ = text.split(" ")
        return repr((float(number) if "." in number else int(number)) + (1 if sign == "+" else -1))
    return text


def _with(bench: Bench, callee: Callee, parameter: Parameter, text: str, known: list[Case]) -> str:
    """A call that is fine but for that argument; "" where none is known."""
    required = [each for each in callee.parameters if each.required and not each.kind.startswith("VAR")]
    if len(required) <= 1 and (not required or required[0] is parameter):
        return f"{_call(callee)}({text if parameter.required else f'{parameter.name}={text}'})"
    for case in known:
        given = [each for each in case.given if not re.match(rf"{parameter.name}=", each)]
        outcome = bench.run(case, look=False)
        if outcome is None or outcome.raised or len(given) < len(required):
            continue
        if parameter in required and parameter.kind != "KEYWORD_ONLY":
            given[required.index(parameter)] = text
        else:
            given.append(f"{parameter.name}={text}")
        return f"{_call(callee)}({', '.join(given)})"
    return ""


def _one(callee: Callee, sort: str) -> bool:
    """Whether a function takes one argument that it requires, of that sort as far as is known."""
    required = [each for each in callee.parameters if each.required and not each.kind.startswith("VAR")]
    if len(required) != 1:
        return False
    known = _HINTS.get(getattr(required[0].type, "__origin__", required[0].type), "")
    return not known or known == sort


def _truths(callee: Callee, said: str) -> Iterator[Example]:
    """`Returns True if n is even`."""
    asked = re.search(r"\b(?:True|true) (?:if|when|iff|only if)\b([^.;]*)"
                      r"|\b(?:[Cc]hecks?|[Tt]ests?|[Tt]ells?) (?:if|whether)\b([^.;]*)"
                      r"|\b(?:[Rr]eturns?|[Ww]hether) whether\b([^.;]*)|^Whether\b([^.;]*)", said)  # fmt: skip
    if not asked:
        return
    clause = next(each for each in asked.groups() if each is not None)
    clause = re.split(r",|\bFalse\b|\belse\b|\botherwise\b", clause)[0]
    if re.search(r"\b(?:and|or|unless|but)\b", clause):
        return
    for pattern, ask, given in _TRUTHS:
        if re.search(pattern, clause):
            sort = "int" if given[0].lstrip("-").isdigit() else "str" if given[0].startswith("'") else "list"
            if _one(callee, sort):
                for text in given:
                    truth = repr(bool(ask(ast.literal_eval(text))))
                    yield _example(callee, f"{_call(callee)}({text})", truth, said=f"True if{clause}"[:100])
            return
    limit = re.search(rf"\bis (greater|larger|more|less|smaller) than {_NUMBER}", clause)
    if limit and _one(callee, "int"):
        number = float(limit.group(2))
        for value in (int(number) - 1, int(number), int(number) + 1):
            truth = repr(value > number if limit.group(1) in ("greater", "larger", "more") else value < number)
            yield _example(callee, f"{_call(callee)}({value})", truth, said=f"True if{clause}"[:100])


def _bounds(bench: Bench, callee: Callee, said: str, known: list[Case]) -> Iterator[Example]:
    """`between 0 and 1`, `never negative`, of a result."""
    call = _call(callee)
    kinds = r"(?:number|value|score|ratio|float|int|integer|result|always|is)"
    found = re.search(rf"\b{kinds}\b[^.]{{0,30}}\bbetween {_NUMBER} and {_NUMBER}", said)
    template = f"{found.group(1)} <= {{0}} <= {found.group(2)}" if found else ""
    if re.search(r"\b(?:never|not) negative\b|\bnon-negative\b", said) and re.search(r"[Rr]eturn|[Rr]esult", said):
        template = "{0} >= 0"
    if not template:
        return
    made = 0
    for case in known:
        outcome = bench.run(case, look=False)
        if outcome is not None and isinstance(outcome.value, (int, float)) and not outcome.raised and made < 6:
            if case.act.startswith(call):
                made += 1
                yield _example(
                    callee,
                    template.format(case.act),
                    "True",
                    said=(found.group(0) if found else "never negative")[:100],
                )


def _results(callee: Callee, said: str) -> Iterator[Example]:
    """`Return the sum of a and b`, and its like."""
    if not re.match(
        r"(?:Returns?|Gives?|Computes?|Calculates?|Counts?|Finds?|Gets?|Converts?|Reverses?|Sorts?|The|Adds?)\b", said
    ):
        return
    if re.search(
        r"\b(?:if|unless|except|but|ignoring|excluding|only|each|every|per|where|whose|after|before|not|that|than)\b",
        said,
    ):
        return
    hits = [each for each in _RESULTS if re.search(each[0], said)]
    required = [each for each in callee.parameters if each.required and not each.kind.startswith("VAR")]
    if len(hits) != 1 or len(required) != len(callee.parameters):
        return
    _, work, sort = hits[0]
    if sort == "same":
        sort = "list" if required and getattr(required[0].type, "__origin__", required[0].type) is list else "str"
    given = [(a, b) for a in _GIVEN["int"][:2] for b in _GIVEN["int"][1:]] if sort == "int int" else [
        (each,) for each in _GIVEN[sort]
    ]  # fmt: skip
    fitting = (
        len(required) == 2
        if sort == "int int"
        else _one(callee, "list" if sort == "full" else sort.replace("small", "int"))
    )
    for texts in given if fitting else []:
        expected = repr(work(*(ast.literal_eval(text) for text in texts)))
        yield _example(callee, f"{_call(callee)}({', '.join(texts)})", expected, said=said[:100])
