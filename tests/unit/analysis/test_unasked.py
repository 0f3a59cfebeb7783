"""What a model's files may not change though no check would find fault with it."""

from typing import Any

import pytest

from app.analysis.unasked import HIDDEN, unasked
from app.domain.planned import Planned, PlannedResource
from app.domain.proof import Proof
from app.domain.run import Gate
from tests.builders import stack_result

DRAFT: dict[str, dict[str, Any]] = {
    "aws_sqs_queue.jobs": {
        "id": "q", "message_retention_seconds": 345_600, "name": "jobs", "arn": "arn:jobs", "fifo": False,
    },
    "aws_db_instance.main": {
        "engine_version": "16.3", "instance_class": "db.t4g.large", "password": HIDDEN, "max_allocated": None,
        "tag_filters": ["a"],
    },
    "aws_lambda_function.app": {"reserved_concurrent_executions": -1, "layers": [], "scaling": [{"min": 1}],
                                "environment": [{"variables": {"BUCKET": "ours"}}]},
}  # fmt: skip


def proof(resources: dict[str, dict[str, Any]]) -> Proof:
    planned = tuple(
        PlannedResource(address, address.partition(".")[0], address.partition(".")[2], values=values)
        for address, values in resources.items()
    )
    return Proof((), planned=True, gate=Gate(), results=(stack_result(planned=Planned(".", planned)),))


def changed(address: str, values: dict[str, Any], words: str = "", *numbers: float) -> tuple[str, ...]:
    after = proof(DRAFT | {address: DRAFT.get(address, {}) | values})
    return unasked(proof(DRAFT), after, frozenset(words.split()), numbers)


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("aws_sqs_queue.jobs", {"message_retention_seconds": 60}),
        ("aws_sqs_queue.jobs", {"fifo": True}),
        ("aws_sqs_queue.jobs", {"name": "other"}),
        ("aws_sqs_queue.jobs", {"name": None}),
        ("aws_db_instance.main", {"engine_version": "12.1"}),
        ("aws_db_instance.main", {"instance_class": "db.t4g.micro"}),
        ("aws_db_instance.main", {"tag_filters": ["b"]}),
        ("aws_db_instance.main", {"tag_filters": []}),
        ("aws_lambda_function.app", {"reserved_concurrent_executions": 0}),
        ("aws_lambda_function.app", {"scaling": [{"min": 0}]}),
        ("aws_lambda_function.app", {"environment": [{"variables": {"BUCKET": "theirs"}}]}),
        ("aws_lambda_function.app", {"environment": [{"variables": {}}]}),
    ],
)
def test_what_nobody_asked_for_stays(address: str, values: dict[str, Any]) -> None:
    (told,) = changed(address, values, "the queue keeps its messages", 9)
    assert "which nobody asked for" in told
    assert address in told


@pytest.mark.parametrize(
    ("address", "values", "words", "numbers"),
    [
        ("aws_sqs_queue.jobs", {"message_retention_seconds": 777_600}, "nine days", (9,)),
        ("aws_sqs_queue.jobs", {"fifo": True}, "a fifo queue", ()),
        ("aws_sqs_queue.jobs", {"name": "work"}, "named work", ()),
        ("aws_sqs_queue.jobs", {"arn": "arn:work"}, "", ()),
        ("aws_db_instance.main", {"engine_version": "17"}, "version 17", (17,)),
        ("aws_db_instance.main", {"max_allocated": 100}, "", ()),
        ("aws_db_instance.main", {"tag_filters": ["a", "jobs"]}, "", ()),
        ("aws_lambda_function.app", {"environment": [{"variables": {"BUCKET": "ours", "MORE": "x"}}]}, "", ()),
        ("aws_lambda_function.app", {"environment": [{"variables": {"BUCKET": "other"}}]}, "the other bucket", ()),
        ("aws_lambda_function.app", {"layers": ["x"]}, "", ()),
        ("aws_lambda_function.app", {"scaling": [{"min": 2}]}, "two", (2,)),
        ("aws_sns_topic.new", {"name": "x", "fifo": True}, "", ()),
    ],
)
def test_what_is_asked_for_or_added_may_be(
    address: str, values: dict[str, Any], words: str, numbers: tuple[float, ...]
) -> None:
    assert changed(address, values, words, *numbers) == ()


@pytest.mark.parametrize(
    ("address", "values", "path"),
    [
        ("aws_iam_role_policy.x", {"policy": HIDDEN}, "policy"),
        ("aws_db_instance.second", {"publicly_accessible": HIDDEN}, "publicly_accessible"),
        ("aws_db_snapshot.x", {"shared_accounts": [HIDDEN]}, "shared_accounts"),
        ("aws_lb.x", {"listener": [{"cidr": HIDDEN}]}, "listener.cidr"),
        ("aws_db_instance.main", {"max_allocated": HIDDEN}, "max_allocated"),
    ],
)
def test_nothing_is_hidden_from_the_checks(address: str, values: dict[str, Any], path: str) -> None:
    assert changed(address, values) == (f"it hides {path} of {address} from the checks",)


def test_secrets_are_hidden_where_they_belong() -> None:
    assert changed("aws_secretsmanager_secret_version.x", {"secret_string": HIDDEN}) == ()
    assert changed("aws_db_instance.main", {}) == ()


@pytest.mark.parametrize("name", ["AWS_LAMBDA_EXEC_WRAPPER", "LD_PRELOAD", "NODE_OPTIONS", "AWS_ENDPOINT_URL_S3"])
def test_a_program_loads_what_it_loaded_before(name: str) -> None:
    (told,) = changed("aws_lambda_function.app", {"environment": [{"variables": {"BUCKET": "ours", name: "/opt/x"}}]})
    assert "decides what a program loads" in told
    assert (
        changed("aws_lambda_function.app", {"environment": [{"variables": {"BUCKET": "ours", "LOG_LEVEL": "debug"}}]})
        == ()
    )
