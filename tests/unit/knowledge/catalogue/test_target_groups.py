"""Target groups."""

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part


@pytest.mark.parametrize(
    ("kind", "target_type"), [("ecs", "ip"), ("ec2", "instance"), ("autoscaling", "instance"), ("lambda", "lambda")]
)
def test_the_group_fits_what_stands_behind(kind: str, target_type: str) -> None:
    built = composed(part("web", "alb"), part("app", kind), relations=("web fronts app",))
    assert body_of(built, "aws_lb_target_group", "app")["target_type"] == target_type


def test_containers_register_themselves() -> None:
    built = composed(part("web", "alb"), part("app", "ecs", port=3000), relations=("web fronts app",))
    service = body_of(built, "aws_ecs_service", "app")
    assert service["load_balancer"] == [
        {"target_group_arn": Ref("aws_lb_target_group.app", "arn"), "container_name": "app", "container_port": 3000}
    ]
    assert service["health_check_grace_period_seconds"] == 60
    assert all_of(built, "aws_ecs_service")["app"].depends_on == ("aws_lb_listener.web",)


def test_functions_are_called_after_they_allow_it() -> None:
    built = composed(part("web", "alb"), part("app", "lambda"), relations=("web fronts app",))
    attachment = all_of(built, "aws_lb_target_group_attachment")["app"]
    assert attachment.depends_on == ("aws_lambda_permission.app_web",)
    group = body_of(built, "aws_lb_target_group", "app")
    assert "port" not in group
    assert "vpc_id" not in group


def test_only_the_balancer_reaches_the_target() -> None:
    built = composed(part("web", "alb"), part("app", "ec2", port=80), relations=("web fronts app",))
    rule = all_of(built, "aws_vpc_security_group_ingress_rule")["app_from_web_80"]
    assert rule.body["referenced_security_group_id"] == Ref("aws_security_group.web")
    assert accepted(built, rule.address) == {"CKV_AWS_260"}
    assert accepted(built, "aws_lb_target_group.app") == {"CKV_AWS_378"}
