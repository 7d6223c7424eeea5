"""`told_message`: the words that the plan gives an expected exception, in place of words of which it says nothing."""

from __future__ import annotations

import ast
import re

from seedbed.testgen.plan.heal.forms.raises import exceptions_in
from seedbed.testgen.plan.heal.lock.grants import expected_of, names
from seedbed.testgen.plan.std.read import sections_of

__all__ = ["told_message"]

_SIGNS = re.compile(r"([\\.^$*+?{}\[\]|()])")


def told_message(call: ast.Call, docstring: str) -> str | None:
    """The pattern of the one text in quotes where the plan names the exception that a test expects with other words.

    None where it quotes nothing there, or more than one text, or what the test expects already.
    """
    wrong = next((each.value for each in call.keywords if each.arg == "match"), None)
    if not call.args or not isinstance(wrong, ast.Constant) or not isinstance(wrong.value, str):
        return None
    lines = sections_of(docstring)[1].get("expected", ())
    told = [line for line in lines if any(names(line, each) for each in exceptions_in(call.args[0]))]
    quoted = re.findall(r"\"([^\"]+)\"", " ".join(told))
    if len(quoted) != 1 or _is_said(wrong.value, expected_of(docstring)):
        return None
    return _SIGNS.sub(r"\\\1", quoted[0])


def _is_said(pattern: str, text: str) -> bool:
    """Whether a text has what a pattern looks for; nobody can tell of one that is no pattern."""
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return True
