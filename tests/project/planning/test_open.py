"""Whole folders of planning documents, as projects have them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedbed.project.planning.facts import Planning
from seedbed.project.planning.open import read_planning

FOLDERS = Path(__file__).with_name("folders")
Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Makes a project of documents by name."""

    def made(**documents: str | bytes) -> Path:
        home = tmp_path / ".workflow"
        home.mkdir(exist_ok=True)
        for name, text in documents.items():
            path = home / f"{name.replace('_', '-')}.md"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return made


@pytest.fixture(scope="module")
def rental() -> Planning:
    """The facts of a project with a folder of decisions."""
    return read_planning(FOLDERS / "rental")


@pytest.fixture(scope="module")
def clinic() -> Planning:
    """The facts of a project with one file of one-line decisions."""
    return read_planning(FOLDERS / "clinic")


def said(planning: Planning) -> list[str]:
    return [f"{note.origin}: {note.what}" for note in planning.notes]


def test_all_documents_are_read(rental: Planning) -> None:
    assert rental.found
    assert rental.files[0] == ".workflow/project-spec.md"
    assert ".workflow/decisions/SEC.md" in rental.files
    assert ".workflow/domain-library/deposits.md" in rental.files


def test_the_data_model(rental: Planning) -> None:
    assert [entity.name for entity in rental.entities] == ["Tool", "Depot", "Booking", "User"]
    tool, depot, booking, user = rental.entities
    fields = {field.name: field for field in tool.attributes}
    assert list(fields) == [
        *("id", "name", "created_at", "updated_at", "depot_id", "status", "daily_rate", "category", "labels", "notes")
    ]
    assert fields["depot_id"].references == "Depot"
    assert fields["status"].values == ("idle", "reserved", "rented", "in_repair", "retired")
    assert fields["daily_rate"].type == "Decimal(8,2)"
    assert fields["notes"].type == ""
    assert fields["status"].origin.line == 17
    assert [field.name for field in depot.attributes] == ["id", "name", "address"]
    assert [field.references for field in booking.attributes][1:3] == ["Tool", "User"]
    assert user.attributes[2].values == ("admin", "clerk", "guest")
    assert tool.text == "A thing that can be rented."


MODEL = """## 3. Flows
**Nowhere** — no entity
- id

## 4. Data Model & State

### Guest
| Field | Type | Constraints |
|---|---|---|
| id | UUID | PK |
| house_id | UUID | FK → House |
| rank | enum | chief, worker |
| status | active \\| locked | default active |

### 4.2 Stays

**Stay**
- **id**: UUID, primary key
- **guest_id**: UUID (FK → Guest)
- **status**: enum(asked, booked, over)
- total: Decimal(12,2), not null
- left_at: datetime | null
- nights: Night[] (1:n)
- remarks, of the desk, at length

#### Bill
- `number` – unique
- `stay_id` -> Stay.id
- amount: number(10, 2) — net,
  without tax
- state: open/paid/void

* **Bill Line** — a line
  * quantity: int (1..99)

**Payment:** money in
- method: `card` | `cash`

**Trace (append only)**
- id, at

**Guest** — again
- id

### Relationships
- Guest 1—n Stay

## 5. Tech
**Later** — no entity
- id
"""


def test_data_models_in_other_forms(folder: Folder) -> None:
    planning = read_planning(folder(project_spec=MODEL))
    found = {
        entity.name: [
            f"{field.name} {field.type or field.references or '|'.join(field.values)}".strip()
            for field in entity.attributes
        ]
        for entity in planning.entities
    }
    assert found == {
        "Guest": ["id UUID", "house_id House", "rank chief|worker", "status active|locked"],
        "Stay": [
            *("id UUID", "guest_id Guest", "status asked|booked|over", "total Decimal(12,2)", "left_at datetime"),
            *("nights Night[]", "remarks"),
        ],
        "Bill": ["number", "stay_id Stay", "amount number(10, 2)", "state open|paid|void"],
        "Bill Line": ["quantity int"],
        "Payment": ["method card|cash"],
        "Trace": ["id", "at"],
    }
    assert [(machine.entity, machine.field) for machine in planning.machines] == [
        *(("Guest", "status"), ("Stay", "status"), ("Bill", "state"))
    ]
    assert said(planning) == [
        ".workflow/project-spec.md:24: Stay: no field is read from 'of the desk'",
        ".workflow/project-spec.md:24: Stay: no field is read from 'at length'",
        ".workflow/project-spec.md:42: Guest is described a second time; the first, in line 7, counts",
    ]


def test_machines_of_one_entity_are_put_together(folder: Folder) -> None:
    planning = read_planning(
        folder(
            project_spec="## 4. Data Model\n**Job**\n- status: idle | running | done\n**Pump**\n- state: on | off\n",
            decisions="BACK-01: Job: idle → running → failed\n"
            "BACK-02: Pump status: new → paid\nBACK-03: Job: failed → Idle\n",
        )
    )
    job = planning.machine("Job")
    assert job is not None
    assert job.states == ("idle", "running", "done", "failed")
    assert [(each.source, each.target) for each in job.transitions] == [
        ("idle", "running"),
        ("running", "failed"),
        ("failed", "idle"),
    ]
    assert [note.split(": ", 1)[1] for note in said(planning)] == [
        "Job has states that .workflow/project-spec.md:3 and this place do not share: done, failed",
        "Pump has other states here than in .workflow/project-spec.md:5",
        "Job has states that .workflow/project-spec.md:3 and this place do not share: running, done",
    ]
    assert [machine.entity for machine in planning.machines] == ["Job", "Pump", "Pump"]


def test_documents_that_cannot_be_opened_or_are_too_long(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    project = folder(decisions="BACK-01: Job: open → done\n" + "x" * 400)
    monkeypatch.setattr("seedbed.project.planning.text.MOST", 64)
    planning = read_planning(project)
    assert [machine.entity for machine in planning.machines] == ["Job"]
    assert "is longer than" in said(planning)[0]


def test_state_machines_of_every_document(rental: Planning) -> None:
    assert [machine.entity for machine in rental.machines] == [
        *("Tool", "Booking", "Payout", "Refund", "Ticket", "Guarantee")
    ]
    tool = rental.machine("tool")
    assert tool is not None
    assert (tool.field, tool.decision) == ("status", "BACK-02")
    assert tool.states == ("idle", "reserved", "rented", "in_repair", "retired")
    assert [(each.source, each.target, each.condition) for each in tool.transitions] == [
        ("idle", "reserved", "a booking is confirmed"),
        ("reserved", "rented", "collected at the depot"),
        ("rented", "idle", "returned unharmed"),
        ("rented", "in_repair", ""),
    ]
    assert [each.why for each in tool.forbidden] == ["scrapped tools stay scrapped"]
    assert [str(origin) for origin in tool.origins][:2] == [
        ".workflow/project-spec.md:17",
        ".workflow/decisions/BACK.md:18",
    ]
    payout = rental.machine("Payout")
    assert payout is not None
    assert payout.terminal == ("settled",)


def test_tables_and_diagrams_of_states(rental: Planning) -> None:
    refund, ticket = rental.machine("Refund"), rental.machine("Ticket")
    assert refund is not None
    assert ticket is not None
    assert [(each.source, each.target, each.why) for each in refund.forbidden] == [
        ("granted", "asked", "money has left")
    ]
    assert refund.transitions[0].condition == "within 14 days"
    assert ticket.states == ("open", "in review", "closed")
    assert (ticket.initial, ticket.terminal) == ("open", ("closed",))
    assert ticket.transitions[0].origin.line == 60


def test_deferred_decisions_decide_nothing(rental: Planning) -> None:
    deferred = [decision.id for decision in rental.decisions if decision.deferred]
    assert deferred == ["BACK-05", "SEC-03"]
    assert rental.machine("Points") is None
    assert "BACK-05" not in [decision.id for decision in rental.about("BACK")]
    assert rental.about("TEST")[0].text == "Factories, no fixtures in JSON"


def test_roles_in_their_order(rental: Planning, clinic: Planning) -> None:
    assert [(role.name, role.rank) for role in rental.roles] == [("admin", 0), ("clerk", 1), ("guest", 2)]
    assert [(role.name, role.rank) for role in clinic.roles] == [("doctor", None), ("nurse", None), ("desk", None)]
    assert rental.roles[0].decision == "SEC-01"


def test_precision(rental: Planning) -> None:
    found = [(each.subject, each.places, each.digits, each.decision) for each in rental.precisions]
    assert found == [
        ("All fees", 4, None, "DATA-01"),
        ("daily_rate", 2, None, "DATA-01"),
        ("Weights", 3, 7, "DATA-02"),
        ("Tool.daily_rate", 2, 8, ""),
        ("Booking.deposit", 2, 8, ""),
        ("Booking.fee", 4, 10, ""),
    ]
    assert rental.precisions[1].fields == ("daily_rate",)


def test_tasks(rental: Planning) -> None:
    assert [(milestone.id, milestone.name) for milestone in rental.milestones] == [
        ("M1", "A tool can be booked"),
        ("M2", "Money"),
    ]
    assert rental.milestones[0].goal == "Guests book tools."
    assert [(task.id, task.status, task.milestone) for task in rental.tasks] == [
        ("T01", "done", "M1"),
        ("T02", "done", "M1"),
        ("T03", "doing", "M2"),
        ("DF-01", "pending", "M1"),
        ("QA-01", "pending", "M2"),
    ]
    first, second, third, *_ = rental.tasks
    assert first.creates == ("pyproject.toml", "app/main.py", "app/db.py")
    assert first.modifies == ("README.md",)
    assert first.criteria == ("GET /health gives 200", "Tests run")
    assert first.verification == "pytest -q\ncurl -s localhost:8000/health"
    assert first.review == ("code-reviewer",)
    assert first.goal == "The skeleton runs."
    assert (first.depends, second.depends, third.depends) == ((), ("T01",), ("T01", "T02"))
    assert second.decisions == ("BACK-01", "BACK-02", "BACK-03", "SEC-01")
    assert second.files == ("app/bookings.py", "tests/test_bookings.py")
    assert second.review == ("code-reviewer", "security-auditor")
    assert third.files == ("app/deposits.py", "app/bookings.py")
    assert third.origin.line == 52


def test_what_is_at_odds_is_noted_with_its_place(rental: Planning, clinic: Planning) -> None:
    assert set(said(rental)) >= {
        ".workflow/project-spec.md:24: Depot: no field is read from 'opening hours (see website)'",
        ".workflow/decision-index.md:6: TEST-01 is in the index alone",
        ".workflow/task-queue.md:69: DF-01 says milestone M1, and stands under M2",
        ".workflow/task-queue.md:69: DF-01 depends on T09, which is no task",
        ".workflow/task-queue.md:52: BACK-99 is named here and decided nowhere",
    }
    assert said(clinic) == [".workflow/decisions.md:10: SEC-02 is decided a second time; the first, in line 9, counts"]


def test_one_line_decisions(clinic: Planning) -> None:
    visit, invoice, prescription, referral = clinic.machines
    assert visit.entity == "Visit"
    assert visit.terminal == ("Billed",)
    assert [each.condition for each in visit.transitions][-1] == "when the patient calls"
    assert (invoice.entity, invoice.field, invoice.decision) == ("invoice", "status", "BACK-02")
    assert [(each.source, each.target) for each in prescription.forbidden] == [("expired", "active")]
    assert len(referral.forbidden) == 3


def test_nothing_there_is_nothing_found(tmp_path: Path) -> None:
    planning = read_planning(tmp_path)
    assert not planning.found
    assert planning == Planning()


def test_the_folder_itself_may_be_given() -> None:
    assert read_planning(FOLDERS / "clinic" / ".workflow") == read_planning(FOLDERS / "clinic")


def test_line_ends_marks_and_emphasis_are_no_matter(tmp_path: Path) -> None:
    for name, change in (("plain", str), ("windows", lambda text: "\ufeff" + text.replace("\n", "\r\n"))):
        for path in (FOLDERS / "rental").rglob("*.md"):
            target = tmp_path / name / path.relative_to(FOLDERS / "rental")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(change(path.read_text(encoding="utf-8")).encode())
    plain, windows = read_planning(tmp_path / "plain"), read_planning(tmp_path / "windows")
    assert plain.machines == windows.machines
    assert [task.id for task in plain.tasks] == [task.id for task in windows.tasks]
    assert plain.entities == windows.entities


def test_bad_bytes_are_noted_and_the_rest_is_read(folder: Folder) -> None:
    latin = "BACK-01: Job: open → done\nBACK-02: café\n".encode().replace("é".encode(), b"\xe9")
    planning = read_planning(folder(decisions=latin, task_queue=b"\x00\x01binary", project_spec=b""))
    assert said(planning) == [
        ".workflow/decisions.md:2: the line cannot be read",
        ".workflow/task-queue.md: the document is binary",
    ]
    assert [machine.entity for machine in planning.machines] == ["Job"]


def test_a_line_that_nobody_wrote_by_hand_is_left_out(folder: Folder) -> None:
    planning = read_planning(folder(decisions="BACK-01: Job: open → done\n" + "x`" * 2_500 + "\n" + "word\n" * 3_000))
    assert said(planning) == [".workflow/decisions.md:2: the line cannot be read"]
    assert planning.notes[0].why == "it has 5,000 letters"
    assert planning.machine("Job") is not None


def test_a_stray_fence_is_noted(folder: Folder) -> None:
    planning = read_planning(folder(decisions="### BACK-01: Job: open → done\n```\nBACK-02: never seen\n"))
    assert said(planning) == [
        ".workflow/decisions.md:2: nobody closes what opens here: the rest of the document belongs to it"
    ]


def test_code_and_comments_hold_no_facts(folder: Folder) -> None:
    text = """### BACK-01: Job status
```python
job = pending -> running
```
<!-- BACK-02: Job: a → b -->
```
ls -> nothing
```
"""
    planning = read_planning(folder(decisions=text))
    assert [decision.id for decision in planning.decisions] == ["BACK-01"]
    assert not planning.machines


@pytest.mark.parametrize(
    ("files", "creates", "modifies"),
    [
        ("**Files:**\n- Create: a/x.py, `a/y.py`\n- Modify: b.py (imports)", "a/x.py a/y.py", "b.py"),
        ("**Files:** Create: a/x.py; Modify: b.py", "a/x.py", "b.py"),
        ("**Files:** `a/x.py`, b.py", "a/x.py b.py", ""),
        ("**Files:**\n- a/x.py (new)\n- b.py (modify: imports)", "a/x.py", "b.py"),
        ("**Files to create:** a/x.py\n**Files to modify:**\n- b.py — imports", "a/x.py", "b.py"),
        ("**Files:**\n- Create: a/{x,y}.py\n- Update: Makefile.am, b/", "a/x.py a/y.py", "Makefile.am b/"),
        ("**Files:** Create `a/x.py`, modify b.py", "a/x.py", "b.py"),
        ("**Files:**\n- Modify `b.py`\n- Create/Modify: a/x.py", "a/x.py", "b.py"),
        ("**Files:** none", "", ""),
    ],
)
def test_files_of_a_task(folder: Folder, files: str, creates: str, modifies: str) -> None:
    text = f"## Milestone: M1 — A\n### [ ] T01 — a\n{files}\n**Acceptance Criteria:**\n- [ ] it runs\n"
    (task,) = read_planning(folder(task_queue=text)).tasks
    assert (" ".join(task.creates), " ".join(task.modifies)) == (creates, modifies)
    assert task.criteria == ("it runs",)


@pytest.mark.parametrize(
    ("queue", "note"),
    [
        (
            "## Milestone: M1 — A\n### [ ] T01: a\n### [ ] T01: b\n",
            "T01 is there a second time; the first is in line 2",
        ),
        ("## Milestone: M1 — A\n### T01: a\n", "T01 has no mark of its status: pending"),
        ("## Milestone: M1 — A\n### [?] T01: a\n", "T01 has an unknown mark [?]: pending"),
        ("### [ ] T01: a\n**Milestone:** M7\n", "T01 is of M7, which is no milestone"),
        ("## Milestone: M1 — A\n### [ ] no id\n", "no task is read from '[ ] no id'"),
        (
            "## Milestone: M1 — A\n### [ ] T01: a\n**Depends on:** T02\n### [ ] T02: b\n**Depends on:** T01\n",
            "T01 depends on itself, by way of others",
        ),
    ],
)
def test_queues_at_odds_with_themselves(folder: Folder, queue: str, note: str) -> None:
    assert note in [each.what for each in read_planning(folder(task_queue=queue)).notes]


PIECES = st.sampled_from(
    [
        *("### BACK-01: x", "BACK-02: a → b", "**Decision:** status: a | b", "- a → b | condition: c", "| From | To |"),
        *("|---|---|", "| a | b |", "```", "```mermaid", "stateDiagram-v2", "a --> b", "## 4. Data Model", "**E** — x"),
        *(
            "- id, name: a | b (",
            "## Milestone: M1",
            "### [ ] T01: t",
            "**Files:** x.py",
            "<!--",
            "-->",
            "SEC-01: a > b",
        ),
        *("DATA-01: Decimal with 4 decimal places", "ENTITY: X", "\\|", "`", "**", "[x](y", "", "    ", "---", "  - b"),
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=15)), max_size=25).map("\n".join))
def test_no_documents_crash(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    home = tmp_path_factory.mktemp("p") / ".workflow"
    (home / "domain-library").mkdir(parents=True)
    names = (
        "decisions",
        "project-spec",
        "task-queue",
        "decision-index",
        "constraints",
        "domain-knowledge",
        "domain-library/x",
    )
    for name in names:
        (home / f"{name}.md").write_bytes(text.encode("utf-8", "surrogatepass"))
    read_planning(home)
