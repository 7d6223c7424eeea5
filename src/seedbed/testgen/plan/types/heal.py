"""`heal_types`: pyright, mends, pyright again; nothing silenced, nothing deleted, nothing weakened."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.testgen.plan.explore.facts import Fixture
from seedbed.testgen.plan.explore.known import Known
from seedbed.testgen.plan.heal.edits import Edit
from seedbed.testgen.plan.heal.evidence import unimportable
from seedbed.testgen.plan.heal.lock.grants import Grants, grants_of
from seedbed.testgen.plan.heal.lock.refusals import Refusal
from seedbed.testgen.plan.heal.mend import Ask, Step, difference, mended
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules import Bench, Fix
from seedbed.testgen.plan.kept import overwrite
from seedbed.testgen.plan.types.check import Diagnosis, diagnose

__all__ = ["Typed", "heal_types"]


@dataclass(frozen=True, slots=True)
class Typed:
    """What came of it: the steps, errors at first and at last, what was refused. `ran` is False without pyright."""

    ran: bool
    steps: tuple[Step, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    output: str = ""

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """The fixes that stayed."""
        return tuple(fix for step in self.steps if step.kept for fix in step.fixes)


def heal_types(
    root: Path,
    file: Path,
    known: Known,
    fixtures: Mapping[str, Fixture],
    *,
    iterations: int = 10,
    grants: Grants | None = None,
    ask: Ask | None = None,
    original: str | None = None,
    write: Callable[[Path, str], None] = overwrite,
    look: Callable[[Path, Path], Diagnosis | None] = diagnose,
) -> Typed:
    """Mends the types of a file in place, at most so many times; stops when the same errors come back.

    `original` is what the lock compares with, where it is not what is in the file.
    """
    text = file.read_text(encoding="utf-8")
    original = text if original is None else original
    found = look(root, file) if iterations else None
    if found is None:
        return Typed(ran=False)
    allowed = (grants or grants_of(known, fixtures)).with_(missing=unimportable(original, known))
    looks, steps, refused = [found], list[Step](), list[Refusal]()
    while looks[-1].failures and len(steps) < iterations:
        around = (known, fixtures, allowed)
        made = mended(file, text, original, looks[-1].failures, around, ask, refused, more=(not_none,))
        if made is None:
            break
        fixed, fixes, allowed = made
        write(file, fixed)
        after = look(root, file)
        better = after is not None and _is_better(after, looks)
        steps.append(Step(fixes, difference(text, fixed, file.name), better))
        if after is None or not better:
            write(file, text)
            break
        text, looks = fixed, [*looks, after]
    output = "\n".join(each.output for each in looks)
    return Typed(True, tuple(steps), looks[0].errors, looks[-1].errors, tuple(dict.fromkeys(refused)), output)


def _is_better(after: Diagnosis, looks: Sequence[Diagnosis]) -> bool:
    """Whether there are no more errors than before, and others than ever."""
    return len(after.errors) <= len(looks[-1].errors) and all(after.errors != each.errors for each in looks)


def not_none(failure: Failure, bench: Bench) -> Fix | None:
    """`assert x is not None` before a statement that uses an attribute of what may be None."""
    line = failure.line(bench.path)
    if failure.type != "NoneError" or bench.source.function_at(line) is None:
        return None
    statement = next((each for each in bench.source.near(line) if isinstance(each, ast.stmt)), None)
    for node in bench.source.near(line):
        named = isinstance(node, ast.Attribute) and node.attr == failure.name and isinstance(node.value, ast.Name)
        if named and isinstance(node, ast.Attribute) and statement is not None:
            name, start = ast.unparse(node.value), bench.source.span(statement)[0]
            text = f"assert {name} is not None"
            edit = Edit(start, start, f"{text}\n{' ' * statement.col_offset}")
            return Fix(f"{name} may be None", "TypeError", (edit,), ast.unparse(statement), text)
    return None
