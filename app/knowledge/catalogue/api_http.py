"""Amazon API Gateway, HTTP API: the simple and cheap kind."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.acm import certificate_for
from app.knowledge.catalogue.api_access import API_PARAMETERS, LOG_FORMAT, add_custom_domain, stage_name
from app.knowledge.catalogue.api_http_routes import fronted_by, fronts, protect_routes, sends
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.domains import domain_of
from app.knowledge.catalogue.reach import silent_target


def wire(component: Component, site: Site) -> Ports:
    """The API and its stage with access logs and throttling."""
    origins = site.setting(component, "cors_origins")
    address = site.add(
        "aws_apigatewayv2_api",
        component.label,
        {
            "name": site.name(component, limit=128),
            "description": f"HTTP API {component.label}",
            "protocol_type": "HTTP",
            "disable_execute_api_endpoint": True if domain_of(component, site) else None,
            "cors_configuration": {
                "allow_origins": list(origins),
                "allow_methods": ["*"],
                "allow_headers": ["content-type", "authorization"],
                "max_age": 3600,
            }
            if origins
            else None,
        },
        component=component,
    )
    logs = site.log_group(component, Template(("/aws/apigateway/", site.name(component))), label=component.label)
    stage = site.add(
        "aws_apigatewayv2_stage",
        component.label,
        {
            "api_id": Ref(address),
            "name": stage_name(component, site, "$default"),
            "auto_deploy": True,
            "access_log_settings": {"destination_arn": logs, "format": LOG_FORMAT},
            "default_route_settings": {
                "throttling_rate_limit": int(site.setting(component, "rate")),
                "throttling_burst_limit": int(site.setting(component, "burst")),
                "detailed_metrics_enabled": True,
            },
        },
        component=component,
    )
    domain = domain_of(component, site)
    if domain:
        certificate = certificate_for(component, site, domain)
        add_custom_domain(component, site, "apigatewayv2", address, stage, certificate)
    name = component.label.replace("-", "_")
    site.output(f"{name}_endpoint", f"https://{domain}" if domain else Ref(stage, "invoke_url"), "Address of the API.")
    extra: dict[str, Any] = {"routes": [], "authorizers": [], "stage": stage, "targets": []}
    ports = Ports(
        address=address,
        arn=Ref(address, "execution_arn"),
        handle=Ref(address, "api_endpoint"),
        handle_name="API_URL",
        principal="apigateway.amazonaws.com",
        extra=extra,
    )
    target = silent_target(component, site, ("lambda", "ecs", "alb"))
    if target is not None:
        fronts(End(component, ports), target, Relation(component.id, "fronts", target.component.id), site)
    return ports


def finish(end: End, site: Site) -> None:
    """Who may call the routes, now that all of them are known."""
    protect_routes(end, site)


SERVICE = Service(
    id="api_http",
    title="API Gateway (HTTP API)",
    concern="edge",
    primary="aws_apigatewayv2_api",
    words=("http api", "api gateway", "api gateway http", "http api gateway", "apigatewayv2", "amazon api gateway",
           "api gateway v2", "puerta de enlace de api", "api http", "contact form api", "serverless api"),
    weak_words=("api", "webhook", "http endpoint", "endpoint"),
    wire=wire,
    links={"fronts": fronts, "triggers": fronts, "sends": sends, "writes": sends, "uses": fronts, "attached": fronts},
    linked={"attached": fronted_by, "fronts": fronted_by},
    finish=finish,
    types=(
        "aws_apigatewayv2_stage", "aws_apigatewayv2_route", "aws_apigatewayv2_integration",
        "aws_apigatewayv2_authorizer", "aws_apigatewayv2_vpc_link", "aws_apigatewayv2_domain_name",
        "aws_apigatewayv2_api_mapping", "aws_lambda_permission", "aws_cloudwatch_log_group",
    ),
    parameters=(
        *API_PARAMETERS,
        Parameter("iam", "flag", ("iam authorization", "iam auth", "signed requests", "autorizacion iam")),
    ),
    shape="edge",
    summary="Routes to functions and containers with logs, throttling and token checks.",
)  # fmt: skip
