"""One run of a test file by pytest, in an order drawn by a seed: what each test came to, and which steps it made."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from typing import Any

from seedbed.testgen.inside import guard
from seedbed.testgen.inside.chance import Chance
from seedbed.testgen.inside.library import of_library

__all__ = ["Recorder", "arguments", "main"]

_SECONDS = 10
_PATIENCE = 3
"""How much longer than its work a run may take, on a machine that has other work too."""
_SOON = 0.01
_RUNNERS = frozenset(("coverage", "_pytest", "pluggy"))


class Recorder:
    """A plugin of pytest: shuffles the tests, limits each one's time, and notes its outcome."""

    def __init__(
        self, order: int | None, progress: str, cover: Any, limit: float = _SECONDS, stop: float | None = None
    ) -> None:
        self.order, self.progress, self.cover, self.limit = order, progress, cover, limit
        self.stop, self.begun, self.stopped = stop, time.monotonic(), False
        self.outcomes: dict[str, list[str]] = {}
        self.broken: list[str] = []

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """The tests in an order of their own."""
        if self.order is not None:
            items.sort(key=lambda item: item.nodeid)
            Chance(self.order).shuffle(items)

    def pytest_collectreport(self, report: Any) -> None:
        """A file that cannot be collected."""
        if report.failed:
            self.broken.append(str(report.longrepr)[-1500:])

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Which test is next: should it end the process, this is known."""
        if self.progress:
            with open(self.progress, "w", encoding="utf-8") as file:
                file.write(nodeid)
        if self.cover is not None:
            self.cover.switch_context(nodeid)

    def pytest_runtest_protocol(self, item: Any) -> None:
        """Where the time for all of them is over, no other test begins."""
        if self.stop is not None and (
            time.process_time() > self.stop or time.monotonic() - self.begun > _PATIENCE * self.stop
        ):
            self.stopped = True
            item.session.shouldstop = "the time is over"

    def pytest_runtest_setup(self) -> None:
        """The clock of one test starts."""
        signal.signal(signal.SIGALRM, _late)
        signal.signal(signal.SIGVTALRM, _late)
        signal.setitimer(signal.ITIMER_VIRTUAL, self.limit, 1)
        signal.setitimer(signal.ITIMER_REAL, self.limit * 4, 1)  # waiting, or a machine with other work too

    def pytest_runtest_teardown(self) -> None:
        """The clock stops."""
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)

    def pytest_runtest_logreport(self, report: Any) -> None:
        """What it came to: passed, failed, broken, skipped, xfailed or xpassed, and why."""
        said = self.outcomes.setdefault(report.nodeid, ["", "", ""])
        if hasattr(report, "wasxfail") and report.when == "call":
            said[0], said[1] = ("xfailed" if report.skipped else "xpassed"), str(report.wasxfail)
        elif report.failed:
            said[0] = "failed" if report.when == "call" else "broken"
            said[1], said[2] = _crash(report)
        elif report.skipped:
            said[0], said[1] = "skipped", str(getattr(report, "longrepr", ""))[-200:]
        elif report.when == "call" and not said[0]:
            said[0] = "passed"


def _late(signum: int, frame: Any) -> None:
    """Ends what takes too long; not between the lines of pytest or coverage, whose locks would stay held for ever."""
    if _of_runner(frame):
        clock = signal.ITIMER_REAL if signum == signal.SIGALRM else signal.ITIMER_VIRTUAL
        signal.setitimer(clock, _SOON, 1)
        return
    message = "it took too long"
    raise TimeoutError(message)


def _of_runner(frame: Any) -> bool:
    """Whether a frame is of what runs the tests, or of the standard library at work for it."""
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name.partition(".")[0] in _RUNNERS or name == __name__:
            return True
        if not of_library(name):
            return False
        frame = frame.f_back
    return True


def _crash(report: Any) -> tuple[str, str]:
    """The last line of a failure, and the file where it was raised."""
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is None:
        return str(report.longrepr)[-300:], ""
    return str(crash.message).split("\n")[0][:300], str(crash.path)


def arguments(files: list[str]) -> list[str]:
    """Words for pytest that leave out what would change the order, write beside, or stop at a warning."""
    off = ["cacheprovider", "randomly", "xdist", "cov", "seedbed", "hypothesispytest", "benchmark", "rerunfailures"]
    words = [word for name in off for word in ("-p", f"no:{name}")]
    return [*words, "-q", "-o", "addopts=", "-o", "xfail_strict=false", "--tb=short", "--no-header", *files]


def main(job: dict[str, Any], answer_file: str) -> None:
    """Runs `job["files"]` and leaves the outcomes, and the steps in `job["target"]` for each test where asked for."""
    guard.install([os.environ["HOME"], *job["writable"]], network=job["apart"], programs=True)
    os.chdir(job["folder"])
    sys.path[:0] = job["roots"]
    import pytest  # the project's own, or lent

    cover = _cover(job) if job["cover"] else None
    recorder = Recorder(job["order"], job["progress"], cover, job["limit"], job["stop"])
    begun = time.monotonic()
    if cover is not None:
        cover.start()
    code = pytest.main(arguments(job["files"]), plugins=[recorder])
    steps: dict[str, list[Any]] = {}
    if cover is not None:
        cover.stop()
        steps = _steps(cover, job["target"])
    answer = {
        "outcomes": recorder.outcomes,
        "broken": recorder.broken,
        "code": int(code),
        "stopped": recorder.stopped,
        "steps": steps,
        "seconds": time.monotonic() - begun,
        "report": _report(cover, job["target"]) if cover else None,
    }
    with open(answer_file, "w", encoding="utf-8") as file:
        json.dump(answer, file)
    sys.stdout.flush()
    os._exit(0)


def _cover(job: dict[str, Any]) -> Any:
    import coverage

    return coverage.Coverage(data_file=None, branch=True, include=[job["target"]], config_file=False)


def _steps(cover: Any, target: str) -> dict[str, list[Any]]:
    data = cover.get_data()
    held: dict[str, list[Any]] = {}
    for context in sorted(data.measured_contexts()):
        data.set_query_contexts([f"^{__import__('re').escape(context)}$"])
        arcs = data.arcs(target) or []
        held[context] = sorted([first, second] for first, second in arcs)
    data.set_query_contexts(None)
    return held


def _report(cover: Any, target: str) -> Any:
    """Statements, those missing, branches, those missing."""
    try:
        numbers = cover._analyze(target).numbers
    except Exception:
        return None
    return [numbers.n_statements, numbers.n_missing, numbers.n_branches, numbers.n_missing_branches]
