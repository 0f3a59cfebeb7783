"""Traffic that is not encrypted."""

from typing import Any

import pytest

from app.analysis.base import Observations
from app.analysis.keys.in_transit import observe
from app.domain.finding import Severity
from tests.unit.analysis.graphs import graph, network, resource

HTTP, OLD, STORE = "AGT_KEY_PLAIN_HTTP", "AGT_KEY_OLD_TLS", "AGT_KEY_PLAIN_DATABASE"
M, L = Severity.MEDIUM, Severity.LOW
PUBLIC = resource("aws_lb.b", {"subnets": "aws_subnet.a"})
INTERNAL = resource("aws_lb.b", {"subnets": "aws_subnet.a"}, internal=True)


def listener(protocol: str, action: dict[str, Any] | None = None, policy: str | None = None) -> Any:
    """A listener of the balancer."""
    actions = [action or {"type": "forward"}]
    refs = {"load_balancer_arn": "aws_lb.b"}
    return resource("aws_lb_listener.l", refs, protocol=protocol, port=80, default_action=actions, ssl_policy=policy)


def distribution(protocol: str = "redirect-to-https", version: str = "TLSv1.2_2021", **more: Any) -> Any:
    """A distribution."""
    certificate = {"minimum_protocol_version": version} | more
    behaviour = [{"viewer_protocol_policy": protocol}]
    return resource("aws_cloudfront_distribution.d", default_cache_behavior=behaviour, viewer_certificate=[certificate])


def database(engine: str, version: str, **parameters: str) -> list[Any]:
    """A database, with a parameter group where there are parameters."""
    listed = [{"name": name.replace("__", "."), "value": value} for name, value in parameters.items()]
    group = resource("aws_db_parameter_group.g", parameter=listed)
    refs = {"parameter_group_name": group.address}
    return [group, resource("aws_db_instance.d", refs, engine=engine, engine_version=version)]


REDIRECT = {"type": "redirect", "redirect": [{"protocol": "HTTPS"}]}


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([PUBLIC, listener("HTTP")], {HTTP: M}),
        ([PUBLIC, listener("HTTP", REDIRECT)], {}),
        ([PUBLIC, listener("HTTP", {"type": "fixed-response"})], {}),
        ([INTERNAL, listener("HTTP")], {}),
        ([PUBLIC, listener("HTTPS", policy="ELBSecurityPolicy-2016-08")], {OLD: M}),
        ([PUBLIC, listener("HTTPS", policy="ELBSecurityPolicy-TLS13-1-2-2021-06")], {}),
        ([PUBLIC, listener("HTTPS", policy="ELBSecurityPolicy-TLS13-1-2-Res-2021-06")], {}),
        ([PUBLIC, listener("HTTPS", policy="ELBSecurityPolicy-TLS-1-2-2017-01")], {}),
        ([PUBLIC, listener("HTTPS", policy="ELBSecurityPolicy-FS-1-2-Res-2020-10")], {}),
        ([PUBLIC, listener("HTTPS", policy="ELBSecurityPolicy-TLS13-1-0-2021-06")], {OLD: M}),
        ([PUBLIC, listener("TLS", policy="ELBSecurityPolicy-TLS-1-1-2017-01")], {OLD: M}),
        ([PUBLIC, listener("HTTPS")], {}),
        ([distribution()], {}),
        ([distribution("allow-all")], {HTTP: M}),
        ([distribution(version="TLSv1")], {OLD: M}),
        ([distribution(version="TLSv1", cloudfront_default_certificate=True)], {}),
        (database("postgres", "16.3"), {}),
        (database("postgres", "14.9"), {STORE: L}),
        (database("postgres", "14.9", rds__force_ssl="1"), {}),
        (database("postgres", "16.3", rds__force_ssl="0"), {STORE: M}),
        (database("mysql", "8.0"), {STORE: L}),
        (database("mysql", "8.0", require_secure_transport="ON"), {}),
        (database("mysql", "8.0", require_secure_transport="OFF"), {STORE: M}),
        (database("sqlserver-ex", "15.0"), {STORE: L}),
        (database("oracle-ee", "19"), {}),
        ([resource("aws_elasticache_replication_group.c")], {STORE: M}),
        ([resource("aws_elasticache_replication_group.c", transit_encryption_enabled=True)], {}),
        ([resource("aws_memorydb_cluster.c", tls_enabled=False)], {STORE: M}),
        ([resource("aws_memorydb_cluster.c")], {}),
        ([resource("aws_api_gateway_domain_name.d", security_policy="TLS_1_0")], {OLD: M}),
        ([resource("aws_opensearch_domain.o", domain_endpoint_options=[{"enforce_https": True}])], {}),
        ([resource("aws_opensearch_domain.o")], {STORE: M}),
    ],
)
def test_in_transit(resources: list[Any], expected: dict[str, Severity]) -> None:
    seen = Observations("s")
    observe(graph(*network("a"), *resources), seen)
    assert {one.rule: one.severity for one in seen.result().findings} == expected


def test_brokers_that_take_plain_connections() -> None:
    info = [{"encryption_in_transit": [{"client_broker": "TLS_PLAINTEXT"}]}]
    seen = Observations("s")
    observe(graph(resource("aws_msk_cluster.k", encryption_info=info), resource("aws_msk_cluster.l")), seen)
    assert [one.resource for one in seen.result().findings] == ["aws_msk_cluster.k"]


def test_content_rules() -> None:
    seen = Observations("s")
    observe(graph(distribution(), *database("postgres", "16")), seen)
    assert set(seen.result().passed) == {HTTP, OLD, STORE}
