"""Text columns: by what they mean, else by what the engine writes into them; unique ones with a number of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

import yaml

from seedbed.generators.limits import Limits
from seedbed.generators.meanings.meaning import Meaning
from seedbed.scaffold.factories.literal import literal
from seedbed.scaffold.factories.spelled import spelled

__all__ = ["elements", "plain_text", "unique_text"]

FEW = 6
"""Different values that a declaration lists."""

_SHORT = 60
_ROOM = 7  # digits and a dash for the number of a row

_UNIQUE = {
    "email": '"user{n}@example.com"',
    "user_name": '"user{n}"',
    "slug": '"slug-{n}"',
    "file_name": '"file-{n}.txt"',
    "url": '"https://example.com/{n}"',
    "image_url": '"https://example.com/{n}.png"',
    "domain_name": '"site{n}.example.com"',
    "host_name": '"host{n}.example.com"',
    "phone": '"+1555{n:07d}"',
    "ip_address": '"10.{n // 65536 % 256}.{n // 256 % 256}.{n % 256}"',
}


def plain_text(name: str, meaning: Meaning | None, values: list[str], limits: Limits, most: int | None) -> str:
    """The declaration of a text that may repeat."""
    bound = limits.patterns or limits.rejected or limits.min_length or limits.excluded
    provider = _fakers().get(meaning.name) if meaning is not None and not bound else None
    if provider is not None:
        words = [literal(provider[0]), *provider[1:]]
        return f"Text({', '.join([*words, f'most={most}'])})" if most else f"factory.Faker({', '.join(words)})"
    short = [value for value in values if len(value) <= _SHORT]
    if len(short) >= min(FEW, len(values)) and short:
        return elements(short)
    if values and not bound:
        return f'Text("paragraph", most={most})' if most else 'factory.Faker("paragraph")'
    if values:
        return elements(values)
    return f'Text("word", most={most})' if most else 'factory.Faker("word")'


def elements(values: Iterable[object]) -> str:
    """The declaration of one of a few values by chance: documents anew for each row, which may write into them."""
    few = list(values)[:FEW]
    shown = ", ".join(map(literal, few))
    if any(isinstance(value, dict | list) for value in few):
        return f"factory.LazyFunction(lambda: {shown if len(few) == 1 else f'one_of({shown})'})"
    return f'factory.Faker("random_element", elements=[{shown}])'


def unique_text(
    name: str, meaning: Meaning | None, values: list[str], limits: Limits, most: int | None
) -> tuple[str, bool]:
    """The declaration of a text that does not repeat, and whether it surely keeps to the patterns of the column."""
    for body in _bodies(name, meaning, values):
        shown = _shown(body)
        if _fits(shown, limits, most if most is None else most - (meaning_room(body))):
            return f"factory.Sequence(lambda n: f{body})", True
    found = spelled(limits, most, values)
    if found:
        return f"factory.Sequence(lambda n: spelled(n, {found}))", True
    width = min(most or 8, 8)
    return f'factory.Sequence(lambda n: spelled(n, ["0123456789abcdefghijklmnopqrstuvwxyz"] * {width}))', not (
        limits.patterns
    )


def meaning_room(body: str) -> int:
    """How much longer a text becomes when its number has seven digits."""
    return 0 if ":07d" in body or "//" in body else _ROOM - 1


def _bodies(name: str, meaning: Meaning | None, values: list[str]) -> Iterable[str]:
    if meaning is not None and meaning.name in _UNIQUE:
        yield _UNIQUE[meaning.name]
    stem = next((value for value in values if len(value) <= _SHORT and "{" not in value and "\\" not in value), "")
    plain = re.sub(r"\W+", "-", name.lower()).strip("-_")
    if " " in stem:
        yield literal(f"{stem} {{n}}")
    yield literal(f"{plain}-{{n}}")
    yield literal(f"{plain[:3]}{{n}}")
    yield literal(f"{plain[:3].upper()}{{n}}")


def _shown(body: str) -> str:
    return re.sub(r"\{n[^}]*\}", lambda found: "0000001" if ":07d" in found[0] else "1", body.strip('"'))


def _fits(text: str, limits: Limits, most: int | None) -> bool:
    if (most is not None and len(text) > most) or len(text) < (limits.min_length or 0):
        return False
    if any(not re.fullmatch(pattern, text) for pattern in limits.patterns if _compiles(pattern)):
        return False
    return not limits.rejected and not (limits.patterns and not all(map(_compiles, limits.patterns)))


@lru_cache(maxsize=256)
def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


@lru_cache(maxsize=1)
def _fakers() -> dict[str, list[str]]:
    text = files("seedbed").joinpath("scaffold/factories/fakers.yaml").read_text(encoding="utf-8")
    found: dict[str, list[str]] = yaml.safe_load(text)
    return found
