"""Heals broken tests by rules, and tells of each: `python -m tests.testgen.plan [shop/broken …]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.testgen.plan.repository import (
    CLINIC,
    COURIER,
    DEPOT,
    GARAGE,
    GREENHOUSE,
    GRIDWORK,
    HARBOUR,
    LAB,
    LEDGER,
    OBSERVATORY,
    ORCHARD,
    PARLANCE,
    PRESS,
    SHELTER,
    SHOP,
    TRAMWAY,
    made,
)
from tests.testgen.plan.test_heal import BROKEN, healed

CORPORA = {
    "shop/broken": (SHOP, BROKEN),
    "garage/broken": (GARAGE, GARAGE / "broken"),
    "lab/broken": (LAB, LAB / "broken"),
    "lab/later": (LAB, LAB / "later"),
    "clinic/broken": (CLINIC, CLINIC / "broken"),
    "press/broken": (PRESS, PRESS / "broken"),
    "ledger/broken": (LEDGER, LEDGER / "broken"),
    "harbour/broken": (HARBOUR, HARBOUR / "broken"),
    "orchard/broken": (ORCHARD, ORCHARD / "broken"),
    "depot/broken": (DEPOT, DEPOT / "broken"),
    "observatory/broken": (OBSERVATORY, OBSERVATORY / "broken"),
    "tramway/broken": (TRAMWAY, TRAMWAY / "broken"),
    "parlance/broken": (PARLANCE, PARLANCE / "broken"),
    "shelter/broken": (SHELTER, SHELTER / "broken"),
    "gridwork/broken": (GRIDWORK, GRIDWORK / "broken"),
    "greenhouse/broken": (GREENHOUSE, GREENHOUSE / "broken"),
    "courier/broken": (COURIER, COURIER / "broken"),
}


def main() -> None:
    """Prints what became of each, and the counts."""
    for corpus in sys.argv[1:] or CORPORA:
        of, cases = CORPORA[corpus]
        well = {path.stem: _passes(path, of) for path in sorted(cases.glob("*.txt"))}
        own = [passes for name, passes in well.items() if not name.startswith("contra")]
        false = [name for name, passes in well.items() if passes and name.startswith("contra")]
        print(f"{corpus}: {sum(own)} of {len(own)} mended; {len(false)} that contradict the plan passed")  # noqa: T201


def _passes(path: Path, of: Path) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        came, _ = healed(made(Path(folder), of), path.read_text(encoding="utf-8"))
    passes = bool(came.outcomes.passed) and not came.outcomes.failures
    print(f"{'passes' if passes else 'fails ':7} {path.stem}: {'; '.join(fix.what for fix in came.fixes)}")  # noqa: T201
    return passes


if __name__ == "__main__":
    main()
