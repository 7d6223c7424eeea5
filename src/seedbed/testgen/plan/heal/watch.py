"""Run by the project's own Python, as `watch.py OUTCOMES ARGUMENT…`: pytest, with what became of each test as JSON.

It imports nothing but the standard library and pytest, and gives pytest's own exit code.
"""

from __future__ import annotations

import dis
import json
import re
import sys
import traceback
from typing import Any

_MOST = 300
"""Names of an object that are told."""
_LONG = 4000


class Watch:
    """A plug-in that keeps the outcome of each test, and of each file that could not be read."""

    def __init__(self) -> None:
        self.found: list[dict[str, Any]] = []

    def pytest_collectreport(self, report: Any) -> None:
        """Keeps what stopped a file from being collected."""
        if report.failed:
            self.found.append(
                {"node": report.nodeid, "when": "collect", "outcome": "failed", **_of_text(str(report.longrepr))}
            )

    def pytest_runtest_makereport(self, item: Any, call: Any) -> None:
        """Keeps what each part of a test came to."""
        kept: dict[str, Any] = {"node": item.nodeid, "when": call.when, "outcome": "passed"}
        if call.excinfo is not None:
            kept |= {"outcome": "failed", **_of_error(call.excinfo.value, call.excinfo.tb, str(item.path))}
            if call.excinfo.typename in {"Skipped", "XFailed"}:
                kept["outcome"] = "skipped"
        if call.when == "call" and any(item.iter_markers("xfail")):
            kept["outcome"] = "skipped"
        if call.when == "call" or call.excinfo is not None:
            self.found.append(kept)


def _of_error(error: BaseException, where: Any, test: str) -> dict[str, Any]:
    owner = getattr(error, "obj", None)
    members = [name for name in dir(owner) if not name.startswith("__")][:_MOST] if owner is not None else []
    kind = type(owner)
    named = kind.__name__ == "module" or isinstance(owner, type)
    unknown = getattr(error, "argname", None)
    return {
        "type": type(error).__name__,
        "types": [f"{each.__module__}.{each.__qualname__}" for each in type(error).__mro__],
        "message": (f"fixture '{unknown}' not found" if unknown else str(getattr(error, "msg", None) or error))[:_LONG],
        "name": str(getattr(error, "argname", None) or getattr(error, "name", None) or ""),
        "owner": getattr(owner, "__name__", "") if named else kind.__name__ if members else "",
        "members": members,
        "trace": [[frame.filename, frame.lineno, frame.name] for frame in traceback.extract_tb(where)],
        "left": _left(where, test),
    }


def _left(where: Any, test: str) -> int:
    """How many lines of the test lie behind the one where it failed, wherever in its file it stands."""
    left = 0
    while where is not None:
        code = where.tb_frame.f_code
        if code.co_filename == test:
            left = max(line for _, line in dis.findlinestarts(code) if line) - where.tb_lineno
        where = where.tb_next
    return left


def _of_text(text: str) -> dict[str, Any]:
    """The same of the text that pytest has for a file that could not be collected."""
    told = [line[1:].strip() for line in text.splitlines() if line.startswith("E ")]
    first = next(
        (line for line in told if re.match(r"[\w.]+(Error|Exception|Warning|Failed)\b", line)),
        told[0] if told else text,
    )
    kind, _, message = first.partition(":")
    trace = re.findall(r"^(\S+\.py):(\d+): in (\S+)", text, re.MULTILINE)
    name = re.search(r"'([^']+)'", message)
    line = re.search(r"File \"([^\"]+)\", line (\d+)", text) if not trace else None
    return {
        "type": kind.rpartition(".")[2].strip(),
        "types": [kind.strip()],
        "message": (message.strip() or first)[:_LONG],
        "name": name[1] if name else "",
        "owner": "",
        "members": [],
        "trace": [[file, int(number), where] for file, number, where in trace]
        or ([[line[1], int(line[2]), ""]] if line else []),
    }


def main(target: str, words: list[str]) -> int:
    """Runs pytest with these words; writes the outcomes to the target whatever happens."""
    import pytest

    watch = Watch()
    try:
        return int(pytest.main(words, plugins=[watch]))
    finally:
        with open(target, "w", encoding="utf-8") as file:  # noqa: PTH123 - of old Pythons too
            json.dump(watch.found, file)


if __name__ == "__main__":
    del sys.path[0]  # our own folder: as `pytest` itself, not as `python -m pytest`
    sys.exit(main(sys.argv[1], sys.argv[2:]))
