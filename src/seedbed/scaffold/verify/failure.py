"""What a failed run says: the exception, its message, the place, and what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import yaml

from seedbed.classes import dataclass
from seedbed.errors import Origin
from seedbed.scaffold.verify.lean import is_theirs, lean

__all__ = ["Failure", "failure_of"]

_FRAMES = (
    re.compile(r'^\s*File "(?P<file>[^"]+)", line (?P<line>\d+)'),
    re.compile(r"^(?P<file>[^\s:]+\.py):(?P<line>\d+): "),
)
_RAISED = re.compile(
    r"^(?:E\s+)?(?P<kind>(?:\w+\.)*[A-Z]\w*(?:Error|Exception|Exists|Exit|Timeout|NotFound|Warning))\b"
    r"(?:: ?(?P<what>.*))?$"
)
_ASSERTED = re.compile(r"^(?:E\s+)(?P<what>assert .*)$")
_LONGEST = 6000
_WIDEST = 600


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a check failed.

    `symptom` is the class of faults that its words belong to, "" where to none; `about` are the names in those words:
    the table and the column, a field, a module. `places` are the project's own lines that led there, the last first.
    """

    check: str
    kind: str
    message: str
    places: tuple[Origin, ...] = ()
    symptom: str = ""
    about: tuple[tuple[str, str], ...] = ()
    text: str = ""

    @property
    def place(self) -> str:
        """The file and line where it happened, "" where none of the project's lines is named."""
        return str(self.places[0]) if self.places else ""

    def named(self, what: str) -> str:
        """What the error names so, "" where it does not."""
        return dict(self.about).get(what, "")

    @property
    def sign(self) -> tuple[str, ...]:
        """What two failures share that are the same one again."""
        return (
            self.check,
            self.symptom or self.kind,
            *(value for _, value in self.about),
            "" if self.about else self.message,
        )


def failure_of(check: str, text: str, folder: Path, *, about: Mapping[str, str] | None = None) -> Failure:
    """The failure that the output of a run tells of; `about` adds what is known beside it."""
    lines = text.splitlines()
    kind, message, at = _raised(lines)
    symptom, found = _symptom(lines, at)
    named = {**(about or {}), **found}
    places = tuple(_places(lines, folder))
    return Failure(check, kind, message, places, symptom, tuple(sorted(named.items())), _cut(lean(text, folder)))


def _raised(lines: list[str]) -> tuple[str, str, int]:
    """The last exception that was raised, what it says, and where in the text."""
    for at in range(len(lines) - 1, -1, -1):
        if found := _RAISED.match(lines[at]):
            return found["kind"].rpartition(".")[2], (found["what"] or "").strip(), at
        if found := _ASSERTED.match(lines[at]):
            return "AssertionError", found["what"], at
    told = [line.strip() for line in lines if line.strip()]
    return "", told[-1] if told else "it says nothing", len(lines) - 1


def _symptom(lines: list[str], at: int) -> tuple[str, dict[str, str]]:
    """The class of faults that the words of an error belong to: those of the last one before those that led to it."""
    behind = [line for line in lines[at:] if line.strip()]
    for line in (*behind, *reversed(lines[:at])):
        for symptom, patterns in _patterns():
            for pattern in patterns:
                if found := pattern.search(line):
                    return symptom, {name: value for name, value in found.groupdict().items() if value}
    return "", {}


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    text = files("seedbed").joinpath("scaffold/verify/symptoms.yaml").read_text(encoding="utf-8")
    return tuple((name, tuple(map(re.compile, listed))) for name, listed in yaml.safe_load(text).items())


def _places(lines: list[str], folder: Path) -> Iterator[Origin]:
    """The lines of the project's own files in a traceback, the innermost first, each once."""
    seen = set()
    for line in reversed(lines):
        for pattern in _FRAMES:
            if found := pattern.match(line):
                path = Path(found["file"])
                path = path if path.is_absolute() else folder / path
                if is_theirs(path, folder) and path.is_file():
                    origin = Origin(str(path.relative_to(folder)), int(found["line"]))
                    if origin not in seen:
                        seen.add(origin)
                        yield origin


def _cut(text: str) -> str:
    text = "\n".join(line[:_WIDEST] for line in text.strip().splitlines())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 3]}\n...\n{text[-_LONGEST * 2 // 3 :]}"
