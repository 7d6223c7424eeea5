"""What the texts of a domain look like as a regular expression, and whether that obeys patterns."""

from __future__ import annotations

import re

from seedbed.generators.domain import Domain
from seedbed.generators.domains.codes import Codes
from seedbed.generators.domains.matching import Matching, is_empty
from seedbed.generators.domains.template import Template
from seedbed.generators.domains.uuids import Uuids
from seedbed.generators.domains.words import Words, plain_words

__all__ = ["described", "fits", "holds"]

_WIDEST = 300  # the automaton of a wider domain would cost more than it tells


def described(domain: Domain) -> str | None:
    """A regular expression of all texts of a domain, None for one that has none."""
    match domain:
        case Words():
            return f"[a-z]{{{domain.shortest},{domain.longest}}}"
        case Codes():
            return "".join(f"[{re.escape(alphabet)}]{{{count}}}" for alphabet, count in domain.runs)
        case Uuids():
            return "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
        case Template():
            parts = [re.escape(part) if isinstance(part, str) else described(part) for part in domain.parts]
            return None if None in parts else "".join(f"({part})" for part in parts)
    return None


def holds(domain: Domain, text: str, *, folds: bool) -> bool:
    """Whether a text is one of a described domain, or with `folds` one that differs by its case alone."""
    forms = {text, text.lower(), text.upper()} if folds else {text}
    return any(_member(domain, form) for form in forms)


def fits(domain: Domain, patterns: tuple[str, ...], rejected: tuple[str, ...]) -> bool:
    """Whether it is sure that every text of a domain matches all patterns and none of the rejected ones."""
    if not patterns and not rejected:
        return True
    shape, width = described(domain), _width(domain)
    if shape is None or width > _WIDEST:
        return False
    strays = [Matching(shape, 0, width, None, (pattern,)) for pattern in patterns]
    strays += [Matching(shape, 0, width, pattern) for pattern in rejected]
    return all(is_empty(stray) for stray in strays)


def _member(domain: Domain, text: str) -> bool:
    match domain:
        case Words():
            return text in plain_words(domain.shortest, domain.longest)
        case Codes():
            return domain.place(text) is not None
        case Template():
            return _assembled(domain, text)
    shape = described(domain)
    return shape is not None and re.fullmatch(shape, text) is not None


def _assembled(domain: Template, text: str) -> bool:
    """Whether a text splits into the parts of a template."""
    parts = [part for part in domain.parts if not isinstance(part, str)]
    shapes = [re.escape(part) if isinstance(part, str) else f"({described(part)})" for part in domain.parts]
    found = re.fullmatch("".join(shapes), text)
    return found is not None and all(_member(part, group) for part, group in zip(parts, found.groups(), strict=True))


def _width(domain: Domain) -> int:
    """The most characters that a text of a described domain has."""
    match domain:
        case Words():
            return domain.longest
        case Codes():
            return domain.width
        case Template():
            return sum(len(part) if isinstance(part, str) else _width(part) for part in domain.parts)
    return 36
