"""`fenced`: a job done in a project's own interpreter, behind the fence, with its answer."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from seedbed.process.fence import interpreter, isolates, run
from seedbed.testgen.sieve.place import lent

__all__ = ["AT_ONCE", "apartness", "fenced"]

_BOOT = Path(__file__).resolve().parents[1] / "inside" / "boot.py"
_MEMORY = 3 << 30
AT_ONCE = min(8, os.cpu_count() or 1)
"""How many processes work at a time: it changes how long a job takes, never its answer."""


def apartness() -> str:
    """How what runs here is kept from the network and from files, in a sentence."""
    if isolates():
        return "it ran without network and without a way to write outside its scratch folder (kernel namespaces)"
    return "it ran without kernel namespaces, which this system refuses: a guard in Python refused network and writes"


def fenced(
    work: str, job: Mapping[str, Any], project: Path, *, seconds: float, hashing: int, writable: Sequence[Path] = ()
) -> dict[str, Any]:
    """The answer of `seedbed.testgen.<work>.main`; `{"failed": why}` where there is none."""
    with tempfile.TemporaryDirectory(prefix="seedbed-job-") as folder:
        question, answer = Path(folder) / "job.json", Path(folder) / "answer.json"
        whole = {
            **job,
            "work": f"seedbed.testgen.{work}",
            "lent": lent(),
            "seconds": seconds,
            "until": time.monotonic() + seconds,  # a machine's processes share this clock
            "at_once": AT_ONCE,
            "writable": [folder, *map(str, writable)],
        }
        question.write_text(json.dumps(whole), encoding="utf-8")
        ran = run(
            [interpreter(project), str(_BOOT), str(question), str(answer)],
            project,
            seconds=seconds + 15,
            memory=_MEMORY,
            isolated=True,
            writable=[Path(folder), *writable],
            variables={"PYTHONHASHSEED": str(hashing)},
        )
        if answer.is_file():
            told: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
            return told
        why = (ran.errors.strip().splitlines() or [f"it ended with code {ran.code}"])[-1]
        return {"failed": why}
