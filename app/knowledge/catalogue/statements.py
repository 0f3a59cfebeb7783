"""Statements that several resource policies need, in the form of ``Site.document``."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.resources import Template
from app.knowledge.catalogue.base import Site

Statement = Mapping[str, Any]


def tls_only(arns: Sequence[Any], action: str) -> Statement:
    """Deny everyone who does not use TLS; ``action`` is the service's wildcard (``s3:*``)."""
    return {
        "sid": "DenyInsecureTransport",
        "effect": "Deny",
        "actions": [action],
        "resources": list(arns),
        "principals": [{"type": "*", "identifiers": ["*"]}],
        "condition": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]}],
    }


def service_may(
    site: Site,
    sid: str,
    principal: str,
    actions: Sequence[str],
    arns: Sequence[Any],
    source_arn: Any = None,
) -> Statement:
    """Let an AWS service act on behalf of this account only, and of one resource where ``source_arn`` is given.

    Without the conditions any account could make the service do it (the confused deputy).
    """
    condition: list[Mapping[str, Any]] = [
        {"test": "StringEquals", "variable": "aws:SourceAccount", "values": [site.account()]}
    ]
    if source_arn is not None:
        condition.append({"test": "ArnLike", "variable": "aws:SourceArn", "values": [source_arn]})
    return {
        "sid": sid,
        "actions": list(actions),
        "resources": list(arns),
        "principals": [{"type": "Service", "identifiers": [principal]}],
        "condition": condition,
    }


def account_root(site: Site) -> Template:
    """The ARN of the account itself, which lets its IAM policies decide."""
    return Template(("arn:", site.partition(), ":iam::", site.account(), ":root"))


def key_administration(site: Site) -> Statement:
    """Let the account's IAM policies decide about a key; in a key policy ``*`` is the key itself."""
    return {
        "sid": "AccountAdministersThroughIam",
        "actions": ["kms:*"],
        "resources": ["*"],
        "principals": [{"type": "AWS", "identifiers": [account_root(site)]}],
    }


def policy_statement(statement: Statement) -> dict[str, Any]:
    """A statement in the form that policies have in JSON, for places where a document is not wanted."""
    body: dict[str, Any] = {
        "Sid": statement["sid"],
        "Effect": statement.get("effect", "Allow"),
        "Principal": {one["type"]: _one_or_all(one["identifiers"]) for one in statement.get("principals", ())},
        "Action": _one_or_all(statement["actions"]),
        "Resource": _one_or_all(statement["resources"]),
        "Condition": {
            one["test"]: {one["variable"]: _one_or_all(one["values"])} for one in statement.get("condition", ())
        },
    }
    return {key: value for key, value in body.items() if value}


def _one_or_all(values: Sequence[Any]) -> Any:
    return values[0] if len(values) == 1 else list(values)


def below(arn: Any, suffix: str) -> Template:
    """What stands below an ARN: ``below(bucket, "/*")``."""
    return Template((arn, suffix))


def camel(label: str) -> str:
    """A statement id from a label: ``orders_dlq`` → ``OrdersDlq``."""
    return "".join(part[:1].upper() + part[1:] for part in label.replace("-", "_").split("_") if part)


def type_of(address: str) -> str:
    """The provider type of an address: ``aws_sqs_queue.orders`` → ``aws_sqs_queue``."""
    return address.removeprefix("data.").partition(".")[0]


def distinct(statements: Sequence[Statement]) -> list[Statement]:
    """The statements, each once and each with a sid of its own, as AWS wants them."""
    found: list[Statement] = []
    sids: dict[str, int] = {}
    for statement in statements:
        if statement in [{**one, "sid": statement.get("sid")} for one in found if _same_sid(one, statement)]:
            continue
        sid = str(statement.get("sid", ""))
        sids[sid] = sids.get(sid, 0) + 1
        found.append(statement if sids[sid] == 1 else {**statement, "sid": f"{sid}{sids[sid]}"})
    return found


def _same_sid(one: Statement, other: Statement) -> bool:
    return str(one.get("sid", "")).rstrip("0123456789") == str(other.get("sid", "")).rstrip("0123456789")
