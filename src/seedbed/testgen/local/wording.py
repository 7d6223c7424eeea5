"""What tests are called and what their docstrings say: words for what is called, its arguments and what it gives."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

__all__ = [
    "CODES",
    "argument_words",
    "called",
    "clean",
    "coming",
    "condition",
    "detail",
    "outcome",
    "shown",
    "snake",
    "subject_words",
]

_SPECIAL = {
    "init": "new", "eq": "equal", "ne": "not_equal", "lt": "less_than", "le": "at_most", "gt": "greater_than",
    "ge": "at_least", "len": "length", "getitem": "item", "setitem": "set_item", "delitem": "delete_item",
    "contains": "contains", "iter": "iteration", "next": "next", "call": "call", "str": "text", "repr": "repr",
    "bool": "truth", "hash": "hash", "add": "plus", "radd": "plus", "sub": "minus", "rsub": "minus", "mul": "times",
    "rmul": "times", "truediv": "divided", "floordiv": "divided_whole", "mod": "modulo", "pow": "power", "and": "and",
    "or": "or", "xor": "xor", "neg": "negated", "pos": "positive", "abs": "absolute", "invert": "inverted",
    "int": "as_int", "float": "as_float", "enter": "context", "exit": "context", "getattr": "attribute",
    "getattribute": "attribute", "setattr": "set_attribute", "delattr": "delete_attribute", "iadd": "add_in_place",
    "format": "format", "reversed": "reversed", "missing": "missing_key", "dir": "dir", "bytes": "as_bytes",
}  # fmt: skip
_LONGEST = 40
_MOST = 3
_DETAIL = 28
CODES = {
    "result.status_code": ("answers", "is answered with"),
    "result.exit_code": ("exits_with", "exits with"),
}
"""The codes of answers that a client gets, with how a name and a docstring tell of them."""
_HOLDERS = {"[": "list", "(": "tuple", "{": "mapping"}


def snake(name: str) -> str:
    """A name with underscores for its capitals: `fromRoman` → `from_roman`, `HTTPError` → `http_error`."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return re.sub(r"_+", "_", re.sub(r"\W+", "_", apart, flags=re.ASCII)).strip("_").lower()


def _spelled(value: str) -> str:
    """A text with underscores for its signs: `fooBar` → `foo_bar`, but a code stays in one: `P1200D` → `p1200d`."""
    return snake(value if re.search(r"[a-z][A-Z]", value) else value.lower())


def subject_words(label: str) -> str:
    """What is called, as part of a name: `Version.__eq__` → `version_equal`."""
    owner, _, name = (called(label) if label.count(".") > 1 else label).rpartition(".")
    special = re.fullmatch(r"__(\w+)__", name)
    last = _SPECIAL.get(special[1], special[1]) if special else snake(name)
    return f"{snake(owner)}_{last}".strip("_")


def condition(names: Sequence[str], given: Sequence[str]) -> str:
    """What distinguishes a call by its arguments, as the end of a name: `for_empty_text_with_limit`."""
    plain = _telling([argument_words(text) for name, text in zip(names, given, strict=True) if not name])
    named = [f"{snake(name)}_{argument_words(text)}" for name, text in zip(names, given, strict=True) if name]
    parts = (["for", "and".join(f"_{each}_" for each in plain if each)] if any(plain) else []) + (
        ["with", "_and_".join(named[:2])] if named else []
    )
    words = re.sub(r"_+", "_", "_".join(parts)).strip("_")
    return words if len(words) <= _LONGEST else words[:_LONGEST].rpartition("_")[0].removesuffix("_and")


def _telling(words: list[str]) -> list[str]:
    """The words of arguments by their places; of many only the first two that are no flags."""
    return words if len(words) <= _MOST else [each for each in words if each not in ("true", "false", "none")][:2]


def argument_words(text: str) -> str:
    """An argument in a word or two: `''` → `empty_text`, `-3` → `minus_3`, `Version(1)` → `version`."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return _expression_words(text)
    if value is None or isinstance(value, bool):
        return str(value).lower()
    kind = {"str": "text"}.get(type(value).__name__, type(value).__name__)
    if isinstance(value, (int, float)):
        return ("minus_" if value < 0 else "") + snake(str(abs(value)).replace(".", "_"))
    if hasattr(value, "__len__") and not len(value):
        return f"empty_{kind}"
    if isinstance(value, str):
        return _text_words(value)
    return kind if isinstance(value, bytes) or len(value) > 1 else f"{kind}_of_one"


def _text_words(value: str) -> str:
    if not value.strip():
        return "blank_text"
    words = _spelled(value)
    if not words:
        return "signs"
    plain = re.fullmatch(r"[\w .,-]+", value, re.ASCII)
    return words if plain and len(words) <= 20 else "text_like_" + "_".join(words.split("_")[:2])[:16].strip("_")


def _expression_words(text: str) -> str:
    if text.startswith("lambda"):
        return "function"
    if "sample" in text or "tmp_path" in text:
        return "file" if "sample" in text else "path"
    if text[0] in _HOLDERS:
        return _HOLDERS[text[0]]
    called = re.match(r"(?:\w+\.)*(\w+)", text)
    return snake(called[1]) if called else "object"


def outcome(said: dict[str, str]) -> str:
    """What comes of a call, as part of a name; "" where it is just a value."""
    if "raises" in said:
        return "raises_" + snake(said["raises"].rpartition(".")[2])
    for key, (verb, _) in CODES.items():
        if key in said:
            return f"{verb}_{said[key]}"
    result = said.get("result", "")
    plain = {"True": "is_true", "False": "is_false", "None": "gives_none", "''": "gives_empty_text",
             "[]": "gives_empty_list", "()": "gives_empty_tuple", "{}": "gives_empty_dict"}  # fmt: skip
    return plain.get(result, "")


def coming(key: str, value: str) -> str:
    """A claim as the end of a name: `gives_17`, `gives_major_2`, `leaves_size_3`, `saying_too_short`."""
    if key == "match":
        return f"saying_{detail(value)}" if detail(value) else ""
    of = re.search(r"\b(result|subject)\b", key)
    if not of or key.startswith(("isinstance(", "type(")):
        return ""
    what = snake(key.replace("str(", "(").replace(of[1], ""))
    told = detail(value) or ("signs" if value[:1] in "'\"" else "")
    verb = "gives" if of[1] == "result" else "leaves"
    return "_".join(each for each in (verb, what, told) if each) if told else ""


def detail(text: str) -> str:
    """An expression in its own words, as many as fit: `Version(1, 0)` → `version_1_0`, `'a-b'` → `a_b`."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        value = None
    if value in ("", b"", [], (), {}):
        return argument_words(text)
    plain = _spelled(value) if isinstance(value, str) else re.sub(r"-(?=\d)", "minus ", text)
    words = snake(re.sub(r"\b(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_]\w*\()", "", plain))
    return words if len(words) <= _DETAIL else words[: _DETAIL + 1].rpartition("_")[0] or words[:_DETAIL]


def shown(label: str, given: Sequence[str], names: Sequence[str]) -> str:
    """A call as a docstring tells it: whole where it is short, else without its arguments."""
    texts = [f"{name}={text}" if name else text for name, text in zip(names, given, strict=True)]
    label = called(label)
    whole = f"{label}({', '.join(texts)})" if not re.search(r"\.__\w+__$", label) else label
    return f"`{whole}`" if len(whole) <= 60 and not set(whole) & set('\\"`') else f"`{label}`"


def called(label: str) -> str:
    """What is called, as its callers write it: a class for its constructor, a function that is given by its name."""
    return label.removesuffix(".__call__" if label.count(".") > 1 else ".__init__")


def clean(text: str) -> str:
    """Words on one line of a docstring."""
    return " ".join(text.split()).replace("\\", "/").replace('"', "'")
