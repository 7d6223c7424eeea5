"""The engine without a model: documented examples, laws, and recorded behaviour with claims that tell mutants."""

from __future__ import annotations

from seedbed.testgen.local.propose import Proposed, propose

__all__ = ["Proposed", "propose"]
