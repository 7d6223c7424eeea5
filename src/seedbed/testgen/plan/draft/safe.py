"""`dangers`: what a test file would do to what is outside of it: files, programs, the interpreter, the checkers."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from seedbed.testgen.plan.explore.parse import called

__all__ = ["dangers"]

_CALLS = re.compile(
    r"(?:os\.(?:system|popen|exec\w*|spawn\w*|fork\w*|kill\w*|remove|unlink|rmdir|removedirs|rename|replace|truncate|_exit"
    r"|chmod|chown|link|symlink|putenv)|shutil\.\w+|subprocess\.\w+|sys\.exit|exit|quit|eval|exec|compile|__import__"
    r"|importlib\.\w+|pty\.\w+|ctypes\..+|signal\.\w+|pytest\.(?:skip|xfail|importorskip|exit)|(?:\w+\.)?skipTest)"
)
_IMPORTS = frozenset({"ctypes", "importlib", "pty", "pickle", "marshal", "resource", "signal", "shutil", "subprocess"})
_WRITES = frozenset(
    ["write_text", "write_bytes", "unlink", "rmdir", "rename", "replace", "touch", "mkdir", "symlink_to", "hardlink_to"]
)
_OUT = re.compile(r"^(?:/|~|[A-Za-z]:\\)|(?:^|/)\.\.(?:/|$)")
_SILENCERS = re.compile(r"#\s*(?:type:\s*ignore|noqa|pyright:|mypy:|pragma:)", re.IGNORECASE)
_MARKS = re.compile(r"pytest\.mark\.(?:skip|skipif|xfail)\b|unittest\.(?:skip\w*|expectedFailure)")


def dangers(source: str) -> list[str]:
    """What in a file is refused, each with its line; nothing where all is well. Raises SyntaxError."""
    tree = ast.parse(source)
    found = [(node.lineno, what) for node in ast.walk(tree) for what in _of(node) if hasattr(node, "lineno")]
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, IndentationError) as error:
        raise SyntaxError(str(error)) from error
    found += [(each.start[0], "a comment silences a checker") for each in tokens if _silences(each)]
    return [f"line {line}: {what}" for line, what in sorted(dict.fromkeys(found))]


def _silences(token: tokenize.TokenInfo) -> bool:
    return token.type == tokenize.COMMENT and _SILENCERS.search(token.string) is not None


def _of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        yield from (f"it imports {name}" for name in modules if name.partition(".")[0] in _IMPORTS)
    elif isinstance(node, ast.Call):
        name = called(node.func)
        if _CALLS.fullmatch(name):
            yield f"it calls {name}"
        yield from _paths(node, name)
    elif isinstance(node, ast.Attribute) and _MARKS.fullmatch(called(node)):
        yield f"it is marked {called(node)}"
    elif isinstance(node, ast.Try) and any(_passes(each) for each in node.handlers):
        yield "it catches an error and goes on"


def _paths(node: ast.Call, name: str) -> Iterator[str]:
    """Writing to a path that leads out of the repository, or to one that is written out in full."""
    last = node.func.attr if isinstance(node.func, ast.Attribute) else name
    texts = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    mode = next((each.value for each in node.args[1:2] if isinstance(each, ast.Constant)), "r")
    writes = last in _WRITES or (last == "open" and isinstance(mode, str) and set(mode) & set("wax+"))
    if writes and any(_OUT.search(text) for text in texts):
        yield f"it writes outside the repository: {next(text for text in texts if _OUT.search(text))}"
    elif last == "open" and writes and isinstance(node.func, ast.Name):
        yield "it writes a file without tmp_path"


def _passes(handler: ast.ExceptHandler) -> bool:
    return all(isinstance(each, ast.Pass | ast.Continue) or _is_dots(each) for each in handler.body)


def _is_dots(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
