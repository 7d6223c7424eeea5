"""One question to a server over HTTP: with a limit of time and size, asked again where the server is overloaded."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from seedbed.classes import dataclass
from seedbed.errors import ModelError, Problem
from seedbed.llm.secret import Key, hidden

__all__ = ["Line", "Refused", "is_near", "post", "shown"]

AGAIN = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
"""Answers after which the same question may be asked again."""

LARGEST = 16 << 20
"""Bytes of an answer that are read."""

_SHOWN = 300
_NEAR = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Line:
    """How a server is asked: the seconds that an answer may take, how often, and how long the pauses grow.

    `wait` is called with the seconds of each pause.
    """

    seconds: float = 120.0
    tries: int = 4
    pause: float = 1.0
    longest: float = 60.0
    wait: Callable[[float], None] = time.sleep


class Refused(ModelError):
    """A server did not take the question; `status` is its answer's, `said` its words."""

    def __init__(self, status: int, said: str, problem: Problem) -> None:
        super().__init__(problem)
        self.status, self.said = status, said


@dataclass(frozen=True, slots=True)
class _Failed:
    """One try without an answer, and the seconds that the server wants to be left alone."""

    what: str
    why: str
    status: int = 0
    after: float | None = None
    lasting: bool = False


def post(url: str, headers: Mapping[str, str], body: object, *, line: Line, key: Key | None = None) -> dict[str, Any]:
    """What a server answers to a body of JSON. Raises ModelError, without any key in its words."""
    where = shown(url)
    failed = _Failed("it was never asked", "")
    for number in range(line.tries):
        answer = _once(url, headers, body, line)
        if not isinstance(answer, _Failed):
            return answer
        failed = answer
        pause = line.pause * 2**number if failed.after is None else failed.after
        if failed.lasting or number + 1 == line.tries or pause > line.longest:
            break
        line.wait(pause)
    why = hidden(failed.why, key)
    raise Refused(failed.status, why, Problem(failed.what, where, why, _help(failed, key, line)))


def shown(url: str) -> str:
    """An address without the words that prove who asks."""
    try:
        return str(httpx.URL(url).copy_with(userinfo=b"", query=None))
    except httpx.InvalidURL:
        return hidden(url)


def is_near(url: str) -> bool:
    """Whether an address is of this machine."""
    try:
        return httpx.URL(url).host in _NEAR
    except httpx.InvalidURL:
        return False


def _once(url: str, headers: Mapping[str, str], body: object, line: Line) -> dict[str, Any] | _Failed:
    """One try."""
    try:
        limits = httpx.Timeout(line.seconds, connect=min(line.seconds, 10.0))
        far = not is_near(url)  # no proxy stands between us and our own machine
        with httpx.stream("POST", url, headers=dict(headers), json=body, timeout=limits, trust_env=far) as response:
            text = _read(response, line.seconds)
    except httpx.TimeoutException:
        return _Failed("the model's server did not answer in time", f"it was given {line.seconds:g} seconds")
    except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        return _Failed("this is no address of a server", str(error), lasting=True)
    except httpx.ConnectError as error:
        return _Failed("the model's server cannot be reached", str(error))
    except httpx.HTTPError as error:
        return _Failed("the model's server broke off its answer", str(error))
    if text is None:
        return _Failed("the model's server sent more than an answer may have", f"over {LARGEST:,} bytes", lasting=True)
    return _told(response, text)


def _read(response: httpx.Response, seconds: float) -> str | None:
    """The body of an answer, None where it is too large. Raises ReadTimeout where it does not come to an end."""
    end, parts, size = time.monotonic() + seconds, list[bytes](), 0
    for part in response.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            return None
        if time.monotonic() > end:
            raise httpx.ReadTimeout("the answer does not end")
    return b"".join(parts).decode("utf-8", errors="replace")


def _told(response: httpx.Response, text: str) -> dict[str, Any] | _Failed:
    """The object that a body holds, or what is wrong with it."""
    status = response.status_code
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    if response.is_success and isinstance(told, dict) and "error" not in told:
        return told
    said = _error(told) or " ".join(text.split())[:_SHOWN] or "it sent no text"
    if response.is_success and isinstance(told, dict):
        return _Failed("the model's server reported an error", said, status)
    if response.is_success:
        kind = response.headers.get("content-type", "of no type")
        return _Failed(
            "the model's server sent no JSON that can be read", f"it sent {kind}: {said}", status, lasting=True
        )
    lasting = status not in AGAIN or "insufficient_quota" in text
    return _Failed(_what(status), f"status {status}: {said}", status, _after(response), lasting)


def _what(status: int) -> str:
    if status in (401, 403):
        return "the model's server refused the key"
    if status == 404:
        return "the server has no such model, or it is no such server"
    if status in (429, 503, 529):
        return "the model's server has too much to do, or you asked it too much"
    return "the model's server failed" if status >= 500 else "the model's server refused the question"


def _help(failed: _Failed, key: Key | None, line: Line) -> str:
    if failed.status in (401, 403):
        source = f"the key is that of {key.source}" if key is not None else "no key was sent"
        return f"{source}; keys are read from the environment or the keyring"
    if failed.status == 404:
        return "look at --model and --base-url"
    if failed.after is not None and failed.after > line.longest:
        return f"it wants to be left alone for {failed.after:g} seconds: try again then"
    if failed.status in AGAIN or not failed.status:
        return "" if failed.lasting else f"it was asked {line.tries} times; try again later, or look at --base-url"
    return ""


def _error(told: object) -> str:
    """The words of an error as the protocols give them."""
    error = told.get("error") if isinstance(told, dict) else None
    if isinstance(error, dict):
        error = error.get("message") or error.get("type") or json.dumps(error)
    return str(error)[:_SHOWN] if error else ""


def _after(response: httpx.Response) -> float | None:
    """The seconds that Retry-After asks for: a number, or a date as seen from the answer's own date."""
    told = response.headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(told))
    except ValueError:
        pass
    try:
        until, now = parsedate_to_datetime(told), parsedate_to_datetime(response.headers.get("date", ""))
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError):
        return None
