"""Services with an address of their own."""

from typing import Any

import pytest

from app.analysis.base import Observations
from app.analysis.exposure import analyse
from app.analysis.exposure.services import observe
from app.domain.finding import Severity
from tests.unit.analysis.graphs import document, graph, resource

API = resource("aws_api_gateway_rest_api.a")
METHOD = {"rest_api_id": API.address}
HTTP = resource("aws_apigatewayv2_api.h")
ROUTE = {"api_id": HTTP.address}
OPEN = document({"Effect": "Allow", "Action": "es:*", "Principal": {"AWS": "*"}, "Resource": "*"})
FUNCTION = resource("aws_lambda_function.f")


def look(*resources: Any) -> tuple[dict[str, Severity], list[tuple[str, bool]]]:
    """Rule → severity, and the ways in."""
    seen = Observations("s")
    entries = observe(graph(*resources), seen)
    return {one.rule: one.severity for one in seen.result().findings}, [(one.address, one.intended) for one in entries]


def cluster(**config: Any) -> Any:
    """A cluster."""
    return resource("aws_eks_cluster.c", vpc_config=[config])


@pytest.mark.parametrize(
    ("resources", "rules", "entries"),
    [
        ([resource("aws_cloudfront_distribution.d")], {}, [("aws_cloudfront_distribution.d", True)]),
        ([resource("aws_cloudfront_distribution.d", enabled=False)], {}, []),
        (
            [
                FUNCTION,
                resource("aws_lambda_function_url.u", {"function_name": FUNCTION.address}, authorization_type="NONE"),
            ],
            {"AGT_NET_FUNCTION_URL": Severity.MEDIUM},
            [("aws_lambda_function_url.u", False)],
        ),
        (
            [resource("aws_lambda_function_url.u", authorization_type="AWS_IAM")],
            {},
            [("aws_lambda_function_url.u", True)],
        ),
        (
            [API, resource("aws_api_gateway_method.m", METHOD, authorization="NONE")],
            {"AGT_NET_OPEN_API": Severity.LOW},
            [(API.address, True)],
        ),
        (
            [API, resource("aws_api_gateway_method.m", METHOD, authorization="NONE", api_key_required=True)],
            {},
            [(API.address, True)],
        ),
        (
            [API, resource("aws_api_gateway_method.m", METHOD, authorization="NONE", http_method="OPTIONS")],
            {},
            [(API.address, True)],
        ),
        ([API, resource("aws_api_gateway_method.m", METHOD, authorization="AWS_IAM")], {}, [(API.address, True)]),
        ([resource("aws_api_gateway_rest_api.a", endpoint_configuration=[{"types": ["PRIVATE"]}])], {}, []),
        (
            [HTTP, resource("aws_apigatewayv2_route.r", ROUTE)],
            {"AGT_NET_OPEN_API": Severity.LOW},
            [(HTTP.address, True)],
        ),
        ([HTTP, resource("aws_apigatewayv2_route.r", ROUTE, authorization_type="JWT")], {}, [(HTTP.address, True)]),
        ([cluster()], {"AGT_NET_PUBLIC_CLUSTER": Severity.MEDIUM}, [("aws_eks_cluster.c", False)]),
        ([cluster(endpoint_public_access=False)], {}, []),
        ([cluster(endpoint_public_access=True, public_access_cidrs=["203.0.113.0/24"])], {}, []),
        (
            [resource("aws_eks_node_group.n", remote_access=[{"ec2_ssh_key": "k"}])],
            {"AGT_NET_ADMIN_PORT": Severity.CRITICAL},
            [],
        ),
        (
            [
                resource(
                    "aws_eks_node_group.n", remote_access=[{"ec2_ssh_key": "k", "source_security_group_ids": ["sg-1"]}]
                )
            ],
            {},
            [],
        ),
        (
            [resource("aws_opensearch_domain.o", access_policies=OPEN)],
            {"AGT_NET_OPEN_SEARCH": Severity.CRITICAL},
            [("aws_opensearch_domain.o", False)],
        ),
        ([resource("aws_opensearch_domain.o", access_policies=OPEN, vpc_options=[{"subnet_ids": ["a"]}])], {}, []),
        ([resource("aws_opensearch_domain.o")], {}, [("aws_opensearch_domain.o", False)]),
        (
            [resource("aws_opensearch_domain.o", access_policies=OPEN, advanced_security_options=[{"enabled": True}])],
            {"AGT_NET_OPEN_SEARCH": Severity.HIGH},
            [("aws_opensearch_domain.o", False)],
        ),
        ([resource("aws_ami_launch_permission.p", group="all")], {"AGT_NET_PUBLIC_IMAGE": Severity.HIGH}, []),
        ([resource("aws_ami_launch_permission.p", account_id="1")], {}, []),
        ([resource("aws_db_snapshot.s", shared_accounts=["all"])], {"AGT_NET_PUBLIC_IMAGE": Severity.CRITICAL}, []),
        ([resource("aws_transfer_server.t")], {}, [("aws_transfer_server.t", True)]),
        ([resource("aws_transfer_server.t", endpoint_type="VPC")], {}, []),
        ([resource("aws_apprunner_service.a")], {}, [("aws_apprunner_service.a", True)]),
        (
            [resource("aws_lightsail_instance_public_ports.p", port_info=[{"from_port": 22}])],
            {"AGT_NET_ADMIN_PORT": Severity.CRITICAL},
            [("aws_lightsail_instance_public_ports.p", False)],
        ),
        (
            [
                resource(
                    "aws_lightsail_instance_public_ports.p", port_info=[{"from_port": 22, "cidrs": ["203.0.113.7/32"]}]
                )
            ],
            {},
            [],
        ),
    ],
)
def test_services(resources: list[Any], rules: dict[str, Severity], entries: list[tuple[str, bool]]) -> None:
    assert look(*resources) == (rules, entries)


def test_what_stands_behind_an_api_is_told() -> None:
    refs = {"rest_api_id": API.address, "uri": FUNCTION.address}
    result = analyse(graph(API, FUNCTION, resource("aws_api_gateway_integration.i", refs)))
    route = "internet → aws_api_gateway_rest_api.a:443 → aws_lambda_function.f"
    assert [one.route for one in result.entry_points] == [route]
