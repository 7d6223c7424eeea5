"""`shown_on`: what a page of documentation shows of a module's callees, in sessions and in code with comments."""

from __future__ import annotations

import ast
import doctest
import re
import textwrap
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from seedbed.testgen.explore.expectations.documented import Example, literal_of, told
from seedbed.testgen.explore.facts import Callee

__all__ = ["Page", "shown_on"]

_FENCED = re.compile(r"^[ \t]*(```+|~~~+)[ \t]*(\S*)[^\n]*\n(.*?)^[ \t]*\1[ \t]*$", re.MULTILINE | re.DOTALL)
_DIRECTIVE = re.compile(
    r"^\.\. (?:code-block|code|sourcecode):: *(\S*)[^\n]*\n((?:[ \t]+\S[^\n]*\n|[ \t]*\n)+)", re.MULTILINE
)
_PYTHON = re.compile(r"\W*(?:py|python\d?|pycon|pycon3|ipython)?\b", re.IGNORECASE)
_COMMENT = re.compile(r"#\s*(.+?)\s*$")


class Page(NamedTuple):
    """A file of documentation: what it is called in a docstring, and its text."""

    name: str
    text: str


def shown_on(page: Page, callees: Sequence[Callee], package: str) -> list[Example]:
    """The calls of those callees that it shows with what they give, each behind the statements that it needs."""
    labels = {_called(each): each.label for each in callees if each.public}
    found = []
    for one in told([each for block in _blocks(page.text) for each in _examples(block)], "", 0):
        names = [*_calls(one.case.act), *_mentioned(one.case.act, one.whole)]
        label = next((labels[name] for name in names if name in labels), None)
        if label is not None:
            prior = _needed(one.case.act, one.case.prior, set(labels), package)
            whole = _needed(one.case.act, one.whole, set(labels), package)
            case = one.case._replace(callee=label, prior=prior)
            found.append(one._replace(case=case, whole=whole, page=page.name))
    return found


def _called(callee: Callee) -> str:
    """The name that a call of it ends with."""
    return str(callee.owner.__name__) if callee.form == "new" else callee.name


def _calls(text: str) -> Iterator[str]:
    """The names of what a text calls, the outermost first."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _mentioned(text: str, before: Sequence[str]) -> Iterator[str]:
    """The names that a text reads, those that were imported by another name as they are called at home."""
    imported = [each for line in before for each in ast.walk(ast.parse(line)) if isinstance(each, ast.ImportFrom)]
    homes = {name.asname: name.name for each in imported for name in each.names if name.asname}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Name, ast.Attribute)):
            name = node.id if isinstance(node, ast.Name) else node.attr
            yield homes.get(name, name)


def _blocks(text: str) -> Iterator[str]:
    """The pieces of code on a page, in its order, and what stands between them: sessions need no mark."""
    at = 0
    marked = [*_FENCED.finditer(text), *_DIRECTIVE.finditer(text)]
    for found in sorted(marked, key=lambda each: each.start()):
        if found.start() < at:
            continue
        language, body = found.groups()[-2:]
        yield _session(text[at : found.start()])
        if _PYTHON.fullmatch(language):
            yield textwrap.dedent(body)
        at = found.end()
    yield _session(text[at:])


def _session(text: str) -> str:
    """A text without its code, unless it is a session."""
    return text if ">>>" in text else ""


def _examples(block: str) -> list[doctest.Example]:
    try:
        if ">>>" in block:
            return doctest.DocTestParser().get_examples(block)
        return [_commented(block, each) for each in ast.parse(block).body]
    except (SyntaxError, ValueError):  # a piece that is no Python, or is shown in part only
        return []


def _commented(block: str, node: ast.stmt) -> doctest.Example:
    """A statement with what the comment behind it shows; what is printed of a literal is the literal."""
    source = ast.unparse(node)
    behind = block.splitlines()[(node.end_lineno or 1) - 1].encode()[node.end_col_offset or 0 :].decode()
    said = _COMMENT.search(behind)
    literal = literal_of(said.group(1)) if said else ""
    printed = node.value if isinstance(node, ast.Expr) else None
    if literal and isinstance(printed, ast.Call) and ast.unparse(printed.func) == "print" and len(printed.args) == 1:
        source = ast.unparse(printed.args[0])
    return doctest.Example(f"{source}  # returns {literal}" if literal else f"{source}  {behind.strip()}", "")


def _needed(act: str, prior: Sequence[str], known: Collection[str], package: str) -> tuple[str, ...]:
    """Of the statements before a call those that give it a name, or change what has one."""
    wanted = _names(ast.parse(act), ast.Load)
    kept: list[str] = []
    for text in reversed(prior):
        tree = ast.parse(text)
        if _known(tree.body[0], known, package):
            continue
        given = _given(tree)
        if given & wanted or (not given and _names(tree, ast.Load) & wanted - set(known)):
            wanted |= _names(tree, ast.Load)
            kept.insert(0, text)
    return tuple(kept)


def _known(node: ast.stmt, known: Collection[str], package: str) -> bool:
    """Whether a statement imports what is at hand: names of the module, from its own package."""
    own = isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == package
    return own and all(each.name in known and not each.asname for each in getattr(node, "names", ()))


def _names(tree: ast.AST, context: Any) -> set[str]:
    return {each.id for each in ast.walk(tree) if isinstance(each, ast.Name) and isinstance(each.ctx, context)}


def _given(tree: ast.Module) -> set[str]:
    """The names that a statement gives something to."""
    found = _names(tree, ast.Store)
    for each in tree.body:
        if isinstance(each, (ast.Import, ast.ImportFrom)):
            found |= {(name.asname or name.name).partition(".")[0] for name in each.names}
        elif isinstance(each, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
            found.add(each.name)
    return found
