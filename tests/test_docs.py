"""The docs cannot lie: every console and Python block runs, and the output shown is the output there is.

A page's blocks run in their order, in one folder of their own that holds a copy of examples/, with the packages
that the page installs from there; those of the skill in a copy of their own folder. A line of output
that is `...` stands for any lines; a command without output shown must end well. `pytest tests/test_docs.py
--rewrite` writes output anew where there is no `...`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.plugging import built

ROOT = Path(__file__).parent.parent
SKILL = ROOT / "skill"
PAGES = [
    ROOT / "README.md",
    ROOT / "examples" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted(SKILL.rglob("*.md")),
]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[\w-]+)?\)")
SERVERS = (
    "seedbed introspect postgresql://",
    "seedbed introspect mysql://",
    "seedbed load schema.sql mysql://",
    "seedbed profile postgresql://",
)
# words after which a block of ```sh may start: they install, need a server, or run for minutes
OURS = re.compile(r"^pip install \./(\S+)$", re.MULTILINE)
NOT_RUN = (
    "pip install",
    "venv-pack",
    "seedbed mcp .",
    "seedbed spark",
    ".venv-spark/",
    "bin/",
    "psql ",
    "mariadb ",
    "python bench/",
    "python -m tests.",
    "pytest ",
    *SERVERS,
)

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block of a page: its language, its text, and where the text lies in the page."""

    language: str
    text: str
    start: int
    end: int


def blocks(text: str) -> list[Block]:
    return [Block(found[1], found[2], found.start(2), found.end(2)) for found in BLOCK.finditer(text)]


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines of output that follow it."""
    command, output = "", list[str]()
    for line in text.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, output
            command, output = line[2:], []
        elif command.endswith("\\"):
            command += "\n" + line
        else:
            output.append(line)
    if command:
        yield command, output


def ran(command: str, folder: Path) -> tuple[list[str], int]:
    """The lines that a command prints, errors among them, as a terminal of 100 columns would show them; its exit."""
    programs = Path(sys.executable).parent
    env = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return [line.rstrip() for line in done.stdout.splitlines()], done.returncode


def agrees(shown: list[str], real: list[str]) -> bool:
    """Whether real output is what a page shows, `...` standing for any lines."""
    parts = [r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line.rstrip()) + r"\n" for line in shown]
    return re.fullmatch("".join(parts), "".join(f"{line}\n" for line in real)) is not None


@pytest.fixture
def folder(tmp_path: Path, page: Path) -> Path:
    if page.is_relative_to(SKILL):
        return shutil.copytree(page.parent, tmp_path / "skill")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


@each_page
def test_every_block_runs_and_shows_what_is_there(
    page: Path, folder: Path, rewrite: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    text = page.read_text(encoding="utf-8")
    for project in OURS.findall(text):
        packages = built(ROOT / project, folder / ".packages")
        monkeypatch.syspath_prepend(str(packages))
        monkeypatch.setenv("PYTHONPATH", str(packages), prepend=os.pathsep)
    fresh, at, names = [], 0, {"__name__": "docs"}
    for block in blocks(text):
        fresh.append(text[at : block.start])
        fresh.append(renewed(block, folder, names, rewrite))
        at = block.end
    if rewrite:
        page.write_text("".join([*fresh, text[at:]]), encoding="utf-8")


def renewed(block: Block, folder: Path, names: dict[str, str], rewrite: bool) -> str:
    """The text of a block with the output that there really is; fails where the page shows another."""
    if block.language == "python":
        exec(compile(block.text, "docs", "exec"), names)  # noqa: S102 - the docs are ours
    if block.language != "console":
        return block.text
    lines = []
    for command, shown in commands(block.text):
        real, exit_code = ran(command, folder)
        said = "\n".join([f"$ {command}", *real])
        renewable = rewrite and bool(shown) and "..." not in map(str.strip, shown)
        lines += [f"$ {command}", *(real if renewable else shown)]
        if not shown:
            assert exit_code == 0, said
        elif not renewable:
            assert agrees(shown, real), said
    return "".join(f"{line}\n" for line in lines)


@each_page
def test_what_is_not_run_has_a_reason(page: Path) -> None:
    for block in blocks(page.read_text(encoding="utf-8")):
        assert block.language in {"console", "python", "sh", "sql", "yaml", "json", "text"}, block.text
        if block.language == "sh":
            assert all(line.startswith(NOT_RUN) for line in block.text.splitlines() if line), block.text


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    found = LINK.findall(BLOCK.sub("", page.read_text(encoding="utf-8")))
    assert not [link for link in found if not (page.parent / link).exists()]


def test_every_word_of_the_program_is_in_the_reference() -> None:
    reference = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    shown = {command for block in blocks(reference) for command, _ in commands(block.text)}
    listed = re.findall(r"^  (\w+) ", "\n".join(ran("seedbed --help", ROOT)[0]).partition("Commands:")[2], re.MULTILINE)
    assert listed
    assert {"seedbed --help", *(f"seedbed {name} --help" for name in listed)} <= shown


def test_ellipsis_stands_for_any_lines() -> None:
    assert agrees(["a", "...", "d"], ["a", "b", "c", "d"])
    assert agrees(["a", "...", "d"], ["a", "d"])
    assert not agrees(["a", "...", "d"], ["a", "b"])
    assert not agrees(["a"], ["a", "b"])
