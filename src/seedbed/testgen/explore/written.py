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
_WRITTEN = {
    "__getitem__": "subject[{one}]", "__missing__": "subject[{one}]", "__contains__": "{one} in subject",
    "__delitem__": "del subject[{one}]", "__format__": "format(subject, {one})",
    "__getattr__": "getattr(subject, {one})", "__getattribute__": "getattr(subject, {one})",
}  # fmt: skip
_STATED = {"__iadd__": "+=", "__isub__": "-=", "__ior__": "|=", "__iand__": "&="}


def form_of(callee: Callee, given: list[str]) -> str:
    """The text of a call with those arguments; a method is one of `subject`."""
    name, texts = callee.name, ", ".join(given)
    if callee.asked is not None:
        return f"subject.{callee.asked.verb}({texts})"
    if callee.form == "function":
        return f"{name}({texts})"
    owner = callee.owner.__name__
    if callee.form == "new":
        return f"{owner}({texts})"
    if callee.form == "static":
        return f"{owner}.{name}({texts})"
    if callee.form == "property":
        return f"subject.{name}"
    form = _of_one(name, given[0]) if len(given) == 1 else ""
    if form:
        return form
    if name == "__setitem__" and len(given) == 2:
        return f"subject[{given[0]}] = {given[1]}"
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
    if name in ("__aenter__", "__aexit__"):
        return "async with subject: pass"
    if name in ("__enter__", "__exit__"):
        return "with subject as result: pass"
    return f"subject.{name}({texts})"


def _of_one(name: str, given: str) -> str:
    """The text of a method with one argument that is written as an operator or the like; "" where it is not."""
    one = given.partition("=")[2] if re.match(r"\w+=[^=]", given) else given
    one = f"({one})" if one.startswith("lambda") else one
    for signs, form in (
        (_OPERATORS, "subject {} {one}"),
        (_STATED, "subject {} {one}"),
        (_REFLECTED, "{one} {} subject"),
    ):
        if name in signs:
            return form.format(signs[name], one=one)
    return _WRITTEN[name].format(one=one) if name in _WRITTEN else ""
