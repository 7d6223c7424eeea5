"""`examples`: what docstrings show by example, as cases with the answer that they promise."""

from __future__ import annotations

import ast
import doctest
import re
from typing import Any, NamedTuple

from seedbed.testgen.explore.bench import Bench
from seedbed.testgen.explore.cases import UNREADY, Case, Outcome

__all__ = ["Example", "examples", "judged", "literal_of", "told", "words"]

_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
_SAID = re.compile(r"#\s*(?:it\s+)?(?:returns?:?|=+>|-+>|→|gives|==|evaluates to|outputs?:)\s*(.+?)\s*$")

_FAILURE = re.compile(r"(\w+(?:Error|Exception|Warning))\b(?!\():? ?(.*)")
"""An error that is shown as if it were what is given, without the traceback that doctest asks for.

One with arguments may well be a value: some functions give an error back.
"""


class Example(NamedTuple):
    """A case of a docstring: the literal it shall give, or the text it shall show, or the exception it shall raise.

    The case stands behind the statements that lead to it; `whole` are all that are shown before it, calls that show a
    value too: some change what comes after them. `page` is the file of documentation that shows it, "" a docstring.
    """

    case: Case
    line: int
    want: str
    literal: str
    raises: str
    message: str
    whole: tuple[str, ...] = ()
    page: str = ""

    @property
    def behind_all(self) -> Example:
        """The same behind all that is shown before it."""
        return self._replace(case=self.case._replace(prior=self.whole))


def examples(tree: ast.Module) -> list[Example]:
    """Those of the module, its classes and functions, each behind the lines that lead to it."""
    found: list[Example] = []
    for node, label in _documented(tree, ""):
        doc = ast.get_docstring(node, clean=True)
        if not doc or ">>>" not in doc:
            continue
        try:
            shown = doctest.DocTestParser().get_examples(doc)
        except ValueError:  # a docstring that doctest cannot read
            continue
        found += told(shown, label, getattr(node, "lineno", 1))
    return found


def _documented(node: Any, label: str) -> Any:
    yield node, label
    for child in node.body:
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield child, f"{label}.{child.name}".lstrip(".")
        elif isinstance(child, ast.ClassDef):
            yield from _documented(child, f"{label}.{child.name}".lstrip("."))


def told(shown: list[doctest.Example], label: str, line: int) -> list[Example]:
    """What a session tells: its calls that show something, each behind the lines that lead to it."""
    found: list[Example] = []
    prior: list[str] = []
    whole: list[str] = []
    last = ""
    for each in shown:
        if each.options.get(doctest.SKIP):
            continue
        source = each.source.strip()
        commented = _SAID.search(source)
        said = _commented(commented.group(1)) if commented else ""
        bare = _bare(source)
        case = Case(label, "", tuple(prior), (), bare or last)
        if not bare:
            found += [Example(case, line, "", said, "", "", tuple(whole[:-1]))] if said and last else []
            continue
        expression = _expression(bare)
        if each.exc_msg is not None:
            name, _, message = each.exc_msg.strip().partition(":")
            found.append(Example(case, line, "", "", name.strip(), message.strip(), tuple(whole)))
        elif expression and (failure := _FAILURE.match(each.want)):
            found.append(Example(case, line, "", "", failure[1], failure[2].strip(), tuple(whole)))
        elif expression and (each.want or said):
            want = each.want.rstrip("\n")
            found.append(Example(case, line, want, said or literal_of(want), "", "", tuple(whole)))
        calls = expression and any(isinstance(node, ast.Call) for node in ast.walk(ast.parse(bare)))
        if not expression or (calls and not each.want and not said):
            prior.append(bare)
        if each.exc_msg is None and not _FAILURE.match(each.want) and (not expression or calls):
            whole.append(bare)
        last = bare if expression else ""
    return found


def _commented(text: str) -> str:
    """The literal that a comment names, "" where it names none: `false (not an address)` is False."""
    plain = re.sub(r"\s*\(.*$", "", text)
    return literal_of(text) or literal_of(
        {"true": "True", "false": "False", "none": "None", "null": "None"}.get(plain, plain)
    )


def _bare(source: str) -> str:
    """The statement without comments, "" where it is no Python."""
    try:
        return ast.unparse(ast.parse(source))
    except (SyntaxError, ValueError):
        return ""


def _expression(source: str) -> bool:
    try:
        ast.parse(source, mode="eval")
    except (SyntaxError, ValueError):
        return False
    return True


def literal_of(text: str) -> str:
    """The literal that a text is, as Python writes it; "" where it is none."""
    try:
        return repr(ast.literal_eval(text.strip()))
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return ""


def judged(bench: Bench, example: Example) -> str | None:
    """What the code does instead of what the example says, "" where it does that; None where it cannot be run."""
    outcome = bench.run(example.case)
    if outcome is None or outcome.raised in (UNREADY, "NameError", "ImportError", "ModuleNotFoundError"):
        return None
    if example.raises:
        return _raised(outcome, example)
    if outcome.raised:
        if example.want.startswith(outcome.raised.rpartition(".")[2] + "("):
            return None  # whether it is raised or given is not said
        return f"it raises {outcome.raised}: {outcome.message}"[:160]
    return _given(outcome, example)


def _raised(outcome: Outcome, example: Example) -> str:
    if not outcome.raised:
        return "nothing is raised"
    if outcome.raised.rpartition(".")[2] != example.raises.rpartition(".")[2]:
        return f"it raises {outcome.raised}"
    return ""


def _given(outcome: Outcome, example: Example) -> str:
    shown = repr(outcome.value)
    if example.literal:
        try:
            same = outcome.value == ast.literal_eval(example.literal)
        except Exception:
            same = False
        if same is True:
            return ""
    printed = ast.literal_eval(outcome.claims.get("capsys.readouterr().out", "''"))
    got = printed + ("" if outcome.value is None else shown + "\n")
    if example.want and doctest.OutputChecker().check_output(example.want + "\n", got, _FLAGS):
        return ""
    return f"it gives {shown}"[:160]


def words(tree: ast.Module) -> list[str]:
    """Texts that docstrings quote, and those of their examples: likely arguments."""
    found: dict[str, None] = {}
    for node, _ in _documented(tree, ""):
        doc = ast.get_docstring(node, clean=True) or ""
        for first, second in re.findall(r"\"([^\"\n]{1,60})\"|'([^'\n]{1,60})'", doc):
            found[first or second] = None
        for line in doc.splitlines():
            if ">>>" in line:
                try:
                    parsed = ast.parse(line.partition(">>>")[2].strip())
                except (SyntaxError, ValueError):
                    continue
                for each in ast.walk(parsed):
                    if isinstance(each, ast.Constant) and isinstance(each.value, str):
                        found[each.value] = None
    return list(found)
