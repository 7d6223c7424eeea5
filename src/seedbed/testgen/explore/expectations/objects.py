"""`laws_of_objects`: what Python's own rules, or the names of their methods, say of all objects of a class."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from seedbed.testgen.explore.bench import Bench
from seedbed.testgen.explore.cases import Case
from seedbed.testgen.explore.expectations.laws import Law, held
from seedbed.testgen.explore.expectations.pairs import paired
from seedbed.testgen.explore.facts import Callee

__all__ = ["laws_of_objects"]

_FEW = 3
_MOST = 8
_WIDTH = 60
_ITEMS: list[tuple[str, ...]] = [(text,) for text in ("1", "'a'", "'key'", "b'abc'", "100", "(1, 2)")]
_ADDING = ("add", "append", "push", "insert", "put", "enqueue", "register", "appendleft")
_REMOVING = ("remove", "discard", "delete", "unregister")
_READING = ("parse", "from_string", "from_str", "fromstring", "loads", "fromisoformat", "decode")


class _Rule(NamedTuple):
    """A law of all objects of a class: its name, what shall be true of one of them or of two, and in words."""

    name: str
    template: str
    says: str


_OF_VALUES = (
    _Rule("equals_its_copy", "copy.copy({0}) == {0}", "is equal to its copy"),
    _Rule("equals_what_is_pickled", "pickle.loads(pickle.dumps({0})) == {0}", "is equal to what is pickled of it"),
)
_OF_HASHES = _Rule("has_the_hash_of_its_equal", "hash(copy.deepcopy({0})) == hash({0})", "has the hash of its equal")
_OF_ORDER = _Rule("is_not_less_than_itself", "not {0} < {0}", "is not less than itself")
_OF_TWO = _Rule(
    "order_is_the_same_from_both_sides", "({0} < {1}) is ({1} > {0})", "compares with another the same from both sides"
)


def laws_of_objects(bench: Bench, new: Callee, methods: Sequence[Callee], known: Sequence[Case]) -> Iterator[Law]:
    """The laws of a class, tried on objects that its constructor is known to make; `methods` are its own."""
    made = [(text,) for text in _made(bench, known)]
    own = {each.name: each for each in methods}
    if not made:
        return
    rules = list(_read_back(new, own))
    if _written(bench, new.owner, "__eq__") and not issubclass(new.owner, BaseException):
        hashed = getattr(new.owner, "__hash__", None) not in (None, object.__hash__)
        rules += [*_OF_VALUES, *([_OF_HASHES] if hashed else [])]
    if "__lt__" in own:
        rules.append(_OF_ORDER)
        two = [(one, other) for (one,) in made for (other,) in made if one != other][:12]
        yield from _ruled(bench, new, _OF_TWO, two)
    for rule in rules:
        yield from _ruled(bench, new, rule, made)
    yield from _of_holders(bench, new, own, made[0][0])
    yield from _undone(bench, new, own, made[0][0])


def _written(bench: Bench, owner: type, name: str) -> bool:
    """Whether the module's own text says how objects of a class are compared; of an enumeration Python does."""
    code = getattr(getattr(owner, name, None), "__code__", None)
    return code is not None and code.co_filename == bench.file


def _ruled(bench: Bench, new: Callee, rule: _Rule, given: Sequence[tuple[str, ...]]) -> Iterator[Law]:
    says = f"every {new.owner.__name__} {rule.says}"
    yield from held(bench, new.label, rule.template, given, says, rule.name, enough=_FEW)


def _made(bench: Bench, known: Sequence[Case]) -> list[str]:
    """Texts of objects, all different, that read well in a table."""
    found: dict[str, None] = {}
    for case in sorted(known, key=lambda each: (len(each.act), each.act)):
        if case.prior or len(case.act) > _WIDTH or re.search(r"\b(tmp_path|sample|lambda|iter|io|object)\b", case.act):
            continue
        outcome = bench.run(case, look=False)
        if outcome is not None and not outcome.raised and len(found) < _MOST:
            found[case.act] = None
    return list(found)


def _read_back(new: Callee, own: dict[str, Callee]) -> Iterator[_Rule]:
    """What a class writes of an object is read by another of its methods, where their names say so."""
    name = new.owner.__name__
    for back in own.values():
        if back.form != "static" or _needs(back) != 1:
            continue
        for there in own.values():
            if there.form == "method" and not _needs(there) and paired(there.name, back.name):
                template = f"{name}.{back.name}({{0}}.{there.name}()) == {{0}}"
                yield _Rule(f"is_read_back_by_{back.name}", template, f"is read by `{back.name}` from `{there.name}`")
        if back.name in _READING and "__str__" in own:
            template = f"{name}.{back.name}(str({{0}})) == {{0}}"
            yield _Rule(f"is_read_from_its_text_by_{back.name}", template, f"is read by `{back.name}` from its text")


def _needs(callee: Callee) -> int:
    return sum(each.required and not each.kind.startswith("VAR") for each in callee.parameters)


def _of_holders(bench: Bench, new: Callee, own: dict[str, Callee], made: str) -> Iterator[Law]:
    """Objects that hold others: what is added is in them, what is removed again is not."""
    name = new.owner.__name__
    for adding in (own[each] for each in _ADDING if each in own and "__contains__" in own and _needs(own[each]) == 1):
        lead = (f"subject.{adding.name}({{0}})",)
        says = f"what is given to `{adding.name}` is in the {name}"
        yield from held(bench, adding.label, "{0} in subject", _ITEMS, says, "puts_it_in", receiver=made, lead=lead)
        for removing in (own[each] for each in _REMOVING if each in own and _needs(own[each]) == 1):
            gone = (*lead, f"subject.{removing.name}({{0}})")
            says = f"what is given to `{removing.name}` is not in the {name}"
            yield from held(bench, removing.label, "{0} not in subject", _ITEMS, says, "takes_it_out",
                            receiver=made, lead=gone)  # fmt: skip


def _undone(bench: Bench, new: Callee, own: dict[str, Callee], made: str) -> Iterator[Law]:
    """Two methods of an object, of which one undoes the other."""
    plain = [each for each in own.values() if each.form == "method" and _needs(each) == 1]
    for there in plain:
        for back in plain:
            if there is not back and paired(there.name, back.name):
                template = f"subject.{back.name}(subject.{there.name}({{0}})) == {{0}}"
                says = f"`{back.name}` undoes `{there.name}` of a {new.owner.__name__}"
                yield from held(bench, there.label, template, _ITEMS, says, f"is_undone_by_{back.name}",
                                receiver=made, enough=_FEW)  # fmt: skip
