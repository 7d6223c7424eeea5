"""`form_of`: how a call of each sort of callee is written."""

from __future__ import annotations

import re

from seedbed.testgen.explore.facts import Callee

__all__ = ["form_of"]

_OPERATORS = {
    "__add__": "+", "__sub__": "-", "__mul__": "*", "__truediv__": "/", "__floordiv__": "//", "__mod__": "%",
    "__pow__": "**",
    "__and__": "&", "__or__": "|", "__xor__": "^", "__lshift__": "<<", "__rshift__": ">>", "__matmul__": "@",
    "__eq__": "==",
    "__ne__": "!=", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">=",
}  # fmt: skip
_REFLECTED = {
    "__radd__": "+",
    "__rmul__": "*",
    "__rsub__": "-",
    "__rtruediv__": "/",
    "__ror__": "|",
    "__rand__": "&",
    "__rxor__": "^",
}
_ASKED = {
    "__len__": "len", "__iter__": "list", "__str__": "str", "__repr__": "repr", "__bool__": "bool", "__hash__": "hash",
    "__abs__": "abs", "__int__": "int", "__float__": "float", "__next__": "next", "__dir__": "dir",
    "__bytes__": "bytes",
}  # fmt: skip
_SIGNS = {"__neg__": "-", "__pos__": "+", "__invert__": "~"}
_STATED = {"__iadd__": "+=", "__isub__": "-=", "__ior__": "|=", "__iand__": "&="}


def form_of(callee: Callee, given: list[str]) -> str:
    """The text of a call with those arguments; a method is one of `subject`."""
    name, texts = callee.name, ", ".join(given)
    if callee.form == "function":
        return f"{name}({texts})"
    owner = callee.owner.__name__
    if callee.form == "new":
        return f"{owner}({texts})"
    if callee.form == "static":
        return f"{owner}.{name}({texts})"
    if callee.form == "property":
        return f"subject.{name}"
    one = given[0].partition("=")[2] if given and re.match(r"\w+=[^=]", given[0]) else given[0] if given else ""
    if len(given) == 1:
        one = f"({one})" if one.startswith("lambda") else one
        if name in _OPERATORS:
            return f"subject {_OPERATORS[name]} {one}"
        if name in _REFLECTED:
            return f"{one} {_REFLECTED[name]} subject"
        if name in ("__getitem__", "__missing__"):
            return f"subject[{one}]"
        if name == "__contains__":
            return f"{one} in subject"
        if name == "__delitem__":
            return f"del subject[{one}]"
        if name in _STATED:
            return f"subject {_STATED[name]} {one}"
        if name == "__format__":
            return f"format(subject, {one})"
    if name == "__setitem__" and len(given) == 2:
        return f"subject[{given[0]}] = {given[1]}"
    if name in ("__getattr__", "__getattribute__") and len(given) == 1:
        return f"getattr(subject, {one})"
    if name == "__setattr__" and len(given) == 2:
        return f"setattr(subject, {texts})"
    if name == "__delattr__":
        return f"delattr(subject, {texts})"
    if name in _ASKED and not given:
        return f"{_ASKED[name]}(subject)"
    if name in _SIGNS and not given:
        return f"{_SIGNS[name]}subject"
    if name == "__call__":
        return f"subject({texts})"
    if name in ("__enter__", "__exit__"):
        return "with subject as result: pass"
    return f"subject.{name}({texts})"
