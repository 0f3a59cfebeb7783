"""Findings on risky wishes: what was not written, and what was written only because it was asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.finding import Finding, Severity, fingerprinted
from app.domain.request import Settlement
from app.domain.resources import Ref, Resource, Resources
from app.reasoning.offline.build.check import expressions

ANYWHERE = frozenset({"0.0.0.0/0", "::/0"})
WEB_PORTS = frozenset({80, 443})
UNENCRYPTED = ("storage_encrypted", "encrypted", "at_rest_encryption_enabled", "server_side_encryption.enabled")
PROTECTION = ("deletion_protection", "deletion_protection_enabled", "enable_deletion_protection")


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk that may be written when asked for in plain words (``word`` of ``Constraints.allowed``).

    ``found_in`` tells whether a resource takes it; ``wish`` is the risk as one asks for it, ``kept`` what is written
    where nothing takes it.
    """

    word: str
    wish: str
    kept: str
    rule: str
    severity: Severity
    title: str
    detail: str
    found_in: Callable[[Resource, Mapping[str, Resource]], bool]


def judge(resources: Resources, refused: Iterable[str]) -> tuple[Finding, ...]:
    """Findings on wishes that were refused and on risks that the graph takes."""
    known = {resource.address: resource for resource in resources.resources}
    found = [_refusal(wish) for wish in dict.fromkeys(refused)]
    for resource in resources.resources:
        found += [_taken(risk, resource) for risk in RISKS if risk.found_in(resource, known)]
    return fingerprinted(found)


def not_taken(findings: Iterable[Finding], allowed: Iterable[str]) -> tuple[Settlement, ...]:
    """What was asked for in plain words and yet written in its safe form, so that no wish passes in silence."""
    taken = {finding.rule for finding in findings}
    wanted = set(allowed)
    return tuple(
        Settlement(
            f"The request speaks of {risk.wish}",
            risk.kept,
            "Nothing that is built needs it, and where nothing needs a risk, the safe form is written.",
        )
        for risk in RISKS
        if risk.word in wanted and risk.rule not in taken
    )


def _refusal(wish: str) -> Finding:
    return Finding(
        rule="AGT_RISK_REFUSED",
        severity=Severity.MEDIUM,
        title=f"Not written: {wish}",
        path="",
        source="agents",
        detail="This is never written, however it is asked for. Everything else of the request is built.",
    )


def _taken(risk: Risk, resource: Resource) -> Finding:
    return Finding(
        rule=risk.rule,
        severity=risk.severity,
        title=risk.title,
        path=f"{resource.concern}.tf",
        source="agents",
        resource=resource.address,
        detail=risk.detail,
    )


def _open_to_everyone(resource: Resource, known: Mapping[str, Resource]) -> bool:
    if resource.type == "aws_s3_bucket_acl":
        return str(resource.body.get("acl", "")).startswith("public")
    if resource.type != "aws_s3_bucket_policy":
        return False
    refs = [one for one in expressions(resource.body.get("policy")) if isinstance(one, Ref)]
    documents = [known[ref.address] for ref in refs if ref.address in known]
    return any(_admits_everyone(one) for document in documents for one in _blocks(document.body.get("statement")))


def _admits_everyone(statement: Mapping[str, Any]) -> bool:
    identifiers = [name for who in _blocks(statement.get("principals")) for name in who.get("identifiers", ())]
    return statement.get("effect", "Allow") == "Allow" and "*" in identifiers and not statement.get("condition")


def _open_ingress(resource: Resource, known: Mapping[str, Resource]) -> bool:
    del known
    body = resource.body
    if resource.type == "aws_vpc_security_group_ingress_rule":
        return bool(ANYWHERE & _texts(body.get("cidr_ipv4"), body.get("cidr_ipv6"))) and not _web(body)
    if resource.type == "aws_security_group_rule" and body.get("type") == "ingress":
        return _wide(body)
    return resource.type == "aws_security_group" and any(_wide(rule) for rule in _blocks(body.get("ingress")))


def _wide(rule: Mapping[str, Any]) -> bool:
    ranges = [*_list(rule.get("cidr_blocks")), *_list(rule.get("ipv6_cidr_blocks"))]
    return bool(ANYWHERE & _texts(*ranges)) and not _web(rule)


def _web(rule: Mapping[str, Any]) -> bool:
    first, last = rule.get("from_port"), rule.get("to_port")
    return first == last and first in WEB_PORTS


def _public_database(resource: Resource, known: Mapping[str, Resource]) -> bool:
    del known
    return not resource.data and resource.body.get("publicly_accessible") is True


def _unencrypted(resource: Resource, known: Mapping[str, Resource]) -> bool:
    del known
    disks = [block for name in ("root_block_device", "ebs_block_device") for block in _blocks(resource.body.get(name))]
    return not resource.data and any(
        body.get(name) is False for body in (resource.body, *disks) for name in UNENCRYPTED
    )


def _unprotected(resource: Resource, known: Mapping[str, Resource]) -> bool:
    del known
    return not resource.data and any(resource.body.get(name) is False for name in PROTECTION)


def _blocks(value: Any) -> Iterator[Mapping[str, Any]]:
    for one in value if isinstance(value, list | tuple) else [value]:
        if isinstance(one, Mapping):
            yield one


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _texts(*values: Any) -> set[str]:
    return {value for value in values if isinstance(value, str)}


RISKS: tuple[Risk, ...] = (
    Risk(
        "public_bucket",
        "a bucket open to the world",
        "Every bucket stays private.",
        "AGT_RISK_PUBLIC_BUCKET",
        Severity.CRITICAL,
        "The bucket is open to the world",
        "Everyone can read its objects. Put CloudFront in front of a private bucket, or waive this with a reason.",
        _open_to_everyone,
    ),
    Risk(
        "open_ingress",
        "a port open to everyone",
        "Only ports 80 and 443 are open to everyone, where something answers there.",
        "AGT_RISK_OPEN_INGRESS",
        Severity.CRITICAL,
        "The whole internet may connect to a port other than 80 and 443",
        "Name the address ranges that need it, or use Session Manager or a VPN instead.",
        _open_ingress,
    ),
    Risk(
        "public_database",
        "a data store that the internet reaches",
        "Every data store stays in the private network.",
        "AGT_RISK_PUBLIC_DATABASE",
        Severity.CRITICAL,
        "The data store is reachable from the internet",
        "Keep it in private subnets and let programs in the network, or a VPN, reach it.",
        _public_database,
    ),
    Risk(
        "unencrypted",
        "data without encryption",
        "Everything stays encrypted.",
        "AGT_RISK_UNENCRYPTED",
        Severity.HIGH,
        "Data is stored without encryption",
        "Encryption costs nothing to turn on, and cannot be turned on later without copying the data.",
        _unencrypted,
    ),
    Risk(
        "no_deletion_protection",
        "no deletion protection",
        "Deletion protection stays on, as an input that an operator may change.",
        "AGT_RISK_NO_DELETION_PROTECTION",
        Severity.HIGH,
        "Deletion protection is off",
        "One wrong destroy loses the data. Turn it on, and off only for the change that removes the store.",
        _unprotected,
    ),
)
