import pytest

from app.domain.resources import Call, Local, Template
from app.reasoning.offline.build.naming import dashed, name_attribute, physical_name


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
