"""What the texts look like that a default draws: identifiers, digests, tokens, and what is put together from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from seedbed.generators.domains.codes import HEX, LOWER, LOWER_DIGITS, UPPER_DIGITS, mixed
from seedbed.generators.meanings.catalog import TEXTS
from seedbed.schema.expression import Call, Cast, Expression, Literal

__all__ = ["letters_of"]

Places = tuple[str, ...]
"""The letters that may stand at each place of a text; a letter that is always the same stands alone."""

_CROCKFORD = "".join(letter for letter in UPPER_DIGITS if letter not in "ILOU")
_UUID = (*(HEX,) * 8, "-", *(HEX,) * 4, "-", "4", *(HEX,) * 3, "-", "89ab", *(HEX,) * 3, "-", *(HEX,) * 12)
_CUID = ("c", *(LOWER_DIGITS,) * 24)
_CUID2 = (LOWER, *(LOWER_DIGITS,) * 23)
_ULID = ("0", "1", "HJK", *(_CROCKFORD,) * 23)  # begins with its moment: one of these years
_NANOID = 21

_CALLS: Mapping[str, Places] = {
    **dict.fromkeys(("uuid", "uuid7", "uuidv4", "uuidv7", "gen_random_uuid", "random_uuid", "newid"), _UUID),
    **dict.fromkeys(("uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4", "bin_to_uuid"), _UUID),
    **dict.fromkeys(("ulid", "gen_ulid", "generate_ulid"), _ULID),
    "cuid": _CUID,
    "md5": (HEX,) * 32,
    "sha1": (HEX,) * 40,
}
"""What a call gives, whatever it is given."""

_BYTES = frozenset({"randomblob", "gen_random_bytes", "random_bytes"})
_MOST_BYTES = 256


def letters_of(default: Expression) -> tuple[tuple[str, int], ...]:
    """Runs of letters (those to choose from, how many) of the texts that a default draws; () where it draws none."""
    places = _places(default)
    if places is None or all(len(letters) == 1 for letters in places):
        return ()
    return tuple((letters, len(list(same))) for letters, same in groupby(places))


def _places(expression: Expression) -> Places | None:
    match expression:
        case Literal(str() as text) if text.isascii():
            return tuple(text)
        case Cast(value, to) if to.kind in TEXTS or to.kind == "uuid":
            return _places(value)
        case Call("||" | "concat", parts):
            found = [_places(part) for part in parts]
            return None if None in found else tuple(letters for part in found if part for letters in part)
        case Call("lower" | "upper" as way, (value,)):
            return _in_case(_places(value), way)
        case Call("replace", (value, Literal(str() as old), Literal(str() as new))):
            return _replaced(_places(value), old, tuple(new))
        case Call("substring", (value, *bounds)):
            return _cut(_places(value), bounds)
        case Call(name, arguments):
            return _called(name.rpartition(".")[2], arguments)
    return None


def _called(name: str, arguments: tuple[Expression, ...]) -> Places | None:
    match name, arguments:
        case "hex", (value,):
            return _in_case((HEX,) * 2 * _bytes(value), "upper") or None
        case "encode", (value, Literal("hex")):
            return (HEX,) * 2 * _bytes(value) or None
        case "cuid", (Literal(2),):
            return _CUID2
        case "nanoid", (*given,):
            length = next((each.value for each in given if isinstance(each, Literal)), _NANOID)
            return _spread(mixed(length)) if isinstance(length, int) else None
    return _CALLS.get(name)


def _spread(runs: Iterable[tuple[str, int]]) -> Places:
    return tuple(letters for letters, count in runs for _ in range(count))


def _bytes(expression: Expression) -> int:
    """How many bytes a call draws; 0 for anything else, and for more than anybody reads."""
    match expression:
        case Call(name, (Literal(int() as count),)) if name.rpartition(".")[2] in _BYTES:
            return count if 0 < count <= _MOST_BYTES else 0
    return 0


def _in_case(places: Places | None, way: str) -> Places | None:
    changed = [letters.upper() if way == "upper" else letters.lower() for letters in places or ()]
    return places and tuple("".join(sorted(set(letters))) for letters in changed)


def _replaced(places: Places | None, old: str, new: Places) -> Places | None:
    """The places with a letter that always stands there put another way."""
    if places is None or len(old) != 1 or any(old in letters != old for letters in places):
        return None
    return tuple(letter for letters in places for letter in (new if letters == old else (letters,)))


def _cut(places: Places | None, bounds: list[Expression]) -> Places | None:
    numbers = [each.value for each in bounds if isinstance(each, Literal) and isinstance(each.value, int)]
    if places is None or len(numbers) != len(bounds) or numbers[0] < 0:
        return None
    first = numbers[0] - 1  # before the first letter is nothing, which counts nevertheless
    last = first + numbers[1] if len(numbers) > 1 else len(places)
    return places[max(first, 0) : max(last, 0)]
