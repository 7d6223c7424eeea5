"""`drafted`: a test file of a description, each test with its docstring as it stands there."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from seedbed.classes import dataclass
from seedbed.testgen.plan.draft.mapping import Body, Unmapped, mapped
from seedbed.testgen.plan.explore.facts import Fixture
from seedbed.testgen.plan.explore.known import Known
from seedbed.testgen.plan.std.model import Described, DescribedClass, DescribedFile

__all__ = ["Draft", "drafted", "not_implemented"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A test file, and the tests that are not implemented, each with the step that could not be mapped."""

    text: str
    missing: tuple[tuple[str, str], ...]


def drafted(file: DescribedFile, known: Known, fixtures: Mapping[str, Fixture], markers: Sequence[str] = ()) -> Draft:
    """The file by rules. What cannot be mapped is marked as not implemented, and names what could not be."""
    imports: dict[str, str] = {}
    missing: list[tuple[str, str]] = []
    lines: list[str] = []
    for group in file.classes:
        marked = [name for name in group.markers if name in markers]
        imports |= {"pytest": ""} if marked else {}
        lines += ["", "", *(f"@pytest.mark.{name}" for name in marked)]
        indent = "    " if group.name else ""
        if group.name:
            lines += [f"class {group.name}:", *_docstring(group.docstring or group.about, indent)]
        for test in group.tests:
            body = _body(test, group, known, fixtures, missing)
            imports |= body.imports
            words = ", ".join(([indent and "self"] if indent else []) + list(body.fixtures))
            lines += ["", f"{indent}def {test.name}({words}):", *_docstring(test.docstring, f"{indent}    ")]
            lines += [f"{indent}    {line}" for line in body.lines]
    head = ['"""', *_inner(file.docstring), '"""', "", *_imports(imports)]
    return Draft("\n".join([*head, *lines]).rstrip("\n") + "\n", tuple(missing))


def _body(
    test: Described,
    group: DescribedClass,
    known: Known,
    fixtures: Mapping[str, Fixture],
    missing: list[tuple[str, str]],
) -> Body:
    try:
        return mapped(test, known, fixtures, group.preconditions)
    except Unmapped as gap:
        missing.append((f"{group.name}::{test.name}".lstrip(":"), str(gap)))
        return Body((not_implemented(str(gap)),), (), {})


def not_implemented(gap: str) -> str:
    """What stands in a test that nobody has written: it counts as missing, never as passed."""
    return f"raise NotImplementedError({f'not implemented: {gap}'!r})"


def _docstring(text: str, indent: str) -> list[str]:
    return [f'{indent}"""', *(f"{indent}{line}".rstrip() for line in _inner(text)), f'{indent}"""']


def _inner(text: str) -> list[str]:
    return textwrap.dedent(text).strip("\n").replace("\\", "\\\\").replace('"""', "'''").split("\n")


def _imports(wanted: Mapping[str, str]) -> list[str]:
    """Import lines: plain ones, then those of modules, sorted."""
    plain = sorted(f"import {name}" for name, module in wanted.items() if not module)
    homes: dict[str, list[str]] = {}
    for name, module in wanted.items():
        if module:
            homes.setdefault(module, []).append(name)
    lines = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(homes.items())]
    return [*plain, *([""] if plain and lines else []), *lines]
