"""Ways in that end at a powerful role."""

from typing import Any

import pytest

from app.analysis.exposure import analyse
from tests.unit.analysis.graphs import allow, graph, group, network, resource, role

URL = resource("aws_lambda_function_url.u", {"function_name": "aws_lambda_function.f"}, authorization_type="NONE")
FUNCTION = resource("aws_lambda_function.f", {"role": "aws_iam_role.r"})
PROFILE = resource("aws_iam_instance_profile.p", {"role": "aws_iam_role.r"})
PLACED = {"subnet_id": "aws_subnet.a", "vpc_security_group_ids": "aws_security_group.g"}
MACHINE = resource("aws_instance.i", PLACED | {"iam_instance_profile": PROFILE.address})


def titles(*resources: Any) -> list[str]:
    """What is said of powerful ways in."""
    findings = analyse(graph(*resources)).findings
    return [f"{one.resource}: {one.title}" for one in findings if one.rule == "AGT_NET_POWERFUL_ENTRY"]


@pytest.mark.parametrize(
    ("statement", "power"),
    [
        (allow("*"), "can do everything in the account"),
        (allow("iam:CreateAccessKey"), "can gain more permissions than it was given"),
        (allow("s3:GetObject", "arn:aws:s3:::a/*"), ""),
    ],
)
def test_a_function_with_an_address(statement: dict[str, Any], power: str) -> None:
    said = f"aws_lambda_function.f: Reachable from the internet with aws_iam_role.r, which {power}"
    assert titles(URL, FUNCTION, *role("r", statement)) == ([said] if power else [])


def test_a_machine_by_its_profile_only_where_it_is_reached() -> None:
    strong = role("r", allow("*"))
    assert len(titles(*network("a"), group("g", 443), PROFILE, MACHINE, *strong)) == 1
    assert titles(*network("a", public=False), group("g", 443), PROFILE, MACHINE, *strong) == []


def test_a_service_behind_a_balancer() -> None:
    resources = (
        *network("a"),
        group("g", 443),
        resource("aws_lb.b", {"subnets": "aws_subnet.a", "security_groups": "aws_security_group.g"}),
        resource(
            "aws_lb_listener.l",
            {"load_balancer_arn": "aws_lb.b", "default_action.target_group_arn": "aws_lb_target_group.t"},
            port=443,
            protocol="HTTPS",
        ),
        resource("aws_lb_target_group.t", port=8080),
        resource("aws_ecs_task_definition.d", {"task_role_arn": "aws_iam_role.r"}),
        resource(
            "aws_ecs_service.s",
            {"load_balancer.target_group_arn": "aws_lb_target_group.t", "task_definition": "aws_ecs_task_definition.d"},
        ),
    )
    (found,) = [one for one in analyse(graph(*resources, *role("r", allow("*")))).findings if "POWERFUL" in one.rule]
    assert "→ aws_ecs_service.s:8080 → aws_iam_role.r." in found.detail
