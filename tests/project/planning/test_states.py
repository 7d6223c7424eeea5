"""State machines in the notations that people use, and what is no state machine."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedbed.project.planning.facts import Machine
from seedbed.project.planning.states import Told, machines_in
from seedbed.project.planning.text import statements
from seedbed.read.markdown import lines_of


def read(text: str, title: str = "", entities: tuple[str, ...] = ()) -> tuple[tuple[Machine, ...], list[str]]:
    """The machines of a text, and the words of the notes."""
    said = statements(lines_of(text), "f.md", fenced=True)
    machines, notes = machines_in(Told(title, said), entities)
    return machines, [note.what for note in notes]


def steps(machine: Machine) -> list[str]:
    return [f"{each.source}>{each.target}" for each in machine.transitions]


def bans(machine: Machine) -> list[str]:
    return [f"{each.source}>{each.target}" for each in machine.forbidden]


@pytest.mark.parametrize(
    ("text", "entity", "wanted"),
    [
        ("Run: pending→running→{paused,completed}", "Run", "pending>running running>paused running>completed"),
        ("Run: pending->running->{paused, completed}", "Run", "pending>running running>paused running>completed"),
        ("**Run:** `pending` --> `running` ==> done", "Run", "pending>running running>done"),
        ("Run status: pending ⟶ running ➔ done", "Run", "pending>running running>done"),
        ("Run: pending &rarr; running", "Run", "pending>running"),
        ("Account status state machine: new → open — no way back", "Account", "new>open"),
        ("Lifecycle: Draft → Issued → Partially Paid", "", "Draft>Issued Issued>Partially Paid"),
        ("Job: queued → running → done | failed", "Job", "queued>running running>done running>failed"),
        ("Job: queued → running → done or failed", "Job", "queued>running running>done running>failed"),
        ("Job: queued → running, running → done", "Job", "queued>running running>done"),
        ("Job: queued → running; running → done.", "Job", "queued>running running>done"),
        ("Job: (queued) → [running] → done (final)", "Job", "queued>running running>done"),
        ("Job: queued → running when a worker is free", "Job", "queued>running"),
        ("Job: active ↔ paused", "Job", "active>paused paused>active"),
        ("- ✅ queued → running\n- ❌ done → queued", "", "queued>running"),
        ("ENTITY: Job (background)\nState transitions:\n- queued → running", "Job", "queued>running"),
        ("```\nENTITY: Job\nState transitions:\n  - queued → running\n```", "Job", "queued>running"),
        ("Job: pending →\n  running →\n  done", "Job", "pending>running running>done"),
        ("Job:\n- queued → running\n- running → done", "Job", "queued>running running>done"),
        ("1. Job: in-review → signed-off", "Job", "in-review>signed-off"),
        ("Job Service (state machine: queued → running → done)", "Job", "queued>running running>done"),
        ("Status flow: queued > running > done | failed", "", "queued>running running>done running>failed"),
        ("Jobs follow a state machine: QUEUED → RUNNING", "Jobs", "QUEUED>RUNNING"),
        (
            "Job: To Plan → Planned → Out For Review → On Hold",
            "Job",
            "To Plan>Planned Planned>Out For Review Out For Review>On Hold",
        ),
        ("Cancellation: queued|running → cancelled", "", "queued>cancelled running>cancelled"),
        ("Transitions: only allow queued → running", "", "queued>running"),
        ("Job: queued [by a user] → running", "Job", "queued>running"),
        ("• Queued → Running: a worker is free", "", "Queued>Running"),
    ],
)
def test_notations(text: str, entity: str, wanted: str) -> None:
    title = "Status" if not text.startswith("Lifecycle") else ""
    (machine,), notes = read(text, title)
    assert (machine.entity, " ".join(steps(machine))) == (entity, wanted)
    assert not notes


def test_two_machines_share_a_sentence() -> None:
    text = (
        "Run: pending→running→{paused,done}. Step: pending→done→undone. Done and cancelled are terminal. Else an error."
    )
    run, step = read(text)[0]
    assert (run.entity, run.initial, run.terminal) == ("Run", "pending", ("done",))
    assert (step.entity, steps(step), step.terminal) == ("Step", ["pending>done", "done>undone"], ("done",))


def test_bullets_have_conditions_and_reasons() -> None:
    text = """State transitions:
- draft → sent | condition: it has lines | by: clerk
- sent → paid
  | condition: the bank says so
- paid → draft | forbidden: money has moved
Forbidden transitions:
- void → draft — it is void
Computed fields:
- total: sum of lines
"""
    (machine,), _ = read(text, "Invoice state machine")
    assert machine.entity == "Invoice"
    assert [each.condition for each in machine.transitions] == ["it has lines", "the bank says so"]
    assert [(each.source, each.target, each.why) for each in machine.forbidden] == [
        ("paid", "draft", "money has moved"),
        ("void", "draft", "it is void"),
    ]
    assert [each.origin.line for each in machine.transitions] == [2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "Never: done → open",
        "Job: never done → open",
        "done → open is forbidden because it is done",
        "done → open — not allowed: it is done",
        "- done → open | not allowed: it is done",
        "- ❌ done → open",
        "Job: open → done, never done → open",
    ],
)
def test_what_is_not_allowed(text: str) -> None:
    (machine,), _ = read(text, "Job status")
    assert bans(machine) == ["done>open"]
    assert "done>open" not in steps(machine)


def test_what_stands_in_brackets_is_of_its_own_state() -> None:
    (machine,), _ = read("Job status: new → sent (by mail) → read (by the guest) → done (terminal)")
    assert [each.condition for each in machine.transitions] == ["by mail", "by the guest", ""]
    (machine,), _ = read("- Queued → Running: a worker is free", "Job status")
    assert machine.transitions[0].condition == "a worker is free"
    (machine,), _ = read("Invalid transitions: `DONE` → `OPEN` rejected with a 409", "Job status")
    assert (bans(machine), machine.forbidden[0].why) == (["DONE>OPEN"], "rejected with a 409")


def test_no_backward_transitions_forbids_each_of_them() -> None:
    (machine,), _ = read("Account state machine: pending → active → closed — no backward transitions")
    assert bans(machine) == ["active>pending", "closed>pending", "closed>active"]
    assert {each.why for each in machine.forbidden} == {"no backward transitions"}
    assert [each.condition for each in machine.transitions] == ["", ""]


def test_any_state_is_each_that_does_not_end() -> None:
    (machine,), _ = read(
        "Job: open → running → done (terminal). Any → cancelled | condition: by an admin", "Job status"
    )
    assert steps(machine) == ["open>running", "running>done", "open>cancelled", "running>cancelled"]
    assert machine.terminal == ("done",)
    assert machine.states == ("open", "running", "done", "cancelled")


def test_first_and_last_states_that_are_said() -> None:
    (machine,), _ = read("Job: open → running → paused → running. Jobs start as open; archived is final.")
    assert (machine.initial, machine.terminal) == ("open", ("archived",))
    assert "archived" in machine.states


@pytest.mark.parametrize(
    ("text", "entity", "field"),
    [
        ("- status: idle | running | paused", "", "status"),
        ("Job.status in idle|running|paused", "Job", "status"),
        ("Job status is one of idle, running or paused", "Job", "status"),
        ("`state`: enum(idle, running, paused)", "", "state"),
        ("payment_status = {idle, running, paused}", "", "payment_status"),
        ("Project status can be idle, running, or paused", "Project", "status"),
        ("Ticket states: idle, running, paused", "Ticket", ""),
    ],
)
def test_lists_of_states(text: str, entity: str, field: str) -> None:
    (machine,), _ = read(text)
    assert (machine.entity, machine.field) == (entity, field)
    assert machine.states == ("idle", "running", "paused")
    assert not machine.transitions


@pytest.mark.parametrize(
    "text",
    [
        "Dependency flows one way: M5(API) → M2(Engine) → M1(Data).",
        "Layers: request → service → database",
        "GET /users -> list of users",
        "`name -> str`",
        "a => b",
        "phase: complete",
        "model: opus | sonnet | haiku",
        "Alternatives considered: GraphQL -> gRPC",
        "See section 3 → 4",
        "if x > 3 then y -> z",
        "total: price × quantity",
    ],
)
def test_what_is_none(text: str) -> None:
    assert read(text, "Validation order")[0] == ()


def test_asides_of_a_decision_are_not_read() -> None:
    text = "**Decision:** Job: open → done\n**Alternatives:** Job: open → running → done\n**Rationale:** done → open"
    (machine,), _ = read(text, "Job status")
    assert steps(machine) == ["open>done"]


def test_what_cannot_be_read_is_noted() -> None:
    machines, notes = read("State transitions:\n- open → 3 days later\n- open → done", "Job state machine")
    assert steps(machines[0]) == ["open>done"]
    assert notes == ["a change of states cannot be read: '3 days later' is no state"]
    assert read("first → second → third")[1] == ["a chain of arrows that nothing calls states is not read as such"]


def test_a_known_entity_gives_its_name() -> None:
    (machine,), _ = read("- open → closed", "How purchase orders end", ("PurchaseOrder", "User"))
    assert machine.entity == "PurchaseOrder"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "→",
                "->",
                "{",
                "}",
                "(",
                ")",
                "|",
                ",",
                ";",
                ":",
                ".",
                "-",
                "—",
                "*",
                "any",
                "a",
                "b_c",
                "open",
                "done",
                "never",
                "no",
                "↔",
                "←",
                "status",
                "\n",
                "`",
                "or",
            ]
        ),
        max_size=25,
    )
)
def test_no_line_crashes(pieces: list[str]) -> None:
    read(" ".join(pieces), "status")
