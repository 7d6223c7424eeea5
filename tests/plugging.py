"""A small package of somebody else's plug-ins, installed into a folder as an installer leaves it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

__all__ = ["built", "installed"]

MODULE = '''
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True, slots=True)
class Plates:
    """Licence plates of one town."""

    town: str
    count: int = 9999

    @property
    def size(self):
        return self.count

    def at(self, index):
        return pa.array([f"{self.town}-{number + 1:04}" for number in index.tolist()], pa.string())


@dataclass(frozen=True, slots=True)
class Mood:
    """A mood by the row's number."""

    words: tuple

    def at(self, rows, draw, given):
        return (pa.array([self.words[row % len(self.words)] for row in rows.tolist()], pa.string()),)


@dataclass(frozen=True, slots=True)
class Choice:
    """A class with a name that is taken."""

    size: int = 1

    def at(self, index):
        return pa.array(["x"] * len(index), pa.string())


def plates(want):
    return Plates("ABC") if want.type.kind in ("text", "varchar", "char") else None


def few(want):
    return Plates("F", 7)


def mood(want):
    return Mood(("glad", "sad"))


def taken(want):
    return Choice()


def text(want):
    return "no domain"


def fails(want):
    raise ValueError("out of plates")


def good_plates(table):
    return pc.starts_with(table.column("plate").combine_chunks(), "ABC-")


def no_booleans(table):
    return pa.array([1] * table.num_rows)


def breaks(table):
    return table.column("nothing")
'''

POINTS = """
[seedbed.generators]
plates = {module}:plates
few = {module}:few
mood = {module}:mood
taken = {module}:taken
text = {module}:text
fails = {module}:fails
broken = {module}_that_is_not_there:made

[seedbed.validators]
good_plates = {module}:good_plates
no_booleans = {module}:no_booleans
breaks = {module}:breaks
"""


def installed(folder: Path, package: str) -> Path:
    """The folder, with a package in it."""
    module = package.replace("-", "_")
    (folder / f"{module}.py").write_text(MODULE, encoding="utf-8")
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(POINTS.format(module=module), encoding="utf-8")
    return folder


def built(project: Path, folder: Path) -> Path:
    """The folder, with what the wheel of a project holds: what an installer puts there, without asking any index."""
    wheels = folder.with_name("wheels")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    for wheel in wheels.glob("*.whl"):
        with ZipFile(wheel) as file:
            file.extractall(folder)
    return folder
