"""Recorded answers come again without a model, hold no key, and say when they do not fit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seedbed.errors import ModelError, ReadError, WriteError
from seedbed.llm.completion import Completion, Message, Usage
from seedbed.llm.host import Host
from seedbed.llm.recording import Recorder, Replay


def answering(*texts: str) -> Host:
    left = list(texts)
    return Host(lambda messages, model, warmth, most: Completion(left.pop(0), f"{model}-1", Usage(3, 4), cut=True))


def say(text: str) -> tuple[Message, ...]:
    return (Message("user", text),)


def test_answers_come_again_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    recorder = Recorder(answering("one", "two", "three"), path)
    given = [recorder.complete(say(text), "m", 0.7, 9) for text in ("a", "b", "a")]
    replay = Replay(path)
    assert [replay.complete(say(text), "other", 0.1, 1) for text in ("b", "a", "a")] == [given[1], given[0], given[2]]
    with pytest.raises(ModelError, match="all are given"):
        replay.complete(say("a"), "m", 0.7, 9)


def test_another_question_has_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    Recorder(answering("one"), path).complete(say("a"), "m", 0.7, 9)
    with pytest.raises(ModelError, match=r"(?s)1 recorded answers are left.*record it anew"):
        Replay(path).complete(say("b"), "m", 0.7, 9)


def test_a_conversation_may_be_written_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    lines = [{"answer": {"content": "A"}}, {"answer": {"content": "B", "model": "small", "usage": [1, 2]}}]
    path.write_text("\n\n".join(map(json.dumps, lines)))
    replay = Replay(path)
    first, second = (replay.complete(say(text), "m", 0.7, 9) for text in "xy")
    assert (first.content, first.model, first.usage.told) == ("A", "m", False)
    assert second == Completion("B", "small", Usage(1, 2))


def test_no_key_is_recorded_and_the_replay_fits_still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "hush-hush-hush-7")
    path = tmp_path / "said.jsonl"
    Recorder(answering("is hush-hush-hush-7"), path).complete(say("what is hush-hush-hush-7?"), "m", 0.7, 9)
    assert "hush-hush" not in path.read_text()
    monkeypatch.setenv("DB_PASSWORD", "postgres")
    assert Replay(path).complete(say("what is hush-hush-hush-7?"), "m", 0.7, 9).content == "is ***"


def test_what_is_no_recording_is_told_with_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    path.write_text('{"answer": {"content": "A"}}\n{"answer": 7}\n{"asked": {}}\nhm\n')
    with pytest.raises(ReadError) as raised:
        Replay(path)
    assert [problem.where for problem in raised.value.problems] == [f"{path}:{number}" for number in (2, 3, 4)]
    with pytest.raises(ReadError, match="No such file"):
        Replay(tmp_path / "none")
    with pytest.raises(WriteError):
        Recorder(answering("one"), tmp_path).complete(say("a"), "m", 0.7, 9)
