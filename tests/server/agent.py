"""An agent's host: a real client of the protocol that starts `seedbed mcp` and speaks with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import anyio
from mcp import ClientSession, StdioServerParameters
from mcp.client.session import SamplingFnT
from mcp.client.stdio import stdio_client

from seedbed.server.allowed import Allowed
from seedbed.server.folder import Folder
from seedbed.server.here import Here

__all__ = ["COMMAND", "SHOP", "calling", "here", "talk"]

COMMAND = ["-P", "-m", "seedbed", "mcp"]

SHOP = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, age INTEGER CHECK (age BETWEEN 18 AND 99));
CREATE TABLE orders (
    id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id), total DECIMAL(8, 2) NOT NULL
);
"""

T = TypeVar("T")


def talk(
    folder: Path,
    what: Callable[[ClientSession], Awaitable[T]],
    *options: str,
    model: SamplingFnT | None = None,
) -> T:
    """What comes of a talk with a server that was started for a folder."""

    async def whole() -> T:
        server = StdioServerParameters(
            command=sys.executable, args=[*COMMAND, str(folder), *options], env=dict(os.environ)
        )
        with anyio.fail_after(240):
            async with (
                stdio_client(server) as (into, out),
                ClientSession(into, out, sampling_callback=model) as session,
            ):
                await session.initialize()
                return await what(session)

    return anyio.run(whole)


async def calling(session: ClientSession, tool: str, **words: Any) -> dict[str, Any]:
    """The answer of a tool; fails where it is an error."""
    result = await session.call_tool(tool, words)
    assert not result.isError, result.structuredContent
    assert result.structuredContent is not None
    return result.structuredContent


def here(folder: Path, *databases: str, most: int = 100_000, remote: bool = False) -> Here:
    """What a call in this process may touch."""
    return Here(Folder(folder.resolve()), Allowed(databases, remote), most, lambda done, of, what: None)
