"""`generate_test_file`: a test file for a source file, from the words of a caller to a file that has run.

made = seedbed.generate_test_file(seedbed.TestGeneratorOptions("app/auth.py", working_dir="."))
made.test_file_path, made.test_command
"""

from __future__ import annotations

from collections.abc import Callable

from seedbed.api.given import check_kind
from seedbed.llm.choose import DEFAULT_MODEL, Chosen, chosen
from seedbed.llm.completion import Provider
from seedbed.testgen.unit.foresee import Place, foreseen
from seedbed.testgen.unit.generate import generated
from seedbed.testgen.unit.options import TestGeneratorOptions, TestGeneratorResult

__all__ = ["foreseen_test_file", "generate_test_file"]


def foreseen_test_file(options: TestGeneratorOptions) -> Place | str:
    """Where the test file of a source file would go and what would run it, or why none is made; nothing is.

    Raises UsageError.
    """
    return foreseen(options)


def generate_test_file(
    options: TestGeneratorOptions,
    *,
    say: Callable[[str], None] = lambda line: None,
    provider: Provider | None = None,
) -> TestGeneratorResult:
    """Makes a test file for a source file, unless it has one; nothing is written that has not run.

    `say` is called with each line of the log. A `provider` is asked in place of the one that the options name: the
    model of a host, or a test's own. Raises UsageError, ReadError, PlanError, ModelError, WriteError; with
    `options.soft` what stops the making is a warning of the result.
    """

    def choose() -> Chosen | None:
        return chosen(options.wanted) if provider is None else Chosen(provider, options.model or DEFAULT_MODEL)

    check_kind(options, (TestGeneratorOptions,), "options", 'give TestGeneratorOptions("app/auth.py")')
    return generated(options, choose, say)
