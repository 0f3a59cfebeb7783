from typing import Any

import pytest

from app.domain.resources import Ref, Resource, Resources
from app.reasoning.offline.build.risk import RISKS, judge, not_taken


def rules(*resources: Resource) -> list[tuple[str, str]]:
    return [(one.rule, str(one.severity)) for one in judge(Resources(resources=resources), ())]


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("aws_db_instance", {"publicly_accessible": True}, ["AGT_RISK_PUBLIC_DATABASE"]),
        ("aws_db_instance", {"publicly_accessible": False, "storage_encrypted": True}, []),
        ("aws_db_instance", {"storage_encrypted": False}, ["AGT_RISK_UNENCRYPTED"]),
        ("aws_instance", {"root_block_device": {"encrypted": False}}, ["AGT_RISK_UNENCRYPTED"]),
        ("aws_dynamodb_table", {"deletion_protection_enabled": False}, ["AGT_RISK_NO_DELETION_PROTECTION"]),
        ("aws_s3_bucket_acl", {"acl": "public-read"}, ["AGT_RISK_PUBLIC_BUCKET"]),
        ("aws_s3_bucket_acl", {"acl": "private"}, []),
        ("aws_vpc_security_group_ingress_rule", {"cidr_ipv4": "0.0.0.0/0", "from_port": 443, "to_port": 443}, []),
        (
            "aws_vpc_security_group_ingress_rule",
            {"cidr_ipv4": "0.0.0.0/0", "from_port": 22, "to_port": 22},
            ["AGT_RISK_OPEN_INGRESS"],
        ),
        ("aws_vpc_security_group_ingress_rule", {"cidr_ipv6": "::/0", "ip_protocol": "-1"}, ["AGT_RISK_OPEN_INGRESS"]),
        ("aws_vpc_security_group_ingress_rule", {"cidr_ipv4": "10.0.0.0/8", "from_port": 22, "to_port": 22}, []),
        (
            "aws_security_group",
            {"ingress": [{"cidr_blocks": ["0.0.0.0/0"], "from_port": 22, "to_port": 22}]},
            ["AGT_RISK_OPEN_INGRESS"],
        ),
        (
            "aws_security_group_rule",
            {"type": "ingress", "cidr_blocks": ["0.0.0.0/0"], "from_port": 0, "to_port": 65535},
            ["AGT_RISK_OPEN_INGRESS"],
        ),
        ("aws_security_group_rule", {"type": "egress", "cidr_blocks": ["0.0.0.0/0"], "from_port": 0}, []),
    ],
)
def test_risks_that_a_resource_takes(kind: str, body: dict[str, Any], expected: list[str]) -> None:
    assert [rule for rule, _ in rules(Resource(kind, "a", body, "data"))] == expected


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ({"effect": "Allow", "principals": [{"type": "*", "identifiers": ["*"]}]}, True),
        ({"effect": "Deny", "principals": [{"type": "*", "identifiers": ["*"]}]}, False),
        ({"principals": [{"type": "AWS", "identifiers": ["*"]}], "condition": [{"test": "x"}]}, False),
        ({"principals": [{"type": "Service", "identifiers": ["a.amazonaws.com"]}]}, False),
    ],
)
def test_a_bucket_policy_for_everyone(statement: dict[str, Any], found: bool) -> None:
    document = Resource("aws_iam_policy_document", "a", {"statement": [statement]}, "data", data=True)
    policy = Resource("aws_s3_bucket_policy", "a", {"policy": Ref(document.address, "json")}, "data")
    assert (("AGT_RISK_PUBLIC_BUCKET", "critical") in rules(document, policy)) is found


def test_refused_wishes_are_findings_of_their_own() -> None:
    found = judge(Resources(), ["administrator access", "administrator access", "provisioners"])
    assert [(one.rule, one.title) for one in found] == [
        ("AGT_RISK_REFUSED", "Not written: administrator access"),
        ("AGT_RISK_REFUSED", "Not written: provisioners"),
    ]
    assert len({one.fingerprint for one in found}) == 2


def test_a_wish_that_nothing_takes_is_told() -> None:
    public = Resource("aws_db_instance", "a", {"publicly_accessible": True}, "data")
    findings = judge(Resources(resources=(public,)), ())
    told = not_taken(findings, ("public_database", "unencrypted", "something_else"))
    assert [(one.conflict, one.decision) for one in told] == [
        ("The request speaks of data without encryption", "Everything stays encrypted.")
    ]


def test_every_risk_has_words_of_its_own() -> None:
    assert len({risk.word for risk in RISKS}) == len({risk.rule for risk in RISKS}) == len(RISKS)
