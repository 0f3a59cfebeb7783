"""AWS CloudTrail: who did what, kept where nobody can change it."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.statements import below, camel, service_may

PRINCIPAL = "cloudtrail.amazonaws.com"


def wire(component: Component, site: Site) -> Ports:
    """The trail: all regions, validated, encrypted, to a bucket and to CloudWatch Logs."""
    bucket = _bucket(component, site)
    name = site.name(component)
    parts = name.parts if isinstance(name, Template) else (name,)
    trail_arn = Template(
        ("arn:", site.partition(), ":cloudtrail:", site.region(), ":", site.account(), ":trail/", *parts)
    )
    _let_write(component, bucket, trail_arn, site)
    group = site.log_group(component, Template(("/aws/cloudtrail/", *parts)))
    role = site.role(component, PRINCIPAL)
    site.allow(role, ["logs:CreateLogStream", "logs:PutLogEvents"], [below(group, ":log-stream:*")], sid="WriteEvents")
    trail = site.add(
        "aws_cloudtrail",
        component.label,
        {
            "name": name,
            "s3_bucket_name": Ref(bucket.ports.address),
            "s3_key_prefix": site.setting(component, "prefix"),
            "kms_key_id": site.key(PRINCIPAL),
            "is_multi_region_trail": bool(site.setting(component, "multi_region")),
            "include_global_service_events": True,
            "enable_log_file_validation": bool(site.setting(component, "validation")),
            "is_organization_trail": True if site.setting(component, "organization") else None,
            "cloud_watch_logs_group_arn": below(group, ":*"),
            "cloud_watch_logs_role_arn": Ref(role, "arn"),
            "event_selector": _selectors(component, site),
            "insight_selector": {"insight_type": "ApiCallRateInsight"} if site.setting(component, "insights") else None,
        },
        component=component,
        depends_on=[bucket.ports.extra["policy"]],
    )
    site.accept(
        "CKV_AWS_252", "Deliveries are watched through the trail's log group; a topic per log file helps nobody.", trail
    )
    return Ports(address=trail, arn=Ref(trail, "arn"), role=role, principal=PRINCIPAL, extra={"bucket": bucket})


def _bucket(component: Component, site: Site) -> End:
    """The bucket that the request joins to the trail, else the stack's log bucket."""
    for kind in ("logs", "sends", "writes", "uses"):
        for other in site.related(component, kind):
            if other.kind in {"s3", "aws_s3_bucket"}:
                return site.require("s3", **dict(other.settings)) if other.implied else _wired(other, site)
    return site.require("s3", purpose="logs")


def _wired(component: Component, site: Site) -> End:
    for end in site.of_kind("s3"):
        if end.component.id == component.id:
            return end
    return site.require("s3", purpose=site.setting(component, "purpose"))


def _let_write(component: Component, bucket: End, trail_arn: Any, site: Site) -> None:
    prefix = str(site.setting(component, "prefix") or "").strip("/")
    folder = f"/{prefix}/AWSLogs/" if prefix else "/AWSLogs/"
    label = camel(component.label)
    arn = bucket.ports.arn
    write = service_may(
        site, f"{label}Write", PRINCIPAL, ["s3:PutObject"], [Template((arn, folder, site.account(), "/*"))], trail_arn
    )
    check = service_may(site, f"{label}AclCheck", PRINCIPAL, ["s3:GetBucketAcl"], [arn], trail_arn)
    bucket.ports.extra["statements"].extend((check, write))


def _selectors(component: Component, site: Site) -> list[dict[str, Any]] | None:
    if not site.setting(component, "data_events"):
        return None
    values = [Template(("arn:", site.partition(), ":s3"))]
    return [
        {
            "read_write_type": "All",
            "include_management_events": True,
            "data_resource": [{"type": "AWS::S3::Object", "values": values}],
        }
    ]


def joined(_source: End, _target: End, _relation: Relation, _site: Site) -> None:
    """The bucket and the log group of a trail are joined when it is wired."""


SERVICE = Service(
    id="cloudtrail",
    title="AWS CloudTrail",
    concern="security",
    shape="security",
    primary="aws_cloudtrail",
    summary="Audit trail of the account: all regions, validated, encrypted",
    words=(
        "cloudtrail", "cloud trail", "aws cloudtrail", "audit trail", "trail", "registro de auditoria",
        "pista de auditoria",
    ),
    weak_words=("audit log", "auditoria", "api activity"),
    wire=wire,
    links=dict.fromkeys(("logs", "sends", "writes", "uses", "attached"), joined),
    types=("aws_iam_role", "aws_cloudwatch_log_group"),
    parameters=(
        Parameter(
            "multi_region", "flag", ("multi-region", "multi region", "all regions", "todas las regiones",
            "multirregion"),
            argument="is_multi_region_trail", default=True,
        ),
        Parameter(
            "validation", "flag", ("log file validation", "file validation", "validacion de archivos"),
            argument="enable_log_file_validation", default=True,
        ),
        Parameter("organization", "flag", ("organization trail", "organizacion"), argument="is_organization_trail"),
        Parameter(
            "data_events", "flag",
            ("data events", "object-level logging", "all access", "every access", "eventos de datos",
             "todos los accesos"),
        ),
        Parameter("insights", "flag", ("insights", "cloudtrail insights")),
        Parameter("prefix", "text", ("prefix", "s3 key prefix", "prefijo"), argument="s3_key_prefix"),
    ),
)  # fmt: skip
