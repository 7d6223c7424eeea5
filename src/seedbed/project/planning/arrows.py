"""Chains of states: `Run: pending→running→{paused,failed}`, `a -> b | condition: c`, `x → y — no way back`."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise, product

from seedbed.classes import dataclass
from seedbed.project.planning.vocabulary import any_of, words

__all__ = ["ENDS", "REFUSING", "Chain", "chains", "has_arrow", "listed_states", "state", "with_arrows"]

_BOTH = re.compile(r"\s*(?:<[-=]{1,3}>|[↔⇔⟷])\s*")
_ARROW = re.compile(r"\s*(?:[-=]{1,3}>|[→⇒⟶➔➜➝➞⇨⭢▶►↦])\s*")
_ATTRIBUTE = re.compile(r"\s*\|\s*(?=[A-Za-z][\w -]{0,30}:)")
_DASH = re.compile(r"\s+(?:[—–]|--|//)\s+")
_SENTENCE = re.compile(r"\s*;\s+|(?<=[\w)}\]`'\"])\.\s+(?=[A-Z*`{(\[])|(?<=\w)\.$")
_LABEL = re.compile(r"^(?P<label>[^→:|]{1,80}?)\s*:\s+(?=[^→]*→)|^(?P<tight>[A-Za-z]\w*):(?=\w[^→:]*→)")
ENDS = re.compile(
    r"(?:is\s+)?(?:the\s+|a\s+)?(?:initial|start\w*|default|terminal|final|end)(?:\s+state)?$", re.IGNORECASE
)
REFUSING = re.compile(
    r"(?:but\s+)?(?:never|forbidden|not allowed|no|cannot(?: go)?|invalid|illegal|disallowed|[✗✘❌🚫⛔])\s*:?\s+",
    re.IGNORECASE,
)
_STATE = re.compile(r"[A-Za-z][\w]*(?:[ -][\w]+){0,3}")
_ASIDE = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_LEAD = re.compile(
    r"^(?:only\s+)?(?:(?:allow|permit)(?:s|ted|ed)?|(?:can|may)?\s*(?:go(?:es)?|moves?)?\s*from)\s+", re.IGNORECASE
)
_ENDED = re.compile(
    r"\s+(?:is\s+|are\s+|gets?\s+)?(?:rejected|refused|blocked|denied)\s+(?:with|by|because)\b", re.IGNORECASE
)
_INNER = re.compile(r"^(?P<head>[^(→]*)\((?P<label>[^():→]*:\s*)(?P<chain>[^()]*→[^()]*)\)")


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain: what stands before its colon, the steps between states, and what is said about it.

    `steps` are pairs of states in order; `attributes` what follows a pipe, by name; `remark` what follows a dash or a
    bracket; `marks` what stands in brackets behind a state, by state. `bad` is the piece that is no state, if any.
    """

    label: str
    states: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    attributes: tuple[tuple[str, str], ...] = ()
    remark: str = ""
    marks: tuple[tuple[str, str], ...] = ()
    bad: str = ""
    refused: bool = False


def with_arrows(text: str) -> str:
    """The text with one kind of arrow."""
    return _ARROW.sub(" → ", _BOTH.sub(" ↔ ", text))


def has_arrow(text: str) -> bool:
    """Whether there is an arrow in a text."""
    return _ARROW.search(text) is not None or _BOTH.search(text) is not None


def chains(text: str) -> tuple[Chain, ...]:
    """The chains of a line, one for each sentence with an arrow; `Order (status: a → b)` is `Order status: a → b`."""
    found = []
    for sentence in _SENTENCE.split(_INNER.sub(r"\g<head>\g<label>\g<chain>", with_arrows(text))):
        if "→" in sentence or "↔" in sentence:
            found += _chains(sentence.strip())
    return tuple(found)


def _chains(sentence: str) -> list[Chain]:
    pieces = _ATTRIBUTE.split(sentence)
    attributes = tuple(
        (name.strip().casefold(), value.strip()) for name, _, value in (p.partition(":") for p in pieces[1:])
    )
    said, remark = _remarked(pieces[0])
    label, chain = _labelled(said)
    return [_refusing(label, part.strip(), attributes, remark) for part in _parts(chain)]


def _refusing(label: str, part: str, attributes: tuple[tuple[str, str], ...], remark: str) -> Chain:
    """One chain; `never a → b` is one of changes that are not allowed."""
    found = REFUSING.match(part)
    made = _chain(label, part[found.end() :] if found else part, attributes, remark)
    return replace(made, refused=bool(found) or bool(REFUSING.match(f"{label}: ")))


def _remarked(text: str) -> tuple[str, str]:
    """The chain and the remark behind a dash; a dash before the first arrow is a label's."""
    for found in _DASH.finditer(text):
        if "→" in text[: found.start()] and "→" not in text[found.end() :]:
            return text[: found.start()], text[found.end() :].strip(" .")
        if "→" not in text[: found.start()]:
            return _remarked(f"{text[: found.start()]}: {text[found.end() :]}")
    return text, ""


def _labelled(text: str) -> tuple[str, str]:
    label = ""
    while found := _LABEL.match(text.replace("↔", "→")):
        label = found["label"] or found["tight"]
        text = text[found.end() :]
    return label.strip(" *-"), text


def _parts(chain: str) -> list[str]:
    """`a → b, b → c` are two chains; `a → b, c` is one with two ends."""
    pieces = _outside(chain, ",")
    if len(pieces) > 1 and all("→" in piece or "↔" in piece for piece in pieces):
        return pieces
    return [chain]


def _outside(text: str, mark: str) -> list[str]:
    """The text between marks that stand in no brackets."""
    pieces, depth = [""], 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == mark and depth <= 0:
            pieces.append("")
        else:
            pieces[-1] += letter
    return pieces


def _chain(label: str, text: str, attributes: tuple[tuple[str, str], ...], remark: str) -> Chain:
    sets: list[tuple[str, ...]] = []
    links: list[str] = re.findall("[→↔]", text)
    marks: list[tuple[str, str]] = []
    pieces = re.split(r"\s*[→↔]\s*", _LEAD.sub("", text))
    for at, piece in enumerate(pieces):
        names, aside = _states(piece, last=at == len(pieces) - 1)
        if not names:
            return Chain(label, (), (), attributes, remark, (), piece.strip() or "nothing")
        sets.append(names)
        marks += [(name, aside) for name in names if aside]
    steps: list[tuple[str, str]] = []
    for (ones, others), link in zip(pairwise(sets), links, strict=True):
        steps += product(ones, others)
        steps += product(others, ones) if link == "↔" else ()
    states = tuple(dict.fromkeys(name for names in sets for name in names))
    return Chain(label, states, tuple(dict.fromkeys(steps)), attributes, remark, tuple(marks))


def _states(piece: str, *, last: bool) -> tuple[tuple[str, ...], str]:
    """The states of one link of a chain, and what is said of them in brackets or behind them."""
    bare = piece.strip(" .,;")
    held = re.fullmatch(r"[{\[(](.*)[}\])](.*)", bare)
    if held and not re.search(r"[{\[(]", held[1]):
        return listed_states(held[1]), held[2].strip(" ()")
    asides = _ASIDE.findall(bare)
    bare = _ASIDE.sub(" ", bare).strip()
    if last:
        bare, _, said = bare.partition(": ")
        bare, more = _cut(bare)
        asides += [more, said]
    return listed_states(bare), "; ".join(filter(None, asides))


def _cut(text: str) -> tuple[str, str]:
    """The states at the end of a chain, and the words that go on behind them: in small letters, as in a sentence."""
    words_on = (found for found in any_of("remarks").finditer(text, 1) if found[0].islower())
    found = _ENDED.search(text) or next(words_on, None)
    if found is None or text[: found.start()].strip(" ,").casefold() == "":
        return text, ""
    if text.casefold() in words("states"):
        return text, ""
    return text[: found.start()].strip(" ,"), text[found.start() :].strip()


def listed_states(text: str) -> tuple[str, ...]:
    """The states of a list: between commas, pipes, slashes or "or"; () where one of them is none."""
    pieces = [piece for piece in re.split(r"\s*[,|/]\s*(?:or\s+|and\s+)?|\s+or\s+|\s+and\s+", text.strip()) if piece]
    names = [state(piece) for piece in pieces]
    return tuple(dict.fromkeys(names)) if names and all(names) else ()


def state(text: str) -> str:
    """A state as it is written, "" where the text is none: some words, none of which begins a remark."""
    bare = text.strip(" '\"`.:*“”‘’")
    if bare.casefold() in words("anything") or text.strip() == "*":
        return "*"
    if not _STATE.fullmatch(bare) or len(bare) > 40:
        return ""
    first = bare.split()[0]
    remark = first.islower() and first in words("remarks") and " " in bare
    return "" if remark and bare not in words("states") else bare
