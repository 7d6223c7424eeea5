"""`paired`: whether two names are those of a way and its way back, as `encode` and `decode` are."""

from __future__ import annotations

import re

__all__ = ["paired"]

_PAIRS = (
    ("encode", "decode"), ("compress", "decompress"), ("dumps", "loads"), ("dump", "load"), ("pack", "unpack"),
    ("escape", "unescape"), ("quote", "unquote"), ("encrypt", "decrypt"), ("format", "parse"), ("wrap", "unwrap"),
    ("serialize", "deserialize"), ("serialise", "deserialise"), ("serialize", "validate"), ("join", "split"),
    ("flatten", "unflatten"), ("camelize", "underscore"), ("int2", "2int"), ("marshal", "unmarshal"),
    ("stringify", "parse"), ("inflate", "deflate"), ("compose", "parse"), ("unparse", "parse"), ("render", "parse"),
    ("print", "parse"), ("fold", "unfold"), ("zip", "unzip"), ("shift", "unshift"), ("mask", "unmask"),
    ("lock", "unlock"), ("build", "parse"), ("increment", "decrement"), ("freeze", "thaw"), ("hexlify", "unhexlify"),
    ("nest", "unnest"), ("group", "ungroup"), ("dasherize", "underscore"), ("explode", "implode"),
)  # fmt: skip


def paired(first: str, second: str) -> bool:
    """Whether they are; capitals count as underscores, and `to_x` with `from_x`, `x_to_y` with `y_to_x` too."""
    first, second = _snake(first), _snake(second)
    for there, back in (*_PAIRS, ("to_", "from_")):
        for one, other in ((there, back), (back, there)):
            if one in first and other in second and first.replace(one, "", 1) == second.replace(other, "", 1):
                return True
    there, sign, back = re.sub(r"2", "_to_", first).partition("_to_")
    return bool(sign) and re.sub(r"2", "_to_", second) == f"{back}_to_{there}"


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
