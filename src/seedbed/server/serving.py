"""`serve`: the tools on standard input and output, by the Model Context Protocol, until the host closes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import anyio
from mcp import McpError, types
from mcp.server.lowlevel import Server
from mcp.server.session import ServerSession
from mcp.server.stdio import stdio_server

from seedbed.errors import Problem
from seedbed.server.allowed import Allowed
from seedbed.server.brief import few, plain
from seedbed.server.running import Calling, Limits, answered
from seedbed.server.tools import Tool, tools
from seedbed.server.words import as_words, whole, wrong
from seedbed.version import __version__

__all__ = ["serve", "served"]

AT_ONCE = 4
"""Calls that are worked on at the same time; others wait."""

_ABOUT = """Seedbed makes test data that a schema's every constraint accepts, and says how it knows.
Look first: introspect a schema, explain it, generate with a dry run. Then generate with dry_run=false, which judges
what it wrote. project writes factories and seeds that fit a repository's models, test writes tests for a source file;
both show first what they would do. Files are read and written in {root} only; {databases}.
Answers are short: name tables to see more."""


def serve(limits: Limits) -> None:
    """Serves until standard input ends."""
    anyio.run(_serve, limits)


async def _serve(limits: Limits) -> None:
    server = served(limits)
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def served(limits: Limits) -> Server[Any, Any]:
    """A server of all tools."""
    allowed = Allowed(tuple(limits.databases), limits.remote)
    databases = f"databases: {', '.join(map(str, allowed.known))}" if allowed.known else "no database was allowed"
    about = _ABOUT.format(root=limits.root, databases=databases)
    server: Server[Any, Any] = Server("seedbed", __version__, about)
    room = anyio.Semaphore(AT_ONCE)

    @server.list_tools()  # type: ignore[no-untyped-call, untyped-decorator]
    async def listed() -> list[types.Tool]:
        return [_shown(tool) for tool in tools().values()]

    @server.call_tool(validate_input=False)  # type: ignore[untyped-decorator]
    async def called(name: str, words: dict[str, Any]) -> types.CallToolResult:
        tool = tools().get(name)
        if tool is None:
            help = f"there are {', '.join(tools())}"
            return _refused([plain(Problem(f"there is no tool {name!r}", help=help))], 2)
        words = whole(words)
        if found := wrong(words, tool.takes):
            return _refused([plain(problem) for problem in found], 2)
        async with room:
            told = await answered(name, words, limits, _calling(server))
        return _result(told, tool, allowed)

    return server


def _shown(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        inputSchema=dict(tool.takes),
        outputSchema=dict(tool.gives),
        annotations=types.ToolAnnotations.model_validate(tool.hints),
    )


def _calling(server: Server[Any, Any]) -> Calling:
    """Who hears of a call: the host that made it, if it wants to, and its model, if it lends us one."""
    context = server.request_context
    session, token = context.session, context.meta.progressToken if context.meta else None

    async def tell(done: int, of: int, what: str) -> None:
        if token is not None:
            await session.send_progress_notification(token, done, of or None, what, str(context.request_id))

    async def ask(request: Mapping[str, Any]) -> Mapping[str, Any]:
        return await _sampled(session, request, str(context.request_id))

    lends = types.ClientCapabilities(sampling=types.SamplingCapability())
    return Calling(tell, ask if session.check_client_capability(lends) else None)


async def _sampled(session: ServerSession, request: Mapping[str, Any], call: str) -> Mapping[str, Any]:
    """What the host's model answers, or why it does not."""
    turns = [
        types.SamplingMessage(role=turn["role"], content=types.TextContent(type="text", text=turn["text"]))
        for turn in request["messages"]
    ]
    try:
        result = await session.create_message(
            turns,
            max_tokens=request["max_tokens"],
            system_prompt=request["system"] or None,
            temperature=request["temperature"],
            related_request_id=call,
        )
    except McpError as error:
        return {"error": error.error.message}
    text = result.content.text if isinstance(result.content, types.TextContent) else ""
    return {"text": text, "model": result.model, "stop": result.stopReason}


def _result(told: Mapping[str, Any], tool: Tool, allowed: Allowed) -> types.CallToolResult:
    """The answer of a worker as the protocol has it; what stopped it in the words of a call, without a secret."""
    if "answer" in told:
        return _said(told["answer"], wrong=False)
    spoken = [
        {name: allowed.hidden(as_words(text, tool.takes)) for name, text in each.items()} for each in told["problems"]
    ]
    return _refused(spoken, told["exit_code"])


def _refused(problems: list[dict[str, str]], code: int) -> types.CallToolResult:
    told = [{name: text for name, text in each.items() if text} for each in problems]
    return _said(few("problems", told) | {"exit_code": code}, wrong=True)


def _said(told: dict[str, Any], *, wrong: bool) -> types.CallToolResult:
    text = json.dumps(told, ensure_ascii=False)
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=text)], structuredContent=told, isError=wrong
    )
