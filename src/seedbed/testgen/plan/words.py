"""Words of plans and of code, made comparable: what two texts share, and names made from sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["claim", "is_check", "is_negative", "likeness", "name_of", "stems"]

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Za-z][a-z0-9]*|[0-9]+")
_LITTLE = frozenset(
    "a an and as at be by can for from has have in into is it its no of on or so that the then there this to under via"  # noqa: SIM905 - words to read
    " was were when which will with not test tests verify verifies verified check checks ensure confirm validate"
    " scenario should must".split()
)
_CHECK = re.compile(
    r"(?:also )?(?:verif(?:y|ies)|validates?|checks?|confirms?|ensures?|asserts?|make sure|tests?|see)"
    r"(?: (?:that|whether|if))?\b[:,]?\s+",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(fails?|failed|failure|reject(s|ed|ion)?|refus(e|es|ed|al)|invalid|non-?existent|unknown|missing|den(y|ied|ies)"
    r"|forbidden|unauthori[sz]ed|cannot|can't|not (allowed|permitted|found|possible)|error|errors|raises?|negative"
    r"|unsupported|illegal|wrong)\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\b(no|without( any)?|zero|0) (errors?|failures?)\b", re.IGNORECASE)


def stems(text: str) -> frozenset[str]:
    """The words of a text or of a name that say something, cut to what their forms share."""
    words = (word.lower() for part in re.split(r"[\W_]+", text) for word in _WORD.findall(part))
    return frozenset(word[:5] for word in words if word not in _LITTLE and (len(word) > 1 or word.isdigit()))


def likeness(asked: Iterable[str], offered: Iterable[str]) -> float:
    """The share of the words asked for that are offered, 0 to 1."""
    wanted = frozenset(asked)
    return len(wanted & frozenset(offered)) / len(wanted) if wanted else 0.0


def name_of(text: str, most: int = 60) -> str:
    """A Python name from a sentence, cut between words: `reset_running_vmi_via_api`."""
    bare = _CHECK.sub("", text, count=1) if _CHECK.match(text) else text
    words = [word.lower() for word in re.findall(r"[A-Za-z0-9]+", bare)]
    while words and len("_".join(words)) > most:
        words.pop()
    name = "_".join(words) or "unnamed"
    return f"n{name}" if name[0].isdigit() else name


def is_check(text: str) -> bool:
    """Whether a sentence asks for something to be looked at, as "Verify the order is paid" does."""
    return _CHECK.match(text.strip()) is not None


def claim(text: str) -> str:
    """What a sentence claims, without "verify that" before it and without a full stop."""
    bare = text.strip()
    found = _CHECK.match(bare)
    return (bare[found.end() :] if found else bare).strip().rstrip(".")


def is_negative(*texts: str) -> bool:
    """Whether texts speak of something that has to fail."""
    return any(_NEGATIVE.search(_WITHOUT.sub("", text)) for text in texts)
