"""Replacements are never safe."""

from typing import Any

import pytest

from app.analysis.savings.replacing import replacing
from app.domain.cost import Edit
from tests.unit.analysis.savings.stacks import resource, savings

ENOUGH: dict[str, Any] = {"cpu_max_percent": 30, "memory_max_percent": 30, "observed_days": 30}


@pytest.mark.parametrize(
    ("address", "values", "attribute", "replaced"),
    [
        ("aws_instance.a", {}, "instance_type", False),
        ("aws_instance.a", {}, "root_block_device.volume_type", False),
        ("aws_instance.a", {}, "ebs_block_device.volume_type", True),
        ("aws_instance.a", {}, "tenancy", True),
        ("aws_eks_node_group.a", {}, "instance_types", True),
        ("aws_launch_configuration.a", {}, "root_block_device.volume_type", True),
        ("aws_launch_template.a", {}, "block_device_mappings.ebs.volume_type", False),
        ("aws_elasticache_cluster.a", {"engine": "memcached"}, "node_type", True),
        ("aws_elasticache_cluster.a", {"engine": "redis"}, "node_type", False),
        ("aws_db_instance.a", {}, "instance_class", False),
    ],
)
def test_what_replaces_is_known(address: str, values: dict[str, Any], attribute: str, replaced: bool) -> None:
    found = replacing(resource(address, **values), (Edit(address, attribute, "1"),))
    assert found == (attribute if replaced else "")


@pytest.mark.parametrize(
    ("address", "values", "rule"),
    [
        (
            "aws_eks_node_group.a",
            {"instance_types": ["m6g.xlarge"], "scaling_config": [{"desired_size": 2}]},
            "ec2-oversize",
        ),
        (
            "aws_instance.a",
            {"instance_type": "m6g.large", "ebs_block_device": [{"volume_type": "gp2", "volume_size": 100}]},
            "ebs-gp2-gp3",
        ),
        (
            "aws_elasticache_cluster.a",
            {"engine": "memcached", "node_type": "cache.m5.large", "num_cache_nodes": 1},
            "managed-graviton",
        ),
    ],
)
def test_a_replacement_is_said_and_left_to_a_person(address: str, values: dict[str, Any], rule: str) -> None:
    measured = {address: ENOUGH | {"measured_on": "m6g.xlarge"}}
    (found,) = [one for one in savings(resource(address, **values), measured=measured) if one.rule == rule]
    assert not found.safe
    assert "makes Terraform replace it" in found.caveat
