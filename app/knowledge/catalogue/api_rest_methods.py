"""Resources and methods of a REST API, and what answers them."""

from typing import Any

from app.domain.request import Relation
from app.domain.resources import Call, Json, Ref, Template
from app.knowledge.catalogue.api_access import routes_of
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.guards import guarded
from app.knowledge.catalogue.kinds import kind_of
from app.knowledge.catalogue.lambda_sources import permit

OPEN_REASON = (
    "The request names no sign-in for this API; the stage is throttled, and the code behind it must check what it is "
    "sent."
)


def fronts(api: End, target: End, relation: Relation, site: Site) -> None:
    """The stated routes (or all paths) for the first target; a path of its own for each further one."""
    if guarded(api, target, relation, site) or kind_of(target.component) not in {"lambda", "sqs", "alb", "nlb"}:
        return
    targets: list[str] = api.ports.extra["targets"]
    targets.append(target.component.label)
    slug = target.component.label.replace("_", "-")
    stated = routes_of(api.component, site)
    method = "POST" if kind_of(target.component) == "sqs" else "ANY"
    if len(targets) == 1:
        routes = stated or [(method, f"/{slug}" if method == "POST" else "/{proxy+}")]
    else:
        routes = [route for route in stated if slug in route[1]] or [(method, f"/{slug}")]
    if kind_of(target.component) == "lambda":
        permit(api, target, site, arn=Template((api.ports.arn, "/*/*")), principal="apigateway.amazonaws.com")
    for verb, path in routes:
        _method(api, target, site, verb, path)


def fronted_by(target: End, api: End, relation: Relation, site: Site) -> None:
    """The same from the other side: "the function is attached to the API"."""
    fronts(api, target, relation, site)


def _resource(api: End, site: Site, path: str) -> tuple[Any, str]:
    """The resource of a path, made part by part; its id and the label's middle."""
    parent: Any = Ref(api.ports.address, "root_resource_id")
    label = api.component.label
    made: dict[str, str] = api.ports.extra["resources"]
    for part in [one for one in path.split("/") if one]:
        clean = "".join(c if c.isalnum() else "_" for c in part).strip("_") or "path"
        label = f"{label}_{clean}"
        if label not in made:
            made[label] = site.add(
                "aws_api_gateway_resource",
                label,
                {"rest_api_id": Ref(api.ports.address), "parent_id": parent, "path_part": part},
                component=api.component,
            )
        parent = Ref(made[label])
    return parent, label


def _method(api: End, target: End, site: Site, verb: str, path: str) -> None:
    resource, label = _resource(api, site, path)
    label = f"{label}_{verb.lower()}"
    method = site.add(
        "aws_api_gateway_method",
        label,
        {
            "rest_api_id": Ref(api.ports.address),
            "resource_id": resource,
            "http_method": verb,
            "authorization": "NONE",
            "api_key_required": True if site.setting(api.component, "api_key") else None,
            "request_validator_id": Ref(_validator(api, site)),
        },
        component=api.component,
    )
    body = {
        "rest_api_id": Ref(api.ports.address),
        "resource_id": resource,
        "http_method": Ref(method, "http_method"),
        **_integration(api, target, site),
    }
    integration = site.add("aws_api_gateway_integration", label, body, component=api.component)
    if kind_of(target.component) == "sqs":
        _answers(api, site, label, method, resource, integration)
    api.ports.extra["methods"].append(method)
    api.ports.extra["integrations"].append(integration)


def _validator(api: End, site: Site) -> str:
    return site.add(
        "aws_api_gateway_request_validator",
        api.component.label,
        {
            "rest_api_id": Ref(api.ports.address),
            "name": "body-and-parameters",
            "validate_request_body": True,
            "validate_request_parameters": True,
        },
        component=api.component,
    )


def _integration(api: End, target: End, site: Site) -> dict[str, Any]:
    kind = kind_of(target.component)
    if kind == "lambda":
        return {
            "type": "AWS_PROXY",
            "integration_http_method": "POST",
            "uri": target.ports.extra["invoke_arn"],
        }
    if kind == "sqs":
        role = site.role(api.component, "apigateway.amazonaws.com", label=f"{api.component.label}_api")
        site.allow(role, ("sqs:SendMessage",), (target.ports.arn,))
        if target.ports.key is not None:
            site.allow(role, ("kms:Decrypt", "kms:GenerateDataKey"), (target.ports.key,))
        name = Ref(target.ports.address, "name")
        uri = ("arn:", site.partition(), ":apigateway:", site.region(), ":sqs:path/", site.account(), "/", name)
        return {
            "type": "AWS",
            "integration_http_method": "POST",
            "credentials": Ref(role, "arn"),
            "uri": Template(uri),
            "request_parameters": {
                "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'",
            },
            "request_templates": {"application/json": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"},
        }
    scheme = "https://" if target.ports.extra.get("certificate") is not None else "http://"
    return {
        "type": "HTTP_PROXY",
        "integration_http_method": "ANY",
        "uri": Template((scheme, target.ports.handle, "/")),
    }


def _answers(api: End, site: Site, label: str, method: str, resource: Any, integration: str) -> None:
    base = {
        "rest_api_id": Ref(api.ports.address),
        "resource_id": resource,
        "http_method": Ref(method, "http_method"),
        "status_code": "200",
    }
    response = site.add("aws_api_gateway_method_response", label, base, component=api.component)
    site.add(
        "aws_api_gateway_integration_response",
        label,
        {**base, "response_templates": {"application/json": Json({"accepted": True})}},
        component=api.component,
        depends_on=(integration, response),
    )


def complete_methods(api: End, site: Site) -> None:
    """Authorisation on every method, and a new deployment whenever one changes."""
    pools: list[End] = api.ports.extra["authorizers"]
    methods: list[str] = api.ports.extra["methods"]
    authorizer = _authorizer(api, pools[0], site) if pools else ""
    for method in methods:
        if authorizer:
            site.set(method, "authorization", "COGNITO_USER_POOLS")
            site.set(method, "authorizer_id", Ref(authorizer))
        elif site.setting(api.component, "iam"):
            site.set(method, "authorization", "AWS_IAM")
        else:
            site.accept("CKV_AWS_59", OPEN_REASON, method)
    watched = [Ref(address) for address in (*methods, *api.ports.extra["integrations"])]
    if watched:
        site.set(
            api.ports.extra["deployment"], "triggers", {"redeployment": Call("sha1", (Call("jsonencode", (watched,)),))}
        )


def _authorizer(api: End, pool: End, site: Site) -> str:
    return site.add(
        "aws_api_gateway_authorizer",
        pool.component.label,
        {
            "name": site.name(pool.component, "tokens"),
            "rest_api_id": Ref(api.ports.address),
            "type": "COGNITO_USER_POOLS",
            "provider_arns": [pool.ports.arn],
        },
        component=api.component,
    )
