"""`Plain`: texts, numbers and bytes as arguments: those of the code itself, or of the stock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seedbed.testgen.explore.facts import Callee
from seedbed.testgen.explore.values.stock import FLOATS, INTS, TEXTS, WORDS
from seedbed.testgen.inside.chance import Chance

__all__ = ["Plain"]


class Plain:
    """Plain values: `matched` texts fit a regular expression of the module, `words` stand in it or in its docs.

    `held` are the plain things in each list, set and mapping of the module, by its name.
    """

    def __init__(
        self,
        matched: list[str],
        words: list[str],
        matched_by: dict[str, list[str]],
        held: Mapping[str, Sequence[Any]] = {},
    ) -> None:
        self.matched, self.words, self.matched_by, self.held = matched, words, matched_by, held
        signs = [sign for text in [*words, *matched] for sign in text if not sign.isalnum() and not sign.isspace()]
        counted = sorted(set(signs), key=lambda sign: (-signs.count(sign), sign))
        self.signs = [form for sign in counted[:5] for form in (sign, sign + " ")] or [" "]
        self.near: list[Any] = []
        self.matched_near: list[str] = []
        self.rng = Chance(0)

    def begin(self, rng: Chance, callee: Callee | None, callees: list[Callee]) -> None:
        """Turns to one callee: its literals, and those of what it calls, come first."""
        self.rng = rng
        self.near, self.matched_near = [], []
        if callee is None:
            return
        self.near = list(callee.literals)
        wanted = set(callee.called)
        self.matched_near = [text for name, texts in self.matched_by.items() if name in wanted for text in texts]
        self.near += [each for name in callee.called for each in self.held.get(name, ()) if each not in self.near]
        for other in callees:
            if other.name in wanted and other is not callee:
                self.near += [each for each in other.literals if each not in self.near]

    def texts(self) -> list[str]:
        """All texts at hand."""
        near = [each for each in self.near if isinstance(each, str)]
        plain = [each for each in [*near, *self.words] if each.isalpha()]
        cased = [form for each in plain for form in (each.capitalize(), each.upper())]
        return list(dict.fromkeys([*self.matched_near, *near, *cased, *self.matched, *self.words, *TEXTS]))

    def numbers(self) -> list[int]:
        """All whole numbers at hand, and those beside them."""
        near = [each + more for each in self.near if isinstance(each, int) for more in (0, -1, 1)]
        return list(dict.fromkeys([*near, *INTS, *range(-3, 26)]))

    def text(self) -> str:
        """A text: of the literals near by, of the expressions, of the words of the docs, or plain; some are bent."""
        rng = self.rng
        near = [each for each in self.near if isinstance(each, str)]
        chosen = TEXTS
        lot = rng.random()
        if self.matched_near and rng.random() < 0.35:
            chosen = self.matched_near  # type: ignore[assignment]
        elif near and lot < 0.28:
            chosen = near  # type: ignore[assignment]
        elif self.matched and lot < 0.58:
            chosen = self.matched  # type: ignore[assignment]
        elif self.words and lot < 0.7:
            chosen = self.words  # type: ignore[assignment]
        elif lot < 0.82:
            return repr(self.woven())
        text = rng.choice(chosen)
        return repr(self.bent(text) if rng.random() < 0.35 else text)

    def woven(self) -> str:
        """A text of several pieces, with the signs between them that the module's own texts have."""
        rng = self.rng
        near = [each for each in self.near if isinstance(each, str)]
        made = ""
        for _ in range(rng.randint(2, 9)):
            pieces = rng.choice((near, self.words, self.words, WORDS)) or WORDS
            piece = str(rng.choice(pieces))
            made += (piece if len(piece) < 24 else piece[:12]) + rng.choice((*self.signs, " ", "", "\n"))
        return made

    def bent(self, text: str) -> str:
        """A text like another."""
        rng = self.rng
        other = rng.choice(rng.choice((TEXTS, self.matched or TEXTS, [str(each) for each in self.near] or TEXTS)))
        at = rng.randint(0, len(text))
        way = rng.randint(0, 9)
        return (
            text + other, other + text, text[:at] + other + text[at:], text.upper(), text.title(), text[:at], text[at:],
            text + " " + other, text[:at] + text[at + 1 :], text.swapcase(),
        )[way]  # fmt: skip

    def integer(self) -> str:
        """A whole number: one near by, or beside it, or a plain one."""
        rng = self.rng
        near = [each for each in self.near if isinstance(each, int)]
        lot = rng.random()
        if near and lot < 0.4:
            return repr(rng.choice(near) + rng.choice((-1, 0, 0, 1)))
        if lot < 0.55:
            return repr(rng.randint(-9, 40))
        if lot < 0.62:
            return repr(rng.randint(0, 10 ** rng.randint(2, 6)))
        return repr(rng.choice(INTS))

    def float(self) -> str:
        """A number with a fraction."""
        near = [each for each in self.near if isinstance(each, float)]
        if near and self.rng.random() < 0.4:
            return repr(self.rng.choice(near) + self.rng.choice((-0.5, 0.0, 0.0, 0.5)))
        return repr(self.rng.choice(FLOATS))

    def bytes(self) -> str:
        """Bytes: those near by, or a text's."""
        near = [each for each in self.near if isinstance(each, bytes)]
        if near and self.rng.random() < 0.3:
            return repr(self.rng.choice(near))
        return repr(self.rng.choice(TEXTS).encode())
