"""What is asked of a test file, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Literal

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.llm.choose import Wanted

__all__ = ["ENGINES", "OBJECTIVE", "TestGeneratorOptions", "TestGeneratorResult"]

OBJECTIVE = "Make {target} pass all tests"
ENGINES = ("local", "model", "both")

Outcome = Literal["generated", "existing", "skipped", "nothing"]


@dataclass(frozen=True, slots=True)
class TestGeneratorOptions:
    """A source file whose tests are wanted, and how.

    `target_file` is absolute or relative to `working_dir`. Without `framework` it is detected; without `engine` the
    local engine works, together with a model where there is a key or one is named. `test` is a command of the
    caller's own: with it, or without `generate`, nothing is made. With `soft` a failure is a warning of the result.
    """

    __test__: ClassVar[bool] = False

    target_file: str | Path = ""
    objective: str = ""
    working_dir: str | Path = "."
    framework: str = ""
    model: str = ""
    verbose: bool = False
    engine: str = ""
    provider: str = ""
    base_url: str = ""
    command: str = ""
    record: Path | None = None
    replay: Path | None = None
    max_tokens_total: int | None = None
    max_tokens: int = 4096
    temperature: float = 0.7
    seed: int = 42
    seconds: float = 60.0
    tests_dir: str | Path | None = None
    soft: bool = False
    generate: bool = True
    test: str = ""

    @property
    def wanted(self) -> Wanted:
        """What it says of the model."""
        words = (self.model, self.provider, self.base_url, self.command, self.record, self.replay)
        return Wanted(*words, self.max_tokens_total)


@dataclass(frozen=True, slots=True)
class TestGeneratorResult:
    """The test file and the command that runs it alone; both "" or None where there is none.

    `generated_by_model` is the id that the model's provider answered with, or the local engine's name and version.
    """

    __test__: ClassVar[bool] = False

    test_file_path: Path | None = None
    test_command: str = ""
    generated_by_model: str = ""
    outcome: Outcome = "generated"
    warnings: tuple[Note, ...] = ()
    report: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    failed: bool = False
