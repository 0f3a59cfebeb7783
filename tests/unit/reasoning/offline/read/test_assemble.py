from app.domain.request import WantedOutput
from app.reasoning.offline.read.assemble import Ids, components, outputs, relations
from app.reasoning.offline.read.attach import attach
from app.reasoning.offline.read.draft import Link
from tests.unit.reasoning.offline.read.sheets import sheet_of


def test_labels_are_unique_and_ids_follow() -> None:
    sheet = sheet_of('A queue named "a". Another queue and another queue. An internet gateway.')
    ids = Ids(sheet)
    found = components(sheet, ids)
    assert [one.id for one in found] == ["sqs.a", "sqs.sqs", "sqs.sqs_2", "aws_internet_gateway.internet_gateway"]


def test_copies_only_where_they_differ() -> None:
    sheet = sheet_of('two subnets with cidr_block "10.0.1.0/24" and "10.0.2.0/24", and two SQS queues')
    attach(sheet)
    found = components(sheet, Ids(sheet))
    assert [(one.id, one.count) for one in found] == [
        ("aws_subnet.subnet_1", 1),
        ("aws_subnet.subnet_2", 1),
        ("sqs.sqs", 2),
    ]
    assert [one.arguments.get("cidr_block") for one in found] == ["10.0.1.0/24", "10.0.2.0/24", None]


def test_relations_join_groups() -> None:
    sheet = sheet_of('A VPC. Two subnets with cidr_block "10.0.1.0/24" and "10.0.2.0/24".')
    attach(sheet)
    found = relations([Link(1, "in", 0, False, "x"), Link(1, "in", 0, False, "y")], Ids(sheet))
    assert [(one.source, one.target, one.text) for one in found] == [
        ("aws_subnet.subnet_1", "vpc.vpc", "x"),
        ("aws_subnet.subnet_2", "vpc.vpc", "x"),
    ]


def test_outputs_name_components() -> None:
    ids = Ids(sheet_of("A bucket."))
    assert outputs([WantedOutput("x", "0", "arn"), WantedOutput("y", "", "id")], ids) == (
        WantedOutput("x", "s3.s3", "arn"),
        WantedOutput("y", "", "id"),
    )
