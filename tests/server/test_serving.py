"""`seedbed mcp` as a host of an agent sees it: a client of the protocol, over the pipes of a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import ClientSession, McpError, types

from tests.server.agent import COMMAND, SHOP, calling, talk

HUGE = 3_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    (home / "shop.sql").write_text(SHOP)
    return home


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_an_agent_looks_writes_and_judges(folder: Path) -> None:
    async def story(session: ClientSession) -> None:
        listed = {tool.name: tool for tool in (await session.list_tools()).tools}
        assert {"generate", "validate", "explain"} <= set(listed)
        assert listed["explain"].annotations is not None
        assert listed["explain"].annotations.readOnlyHint
        assert all(tool.outputSchema and tool.inputSchema["additionalProperties"] is False for tool in listed.values())

        looked = await calling(session, "generate", schema="shop.sql", count=[20.0, "orders=50"][1:], preview=2)
        assert looked["written"] is False
        assert len(looked["preview"]["orders"]) == 2
        assert "orders: 50" in looked["tables"]
        assert names(folder) == {"shop.sql"}

        made = await calling(session, "generate", schema="shop.sql", count=["orders=50"], format="csv", dry_run=False)
        assert made["valid"]
        assert made["rows"] == {"in_all": 150, "tables": ["customers: 100", "orders: 50"]}
        assert json.loads((folder / made["manifest"]).read_text())["tables"]["orders"]["rows"] == 50
        assert (folder / made["report"]).is_file()

        lines = (folder / "shop-data" / "orders.csv").read_text().splitlines()
        (folder / "shop-data" / "orders.csv").write_text("\n".join([lines[0], "1,4000,5.00"]) + "\n")
        judged = await calling(session, "validate", data="shop-data", schema="shop.sql")
        assert judged["ok"] is False
        assert {"FOREIGN_KEY"} <= {breach["kind"] for breach in judged["breaches"]}

    talk(folder, story)


def test_what_is_wrong_comes_back_in_words(folder: Path) -> None:
    (folder / "broken.sql").write_bytes(b"\x00\x01\x02")

    async def refused(session: ClientSession, tool: str, **words: Any) -> dict[str, Any]:
        result = await session.call_tool(tool, words)
        assert result.isError
        assert result.structuredContent is not None
        assert isinstance(result.content[0], types.TextContent)
        assert "Traceback" not in result.content[0].text
        return result.structuredContent

    async def story(session: ClientSession) -> None:
        told = await refused(session, "generate", schema="shop.sql", cuont=5, format=7, dialect="oracle")
        assert {problem["where"] for problem in told["problems"]} == {"cuont", "format", "dialect"}
        assert "did you mean count?" in json.dumps(told)
        assert told["exit_code"] == 2

        told = await refused(session, "explain", schema="shop.sql", count=["ordres=5"])
        assert "did you mean orders?" in told["problems"][0]["help"]
        assert "--" not in json.dumps(told)

        told = await refused(session, "explain", schema="broken.sql")
        assert told["problems"][0]["where"] == "broken.sql"
        assert told["problems"][0]["help"]
        assert told["exit_code"] == 4

        told = await refused(session, "generate", schema="../shop.sql")
        assert "leads out of the folder" in told["problems"][0]["what"]

        told = await refused(session, "explain", schema="postgresql://root:hunter2@example.org/shop")
        assert "not allowed" in told["problems"][0]["what"]
        assert "hunter2" not in json.dumps(told)

        told = await refused(session, "dance")
        assert "generate" in told["problems"][0]["help"]

    talk(folder, story)


def test_a_call_is_cancelled_while_another_is_answered(folder: Path) -> None:
    """Two at a time: one is answered while the other goes on, which then is taken back to the last file."""

    async def story(session: ClientSession) -> None:
        begun = anyio.Event()

        async def progress(progress: float, total: float | None, message: str | None) -> None:
            assert (total, message) == (2.0 * HUGE, "customers")
            begun.set()

        async def long() -> None:
            words = {"schema": "shop.sql", "count": HUGE, "output": "much", "dry_run": False}
            with pytest.raises(McpError, match="cancelled"):
                await session.call_tool("generate", words, progress_callback=progress)

        async with anyio.create_task_group() as group:
            number = session._request_id
            group.start_soon(long)
            await begun.wait()
            assert (folder / "much").exists()
            assert (await calling(session, "explain", schema="shop.sql"))["rows"] == 200
            params = types.CancelledNotificationParams(requestId=number)
            note = types.CancelledNotification(params=params)
            await session.send_notification(types.ClientNotification(note))
        while (folder / "much").exists():
            await anyio.sleep(0.01)
        assert names(folder) == {"shop.sql"}

    talk(folder, story)


def test_a_host_that_dies_leaves_nothing_half_done(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, *COMMAND, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "host", "version": "1"}}
        words = {"schema": "shop.sql", "count": HUGE, "output": "much", "dry_run": False}
        call = {"name": "generate", "arguments": words, "_meta": {"progressToken": 7}}
        for message in (
            {"id": 1, "method": "initialize", "params": hello},
            {"method": "notifications/initialized"},
            {"id": 2, "method": "tools/call", "params": call},
        ):
            server.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
            server.stdin.flush()
        lines = (json.loads(line) for line in server.stdout)
        assert next(lines)["id"] == 1
        assert next(lines)["method"] == "notifications/progress"
        assert (folder / "much").exists()
        server.kill()
    while (folder / "much").exists():
        os.sched_yield()
    assert names(folder) == {"shop.sql"}


def test_a_big_schema_has_a_small_answer(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "big.sql").write_bytes((corpus / "sql-postgres" / "lemmy.sql").read_bytes())

    async def story(session: ClientSession) -> dict[str, Any]:
        return await calling(session, "introspect", schema="big.sql")

    told = talk(tmp_path, story)
    assert len(json.dumps(told)) < 20_000
    assert told["table_count"] == len(told["tables"]) + told.get("more_tables", 0) > 40
    assert told["more_in_full"] > 0


def test_words_that_start_no_server(tmp_path: Path) -> None:
    for words, said in (
        ([tmp_path / "nowhere"], "no such folder"),
        ([tmp_path, "--database", "oracle://x"], "no address of a database"),
    ):
        done = subprocess.run(
            [sys.executable, *COMMAND, *map(str, words)], input="", capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
