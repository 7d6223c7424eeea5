"""`lasting`: of what can be said after a call, what is worth it: nothing of an object that stays as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping

from seedbed.testgen.explore.bench import Bench
from seedbed.testgen.explore.cases import Case

__all__ = ["lasting"]

_OBJECT = re.compile(r"\bsubject\b")


def lasting(bench: Bench, case: Case, said: Mapping[str, str]) -> dict[str, str]:
    """The claims without those on the object, where they all held before the call and others are left."""
    if _of_itself(case, said):
        return {}
    others = {key: value for key, value in said.items() if not _OBJECT.search(key)}
    if not case.receiver or not others or len(others) == len(said) or case.act.startswith("with "):
        return dict(said)
    before = bench.run(case._replace(given=(), act="None"), watch=False)
    held = {} if before is None else before.said
    same = all(held.get(key) == value for key, value in said.items() if key not in others)
    return others if same else dict(said)


def _of_itself(case: Case, said: Mapping[str, str]) -> bool:
    """Whether all that is said is that a class without arguments gives an object of it, which is no news."""
    name = case.callee.removesuffix(".__init__")
    return case.act == f"{name}()" and dict(said) == {"type(result).__name__": repr(name)}
