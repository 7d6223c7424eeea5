"""`enumerated`: the enumeration that a name which is nowhere was meant as, by the members that a file asks it for.

`EntryState.DRAFT` is `State.DRAFT` where the repository has one enumeration that is called with fewer words, or more,
and has all of these members.
"""

from __future__ import annotations

import ast
import re

from seedbed.testgen.plan.explore.known import Known
from seedbed.testgen.plan.heal.forms.kinds import Kinds
from seedbed.testgen.plan.heal.forms.slips import is_typo

__all__ = ["enumerated"]


def enumerated(name: str, tree: ast.AST, known: Known) -> str:
    """The one enumeration of the repository with a name like this and all members that are asked; "" where none."""
    asked = {
        each.attr for each in ast.walk(tree) if isinstance(each, ast.Attribute) and ast.unparse(each.value) == name
    }
    if not asked or known.homes(name):
        return ""
    kinds = Kinds(known)
    near = (each for each in sorted(known.classes) if _is_called(name, each) and kinds.is_enumeration(each))
    fit = [each for each in near if asked <= kinds.constants(each).keys()]
    return fit[0] if len(fit) == 1 and len(known.homes(fit[0])) == 1 else ""


def _is_called(wrong: str, right: str) -> bool:
    """Whether one name has all words of the other, or is a slip of it."""
    words, others = (set(re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*", each)) for each in (wrong, right))
    return is_typo(wrong, right) or (bool(words and others) and (words <= others or others <= words))
