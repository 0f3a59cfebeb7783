"""Who thought, as JSON."""

import json

from app.domain.thought import Reasoned
from app.reports.thought_record import reasoner_record, remarks_record, thinking_record
from tests.unit.reports.thoughts import ASKED, remarks


def test_every_task_with_what_was_sent() -> None:
    record = reasoner_record(ASKED)
    assert {name: record[name] for name in ("asked", "used", "requests", "tokens", "usd", "model")} == {
        "asked": "claude",
        "used": "claude",
        "requests": 6,
        "tokens": 40_800,
        "usd": 0.1563,
        "model": "claude-sonnet-5-5",
    }
    assert [(task["agent"], task["ended"], task["kept"]) for task in record["tasks"]] == [
        ("architect", "answered", True),
        ("developer", "turns", False),
        ("security", "answered", True),
    ]
    assert list(record["tasks"][0]["sent"]) == [
        {"what": "the issue", "characters": 1234},
        {"what": "file infra/main.tf", "characters": 560},
    ]
    assert json.loads(json.dumps(record)) == json.loads(json.dumps(reasoner_record(ASKED)))


def test_where_nobody_was_asked_there_is_nothing_of_it() -> None:
    assert reasoner_record(Reasoned()) == {
        "asked": "offline",
        "used": "offline",
        "why": "",
        "requests": 0,
        "tokens": 0,
        "usd": 0.0,
    }
    assert thinking_record(Reasoned()) == {}
    assert remarks_record(Reasoned(), remarks("f" * 32)) == {}


def test_where_nobody_may_be_asked_it_says_why() -> None:
    record = thinking_record(Reasoned("claude", why="the policy forbids it"))
    assert list(record) == ["reasoner"]
    assert record["reasoner"]["why"] == "the policy forbids it"


def test_remarks_stand_beside_it() -> None:
    record = thinking_record(ASKED, remarks("f" * 32))
    assert record["remarks"][0] == {
        "agent": "security",
        "kind": "matters",
        "text": "Whoever gets the disk reads every order.",
        "about": "f" * 32,
    }
    assert thinking_record(ASKED)["remarks"] == []
