"""When no test file is made: nothing is asked for, or what is asked for has its tests elsewhere."""

from __future__ import annotations

from pathlib import Path

from seedbed.testgen.unit.languages import is_test
from seedbed.testgen.unit.options import TestGeneratorOptions

__all__ = ["skip_reason"]

_RUST = "Skipping test generation for Rust (.rs) — use inline #[test] blocks"


def skip_reason(options: TestGeneratorOptions, target: Path, root: Path) -> str:
    """The line that says why nothing is made, "" where something is."""
    if not options.target_file:
        return "Skipping test generation: there is no target"
    if not options.generate:
        return "Skipping test generation: --no-generate"
    if options.test:
        return f"Skipping test generation: the tests are run by {options.test}"
    if target.suffix == ".rs":
        return _RUST
    if root in target.parents and is_test(target, root):
        return f"Skipping test generation: {target.relative_to(root).as_posix()} is a test itself"
    return ""
