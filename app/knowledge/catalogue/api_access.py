"""What API Gateway's two kinds have in common: access logs, throttling, names and the routes a request states."""

import re
from typing import Any

from app.domain.request import Component
from app.domain.resources import Json, Ref
from app.knowledge.catalogue.base import Parameter, Site
from app.knowledge.catalogue.domains import add_alias, domain_of

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY")
_ROUTE = re.compile(r"(?:(?P<method>[A-Za-z]+)\s+)?(?P<path>/[\w\-./{}+]*)")

LOG_FORMAT = Json(
    {
        "requestId": "$context.requestId",
        "ip": "$context.identity.sourceIp",
        "requestTime": "$context.requestTime",
        "httpMethod": "$context.httpMethod",
        "path": "$context.path",
        "status": "$context.status",
        "protocol": "$context.protocol",
        "responseLength": "$context.responseLength",
    }
)
"""One JSON object per request; the variables are API Gateway's ("Variables for access logging")."""

API_PARAMETERS = (
    Parameter("routes", "list", ("route", "path", "endpoint", "ruta", "with routes", "con rutas")),
    Parameter("domain", "domain", ("domain", "custom domain", "domain name", "hostname", "dominio")),
    Parameter("rate", "count", ("requests per second", "rate limit", "throttling", "peticiones por segundo",
                                "limite de peticiones"), default=100),
    Parameter("burst", "count", ("burst", "burst limit", "rafaga"), default=200),
    Parameter("stage", "text", ("stage", "stage name", "etapa")),
    Parameter("cors_origins", "list", ("cors", "allowed origin", "origen permitido")),
)  # fmt: skip


def routes_of(component: Component, site: Site) -> list[tuple[str, str]]:
    """The routes the request states, as method and path; ``GET /orders`` or ``/orders`` (any method)."""
    found = []
    for text in site.setting(component, "routes") or ():
        match = _ROUTE.search(str(text))
        if match:
            method = (match["method"] or "ANY").upper()
            found.append((method if method in METHODS else "ANY", match["path"].rstrip("/") or "/"))
    return list(dict.fromkeys(found))


def stage_name(component: Component, site: Site, default: str) -> str:
    """The stated stage or the default."""
    return str(site.setting(component, "stage") or default)


def add_custom_domain(component: Component, site: Site, kind: str, api: str, stage: str, certificate: Any) -> None:
    """A name of one's own for an API, with its mapping and record. ``kind`` is ``apigatewayv2`` or ``api_gateway``."""
    domain = domain_of(component, site)
    if kind == "apigatewayv2":
        body: dict[str, Any] = {
            "domain_name": domain,
            "domain_name_configuration": {
                "certificate_arn": certificate,
                "endpoint_type": "REGIONAL",
                "security_policy": "TLS_1_2",
            },
        }
        name = site.add("aws_apigatewayv2_domain_name", component.label, body, component=component)
        site.add(
            "aws_apigatewayv2_api_mapping",
            component.label,
            {"api_id": Ref(api), "domain_name": Ref(name), "stage": Ref(stage)},
            component=component,
        )
        target = {
            "name": Ref(name, "domain_name_configuration[0].target_domain_name"),
            "zone_id": Ref(name, "domain_name_configuration[0].hosted_zone_id"),
        }
    else:
        body = {
            "domain_name": domain,
            "regional_certificate_arn": certificate,
            "security_policy": "TLS_1_2",
            "endpoint_configuration": {"types": ["REGIONAL"]},
        }
        name = site.add("aws_api_gateway_domain_name", component.label, body, component=component)
        site.add(
            "aws_api_gateway_base_path_mapping",
            component.label,
            {"api_id": Ref(api), "domain_name": Ref(name, "domain_name"), "stage_name": Ref(stage, "stage_name")},
            component=component,
        )
        target = {"name": Ref(name, "regional_domain_name"), "zone_id": Ref(name, "regional_zone_id")}
    add_alias(component, site, domain, target)
