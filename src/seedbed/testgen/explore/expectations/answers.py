"""`answers`: what is to be said of the answer that a client gets, by the class of the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["answers", "broke", "status"]

_ASKED: Mapping[str, Sequence[str]] = {
    "werkzeug.wrappers.response.Response": ("{}.status_code", "{}.json", "{}.location", "{}.text"),
    "httpx.Response": ("{}.status_code", "{}.json()", "{}.text"),
    "httpx2.Response": ("{}.status_code", "{}.json()", "{}.text"),
    "click.testing.Result": ("{}.exit_code", "{}.output"),
    "typer.testing.Result": ("{}.exit_code", "{}.output"),
}
"""Expressions that are asked of an answer: the code that it came with, what it holds as data, and last as text."""
_NOTHING = (None, "")
_LONGEST = 160


def answers(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Expressions and what they give; the text only where there is no data."""
    asked = [form.format(name) for form in _of(value)]
    told = [(each, held) for each in asked if (held := _given(each, name, value)) not in _NOTHING]
    yield from (each for each in told if each[0] != asked[-1])
    if len(told) == 2 and told[-1][0] == asked[-1]:
        yield from _text(*told[-1], refused=told[0][1] not in range(1) and told[0][1] not in range(200, 400))


def _text(asked: str, text: str, *, refused: bool) -> Iterator[tuple[str, Any]]:
    """A short text; of a long one its first and last line, of a refusal its last; nothing of a page."""
    lines = text.splitlines()
    if text.lstrip().startswith("<!"):  # the framework's own, or of a template
        return
    if len(text) <= _LONGEST and not (refused and len(lines) > 1):
        yield asked, text
    else:
        yield from [] if refused else [(f"{asked}.splitlines()[0]", lines[0])]
        yield f"{asked}.splitlines()[-1]", lines[-1]


def status(value: Any) -> Any:
    """The code that an answer came with; None of anything else."""
    asked = _of(value)
    return _given(asked[0].format("it"), "it", value) if asked else None


def broke(value: Any) -> bool:
    """Whether the code did not answer, but ended in an error that its framework caught."""
    caught = getattr(value, "exception", None)
    code = status(value)
    return code is not None and ((isinstance(caught, Exception)) or code >= 500)


def _of(value: Any) -> Sequence[str]:
    names = (f"{each.__module__}.{each.__qualname__}" for each in type(value).__mro__)
    homes = (name.replace("httpx._models", "httpx").replace("typer._click", "click") for name in names)
    return next((_ASKED[name] for name in homes if name in _ASKED), ())


def _given(text: str, name: str, value: Any) -> Any:
    try:
        return eval(text, {name: value})  # noqa: S307 - one of our own expressions
    except Exception:  # it holds no data
        return None
