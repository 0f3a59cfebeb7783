from decimal import Decimal

import pytest

from app.action.inputs import Inputs, commented, read_inputs
from app.domain.command import Command
from app.domain.errors import UsageFailure
from app.domain.finding import Severity


def given(**values: str) -> Inputs:
    return read_inputs({f"INPUT_{name.upper()}": value for name, value in values.items()})


def test_nothing_said_changes_nothing() -> None:
    inputs = given(command="", fail_on="", budget="", path="", number="")
    assert inputs == Inputs()
    assert inputs.silent == frozenset()
    override = inputs.override()
    assert (override.fail_on, override.increase, override.frameworks) == (None, None, ())


def test_what_is_said_is_read() -> None:
    inputs = given(
        command="review infra\n/agents compliance --framework hipaa\n",
        fail_on="Critical",
        budget="250.50",
        framework=" HIPAA, soc2,hipaa",
        number="#12",
        comment="FALSE",
        sarif="false",
        label="infra",
        login="my-app[bot]",
    )
    assert [command.written for command in inputs.commands] == [
        "/agents review infra",
        "/agents compliance --framework hipaa",
    ]
    assert (inputs.fail_on, inputs.lenient, inputs.budget) == (Severity.CRITICAL, False, Decimal("250.50"))
    assert (inputs.frameworks, inputs.number, inputs.label) == (("hipaa", "soc2"), 12, "infra")
    assert inputs.silent == {"comments", "reactions", "remarks", "code scanning"}


def test_settings_that_are_inputs() -> None:
    assert given().variables == {}
    said = given(reasoner="Claude", anthropic_api_key=" sk-ant-x\n", model="claude-x", label="infra")
    assert said.variables == {
        "AGENTS_LABEL": "infra",
        "AGENTS_REASONER": "claude",
        "AGENTS_MODEL": "claude-x",
        "ANTHROPIC_API_KEY": "sk-ant-x",
    }
    assert "sk-ant-x" not in repr(said)
    assert given(reasoner="auto").variables == {}, "what the operator's environment says stays"


def test_never_is_no_severity() -> None:
    inputs = given(fail_on="never")
    assert (inputs.fail_on, inputs.lenient) == (None, True)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("command", "revue", "unknown command: 'revue'"),
        ("command", "review --nonsense", "nonsense"),
        ("command", "doctor", "terminal"),
        ("fail_on", "severe", "fail-on: 'severe' is none of"),
        ("budget", "-1", "budget"),
        ("budget", "NaN", "budget"),
        ("budget", "1e999999999", "budget"),
        ("budget", "a lot", "budget"),
        ("number", "1; rm", "number"),
        ("number", "٣", "number"),
        ("number", "-1", "number"),
        ("comment", "yes", "comment"),
        ("framework", "iso", "iso is not known"),
        ("reasoner", "gpt", "reasoner: 'gpt' is none of auto, offline, claude"),
        ("anthropic_api_key", "sk-ant-one\nsk-ant-two", "anthropic-api-key"),
        ("token", "ghp_one\nghp_two", "token"),
        ("token", "ghp_ö", "token"),
        ("path", "/etc", "path"),
        ("path", "a/../../b", "path"),
    ],
)
def test_what_is_wrong_is_named(name: str, value: str, said: str) -> None:
    with pytest.raises(UsageFailure, match="reading the inputs") as raised:
        given(**{name: value})
    assert said in raised.value.wrong


def test_all_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(UsageFailure) as raised:
        given(command="revue", fail_on="x", budget="x", sarif="x")
    assert all(f"{name}: " in raised.value.wrong for name in ("command", "fail-on", "budget", "sarif"))


def test_the_token_is_not_shown() -> None:
    assert "ghs_" not in repr(given(token="ghs_secret"))


def test_a_path_narrows_what_names_no_directory() -> None:
    commands = (Command("review"), Command("plan", ("web",)))
    assert given(path="./infra").narrowed(commands) == (Command("review", ("./infra",)), Command("plan", ("web",)))
    assert given(path="./").narrowed(commands) == commands


@pytest.mark.parametrize(
    ("text", "comment"), [("", ""), (" review \n\ncost", "/agents review\n/agents cost"), ("/agents x", "/agents x")]
)
def test_lines_become_a_comment(text: str, comment: str) -> None:
    assert commented(text) == comment
