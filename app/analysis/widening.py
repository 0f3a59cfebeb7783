"""What one proof opens that another does not: ways in, permissions, keys, switches of the whole account.

A model's files are held against the floor's. What the request asks for in plain words, as it was read by rule, may be
opened; everything else is named and refused, whatever the gate says.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from app.domain.exposure import EntryPoint
from app.domain.finding import Finding, Severity
from app.domain.planned import PlannedResource, block_of
from app.domain.proof import Proof
from app.domain.request import Request
from app.knowledge.language import CODES, language

FAMILIES = ("AGT_IAM_", "AGT_NET_", "AGT_KEY_", "AGT_RISK_")
SMALL = frozenset({"AGT_IAM_TRUST_ACCOUNT", "AGT_IAM_SHARED_ACCOUNT", "AGT_NET_OPEN_UNREACHED"})
"""Rules below medium that open something all the same."""
SHARED = "AGT_IAM_PUBLIC_RESOURCE"
"""Of any type; a public bucket excuses it for buckets."""
REFUSAL = "AGT_RISK_REFUSED"
"""Tells that something was not written."""
MAY: Mapping[str, frozenset[str]] = {
    "public_bucket": frozenset({"AGT_NET_PUBLIC_BUCKET", "AGT_RISK_PUBLIC_BUCKET", SHARED}),
    "open_ingress": frozenset(
        {"AGT_NET_ADMIN_PORT", "AGT_NET_OPEN_PORT", "AGT_NET_OPEN_UNREACHED", "AGT_RISK_OPEN_INGRESS"}
    ),
    "public_database": frozenset({"AGT_NET_PUBLIC_DATABASE", "AGT_NET_DATABASE_PORT", "AGT_RISK_PUBLIC_DATABASE"}),
    "unencrypted": frozenset({"AGT_KEY_UNENCRYPTED", "AGT_RISK_UNENCRYPTED"}),
    "no_deletion_protection": frozenset({"AGT_RISK_NO_DELETION_PROTECTION"}),
}
"""``Constraints.allowed`` → what it may bring."""
SWITCHES: Mapping[str, Mapping[str, object]] = {
    "aws_ebs_encryption_by_default": {"enabled": False},
    "aws_s3_account_public_access_block": {
        "block_public_acls": False,
        "block_public_policy": False,
        "ignore_public_acls": False,
        "restrict_public_buckets": False,
    },
    "aws_ec2_image_block_public_access": {"state": "unblocked"},
    "aws_ebs_snapshot_block_public_access": {"state": "unblocked"},
    "aws_ec2_serial_console_access": {"enabled": True},
    "aws_ec2_instance_metadata_defaults": {"http_tokens": "optional"},
    "aws_guardduty_detector": {"enable": False},
    "aws_cloudtrail": {"enable_logging": False},
    "aws_config_configuration_recorder_status": {"is_enabled": False},
    "aws_emr_block_public_access_configuration": {"block_public_security_group_rules": False},
}
"""Resources that change the whole account, with the values that weaken it."""
NAMES: Mapping[str, tuple[str, ...]] = {
    "aws_cloudfront_distribution": ("cloudfront", "cdn", "static site", "website", "web site", "sitio"),
    "aws_lb": ("load balancer", "balanceador", "alb", "nlb", "ingress"),
    "aws_alb": ("load balancer", "balanceador", "alb"),
    "aws_elb": ("load balancer", "balanceador", "elb"),
    "aws_api_gateway_rest_api": ("api", "endpoint", "webhook"),
    "aws_apigatewayv2_api": ("api", "endpoint", "webhook", "websocket"),
    "aws_appsync_graphql_api": ("graphql", "appsync"),
    "aws_apprunner_service": ("app runner", "apprunner"),
    "aws_lambda_function_url": ("function url", "lambda url"),
    "aws_globalaccelerator_accelerator": ("global accelerator",),
    "aws_cognito_user_pool_domain": ("cognito", "sign-in", "sign in", "login", "hosted ui"),
    "aws_transfer_server": ("sftp", "transfer family", "ftp"),
}
"""Types that answer the internet by their nature → the words by which a request asks for one."""


def widened(floor: Proof, proof: Proof, request: Request | None) -> tuple[str, ...]:
    """What ``proof`` opens beyond ``floor`` and the request, in sentences without an end; empty where nothing.

    Of the request only what was read by rule counts: ``constraints.allowed``, and the words of components and of what
    was not understood.
    """
    allowed = frozenset(request.constraints.allowed) if request else frozenset()
    found = [*_findings(floor, proof, allowed), *_entries(floor, proof, allowed, frozenset(_asked(request)))]
    return tuple(dict.fromkeys([*found, *_switches(floor, proof)]))


def _findings(floor: Proof, proof: Proof, allowed: frozenset[str]) -> Iterator[str]:
    may = frozenset(rule for word in allowed for rule in MAY.get(word, ()))
    had = Counter((rule, finding.resource) for finding in floor.findings for rule in _rules(finding))
    have = Counter((rule, finding.resource) for finding in proof.findings for rule in _rules(finding))
    for finding in proof.findings:
        for rule in _rules(finding):
            key = (rule, finding.resource)
            excused = rule in may and (rule != SHARED or "aws_s3_bucket" in finding.resource)
            if not excused and have[key] > had[key]:
                yield f"it opens more than was asked for: {finding.title} ({rule} on {finding.resource})"


def _rules(finding: Finding) -> list[str]:
    """The rules of ours that a finding stands for, of those that speak of openings."""
    ours = [rule for rule in (finding.rule, *finding.aliases) if rule.startswith(FAMILIES) and rule != REFUSAL]
    return [rule for rule in ours if rule in SMALL or finding.severity >= Severity.MEDIUM]


def _entries(floor: Proof, proof: Proof, allowed: frozenset[str], asked: frozenset[str]) -> Iterator[str]:
    had = {(block_of(entry.address), entry.ports) for entry in floor.exposed}
    kinds = {_type(entry) for entry in floor.exposed if entry.intended}
    for entry in proof.exposed:
        if (block_of(entry.address), entry.ports) in had:
            continue
        kind = _type(entry)
        if entry.intended:
            fine = kind in kinds | asked
        else:
            fine = bool(allowed & ({"public_bucket"} if kind == "aws_s3_bucket" else {"open_ingress"}))
        if not fine:
            yield f"it opens a way in that was not asked for: {entry.route}"


def _type(entry: EntryPoint) -> str:
    return re.sub(r"^(?:module\.[^.]+\.)+", "", block_of(entry.address)).partition(".")[0]


def _asked(request: Request | None) -> Iterator[str]:
    """The types that answer the internet and are asked for: by a phrase that denies nothing, and not refused."""
    if request is None:
        return
    phrases = [*request.not_understood, *(component.text for component in request.components)]
    asked = " ".join(" ".join(_plain(text).split()) for text in phrases if not _denies(text))
    refused = frozenset(request.constraints.refused)
    for kind, names in NAMES.items():
        wanted = any(re.search(rf"\b{re.escape(name)}s?\b", asked) for name in names)
        if wanted and not refused & {name.replace(" ", "") for name in names}:
            yield kind


def _denies(text: str) -> bool:
    words = frozenset(re.findall(r"[\w']+", _plain(text)))
    return any(words & language(code).words("negations") for code in CODES)


def _plain(text: str) -> str:
    """Lower case without accents, as the words of a language are written."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("’", "'"))
    return "".join(c for c in apart if not unicodedata.combining(c))


def _switches(floor: Proof, proof: Proof) -> Iterator[str]:
    had = {(one.type, name) for one in _account_wide(floor) for name in _weakened(one)}
    for one in _account_wide(proof):
        for name in _weakened(one):
            if (one.type, name) not in had:
                yield f"it weakens the whole account: {name} of {one.address}"


def _account_wide(proof: Proof) -> Iterator[PlannedResource]:
    for result in proof.results:
        for one in result.planned.resources if result.planned else ():
            if one.mode == "managed" and one.type in SWITCHES:
                yield one


def _weakened(one: PlannedResource) -> list[str]:
    return [name for name, bad in SWITCHES[one.type].items() if one.get(name) == bad]
