"""Instance types in parts."""

from decimal import Decimal

import pytest

from app.analysis.savings.sizes import parsed, sized
from tests.unit.analysis.savings.stacks import resource


@pytest.mark.parametrize(
    ("name", "family", "size", "weight"),
    [
        ("m5.large", "m5", "large", "4"),
        ("db.r6g.2xlarge", "r6g", "2xlarge", "16"),
        ("cache.t4g.micro", "t4g", "micro", "0.5"),
        ("r5.xlarge.search", "r5", "xlarge", "8"),
        ("u-6tb1.56xlarge", "u-6tb1", "56xlarge", "448"),
    ],
)
def test_a_type_is_read_and_written(name: str, family: str, size: str, weight: str) -> None:
    found = parsed(name)
    assert found is not None
    assert (found.family, found.size, found.weight) == (family, size, Decimal(weight))
    assert str(found) == name


@pytest.mark.parametrize("name", ["db.serverless", "large", ""])
def test_what_has_no_size_has_no_steps(name: str) -> None:
    found = parsed(name)
    assert found is None or list(found.smaller()) == []


def test_steps_go_down_one_by_one() -> None:
    found = parsed("m5.4xlarge")
    assert found is not None
    assert [str(one) for one in found.smaller()][:4] == ["m5.2xlarge", "m5.xlarge", "m5.large"]
    assert str(next(found._replace(before="db.", size="12xlarge").smaller())) == "db.m5.8xlarge"
    assert list(found._replace(size="metal").smaller()) == []
    assert found._replace(size="metal").weight is None


def test_only_burstable_sizes_have_a_baseline() -> None:
    assert [one.baseline for name in ("t3.medium", "m5.large") if (one := parsed(name))] == [Decimal(20), None]


@pytest.mark.parametrize(
    ("address", "values", "size"),
    [
        ("aws_instance.a", {"instance_type": "m5.large"}, "m5.large"),
        ("aws_eks_node_group.a", {"instance_types": ["m5.large", "m5a.large"]}, "m5.large"),
        ("aws_opensearch_domain.a", {"cluster_config": [{"instance_type": "m5.large.search"}]}, "m5.large.search"),
        ("aws_s3_bucket.a", {}, "None"),
        ("aws_instance.a", {}, "None"),
    ],
)
def test_each_type_names_its_size_elsewhere(address: str, values: dict[str, object], size: str) -> None:
    assert str(sized(resource(address, **values))) == size
