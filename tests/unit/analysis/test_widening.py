"""What a proof opens beyond another: findings, ways in, switches of the whole account."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from app.analysis.widening import widened
from app.domain.exposure import EntryPoint
from app.domain.finding import Finding, Severity
from app.domain.planned import Planned, PlannedResource
from app.domain.proof import Proof
from app.domain.request import Component, Constraints, Request
from app.domain.run import Gate
from tests.builders import finding, stack_result

FLOOR = Proof((), planned=True, gate=Gate())
WEB = EntryPoint("aws_lb.web", "443", "internet → aws_lb.web:443", intended=True)


def found(rule: str, severity: Severity = Severity.HIGH, resource: str = "aws_x.y", **more: Any) -> Finding:
    return finding(rule, severity, resource=resource, **more)


def proof(*findings: Finding, exposed: tuple[EntryPoint, ...] = ()) -> Proof:
    return replace(FLOOR, findings=findings, exposed=exposed)


def request(*phrases: str, allowed: tuple[str, ...] = (), refused: tuple[str, ...] = (), text: str = "") -> Request:
    components = (Component("a", "sqs", "a", text=text),) if text else ()
    constraints = Constraints(allowed=allowed, refused=refused)
    return Request("t", "t", components=components, constraints=constraints, not_understood=phrases)


def standing(kind: str, values: Mapping[str, Any]) -> Proof:
    one = PlannedResource(f"{kind}.x", kind, "x", values=values)
    return replace(FLOOR, results=(stack_result(planned=Planned(".", (one,))),))


OPENED = {
    "an administrator": found("AGT_IAM_ADMIN"),
    "a wildcard": found("AGT_IAM_SERVICE_WILDCARD", Severity.MEDIUM),
    "everyone as principal": found("AGT_IAM_TRUST_PUBLIC", Severity.CRITICAL),
    "a foreign account": found("AGT_IAM_TRUST_ACCOUNT", Severity.LOW),
    "a shared account": found("AGT_IAM_SHARED_ACCOUNT", Severity.LOW),
    "an access key": found("AGT_IAM_ACCESS_KEY", Severity.MEDIUM),
    "a public bucket": found("AGT_NET_PUBLIC_BUCKET"),
    "a public image": found("AGT_NET_PUBLIC_IMAGE"),
    "SSH": found("AGT_NET_ADMIN_PORT", Severity.CRITICAL),
    "a rule that reaches nothing yet": found("AGT_NET_OPEN_UNREACHED", Severity.LOW),
    "an open key": found("AGT_KEY_POLICY_OPEN", Severity.CRITICAL),
    "no encryption": found("AGT_KEY_UNENCRYPTED"),
    "a risk that the design takes": found("AGT_RISK_PUBLIC_DATABASE", Severity.CRITICAL),
    "under another tool's name": found("CKV_AWS_24", aliases=("AGT_NET_ADMIN_PORT",)),
}
SHUT = {
    "another family": found("AGT_TAG_MISSING"),
    "another tool's": found("CKV_AWS_999"),
    "small": found("AGT_IAM_ALL_ACTIONS", Severity.LOW),
    "what was not written": found("AGT_RISK_REFUSED", Severity.MEDIUM),
}


@pytest.mark.parametrize("one", OPENED.values(), ids=OPENED)
def test_what_opens_is_named_with_its_place(one: Finding) -> None:
    (told,) = widened(FLOOR, proof(one), request())
    assert "it opens more than was asked for" in told
    assert "aws_x.y" in told


@pytest.mark.parametrize("one", SHUT.values(), ids=SHUT)
def test_what_opens_nothing_is_not_named(one: Finding) -> None:
    assert widened(FLOOR, proof(one), request()) == ()


def test_what_the_floor_opens_too_is_nothing_new_but_more_of_it_is() -> None:
    one = found("AGT_IAM_ADMIN")
    assert widened(proof(one), proof(one), None) == ()
    assert widened(proof(one), proof(one, one), None) != ()
    assert widened(proof(one), proof(replace(one, resource="aws_x.z")), None) != ()


@pytest.mark.parametrize(
    ("word", "rule"),
    [
        ("public_bucket", "AGT_NET_PUBLIC_BUCKET"),
        ("open_ingress", "AGT_NET_ADMIN_PORT"),
        ("public_database", "AGT_NET_PUBLIC_DATABASE"),
        ("unencrypted", "AGT_KEY_UNENCRYPTED"),
        ("no_deletion_protection", "AGT_RISK_NO_DELETION_PROTECTION"),
    ],
)
def test_what_was_asked_for_in_plain_words_may_be_opened_and_nothing_else(word: str, rule: str) -> None:
    assert widened(FLOOR, proof(found(rule)), request(allowed=(word,))) == ()
    assert widened(FLOOR, proof(found("AGT_IAM_ADMIN")), request(allowed=(word,))) != ()
    assert widened(FLOOR, proof(found(rule)), request(f"please, {word}")) != ()


@pytest.mark.parametrize(
    ("entry", "asked", "fine"),
    [
        (WEB, request("a load balancer in front of it"), True),
        (WEB, request("two load balancers"), True),
        (WEB, request("un balanceador delante"), True),
        (WEB, request(text="an ALB for the pages"), True),
        (WEB, request("a queue"), False),
        (WEB, request("albatross data"), False),
        (WEB, request("no load balancer, please"), False),
        (WEB, request("sin balanceador"), False),
        (WEB, request("Ningún balanceador delante"), False),
        (WEB, request("it doesn’t need a load balancer"), False),
        (WEB, request("no queue", "a load balancer"), True),
        (WEB, request("a load balancer", refused=("loadbalancer",)), False),
        (WEB, request("a load balancer", refused=("nat",)), True),
        (WEB, None, False),
        (replace(WEB, address='module.a["x"].aws_lb.web[0]'), request("a load balancer"), True),
        (replace(WEB, address="aws_unknown_thing.x"), request("an unknown thing"), False),
        (replace(WEB, intended=False, ports="22"), request("a load balancer"), False),
        (replace(WEB, intended=False, ports="22"), request("a load balancer", allowed=("open_ingress",)), True),
        (replace(WEB, intended=False, address="aws_s3_bucket.x"), request(allowed=("open_ingress",)), False),
        (replace(WEB, intended=False, address="aws_s3_bucket.x"), request(allowed=("public_bucket",)), True),
    ],
)
def test_a_way_in_must_be_asked_for(entry: EntryPoint, asked: Request | None, *, fine: bool) -> None:
    told = widened(FLOOR, proof(exposed=(entry,)), asked)
    assert told == (() if fine else (f"it opens a way in that was not asked for: {entry.route}",))


def test_a_way_in_of_a_kind_that_the_floor_has_is_fine_and_another_port_of_it_is_judged() -> None:
    floor = proof(exposed=(WEB,))
    assert widened(floor, proof(exposed=(WEB,)), None) == ()
    assert widened(floor, proof(exposed=(replace(WEB, address="aws_lb.second"),)), None) == ()
    assert widened(floor, proof(exposed=(replace(WEB, ports="22", intended=False),)), None) != ()


@pytest.mark.parametrize(
    ("kind", "values", "weak"),
    [
        ("aws_ebs_encryption_by_default", {"enabled": False}, True),
        ("aws_ebs_encryption_by_default", {"enabled": True}, False),
        ("aws_s3_account_public_access_block", {"block_public_acls": True, "block_public_policy": False}, True),
        ("aws_s3_account_public_access_block", {"block_public_acls": True}, False),
        ("aws_ec2_image_block_public_access", {"state": "unblocked"}, True),
        ("aws_ebs_snapshot_block_public_access", {"state": "unblocked"}, True),
        ("aws_ec2_serial_console_access", {"enabled": True}, True),
        ("aws_ec2_instance_metadata_defaults", {"http_tokens": "optional"}, True),
        ("aws_guardduty_detector", {"enable": False}, True),
        ("aws_cloudtrail", {"enable_logging": False}, True),
        ("aws_cloudtrail", {"enable_logging": True}, False),
        ("aws_s3_bucket_public_access_block", {"block_public_acls": False}, False),
    ],
)
def test_switches_of_the_whole_account_stay_where_they_are(kind: str, values: Mapping[str, Any], *, weak: bool) -> None:
    told = widened(FLOOR, standing(kind, values), request())
    assert bool(told) is weak
    assert widened(standing(kind, values), standing(kind, values), request()) == ()


def test_a_public_bucket_excuses_buckets_alone() -> None:
    asked = request(allowed=("public_bucket",))
    assert widened(FLOOR, proof(found("AGT_IAM_PUBLIC_RESOURCE", resource="aws_s3_bucket_policy.x")), asked) == ()
    assert widened(FLOOR, proof(found("AGT_IAM_PUBLIC_RESOURCE", resource="aws_sqs_queue_policy.x")), asked) != ()
