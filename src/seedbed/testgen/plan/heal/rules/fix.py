"""What rules work with, and what they give."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.testgen.plan.explore.facts import Fixture, Function
from seedbed.testgen.plan.explore.known import Known
from seedbed.testgen.plan.explore.parse import called
from seedbed.testgen.plan.heal.edits import Edit, Source
from seedbed.testgen.plan.heal.forms.kinds import suffices
from seedbed.testgen.plan.heal.forms.slips import is_near, is_typo
from seedbed.testgen.plan.heal.lock.grants import Grants
from seedbed.testgen.plan.words import stems

__all__ = ["Bench", "Fix", "best", "import_edits", "without"]


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend one thing: what was wrong, in words, in the words of GRAVEYARD.md's categories, and in code.

    `guess` says by what it was guessed, for one `test`; "" where it is sure.
    """

    what: str
    category: str
    edits: tuple[Edit, ...]
    wrong: str = ""
    correct: str = ""
    guess: str = ""
    test: str = ""


@dataclass(frozen=True, slots=True)
class Bench:
    """A test file on the bench: its source, its path, and what the repository around it offers."""

    path: Path
    source: Source
    known: Known
    fixtures: Mapping[str, Fixture]
    grants: Grants

    def functions(self, name: str, owner: str = "") -> Sequence[Function]:
        """The functions and methods of a name; a class stands for how it is made."""
        found = self.known.functions.get(name, ())
        if owner:
            found = tuple(each for each in found if each.owner == owner) or found
        if found:
            return found
        return tuple(each for one in self.known.of_class(name) for each in one.methods if each.name == "__init__")

    def takes(self, call: ast.Call, name: str, module: str = "") -> bool:
        """Whether the one function, or class, of a name takes what a call gives, and needs no more.

        In a module it is one that has no owner there: a method may be called the same.
        """
        found = self.functions(name)
        found = [each for each in found if not each.owner and each.module == module] or found
        return len(found) == 1 and suffices(call, found[0])

    def has(self, name: str) -> bool:
        """Whether the file binds a name at its top."""
        return any(
            getattr(node, "name", None) == name
            or any(
                (alias.asname or alias.name.partition(".")[0]) == name
                for alias in getattr(node, "names", ())
                if isinstance(alias, ast.alias)
            )
            for node in self.source.tree.body
        )

    def usual(self, function: str, keyword: str) -> str | None:
        """What tests of the repository mostly give a keyword of a function, as code."""
        found: Counter[str] = Counter()
        for node in ast.walk(self.source.tree):
            if isinstance(node, ast.Call) and called(node.func).rpartition(".")[2] == function:
                found.update(ast.unparse(each.value) for each in node.keywords if each.arg == keyword)
        return min(found, key=lambda text: (-found[text], text)) if found else None


def best(wrong: str, offered: Iterable[str], told: str = "") -> str | None:
    """The one name that was meant by another: a slip, then shared words, then letters; None where two are as good.

    `told` is text that speaks for those it shares words with.
    """
    said = stems(told)
    scored = sorted(
        (
            (
                is_typo(wrong, name),
                len(stems(wrong) & stems(name)) + len(said & stems(name)),
                SequenceMatcher(None, wrong.lower(), name.lower(), autojunk=False).ratio(),
                name,
            )
            for name in sorted(set(offered))
            if name != wrong and is_near(wrong, name)
        ),
        reverse=True,
    )
    if not scored or (len(scored) > 1 and scored[0][:3] == scored[1][:3]):
        return None
    return scored[0][3]


def import_edits(bench: Bench, name: str) -> tuple[Edit, ...] | None:
    """What brings a name of the repository into the file: nothing where it is there, None where it has no one home."""
    if bench.has(name):
        return ()
    homes = bench.known.homes(name)
    if len(homes) != 1:
        return None
    return (bench.source.imported(f"from {homes[0]} import {name}"),)


def without(bench: Bench, names: AbstractSet[str]) -> Iterator[Edit]:
    """The imports at the top without some names."""
    for node in bench.source.tree.body:
        kept = [each for each in node.names if each.name not in names] if isinstance(node, ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom) and len(kept) < len(node.names):
            line = ast.unparse(ast.ImportFrom(node.module, kept, node.level))
            yield bench.source.replace(node, line) if kept else bench.source.drop(node)
