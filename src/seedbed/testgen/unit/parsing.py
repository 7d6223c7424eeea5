"""Whether a text is a source file of its language: asked of the language itself, where it is on this machine."""

from __future__ import annotations

import ast
import shutil
import tempfile
import warnings
from pathlib import Path

from seedbed.errors import Problem, ReadError
from seedbed.process.fence import run
from seedbed.testgen.unit.languages import language_of

__all__ = ["check_python", "misread", "source_of"]

_MEMORY = 64 << 30
"""Bytes of address space: node reserves far more than it uses."""

_CHECK_JS = Path(__file__).with_name("parses.cjs")


def source_of(target: Path, root: Path) -> str:
    """The text of a source file. Raises ReadError where it cannot be read, or is Python that does not parse."""
    where = target.relative_to(root).as_posix()
    try:
        text = target.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        help = "store it as UTF-8"
        raise ReadError(Problem("the file is no text in UTF-8", where, str(error), help)) from error
    except OSError as error:
        raise ReadError(Problem("the file cannot be read", where, error.strerror or str(error))) from error
    if target.suffix == ".py":
        check_python(text, where)
    return text


def check_python(text: str, where: str) -> None:
    """Raises ReadError, with line and column, where a text is no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes: they are the author's
            ast.parse(text)
    except SyntaxError as error:
        place = ":".join(str(part) for part in (where, error.lineno, error.offset) if part)
        help = "tests are made for files that can be imported: mend it first"
        raise ReadError(Problem("the file does not parse", place, error.msg, help)) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise ReadError(Problem("the file does not parse", where, str(error))) from error


def misread(text: str, name: str, root: Path) -> str | None:
    """Why a text is no file of such a name, "" where it is one, None where nothing here can tell.

    JavaScript is asked of node, with the parser that the project has installed; Ruby of ruby.
    """
    suffix = Path(name).suffix
    if suffix == ".py":
        try:
            check_python(text, name)
        except ReadError as error:
            return str(error.problems[0])
        return ""
    language = language_of(Path(name)).name
    program = {"javascript": "node", "ruby": "ruby"}.get(language, "")
    found = shutil.which(program) if program else None
    if found is None:
        return None
    with tempfile.TemporaryDirectory(prefix="seedbed-") as folder:
        path = Path(folder) / f"candidate{suffix}"
        path.write_text(text, encoding="utf-8")
        words = [str(_CHECK_JS), str(path), str(root)] if program == "node" else ["-c", str(path)]
        ran = run([found, *words], root, memory=_MEMORY)
    if program == "node" and ran.code == 3:
        return None
    if ran.code == 0:
        return ""
    said = [line.replace(str(path), name) for line in ran.errors.splitlines() if line.strip()]
    return " ".join(said[:3]) or "it does not parse"
