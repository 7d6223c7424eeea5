"""The error tree of Seedbed, and `Note`, the record of what is not honoured exactly.

    SeedbedError
    ├── UsageError       exit 2   the words of the command are wrong
    ├── ReadError        exit 4   a file or database could not be read
    ├── DatabaseError    exit 4   a database cannot be reached, or refused a statement
    ├── PlanError        exit 3   what was asked is impossible
    ├── WriteError       exit 4   a file or database refused what was made
    ├── ModelError       exit 4   a model could not be asked, or gave no answer
    └── Interrupted      exit 130 the user stopped the run

Every error carries all problems that one pass found. A `Problem` says what happened, where, why, and what
would help; a third party's exception stays attached as the cause.
"""

from __future__ import annotations

from dataclasses import field

from seedbed.classes import dataclass

__all__ = [
    "DatabaseError",
    "Interrupted",
    "ModelError",
    "Note",
    "Origin",
    "PlanError",
    "Problem",
    "ReadError",
    "SeedbedError",
    "UsageError",
    "WriteError",
    "out_of_memory",
]


@dataclass(frozen=True, slots=True)
class Origin:
    """A place in a source text; line and column count from 1, 0 where unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is not honoured exactly, or that was decided for the user.

    `table` and `column` name what it concerns ("" where it is wider); `grave` marks a note that hides a
    table or a constraint, or changes what was asked for: `--strict` turns it into an error.
    """

    what: str
    why: str = ""
    help: str = ""
    table: str = ""
    column: str = ""
    grave: bool = False
    origin: Origin | None = field(default=None, compare=False)

    @property
    def where(self) -> str:
        """The table.column, or else the place in the source, that the note is about."""
        name = ".".join(part for part in (self.table, self.column) if part)
        return name or (str(self.origin) if self.origin else "")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stops the work: what happened, where, why, and what would help."""

    what: str
    where: str = ""
    why: str = ""
    help: str = ""

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        tail = [f"  why: {self.why}"] if self.why else []
        tail += [f"  help: {self.help}"] if self.help else []
        return "\n".join([head, *tail])


class SeedbedError(Exception):
    """The root of every error that Seedbed raises on purpose; carries all problems of a pass."""

    exit_code = 1

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class UsageError(SeedbedError):
    """The words of the command are wrong."""

    exit_code = 2


class PlanError(SeedbedError):
    """What was asked is impossible: constraints that clash, or a domain too small."""

    exit_code = 3


class ReadError(SeedbedError):
    """A file or a database could not be read."""

    exit_code = 4


class DatabaseError(SeedbedError):
    """A database cannot be reached, or refused a statement."""

    exit_code = 4


class WriteError(SeedbedError):
    """A file or a database refused what was made."""

    exit_code = 4


class ModelError(SeedbedError):
    """A model could not be asked, or gave no answer."""

    exit_code = 4


class Interrupted(SeedbedError):
    """The user stopped the run."""

    exit_code = 130


def out_of_memory(error: MemoryError) -> PlanError:
    """What is said where more memory is asked for than there is."""
    help = "ask for fewer rows, or leave totals over other tables out: --without totals"
    return PlanError(Problem("this needs more memory than there is", why=str(error), help=help))
