"""Routes of an HTTP API: what answers them and who may call them."""

from typing import Any

from app.domain.request import Relation
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.api_access import routes_of
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.guards import guarded
from app.knowledge.catalogue.kinds import kind_of
from app.knowledge.catalogue.lambda_sources import permit

OPEN_REASON = (
    "The request names no sign-in for this API; the stage is throttled, and the code behind it must check what it is "
    "sent."
)

DIRECT: dict[str, tuple[str, str, dict[str, Any]]] = {
    "sqs": ("SQS-SendMessage", "sqs:SendMessage", {"MessageBody": "$request.body"}),
    "step_functions": ("StepFunctions-StartExecution", "states:StartExecution", {"Input": "$request.body"}),
    "kinesis": (
        "Kinesis-PutRecord",
        "kinesis:PutRecord",
        {"Data": "$request.body", "PartitionKey": "$context.requestId"},
    ),
}
"""AWS services an HTTP API calls itself: integration subtype, action of its role, parameters beside the target."""

HANDLES = {"sqs": "QueueUrl", "step_functions": "StateMachineArn", "kinesis": "StreamName"}


def fronts(api: End, target: End, relation: Relation, site: Site) -> None:
    """An integration with the target, and the routes that lead to it."""
    kind = kind_of(target.component)
    if guarded(api, target, relation, site):
        return
    if kind == "lambda":
        _add_routes(api, target, site, _function(api, target, site))
    elif kind in {"alb", "nlb", "ecs"}:
        _add_routes(api, target, site, _private(api, target, site))
    elif kind in DIRECT:
        sends(api, target, relation, site)


def fronted_by(target: End, api: End, relation: Relation, site: Site) -> None:
    """The same from the other side: "the function is attached to the API"."""
    fronts(api, target, relation, site)


def _function(api: End, target: End, site: Site) -> str:
    permit(api, target, site, arn=Template((api.ports.arn, "/*/*")), principal="apigateway.amazonaws.com")
    return site.add(
        "aws_apigatewayv2_integration",
        target.component.label,
        {
            "api_id": Ref(api.ports.address),
            "integration_type": "AWS_PROXY",
            "integration_uri": target.ports.extra["invoke_arn"],
            "integration_method": "POST",
            "payload_format_version": "2.0",
        },
        component=api.component,
    )


def _private(api: End, target: End, site: Site) -> str:
    """Through a VPC link: to a balancer's listener, or straight to tasks found by service discovery."""
    group = site.security_group(api.component, f"VPC link of {api.component.label}", label=api.component.label)
    network = site.network(target.component)
    link = site.add(
        "aws_apigatewayv2_vpc_link",
        api.component.label,
        {
            "name": site.name(api.component),
            "subnet_ids": network.private,
            "security_group_ids": [group],
        },
        component=api.component,
    )
    if target.ports.port is not None and target.ports.security_group is not None:
        site.egress(group, target.ports.port, target.ports.security_group, f"Requests to {target.component.label}")
        site.ingress(target.ports.security_group, target.ports.port, group, f"Requests from {api.component.label}")
    uri = _discovery(target, site, network.vpc_id) if kind_of(target.component) == "ecs" else _listener(target)
    return site.add(
        "aws_apigatewayv2_integration",
        target.component.label,
        {
            "api_id": Ref(api.ports.address),
            "integration_type": "HTTP_PROXY",
            "integration_method": "ANY",
            "integration_uri": uri,
            "connection_type": "VPC_LINK",
            "connection_id": Ref(link),
            "payload_format_version": "1.0",
        },
        component=api.component,
    )


def _listener(target: End) -> Ref:
    return Ref(target.ports.extra["listener"], "arn")


def _discovery(target: End, site: Site, vpc: Any) -> Ref:
    """Tasks register themselves under a name that only the VPC sees."""
    namespace = site.add(
        "aws_service_discovery_private_dns_namespace",
        "internal",
        {"name": "internal.local", "description": "Names of the services inside the VPC", "vpc": vpc},
        component=target.component,
        concern="network",
    )
    service = site.add(
        "aws_service_discovery_service",
        target.component.label,
        {
            "name": target.component.label.replace("_", "-"),
            "dns_config": {
                "namespace_id": Ref(namespace),
                "routing_policy": "MULTIVALUE",
                "dns_records": [{"type": "SRV", "ttl": 10}],
            },
        },
        component=target.component,
        concern="network",
    )
    registry = {
        "registry_arn": Ref(service, "arn"),
        "container_name": target.ports.extra["container"],
        "container_port": target.ports.port,
    }
    target.ports.extra["served"].append(service)
    if "service" in target.ports.extra:
        site.set(target.ports.extra["service"], "service_registries", registry)
    return Ref(service, "arn")


def sends(api: End, target: End, relation: Relation, site: Site) -> None:
    """The API hands the body to a queue, a stream or a state machine, with a role of its own."""
    kind = kind_of(target.component)
    if kind not in DIRECT:
        fronts(api, target, relation, site)
        return
    subtype, action, parameters = DIRECT[kind]
    role = site.role(api.component, "apigateway.amazonaws.com", label=f"{api.component.label}_api")
    site.allow(role, (action,), (target.ports.arn,))
    if target.ports.key is not None:
        site.allow(role, ("kms:Decrypt", "kms:GenerateDataKey"), (target.ports.key,))
    handle = Ref(target.ports.address, "name") if kind == "kinesis" else target.ports.handle
    integration = site.add(
        "aws_apigatewayv2_integration",
        target.component.label,
        {
            "api_id": Ref(api.ports.address),
            "integration_type": "AWS_PROXY",
            "integration_subtype": subtype,
            "credentials_arn": Ref(role, "arn"),
            "request_parameters": {**parameters, HANDLES[kind]: handle},
            "payload_format_version": "1.0",
        },
        component=api.component,
    )
    _add_routes(api, target, site, integration, method="POST")


def _add_routes(api: End, target: End, site: Site, integration: str, method: str = "ANY") -> None:
    """The stated routes for the first target, else everything; each further target what lies below its name."""
    targets: list[str] = api.ports.extra["targets"]
    targets.append(target.component.label)
    label = target.component.label
    slug = label.replace("_", "-")
    stated = [f"{verb} {path}" for verb, path in routes_of(api.component, site)]
    mine = [key for key in stated if slug in key or label in key]
    if len(targets) == 1:
        keys = stated or ["$default" if method == "ANY" else f"{method} /{slug}"]
    else:
        keys = mine or (
            [f"{method} /{slug}", f"{method} /{slug}/{{proxy+}}"] if method == "ANY" else [f"{method} /{slug}"]
        )
    for number, key in enumerate(keys):
        route = site.add(
            "aws_apigatewayv2_route",
            label if number == 0 else f"{label}_{number + 1}",
            {
                "api_id": Ref(api.ports.address),
                "route_key": key,
                "target": Template(("integrations/", Ref(integration))),
            },
            component=api.component,
        )
        if route not in api.ports.extra["routes"]:
            api.ports.extra["routes"].append(route)


def protect_routes(api: End, site: Site) -> None:
    """Tokens of the user pool, IAM signatures, or an open API where no sign-in was asked for."""
    routes: list[str] = api.ports.extra["routes"]
    pools: list[End] = api.ports.extra["authorizers"]
    if pools:
        pool = pools[0]
        authorizer = site.add(
            "aws_apigatewayv2_authorizer",
            pool.component.label,
            {
                "api_id": Ref(api.ports.address),
                "name": site.name(pool.component, "tokens"),
                "authorizer_type": "JWT",
                "identity_sources": ["$request.header.Authorization"],
                "jwt_configuration": {
                    "audience": [Ref(pool.ports.extra["client"])],
                    "issuer": Template(("https://", Ref(pool.ports.address, "endpoint"))),
                },
            },
            component=api.component,
        )
    for route in routes:
        if pools:
            site.set(route, "authorization_type", "JWT")
            site.set(route, "authorizer_id", Ref(authorizer))
        elif site.setting(api.component, "iam"):
            site.set(route, "authorization_type", "AWS_IAM")
        else:
            site.set(route, "authorization_type", "NONE")
            site.accept("CKV_AWS_309", OPEN_REASON, route)
