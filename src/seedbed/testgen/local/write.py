"""`module_text`: the chosen cases as a pytest module: a name, the ground of the expectation, a body."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from seedbed.classes import dataclass

__all__ = ["module_text"]

_LOCAL = {"result", "subject", "sample", "tmp_path", "capsys"}
_SAMPLE = ['sample = tmp_path / "sample.txt"', r'sample.write_text("name,value\nalpha,1\nbeta,2\n", encoding="utf-8")']


@dataclass(frozen=True, slots=True)
class Test:
    """One test: its name without `test_`, what its docstring says, its body, and marks before it."""

    name: str
    says: str
    body: Sequence[str]
    marks: Sequence[str] = ()
    given: Sequence[str] = ()

    @property
    def names(self) -> set[str]:
        """The names that its text uses."""
        text = "\n".join([*self.body, *(mark.lstrip("@") for mark in self.marks)])
        return {each.id for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Name)}


def module_text(module: str, found: dict[str, Any], told: dict[str, Any]) -> str:
    """The module, formatted; tests in the order of the callees, documented ones first among those of one."""
    shown = {tuple(_plain(each[0])): each for each in found["examples"]}
    tests: list[Test] = []
    lawful = {tuple(_plain(case)): law for law in found["laws"] for case in law[4]}
    seen: set[str] = set()
    for case, said, rank, meant, _, loose in told["choices"]:
        law = lawful.get(tuple(_plain(case))) if rank == 1 else None
        if law is not None:
            tests += [] if law[1] in seen else [_law(law)]
            seen.add(law[1])
            continue
        example = shown.get(tuple(_plain(case)))
        case[1:3], case[4] = [loose[0], loose[1:-1]], loose[-1]
        tests.append(_documented(case, example) if example else _recorded(case, said, meant))
    tests += [_finding(each) for each in found["examples"] if each[6]]
    tests = [each for each in tests if _parses(each)]
    tests = list(_named(sorted(tests, key=lambda test: test.name.partition("__")[0])))
    return _formatted(_text(module, tests, found["lines"]))


def _plain(case: Sequence[Any]) -> list[Any]:
    return [tuple(each) if isinstance(each, list) else each for each in case]


def _setup(case: Sequence[Any], said: Iterable[str] = ()) -> list[str]:
    _, receiver, prior, _, act = case
    operator = ["subject operator"] if not act.startswith("subject.") else []
    return [*([_any("subject", receiver, [*said, *operator])] if receiver else []), *map(_used, prior)]


def _used(text: str) -> str:
    """A statement; the value of an expression that is no call is given away."""
    try:
        return text if isinstance(ast.parse(text, mode="eval").body, (ast.Call, ast.Await)) else f"_ = {text}"
    except SyntaxError:
        return text


def _any(name: str, text: str, keys: Iterable[str]) -> str:
    """The assignment of a value, of type Any where more than its equality is asked than its type may have."""
    deeper = any(re.search(rf"\b{name}\b", key) and key != name for key in keys)
    return f"{name}: Any = {text}" if deeper else f"{name} = {text}"


def _words(text: str) -> str:
    """A text as part of a name."""
    return re.sub(r"_+", "_", re.sub(r"\W+", "_", text, flags=re.ASCII)).strip("_").lower()


def _subject(label: str) -> str:
    owner, _, name = label.rpartition(".")
    name = {"__init__": "new"}.get(name, name.strip("_"))
    return _words(f"{owner}_{name}")


def _of(case: Sequence[Any]) -> str:
    """What distinguishes a case, in a few words."""
    given = [_words(each.partition("=")[2] if re.match(r"\w+=[^=]", each) else each) for each in case[3]]
    said = "_".join(each for each in given if each)
    return "_".join(said.split("_")[:5])[:32].strip("_")


def _recorded(case: Sequence[Any], said: dict[str, str], meant: bool) -> Test:
    label = case[0]
    if "raises" in said:
        return _raising(case, said, meant)
    body = [*_setup(case, said), *_acted(case, said)]
    result = said.get("result", "")
    gives = f"_gives_{_words(result)[:24].strip('_')}" if result and len(result) < 40 and _words(result) else ""
    name = f"{_subject(label)}__{'of_' + _of(case) if _of(case) else 'called'}{gives}"
    return Test(name, f"Recorded: what `{label}` gives for this input today.", body)


def _acted(case: Sequence[Any], said: dict[str, str]) -> list[str]:
    act = case[4]
    printed = "capsys.readouterr().out"
    claims = {key: value for key, value in said.items() if key != printed}
    after = [_claim(printed, said[printed])] if printed in said else []
    if act.startswith("with "):
        return [
            act.replace(": pass", ":"),
            *(f"    {_claim(key, value)}" for key, value in claims.items()),
            *after,
        ]
    if list(claims) == ["result"] and _simple(act):
        return [_claim(act, claims["result"]), *after]
    uses = any(re.search(r"\bresult\b", key) for key in claims)
    return [
        _any("result", act, claims) if uses else act,
        *(_claim(key, value) for key, value in claims.items()),
        *after,
    ]


def _simple(act: str) -> bool:
    try:
        return isinstance(ast.parse(act, mode="eval").body, (ast.Call, ast.Subscript, ast.Attribute))
    except SyntaxError:
        return False


def _claim(key: str, value: str) -> str:
    if value in ("None", "True", "False", "Ellipsis", "NotImplemented"):
        return f"assert {key} is {value}"
    return f"assert {key} == {value}"


def _raising(case: Sequence[Any], said: dict[str, str], meant: bool) -> Test:
    label, act = case[0], case[4]
    part = _part(said.get("match", "")) if meant else ""
    match = f", match={part}" if part else ""
    act = act.replace(": pass", ":\n        pass")
    body = [*_setup(case), f"with pytest.raises({said['raises']}{match}):", f"    {_used(act)}"]
    of = f"_{_of(case)}" if _of(case) else ""
    kind = said["raises"].rpartition(".")[2]
    says = (
        f"Recorded: `{label}` refuses this input." if meant else f"Recorded: `{label}` ends in {kind} for this input."
    )
    return Test(f"{_subject(label)}__{'refuses' if meant else 'fails_on'}{of}", says, body)


def _part(message: str) -> str:
    """A telling part of a message, as a literal for `match`."""
    line = message.strip().split("\n")[0].strip()
    if not line:
        return ""
    if len(line) > 70:
        line = line[:70].rpartition(" ")[0] or line[:70]
    escaped = re.escape(line).replace(r"\ ", " ").replace('\\"', '"').replace("\\'", "'")
    return f"r{escaped!r}".replace("\\\\", "\\") if "\\" in escaped else repr(escaped)


def _law(law: Sequence[Any]) -> Test:
    label, says, name, template, cases = law
    words = ["value"] if len(cases[0][3]) == 1 else ["first", "second"]
    rows = [case[3][0] if len(words) == 1 else f"({case[3][0]}, {case[3][1]})" for case in cases]
    named = repr(words[0]) if len(words) == 1 else f"({', '.join(map(repr, words))})"
    mark = f"@pytest.mark.parametrize({named}, [{', '.join(rows)}])"
    body = [f"assert {template.format(*words)}"]
    return Test(f"{_subject(label)}__{name}", f"A law: {says}.", body, [mark], words)


def _documented(case: Sequence[Any], example: Sequence[Any]) -> Test:
    label = case[0] or "the module"
    name = f"{_subject(case[0] or 'module')}__as_documented"
    if example[5] == "said":
        says = f"Documented: the docstring of `{label}` says “{_clean(example[2])}”."
        return Test(name, says, _promised(example))
    return Test(name, f"Documented: an example in the docstring of `{label}`.", _promised(example))


def _clean(text: str) -> str:
    """A promise's words on one line of a docstring."""
    return " ".join(text.split()).replace("\\", "/").replace('"', "'")[:90].rstrip(". ")


def _promised(example: Sequence[Any]) -> list[str]:
    case, _, want, literal, raises, message = example[:6]
    message = "" if message == "said" else message
    setup = [*case[2]]
    if raises:
        part = _part(message) if message and "..." not in message else ""
        match = f", match={part}" if part else ""
        return [*setup, f"with pytest.raises({raises.rpartition('.')[2]}{match}):", f"    {case[4]}"]
    if literal:
        return [*setup, _claim(f"({case[4]})" if not _simple(case[4]) else case[4], literal)]
    said = example[7]
    if "capsys.readouterr().out" in said:
        return [*setup, case[4], f"assert capsys.readouterr().out == {want + chr(10)!r}"]
    return [*setup, f"assert repr({case[4]}) == {want!r}"]


def _finding(example: Sequence[Any]) -> Test:
    label = example[0][0] or "the module"
    promised = example[3] or example[4] or example[2]
    said = f"says “{_clean(example[2])}”: {promised}" if example[5] == "said" else f"promises {promised}"
    reason = f"finding: the docstring of {label} {said} is expected of {example[0][4]}, but {example[6]}"
    name = f"{_subject(example[0][0] or 'module')}__as_documented"
    says = f"Documented: an example in the docstring of `{label}`, which the code does not keep."
    if example[5] == "said":
        says = f"Documented: the docstring of `{label}` says “{_clean(example[2])}”; the code does not keep it."
    return Test(name, says, _promised(example), [f"@pytest.mark.xfail(reason={_cut(reason)!r}, strict=True)"])


def _parses(test: Test) -> bool:
    """Whether a test is Python: what docstrings show need not be, once it stands in a function."""
    try:
        ast.parse(_function(test))
    except SyntaxError:
        return False
    return True


def _cut(text: str) -> str:
    return text if len(text) <= 160 else text[:157].rpartition(" ")[0] + " …"


def _named(tests: Iterable[Test]) -> Iterable[Test]:
    """The tests with names that are all different."""
    seen: dict[str, int] = {}
    for each in tests:
        name = "test_" + each.name.replace("__", "_")
        name = re.sub(r"_+", "_", name)[:90].rstrip("_")
        seen[name] = seen.get(name, 0) + 1
        last = name if seen[name] == 1 else f"{name}_{seen[name]}"
        yield Test(last, each.says, each.body, each.marks, each.given)


def _text(module: str, tests: Sequence[Test], lines: dict[str, str]) -> str:
    used = {name for test in tests for name in test.names}
    known = {**{name: f"import {name}" for name in sys.stdlib_module_names}, **lines}
    imports = sorted({known[name] for name in used if name in known and name not in _LOCAL})
    plain = [each for each in imports if each.startswith("import ")]
    needs = any("pytest." in line for test in tests for line in (*test.body, *test.marks))
    typed = sorted(
        {
            each
            for each in ("Any", "cast")
            if any(each in test.names or (test.given and each == "Any") for test in tests)
        }
    )
    if typed:
        plain = [*plain, f"from typing import {', '.join(typed)}"]
    third = ["import pytest"] if needs or _fixtures(tests) else []
    head = [f'"""Tests of `{module}`."""', "", "from __future__ import annotations", "", *plain]
    if any("tmp_path" in test.names | {"tmp_path" for n in test.names if n == "sample"} for test in tests):
        head.append("from pathlib import Path")
    head += ["", *third, "", *_gathered([each for each in imports if not each.startswith("import ")]), ""]
    return "\n".join([*head, *(_function(test) for test in tests)])


def _fixtures(tests: Sequence[Test]) -> bool:
    return any("capsys" in test.names for test in tests)


def _gathered(lines: Sequence[str]) -> list[str]:
    held: dict[str, list[str]] = {}
    for line in lines:
        home, _, name = line.partition(" import ")
        held.setdefault(home, []).append(name)
    return [f"{home} import {', '.join(sorted(names))}" for home, names in sorted(held.items())]


def _function(test: Test) -> str:
    names = test.names
    given = [f"{name}: Any" for name in test.given]
    if names & {"tmp_path", "sample"}:
        given.append("tmp_path: Path")
    if "capsys" in names:
        given.append("capsys: pytest.CaptureFixture[str]")
    body = [*(_SAMPLE if "sample" in names else []), *test.body]
    inner = "\n".join(textwrap.indent(line, "    ") for line in [f'"""{test.says}"""', *body])
    return "\n".join(["", "", *test.marks, f"def {test.name}({', '.join(given)}) -> None:", inner, ""])


def _formatted(text: str) -> str:
    """The text as ruff formats it; as it is where ruff cannot."""
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "120", "-"]
    ran = subprocess.run(command, input=text, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    return ran.stdout if ran.returncode == 0 else text
