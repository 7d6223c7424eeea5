"""`asked`: a test file by a model: what it is asked, and what of its answer is taken."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import ModelError
from seedbed.llm.completion import Message
from seedbed.testgen.plan.draft.safe import dangers
from seedbed.testgen.plan.draft.write import Draft, not_implemented
from seedbed.testgen.plan.explore.parse import called
from seedbed.testgen.plan.heal.edits import Source
from seedbed.testgen.plan.heal.forms.raises import is_raises
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.std.model import DescribedFile
from seedbed.testgen.unit.fences import code_of

__all__ = ["Ask", "Refused", "asked", "departures", "mending"]

Ask = Callable[[Sequence[Message]], str]
"""One question to a model, and the text of its answer."""

_SYSTEM = """You write tests for a project. Answer with one block of Python and nothing else: the whole file.
Keep every class, every test and every docstring as it stands in the description; fill in the bodies only.
Use the fixtures and helpers of the context; invent none. Each test asserts what its docstring expects.
Never skip a test, never expect it to fail, never catch an error to go on, never silence a checker, and write no file
but below tmp_path. Heed the lessons."""
_HEAL = """You mend tests of a project. Answer with one block of Python and nothing else: the whole file.
Change imports, names, keywords, fixtures, waits and setup only. Assertions, expected exceptions, parametrisation,
markers, tests and docstrings stay exactly as they are; whatever changes them is refused."""
_CONTEXT = 60_000
"""Letters of the context that a model is given."""
_ANSWER = 200_000
"""Letters after which an answer has run away."""
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Refused:
    """What was wrong with an answer."""

    reasons: tuple[str, ...]


def asked(
    file: DescribedFile, context: Mapping[str, Any], ask: Ask
) -> tuple[Draft | None, tuple[Refused, ...], tuple[str, ...]]:
    """The file of a model, with what was refused and the answers. No draft where no answer could be taken."""
    messages = [Message("system", _SYSTEM), Message("user", _question(file, context))]
    refused: list[Refused] = []
    answers: list[str] = []
    for _ in range(_TRIES):
        answer = ask(messages)
        answers.append(answer)
        reasons = _reasons(answer, file)
        if not reasons:
            return _complete(code_of(answer), file), tuple(refused), tuple(answers)
        refused.append(Refused(tuple(reasons)))
        told = (
            "This cannot be taken:\n" + "\n".join(f"- {reason}" for reason in reasons) + "\nWrite the whole file again."
        )
        messages = [*messages[:2], Message("assistant", answer[:_CONTEXT]), Message("user", told)]
    return None, tuple(refused), tuple(answers)


def _question(file: DescribedFile, context: Mapping[str, Any]) -> str:
    text = json.dumps(context, indent=1, ensure_ascii=False)
    cut = "" if len(text) <= _CONTEXT else "\n(the rest of the context is left out)"
    return (
        f"The file: {file.path}\n\nIts description:\n```python\n{file.stubs}```\n\n"
        f"The context:\n```json\n{text[:_CONTEXT]}{cut}\n```\n"
    )


def _reasons(answer: str, file: DescribedFile) -> list[str]:
    """Why an answer cannot be taken."""
    if len(answer) > _ANSWER:
        return [f"it has {len(answer):,} letters"]
    code = code_of(answer)
    if not code.strip():
        return ["it has no code"]
    try:
        return [*dangers(code), *departures(code, file)]
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return [f"it is no Python: {error}"]


def departures(code: str, file: DescribedFile) -> list[str]:
    """Where a file is not that of its description: tests that are not there, twice, or have another docstring."""
    source = Source(code)
    found = []
    for group, test in file.tests():
        name = f"{group.name}::{test.name}".lstrip(":")
        node = source.test(name)
        if node is None:
            found.append(f"the test {name} is not there")
        elif " ".join((ast.get_docstring(node) or "").split()) != " ".join(test.docstring.split()):
            found.append(f"the docstring of {name} was changed")
    wanted = {test.name for _, test in file.tests()}
    for each in ast.walk(source.tree):
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name.startswith("test"):
            if each.name not in wanted:
                found.append(f"the test {each.name} is not in the description")
        elif isinstance(each, ast.Assign) and any(
            called(target) in {"__test__", "pytestmark"} for target in each.targets
        ):
            found.append(f"line {each.lineno}: {ast.unparse(each)}")
    return found


def _complete(code: str, file: DescribedFile) -> Draft:
    """The file, where a test that looks at nothing counts as not implemented."""
    source, missing, edits = Source(code), [], []
    for group, test in file.tests():
        name = f"{group.name}::{test.name}".lstrip(":")
        node = source.test(name)
        if node is not None and not _looks(node):
            gap = f"nothing is asserted: {test.expected}"
            missing.append((name, gap))
            last = node.body[-1]
            start, end = source.span(last)
            text = not_implemented(gap)
            alone = last is node.body[0]
            edits.append((start, end, text if not alone else f"{code[start:end]}\n{' ' * last.col_offset}{text}"))
    for start, end, text in sorted(edits, reverse=True):
        code = code[:start] + text + code[end:]
    return Draft(code if code.endswith("\n") else f"{code}\n", tuple(missing))


def _looks(node: ast.AST) -> bool:
    """Whether a test can fail by what it sees: it asserts, expects an exception, or calls a helper that does."""
    for each in ast.walk(node):
        if isinstance(each, ast.Assert) and not isinstance(each.test, ast.Constant):
            return True
        if isinstance(each, ast.Call) and (is_raises(each) or _checks(each)):
            return True
        if isinstance(each, ast.Raise) and "NotImplementedError" in ast.unparse(each):
            return True
    return False


def _checks(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else called(call.func)
    return name.startswith(("assert", "verify", "check", "expect", "wait_for"))


def _line(failure: Failure) -> int:
    return failure.trace[-1][1] if failure.trace else 0


def mending(ask: Ask, answers: list[str]) -> Callable[[str, Sequence[Failure]], str | None]:
    """A question for healing: the file and its failures in, the file that the model would have instead out."""

    def asks(text: str, failures: Sequence[Failure]) -> str | None:
        told = "\n".join(
            f"- {each.test or each.node}, line {_line(each)}: {each.type}: {each.message[:600]}" for each in failures
        )
        question = f"```python\n{text}```\n\nIts failures:\n{told}\n"
        try:
            answer = ask([Message("system", _HEAL), Message("user", question)])
        except ModelError as error:  # healing goes on without it
            answers.append(str(error))
            return None
        answers.append(answer)
        code = code_of(answer) if len(answer) <= _ANSWER else ""
        return code or None

    return asks
