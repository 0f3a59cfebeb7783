"""Policies in the sandbox: what is hostile ends as a problem."""

import http.server
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.domain.company import RegoAnswer, RegoFile
from app.domain.finding import Severity
from app.processes.run import Completed
from app.processes.sandbox import Sandbox
from app.toolchains.rego import Rego

PLAN = {"resource_changes": [{"address": "aws_s3_bucket.a", "type": "aws_s3_bucket"}]}
FINE = 'package fine\ndeny contains "still judged"'


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return Sandbox.detect()


def _judge(sandbox: Sandbox, *texts: str, timeout: float = 20.0, missing: Sequence[str] = ()) -> RegoAnswer:
    files = [RegoFile(f"policies/{number}.rego", text) for number, text in enumerate(texts)]
    return Rego(sandbox, timeout).evaluate(files, PLAN, missing)


def test_policies_of_both_versions(sandbox: Sandbox) -> None:
    answer = _judge(
        sandbox,
        'package a\ndeny[msg] { r := input.resource_changes[_]; msg := sprintf("%s is bad", [r.address]) }',
        'package b\nwarn contains {"msg": "w", "rule": "ACME_1", "resource": "aws_s3_bucket.a"}',
        'package c\nviolation contains "never" if false',
    )
    assert [(one.rule, one.severity, one.message, one.resource) for one in answer.violations] == [
        ("a.deny", Severity.HIGH, "aws_s3_bucket.a is bad", ""),
        ("ACME_1", Severity.LOW, "w", "aws_s3_bucket.a"),
    ]
    assert (answer.problems, answer.passed) == ((), ("c.violation",))
    assert answer.evidence
    assert (answer.evidence.tool, answer.evidence.exit_code, len(answer.evidence.digest)) == ("regorus", 0, 64)
    assert answer.evidence.isolation == sandbox.isolation


@pytest.mark.parametrize(
    ("text", "line", "wrong"),
    [
        ("package a\ndeny contains", 2, "expecting"),
        ("package a\nf(x) := f(x + 1)\ndeny contains f(1)", 3, "ran out of memory or stack"),
        ("package a\ndeny contains count(numbers.range(1, 100000000))", 2, "ran out of memory or stack"),
        ("package a\nx := y\ny := x\ndeny contains x", 2, "recursion detected"),
        ("package a\ndeny contains m if { m := undefined_function(1) }", 2, "could not find function"),
        ("package a\ndeny contains m if { m := data.secrets.all }", 2, "which no policy defines"),
        ('package a\ndeny contains m if { m := http.send({"url": "http://x"}) }', 2, "http.send is not available"),
    ],
    ids=["syntax", "stack", "memory", "cycle", "function", "data", "network"],
)
def test_what_breaks_is_a_problem_and_the_rest_is_judged(sandbox: Sandbox, text: str, line: int, wrong: str) -> None:
    answer = _judge(sandbox, text, FINE)
    (problem,) = answer.problems
    assert (problem.path, problem.line) == ("policies/0.rego", line)
    assert wrong in problem.wrong
    assert [one.message for one in answer.violations] == ["still judged"]
    assert answer.evidence
    assert answer.evidence.exit_code == 1


def test_a_rule_without_end_is_stopped(sandbox: Sandbox) -> None:
    endless = "some a in r; some b in r; some c in r; a * b * c == -1"
    text = f'package a\nr := numbers.range(1, 5000)\ndeny contains "x" if {{ {endless} }}'
    answer = _judge(sandbox, text, FINE, timeout=3.0)
    assert [(one.path, one.line) for one in answer.problems] == [("policies/0.rego", 3)]
    assert "took too long" in answer.problems[0].wrong
    assert [one.message for one in answer.violations] == ["still judged"]


def test_too_many_that_break_off_leave_the_rest_unjudged_and_say_so(sandbox: Sandbox) -> None:
    crash = "package p{0}\nf(x) := f(x + 1)\ndeny contains f(1)"
    answer = _judge(sandbox, *(crash.format(number) for number in range(5)))
    assert len(answer.problems) == 5
    assert answer.problems[-1].wrong == "the other policies were not judged, for too many broke off"


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    heard: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, heard
    server.shutdown()
    thread.join()
    server.server_close()


def test_nothing_is_reached_however_it_is_called(sandbox: Sandbox, listener: tuple[int, list[str]]) -> None:
    port, heard = listener
    ask = f'{{"method": "get", "url": "http://127.0.0.1:{port}/secret"}}'
    answer = _judge(
        sandbox,
        f"package a\nimport data.b.http\ndeny contains m if {{ m := http.send({ask}) }}",
        f"package b\nhttp := 1\ndeny[m] {{ m := http.send({ask}).body }}",
    )
    assert heard == []
    assert len(answer.problems) == 2
    assert answer.violations == ()


def test_the_environment_tells_nothing(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTS_GITHUB_TOKEN", "ghp_hidden")
    answer = _judge(sandbox, "package a\ndeny contains json.marshal(opa.runtime())")
    assert answer.violations == ()
    assert answer.problems[0].wrong == "opa.runtime is not available to policies"


def test_a_policy_sees_no_secret(sandbox: Sandbox) -> None:
    text = "package a\ndeny contains json.marshal(input)"
    resource = {"values": {"password": "hunter2", "name": "x"}, "sensitive_values": {"password": True}}
    document = {
        "resource_changes": [{"change": {"after": {"password": "hunter2"}, "after_sensitive": {"password": True}}}],
        "planned_values": {
            "outputs": {"o": {"sensitive": True, "value": "hunter2"}},
            "root_module": {"resources": [resource]},
        },
        "variables": {"p": {"value": "hunter2"}, "q": {"value": "plain"}},
        "configuration": {"root_module": {"variables": {"p": {"sensitive": True}, "q": {}}}},
    }
    (said,) = Rego(sandbox).evaluate([RegoFile("policies/0.rego", text)], document, []).violations
    assert "hunter2" not in said.message
    assert said.message.count("(sensitive)") == 4
    assert "plain" in said.message


def test_a_dead_sandbox_is_no_pass() -> None:
    class Broken:
        isolation = "none"

        def run(self, argv: Sequence[str | Path], **_: Any) -> Completed:
            return Completed(1, '{"at": "data.fine.deny", "path": "policies/0.rego", "li', "no room", 0.0)

    answer = Rego(Broken()).evaluate([RegoFile("policies/0.rego", FINE)], PLAN, [])
    assert answer.passed == ()
    assert answer.problems[0].wrong == "broke off: no room"
