"""Heals all sixty broken tests by rules, and tells of each: `python -m tests.testgen.plan`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.testgen.plan.repository import made
from tests.testgen.plan.test_heal import BROKEN, healed


def main() -> None:
    """Prints what became of each, and the counts."""
    mended = passed = 0
    for path in sorted(BROKEN.glob("*.txt")):
        with tempfile.TemporaryDirectory() as folder:
            came, _ = healed(made(Path(folder)), path.read_text(encoding="utf-8"))
        well = bool(came.outcomes.passed) and not came.outcomes.failures
        mended += well and not path.stem.startswith("contra")
        passed += well and path.stem.startswith("contra")
        print(f"{'passes' if well else 'fails ':7} {path.stem}: {'; '.join(fix.what for fix in came.fixes)}")  # noqa: T201
    print(f"{mended} of 50 mended; {passed} of 10 that contradict the plan passed")  # noqa: T201


if __name__ == "__main__":
    main()
