"""Outputs that nobody named."""

import pytest

from app.domain.request import Component, WantedOutput
from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import composed, part
from tests.unit.reasoning.offline.small_catalogue import built_of, component


@pytest.mark.parametrize(
    ("wanted", "name", "value"),
    [
        (part("orders", "sqs"), "orders_url", Ref("aws_sqs_queue.orders", "url")),
        (part("shop", "rds"), "shop_address", Ref("aws_db_instance.shop", "address")),
        (
            part("cpu_alarm", "cloudwatch_alarm"),
            "cpu_alarm_name",
            Ref("aws_cloudwatch_metric_alarm.cpu_alarm", "alarm_name"),
        ),
        (part("files", "s3"), "files_id", Ref("aws_s3_bucket.files", "id")),
    ],
)
def test_what_was_asked_for_is_told(wanted: Component, name: str, value: Ref) -> None:
    outputs = {one.name: one for one in composed(wanted).resources.outputs}
    assert outputs[name].value == value
    assert outputs[name].description.endswith(").")


def test_nothing_is_told_twice_or_of_what_nobody_asked_for() -> None:
    orders = component("sqs", "orders")
    built = built_of([orders], outputs=(WantedOutput("queue", orders.id, "url"),))
    assert [one.name for one in built.resources.outputs] == ["queue"]
    implied = built_of([component("lambda", "worker")])
    assert all("vpc" not in one.name for one in implied.resources.outputs)


@pytest.mark.parametrize("kind", ["random_password", "tls_private_key", "aws_iam_role_policy_attachment"])
def test_secrets_and_mere_joins_are_not_told(kind: str) -> None:
    built = composed(part("main", "iam_role"), part("one", kind))
    assert all(not one.name.startswith("one") for one in built.resources.outputs)


def test_two_of_a_label_keep_apart() -> None:
    built = composed(part("main", "sns"), Component(id="q", kind="sqs", label="main"))
    names = [one.name for one in built.resources.outputs]
    assert len(names) == len(set(names)) == 2
