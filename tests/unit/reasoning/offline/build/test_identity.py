import pytest

from app.domain.request import Component
from app.domain.resources import Local, Ref, Template
from app.reasoning.offline.build.claims import Claims
from app.reasoning.offline.build.errors import WiringError
from app.reasoning.offline.build.facts import Facts
from app.reasoning.offline.build.identity import Identity, statement_block
from app.reasoning.offline.build.ledger import Ledger

WORKER = Component("worker", "lambda", "worker")
POLICY = "data.aws_iam_policy_document.worker"


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(Claims([], [], {}))


@pytest.fixture
def identity(ledger: Ledger) -> Identity:
    return Identity(ledger, Facts(ledger), separator="-", prefix_length=29)


def test_a_role_is_assumed_by_its_service_only(ledger: Ledger, identity: Identity) -> None:
    role = identity.role(WORKER, "lambda", ["lambda.amazonaws.com"], "", ())
    assert role == "aws_iam_role.worker"
    document = ledger.get("data.aws_iam_policy_document.worker_assume").body
    assert document["statement"] == [
        {
            "actions": ["sts:AssumeRole"],
            "principals": [{"type": "Service", "identifiers": ["lambda.amazonaws.com"]}],
            "effect": "Allow",
        }
    ]
    assert ledger.get(role).body["name"] == Template((Local("name"), "-worker"))


@pytest.mark.parametrize(("label", "expected"), [("", "-worker"), ("worker_execution", "-worker-execution")])
def test_role_names_hold_the_environment(ledger: Ledger, identity: Identity, label: str, expected: str) -> None:
    named = Component("worker", "lambda", "worker", name="cron")
    role = identity.role(named, "lambda", ["lambda.amazonaws.com"], label, ())
    assert ledger.get(role).body["name"] == Template((Local("name"), expected))


def test_policies_of_aws_are_attached(ledger: Ledger, identity: Identity) -> None:
    identity.role(WORKER, "lambda", ["ecs-tasks.amazonaws.com"], "", ["service-role/AmazonECSTaskExecutionRolePolicy"])
    body = ledger.get("aws_iam_role_policy_attachment.worker_amazon_ecs_task_execution_role_policy").body
    assert body["policy_arn"] == "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"


def test_in_another_partition_the_region_tells_which(ledger: Ledger) -> None:
    identity = Identity(ledger, Facts(ledger), separator="-", prefix_length=29, region="cn-north-1")
    identity.role(WORKER, "lambda", ["lambda.amazonaws.com"], "", ["ReadOnlyAccess"])
    arn = ledger.get("aws_iam_role_policy_attachment.worker_read_only_access").body["policy_arn"]
    assert arn.parts[1] == Ref("data.aws_partition.current", "partition")


def test_statements_share_and_cover(ledger: Ledger, identity: Identity) -> None:
    role = identity.role(WORKER, "lambda", ["lambda.amazonaws.com"], "", ())
    identity.allow(role, ["kms:Decrypt"], ["key"], sid="Narrow")
    identity.allow(role, ["kms:Decrypt", "kms:GenerateDataKey"], ["key"], sid="Wide")
    identity.allow(role, ["sqs:SendMessage"], ["one"])
    identity.allow(role, ["sqs:SendMessage"], ["two", "one"])
    identity.finish()
    statements = ledger.get(POLICY).body["statement"]
    assert [(one["sid"], one["resources"]) for one in statements] == [("Wide", ["key"]), ("Sqs2", ["one", "two"])]
    assert ledger.get("aws_iam_role_policy.worker").body["policy"] == Ref(POLICY, "json")


def test_what_comes_later_is_in_the_same_policy(ledger: Ledger, identity: Identity) -> None:
    role = identity.role(WORKER, "lambda", ["lambda.amazonaws.com"], "", ())
    identity.allow(role, ["sqs:SendMessage"], ["one"])
    identity.finish()
    identity.allow(role, ["sns:Publish"], ["topic"])
    identity.finish()
    assert [one["sid"] for one in ledger.get(POLICY).body["statement"]] == ["Sqs1", "Sns2"]


def test_nobody_becomes_an_administrator(identity: Identity) -> None:
    role = identity.role(WORKER, "lambda", ["lambda.amazonaws.com"], "", ())
    with pytest.raises(WiringError, match="administrator"):
        identity.allow(role, ["*"], ["*"])


def test_an_unknown_role_is_a_bug(identity: Identity) -> None:
    with pytest.raises(WiringError, match=r"aws_iam_role\.nobody"):
        identity.allow("aws_iam_role.nobody", ["sqs:SendMessage"], ["one"])


def test_statements_are_made_of_known_parts() -> None:
    block = statement_block({"actions": ("b", "a", "a"), "resources": ("r",), "condition": [], "sid": None})
    assert block == {"actions": ["a", "b"], "resources": ["r"], "effect": "Allow"}
    with pytest.raises(WiringError, match="action"):
        statement_block({"action": ["a"]})
