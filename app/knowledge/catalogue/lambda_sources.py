"""What starts a Lambda function: queues, streams, buckets and topics."""

from typing import Any

from app.domain.request import Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.kinds import kind_of
from app.knowledge.catalogue.statements import camel

POLLED = {
    "sqs": ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"),
    "kinesis": (
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
        "kinesis:SubscribeToShard",
    ),
    "dynamodb": ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"),
}
"""Sources that Lambda polls itself, with what its role needs for it (AWS Lambda developer guide, per source)."""

PRINCIPALS = {
    "alb": "elasticloadbalancing.amazonaws.com",
    "api_http": "apigateway.amazonaws.com",
    "api_rest": "apigateway.amazonaws.com",
    "cloudwatch_logs": "logs.amazonaws.com",
    "cognito": "cognito-idp.amazonaws.com",
    "eventbridge": "events.amazonaws.com",
    "s3": "s3.amazonaws.com",
    "secrets_manager": "secretsmanager.amazonaws.com",
    "sns": "sns.amazonaws.com",
}


def permit(source: End, function: End, site: Site, arn: Any = None, principal: str = "") -> str:
    """Let one source, and no other, invoke the function; returns the permission's address."""
    return site.add(
        "aws_lambda_permission",
        f"{function.component.label}_{source.component.label}",
        {
            "statement_id": f"AllowFrom{camel(source.component.label)}",
            "action": "lambda:InvokeFunction",
            "function_name": function.ports.extra["function_name"],
            "principal": principal or PRINCIPALS.get(kind_of(source.component), source.ports.principal),
            "source_arn": source.ports.arn if arn is None else arn,
            "source_account": site.account() if kind_of(source.component) == "s3" else None,
        },
        component=function.component,
    )


def started_by(source: End, function: End, relation: Relation, site: Site) -> None:
    """A polled source gets an event source mapping; any other may invoke the function."""
    kind = kind_of(source.component)
    if kind in POLLED:
        poll(source, function, relation, site)
    elif kind in PRINCIPALS:
        permit(source, function, site)
    elif source.ports.role:
        site.allow(source.ports.role, ("lambda:InvokeFunction",), (function.ports.arn,))


def _stream(source: End, site: Site) -> Any:
    if kind_of(source.component) != "dynamodb":
        return source.ports.arn
    site.set(source.ports.address, "stream_enabled", value=True)
    site.set(source.ports.address, "stream_view_type", "NEW_AND_OLD_IMAGES")
    return Ref(source.ports.address, "stream_arn")


def poll(source: End, function: End, _relation: Relation, site: Site) -> None:
    """The event source mapping; failed batches are split and reported item by item, never lost."""
    kind = kind_of(source.component)
    arn = _stream(source, site)
    site.allow(function.ports.role, POLLED[kind], (arn,))
    if source.ports.key is not None:
        site.allow(function.ports.role, ("kms:Decrypt",), (source.ports.key,))
    stated = site.setting(function.component, "batch_size")
    body: dict[str, Any] = {
        "event_source_arn": arn,
        "function_name": Ref(function.ports.address, "arn"),
        "batch_size": int(stated) if stated else (10 if kind == "sqs" else 100),
        "function_response_types": ["ReportBatchItemFailures"],
    }
    if kind == "sqs":
        body["scaling_config"] = {"maximum_concurrency": 10}
        _outlast(source, function, site)
    else:
        body |= {
            "starting_position": "LATEST",
            "bisect_batch_on_function_error": True,
            "maximum_retry_attempts": 5,
            "destination_config": {
                "on_failure": {"destination_arn": Ref(f"aws_sqs_queue.{function.component.label}_failures", "arn")}
            },
        }
    site.add(
        "aws_lambda_event_source_mapping",
        f"{function.component.label}_{source.component.label}",
        body,
        component=function.component,
    )


def _outlast(queue: End, function: End, site: Site) -> None:
    """A message stays hidden six times as long as the function may run (AWS's advice for SQS sources)."""
    if not site.stated(queue.component, "visibility_timeout"):
        seconds = min(6 * int(site.setting(function.component, "timeout")), 43200)
        site.set(queue.ports.address, "visibility_timeout_seconds", seconds)


linked = {"triggers": started_by}
"""What a relation to a function means; ``sends`` and ``fronts`` are the source's business."""


def reads(function: End, source: End, relation: Relation, site: Site) -> None:
    """A function that reads a queue or a stream is started by it; other sources it reads through its role."""
    if kind_of(source.component) in {"sqs", "kinesis"}:
        poll(source, function, relation, site)
        return
    ports = source.ports
    if ports.access.get("reads"):
        site.allow(function.ports.role, ports.access["reads"], ports.access_arns)
    if ports.key is not None:
        site.allow(function.ports.role, ("kms:Decrypt",), (ports.key,))
    if ports.handle is not None and ports.handle_name:
        name = f"{source.component.label}_{ports.handle_name}".upper().replace("-", "_")
        site.environment(function.component)[name] = ports.handle
    if ports.security_group is not None and ports.port is not None and function.ports.security_group is not None:
        site.egress(function.ports.security_group, ports.port, ports.security_group, f"To {source.component.label}")
        site.ingress(ports.security_group, ports.port, function.ports.security_group,
                     f"From {function.component.label}")  # fmt: skip
