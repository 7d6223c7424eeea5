"""`module_text`: what was found and chosen, as a pytest module in the order of its source."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import textwrap
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from seedbed.testgen.local.forms import Case, Test, document, finding, law
from seedbed.testgen.local.naming import named
from seedbed.testgen.local.renaming import uncollected, with_name
from seedbed.testgen.local.tables import tables

__all__ = ["module_text"]

_HEAD = '''"""Tests of `{}`.

Documented: its documentation says so. A law: it holds for whatever is given. Recorded: what the code did when this was
written; where that changes on purpose, change the test.
"""'''
_LOCAL = {"result", "subject", "sample", "tmp_path", "capsys", "monkeypatch"}
_SAMPLE = ['sample = tmp_path / "sample.txt"', r'sample.write_text("name,value\nalpha,1\nbeta,2\n", encoding="utf-8")']


def module_text(module: str, found: dict[str, Any], told: dict[str, Any], settings: str = "") -> str:
    """The module, formatted: the tests of one callee together, in the order of the source, private names last.

    `settings` are those that Django has to be told before anything of its project is imported.
    """
    lawful = {tuple(_plain(case)): law for law in found["laws"] for case in law[-1]}
    documented = {tuple(_plain(each[0])) for each in found["examples"]}
    recorded: dict[str, list[Case]] = {}
    laws: dict[str, Any] = {}
    for case, said, rank, meant, _, loose in told["choices"]:
        key = tuple(_plain(case))
        if rank == 1 and key in lawful:
            laws.setdefault(lawful[key][1], lawful[key])
        elif key not in documented:
            recorded.setdefault(case[0], []).append(_case(case, said, loose, meant=meant, lines=found["lines"]))
    tests = [law(each) for each in laws.values()]
    tests += [finding(each) for each in found["examples"] if each[6]]
    for label, examples in _by_label(each for each in found["examples"] if not each[6]).items():
        tests += [each for each in document(examples) if each.label == label]
    for label, cases in recorded.items():
        tests += tables(cases, found["callees"].get(label, _UNKNOWN))
    places = {label: at for at, label in enumerate(found["callees"])}
    tests = [each for each in tests if _parses(each)]
    tests.sort(key=lambda each: (places.get(each.label, -1), each.label, each.rank, each.name))
    return _formatted(_text(module, list(named(tests)), found["lines"], settings))


_UNKNOWN: dict[str, Any] = {"public": True, "value": False, "parameters": []}


def _by_label(examples: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for each in examples:
        found.setdefault(each[0][0], []).append(each)
    return found


def _plain(case: Sequence[Any]) -> list[Any]:
    return [tuple(each) if isinstance(each, list) else each for each in case]


def _case(case: Any, said: dict[str, str], loose: Any, *, meant: bool, lines: dict[str, str]) -> Case:
    """A chosen case; `loose` holds its texts as type checkers let them pass."""
    words = [re.match(r"(\w+)=(?!=)", each) for each in case[3]]
    names = [word[1] if word else "" for word in words]
    given = [each[word.end() :] if word else each for word, each in zip(words, case[3], strict=True)]
    fitted = [each.removeprefix(f"{name}=") if name else each for name, each in zip(names, loose["given"], strict=True)]
    texts = loose["receiver"], loose["prior"], given, names, loose["act"]
    return Case(case[0], *texts, _instances(said, lines), meant, fitted)


def _instances(said: dict[str, str], lines: dict[str, str]) -> dict[str, str]:
    """The claims, those of a type by its name as `isinstance` where it can be imported: last, since they narrow."""
    kinds = {key: re.fullmatch(r"type\((.+)\)\.__name__", key) for key in said}
    named = {key: (found[1], said[key][1:-1]) for key, found in kinds.items() if found and said[key][1:-1] in lines}
    rest = {key: value for key, value in said.items() if key not in named}
    return {**rest, **{f"isinstance({of}, {kind})": "True" for of, kind in named.values()}}


def _parses(test: Test) -> bool:
    """Whether a test is Python: what docstrings show need not be, once it stands in a function."""
    try:
        ast.parse(_function(test))
    except SyntaxError:
        return False
    return True


_SETTLED = (
    "import os",
    "",
    "import django",
    "",
    "os.environ.setdefault('DJANGO_SETTINGS_MODULE', {!r})",
    "django.setup()",
)
_LATER = "# ruff: noqa: E402 - the settings come before what needs them"


def _text(module: str, tests: Sequence[Test], lines: dict[str, str], settings: str) -> str:
    at_head = set(lines.values())  # what an example of a docstring imports too
    tests = [replace(each, body=[line for line in each.body if not _imported(line, at_head)]) for each in tests]
    used = {name for test in tests for name in test.names}
    known = {**{name: f"import {name}" for name in sys.stdlib_module_names}, **lines}
    others = uncollected(used, lines)
    known |= {name: line for name, (_, line) in others.items()}
    imports = sorted({known[name] for name in used if name in known and name not in _LOCAL})
    plain = [each for each in imports if each.startswith("import ")]
    needs = any("pytest." in line for test in tests for line in (*test.body, *test.marks))
    typed = sorted(
        {
            each
            for each in ("Any", "cast")
            if any(each in test.names or (each == "Any" and "Any" in " ".join(test.given)) for test in tests)
        }
    )
    if typed:
        plain = [*plain, f"from typing import {', '.join(typed)}"]
    third = ["import pytest"] if needs or _fixtures(tests) else []
    head = [_HEAD.format(module), "", "from __future__ import annotations", ""]
    head += [_LATER, "", *(each.format(settings) for each in _SETTLED), ""] if settings else []
    head += plain
    if any("tmp_path" in test.names | {"tmp_path" for n in test.names if n == "sample"} for test in tests):
        head.append("from pathlib import Path")
    head += ["", *third, "", *_gathered([each for each in imports if not each.startswith("import ")]), ""]
    functions = [_function(test) for test in tests]
    for name, (other, _) in others.items():
        functions = [with_name(each, name, other) for each in functions]
    return "\n".join([*head, *functions])


def _imported(line: str, at_head: Collection[str]) -> bool:
    """Whether a line of a body imports only what the head of the module does."""
    if " import " not in line or line in at_head:
        return line in at_head
    home, _, names = line.partition(" import ")
    return all(f"{home} import {name.strip()}" in at_head for name in names.strip("()").split(","))


def _fixtures(tests: Sequence[Test]) -> bool:
    return any(test.names & {"capsys", "monkeypatch"} for test in tests)


def _gathered(lines: Sequence[str]) -> list[str]:
    held: dict[str, list[str]] = {}
    for line in lines:
        home, _, name = line.partition(" import ")
        held.setdefault(home, []).append(name)
    return [f"{home} import {', '.join(sorted(names))}" for home, names in sorted(held.items())]


def _function(test: Test) -> str:
    names = test.names
    given = [*test.given]
    if names & {"tmp_path", "sample"}:
        given.append("tmp_path: Path")
    if "capsys" in names:
        given.append("capsys: pytest.CaptureFixture[str]")
    if "monkeypatch" in names:
        given.append("monkeypatch: pytest.MonkeyPatch")
    body = [*(_SAMPLE if "sample" in names else []), *test.body]
    inner = "\n".join(textwrap.indent(line, "    ") for line in [f'"""{test.says}"""', *body])
    return "\n".join(["", "", *test.marks, f"def {test.name}({', '.join(given)}) -> None:", inner, ""])


def _formatted(text: str) -> str:
    """The text as ruff formats it; as it is where ruff cannot."""
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "120", "-"]
    ran = subprocess.run(command, input=text, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    return ran.stdout if ran.returncode == 0 else text
