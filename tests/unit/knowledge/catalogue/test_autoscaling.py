"""Groups of machines."""

from app.domain.resources import Ref, Var
from tests.unit.knowledge.catalogue.composed import BOTH, all_of, body_of, composed, part


def test_the_group_uses_the_newest_template_over_private_subnets() -> None:
    body = body_of(composed(part("fleet", "autoscaling"), environments=BOTH), "aws_autoscaling_group")
    assert body["launch_template"]["version"] == Ref("aws_launch_template.fleet", "latest_version")
    assert body["vpc_zone_identifier"] == Ref("aws_subnet.private", "[*].id")
    assert (body["min_size"], body["max_size"]) == (Var("fleet_minimum"), Var("fleet_maximum"))


def test_stated_sizes_are_literal() -> None:
    built = composed(part("fleet", "autoscaling", minimum=2, maximum=8, desired=4))
    body = body_of(built, "aws_autoscaling_group")
    assert (body["min_size"], body["max_size"], body["desired_capacity"]) == (2, 8, 4)
    assert not all_of(built, "aws_autoscaling_group")["fleet"].lifecycle


def test_disks_are_encrypted_with_a_key_that_the_service_may_use() -> None:
    body = body_of(composed(part("fleet", "autoscaling")), "aws_launch_template")
    disk = body["block_device_mappings"][0]["ebs"]
    assert disk["encrypted"] == "true"
    assert "kms_key_id" not in disk
    assert body["metadata_options"]["http_tokens"] == "required"


def test_behind_a_balancer_its_health_check_counts() -> None:
    built = composed(part("web", "alb"), part("fleet", "autoscaling"), relations=("web fronts fleet",))
    body = body_of(built, "aws_autoscaling_group")
    assert body["health_check_type"] == "ELB"
    assert body["target_group_arns"] == [Ref("aws_lb_target_group.fleet", "arn")]
