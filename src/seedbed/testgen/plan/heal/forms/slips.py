"""Names that may have been meant by others: slips of the finger, shared words, and what must not be exchanged."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

__all__ = ["is_alike", "is_near", "is_same", "is_shorter", "is_typo", "suits"]

_NEAR = 0.6
"""How alike two names are that may mean the same, from 0 to 1."""

_ASKING = frozenset(
    ["all", "current", "fetch", "find", "get", "list", "load", "lookup", "of", "query", "read", "retrieve", "show"]
)
"""Words of names that say no more than that something is asked for."""

_MAKING = frozenset(["a", "an", "any", "build", "create", "make", "of", "sample", "some"])
"""Words of names that say no more than that something is made for a test."""

_STATE = re.compile(
    r"\w{2,}ed|\w{3,}ing|\w{3,}less|empty|full|new|old|open|dead|broken|frozen|hidden|written|taken|sold|sent|paid|lost"
    r"|valid|large|small|big|public|private|second|other|ready|idle|free|busy|late"
)
"""Words of a fixture's name that say in which state something is."""

_SPELT = (
    (r"(?<=\w\w\w)our(?=s|ed|ing|$)", "or"),
    (r"(?<=\w\w\w)ogue(?=s|d|$)", "og"),
    (r"(?<=\w\w\w)is(?=e|ing|ation)", "iz"),
    (r"(?<=\w\w\w)ys(?=e|ing)", "yz"),
    (r"(?<=\w\w[bt])re(?=s|d|$)", "er"),
    (r"(?<=\w\w\w)ll(?=ed|ing|er)", "l"),
    (r"(?<=\w[ie]n)c(?=es?$)", "s"),
)
"""Endings of British words, and what is written for them in American ones."""


def is_typo(wrong: str, right: str) -> bool:
    """Whether two names differ as slips of the finger do: by one or two letters of many, or by their case."""
    if wrong.lower() == right.lower():
        return True
    if _opposed(wrong, right):
        return False
    parts = wrong.lower().split("_"), right.lower().split("_")
    pairs = list(zip(*parts, strict=True)) if len(parts[0]) == len(parts[1]) else [(wrong, right)]
    return re.sub(r"\D", "", wrong) == re.sub(r"\D", "", right) and all(_slipped(*pair) for pair in pairs)


def _slipped(wrong: str, right: str) -> bool:
    """Whether one word is another but for a slip; `min` and `max` are two."""
    shorter = min(len(wrong), len(right))
    return _spelt(wrong) == _spelt(right) or (shorter > 2 and _distance(wrong, right) <= (1 if shorter < 8 else 2))


def _spelt(word: str) -> str:
    """A word as it is spelt on one side of the ocean: `catalog` of `catalogue`."""
    for british, american in _SPELT:
        word = re.sub(british, american, word)
    return word


def is_same(wrong: str, right: str, things: frozenset[str]) -> bool:
    """Whether two names ask for the same: but for a slip, the verb of asking, and `things` that are asked.

    `fetch_order` and `get_order` do, `make_order` and `an_order`; `stock_reserved` and `stock` do not.
    """
    words, others = frozenset(_whole(wrong)), frozenset(_whole(right))
    made = bool(words & _MAKING) and bool(others & _MAKING) and words - _MAKING == others - _MAKING
    return is_typo(wrong, right) or words ^ others <= _ASKING | things or made


def is_shorter(wrong: str, right: str, home: str) -> bool:
    """Whether a function asks for the same, and its name leaves out what its module is called by.

    `form_for` of `plurals` is `get_plural_form`.
    """
    words = {each.removesuffix("s") for each in _whole(home.rpartition(".")[2])}
    gone, come = set(_whole(wrong)) - set(_whole(right)), set(_whole(right)) - set(_whole(wrong))
    dropped = {each.removesuffix("s") for each in gone} <= words | _ASKING
    return dropped and come <= _ASKING | {"for"}


def suits(wrong: str, right: str, described: str, said: str) -> bool:
    """Whether a fixture may have been meant by another name: neither is in a state that the other knows nothing of.

    `described` is what the one that there is says of itself, `said` what the test says of what it needs.
    """
    told = _told(wrong, f"{right} {described}") and _told(right, f"{wrong} {said}")
    return is_typo(wrong, right) or (told and not _opposed(wrong, right))


def _told(name: str, text: str) -> bool:
    """Whether a text speaks of each state in a name: of running in "a machine that runs"."""
    roots = [re.sub(r"(?<=\w\w)(\w?)\1(?:ed|ing)$", r"\1", each) for each in _whole(name) if _STATE.fullmatch(each)]
    words = re.findall(r"[a-z]+", text.lower().replace("_", " "))
    return all(any(word.startswith(root) for word in words) for root in roots)


def is_near(wrong: str, right: str) -> bool:
    """Whether one name may have been meant by the other: a slip, a shared word, or most of the same letters."""
    if _opposed(wrong, right):
        return False
    if is_typo(wrong, right) or frozenset(_words(wrong)) & frozenset(_words(right)):
        return True
    return is_alike(wrong, right)


def is_alike(wrong: str, right: str) -> bool:
    """Whether two names have most of their letters in common, in their order."""
    return SequenceMatcher(None, wrong.lower(), right.lower(), autojunk=False).ratio() >= _NEAR


def _opposed(one: str, other: str) -> bool:
    """Whether a name denies what the other says, as `unpaid_order` and `paid_order`."""
    words, others = (frozenset(_whole(each)) for each in (one, other))
    both = [(words, others), (others, words)]
    denied = any(f"{no}{word}" in ours for ours, theirs in both for word in theirs for no in ("un", "in", "non", "dis"))
    return denied or bool((words ^ others) & {"no", "not", "non", "never", "without"})


def _words(name: str) -> list[str]:
    return [word[:5] for word in _whole(name)]


def _whole(name: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)]


def _distance(first: str, second: str) -> int:
    """Letters put in, left out, changed, or exchanged with their neighbour."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for at, letter in enumerate(first, 1):
        earlier, before, row = before, row, [at]
        for other, into in enumerate(second, 1):
            best = min(before[other] + 1, row[other - 1] + 1, before[other - 1] + (letter != into))
            if earlier and other > 1 and letter == second[other - 2] and first[at - 2] == into:
                best = min(best, earlier[other - 2] + 1)
            row.append(best)
    return row[-1]
