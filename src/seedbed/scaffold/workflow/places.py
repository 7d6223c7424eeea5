"""Where workflow state is kept, below .workflow, and how our entries are told from other people's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from seedbed.scaffold.workflow.chain import MARK, is_ours
from seedbed.scaffold.workflow.evals import MARK as NOTED

__all__ = ["CHAIN", "FILES", "OURS", "REFLECTIONS", "TASKS"]

REFLECTIONS, TASKS, CHAIN = "reflexion/index.json", "evals/task-evals.json", "state-chain/chain.json"
FILES = (REFLECTIONS, TASKS, CHAIN)


def _is_our_reflection(entry: Any) -> bool:
    tags = entry.get("tags") if isinstance(entry, Mapping) else None
    return isinstance(tags, list) and MARK in tags


def _is_our_eval(entry: Any) -> bool:
    return isinstance(entry, Mapping) and str(entry.get("notes") or "").startswith(NOTED)


OURS: Mapping[str, Callable[[Any], bool]] = {REFLECTIONS: _is_our_reflection, TASKS: _is_our_eval, CHAIN: is_ours}
"""Whether an entry of a file carries our mark."""
