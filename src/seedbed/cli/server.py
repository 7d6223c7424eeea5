"""`seedbed mcp`: the tools for agents, on standard input and output."""

from __future__ import annotations

import signal
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from seedbed.database.dsn import parse_dsn
from seedbed.errors import Problem, UsageError

__all__ = ["mcp"]


def mcp(
    folder: Annotated[
        Path, typer.Argument(help="The folder whose files may be read and written; no other is.")
    ] = Path(),
    database: Annotated[
        list[str] | None,
        typer.Option(
            "--database", help="The address of a database that may be read, with its secret if it has one. Repeatable."
        ),
    ] = None,
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Such a database may be on another machine.")
    ] = False,
    max_rows: Annotated[int, typer.Option(min=1, help="The most rows that one call may make.")] = 10_000_000,
) -> None:
    """Serve an agent by the Model Context Protocol.

    The agent's host starts it, and speaks with it on standard input and output.

    seedbed mcp .

    seedbed mcp . --database postgresql://localhost/shop
    """
    if find_spec("mcp") is None:
        raise UsageError(Problem("the library mcp is not installed", "seedbed mcp", help="pip install 'seedbed[mcp]'"))
    if not folder.is_dir():
        raise UsageError(
            Problem("there is no such folder", str(folder), help="name the folder that the agent works in")
        )
    from seedbed.server.running import Limits  # the library takes half a second to load
    from seedbed.server.serving import serve

    for address in database or ():
        parse_dsn(address)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the host closes our input to end us; a person may use Ctrl-C
    serve(Limits(folder.resolve(), database or (), allow_remote, max_rows))
