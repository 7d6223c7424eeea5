"""Servers that speak the two protocols, asked over real HTTP: answers, refusals, overload, and nonsense."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from seedbed.errors import ModelError
from seedbed.llm.completion import Completion, Message, Usage
from seedbed.llm.posting import Line
from seedbed.llm.secret import Key
from seedbed.llm.servers import Anthropic, OpenAI
from tests.llm.speaking import Reply, Server, anthropic, openai, serving

KEY = Key("sk-test-0123456789abcdef", "ANTHROPIC_API_KEY")
ASKED = (Message("system", "Be short."), Message("user", "Say A."))

Speaks = Callable[[str], Reply]
both = pytest.mark.parametrize("protocol", ["anthropic", "openai"])


def ask(protocol: str, server: Server, waits: list[float] | None = None, **line: float) -> Completion:
    said = Line(wait=(waits if waits is not None else []).append, **line)  # type: ignore[arg-type]
    provider = Anthropic(KEY, server.url, said) if protocol == "anthropic" else OpenAI(KEY, f"{server.url}/v1", said)
    return provider.complete(ASKED, "small", 0.7, 100)


def good(protocol: str, text: str = "A") -> Reply:
    return anthropic(text) if protocol == "anthropic" else openai(text)


def refused(protocol: str, *replies: Reply, **line: float) -> tuple[str, Server, list[float]]:
    waits: list[float] = []
    with serving(*replies) as server, pytest.raises(ModelError) as raised:
        ask(protocol, server, waits, **line)
    assert raised.value.exit_code == 4
    said = str(raised.value)
    assert KEY.value not in said
    return said, server, waits


def test_anthropic_is_asked_in_its_own_words() -> None:
    with serving(anthropic("A", model="claude-x-2", asked=7, answered=1)) as server:
        answer = ask("anthropic", server)
    assert answer == Completion("A", "claude-x-2", Usage(7, 1))
    assert server.paths == ["/v1/messages"]
    assert server.headers[0]["x-api-key"] == KEY.value
    assert server.headers[0]["anthropic-version"] == "2023-06-01"
    turns = [{"role": "user", "content": "Say A."}]
    wanted = {"model": "small", "max_tokens": 100, "temperature": 0.7, "messages": turns, "system": "Be short."}
    assert server.asked == [wanted]


def test_openai_is_asked_in_its_own_words() -> None:
    with serving(openai("A", model="gpt-x", asked=7, answered=1)) as server:
        answer = ask("openai", server)
    assert answer == Completion("A", "gpt-x", Usage(7, 1))
    assert server.paths == ["/v1/chat/completions"]
    assert server.headers[0]["authorization"] == f"Bearer {KEY.value}"
    turns = [{"role": "system", "content": "Be short."}, {"role": "user", "content": "Say A."}]
    assert server.asked == [{"model": "small", "max_tokens": 100, "temperature": 0.7, "messages": turns}]


@both
@pytest.mark.parametrize("status", [401, 403])
def test_a_bad_key_is_told_at_once(protocol: str, status: int) -> None:
    body = json.dumps({"error": {"message": f"invalid key {KEY.value}", "type": "authentication_error"}})
    said, server, waits = refused(protocol, Reply(status, body))
    assert "refused the key" in said
    assert "the key is that of ANTHROPIC_API_KEY" in said
    assert "invalid key ***" in said
    assert (len(server.asked), waits) == (1, [])


@both
@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 529])
def test_overload_passes(protocol: str, status: int) -> None:
    waits: list[float] = []
    with serving(Reply(status, '{"error": {"message": "busy"}}'), Reply(status, "busy"), good(protocol)) as server:
        assert ask(protocol, server, waits).content == "A"
    assert waits == [1.0, 2.0]


@both
def test_overload_that_does_not_pass_ends(protocol: str) -> None:
    said, server, waits = refused(protocol, *[Reply(529, '{"error": {"message": "Overloaded"}}')] * 9, tries=3)
    assert "too much to do" in said
    assert "status 529: Overloaded" in said
    assert "asked 3 times" in said
    assert (len(server.asked), waits) == (3, [1.0, 2.0])


def test_the_server_says_how_long_to_wait() -> None:
    waits: list[float] = []
    dates = {"date": "Mon, 02 Mar 2026 10:00:00 GMT", "retry-after": "Mon, 02 Mar 2026 10:00:07 GMT"}
    busy = [Reply(429, "{}", headers) for headers in ({"retry-after": "3"}, {"retry-after": "soon"}, dates)]
    with serving(*busy, good("openai")) as server:
        ask("openai", server, waits)
    assert waits == [3.0, 2.0, 7.0]
    said, _, waits = refused("openai", Reply(429, "{}", {"retry-after": "3600"}))
    assert ("3600 seconds" in said, waits) == (True, [])


def test_a_spent_account_is_not_asked_again() -> None:
    said, server, _ = refused("openai", Reply(429, '{"error": {"code": "insufficient_quota", "message": "spent"}}'))
    assert ("spent" in said, len(server.asked)) == (True, 1)


@both
def test_an_unknown_model_is_told(protocol: str) -> None:
    said, server, _ = refused(protocol, Reply(404, '{"error": {"message": "model: small"}}'))
    assert "no such model" in said
    assert "model: small" in said
    assert len(server.asked) == 1


@both
@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(body='{"content": [{"type": "te'), "no JSON that can be read"),
        (Reply(body=""), "it sent no text"),
        (Reply(body="<html>welcome</html>", kind="text/html"), "text/html: <html>welcome"),
        (Reply(body="[1, 2]"), "no JSON that can be read"),
        (Reply(body='{"hello": 1}'), "cannot be read"),
        (Reply(body='{"choices": [], "content": 7}'), "cannot be read"),
        (Reply(body='{"choices": [7], "content": {}}'), "cannot be read"),
        (Reply(body='{"error": "out of service"}'), "out of service"),
        (Reply(400, '{"error": {"message": "too long"}}'), "status 400: too long"),
        (Reply(302, "", {"location": "http://127.0.0.1:9/"}), "status 302"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nonsense_is_told(protocol: str, reply: Reply, words: str) -> None:
    said, _, _ = refused(protocol, *[reply] * 4)
    assert words in said


@both
def test_half_a_body_is_asked_for_again(protocol: str) -> None:
    whole = good(protocol)
    half = Reply(body=whole.body[:20], promised=len(whole.body))
    with serving(half, whole) as server:
        assert ask(protocol, server).content == "A"
    said, server, _ = refused(protocol, *[half] * 4)
    assert "broke off" in said
    assert len(server.asked) == 4


@both
@pytest.mark.parametrize("reply", [Reply(hangs=True), Reply(drips=True, promised=10_000_000)], ids=["hangs", "drips"])
def test_a_slow_server_is_left(protocol: str, reply: Reply) -> None:
    said, _, waits = refused(protocol, reply, reply, seconds=0.2, tries=2)
    assert "did not answer in time" in said
    assert waits == [1.0]


def test_too_large_an_answer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seedbed.llm.posting.LARGEST", 100)
    said, _, _ = refused("openai", openai("A" * 200))
    assert "over 100 bytes" in said


@both
def test_an_answer_cut_for_its_length_says_so(protocol: str) -> None:
    reply = anthropic("A", stop="max_tokens") if protocol == "anthropic" else openai("A", stop="length")
    with serving(reply) as server:
        assert ask(protocol, server).cut


@both
def test_an_empty_answer_is_an_answer(protocol: str) -> None:
    with serving(anthropic("") if protocol == "anthropic" else openai(None)) as server:
        assert ask(protocol, server).content == ""


def test_parts_of_other_kinds_are_left_out() -> None:
    parts = [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "A"}, {"type": "text", "text": "B"}, 7]
    with serving(Reply(body=json.dumps({"content": parts}))) as server:
        answer = ask("anthropic", server)
    assert (answer.content, answer.model, answer.usage.told) == ("AB", "small", False)
    spoken = {"choices": [{"message": {"content": parts}}], "model": ""}
    with serving(Reply(body=json.dumps(spoken))) as server:
        assert ask("openai", server).content == "AB"


def test_newer_models_are_asked_in_newer_words() -> None:
    tokens = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    warmth = "Unsupported value: 'temperature' does not support 0.7."
    replies = [Reply(400, json.dumps({"error": {"message": text}})) for text in (tokens, warmth)]
    with serving(*replies, openai("A")) as server:
        assert ask("openai", server).content == "A"
    assert sorted(server.asked[2]) == ["max_completion_tokens", "messages", "model"]
    said, server, _ = refused("openai", *[replies[1]] * 3)
    assert (len(server.asked), "temperature" in said) == (2, True)


def test_no_server_is_told() -> None:
    with serving() as server:
        pass
    for address, words in (
        (server.url, "cannot be reached"),
        ("http://user:word@127.0.0.1:1", "cannot be reached"),
        ("ftp://example.org", "no address"),
        ("http://example.org:port", "no address"),
    ):
        with pytest.raises(ModelError) as raised:
            OpenAI(KEY, address, Line(wait=list[float]().append, tries=2)).complete(ASKED, "small", 0.7, 100)
        assert words in str(raised.value)
        assert "user:word" not in str(raised.value)


def test_a_key_travels_in_the_open_only_within_the_machine() -> None:
    assert OpenAI(KEY, "http://192.0.2.1/v1")._key is None
    assert OpenAI(KEY, "https://192.0.2.1/v1")._key == KEY
    assert Anthropic(KEY, "http://localhost:1")._key == KEY
    with serving(openai("A")) as server:
        OpenAI(None, server.url).complete(ASKED, "small", 0.7, 100)
    assert "authorization" not in server.headers[0]
