"""What the words of a step stand for in code: values, and names that mean the same."""

from __future__ import annotations

import re

from seedbed.testgen.plan.words import stems

__all__ = ["MANY", "meanings", "quoted", "value_of"]

_SAME = {
    "make": "creat",
    "makes": "creat",
    "made": "creat",
    "add": "creat",
    "place": "creat",
    "fetch": "get",
    "read": "get",
    "reads": "get",
    "load": "get",
    "remov": "delet",
    "until": "wait",
    "waits": "wait",
    "unkno": "missi",
    "absen": "missi",
}
MANY = re.compile(
    r"\b(two|three|four|five|six|several|many|each|every|all|both|twice|times|again|repeat\w*|concurren\w*|parallel"
    r"|simultan\w*|unless|if|except)\b",
    re.IGNORECASE,
)
"""Words after which one call is not what is asked for."""

_GONE = re.compile(r"\b(?:that )?(?:does not|doesn't|do not) exist\b|\bnon-?existent\b", re.IGNORECASE)


def meanings(text: str) -> frozenset[str]:
    """The words of a text or a name, one for all that mean the same; what is quoted is left out."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'|`[^`]*`", " ", _GONE.sub(" missing ", text))
    return frozenset(_SAME.get(word, word) for word in stems(bare))


def quoted(text: str) -> list[str]:
    """The texts that stand in quotes, as code."""
    return [repr(one or other) for one, other in re.findall(r"\"([^\"]*)\"|'([^']*)'", text)]


def value_of(text: str) -> tuple[str, str] | None:
    """What is said and its value, of "the order total is 18"; None where a sentence is no such thing."""
    found = re.fullmatch(
        r"(?P<what>.+?)\s+(?:is|are|equals?|becomes?|returns?|shows?|stays?|remains?)\s+(?:equal to\s+|still\s+)?"
        r"(?P<value>\"[^\"]*\"|'[^']*'|`[^`]*`|-?\d+(?:\.\d+)?|true|false|empty)\s*\.?",
        text.strip(),
        re.IGNORECASE,
    )
    if found is None:
        return None
    value = found["value"]
    if value.lower() in {"true", "false"}:
        return found["what"], value.capitalize()
    return found["what"], repr(value[1:-1]) if value[0] in "\"'`" else "[]" if value == "empty" else value
