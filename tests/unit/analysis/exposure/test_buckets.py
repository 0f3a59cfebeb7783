"""Buckets open to everyone."""

from typing import Any

import pytest

from app.analysis.base import Observations
from app.analysis.exposure.buckets import observe
from app.domain.finding import Severity
from tests.unit.analysis.graphs import document, graph, resource

BUCKET = resource("aws_s3_bucket.b", id="b")
OF = {"bucket": BUCKET.address}
C, H, L = Severity.CRITICAL, Severity.HIGH, Severity.LOW
URI = "http://acs.amazonaws.com/groups/global/AllUsers"


def policy(action: Any = "s3:GetObject", principal: Any = "*", **more: Any) -> Any:
    """A bucket policy of one statement."""
    statement = {"Effect": "Allow", "Action": action, "Principal": principal, "Resource": "arn:aws:s3:::b/*", **more}
    return resource("aws_s3_bucket_policy.b", OF, policy=document(statement))


def acl(canned: str = "", grants: Any = None) -> Any:
    """A bucket's list of grants."""
    values = {"acl": canned} if canned else {"access_control_policy": [{"grant": grants}]}
    return resource("aws_s3_bucket_acl.b", OF, **values)


def block(**flags: Any) -> Any:
    """A public access block."""
    return resource("aws_s3_bucket_public_access_block.b", OF, **flags)


def look(*resources: Any) -> tuple[list[tuple[str, Severity]], int]:
    """Resource and severity of the findings, and how many ways in."""
    seen = Observations("s")
    entries = observe(graph(BUCKET, *resources), seen)
    return [(one.resource, one.severity) for one in seen.result().findings], len(entries)


VPCE = {"StringEquals": {"aws:SourceVpce": "vpce-1"}}
TLS = {"Bool": {"aws:SecureTransport": "true"}}


@pytest.mark.parametrize(
    ("resources", "expected", "entries"),
    [
        ([policy()], [("aws_s3_bucket_policy.b", H)], 1),
        ([policy(principal={"AWS": "*"})], [("aws_s3_bucket_policy.b", H)], 1),
        ([policy(["s3:GetObject", "s3:PutObject"])], [("aws_s3_bucket_policy.b", C)], 1),
        ([policy("s3:*")], [("aws_s3_bucket_policy.b", C)], 1),
        ([policy(Condition=TLS)], [("aws_s3_bucket_policy.b", H)], 1),
        ([policy(Condition=VPCE)], [], 0),
        ([policy(principal={"Service": "cloudfront.amazonaws.com"})], [], 0),
        ([policy(Effect="Deny")], [], 0),
        ([policy(), block(restrict_public_buckets=True)], [("aws_s3_bucket_policy.b", L)], 0),
        ([policy(), block(ignore_public_acls=True)], [("aws_s3_bucket_policy.b", H)], 1),
        (
            [policy(), resource("aws_s3_account_public_access_block.a", block_public_policy=True)],
            [("aws_s3_bucket_policy.b", L)],
            0,
        ),
        ([acl("public-read")], [("aws_s3_bucket.b", H)], 1),
        ([acl("public-read-write")], [("aws_s3_bucket.b", C)], 1),
        ([acl("private")], [], 0),
        ([acl("public-read"), block(block_public_acls=True)], [("aws_s3_bucket.b", L)], 0),
        (
            [
                acl("public-read"),
                resource("aws_s3_bucket_ownership_controls.b", OF, rule=[{"object_ownership": "BucketOwnerEnforced"}]),
            ],
            [],
            0,
        ),
        ([acl(grants=[{"permission": "READ", "grantee": [{"uri": URI}]}])], [("aws_s3_bucket.b", H)], 1),
        ([acl(grants=[{"permission": "FULL_CONTROL", "grantee": [{"uri": URI}]}])], [("aws_s3_bucket.b", C)], 1),
        ([acl(grants=[{"permission": "READ", "grantee": [{"id": "x"}]}])], [], 0),
    ],
)
def test_open_buckets(resources: list[Any], expected: list[tuple[str, Severity]], entries: int) -> None:
    assert look(*resources) == (expected, entries)


def test_the_acl_of_the_bucket_itself() -> None:
    seen = Observations("s")
    observe(graph(resource("aws_s3_bucket.old", acl="public-read")), seen)
    assert [one.resource for one in seen.result().findings] == ["aws_s3_bucket.old"]


def test_a_private_bucket_is_passed() -> None:
    seen = Observations("s")
    observe(graph(BUCKET), seen)
    assert seen.result().passed == ("AGT_NET_PUBLIC_BUCKET",)
