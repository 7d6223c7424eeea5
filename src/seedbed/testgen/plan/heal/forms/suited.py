"""`outdone`: whether another fixture says more of a name, by its own name or by what it says of itself.

`account_with_funds` is said in full by `funded_account`, whose docstring is "An account with 500.00", and in part by
`account`: so the second is not what was meant, however alike the letters are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["outdone", "roots"]

_LITTLE = frozenset(
    ["a", "an", "and", "for", "from", "has", "have", "in", "is", "of", "on", "that", "the", "to", "with"]
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Za-z][a-z]*|[0-9]+")
_ENDING = re.compile(r"(?<=\w\w\w)(?:ed|ing|es|s|e|y)$")


def roots(text: str) -> frozenset[str]:
    """The words of a text or a name without their endings: `fund` of `funded` and of `funds`."""
    words = (word.lower() for part in re.split(r"[\W_]+", text) for word in _WORD.findall(part))
    return frozenset(re.sub(r"(\w)\1$", r"\1", _ENDING.sub("", word)) for word in words if word not in _LITTLE)


def outdone(name: str, right: str, described: Mapping[str, str]) -> bool:
    """Whether another fixture says more of a name than the one that is to stand for it, and says that too."""
    most = roots(name) & roots(f"{right} {described.get(right, '')}")
    beside = {each: text for each, text in described.items() if each != right and roots(name) & roots(each)}
    return any(most < roots(name) & roots(f"{each} {text}") for each, text in beside.items())
