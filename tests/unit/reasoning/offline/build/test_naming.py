import pytest

from app.domain.resources import Call, Local, Template
from app.reasoning.offline.build.naming import dashed, given_name, legal_name, name_attribute, physical_name


@pytest.mark.parametrize(
    ("label", "separator", "expected"),
    [("orders_dlq", "-", "orders-dlq"), ("Orders", "-", "orders"), ("orders_dlq", "_", "orders_dlq")],
)
def test_dashed(label: str, separator: str, expected: str) -> None:
    assert dashed(label, separator) == expected


def test_names_are_short_enough_and_stay_different() -> None:
    assert physical_name("orders_dlq") == Template((Local("name"), "-orders-dlq"))
    assert physical_name("orders", limit=64) == Template((Local("name"), "-orders"))
    cut = physical_name("orders", limit=32)
    assert cut == Template((Call("trim", (Call("substr", (Local("name"), 0, 25)), "-")), "-orders"))
    one = physical_name("a" * 40 + "_first", limit=32)
    two = physical_name("a" * 40 + "_second", limit=32)
    assert one != two
    for name in (one, two):
        assert name.parts[0].args[0].args[2] + len(name.parts[1]) <= 32


def test_underscores_are_replaced_where_a_service_takes_none() -> None:
    assert physical_name("a_b", separator="_") == Template((Local("name"), "_a_b"))
    expected = Template((Call("replace", (Local("name"), "_", "-")), "-a-b"))
    assert physical_name("a_b", separator="_", dash_only=True) == expected
    assert physical_name("a_b", dash_only=True) == Template((Local("name"), "-a-b"))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("aws_sqs_queue", "name"),
        ("aws_s3_bucket", "bucket"),
        ("aws_lambda_function", "function_name"),
        ("aws_vpc", "tags.Name"),
        ("aws_eks_node_group", "node_group_name"),
        ("aws_dax_cluster", "cluster_name"),
        ("aws_route", ""),
        ("aws_no_such_thing", ""),
    ],
)
def test_name_attribute(kind: str, expected: str) -> None:
    assert name_attribute(kind) == expected


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("aws_db_instance", "my_db", "my-db"),
        ("aws_elasticache_cluster", "my_cache", "my-cache"),
        ("aws_lambda_function", "my_code", "my_code"),
        ("aws_s3_bucket", "my_bucket", "my_bucket"),
    ],
)
def test_a_given_name_is_one_that_the_type_takes(kind: str, name: str, expected: str) -> None:
    assert legal_name(kind, name) == expected
    assert given_name(kind, name, "dlq", "-", 8) == f"{expected[:4]}-dlq"


@pytest.mark.parametrize("kind", ["aws_lambda_permission", "aws_s3_bucket_object", "aws_rds_cluster_endpoint"])
def test_the_name_of_another_resource_is_not_its_own(kind: str) -> None:
    assert name_attribute(kind) in {"", "tags.Name"}
