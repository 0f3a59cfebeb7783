"""What relations mean for an S3 bucket: notifications, replication, access logs."""

from typing import Any

from app.domain.request import Relation
from app.domain.resources import Json, Ref
from app.knowledge.catalogue.base import End, Link, Site
from app.knowledge.catalogue.event_targets import bind_rule
from app.knowledge.catalogue.s3_replication import replicate, replicate_to_region
from app.knowledge.catalogue.statements import below, camel, distinct, service_may, type_of
from app.knowledge.catalogue.wishes import asked, partner, regulated

CREATED = ["s3:ObjectCreated:*"]
SILENT = "Nothing in this stack reacts to changes in the bucket; a notification that nobody reads helps nobody."
ONE_REGION = (
    "The request names no second region; S3 keeps each object in at least three zones of the bucket's. Name a "
    "replication region to have a copy there."
)


def notify(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Tell the target of every new object: directly where S3 can, through EventBridge otherwise."""
    kind = type_of(target.ports.address)
    arn = source.ports.arn
    if kind == "aws_lambda_function":
        permission = site.add(
            "aws_lambda_permission",
            f"{target.component.label}_from_{source.component.label}",
            {
                "statement_id": f"AllowFrom{camel(source.component.label)}",
                "action": "lambda:InvokeFunction",
                "function_name": Ref(target.ports.address, "function_name"),
                "principal": "s3.amazonaws.com",
                "source_arn": arn,
                "source_account": site.account(),
            },
            component=target.component,
        )
        _add_notification(source, "lambda_function", "lambda_function_arn", target, permission, site)
    elif kind in {"aws_sqs_queue", "aws_sns_topic"}:
        block, argument, action = {
            "aws_sqs_queue": ("queue", "queue_arn", "sqs:SendMessage"),
            "aws_sns_topic": ("topic", "topic_arn", "sns:Publish"),
        }[kind]
        target.ports.extra["statements"].append(
            service_may(
                site, f"From{camel(source.component.label)}", "s3.amazonaws.com", [action], [target.ports.arn], arn
            )
        )
        if target.ports.key is not None:
            site.key("s3.amazonaws.com")
        _add_notification(source, block, argument, target, str(target.ports.extra.get("policy", "")), site)
    else:
        _through_events(source, target, kind, site)


def _add_notification(source: End, block: str, argument: str, target: End, needs: str, site: Site) -> None:
    body = {
        argument: target.ports.arn,
        "events": CREATED,
        "filter_suffix": site.setting(source.component, "event_suffix"),
    }
    source.ports.extra["notifications"].append((block, body, needs))


def _through_events(source: End, target: End, kind: str, site: Site) -> None:
    source.ports.extra["notifications"].append(("eventbridge", {}, ""))
    pattern = Json(
        {
            "source": ["aws.s3"],
            "detail-type": ["Object Created"],
            "detail": {"bucket": {"name": [Ref(source.ports.address)]}},
        }
    )
    if kind == "aws_cloudwatch_event_rule":
        if not site.stated(target.component, "pattern") and not site.stated(target.component, "schedule"):
            site.set(target.ports.address, "event_pattern", pattern)
            site.set(target.ports.address, "schedule_expression", None)
        return
    label = f"{source.component.label}_created"
    rule = site.add(
        "aws_cloudwatch_event_rule",
        label,
        {
            "name": site.name(source.component, "created", 64),
            "description": f"New objects in {source.component.label}",
            "event_pattern": pattern,
        },
        component=source.component,
        concern="messaging",
    )
    bind_rule(rule, label, source.component, target, site)


def log_to(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Write server access logs to the target bucket."""
    label = source.component.label
    if source.ports.address == target.ports.address:
        return
    site.add(
        "aws_s3_bucket_logging",
        label,
        {
            "bucket": Ref(source.ports.address),
            "target_bucket": Ref(target.ports.address),
            "target_prefix": f"s3/{label}/",
        },
        component=source.component,
    )
    source.ports.extra["logged"].append(target.component.label)
    target.ports.extra["statements"].append(
        service_may(
            site,
            f"AccessLogsOf{camel(label)}",
            "logging.s3.amazonaws.com",
            ["s3:PutObject"],
            [below(target.ports.arn, f"/s3/{label}/*")],
            source.ports.arn,
        )
    )


def copy_to(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Replicate every object to the target bucket."""
    replicate(source, target.ports.address, target.ports.key, site, label=target.component.label)


def finish(end: End, site: Site) -> None:
    """Write the notifications and the one bucket policy; send access logs to the log bucket if there is one."""
    component, ports = end.component, end.ports
    region = site.setting(component, "replication_region")
    if region and not ports.extra["replicated"]:
        replicate_to_region(end, str(region), site)
    other = partner(site, "aws_s3_bucket_notification", "lambda", "sqs", "sns")
    if other is not None and not ports.extra["notifications"] and ports.extra["purpose"] != "logs":
        notify(end, other, Relation(component.id, "triggers", other.component.id), site)
    if not ports.extra["replicated"] and site.production:
        # outside production the price of a copy is weighed against it when the plan is priced
        site.accept("CKV_AWS_144", ONE_REGION, ports.address)
    _access_logs(end, site)
    _notifications(end, site)
    site.set(
        ports.extra["policy"],
        "policy",
        site.document(f"{component.label}_bucket", distinct(ports.extra["statements"]), component=component),
    )


def _access_logs(end: End, site: Site) -> None:
    component, ports = end.component, end.ports
    if ports.extra["logged"]:
        return
    if ports.extra["purpose"] == "logs":
        site.accept(
            "CKV_AWS_18", "This bucket receives the access logs; logging it to itself would never end.", ports.address
        )
        return
    wanted = site.setting(component, "access_logs")
    if wanted is None:
        named = asked(site, "aws_s3_bucket_logging")
        wanted = named or regulated(site) or any(one.ports.extra["purpose"] == "logs" for one in site.of_kind("s3"))
    if wanted:
        log_to(end, site.require("s3", purpose="logs"), NO_RELATION, site)
    else:
        site.accept(
            "CKV_AWS_18", "No log bucket is part of this stack; ask for access logs and one is made.", ports.address
        )


def _notifications(end: End, site: Site) -> None:
    body: dict[str, Any] = {}
    needs = []
    for block, content, need in end.ports.extra["notifications"]:
        if block == "eventbridge":
            body["eventbridge"] = True
        else:
            body.setdefault(block, []).append({k: v for k, v in content.items() if v is not None})
        if need:
            needs.append(need)
    if not body:
        site.accept("CKV2_AWS_62", SILENT, end.ports.address)
        return
    site.add(
        "aws_s3_bucket_notification",
        end.component.label,
        {"bucket": Ref(end.ports.address), **body},
        component=end.component,
        depends_on=needs,
    )


NO_RELATION = Relation("", "logs", "")

links: dict[str, Link] = {"triggers": notify, "sends": notify, "logs": log_to, "replicates": copy_to}
