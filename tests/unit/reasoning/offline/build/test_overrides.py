from typing import Any

import pytest

from app.domain.request import Component
from app.domain.resources import Ref
from app.reasoning.offline.build.claims import Claims
from app.reasoning.offline.build.ledger import Ledger
from app.reasoning.offline.build.overrides import Overrides

OWNER = Component("orders", "sqs", "orders")


@pytest.fixture
def ledger() -> Ledger:
    ledger = Ledger(Claims([], [], {}))
    for kind, body in (("aws_sqs_queue", {"name": "q"}), ("aws_s3_bucket_versioning", {"bucket": "b"})):
        ledger.add(kind, "orders", body, owner=OWNER, service="", concern="data")
    return ledger


@pytest.mark.parametrize(
    ("arguments", "expected", "not_understood"),
    [
        ({"delay_seconds": 5}, {"name": "q", "delay_seconds": 5}, []),
        ({"name": "mine"}, {"name": "mine"}, []),
        ({"dleay_seconds": 5}, {"name": "q"}, ["orders: dleay_seconds"]),
        ({"arn": "x"}, {"name": "q"}, ["orders: arn"]),
        ({"delay_seconds": "soon"}, {"name": "q"}, ["orders: delay_seconds"]),
        ({"count": 3, "tags.a": "b", "provider": "x"}, {"name": "q"}, []),
        ({"policy": "aws_sqs_queue.orders.arn"}, {"name": "q", "policy": Ref("aws_sqs_queue.orders", "arn")}, []),
        ({"policy": "${aws_sqs_queue.orders.arn}"}, {"name": "q", "policy": Ref("aws_sqs_queue.orders", "arn")}, []),
        ({"policy": "aws_sqs_queue.other.arn"}, {"name": "q", "policy": "aws_sqs_queue.other.arn"}, []),
    ],
)
def test_arguments_win(
    ledger: Ledger, arguments: dict[str, Any], expected: dict[str, Any], not_understood: list[str]
) -> None:
    overrides = Overrides(ledger)
    overrides.apply(Component("orders", "sqs", "orders", arguments=arguments), ledger.get("aws_sqs_queue.orders"))
    assert ledger.get("aws_sqs_queue.orders").body == expected
    assert overrides.not_understood == not_understood


def test_an_argument_finds_the_resource_that_has_it(ledger: Ledger) -> None:
    overrides = Overrides(ledger)
    component = Component("orders", "sqs", "orders", arguments={"versioning_configuration.status": "Enabled"})
    overrides.apply(component, ledger.get("aws_sqs_queue.orders"), list(ledger))
    assert ledger.get("aws_s3_bucket_versioning.orders").body["versioning_configuration"] == {"status": "Enabled"}
    assert overrides.not_understood == []


def test_tags_are_added_where_the_type_has_them(ledger: Ledger) -> None:
    overrides = Overrides(ledger)
    component = Component("orders", "sqs", "orders", tags={"Team": "x"})
    overrides.apply(component, ledger.get("aws_sqs_queue.orders"))
    overrides.apply(component, ledger.get("aws_s3_bucket_versioning.orders"))
    assert ledger.get("aws_sqs_queue.orders").body["tags"] == {"Team": "x"}
    assert "tags" not in ledger.get("aws_s3_bucket_versioning.orders").body


def test_half_a_block_is_taken_back(ledger: Ledger) -> None:
    overrides = Overrides(ledger)
    address = ledger.add("aws_s3_bucket", "b", {"bucket": "b"}, owner=OWNER, service="", concern="data")
    arguments = {"lifecycle_rule.prefix": "logs/", "website.index_document": "index.html"}
    overrides.apply(Component("orders", "sqs", "orders", arguments=arguments), ledger.get(address))
    assert ledger.get(address).body == {"bucket": "b", "website": {"index_document": "index.html"}}
    assert overrides.not_understood == ["orders: lifecycle_rule.prefix"]


def test_a_name_for_what_is_there_changes_nothing(ledger: Ledger) -> None:
    overrides = Overrides(ledger)
    body = {"vpc_id": Ref("aws_vpc.main")}
    address = ledger.add("aws_subnet", "s", body, owner=OWNER, service="", concern="network")
    overrides.apply(Component("s", "aws_subnet", "s", arguments={"vpc_id": "main"}), ledger.get(address))
    assert ledger.get(address).body == body
    overrides.apply(
        Component("s", "aws_subnet", "s", arguments={"vpc_id": "vpc-0123456789abcdef0"}), ledger.get(address)
    )
    assert ledger.get(address).body == {"vpc_id": "vpc-0123456789abcdef0"}


def test_what_the_schema_writer_had_no_place_for_is_told(ledger: Ledger) -> None:
    overrides = Overrides(ledger)
    given = Component("q", "aws_sqs_queue", "q", arguments={"delay_seconds": 5, "dleay": 1, "arn": "x", "tags.a": "b"})
    overrides.report(given, ledger.get("aws_sqs_queue.orders"))
    assert overrides.not_understood == ["q: dleay", "q: arn"]


def test_what_an_archive_holds_is_not_overridden(ledger: Ledger) -> None:
    body = {"type": "zip", "source_dir": "src", "output_path": "build/code.zip"}
    address = ledger.add("archive_file", "code", body, owner=OWNER, service="", concern="compute", data=True)
    overrides = Overrides(ledger)
    overrides.apply(Component("a", "data.archive_file", "a", arguments={"source_file": "x"}), ledger.get(address))
    assert ledger.get(address).body == body
    assert overrides.not_understood == ["a: source_file"]
