"""What Claude adds is counted right, what is below the floor is told, and no more is spent than was said."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.processes.git import require_git
from tests.builders import commit, git_repository
from tools.bench_claude import KEY, PER_RUN, Case, Row, Scored, holds, line, main, measure, read_cases, summary

FLOOR = Scored(0, planned=True, passed=True, open=2, checked=False)
REGO = 'package check\n\ndefault queue = false\n\nqueue { input.resource_changes[_].type == "aws_sqs_queue" }\n'


class Agents:
    """Answers as the command would; every ``run`` by Claude costs the same."""

    def __init__(self, usd: float = 0.4, open_left: int = 0, planned: str = "passed") -> None:
        self.usd = usd
        self.open_left = open_left
        self.planned = planned
        self.limits: list[str] = []

    def __call__(self, words: Sequence[str], more: Mapping[str, str]) -> tuple[int, Any]:
        if words[0] == "simulate":
            Path(words[-1]).write_text(json.dumps([{"resource_changes": [{"type": "aws_sqs_queue"}]}]))
            return 0, {}
        claude = words[words.index("--reasoner") + 1] == "claude"
        if claude:
            self.limits.append(more[PER_RUN])
        repo = git_repository(Path(words[words.index("--repo") + 1]), {"a": "1\n"})
        require_git("x", "checkout", "--quiet", "-b", "agents/x", cwd=repo)
        commit(repo, {"stacks/x/main.tf": "# x\n"}, "x")
        return 0, {
            "branch": "agents/x",
            "pushed": True,
            "stacks": ["stacks/x"],
            "stages": [{"stage": "tester", "status": self.planned if claude else "passed", "seconds": 1.0}],
            "gate": {"verdict": "passed"},
            "not_understood": ["x"] * (self.open_left if claude else 1),
            "reasoner": {
                "used": "claude" if claude else "offline",
                "why": "",
                "requests": 2 * claude,
                "tokens": 900 * claude,
                "usd": self.usd * claude,
            },
        }


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "sk-ant-none")
    monkeypatch.delenv(PER_RUN, raising=False)


@pytest.mark.parametrize(
    ("claude", "below"),
    [
        (Scored(0, planned=True, passed=True, open=1), False),
        (FLOOR, False),
        (Scored(0, planned=True, passed=True, open=3), True),
        (Scored(1, planned=True, passed=False, open=0), True),
        (Scored(1, planned=False, passed=True, open=0), True),
    ],
)
def test_below_is_whatever_got_worse(claude: Scored, below: bool) -> None:
    assert claude.below(FLOOR) is below


def test_what_plans_where_nothing_did_is_not_below() -> None:
    assert not Scored(0, planned=True, passed=True, open=1).below(Scored(2, planned=False, passed=False, open=0))


@pytest.mark.parametrize(
    ("rego", "expected"),
    [
        (REGO, True),
        (REGO.replace("sqs_queue", "sns_topic"), False),
        ("package check\n", False),
        ("no rego at all", False),
        (f"package check\n\nimport rego.v1\n\ndefault q := false\n\nq if {REGO.partition('queue {')[2]}", False),
        ("package check\n\nimport rego.v1\n\ndefault q := false\n\nq if { input.resource_changes[0].type }\n", True),
    ],
)
def test_a_check_holds_where_nothing_it_says_is_false(rego: str, expected: bool) -> None:
    assert holds(rego, json.dumps({"resource_changes": [{"type": "aws_sqs_queue"}]})) is expected


def test_no_more_is_spent_than_was_said(key: None) -> None:
    agents = Agents(usd=0.4)
    rows = list(measure([Case(str(number), "a queue") for number in range(4)], Decimal("1.00"), agents))
    assert agents.limits == ["1.00", "0.60", "0.20"]
    assert [row.claude is None for row in rows] == [False, False, False, True]
    assert "nothing left" in line(rows[-1])


def test_an_operators_own_limit_is_not_raised(key: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PER_RUN, "0.25")
    agents = Agents(usd=0.1)
    list(measure([Case("a", "a queue")], Decimal(5), agents))
    assert agents.limits == ["0.25"]


def test_the_table_adds_up() -> None:
    better = Scored(0, True, True, 0, True, "claude", "", 3, 1200, 0.02, 9.0)
    told = summary([Row("a", FLOOR, better), Row("b", FLOOR, None)])
    assert told == [
        "offline: 1/1 plan, 2 phrases open, 0/1 checks hold",
        "claude: 1/1 plan, 0 phrases open, 1/1 checks hold",
        "checks won 1, lost 0",
        "kept 1, below the offline result 0; 1,200 tokens, 0.0200 USD",
    ]


@pytest.mark.parametrize(("agents", "code"), [(Agents(), 0), (Agents(open_left=2), 1), (Agents(planned="failed"), 1)])
def test_the_command(agents: Agents, code: int, key: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(json.dumps({"id": "one", "prompt": "a queue", "rego": REGO}) + "\n\n")
    assert main([str(cases), "--out", str(tmp_path / "out")], agents) == code
    (figures,) = json.loads((tmp_path / "out" / "figures.json").read_text())
    assert (figures["id"], figures["claude"]["checked"], figures["offline"]["used"]) == ("one", True, "offline")
    assert (tmp_path / "out" / "table.txt").read_text() == capsys.readouterr().out


def test_without_a_key_nothing_is_run_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(KEY, raising=False)
    assert main([]) == 0
    assert "SKIPPED" in capsys.readouterr().err


def test_a_request_that_nothing_came_of_counts_as_that(key: None) -> None:
    def nothing(words: Sequence[str], more: Mapping[str, str]) -> tuple[int, Any]:
        return 2, {"questions": ["what?"], "not_understood": ["hm"]}

    (row,) = measure([Case("a", "hm")], Decimal(1), nothing)
    assert (row.offline.code, row.offline.planned, row.offline.open) == (2, False, 1)


def test_the_examples_are_there_without_a_file() -> None:
    assert "web-shop" in {case.id for case in read_cases(None)}


def test_a_line_that_is_no_request_is_named(tmp_path: Path) -> None:
    (tmp_path / "cases").write_text('{"id": 1}\n')
    with pytest.raises(ValueError, match="cases:1"):
        read_cases(tmp_path / "cases")
