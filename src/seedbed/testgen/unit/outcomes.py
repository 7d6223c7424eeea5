"""What each test of a file came to, read from the report of its runner: its title, and "" or why it failed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["outcomes"]

_SKIPPED = ("pending", "skipped", "todo", "disabled")


def outcomes(form: str, report: str, file: str) -> dict[str, str]:
    """The tests of a file that a report tells of, {} where it cannot be read; those that were left out are not told."""
    try:
        return dict(_FORMS[form](report, file))
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _jest(report: str, own: str) -> Iterator[tuple[str, str]]:
    """jest, and vitest, which reports in the same form."""
    for file in json.loads(report)["testResults"]:
        for test in file["assertionResults"] if file["name"] == own else ():
            if test["status"] not in _SKIPPED:
                failed = test["status"] != "passed"
                yield test["title"], (_first(test.get("failureMessages")) or "it failed") if failed else ""


def _mocha(report: str, own: str) -> Iterator[tuple[str, str]]:
    told = json.loads(report)
    left = {test["fullTitle"] for test in told.get("pending", [])}
    for test in told["tests"]:
        if test["fullTitle"] not in left and test.get("file", own) == own:
            yield test["title"], test["err"].get("message", "it failed") if test.get("err") else ""


def _rspec(report: str, own: str) -> Iterator[tuple[str, str]]:
    for test in json.loads(report)["examples"]:
        if test["status"] not in _SKIPPED:
            failed = test["status"] != "passed"
            yield test["description"], (test.get("exception", {}).get("message") or "it failed") if failed else ""


def _tap(report: str, own: str) -> Iterator[tuple[str, str]]:
    """node:test: only what has no tests inside; a file or a suite is told after those in it."""
    found = list(re.finditer(r"^( *)(not )?ok \d+ - (.*?)( # (?:SKIP|TODO).*)?$", report, re.MULTILINE))
    ends = [*(after.start() for after in found[1:]), len(report)]
    for before, each, end in zip([None, *found], found, ends, strict=False):
        holds = before is not None and len(before[1]) > len(each[1])
        is_file = not (each[1] or each[2]) and re.search(
            r"\.[cm]?[jt]s$", each[3]
        )  # one without tests is told for a test
        if holds or is_file or each[4]:
            continue
        why = re.search(r"^\s*error: (?:\|-\n\s*)?(.+)$", report[each.end() : end], re.MULTILINE)
        yield each[3], ((why[1].strip("'\"") if why else "it failed") if each[2] else "")


def _minitest(report: str, own: str) -> Iterator[tuple[str, str]]:
    for name, state in re.findall(r"^\S+#(\S+) = [\d.]+ s = ([.FE])$", report, re.MULTILINE):
        why = re.search(rf"{re.escape(name)} \[[^\]]*\]:\n(.+)", report)
        yield name, "" if state == "." else (why[1] if why else "it failed")


def _first(texts: Any) -> str:
    """The first text in one line, without colours and without the calls that led to it."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", str(texts[0])) if texts else ""
    return " ".join(re.split(r"\n\s+at ", text)[0].split())


_FORMS: dict[str, Callable[[str, str], Iterator[tuple[str, str]]]] = {
    "jest": _jest,
    "mocha": _mocha,
    "rspec": _rspec,
    "tap": _tap,
    "minitest": _minitest,
}
