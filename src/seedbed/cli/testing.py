"""What `seedbed test` does, once its words are read: the log, what each test is based on, and the exit code."""

from __future__ import annotations

from rich.console import Console

from seedbed.api.unit import generate_test_file
from seedbed.cli.show import show_notes
from seedbed.testgen.unit.options import TestGeneratorOptions, TestGeneratorResult

__all__ = ["test"]


def test(options: TestGeneratorOptions) -> int:
    """Makes the test file; 0, or 1 where none could be made of what was drafted."""
    console, notes = Console(), Console(stderr=True)

    def say(line: str) -> None:
        console.print(line, highlight=False, soft_wrap=True, markup=False)

    made = generate_test_file(options, say=say)
    _tell(made, console, options.verbose)
    shown = [note for note in made.warnings if note.grave or options.verbose]
    show_notes(notes, shown)
    return 1 if made.failed and not options.soft else 0


def _tell(made: TestGeneratorResult, console: Console, verbose: bool) -> None:
    """The findings, the summary (the last line of the report) and how to run the file; each test where it is wished."""
    lines = made.report if verbose else made.report[-1:]
    findings = [f"finding: {finding}" for finding in made.findings]
    command = [f"run it: {made.test_command}"] if made.test_file_path is not None and made.test_command else []
    for line in (*lines, *findings, *command):
        console.print(line, highlight=False, soft_wrap=True, markup=False)
