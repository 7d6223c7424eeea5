"""`Alike`: whether an expression of a healed test is that of before, but for what may be healed."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Sequence

from seedbed.testgen.plan.explore.parse import called
from seedbed.testgen.plan.heal.evidence import standard
from seedbed.testgen.plan.heal.forms.binds import bound_in, free_in, made_in
from seedbed.testgen.plan.heal.forms.caught import of_caught
from seedbed.testgen.plan.heal.forms.fitted import refitted
from seedbed.testgen.plan.heal.forms.idle import is_idle
from seedbed.testgen.plan.heal.forms.kinds import bound_to
from seedbed.testgen.plan.heal.forms.literals import is_stated, is_valued, scaled
from seedbed.testgen.plan.heal.forms.planned import steps_of
from seedbed.testgen.plan.heal.forms.prepared import prepared
from seedbed.testgen.plan.heal.forms.raises import exceptions_in, expectable, is_raises
from seedbed.testgen.plan.heal.forms.slips import is_near, is_same, is_typo
from seedbed.testgen.plan.heal.forms.spoken import is_spoken
from seedbed.testgen.plan.heal.forms.started import started
from seedbed.testgen.plan.heal.forms.wrapped import unwrapped, wrapped
from seedbed.testgen.plan.heal.lock.asserted import asserted
from seedbed.testgen.plan.heal.lock.grants import Grants, at_once, expected_of, names, seconds, stated, told_of
from seedbed.testgen.plan.heal.lock.named import asks_same, is_concrete, is_made_of, is_off, is_planned
from seedbed.testgen.plan.heal.lock.offers import gives_one, is_only_maker, is_told_beside, is_told_match, places_of
from seedbed.testgen.plan.heal.lock.terms import WAITS, is_simple, last_of, number_of

__all__ = ["Alike"]

_LONGEST = 600


class Alike:
    """Compares expressions; remembers which name became which, so that one becomes one everywhere."""

    def __init__(self, grants: Grants, before: ast.Module) -> None:
        self.grants = grants
        self.bound = bound_in(before)
        self.free = free_in(before, self.bound)
        self.made = made_in(before)
        self.asserted = asserted(before)
        self.imported: frozenset[str] = frozenset()
        self.renamed: dict[str, str] = {}
        self.nested = places_of(before, grants)
        self.docstring = ""
        self.kept: frozenset[str] = frozenset()
        self.expecting = self.given = False
        self.function: ast.AST | None = None
        self.parents: dict[ast.AST, ast.AST] = {}
        things = (name for name in grants.known if name[:1].isupper() and not name.isupper())
        self.things = frozenset(word.lower() for name in things for word in re.findall(r"[A-Z][a-z0-9]+", name))

    def __call__(self, before: ast.AST | None, after: ast.AST | None, *, strict: bool) -> bool:
        """Whether both are alike; `strict` inside what is asserted, where a name may lose a slip and no more."""
        if before is None or after is None:
            return before is after
        if isinstance(before, ast.expr) and isinstance(after, ast.expr) and self._became(before, after, strict=strict):
            return True
        if isinstance(before, ast.Attribute) and isinstance(after, ast.expr) and self._moved(before, after):
            return True
        if isinstance(before, ast.Name) and isinstance(after, ast.expr) and self._stood_in(before, after):
            return True
        if isinstance(before, ast.Name) and isinstance(after, ast.Attribute):
            return self._in_module(before, after)
        if type(before) is not type(after):
            return False
        if isinstance(before, ast.Name) and isinstance(after, ast.Name):
            return self.name(before.id, after.id, strict=strict)
        if isinstance(before, ast.Attribute) and isinstance(after, ast.Attribute):
            may = (
                self._attribute(before.attr, after.attr, typo=strict, data=True)
                or self._told(before, after, strict=strict)
                or self._spoken(before, after)
                or is_told_beside(before, after, self.function, self.grants)
            )
            return may and self(before.value, after.value, strict=strict)
        if isinstance(before, ast.Call) and isinstance(after, ast.Call):
            return self._call(before, after, strict=strict)
        return self._fields(before, after, strict=strict)

    def _became(self, before: ast.expr, after: ast.expr, *, strict: bool) -> bool:
        """Whether an expression became what a lesson, or what the repository writes, says that it has to be."""
        if not strict and (ast.unparse(before), ast.unparse(after)) in self.grants.replaced:
            return True
        if isinstance(before, ast.Call) and (
            self._was_called(before, after)
            or self._was_meant(before, after, strict=strict)
            or self._was_started(before, after)
            or (not strict and self._was_prepared(before, after))
        ):
            return True
        caught = None if self.expecting else of_caught(before, self.function, self.grants.kinds)
        made = gives_one(before, self.function, self.grants), caught
        if any(self._fields(each, after, strict=strict) for each in made if each and type(each) is type(after)):
            return True
        return self._was_waited(before, after, strict=strict)

    def _fields(self, before: ast.AST, after: ast.AST, *, strict: bool) -> bool:
        for name, value in ast.iter_fields(before):
            other = getattr(after, name, None)
            if name in {"ctx", "annotation", "kind", "type_comment", "is_async"}:
                continue
            if isinstance(value, list):
                if not isinstance(other, list) or not self.all(value, other, strict=strict):
                    return False
            elif isinstance(value, ast.AST):
                if not self(value, other, strict=strict):
                    return False
            elif type(value) is not type(other) or value != other:
                return False
        return True

    def all(self, before: Sequence[ast.AST], after: Sequence[ast.AST], *, strict: bool) -> bool:
        """Whether two lists are alike, one by one."""
        return len(before) == len(after) and all(
            self(one, other, strict=strict) for one, other in zip(before, after, strict=True)
        )

    def name(self, before: str, after: str, *, strict: bool) -> bool:
        """Whether a name may have become another."""
        if before == after:
            return before not in self.renamed
        if before in self.renamed:
            return self.renamed[before] == after
        if after in self.renamed.values() and not is_typo(before, after):
            return False  # two names are two things
        gone = before in self.free or (before in self.grants.missing and before not in self.made | self.kept)
        there = after in self.grants.known or after in self.bound or after in self.grants.fixtures
        fixture = before in self.grants.missing and after in self.grants.fixtures
        loose = not strict or fixture
        meant = (is_near(before, after) or is_made_of(before, after, self.grants)) if loose else is_typo(before, after)
        if gone and there and meant:
            self.renamed[before] = after
            return True
        return False

    def _stood_in(self, before: ast.Name, after: ast.expr) -> bool:
        """Whether a class that is nowhere became the one in which the repository has it, or its constants."""
        gone = before.id in self.grants.missing and before.id not in self.made
        return gone and called(after) == self.nested.get(before.id)

    def _in_module(self, before: ast.Name, after: ast.expr) -> bool:
        """Whether a module that cannot be called became the class of its name: `datetime.datetime` of `datetime`."""
        called_ = before.id in self.grants.plain & self.imported - self.made
        return called_ and called(after) == f"{before.id}.{before.id}" and before.id in standard(before.id)

    def _moved(self, before: ast.Attribute, after: ast.expr) -> bool:
        """Whether `shop.clients`, which is not there, became a module that is, or `bank.transfer` the function."""
        path = called(before)
        if path in self.grants.missing and called(after) in self.grants.modules:
            return True
        return isinstance(after, ast.Name) and self._bared(before, after)

    def _bared(self, before: ast.Attribute, after: ast.Name) -> bool:
        """Whether `self.client` became the fixture, or `bank.transfer` the function: one name, not there before.

        `Machine.Status` may have become `MachineStatus`.
        """
        if isinstance(before.value, ast.Name) and f"{before.value.id}{before.attr}" == after.id:
            return before.attr in self.grants.missing and after.id in self.grants.known
        if not isinstance(before.value, ast.Name) or before.attr != after.id or after.id not in self.grants.missing:
            return False
        root = before.value.id
        fixture = root == "self" and after.id in self.grants.fixtures and after.id not in self.made
        there = after.id in self.grants.known or after.id in standard(root)
        return fixture or (root in self.imported and root != "self" and there)

    def _attribute(self, before: str, after: str, *, typo: bool, data: bool) -> bool:
        """Whether an attribute may have become another; of data, never one that the plan speaks of."""
        if before == after:
            return True
        granted = before in self.grants.missing and after in self.grants.known
        told = data and names(self.docstring, before) and before.lower() != after.lower()
        exact = is_typo(before, after) or (self.given and is_same(before, after, self.things))
        verb = not data and is_same(before, after, frozenset())
        return granted and not told and (exact if typo else is_near(before, after) or verb)

    def _spoken(self, before: ast.Attribute, after: ast.Attribute) -> bool:
        """Whether an attribute that is not there, and that no assertion has, became one of which the plan speaks."""
        granted = before.attr in self.grants.missing and after.attr in self.grants.known
        told = names(self.docstring, before.attr)
        return granted and not told and is_spoken(before, after.attr, self.docstring, self.parents)

    def _told(self, before: ast.Attribute, after: ast.Attribute, *, strict: bool) -> bool:
        """Whether a member that an enumeration has not became the one of it that the plan names, and no other."""
        kinds, kind = self.grants.kinds, called(after.value).rpartition(".")[2]
        if kinds is None or before.attr not in self.grants.missing:
            return False
        enumerated = kinds.known.members(kind) if kinds.is_enumeration(kind) else {}
        members = {*enumerated, *(name for owner, name in self.grants.constants if owner == kind)}
        texts = [expected_of(self.docstring)] if strict else [self.docstring, " ".join(steps_of(self.function))]
        told = (told_of(each, {*members, before.attr}) for each in texts)
        return after.attr in members and next((each for each in told if each), None) == after.attr

    def _function(self, before: ast.expr, after: ast.expr, *, strict: bool) -> bool:
        """Whether what is called is the same, or what was meant; what is asserted, or refused, asks for the same."""
        if isinstance(before, ast.Attribute) and isinstance(after, ast.Attribute):
            exact = (strict or self.expecting) and not is_same(before.attr, after.attr, self.things)
            only = not self.expecting and is_only_maker(before, after, self.parents.get(before), self.grants)
            may = only or self._attribute(before.attr, after.attr, typo=exact, data=False)
            return may and self(before.value, after.value, strict=strict)
        if isinstance(before, ast.Name) and isinstance(after, ast.Name) and asks_same(before.id, after.id, self.grants):
            return self.name(before.id, after.id, strict=False)
        return self(before, after, strict=strict)

    def _was_called(self, before: ast.Call, after: ast.expr) -> bool:
        """Whether a fixture, or an attribute, that was called like a function is taken as it is."""
        if isinstance(before.func, ast.Attribute) and not (before.args or before.keywords):
            return before.func.attr in self.grants.plain and self(before.func, after, strict=True)
        given = [*before.args, *(each.value for each in before.keywords)]
        own = all(isinstance(each, ast.Name) and each.id in self.grants.fixtures for each in given)
        plain = own and isinstance(before.func, ast.Name)
        same = isinstance(after, ast.Name) and isinstance(before.func, ast.Name) and before.func.id == after.id
        asked = isinstance(after, ast.Name) and after.id in self.grants.fixtures and after.id in self.grants.plain
        return plain and same and asked

    def _was_waited(self, before: ast.expr, after: ast.expr, *, strict: bool) -> bool:
        """Whether what has to be called or awaited is, and what cannot be awaited is not, by what functions are."""
        if self.grants.kinds is None or not isinstance(after, ast.Call | ast.Await):
            return False
        plain = unwrapped(before, self.function, self.grants.kinds)
        made = wrapped(before, self.parents.get(before), self.function, self.grants.kinds)
        right = plain or (made if type(made) is type(after) else None)
        return right is not None and self(right, after, strict=strict)

    def _was_meant(self, before: ast.Call, after: ast.expr, *, strict: bool) -> bool:
        """Whether a call became what the types of the repository ask for, also under the keyword that was meant."""
        if not isinstance(after, ast.Call):
            return False
        return any(self._was_refitted(each, after, strict=strict) for each in (before, *self._reworded(before, after)))

    def _reworded(self, before: ast.Call, after: ast.Call) -> list[ast.Call]:
        """The call with the one keyword that it does not take under the one name that only the healed call has."""
        old, new = ({each.arg for each in one.keywords} for one in (before, after))
        gone, come = old - new, new - old
        granted = {f"{last_of(before.func)}:{name}" for name in gone} <= self.grants.keywords
        if len(gone) != 1 or len(come) != 1 or not granted:
            return []
        words = [ast.keyword(min(come, key=str), each.value) if each.arg in gone else each for each in before.keywords]
        return [ast.Call(before.func, before.args, words)]

    def _was_refitted(self, before: ast.Call, after: ast.Call, *, strict: bool) -> bool:
        """Whether types that are written ask for what a call became; not where it is expected to raise."""
        if self.grants.kinds is None:
            return False
        right = refitted(before, self.function, self.grants.kinds)
        if right is None or (
            (self.expecting or (strict and is_valued(before, right))) and not is_stated(before, right, self.function)
        ):
            return False
        if (
            strict
            and isinstance(right.func, ast.Attribute)
            and getattr(before.func, "attr", right.func.attr) != right.func.attr
        ):
            return False  # by what a step says, which is not what is expected
        unbound = right.func is before.func or called(before.func) not in self.bound - self.grants.missing
        return unbound and self._call(right, after, strict=strict)

    def _was_prepared(self, before: ast.Call, after: ast.expr) -> bool:
        """Whether what is made was brought into the state in which a precondition of the plan has it."""
        right = prepared(before, self.parents.get(before), self.function, self.grants.kinds)
        first = after.args[0] if isinstance(after, ast.Call) and after.args else None
        if right is None or not isinstance(first, ast.Call) or not self._call(before, first, strict=False):
            return False
        return ast.dump(ast.Call(right.func, [first, *right.args[1:]], [])) == ast.dump(after)

    def _was_started(self, before: ast.Call, after: ast.expr) -> bool:
        """Whether what is only made is set going, as a step of the plan begins with."""
        right = started(before, self.parents.get(before), self.function, self.grants.kinds)
        func = after.func if isinstance(after, ast.Call) and not (after.args or after.keywords) else None
        if right is None or not isinstance(func, ast.Attribute) or not isinstance(func.value, ast.Call):
            return False
        return func.attr == getattr(right.func, "attr", "") and self._call(before, func.value, strict=False)

    def _call(self, before: ast.Call, after: ast.Call, *, strict: bool) -> bool:
        if is_raises(before):
            return self.raises(before, after)
        concrete = not self.expecting and is_concrete(before, after, self.function, self.grants)
        if not (concrete or self._function(before.func, after.func, strict=strict)):
            return False
        if self._same_given(before, after):
            return True
        outer, self.given = self.given, not isinstance(before.func, ast.Name) or not hasattr(builtins, before.func.id)
        same = self._arguments(before, after, strict=strict)
        self.given = outer
        return same

    def _same_given(self, before: ast.Call, after: ast.Call) -> bool:
        """Whether a function of the repository is given the same, by place or by name."""
        callees = self.grants.kinds.callees(before, self.function) if self.grants.kinds else []
        given = [bound_to(each, callees[0][1], freely=True) if len(callees) == 1 else None for each in (before, after)]
        told = [{name: ast.dump(value) for name, (_, value) in each.items()} for each in given if each]
        counts = {len((*each.args, *each.keywords)) for each in (before, after)}
        return len(told) == 2 and told[0] == told[1] and counts == {len(told[0])}

    def _arguments(self, before: ast.Call, after: ast.Call, *, strict: bool) -> bool:
        name = last_of(before.func), last_of(after.func)
        placed, given = len(after.args), {each.arg: each.value for each in after.keywords}
        if len(given) != len(after.keywords) or not all(
            self(one, other, strict=strict) for one, other in zip(before.args, after.args, strict=False)
        ):
            return False
        left = dict(given)
        for value in before.args[placed:]:  # said by place before, by name now
            key = next((each for each, other in left.items() if self(value, other, strict=strict)), None)
            if key is None:
                return False
            del left[key]
        for keyword in before.keywords:
            if not (self._keyword(keyword, left, name, strict=strict) or self._is_idle(keyword, before, strict=strict)):
                return False
        added = (*((None, value) for value in after.args[len(before.args) :]), *left.items())
        return all(self._may_add(key, value, name, strict=strict) for key, value in added)

    def _keyword(
        self, keyword: ast.keyword, left: dict[str | None, ast.expr], callee: tuple[str, str], *, strict: bool
    ) -> bool:
        """Takes from what is left what one keyword of before has become."""
        if keyword.arg in left:
            return self._value(keyword, left.pop(keyword.arg), strict=strict)
        if not strict and self._scaled(keyword, left, callee):
            return True
        if not self.grants.keywords & {f"{each}:{keyword.arg}" for each in callee}:
            return False
        if is_off(keyword, self.docstring) and not strict:
            return True
        name = next((key for key, value in left.items() if self(keyword.value, value, strict=strict)), None)
        return name is not None and left.pop(name) is not None

    def _scaled(self, keyword: ast.keyword, left: dict[str | None, ast.expr], callee: tuple[str, str]) -> bool:
        """Takes from what is left the same number in the unit that a lesson gives for a keyword."""
        told = {right for wrong, right in self.grants.scaled if wrong in {f"{each}:{keyword.arg}" for each in callee}}
        for name, _, times in (each.partition(":") for each in sorted(told)):
            value = scaled(keyword.value, int(times), name, self.docstring)
            if value is not None and name in left and ast.dump(left[name]) == ast.dump(ast.Constant(value)):
                del left[name]
                return True
        return False

    def _is_idle(self, keyword: ast.keyword, call: ast.Call, *, strict: bool) -> bool:
        """Whether a keyword that an error has shown not to be taken is one that nothing tested hangs on."""
        granted = self.grants.keywords & {f"{each}:{keyword.arg}" for each in (last_of(call.func), called(call.func))}
        return bool(granted) and not strict and is_idle(keyword, call, self.function, self.grants.kinds)

    def _value(self, keyword: ast.keyword, after: ast.expr, *, strict: bool) -> bool:
        was, now = number_of(keyword.value), number_of(after)
        if keyword.arg in WAITS and was is not None and now is not None and was != now:
            return was < now <= (seconds(self.docstring) or _LONGEST) and not at_once(self.docstring)
        return self(keyword.value, after, strict=strict)

    def _may_add(self, name: str | None, value: ast.expr, callee: tuple[str, str], *, strict: bool) -> bool:
        """Whether a call may be given one more argument: one that it asks for, or how long it may take.

        What is asserted is given nothing that the plan does not state, or that the test does not have by that name.
        """
        if name in WAITS:
            return 0 < (number_of(value) or 0) <= (seconds(self.docstring) or _LONGEST)
        ours = {each.partition(":")[2] for each in self.grants.required if each.partition(":")[0] in callee}
        asked = name in ours if name is not None else bool(ours)
        fresh = all(
            node.id in self.bound or node.id in self.grants.fixtures or node.id in self.grants.known
            for node in ast.walk(value)
            if isinstance(node, ast.Name)
        )
        said = stated(self.docstring, name) if name else None
        other = (
            said is not None and isinstance(value, ast.Constant) and repr(value.value) != repr(ast.literal_eval(said))
        )
        own = said is not None if isinstance(value, ast.Constant) else called(value).rpartition(".")[2] == name
        plain = is_simple(value) and is_planned(value, self.docstring, self.grants)
        return asked and plain and fresh and not other and (own or not strict)

    def raises(self, before: ast.Call, after: ast.expr) -> bool:
        """Whether the same exception is expected, or the one that the plan or a lesson names in its place."""
        if not isinstance(after, ast.Call) or called(before.func) != called(after.func):
            return False
        if not before.args or not after.args or not self.all(before.args[1:], after.args[1:], strict=True):
            return ast.dump(before) == ast.dump(after)
        given = {each.arg: each.value for each in after.keywords}
        kept = all(
            each.arg in given
            and (
                ast.dump(each.value) == ast.dump(value := given.pop(each.arg))
                or is_told_match(each, value, before, self.docstring)
            )
            for each in before.keywords
        )
        return kept and set(given) <= {"match"} and self._exception(before.args[0], after.args[0])

    def _exception(self, before: ast.expr, after: ast.expr) -> bool:
        if ast.dump(before) == ast.dump(after):
            return not any(name in self.renamed for name in exceptions_in(before))
        right = list(exceptions_in(after))
        roots = {called(each).rpartition(".")[0] for each in (before, *getattr(before, "elts", ()))} | {""}
        same = called(after).rpartition(".")[0] in roots and called(after) not in self.made
        return same and len(right) == 1 and expectable(before, right[0], self.docstring, self.grants, self.free)
