"""Amazon API Gateway, REST API: the kind with keys, usage plans, validation and a web firewall."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.acm import certificate_for
from app.knowledge.catalogue.api_access import API_PARAMETERS, LOG_FORMAT, add_custom_domain, stage_name
from app.knowledge.catalogue.api_rest_methods import complete_methods, fronted_by, fronts
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.domains import domain_of
from app.knowledge.catalogue.reach import silent_target
from app.knowledge.catalogue.waf import protect


def _logging_role(component: Component, site: Site) -> str:
    """The account-wide role with which API Gateway writes its logs."""
    role = site.role(
        component,
        "apigateway.amazonaws.com",
        label=f"{component.label}_api_logs",
        managed=("service-role/AmazonAPIGatewayPushToCloudWatchLogs",),
    )
    return site.add(
        "aws_api_gateway_account",
        "main",
        {"cloudwatch_role_arn": Ref(role, "arn")},
        component=component,
        comment="One per account and region: API Gateway writes all its logs with this role.",
    )


def wire(component: Component, site: Site) -> Ports:
    """The API, its deployment and stage with logs, tracing and throttling; relations bring the methods."""
    address = site.add(
        "aws_api_gateway_rest_api",
        component.label,
        {
            "name": site.name(component, limit=128),
            "description": f"REST API {component.label}",
            "endpoint_configuration": {"types": [site.setting(component, "endpoint_type")]},
            "disable_execute_api_endpoint": True if domain_of(component, site) else None,
            "minimum_compression_size": "1024",
        },
        component=component,
        lifecycle={"create_before_destroy": True},
    )
    account = _logging_role(component, site)
    deployment = site.add(
        "aws_api_gateway_deployment",
        component.label,
        {"rest_api_id": Ref(address)},
        component=component,
        lifecycle={"create_before_destroy": True},
    )
    logs = site.log_group(component, Template(("/aws/apigateway/", site.name(component))), label=component.label)
    certificate = site.add(
        "aws_api_gateway_client_certificate",
        component.label,
        {"description": f"API Gateway shows it to the back ends of {component.label}"},
        component=component,
    )
    stage = site.add(
        "aws_api_gateway_stage",
        component.label,
        {
            "rest_api_id": Ref(address),
            "deployment_id": Ref(deployment),
            "stage_name": stage_name(component, site, "v1"),
            "xray_tracing_enabled": True,
            "client_certificate_id": Ref(certificate),
            "access_log_settings": {"destination_arn": logs, "format": LOG_FORMAT},
        },
        component=component,
        depends_on=(account,),
    )
    _settings(component, site, address, stage)
    domain = domain_of(component, site)
    if domain:
        add_custom_domain(component, site, "api_gateway", address, stage, certificate_for(component, site, domain))
    name = component.label.replace("-", "_")
    site.output(f"{name}_endpoint", f"https://{domain}" if domain else Ref(stage, "invoke_url"), "Address of the API.")
    extra: dict[str, Any] = {
        "stage": stage,
        "deployment": deployment,
        "methods": [],
        "integrations": [],
        "resources": {},
        "authorizers": [],
        "targets": [],
        "region": site.region(),
        "waf_arn": Ref(stage, "arn"),
    }
    ports = Ports(
        address=address,
        arn=Ref(address, "execution_arn"),
        handle=Ref(stage, "invoke_url"),
        handle_name="API_URL",
        principal="apigateway.amazonaws.com",
        extra=extra,
    )
    target = silent_target(component, site, ("lambda", "alb"))
    if target is not None:
        fronts(End(component, ports), target, Relation(component.id, "fronts", target.component.id), site)
    return ports


def _settings(component: Component, site: Site, api: str, stage: str) -> None:
    cached = bool(site.setting(component, "cache"))
    if cached:
        site.set(stage, "cache_cluster_enabled", value=True)
        site.set(stage, "cache_cluster_size", "0.5")
    site.add(
        "aws_api_gateway_method_settings",
        component.label,
        {
            "rest_api_id": Ref(api),
            "stage_name": Ref(stage, "stage_name"),
            "method_path": "*/*",
            "settings": {
                "metrics_enabled": True,
                "logging_level": "INFO",
                "data_trace_enabled": False,
                "throttling_rate_limit": int(site.setting(component, "rate")),
                "throttling_burst_limit": int(site.setting(component, "burst")),
                "caching_enabled": cached,
                "cache_data_encrypted": True,
            },
        },
        component=component,
    )
    if not cached:
        reason = "The answers depend on the caller, and a cache costs by the hour; none was asked for."
        for rule, where in (
            ("CKV_AWS_120", stage),
            ("CKV_AWS_225", f"aws_api_gateway_method_settings.{component.label}"),
        ):
            site.accept(rule, reason, where)


def finish(end: End, site: Site) -> None:
    """Authorisation, the deployment's trigger, keys where asked for, and the firewall."""
    complete_methods(end, site)
    protect(end, site)
    if site.setting(end.component, "api_key"):
        _usage_plan(end, site)


def _usage_plan(end: End, site: Site) -> None:
    component = end.component
    plan = site.add(
        "aws_api_gateway_usage_plan",
        component.label,
        {
            "name": site.name(component),
            "api_stages": [{"api_id": Ref(end.ports.address), "stage": Ref(end.ports.extra["stage"], "stage_name")}],
            "throttle_settings": {
                "rate_limit": int(site.setting(component, "rate")),
                "burst_limit": int(site.setting(component, "burst")),
            },
            "quota_settings": {"limit": 1000000, "period": "MONTH"},
        },
        component=component,
    )
    key = site.add("aws_api_gateway_api_key", component.label, {"name": site.name(component)}, component=component)
    site.add(
        "aws_api_gateway_usage_plan_key",
        component.label,
        {"key_id": Ref(key), "key_type": "API_KEY", "usage_plan_id": Ref(plan)},
        component=component,
    )


SERVICE = Service(
    id="api_rest",
    title="API Gateway (REST API)",
    concern="edge",
    primary="aws_api_gateway_rest_api",
    words=("rest api", "api gateway rest", "api gateway rest api", "rest api gateway", "restful api", "api rest"),
    wire=wire,
    links=dict.fromkeys(("fronts", "triggers", "uses", "sends", "writes", "attached"), fronts),
    linked={"attached": fronted_by, "fronts": fronted_by},
    finish=finish,
    types=(
        "aws_api_gateway_resource", "aws_api_gateway_method", "aws_api_gateway_integration",
        "aws_api_gateway_deployment", "aws_api_gateway_stage", "aws_api_gateway_method_settings",
        "aws_api_gateway_authorizer", "aws_api_gateway_request_validator", "aws_api_gateway_usage_plan",
        "aws_api_gateway_usage_plan_key", "aws_api_gateway_api_key", "aws_api_gateway_account",
        "aws_api_gateway_domain_name", "aws_api_gateway_base_path_mapping", "aws_api_gateway_method_response",
        "aws_api_gateway_integration_response", "aws_lambda_permission", "aws_wafv2_web_acl",
        "aws_wafv2_web_acl_association", "aws_api_gateway_client_certificate",
    ),
    parameters=(
        *API_PARAMETERS,
        Parameter("api_key", "flag", ("api key", "usage plan", "clave de api", "plan de uso")),
        Parameter("cache", "flag", ("cache", "response cache", "caching", "cache de respuestas")),
        Parameter("iam", "flag", ("iam authorization", "iam auth", "autorizacion iam")),
        Parameter("endpoint_type", "choice", ("endpoint type", "tipo de endpoint"), default="REGIONAL",
                  choices={"regional": "REGIONAL", "edge": "EDGE", "edge optimized": "EDGE", "edge-optimized": "EDGE"}),
        Parameter("waf", "flag", ("waf", "web application firewall", "cortafuegos web")),
    ),
    shape="edge",
    summary="Methods with validation, keys and plans, behind a web firewall.",
)  # fmt: skip
