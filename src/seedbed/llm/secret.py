"""Keys: found in the environment or the keyring, and kept out of every text that is shown or stored."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from importlib import import_module

from seedbed.classes import dataclass

__all__ = ["Key", "hidden", "key_of", "unkeyed"]

HIDDEN = "***"
_NAMES = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL", re.IGNORECASE)
_ISSUED = r"\b(?:sk|pk|rk)-(?=[\w-]*\d)[\w-]{16,}|\bgh[opsu]_\w{20,}|\bAKIA[A-Z0-9]{12,}"
_SAID = (
    r"\bsk-[\w-]{8,}|(?i:\bbearer\s+)[\w.~+/-]{8,}=*|(?i:\bx-api-key['\"]?\s*[:=]\s*['\"]?)[\w.~+/-]{8,}|"
    r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
)
_SHORTEST = 8
_LIKE_A_KEY = 14
"""Letters that a value has which is no common word."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that no text shows by accident: `value` is asked for only where a request is made."""

    value: str
    source: str

    def __repr__(self) -> str:
        return f"Key({HIDDEN}, source={self.source!r})"

    __str__ = __repr__


def key_of(provider: str, environment: Mapping[str, str] | None = None) -> Key | None:
    """The key of a provider: PROVIDER_API_KEY of the environment, else what the keyring holds for seedbed."""
    environment = os.environ if environment is None else environment
    name = f"{provider.upper()}_API_KEY"
    if environment.get(name, "").strip():
        return Key(environment[name].strip(), name)
    kept = _in_keyring(provider)
    return Key(kept, "keyring") if kept else None


def hidden(text: str, *keys: Key | None, environment: Mapping[str, str] | None = None) -> str:
    """A text to be shown, without keys: given ones, those of the environment, and whatever may be one."""
    return re.sub(f"{_ISSUED}|{_SAID}", HIDDEN, _without(text, keys, environment, _SHORTEST))


def unkeyed(text: str, *keys: Key | None, environment: Mapping[str, str] | None = None) -> str:
    """A text to be stored and used again, without keys: those that are known, and what only a key can be.

    It is a program, perhaps, so that common words stay though someone's password is one.
    """
    return re.sub(_ISSUED, HIDDEN, _without(text, keys, environment, _LIKE_A_KEY))


def _without(text: str, keys: Iterable[Key | None], environment: Mapping[str, str] | None, shortest: int) -> str:
    """A text without the values of keys, and of variables that are called like secrets and are not too short."""
    environment = os.environ if environment is None else environment
    values = {value.strip() for name, value in environment.items() if _NAMES.search(name)}
    values = {value for value in values if len(value) >= shortest} | {key.value for key in keys if key is not None}
    for value in sorted(values, key=lambda each: (-len(each), each)):
        text = text.replace(value, HIDDEN)
    return text


def _in_keyring(provider: str) -> str:
    """What the system's keyring holds, "" where there is no such library, no keyring, or no key."""
    try:
        found = import_module("keyring").get_password("seedbed", provider)
    except Exception:  # noqa: BLE001 - whatever a desktop's keyring says, there is no key in it for us
        return ""
    return found.strip() if isinstance(found, str) else ""
