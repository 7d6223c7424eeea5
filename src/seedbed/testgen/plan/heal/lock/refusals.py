"""The intent lock: `refusals` says what a healed file changes that healing may not change.

Healing may change imports, names, keywords, fixtures, waits and setup. All else is compared, statement by statement,
with the file of before: what is not known to be harmless is refused, so that a way to weaken a test that nobody has
thought of is refused too. Assertions, expected exceptions, parametrisation, tests and docstrings stay; an
expected exception may change only where the docstring's Expected, or a lesson, names the new one.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from seedbed.classes import dataclass
from seedbed.testgen.plan.explore.parse import Def, called, fixture_of
from seedbed.testgen.plan.heal.forms.awaited import rested
from seedbed.testgen.plan.heal.forms.binds import bound_in, free_in, made_in, top_of
from seedbed.testgen.plan.heal.forms.cases import as_case
from seedbed.testgen.plan.heal.forms.early import in_time
from seedbed.testgen.plan.heal.forms.loops import as_plain
from seedbed.testgen.plan.heal.forms.managed import opened
from seedbed.testgen.plan.heal.forms.ordered import ordered
from seedbed.testgen.plan.heal.forms.parametrized import reparametrized
from seedbed.testgen.plan.heal.forms.raises import is_raises
from seedbed.testgen.plan.heal.forms.setups import as_fixture, asked_by
from seedbed.testgen.plan.heal.forms.shadows import unshadowed
from seedbed.testgen.plan.heal.forms.slips import is_near, is_typo, suits
from seedbed.testgen.plan.heal.forms.suited import outdone
from seedbed.testgen.plan.heal.forms.unhidden import unhidden
from seedbed.testgen.plan.heal.forms.wrapped import parents_of
from seedbed.testgen.plan.heal.lock.added import CLOSED, is_allowed, is_fixture, is_import, is_now_fixture
from seedbed.testgen.plan.heal.lock.alike import Alike
from seedbed.testgen.plan.heal.lock.asserted import asserted
from seedbed.testgen.plan.heal.lock.grants import Grants
from seedbed.testgen.plan.heal.lock.named import asks_same
from seedbed.testgen.plan.heal.lock.silenced import silenced
from seedbed.testgen.plan.heal.lock.statements import (
    aliases,
    calls_in_annotations,
    changed,
    heads_of,
    is_alike,
    is_strict,
    marks_in,
    named_in,
    targets_of,
    waits,
)
from seedbed.testgen.plan.words import stems

__all__ = ["Refusal", "refusals"]

_LONG = 4000
"""Letters by which a healed file may be longer than twice its length of before."""

_SCOPES = [f"'{scope}'" for scope in ("function", "class", "module", "package", "session")]
"""How long fixtures live, the shortest first."""

_IMPORT = ast.Import | ast.ImportFrom


@dataclass(frozen=True, slots=True)
class Refusal:
    """A change that is refused: what it is, the line in the healed file (0 where it is gone), and the test it is in."""

    what: str
    line: int = 0
    test: str = ""

    def __str__(self) -> str:
        place = ", ".join(each for each in (self.test, f"line {self.line}" if self.line else "") if each)
        return f"{self.what} ({place})" if place else self.what


def refusals(before: str, after: str, grants: Grants) -> tuple[Refusal, ...]:
    """What of a healing is refused; nothing where all of it is allowed."""
    if len(after) > 2 * len(before) + _LONG:
        return (Refusal(f"the file has grown from {len(before):,} to {len(after):,} letters"),)
    old = ast.parse(before)
    try:
        new = ast.parse(after)
        quiet = silenced(after)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return (Refusal("the healed file is no Python", getattr(error, "lineno", 0) or 0),)
    allowed = [text for _, text in silenced(before)]
    for line, text in quiet:
        if text not in allowed:
            return (Refusal("a comment silences a checker, or says how to read the file", line),)
        allowed.remove(text)
    return tuple(_Lock(unshadowed(old, new, grants.kinds.known if grants.kinds else None), new, grants).found)


class _Lock:
    """Walks both trees together, and keeps what it refuses."""

    def __init__(self, before: ast.Module, after: ast.Module, grants: Grants) -> None:
        self.found: list[Refusal] = []
        self.grants = grants
        self.alike = Alike(grants, before)
        self.test = ""
        self.top = top_of(before)
        self.said: list[str] = []
        self.own = frozenset(node.name for node in before.body if isinstance(node, Def) and fixture_of(node))
        self.left = bound_in(ast.Module([each for each in ast.walk(after) if isinstance(each, _IMPORT)], []))
        self.used = frozenset(
            node.id for node in ast.walk(after) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        )
        self._imports(before, after)
        self._annotations(before, after)
        self._text(before, after)
        self._suite(before.body, after.body)

    def refuse(self, what: str, node: ast.AST | None = None) -> None:
        self.found.append(Refusal(what, getattr(node, "lineno", 0) if node else 0, self.test))

    def _imports(self, before: ast.Module, after: ast.Module) -> None:
        """Names that were imported and still are stand for the same thing; it moves where it was not to be had."""
        old, new = aliases(before), aliases(after)
        self.alike.imported = frozenset(local for local, _, _ in old)
        left = frozenset(local for local, _, _ in new)
        told = (node for node in ast.walk(before) if isinstance(node, ast.Assert) or _expects(node))
        expected = {name for node in (*told, *marks_in(before)) for name in named_in(node)}
        for local, there, now in (each for each in new if each not in old):
            for _, home, own in (each for each in old if each[0] == local):
                if not self._may_move((home, own), (there, now), exact=local in expected):
                    what = f"stands for {now}, not for {own}" if own != now else f"comes from {there}, not from {home}"
                    self.refuse(f"{local} now {what}")
        asked = {node.arg for node in ast.walk(before) if isinstance(node, ast.arg)}
        for local in sorted((self.alike.imported - left) & (asked | {"*"}) - self.grants.missing):
            self.refuse(f"what {local} stands for is not imported any more")

    def _may_move(self, before: tuple[str, str], after: tuple[str, str], *, exact: bool) -> bool:
        """Whether what was imported was not to be had there, and is what was meant where it comes from now."""
        (home, own), (there, now) = before, after
        above = {home[:at] for at, letter in enumerate(f"{home}.") if letter == "."}
        if self.grants.missing.isdisjoint({own, home.rpartition(".")[2], *above}):
            return False
        if not there:
            return now in self.grants.modules
        near = is_typo(own, now) if exact else is_near(own, now)
        meant = own == now or near or self.alike.nested.get(own) == now or asks_same(own, now, self.grants)
        return meant and (there.partition(".")[0] not in CLOSED or there == home)

    def _annotations(self, before: ast.Module, after: ast.Module) -> None:
        """Annotations run when a file is read: they name types, and call nothing."""
        was = {ast.dump(each) for each in calls_in_annotations(before)}
        for each in calls_in_annotations(after):
            if ast.dump(each) not in was:
                self.refuse(f"an annotation that does something: {ast.unparse(each)[:60]}", each)

    def _suite(self, before: Sequence[ast.stmt], after: Sequence[ast.stmt]) -> None:
        """The members of a module or a class: every function and class once, other statements as they were."""
        old = {node.name: node for node in self._set_up(before, after) if isinstance(node, Def | ast.ClassDef)}
        new: dict[str, ast.stmt] = {}
        for node in after:
            if isinstance(node, Def | ast.ClassDef):
                if node.name in new:
                    self.refuse(f"{node.name} is defined twice", node)
                new[node.name] = node
                if node.name not in old and not is_fixture(node, self.grants, self.alike):
                    self.refuse(f"{node.name} is new", node)
        for name, member in old.items():
            if name not in new:
                self.refuse(f"{name} was deleted")
            else:
                self._member(member, new[name])
        rest = [[node for node in body if not isinstance(node, Def | ast.ClassDef)] for body in (before, after)]
        self._body(rest[0], rest[1], setup=False)

    def _set_up(self, before: Sequence[ast.stmt], after: Sequence[ast.stmt]) -> list[ast.stmt]:
        """The members of before: setups that asked for fixtures as these, fixtures that nothing runs as plain ones."""
        plain = {node.name for node in after if isinstance(node, ast.FunctionDef)} if not self.grants.loops else set()
        before = [made if (made := as_plain(node)) and made.name in plain else node for node in before]
        there = {node.name for node in after if isinstance(node, Def)}
        fixtures = {node: as_fixture(node) for node in before if isinstance(node, ast.FunctionDef)}
        return [
            made
            if isinstance(node, ast.FunctionDef)
            and (made := fixtures[node]) is not None
            and {node.name, made.name} & there == {made.name}
            and set(asked_by(node)) <= self.grants.fixtures | self.grants.missing
            else node
            for node in before
        ]

    def _member(self, before: Def | ast.ClassDef, after: ast.stmt) -> None:
        outer, self.test = self.test, f"{self.test}::{before.name}".lstrip(":")
        self.said.append(ast.get_docstring(before) or "")
        if isinstance(before, ast.ClassDef) and isinstance(after, ast.ClassDef):
            before = as_case(before, after, self.grants)
            self._text(before, after)
            self._decorators(before, after)
            same = self.alike.all(before.bases, after.bases, strict=True)
            if not same or not self.alike.all(before.keywords, after.keywords, strict=True):
                self.refuse("the bases of the class were changed", after)
            self._suite(before.body, after.body)
        elif isinstance(before, Def) and isinstance(after, Def) and _is_function(before, after):
            self._function(before, after)
        else:
            self.refuse("it is something else now", after)
        self.test = outer
        self.said.pop()

    def _function(self, before: Def, after: Def) -> None:
        before = reparametrized(unhidden(before, after, self.top), after, self.grants.fixtures)
        renamed, self.alike.renamed = self.alike.renamed, {}
        free, self.alike.free = self.alike.free, self.alike.free | free_in(before, self.top)
        kept, known = self.alike.kept, self.alike.asserted
        outer, parents = self.alike.function, self.alike.parents
        self.alike.function, self.alike.parents = before, parents_of(before)
        self.alike.asserted = asserted(before)
        self.alike.docstring = ast.get_docstring(before) or ""
        self._text(before, after)
        self._decorators(before, after)
        self._arguments(before, after)
        self._body(before.body, after.body, setup=True)
        self.alike.renamed, self.alike.free, self.alike.docstring = renamed, free, ""
        self.alike.kept, self.alike.asserted = kept, known
        self.alike.function, self.alike.parents = outer, parents

    def _text(self, before: Def | ast.ClassDef | ast.Module, after: Def | ast.ClassDef | ast.Module) -> None:
        if ast.get_docstring(before, clean=False) != ast.get_docstring(after, clean=False):
            self.refuse("the docstring was changed", after.body[0] if after.body else None)

    def _decorators(self, before: Def | ast.ClassDef, after: Def | ast.ClassDef) -> None:
        had = (each for each in after.decorator_list if not is_now_fixture(each, before, self.grants))
        marks = [each for each in had if not self._runs(each, before)]
        if len(before.decorator_list) != len(marks):
            self.refuse("markers were added or taken away", after)
            return
        for old, new in zip(before.decorator_list, marks, strict=True):
            if ast.dump(old) != ast.dump(new) and not self._setup_marker(old, new):
                self.refuse(f"a marker was changed: {ast.unparse(old)}", new)

    def _runs(self, mark: ast.expr, before: Def | ast.ClassDef) -> bool:
        """Whether a marker only lets a coroutine run as the repository's other tests do."""
        own = ast.unparse(mark) in {f"pytest.mark.{each}" for each in self.grants.loops}
        had = {ast.dump(each) for each in before.decorator_list}
        return own and isinstance(before, ast.AsyncFunctionDef) and ast.dump(mark) not in had

    def _setup_marker(self, before: ast.expr, after: ast.expr) -> bool:
        """Whether only the fixtures that a marker asks for changed, or how long a fixture lives."""
        if not (isinstance(before, ast.Call) and isinstance(after, ast.Call)):
            return False
        path = called(before.func)
        if path != called(after.func):
            return False
        if path.endswith("mark.usefixtures") and len(before.args) == len(after.args) and not after.keywords:
            pairs = zip(before.args, after.args, strict=True)
            return all(ast.dump(old) == ast.dump(new) or self._is_fixture_name(old, new) for old, new in pairs)
        if path in {"pytest.fixture", "fixture"} and not before.args and not after.args:
            old, new = ({each.arg: ast.unparse(each.value) for each in one.keywords} for one in (before, after))
            lives = [_SCOPES.index(scope) for one in (new, old) if (scope := one.pop("scope", "'function'")) in _SCOPES]
            return old == new and lives == sorted(lives) and len(lives) == 2
        return False

    def _is_fixture_name(self, before: ast.expr, after: ast.expr) -> bool:
        names = [
            each.value for each in (before, after) if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        return len(names) == 2 and names[0] in self.grants.missing and self._meant(names[0], names[1])

    def _meant(self, before: str, after: str) -> bool:
        """Whether a fixture that is not there may have been meant by one that is, as far as the plan says."""
        there = after in self.grants.fixtures or after in self.grants.missing
        if not is_typo(before, after) and outdone(before, after, self.grants.described):
            return False
        return there and suits(before, after, self.grants.described.get(after, ""), " ".join(self.said))

    def _arguments(self, before: Def, after: Def) -> None:
        """Fixtures may come, and go where they are not there; nothing gets a default."""
        old, new = before.args, after.args
        if ast.dump(ast.arguments([], [], None, [], old.kw_defaults, None, old.defaults)) != ast.dump(
            ast.arguments([], [], None, [], new.kw_defaults, None, new.defaults)
        ) or bool(old.vararg or old.kwarg) != bool(new.vararg or new.kwarg):
            self.refuse("the defaults of its parameters were changed", after)
        was, now = ([each.arg for each in (*one.posonlyargs, *one.args, *one.kwonlyargs)] for one in (old, new))
        added, gone = [name for name in now if name not in was], [name for name in was if name not in now]
        used = {each.id for node in after.body for each in ast.walk(node) if isinstance(each, ast.Name)}
        self.alike.kept = self.alike.kept | frozenset(now)
        hidden = (self.top - self.own) | made_in(before)
        for name in added:
            shown = self.alike.free | self.grants.missing | self.grants.plain
            wanted = name in shown or bool(gone) or bool(self.grants.required)
            fixture = name in self.grants.fixtures or name in self.grants.missing
            if name in hidden and not (name in self.alike.imported and name not in self.left):
                self.refuse(f"a fixture that hides what the file has: {name}", after)
            elif not (fixture and name in used and wanted) and not (name == "self" and now[0] == name):
                self.refuse(f"a fixture that nothing asked for: {name}", after)
        for name in gone:
            loaded = {each.id for each in ast.walk(before) if isinstance(each, ast.Name)}
            paired = added[gone.index(name)] if len(added) == len(gone) else ""  # they stand in the same order
            exchanged = self._exchanged(name, paired, now)
            renamed = bool(paired) and (name in self.grants.missing or exchanged)
            into = paired if renamed else ""
            if renamed and not exchanged and not self._meant(name, into):
                self.refuse(f"{into} is not what was meant by {name}", after)
            elif renamed and name in loaded:
                self.alike.renamed[name] = into
            elif name not in self.grants.missing and name not in self.grants.dropped:
                self.refuse(f"the fixture {name} was taken away", after)

    def _exchanged(self, before: str, after: str, beside: Sequence[str]) -> bool:
        """Whether a lesson says which fixture goes with others, and the plan does not speak of the one before."""
        told = [right.partition(":") for wrong, right in self.grants.exchanged if wrong == before]
        with_ = [set(others.split(",")) - {"self", ""} for name, _, others in told if name == after]
        old, new = (stems(self.grants.described.get(each, "")) for each in (before, after))
        return any(each and each <= set(beside) for each in with_) and not (old - new) & stems(" ".join(self.said))

    def _body(self, before: Sequence[ast.stmt], after: Sequence[ast.stmt], *, setup: bool) -> None:
        """Statements in their order: each of before is there, and what is new is harmless."""
        before = in_time(self._opened(before, after), after)
        before = rested(before, after, self.alike.function, self.grants.kinds) if setup else before
        before = ordered(before, after, self.alike.function) if setup else before
        rest = [node for node in after if not isinstance(node, ast.Import | ast.ImportFrom)]
        kept = {ast.dump(node) for node in before if isinstance(node, ast.Import | ast.ImportFrom)}
        for node in after:
            fresh = isinstance(node, ast.Import | ast.ImportFrom) and ast.dump(node) not in kept
            if fresh and not is_import(node, self.alike, self.used):
                self.refuse(f"an import that nothing asks for: {ast.unparse(node)}", node)
        wanted = [node for node in before if not isinstance(node, ast.Import | ast.ImportFrom)]
        for node in wanted:
            at = next((number for number, each in enumerate(rest) if self._is(node, each)), None)
            if at is None:
                nearest = next((each for each in rest if type(each) is type(node)), None)
                self.refuse(changed(node), nearest)
                return
            for each in rest[:at]:
                if not (setup and is_allowed(each, self.alike)):
                    self.refuse(f"a statement that was not there: {ast.unparse(each)[:60]}", each)
            self._inner(node, rest[at])
            rest = rest[at + 1 :]
        for each in rest:
            if not (setup and is_allowed(each, self.alike)):
                self.refuse(f"a statement that was not there: {ast.unparse(each)[:60]}", each)

    def _opened(self, before: Sequence[ast.stmt], after: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
        """The block of before with what gives a context manager entered, where that of after has one more `with`."""
        nodes = [[each for node in one for each in ast.walk(node)] for one in (before, after)]
        entered = [sum(isinstance(each, ast.With | ast.AsyncWith) for each in one) for one in nodes]
        said = " ".join(self.said)
        return opened(before, self.alike.function, self.grants, said) if entered[0] < entered[1] else before

    def _is(self, before: ast.stmt, after: ast.stmt) -> bool:
        """Whether two statements are the same but for what is inside of them."""
        if isinstance(before, ast.Assign) and isinstance(after, ast.AnnAssign) and len(before.targets) == 1:
            strict = not targets_of(before).isdisjoint(self.alike.asserted)
            return self._pair(before.targets[0], after.target, strict=True) and self._pair(
                before.value, after.value, strict=strict
            )
        if not is_alike(before, after) or getattr(before, "name", None) != getattr(after, "name", None):
            return False
        heads = heads_of(before), heads_of(after)
        if len(heads[0]) != len(heads[1]):
            return False
        strict = is_strict(before) or not targets_of(before).isdisjoint(self.alike.asserted)
        return all(self._pair(one, other, strict=strict) for one, other in zip(*heads, strict=True))

    def _pair(self, before: ast.AST | None, after: ast.AST | None, *, strict: bool) -> bool:
        """As `alike`, and nothing is remembered of a comparison that failed."""
        known = dict(self.alike.renamed)
        if self.alike(before, after, strict=strict):
            return True
        self.alike.renamed = known
        return False

    def _inner(self, before: ast.stmt, after: ast.stmt) -> None:
        """What is inside of two statements of a kind."""
        expects = isinstance(before, ast.With | ast.AsyncWith) and any(
            is_raises(item.context_expr) for item in before.items
        )
        outer, self.alike.expecting = self.alike.expecting, self.alike.expecting or expects
        for name in ("body", "orelse", "finalbody"):
            if isinstance(getattr(before, name, None), list) and not isinstance(before, Def | ast.ClassDef):
                self._body(getattr(before, name), getattr(after, name), setup=not expects)
        self.alike.expecting = outer
        if isinstance(before, ast.Try) and isinstance(after, ast.Try):
            for old, new in zip(before.handlers, after.handlers, strict=True):
                self._body(old.body, new.body, setup=False)
        if isinstance(before, Def | ast.ClassDef):
            self._member(before, after)


def _expects(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and is_raises(node)


def _is_function(before: Def, after: Def) -> bool:
    """Whether a function is of the kind that it was, or became a coroutine since it waits, which no other may."""
    plain = isinstance(before, ast.FunctionDef) and isinstance(after, ast.AsyncFunctionDef)
    return type(before) is type(after) or (plain and any(waits(each) for each in before.body))
