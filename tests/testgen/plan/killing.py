"""plan-tests, killed before or after its n-th change of a file: `killing.py ROOT PLAN URL CHANGE WHEN`.

Nothing but a change of a file, or an answer of the model, makes a difference to a run that goes on later. It prints
the phases that it did, what it came to, and how many files it changed.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path

from seedbed.api.plans import asking
from seedbed.llm.choose import Wanted
from seedbed.testgen.plan.run.phases import Settings
from seedbed.testgen.plan.run.pipeline import run_plan

_replace = os.replace
changes = count(1)


def replacing(source: str | Path, target: str | Path) -> None:
    """`os.replace`, at which this process may end."""
    here = str(next(changes)) == sys.argv[4]
    if here and sys.argv[5] == "before" and "answers" not in str(target):  # one that came and is not kept is lost
        os.kill(os.getpid(), signal.SIGKILL)
    _replace(source, target)
    if here:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    os.replace = replacing  # type: ignore[assignment]
    root = Path(sys.argv[1])
    ask, _ = asking(Wanted(provider="anthropic", model="small", base_url=sys.argv[3]), local=False)
    settings = Settings(type_iterations=0, variables={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})
    came = run_plan(root / sys.argv[2], root, settings, ask=ask)
    sys.stdout.write(f"{came.ran} {came.passed} {came.lessons} {came.prevented} {next(changes) - 1}\n")
