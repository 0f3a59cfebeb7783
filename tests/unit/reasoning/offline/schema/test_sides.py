"""Near and far."""

import pytest

from app.reasoning.offline.schema.sides import side_of


@pytest.mark.parametrize(
    ("argument", "kind", "side"),
    [
        ("source_endpoint_arn", "aws_dms_endpoint", ""),
        ("target_endpoint_arn", "aws_dms_endpoint", "target"),
        ("peer_vpc_id", "aws_vpc", "peer"),
        ("vpc_id", "aws_vpc", ""),
        ("target_group_arn", "aws_lb_target_group", ""),
    ],
)
def test_side_of(argument: str, kind: str, side: str) -> None:
    assert side_of(argument, kind) == side
