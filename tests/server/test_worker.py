"""One call in a process of its own: whatever happens in it, the answer is a line of JSON."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest

from seedbed.server.running import Calling, Limits, answered
from tests.server.agent import SHOP

COMMAND = [sys.executable, "-P", "-m", "seedbed.server.worker"]


def job(folder: Path, tool: str, **words: Any) -> dict[str, Any]:
    limits = {"root": str(folder), "databases": [], "remote": False, "most": 10**7, "asks": False}
    return {"tool": tool, "words": words, **limits}


async def nobody(done: int, of: int, what: str) -> None:
    """Hears nothing."""


def test_a_fault_of_our_own_is_told_in_words(tmp_path: Path) -> None:
    with subprocess.Popen(
        COMMAND, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        assert worker.stderr is not None
        worker.stdin.write(json.dumps(job(tmp_path, "dance")).encode() + b"\n")
        worker.stdin.flush()
        told = json.loads(worker.stdout.readline())
        assert (told["exit_code"], told["problems"][0]["what"]) == (1, "the call failed")
        assert "Traceback" not in json.dumps(told)
        assert b"KeyError" in worker.stderr.read()


def test_a_module_of_the_folder_is_not_taken_for_a_library(tmp_path: Path) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit('not me')")
    (tmp_path / "shop.sql").write_text(SHOP)

    async def story() -> dict[str, Any]:
        return await answered("explain", {"schema": "shop.sql"}, Limits(tmp_path), Calling(nobody))

    assert anyio.run(story)["answer"]["rows"] == 200


def test_a_worker_that_is_killed_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "shop.sql").write_text(SHOP)
    words = {"schema": "shop.sql", "count": 3_000_000, "dry_run": False}

    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if not children.exists():
        pytest.skip("this system does not tell the children of a process")

    async def kill(done: int, of: int, what: str) -> None:
        for child in children.read_text().split():
            if b"seedbed.server.worker" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(int(child), signal.SIGKILL)

    async def story() -> dict[str, Any]:
        return await answered("generate", words, Limits(tmp_path), Calling(kill))

    told = anyio.run(story)
    assert told["problems"][0]["what"] == "the call ended without an answer"
    assert "SIGKILL" in told["problems"][0]["why"]
    assert not (tmp_path / "shop-data" / "data.sql").exists()
