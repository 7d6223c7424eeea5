"""One test for one case: recorded, documented, or a law; a `Test` is its name, docstring, body and marks."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import lru_cache
from typing import Any

from seedbed.classes import dataclass
from seedbed.testgen.local.renaming import with_name
from seedbed.testgen.local.wording import CODES, clean, coming, condition, detail, outcome, shown, snake, subject_words

__all__ = ["Case", "Test", "claim", "document", "finding", "law", "part_of", "record", "simple", "spoken_for", "used"]

_NAMED = re.compile(r"(\w+)(?:: Any)? = ")
_MADE = re.compile(r"(\w+) = ([\w.]+\(|[-\d'\"\[{])")
_OPERATOR = re.compile(r"\.__(?!init|call)\w+__$")
_SUBJECT = re.compile(r"\bsubject\b")
_SLIPS = ("TypeError", "AttributeError", "NameError", "UnboundLocalError", "IndexError")
PRINTED = "capsys.readouterr().out"


@dataclass(frozen=True, slots=True)
class Test:
    """One test: what it is of, its name without `test_`, what its docstring says, its body, marks and parameters.

    `rank` orders the tests of one callee: documented ones, laws, values, refusals, slips. `apart` are words, by their
    kind, that tell it from others of its name.
    """

    __test__ = False

    label: str
    rank: int
    name: str
    says: str
    body: Sequence[str]
    marks: Sequence[str] = ()
    given: Sequence[str] = ()
    apart: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """The names that its text uses."""
        return _names("\n".join([*self.body, *(mark.lstrip("@") for mark in self.marks)]))


@lru_cache(maxsize=4096)
def _names(text: str) -> frozenset[str]:
    return frozenset(each.id for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Name))


@dataclass(frozen=True, slots=True)
class Case:
    """A recorded case: what is called, on what, after what, with which arguments, as which text, and what it gave.

    `names` holds for each argument the name that it is given by, "" where it is given by its place; `meant` tells
    whether a refusal is the code's own, `fitted` are the arguments as type checkers let them pass.
    """

    label: str
    receiver: str
    prior: Sequence[str]
    given: Sequence[str]
    names: Sequence[str]
    act: str
    said: dict[str, str]
    meant: bool
    fitted: Sequence[str] = ()

    @property
    def call(self) -> str:
        """The call as a docstring tells it: `version < (1, 2)` for an operator."""
        if self.client:
            act = re.sub(_SUBJECT, self.client, self.act)
            return f"`{act}`" if len(act) <= 60 and not set(act) & set('\\"`') else f"`{self.label}`"
        if _OPERATOR.search(self.label) and len(self.act) <= 50 and not set(self.act) & set('\\"`'):
            return f"`{re.sub(_SUBJECT, snake(self.label.split('.')[-2]), self.act)}`"
        if re.fullmatch(r"subject\.\w+", self.act):
            return f"`{self.label}`"
        return clean(shown(self.label, self.given, self.names))

    @property
    def client(self) -> str:
        """What a test calls the client that it asks; "" where nothing is asked through one."""
        through = self.receiver and "." not in self.label
        return ("runner" if self.act.startswith("subject.invoke(") else "client") if through else ""

    @property
    def changed(self) -> list[str]:
        """The names of the arguments that the call changes, where that is said of them."""
        made = [
            found[1]
            for line in self.prior
            if (found := re.match(r"(\w+)(?:: Any)? = ", line)) and found[1] in self.given
        ]
        return [name for name in made if any(re.search(rf"(?<!\.)\b{name}\b", key) for key in self.said)]

    @property
    def name(self) -> str:
        """What its test is called."""
        told = {} if self.said.get("result") == "None" and len(self.said) > 1 else self.said
        did = f"changes_{'_and_'.join(map(snake, self.changed))}" if self.changed else outcome(told)
        others = [(name, text) for name, text in zip(self.names, self.given, strict=True) if text not in self.changed]
        for_what = condition(*zip(*others, strict=True)) if others and not self.client else ""
        parts = (subject_words(self.label), did, for_what)
        return "_".join(part for part in parts if part)

    @property
    def apart(self) -> dict[str, str]:
        """Words for what its name leaves out, by their kind: what came of it, its arguments, its object."""
        came = {key: coming(key, value) for key, value in self.said.items()}
        given = {f"given {at}": detail(text) for at, text in enumerate(self.given)}
        if self.client:
            told = zip(self.names, self.given, strict=True)
            words = [f"{'with' if name else 'for'}_{detail(text)}" for name, text in told]
            return {**{f"given {at}": text for at, text in enumerate(words)}, **came}
        of = {"of": f"of_{detail(self.receiver)}"} if self.receiver else {}
        steps = [_NAMED.sub("", each.removeprefix("subject."), count=1) for each in self.prior]
        prior = {f"after {at}": f"after_{detail(each)}" for at, each in enumerate(steps)}
        return {**came, **given, **of, **prior}


def record(case: Case) -> Test:
    """A test of what the code does today."""
    if "raises" in case.said:
        return _refusal(case)
    if case.changed:
        what = f"what {case.call} makes of {' and '.join(f'`{name}`' for name in case.changed)}"
    else:
        what = _told(case)
    return _renamed(
        Test(case.label, 2, case.name, f"Recorded: {what}.", [*_setup(case), *_acted(case)], apart=case.apart), case
    )


def _told(case: Case) -> str:
    """What a docstring says of a call that gives something, or changes its object: as much as is short."""
    for key, (_, verb) in CODES.items():
        if key in case.said:
            return f"{case.call} {verb} {case.said[key]}"
    after = ", and the object after it" if any(re.search(r"\bsubject\b", key) for key in case.said) else ""
    if case.said.get("result") == "None" and after:
        return f"the object after {case.call}"
    for key, verb in (("result", "gives"), ("str(result)", "gives what reads")):
        value = case.said.get(key, "")
        if value and len(value) < 40 and not set(value) & set('\\"`'):
            return f"{case.call} {verb} {value}{after}"
    held = [found[1] for key in case.said if (found := re.fullmatch(r"result\.(\w+)", key))]
    if held and not after:
        return f"what {case.call} gives, by its {' and '.join(filter(None, (', '.join(held[:-1]), held[-1])))}"
    gives = any(re.search(r"\bresult\b", key) for key in case.said)
    if not gives and PRINTED in case.said:
        return f"what is printed by {case.call}{after}"
    return f"what {case.call} gives{after}" if gives else f"the object after {case.call}"


def _refusal(case: Case) -> Test:
    kind = case.said["raises"]
    part = part_of(case.said.get("match", "")) if case.meant else ""
    match = f", match={part}" if part else ""
    act = case.act.replace(": pass", ":\n        pass")
    body = [*_setup(case), f"with pytest.raises({kind}{match}):", f"    {used(act)}"]
    last = kind.rpartition(".")[2]
    unchecked = "does not check this, and ends in" if last in _SLIPS else "ends in"
    refused = case.meant or (last == "TypeError" and _operation(case.act))
    says = f"{case.call} is refused with {last}" if refused else f"{case.call} {unchecked} {last}"
    return _renamed(
        Test(case.label, 3 if case.meant else 4, case.name, f"Recorded: {says}.", body, apart=case.apart), case
    )


def _operation(act: str) -> bool:
    """Whether a text is an operator with its operands: that it does not take one is its own word."""
    try:
        return isinstance(ast.parse(act, mode="eval").body, (ast.BinOp, ast.Compare, ast.UnaryOp))
    except SyntaxError:
        return False


def _setup(case: Case) -> list[str]:
    operator = ["subject operator"] if not case.act.startswith("subject.") else []
    first = [_any("subject", case.receiver, [*case.said, *operator])] if case.receiver else []
    return [*first, *map(used, case.prior)]


def used(text: str) -> str:
    """A statement; the value of an expression that is no call is given away."""
    try:
        return text if isinstance(ast.parse(text, mode="eval").body, (ast.Call, ast.Await)) else f"_ = {text}"
    except SyntaxError:
        return text


def _any(name: str, text: str, keys: Iterable[str]) -> str:
    """The assignment of a value, of type Any where more than its equality is asked than its type may have."""
    deeper = any(re.search(rf"\b{name}\b", key) and key != name for key in keys)
    return f"{name}: Any = {text}" if deeper else f"{name} = {text}"


def _acted(case: Case) -> list[str]:
    """The call, and what is claimed of it."""
    claims = {key: value for key, value in case.said.items() if key != PRINTED}
    after = [claim(PRINTED, case.said[PRINTED])] if PRINTED in case.said else []
    said = [claim(key, value) for key, value in claims.items()]
    if case.act.startswith("with "):
        return [case.act.replace(": pass", ":"), *(f"    {each}" for each in said), *after]
    if list(claims) == ["result"] and (simple(case.act) or _compares(case, claims["result"])):
        act = case.act if simple(case.act) or _holds(case.act, claims["result"]) else f"({case.act})"
        return [claim(act, claims["result"]), *after]
    uses = any(re.search(r"\bresult\b", key) for key in claims)
    return [_any("result", case.act, claims) if uses else used(case.act), *said, *after]


def _compares(case: Case, value: str) -> bool:
    """Whether a call is a comparison that says yes or no, which an assertion tells best."""
    return value in ("True", "False") and (_holds(case.act, "True") or case.act.startswith("not "))


def simple(act: str) -> bool:
    """Whether a text is a call or a look-up, which reads well within an assertion."""
    try:
        return isinstance(ast.parse(act, mode="eval").body, (ast.Call, ast.Subscript, ast.Attribute))
    except SyntaxError:
        return False


def claim(key: str, value: str) -> str:
    """An assertion that an expression has a value."""
    if key.startswith("isinstance(") or _holds(key, value) or (key.startswith("callable(") and value == "True"):
        return f"assert {key}"
    if value in ("None", "True", "False", "Ellipsis", "NotImplemented"):
        return f"assert {key} is {value}"
    return f"assert {key} == {value}"


def _holds(key: str, value: str) -> bool:
    """Whether an expression is a comparison that is true: it says what it has to by itself."""
    try:
        return value == "True" and isinstance(ast.parse(key, mode="eval").body, ast.Compare)
    except SyntaxError:
        return False


def part_of(message: str) -> str:
    """A telling part of a message, as a literal for `match`."""
    line = message.strip().split("\n")[0].strip()
    if not line:
        return ""
    if len(line) > 70:
        line = line[:70].rpartition(" ")[0] or line[:70]
    escaped = re.escape(line).replace(r"\ ", " ").replace('\\"', '"').replace("\\'", "'")
    return f"r{escaped!r}".replace("\\\\", "\\") if "\\" in escaped else repr(escaped)


def _renamed(test: Test, case: Case) -> Test:
    """The test with its object called by its class: `version` for a Version."""
    name = case.client or snake(case.label.rpartition(".")[0].rpartition(".")[2])
    taken = {each for each in test.names if each != "subject"} | {"result", "sample", "path"}
    if not case.receiver or name in taken or spoken_for(name):
        return test
    return replace(test, body=[with_name(line, "subject", name) for line in _blocks(test.body)])


def spoken_for(name: str) -> bool:
    """Whether a name means something else already."""
    return not name.isidentifier() or keyword.iskeyword(name) or hasattr(builtins, name) or name == "pytest"


def _blocks(lines: Sequence[str]) -> list[str]:
    """Lines, those that are indented together with the one that begins their block."""
    found: list[str] = []
    for line in lines:
        if line.startswith(" ") and found:
            found[-1] += "\n" + line
        else:
            found.append(line)
    return found


def law(told: Sequence[Any]) -> Test:
    """A law, tried on several values."""
    label, says, name, lead, template, cases = told
    words = ["value"] if len(cases[0][3]) == 1 else ["first", "second"]
    rows = [case[3][0] if len(words) == 1 else f"({case[3][0]}, {case[3][1]})" for case in cases]
    named = repr(words[0]) if len(words) == 1 else f"({', '.join(map(repr, words))})"
    mark = f"@pytest.mark.parametrize({named}, [{', '.join(rows)}])"
    made = [f"subject: Any = {cases[0][1]}"] if cases[0][1] else []
    body = [*made, *(line.format(*words) for line in lead), f"assert {template.format(*words)}"]
    given = [f"{word}: Any" for word in words]
    subject = subject_words(label).removesuffix("_new")
    return Test(label, 1, f"{subject}_{snake(name)}", f"A law: {clean(says)}.", body, [mark], given)


_SHOWN = 6
"""How many examples one test asserts at most."""


def document(examples: Sequence[Sequence[Any]]) -> Iterator[Test]:
    """The examples of one docstring that the code keeps, in its order, those together that share what leads to them."""
    first: Sequence[Any] = ()
    lead: list[str] = []
    body: list[str] = []
    acts: list[str] = []
    for each in examples:
        before, lines = list(each[0][2]), _promised(each)
        alike = first and each[5] == first[5] and each[10] == first[10] and (each[5] != "said" or each[2] == first[2])
        goes_on = before[: len(lead)] == lead and not set(before[len(lead) :]) & set(acts)
        if alike and len(acts) < _SHOWN and goes_on:
            body += lines[len(lead) :]
            acts.append(each[0][4])
        else:
            if first:
                yield _as_documented(first, body)
            first, body, acts = each, lines, [each[0][4]]
        lead = before
    if first:
        yield _as_documented(first, body)


def _as_documented(example: Sequence[Any], body: Sequence[str]) -> Test:
    label = example[0][0]
    what = clean(label) or "the module"
    says = f"Documented: the examples in {example[10] or f'the docstring of `{what}`'}."
    if example[5] == "said":
        says = f"Documented: the docstring of `{what}` says “{_cut(clean(example[2]), 90)}”."
    return Test(label, 0, f"{subject_words(label or 'module')}_as_documented", says, _read(body))


def _read(body: Sequence[str]) -> list[str]:
    """The lines without values that another of the same sort takes the place of before they are used."""
    kept: list[str] = []
    for at, line in enumerate(body):
        found = _MADE.match(line)
        later = next((each for each in body[at + 1 :] if found and re.search(rf"\b{found[1]}\b", each)), "")
        again = _MADE.match(later)
        if not found or not again or again.groups() != found.groups() or found[1] in later[again.end() :]:
            kept.append(line)
    return kept


def _promised(example: Sequence[Any]) -> list[str]:
    case, _, want, literal, raises, message = example[:6]
    act = example[9]
    message = "" if message == "said" else message
    setup = [*map(used, case[2])]
    if raises:
        part = part_of(message) if message and "..." not in message else ""
        match = f", match={part}" if part else ""
        return [*setup, f"with pytest.raises({raises.rpartition('.')[2]}{match}):", f"    {used(act)}"]
    if literal and PRINTED not in example[7]:
        return [*setup, claim(act if simple(act) or _holds(act, literal) else f"({act})", literal)]
    said = example[7]
    if PRINTED in said:
        return [*setup, act, f"assert {PRINTED} == {want + chr(10)!r}"]
    return [*setup, f"assert repr({act}) == {want!r}"]


def finding(example: Sequence[Any]) -> Test:
    """What a docstring promises and the code does not keep."""
    label = example[0][0] or "the module"
    promised = example[3] or example[4] or example[2]
    words = clean(example[2])[:90].rstrip(". ")
    said = f"says “{words}”: {promised}" if example[5] == "said" else f"promises {promised}"
    where = example[10] or f"the docstring of {label}"
    reason = f"finding: {where} {said} is expected of {example[0][4]}, but {example[6]}"
    says = f"Documented: an example in {example[10] or f'the docstring of `{label}`'}, which the code does not keep."
    if example[5] == "said":
        says = f"Documented: the docstring of `{label}` says “{words}”; the code does not keep it."
    mark = f"@pytest.mark.xfail(reason={_cut(reason, 160)!r}, strict=True)"
    name = f"{subject_words(example[0][0] or 'module')}_as_documented"
    return Test(example[0][0], 0, name, says, _promised(example), [mark])


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 3].rpartition(" ")[0] + " …"
