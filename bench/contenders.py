"""Who takes part: Seedbed, and rivals as `rivals.toml` lists them, each in an environment of its own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import measured
from works import Work

__all__ = ["Contender", "Rival", "contenders", "rivals"]


@dataclass(frozen=True, slots=True)
class Rival:
    """A script of somebody's that fills a folder, as its list describes it."""

    name: str
    works: Sequence[str]
    formats: Sequence[str]
    needs: Sequence[str]
    words: Sequence[str]
    home: Path
    runs: str = "python"
    most: int = 0
    modes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contender:
    """One command for one work in one format; `rows` are those that it is asked for, by table."""

    name: str
    command: Sequence[str | Path]
    rows: Mapping[str, int]
    ours: bool = False
    judged: bool = False


def rivals(folders: Sequence[Path]) -> list[Rival]:
    """The rivals of the lists in some folders."""
    found = []
    for folder in folders:
        listed = tomllib.loads((folder / "rivals.toml").read_text(encoding="utf-8"))["rival"]
        found += [Rival(home=folder.resolve(), **one) for one in listed]
    return found


def contenders(
    work: Work, format: str, scale: float, others: Sequence[Rival], environments: Path, folder: Path
) -> Iterator[Contender]:
    """Seedbed as it is used in different ways, and every rival that can do this work and be installed."""
    rows = work.scaled(scale)
    name = f"seedbed {version('seedbed')}"
    yield Contender(name, ours(work, rows, format, folder), rows, ours=True)
    yield Contender(
        f"{name}, and validated", ours(work, rows, format, folder, judged=True), rows, ours=True, judged=True
    )
    if work.recipe is not None:
        bare = ours(work, rows, format, folder, recipe=False)
        yield Contender(f"{name}, the schema alone", bare, rows, ours=True)
    for rival in others:
        if work.name in rival.works and format in rival.formats:
            yield from _entered(rival, work, format, scale, environments, folder)


def ours(
    work: Work, rows: Mapping[str, int], format: str, folder: Path, *, recipe: bool = True, judged: bool = False
) -> list[str | Path]:
    """Our own command for a work."""
    counts = [word for table, count in rows.items() for word in ("--count", f"{table}={count}")]
    counts += ["--dialect", measured.DIALECT]
    config: list[str | Path] = ["--config", work.recipe] if recipe and work.recipe is not None else []
    quiet = [] if judged else ["--no-validate"]
    return [
        measured.seedbed(),
        "generate",
        work.schema,
        *config,
        *counts,
        "--format",
        format,
        *quiet,
        "--output",
        folder,
    ]


def _entered(
    rival: Rival, work: Work, format: str, scale: float, environments: Path, folder: Path
) -> Iterator[Contender]:
    """The rival as a contender, asked for no more rows than it is good for; none where it cannot be installed."""
    try:
        program, script, told = _installed(rival, environments)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"{rival.name} cannot be installed and is left out: {error}", file=sys.stderr)
        return
    whole = sum(work.scaled(scale).values())
    part = min(scale, scale * rival.most / whole) if rival.most else scale
    rows = work.scaled(part)
    words = {"folder": folder, "work": work.name, "format": format, "scale": part, "mode": rival.modes.get(format, "")}
    rest: list[str | Path] = []
    for word in rival.words[1:]:
        rest += [str(count) for count in rows.values()] if word == "{counts}" else [word.format(**words)]
    yield Contender(f"{rival.name} ({told})", [program, script, *rest], rows)


def _installed(rival: Rival, environments: Path) -> tuple[Path, Path, str]:
    """The program and the script that run a rival, and the version of its first package; installed where it is not."""
    home = environments / re.sub(r"[^a-z0-9.]+", "-", " ".join(rival.needs).lower()).strip("-")
    script = rival.home / rival.words[0]
    if rival.runs == "node":
        node = shutil.which("node")
        if node is None:
            raise FileNotFoundError("there is no node")
        if not home.exists():
            _made(home, ["npm", "install", "--silent", "--no-fund", "--prefix", home, *rival.needs])
        beside = home / script.name  # node looks for packages from where the script lies
        shutil.copyfile(script, beside)
        package = json.loads((home / "node_modules" / rival.needs[0] / "package.json").read_text(encoding="utf-8"))
        return Path(node), beside, str(package["version"])
    python = home / "bin" / "python"
    if not home.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        _made(home, [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *rival.needs])
    first = rival.needs[0].partition("=")[0].partition("<")[0]
    code = f"from importlib.metadata import version; print(version({first!r}))"
    told = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    return python, script, told


def _made(home: Path, command: Sequence[str | Path]) -> None:
    """Installs into an environment, or leaves none."""
    try:
        subprocess.run(list(map(str, command)), check=True, capture_output=True)
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
