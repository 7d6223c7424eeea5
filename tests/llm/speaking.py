"""A real HTTP server that speaks the protocols of model providers, with scripted replies."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Reply", "Server", "anthropic", "openai", "serving"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server does with one question; `promised` bytes are announced, though fewer may come; it may hang."""

    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    promised: int | None = None
    hangs: bool = False
    drips: bool = False


@dataclass(slots=True)
class Server:
    """The server: its address, the replies to come, and the questions that came, with path and headers."""

    url: str
    replies: list[Reply]
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


def anthropic(text: str, *, model: str = "claude-told", stop: str = "end_turn", **usage: int) -> Reply:
    """An answer in Anthropic's protocol."""
    used = {"input_tokens": usage.get("asked", 10), "output_tokens": usage.get("answered", 20)}
    body = {"type": "message", "model": model, "content": [{"type": "text", "text": text}], "stop_reason": stop}
    return Reply(body=json.dumps({**body, "usage": used}))


def openai(text: str | None, *, model: str = "gpt-told", stop: str = "stop", **usage: int) -> Reply:
    """An answer in OpenAI's protocol."""
    used = {"prompt_tokens": usage.get("asked", 10), "completion_tokens": usage.get("answered", 20)}
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": stop}
    return Reply(body=json.dumps({"object": "chat.completion", "model": model, "choices": [choice], "usage": used}))


@contextmanager
def serving(*replies: Reply, usual: Callable[[dict[str, Any]], Reply] | None = None) -> Iterator[Server]:
    """A server that gives these replies in turn; then what it usually says to a question, else status 418."""
    state = Server("", list(replies))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            said = self.rfile.read(int(self.headers["content-length"]))
            state.asked.append(json.loads(said))
            state.paths.append(self.path)
            state.headers.append({name.lower(): value for name, value in self.headers.items()})
            last = usual(state.asked[-1]) if usual else Reply(418, '{"error": "nothing is left to say"}')
            self.answer(state.replies.pop(0) if state.replies else last)

        def answer(self, reply: Reply) -> None:
            body = reply.body.encode()
            if reply.hangs:
                state.over.wait(60)
                self.close_connection = True
                return
            (self.send_response_only if "date" in reply.headers else self.send_response)(reply.status)
            self.send_header("content-type", reply.kind)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body) if reply.promised is None else reply.promised))
            self.end_headers()
            self.wfile.write(body)
            while reply.drips and not state.over.wait(0.05):
                self.wfile.write(b" ")
                self.wfile.flush()
            if reply.promised is not None or reply.drips:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
