"""The sieve: of the tests that anyone wrote, those that run, are steady, and notice something."""

from __future__ import annotations

from seedbed.testgen.sieve.sift import Sifted, Verdict, sift

__all__ = ["Sifted", "Verdict", "sift"]
