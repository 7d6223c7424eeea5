"""The three files of workflow state: what they say, and whose entries they leave alone."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from seedbed.lessons.reflexion import read_index
from seedbed.project.planning.open import read_planning
from seedbed.scaffold.workflow.chain import MARK, hash_of
from seedbed.scaffold.workflow.check import check_workflow
from seedbed.scaffold.workflow.evals import KEYS
from seedbed.scaffold.workflow.places import FILES
from seedbed.scaffold.workflow.write import Made, clean_workflow, write_workflow
from tests.scaffold.workflow.projects import TOOL, put, rental, work

TODAY = date(2026, 1, 1)


def made(folder: Path, today: date = TODAY) -> Made:
    return write_workflow(folder, read_planning(folder), today)


def entries(folder: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / ".workflow" / name).read_text())["entries"]
    return found


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The rental desk with its workflow written."""
    folder = rental(tmp_path / "rental")
    put(made(folder))
    return folder


def test_reflections_are_of_the_projects_own_decisions(project: Path) -> None:
    text = (project / ".workflow" / FILES[0]).read_text()
    lessons, problems = read_index(text)
    assert not problems
    assert 3 <= len(lessons) <= 5
    assert json.loads(text)["_schema"]["version"] == "1.0"
    first = entries(project, FILES[0])[0]
    assert list(first) == [
        *("id", "timestamp", "task_id", "tags", "severity", "what_happened", "root_cause", "lesson", "applies_to")
    ]
    assert first["what_happened"] == "Tool went from retired to idle, which BACK-02 does not allow."
    assert {"BACK-02", MARK} <= set(first["tags"])
    assert first["task_id"] == "T02"
    assert any("Decimal" in entry["root_cause"] for entry in entries(project, FILES[0]))


def test_evals_have_an_entry_for_each_task(project: Path) -> None:
    found = entries(project, FILES[1])
    assert [entry["task_id"] for entry in found] == ["T01", "T02", "T03", "DF-01", "QA-01"]
    assert [entry["status"] for entry in found] == ["completed", "completed", "in_progress", "completed", "pending"]
    assert all(tuple(entry) == KEYS for entry in found)
    reflections = [entry["task_id"] for entry in entries(project, FILES[0])]
    assert all(entry["reflexion_entries_created"] == reflections.count(entry["task_id"]) for entry in found)
    assert [entry["security_review"] for entry in found] == [False, True, None, False, None]
    assert found[1]["files_planned"] == ["app/bookings.py", "tests/test_bookings.py"]


def test_figures_over_many_tasks_are_those_of_the_contract(tmp_path: Path) -> None:
    folder = work(tmp_path, 40)
    put(made(folder))
    found = [entry for entry in entries(folder, FILES[1]) if entry["status"] == "completed"]
    assert len(found) == 40
    minutes = []
    for entry in found:
        begun, ended = (datetime.fromisoformat(entry[key]) for key in ("started_at", "completed_at"))
        minutes.append((ended - begun).total_seconds() / 60)
        assert ended.date() <= TODAY
        tests = entry["test_results"]
        assert 5 <= tests["total"] <= 15
        assert tests["total"] == tests["passed"] + tests["failed"] + tests["skipped"]
        beyond = set(entry["files_touched"]) - set(entry["files_planned"])
        assert len(beyond) == entry["scope_violations"]
    assert 15 <= min(minutes) <= max(minutes) <= 45
    assert len(set(minutes)) > 5
    assert sum(entry["review_cycles"] == 2 for entry in found) == 8
    assert sum(entry["scope_violations"] for entry in found) == 5
    starts = [entry["started_at"] for entry in found]
    assert starts == sorted(starts)


def test_the_chain_tells_the_whole_story(project: Path) -> None:
    found = entries(project, FILES[2])
    told = [(entry["task_id"], entry["stage"], entry["agent"]) for entry in found]
    assert told[:6] == [
        ("PLAN", "artifact_gen", "planner"),
        ("SPEC-BACK", "completion", "backend"),
        ("SPEC-DATA", "completion", "data-ml"),
        ("SPEC-SEC", "completion", "security"),
        ("SPEC-TEST", "completion", "testing"),
        ("SYNTH", "generation", "synthesizer"),
    ]
    assert told[6] == ("SYNTH", "validation", "synthesizer")
    assert [entry for entry in told if entry[0] == "T02"] == [
        ("T02", "verify", "self"),
        ("T02", "review", "code-reviewer"),
        ("T02", "review", "security-auditor"),
    ]
    assert ("T01", "review", "security-auditor") not in told
    assert not [entry for entry in told if entry[0] == "T03"]
    assert told[-1] == ("M1", "milestone_review", "milestone-reviewer")
    assert found[-1]["verdict"] == "MILESTONE_COMPLETE"
    assert [entry["seq"] for entry in found] == list(range(1, len(found) + 1))
    assert found[0]["prev_hash"] is None
    assert all(one["output_hash"] == other["prev_hash"] for one, other in pairwise(found))
    times = [entry["timestamp"] for entry in found]
    assert times == sorted(times)
    assert times[-1] <= "2026-01-01T23:59"
    assert found[1]["metadata"]["decisions_added"][0] == "BACK-01"


def test_hashes_are_of_texts() -> None:
    assert hash_of("é") == "sha256:4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


def test_a_second_run_changes_no_byte_and_keeps_what_people_changed_in_it(project: Path) -> None:
    assert made(project).files == ()
    assert dict(made(project).entries)[FILES[1]] == 5
    path = project / ".workflow" / FILES[1]
    path.write_text(path.read_text().replace("as planned", "as planned, at last"))
    assert made(project).files == ()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (FILES[0], '"task_id": "T02"', '"task_id": "T77"'),
        (FILES[1], '"milestone": "M1"', '"milestone": "M4"'),
        (FILES[2], '"verdict": "PASS"', '"verdict": "BLOCK"'),
    ],
)
def test_entries_of_ours_with_a_fault_are_made_again(project: Path, name: str, old: str, new: str) -> None:
    path = project / ".workflow" / name
    text = path.read_text()
    path.write_text(text.replace(old, new, 1))
    assert made(project).files == ((path, text),)


def test_other_inputs_make_other_entries(project: Path) -> None:
    assert len(made(project, date(2026, 3, 1)).files) == 3
    queue = project / ".workflow" / "task-queue.md"
    queue.write_text(queue.read_text().replace("### [ ] QA-01: Walk through it", "### [ ] QA-02: Walk through it"))
    put(made(project))
    assert entries(project, FILES[1])[-1]["task_id"] == "QA-02"
    planning = read_planning(project)
    assert len(write_workflow(project, planning, TODAY, anew=True).files) == 3


def test_equal_inputs_give_equal_bytes(project: Path, tmp_path: Path) -> None:
    other = rental(tmp_path / "other")
    texts = [text for _, text in made(other).files]
    assert texts == [(project / ".workflow" / name).read_text() for name in FILES]


@pytest.mark.parametrize("name", FILES)
def test_real_entries_are_left_alone(tmp_path: Path, name: str) -> None:
    folder = rental(tmp_path)
    path = folder / ".workflow" / name
    path.parent.mkdir(parents=True)
    text = json.dumps({"entries": [{"task_id": "T01", "notes": "real", "tags": [], "metadata": {}}]})
    path.write_text(text)
    found = made(folder)
    assert [target.name for target, _ in found.files] == [Path(other).name for other in FILES if other != name]
    (note,) = found.notes
    assert note.what == "1 entries are real ones: the file is left alone"
    put(found)
    assert path.read_text() == text


@pytest.mark.parametrize("text", ["", '{"version": 1, "entries": []}', '{"_schema": {"version": "2"}, "entries": []}'])
def test_empty_files_of_any_kind_are_filled(tmp_path: Path, text: str) -> None:
    folder = rental(tmp_path)
    for name in FILES:
        path = folder / ".workflow" / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    found = made(folder)
    assert len(found.files) == 3
    assert not found.notes
    put(found)
    schema = json.loads((folder / ".workflow" / FILES[2]).read_text())
    assert ("version" in schema) == ('"version": 1' in text)
    assert schema["_schema"]["version"] == ("2" if '"2"' in text else "1.0")


@pytest.mark.parametrize("text", ["{", "[]", '{"entries": 3}', "\ufeff{"])
def test_what_cannot_be_read_is_left_alone(tmp_path: Path, text: str) -> None:
    folder = rental(tmp_path)
    path = folder / ".workflow" / FILES[2]
    path.parent.mkdir(parents=True)
    path.write_text(text)
    found = made(folder)
    assert len(found.files) == 2
    assert "left alone" in found.notes[0].what


def test_without_a_queue_there_is_nothing(tmp_path: Path) -> None:
    (tmp_path / ".workflow").mkdir()
    (tmp_path / ".workflow" / "decisions.md").write_text("BACK-01: x\n")
    assert made(tmp_path) == Made()


def test_a_queue_alone_is_enough(tmp_path: Path) -> None:
    folder = work(tmp_path, 1)
    put(made(folder))
    assert len(entries(folder, FILES[0])) == 3
    assert not check_workflow(folder, read_planning(folder))


def test_the_projects_own_tool_records_the_chain(tmp_path: Path) -> None:
    folder = rental(tmp_path / "with", tool=TOOL)
    found = made(folder)
    assert not found.notes
    put(found)
    chain = json.loads((folder / ".workflow" / FILES[2]).read_text())
    assert chain["_schema"]["description"] == "of this project"
    plain = rental(tmp_path / "without")
    put(made(plain))
    assert chain["entries"] == entries(plain, FILES[2])
    assert made(folder).files == ()
    assert not [path for path in folder.rglob("*") if "__pycache__" in path.parts]


def test_their_tool_goes_on_behind_our_entries(tmp_path: Path) -> None:
    folder = rental(tmp_path, tool=TOOL)
    put(made(folder))
    code = (
        "import sys; sys.path.insert(0, '.claude/tools'); sys.dont_write_bytecode = True\n"
        "from chain_manager import record_entry\nrecord_entry('T03', 'verify', 'self', 'in', 'out', 'real')"
    )
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)
    assert not check_workflow(folder, read_planning(folder))[1:]
    found = made(folder)
    assert [path.name for path, _ in found.files] == []
    assert [note.what for note in found.notes] == ["1 entries are real ones: the file is left alone"]
    cleaned = clean_workflow(folder)
    assert [path.name for path, _ in cleaned.files] == ["index.json", "task-evals.json"]
    assert cleaned.notes[0].what == "entries of others are linked to ours: the chain is left alone"


@pytest.mark.parametrize(
    "tool",
    ["def record_entry(**words):\n    raise RuntimeError('no')\n", "x = 1\n", "def record_entry(**words): ...\n", "("],
)
def test_a_tool_that_does_not_work_is_done_without(tmp_path: Path, tool: str) -> None:
    folder = rental(tmp_path, tool=tool)
    found = made(folder)
    assert len(found.files) == 3
    assert found.notes[0].what == "the project's chain manager does not work: the chain is written without it"
    put(found)
    assert not [problem for problem in check_workflow(folder, read_planning(folder)) if "chain" in problem.where]


def test_cleaning_takes_our_entries_and_nothing_else(project: Path) -> None:
    path = project / ".workflow" / FILES[0]
    index = json.loads(path.read_text())
    index["entries"].append({"id": 99, "task_id": "T01", "tags": ["real"]})
    index["mine"] = True
    path.write_text(json.dumps(index))
    cleaned = clean_workflow(project)
    assert dict(cleaned.entries) == {FILES[0]: 5, FILES[1]: 5, FILES[2]: 17}
    put(cleaned)
    assert json.loads(path.read_text()) == {
        "_schema": {key: value for key, value in index["_schema"].items() if key != MARK},
        "entries": [{"id": 99, "task_id": "T01", "tags": ["real"]}],
        "mine": True,
    }
    assert entries(project, FILES[2]) == []
    assert (project / ".workflow" / "task-queue.md").is_file()
    assert clean_workflow(project) == Made()
    assert len(made(project).files) == 2


def test_many_tasks_end_before_today(tmp_path: Path) -> None:
    folder = work(tmp_path, 120)
    put(made(folder))
    assert max(entry["timestamp"] for entry in entries(folder, FILES[2])) < "2026-01-02"
