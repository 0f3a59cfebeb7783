"""Services with an address of their own: APIs, functions, distributions, clusters, search domains, shared images."""

from collections.abc import Callable, Iterator, Sequence

from app.analysis.base import Observations
from app.analysis.exposure.addresses import is_internet
from app.analysis.permissions.policies import Policy, policies
from app.analysis.permissions.sharing import lets_everyone_in
from app.domain.exposure import EntryPoint
from app.domain.finding import Severity
from app.domain.planned import Planned, PlannedResource

Look = Callable[[Planned, Observations], Iterator[EntryPoint]]
FUNCTION, API, CLUSTER, SEARCH, IMAGE = (
    "AGT_NET_FUNCTION_URL", "AGT_NET_OPEN_API", "AGT_NET_PUBLIC_CLUSTER", "AGT_NET_OPEN_SEARCH", "AGT_NET_PUBLIC_IMAGE",
)  # fmt: skip
SSH = "AGT_NET_ADMIN_PORT"


def observe(planned: Planned, seen: Observations) -> list[EntryPoint]:
    """All of them."""
    _images(planned, seen)
    return [entry for look in LOOKS for entry in look(planned, seen)]


def _entry(
    planned: Planned, resource: PlannedResource, behind: Sequence[str] = (), *, intended: bool = True
) -> EntryPoint:
    rest = f" → {', '.join(dict.fromkeys(behind))}" if behind else ""
    return EntryPoint(resource.address, "443", f"internet → {resource.address}:443{rest}", intended, planned.stack)


def _distributions(planned: Planned, _: Observations) -> Iterator[EntryPoint]:
    for one in planned.of_type("aws_cloudfront_distribution"):
        if one.get("enabled") is not False:
            yield _entry(planned, one, [origin.address for origin in planned.referred(one, "origin.domain_name")])


def _function_urls(planned: Planned, seen: Observations) -> Iterator[EntryPoint]:
    for url in planned.of_type("aws_lambda_function_url"):
        seen.looked(FUNCTION)
        behind = [one.address for one in planned.referred(url, "function_name")]
        asks = url.get("authorization_type") == "AWS_IAM"
        entry = _entry(planned, url, behind, intended=asks)
        if not asks:
            seen.object(FUNCTION, url.address, "Function answers anyone without asking who", f"Path: {entry.route}.")
        yield entry


def _rest_apis(planned: Planned, seen: Observations) -> Iterator[EntryPoint]:
    for api in planned.of_type("aws_api_gateway_rest_api"):
        if "PRIVATE" in (api.get("endpoint_configuration.types") or ()):
            continue
        methods = planned.referring(api, "aws_api_gateway_method")
        integrations = planned.referring(api, "aws_api_gateway_integration")
        behind = [one.address for integration in integrations for one in planned.referred(integration, "uri")]
        open_ = [one for one in methods if _asks_nobody(one)]
        if methods:
            seen.looked(API)
        for method in open_:
            title = f"{method.get('http_method', 'A method')} of the API answers anyone without asking who"
            seen.object(API, method.address, title, f"Path: internet → {api.address}:443 → {method.address}.")
        yield _entry(planned, api, behind)


def _asks_nobody(method: PlannedResource) -> bool:
    """A method without authorizer or key; what browsers ask beforehand has none by design."""
    return (
        method.get("authorization") == "NONE"
        and not method.get("api_key_required")
        and method.get("http_method") != "OPTIONS"
    )


def _http_apis(planned: Planned, seen: Observations) -> Iterator[EntryPoint]:
    for api in planned.of_type("aws_apigatewayv2_api"):
        integrations = planned.referring(api, "aws_apigatewayv2_integration")
        behind = [
            one.address for integration in integrations for one in planned.referred(integration, "integration_uri")
        ]
        routes = planned.referring(api, "aws_apigatewayv2_route")
        if routes:
            seen.looked(API)
        for route in routes:
            if route.get("authorization_type", "NONE") == "NONE" and not route.get("api_key_required"):
                title = f"{route.get('route_key', 'A route')} of the API answers anyone without asking who"
                seen.object(API, route.address, title, f"Path: internet → {api.address}:443 → {route.address}.")
        yield _entry(planned, api, behind)


def _clusters(planned: Planned, seen: Observations) -> Iterator[EntryPoint]:
    for cluster in planned.of_type("aws_eks_cluster"):
        seen.looked(CLUSTER)
        if cluster.get("vpc_config.endpoint_public_access") is False:
            continue
        cidrs = cluster.get("vpc_config.public_access_cidrs") or ["0.0.0.0/0"]
        if cluster.is_unknown("vpc_config.public_access_cidrs"):
            cidrs = ["0.0.0.0/0"]  # left to AWS's default
        open_ = [one for one in cidrs if is_internet(one)]
        if open_:
            seen.object(CLUSTER, cluster.address, f"Kubernetes API open to {', '.join(open_)}")
            yield _entry(planned, cluster, intended=False)
    for group in planned.of_type("aws_eks_node_group"):
        access = group.blocks("remote_access")
        if access and access[0].get("ec2_ssh_key") and not _has_source(group):
            seen.object(SSH, group.address, "SSH (22) of the nodes is open to the internet")


def _has_source(group: PlannedResource) -> bool:
    path = "remote_access.source_security_group_ids"
    return bool(group.get(path)) or group.is_unknown(path) or bool(group.references.get(path))


def _search(planned: Planned, seen: Observations) -> Iterator[EntryPoint]:
    domains = planned.of_type("aws_opensearch_domain", "aws_elasticsearch_domain")
    by_target = [one for one in policies(planned, "resource") if one.target in domains]
    for domain in domains:
        if domain.blocks("vpc_options"):
            continue
        seen.looked(SEARCH)
        open_ = [one for one in by_target if one.target is domain and any(_open(one))]
        asks = bool(domain.get("advanced_security_options.enabled"))
        entry = _entry(planned, domain, intended=False)
        if open_:
            severity = Severity.HIGH if asks else None
            seen.object(SEARCH, domain.address, "Search domain open to the internet", f"Path: {entry.route}.", severity)
        yield entry


def _open(policy: Policy) -> Iterator[bool]:
    for statement in policy.statements:
        yield statement.allows and lets_everyone_in(policy, statement)


def _images(planned: Planned, seen: Observations) -> None:
    """Images and snapshots that everyone may copy: no way in, but a way out."""
    for permission in planned.of_type("aws_ami_launch_permission"):
        seen.looked(IMAGE)
        if permission.get("group") == "all":
            seen.object(IMAGE, permission.address, "Machine image shared with everyone")
    for snapshot in planned.of_type("aws_db_snapshot", "aws_db_cluster_snapshot"):
        seen.looked(IMAGE)
        if "all" in (snapshot.get("shared_accounts") or ()):
            seen.object(IMAGE, snapshot.address, "Snapshot shared with everyone", severity=Severity.CRITICAL)


def _others(planned: Planned, seen: Observations) -> Iterator[EntryPoint]:
    """What has a public address by its nature."""
    for one in planned.of_type("aws_apprunner_service"):
        if one.get("network_configuration.ingress_configuration.is_publicly_accessible") is not False:
            yield _entry(planned, one)
    for one in planned.of_type(
        "aws_globalaccelerator_accelerator", "aws_appsync_graphql_api", "aws_cognito_user_pool_domain"
    ):
        yield _entry(planned, one)
    for one in planned.of_type("aws_transfer_server"):
        if one.get("endpoint_type", "PUBLIC") == "PUBLIC":
            ports = "22"
            yield EntryPoint(
                one.address, ports, f"internet → {one.address}:{ports}", intended=True, stack=planned.stack
            )
    for one in planned.of_type("aws_lightsail_instance_public_ports"):
        for block in one.blocks("port_info"):
            cidrs = block.get("cidrs") or ["0.0.0.0/0"]
            if any(is_internet(cidr) for cidr in cidrs) and block.get("from_port") in {22, 3389}:
                seen.object(SSH, one.address, f"Port {block.get('from_port')} is open to the internet")
                yield _entry(planned, one, intended=False)


LOOKS: Sequence[Look] = (
    _distributions, _function_urls, _rest_apis, _http_apis, _clusters, _search, _others,
)  # fmt: skip
"""Every kind of service."""
