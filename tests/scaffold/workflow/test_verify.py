"""Every change of an entry of ours is found."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedbed.project.planning.open import read_planning
from seedbed.read.recipe.json import json_tree
from seedbed.scaffold.workflow.chain import MARK
from seedbed.scaffold.workflow.check import check_workflow
from seedbed.scaffold.workflow.places import CHAIN, FILES
from seedbed.scaffold.workflow.verify import verify_chain
from seedbed.scaffold.workflow.write import write_workflow
from tests.cli.program import run
from tests.scaffold.workflow.projects import TOOL, put, rental

VERIFIED = "Chain integrity verified — no broken links.\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rental desk with its workflow written; not to be changed."""
    folder = rental(tmp_path_factory.mktemp("rental"))
    put(write_workflow(folder, read_planning(folder), date(2026, 1, 1)))
    return folder


@pytest.fixture(scope="module")
def chain(project: Path) -> dict[str, Any]:
    """Its chain."""
    found: dict[str, Any] = json.loads((project / ".workflow" / CHAIN).read_text())
    return found


def faults(chain: Any) -> list[str]:
    return [problem.what for problem in verify_chain(json_tree(json.dumps(chain, indent=2), "chain.json"))[1]]


Change = Callable[[list[dict[str, Any]]], object]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda entries: entries[8].update(verdict="BLOCK"), "entry 9: it was edited"),
        (lambda entries: entries[8].update(output_hash="sha256:" + "0" * 64), "entry 10: broken link"),
        (lambda entries: entries[0].update(prev_hash=entries[0]["output_hash"]), "broken link: the first entry"),
        (lambda entries: entries.pop(), "1 of 17 entries are missing: the tail was cut"),
        (lambda entries: entries.clear(), "17 of 17 entries are missing"),
        (lambda entries: entries.pop(4), "entry 5: its seq is 6 and not 5"),
        (lambda entries: entries.insert(3, entries[3]), "entry 5: its seq is 4 and not 5"),
        (lambda entries: entries.reverse(), "entry 1: its seq is 17 and not 1"),
        (lambda entries: entries[16]["metadata"].pop(MARK), "1 of 17 entries are missing"),
        (lambda entries: entries[5]["metadata"].pop(MARK), "entry 7: the entry before was edited or replaced"),
        (lambda entries: entries[5]["metadata"][MARK].pop("digest"), "entry 6: it was edited"),
        (lambda entries: entries[5].pop("verdict"), "entry 6: it has no verdict"),
        (lambda entries: entries[5].update(timestamp="noon"), "entry 6: noon is no moment"),
        (lambda entries: entries[5].update(input_hash="md5:1"), "entry 6: input_hash is no hash"),
        (lambda entries: entries[5].update(warnings=None, metadata=[]), "entry 6: metadata is a mapping"),
        (lambda entries: entries.__setitem__(5, 7), "entry 6 is no mapping"),
        (lambda entries: entries[5].update(task_id=3), "entry 6: task_id is no text"),
        (lambda entries: entries[0]["metadata"].update({MARK: 1}), "entry 1: it was edited"),
    ],
)
def test_each_fault_is_told(chain: dict[str, Any], change: Change, said: str) -> None:
    broken = copy.deepcopy(chain)
    change(broken["entries"])
    assert any(said in fault for fault in faults(broken)), faults(broken)


def test_a_gap_is_told_once_and_not_of_every_entry_behind_it(chain: dict[str, Any]) -> None:
    broken = copy.deepcopy(chain)
    del broken["entries"][4]
    assert sum("its seq is" in fault for fault in faults(broken)) == 1


def test_a_sound_chain_has_none(chain: dict[str, Any]) -> None:
    assert faults(chain) == []
    assert faults({"version": 1, "entries": []}) == []


VALUES = (
    st.none() | st.booleans() | st.integers(-3, 20) | st.text(max_size=5) | st.lists(st.text(max_size=2), max_size=2)
)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return (
        [path, *(leaf for key, each in inner for leaf in leaves(each, (*path, key)))]
        if path
        else [leaf for key, each in inner for leaf in leaves(each, (key,))]
    )


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_any_change_of_any_entry_is_found(chain: dict[str, Any], data: st.DataObject) -> None:
    broken = copy.deepcopy(chain)
    path = data.draw(st.sampled_from(leaves(broken["entries"])))
    place: Any = broken["entries"]
    for key in path[:-1]:
        place = place[key]
    old = place[path[-1]]
    if data.draw(st.booleans()) and not (isinstance(place, list) and len(path) > 1):
        del place[path[-1]]
    else:
        place[path[-1]] = data.draw(VALUES)
        same = json.dumps(place[path[-1]], sort_keys=True) == json.dumps(old, sort_keys=True)
        if same:
            return
    assert faults(broken)


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_any_cut_and_any_swap_is_found(chain: dict[str, Any], data: st.DataObject) -> None:
    count = len(chain["entries"])
    cut = data.draw(st.integers(0, count - 1))
    assert faults({**chain, "entries": chain["entries"][:cut]})
    one, other = data.draw(
        st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda p: p[0] != p[1])
    )
    swapped = list(chain["entries"])
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert faults({**chain, "entries": swapped})


def test_the_command(project: Path, tmp_path: Path) -> None:
    for place in (project, project / ".workflow", project / ".workflow" / CHAIN):
        ran = run("chain", "verify", place)
        assert (ran.code, ran.out) == (0, VERIFIED)
    path = tmp_path / "chain.json"
    path.write_text((project / ".workflow" / CHAIN).read_text().replace('"verdict": "PASS"', '"verdict": "BLOCK"', 1))
    ran = run("chain", "verify", path)
    assert ran.code == 1
    assert f"{path}:" in ran.out
    assert ran.out.endswith("Chain integrity broken — 2 faults.\n")
    path.write_text('{"version": 1, "entries": []}')
    assert run("chain", "verify", tmp_path).out == VERIFIED


def test_the_command_without_a_chain(tmp_path: Path) -> None:
    ran = run("chain", "verify", tmp_path)
    assert ran.code == 4
    assert "there is no state chain" in ran.err
    (tmp_path / "chain.json").write_text("{")
    assert run("chain", "verify", tmp_path).code == 4
    (tmp_path / "chain.json").write_text("[]")
    assert run("chain", "verify", tmp_path).code == 1
    (tmp_path / "chain.json").write_bytes(b"\xff\x00")
    assert run("chain", "verify", tmp_path).code == 4


def test_a_chain_of_others_is_judged_by_its_links(tmp_path: Path) -> None:
    (tmp_path / "tool.py").write_text(TOOL)
    code = f"""
import sys; sys.path.insert(0, {str(tmp_path)!r}); sys.dont_write_bytecode = True
from pathlib import Path
from tool import record_entry
for at in range(3):
    chain = Path({str(tmp_path / "chain.json")!r})
    record_entry(f"T0{{at}}", "verify", "self", "in", f"out {{at}}", "x", chain_path=chain)
"""
    subprocess.run([sys.executable, "-c", code], check=True)
    assert run("chain", "verify", tmp_path).out == VERIFIED
    chain = json.loads((tmp_path / "chain.json").read_text())
    del chain["entries"][1]
    assert len(faults(chain)) == 2


def changed(project: Path, tmp_path: Path, name: str, old: str, new: str) -> list[str]:
    """The faults of a project whose file was changed."""
    folder = rental(tmp_path / "changed")
    for each in FILES:
        target = folder / ".workflow" / each
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (project / ".workflow" / each).read_text()
        assert each != name or old in text
        target.write_text(text.replace(old, new, 1) if each == name else text)
    before = {problem.what for problem in check_workflow(project, read_planning(project))}
    return [problem.what for problem in check_workflow(folder, read_planning(folder)) if problem.what not in before]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (FILES[1], '"task_id": "T02"', '"task_id": "T88"', "the evals name T88, which is no task of the queue"),
        (FILES[1], '"task_id": "T02"', '"task_id": "T01"', "T01 has two entries"),
        (FILES[1], '"milestone": "M1"', '"milestone": "M2"', "T01 is of milestone M2 here, and of M1 in the queue"),
        (FILES[1], '"status": "completed"', '"status": "fine"', "fine is no status"),
        (FILES[1], '"app/main.py"', '"app/other.py"', "T01 planned app/other.py by its entry"),
        (FILES[1], '"skipped": 0', '"skipped": 1', "test_results: passed, failed and skipped are not the total"),
        (FILES[1], '"review_cycles": 1', '"review_cycles": "one"', "review_cycles is a count"),
        (FILES[1], '"security_review": false', '"security_review": "no"', "security_review is true, false or null"),
        (FILES[1], '"2026-01-01T09:50:00.000+00:00"', '"2027-01-01T09:50:00Z"', "completed_at is before started_at"),
        (FILES[1], '"2026-01-01T09:50:00.000+00:00"', '"ten"', "started_at is no moment: 'ten'"),
        (FILES[1], '"2026-01-01T09:50:00.000+00:00"', "null", "a completed task has no started_at"),
        (FILES[1], '"notes": ', '"note": ', "the entry has no notes"),
        (FILES[1], '"entries": [', '"entries": [3,', "an entry is a mapping"),
        (FILES[1], '"entries": [', '"entires": [', "there is no list of entries"),
        (FILES[1], '"files_touched": [', '"files_touched": [1,', "files_touched is a list of paths"),
        (FILES[0], '"task_id": "T02"', '"task_id": "T88"', "the reflexion index names T88"),
        (FILES[0], '"app/bookings.py"', '"app/gone.py"', "tags names app/gone.py, which is no file"),
        (FILES[0], '"severity": "high"', '"severity": "awful"', "awful is no severity"),
        (FILES[2], '"task_id": "T02"', '"task_id": "T88"', "the chain names T88"),
        (FILES[2], '"PASS"', '"BLOCK"', "it was edited"),
        (FILES[2], "{", "[", "this is not JSON"),
    ],
)
def test_each_fault_of_a_project_is_told(
    project: Path, tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    found = changed(project, tmp_path, name, old, new)
    assert any(said in what for what in found), found


def test_milestones_that_do_not_agree_are_told(project: Path) -> None:
    (problem,) = check_workflow(project, read_planning(project))
    assert str(problem) == ".workflow/task-queue.md:69: DF-01 says milestone M1, and stands under M2"
