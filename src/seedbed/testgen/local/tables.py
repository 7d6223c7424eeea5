"""`tables`: recorded cases of one shape as one parametrised test, with the names of the callee's parameters."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seedbed.classes import dataclass
from seedbed.testgen.local.forms import Case, Test, claim, part_of, record, spoken_for, used
from seedbed.testgen.local.wording import called, detail, snake, subject_words

__all__ = ["tables"]

_ROWS = 16
_WIDTH = 90
"""How long a row may be; a longer case reads better as a test of its own."""
_AROUND = ("list", "itertools.islice", "asyncio.run")
_NO_ROW = re.compile(r"\b(?:tmp_path|sample|capsys|result|iter|io|object|open|lambda)\b")
"""What cannot be shared by tests, or does not read well in a table."""


def tables(cases: Sequence[Case], signature: Mapping[str, Any]) -> Iterator[Test]:
    """The tests of one callee: cases that differ in arguments and outcome only as rows, the others one by one."""
    shapes: dict[Any, list[Case]] = {}
    for at, case in enumerate(cases):
        shapes.setdefault(_shape(case, signature) or at, []).append(case)
    for shape, alike in shapes.items():
        most = math.ceil(len(alike) / math.ceil(len(alike) / _ROWS))
        for begin in range(0, len(alike), most):
            rows = alike[begin : begin + most]
            if len(rows) > 1 and not isinstance(shape, int):
                yield _table(rows, signature)
            else:
                yield from map(record, rows)


def _shape(case: Case, signature: Mapping[str, Any]) -> Any:
    """What rows of one table have in common; None where a case is none."""
    if sum(map(len, (case.receiver, *case.given, *case.said.values()))) > _WIDTH:
        return None
    if case.prior or not case.given or any(_NO_ROW.search(text) for text in (*case.given, case.receiver)):
        return None
    columns = _columns(case, signature)
    if columns is None or (case.receiver and not signature["value"]):
        return None
    if list(case.said) == ["result"] or "raises" in case.said:
        sort = "value" if "result" in case.said else "refusal" if case.meant else "slip"
        act = _generic(case.act, columns, "")
        return (sort, act, *columns, *([case.said["raises"]] if sort == "refusal" else []))
    return None


def _columns(case: Case, signature: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The names of the arguments, as their callee calls them; None where the call is not one of plain arguments."""
    try:
        node = _call(ast.parse(case.act, mode="eval").body)
    except SyntaxError:
        return None
    listed = [each for each in signature["parameters"] if not each[1].startswith("VAR")]
    if not isinstance(node, (ast.Call, ast.Compare)) or any(each.startswith("*") for each in case.given):
        return None
    if isinstance(node, ast.Compare) and (len(node.comparators) > 1 or len(case.given) != 1):
        return None
    if isinstance(node, ast.Call) and len(node.args) + len(node.keywords) != len(case.given):
        return None
    plain = sum(not name for name in case.names)
    if plain > len(listed):
        return None
    names = [name or listed[at][0] for at, name in enumerate(case.names)]
    return tuple(names) if len(set(names)) == len(names) else None


def _call(node: ast.expr) -> ast.expr:
    """The call of the callee, within what draws its stream or runs its coroutine."""
    inner = node.args[0] if isinstance(node, ast.Call) and node.args else None
    around = isinstance(node, ast.Call) and ast.unparse(node.func) in _AROUND
    return _call(inner) if around and isinstance(inner, ast.Call) else node


@dataclass(frozen=True, slots=True)
class _Column:
    """A parameter of a table: its name, its type, and its texts."""

    name: str
    kind: str
    texts: Sequence[str]


def _table(rows: Sequence[Case], signature: Mapping[str, Any]) -> Test:
    """One test for several cases."""
    first = rows[0]
    asked = _columns(first, signature) or ()
    taken = {one[0]: one[2] for one in signature["parameters"]}
    free = [_free(name, first) for name in asked]
    columns = [
        _Column(name, _kind(texts, taken.get(said, ())), texts)
        for name, said, texts in zip(
            free, asked, zip(*(row.fitted or row.given for row in rows), strict=True), strict=True
        )
    ]
    if first.receiver:
        own = snake(first.label.rpartition(".")[0])
        own = own if own not in free and not spoken_for(own) else "subject"
        columns.insert(0, _Column(own, "Any", [row.receiver for row in rows]))
    act = _generic(first.act, free, columns[0].name if first.receiver else "")
    if "raises" not in first.said:
        return _of_values(rows, columns, act)
    return _of_refusals(rows, columns, act) if first.meant else _of_slips(rows, columns, act)


def _of_values(rows: Sequence[Case], columns: list[_Column], act: str) -> Test:
    said = [row.said["result"] for row in rows]
    sole = said[0] if len(set(said)) == 1 else ""
    more = [] if sole else [_Column("expected", _kind(said, None), said)]
    whether = {"True": "is_true", "False": "is_false", "None": "gives_none"}.get(sole, "")
    same = "==" if set(said) - {"True", "False", "None"} else "is"
    body = claim(act, sole) if sole else f"assert {act} {same} expected"
    name = "_".join(each for each in (subject_words(rows[0].label), whether or "gives", "for", _given(columns)) if each)
    says = f"Recorded: what `{called(rows[0].label)}` gives for each of these."
    return _made(rows, 2, name, says, [body], [*columns, *more])


def _of_refusals(rows: Sequence[Case], columns: list[_Column], act: str) -> Test:
    kind = rows[0].said["raises"]
    parts = [part_of(row.said.get("match", "")) or "''" for row in rows]
    sole = parts[0] if len(set(parts)) == 1 else ""
    more = [] if sole else [_Column("message", "str", parts)]
    match = f", match={sole or 'message'}" if sole != "''" else ""
    last = kind.rpartition(".")[2]
    name = f"{subject_words(rows[0].label)}_refuses_{_given(columns)}_with_{snake(last)}"
    says = f"Recorded: `{called(rows[0].label)}` refuses each of these with {last}."
    return _made(rows, 3, name, says, [f"with pytest.raises({kind}{match}):", f"    {used(act)}"], [*columns, *more])


def _of_slips(rows: Sequence[Case], columns: list[_Column], act: str) -> Test:
    kinds = [row.said["raises"] for row in rows]
    sole = kinds[0] if len(set(kinds)) == 1 else ""
    more = [] if sole else [_Column("error", "type[Exception]", kinds)]
    name = f"{subject_words(rows[0].label)}_breaks_on_unsuitable_{_given(columns)}"
    says = f"Recorded: `{called(rows[0].label)}` does not check these: they end in errors of Python's own."
    return _made(
        rows, 4, name, says, [f"with pytest.raises({sole or 'error'}):", f"    {used(act)}"], [*columns, *more]
    )


def _given(columns: Sequence[_Column]) -> str:
    """The columns of the arguments, as part of a name."""
    return "_and_".join(snake(each.name) for each in columns[-2:])


def _made(
    rows: Sequence[Case], rank: int, name: str, says: str, body: Sequence[str], columns: Sequence[_Column]
) -> Test:
    names = ", ".join(repr(each.name) for each in columns)
    texts = [", ".join(row) for row in zip(*(each.texts for each in columns), strict=True)]
    table = [f"({row})" for row in texts] if len(columns) > 1 else texts
    mark = f"@pytest.mark.parametrize({f'({names})' if len(columns) > 1 else names}, [{', '.join(table)}])"
    given = [f"{each.name}: {each.kind}" for each in columns]
    return Test(rows[0].label, rank, name, says, body, [mark], given, _apart(rows, columns))


def _apart(rows: Sequence[Case], columns: Sequence[_Column]) -> dict[str, str]:
    """Words that tell a table from others of its name: the columns that the name leaves out, and its first row."""
    others = "_and_".join(snake(each.name) for each in columns[:-2])
    return {"columns": f"with_{others}" if others else "", "first": f"from_{detail(rows[0].given[0])}_on"}


def _kind(texts: Sequence[str], taken: Sequence[str] | None) -> str:
    """The type of a column: a plain one that all its values have, and that the callee takes; else Any."""
    kinds = set()
    for text in texts:
        try:
            kinds.add(type(ast.literal_eval(text)).__name__)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return "Any"
    kind = kinds.pop() if len(kinds) == 1 else "Any"
    return kind if kind in ("str", "int", "float", "bool", "bytes") and (taken is None or kind in taken) else "Any"


def _generic(act: str, names: Sequence[str], subject: str) -> str:
    """The call with the columns in place of its arguments."""
    whole = ast.parse(act, mode="eval").body
    node = _call(whole)
    if isinstance(node, ast.Compare):
        swapped = isinstance(node.ops[0], (ast.In, ast.NotIn))
        if swapped:
            node.left = ast.Name(names[0])
        else:
            node.comparators = [ast.Name(names[0])]
    elif isinstance(node, ast.Call):
        plain = len(node.args)
        node.args = [ast.Name(name) for name in names[:plain]]
        for word, name in zip(node.keywords, names[plain:], strict=True):
            word.value = ast.Name(name)
    text = ast.unparse(whole)
    return re.sub(r"\bsubject\b", subject, text) if subject else text


def _free(name: str, case: Case) -> str:
    """A name for a parameter that nothing else has."""
    used = {"request", "expected", "message", "error", "pytest", "subject"}
    called = re.match(r"\w+", case.label)
    return f"{name}_value" if name in used or spoken_for(name) or (called and called[0] == name) else name
