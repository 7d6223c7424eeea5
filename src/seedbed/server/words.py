"""Words of a call against the form of its tool: all that is wrong with them at once, and what would help."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from seedbed.errors import Problem

__all__ = ["as_words", "whole", "wrong"]

_OPTION = re.compile(r"--([a-z]+(?:-[a-z]+)*)")


def wrong(words: Mapping[str, Any], form: Mapping[str, Any]) -> list[Problem]:
    """What of the words does not fit a form of JSON Schema; nothing where all does."""
    known = list(form["properties"])
    errors = sorted(Draft202012Validator(form).iter_errors(words), key=lambda error: list(map(str, error.path)))
    return [problem for error in errors for problem in _problems(error, words, known)]


def whole(words: Mapping[str, Any]) -> dict[str, Any]:
    """The words with whole numbers as such, also where a host writes 7.0."""
    return {name: int(word) if isinstance(word, float) and word.is_integer() else word for name, word in words.items()}


def as_words(text: str, form: Mapping[str, Any]) -> str:
    """A text that speaks of options of the command line, with the words of a call where it has the same."""

    def word(found: re.Match[str]) -> str:
        name = found[1].replace("-", "_")
        return name if name in form["properties"] else found[0]

    return _OPTION.sub(word, text)


def _problems(error: ValidationError, words: Mapping[str, Any], known: list[str]) -> Iterator[Problem]:
    where = ".".join(map(str, error.path))
    if error.validator == "additionalProperties":
        for name in words:
            if name not in known:
                near = get_close_matches(name, known, 1)
                help = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
                yield Problem(f"there is no word {name!r}", name, help=help)
    elif error.validator == "required":
        missing = [name for name in error.validator_value if name not in words]
        if error.message.startswith(tuple(map(repr, missing))):
            name = next(name for name in missing if error.message.startswith(repr(name)))
            yield Problem(f"{name} is missing", name)
    else:
        yield Problem(error.message[:200], where)
