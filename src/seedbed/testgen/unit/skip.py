"""When no test file is made: nothing is asked for, or what is asked for has its tests elsewhere."""

from __future__ import annotations

from pathlib import Path

from seedbed.testgen.unit.languages import TEST_FOLDERS, is_test
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
    if root not in target.parents:
        return ""
    where = target.relative_to(root)
    serving = ("tests", "__tests__") if target.suffix == ".py" else TEST_FOLDERS
    if is_test(target, root) or any(folder in where.parent.parts for folder in serving):
        return f"Skipping test generation: {where.as_posix()} is a test itself, or serves tests"
    if target.name.endswith((".d.ts", ".d.mts", ".d.cts")):
        return f"Skipping test generation: {where.as_posix()} only declares types"
    return ""
