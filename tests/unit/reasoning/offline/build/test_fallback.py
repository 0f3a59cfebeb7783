from dataclasses import replace

import pytest

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import Ports, Site
from tests.unit.reasoning.offline.small_catalogue import SERVICES, built_of, component, resource

WORKER, ORDERS, STORE = component("lambda", "worker"), component("sqs", "orders"), component("rds", "db")


@pytest.mark.parametrize(
    ("kind", "actions", "key_actions"),
    [
        ("reads", ["sqs:ReceiveMessage"], ["kms:Decrypt"]),
        ("sends", ["sqs:SendMessage"], ["kms:Decrypt", "kms:GenerateDataKey"]),
        ("writes", ["sqs:SendMessage"], ["kms:Decrypt", "kms:GenerateDataKey"]),
        ("uses", ["sqs:ReceiveMessage"], ["kms:Decrypt", "kms:GenerateDataKey"]),
    ],
)
def test_access_by_verb_and_the_key(kind: str, actions: list[str], key_actions: list[str]) -> None:
    built = built_of([WORKER, ORDERS], [Relation("worker", kind, "orders")])
    statements = resource(built, "data.aws_iam_policy_document.worker").body["statement"]
    assert [one["actions"] for one in statements] == [actions, key_actions]
    assert [one["resources"] for one in statements] == [
        [Ref("aws_sqs_queue.orders", "arn")],
        [Ref("aws_kms_key.main", "arn")],
    ]
    assert built.wrong == ()


@pytest.mark.parametrize(("label", "sid"), [("orders", "SendsOrdersSqs"), ("sqs", "SendsSqs"), ("a-b", "SendsABSqs")])
def test_statements_have_telling_ids(label: str, sid: str) -> None:
    built = built_of([WORKER, component("sqs", label)], [Relation("worker", "sends", label)])
    statements = resource(built, "data.aws_iam_policy_document.worker").body["statement"]
    assert [one["sid"] for one in statements] == [sid, "UseKey"]


def test_the_source_is_told_where_the_target_is() -> None:
    built = built_of([WORKER, ORDERS, STORE], [Relation("worker", "sends", "orders"), Relation("worker", "uses", "db")])
    assert resource(built, "aws_lambda_function.worker").body["environment"] == {
        "variables": {
            "DB_HOST": Ref("aws_db_instance.db", "address"),
            "ORDERS_QUEUE_URL": Ref("aws_sqs_queue.orders", "url"),
        }
    }


def test_the_way_is_opened_from_both_ends() -> None:
    built = built_of([WORKER, STORE], [Relation("worker", "uses", "db")])
    ingress = resource(built, "aws_vpc_security_group_ingress_rule.db_from_worker_5432").body
    egress = resource(built, "aws_vpc_security_group_egress_rule.worker_to_db_5432").body
    assert ingress["referenced_security_group_id"] == Ref("aws_security_group.worker")
    assert egress["referenced_security_group_id"] == Ref("aws_security_group.db")


def test_what_has_no_meaning_is_said() -> None:
    relation = Relation("orders", "uses", "other")
    assert built_of([ORDERS, component("sqs", "other")], [relation]).inert == (relation,)


def test_two_that_need_each_other_are_not_both_told() -> None:
    def wire(one: Component, site: Site) -> Ports:
        ports = SERVICES["lambda"].wire(one, site)
        return replace(ports, handle=Ref(ports.address, "arn"), handle_name="ARN")

    services = {**SERVICES, "lambda": replace(SERVICES["lambda"], wire=wire)}
    relations = [Relation("one", "uses", "two"), Relation("two", "uses", "one")]
    built = built_of([component("lambda", "one"), component("lambda", "two")], relations, services=services)
    assert built.wrong == ()
    assert "environment" in resource(built, "aws_lambda_function.one").body
    assert "environment" not in resource(built, "aws_lambda_function.two").body
