"""One finding for what several tools say."""

from typing import Any

import pytest

from app.analysis.base import SOURCE
from app.analysis.merging import merged
from app.domain.finding import Finding, Severity

H, C, L = Severity.HIGH, Severity.CRITICAL, Severity.LOW


def theirs(rule: str, resource: str = "aws_security_group.a", path: str = "net.tf", **more: Any) -> Finding:
    """A scanner's."""
    values: dict[str, Any] = {"severity": H, "title": f"{rule} title", "line": 3} | more
    return Finding(rule=rule, path=path, source="checkov", resource=resource, **values)


def ours(rule: str, resource: str = "aws_security_group.a", path: str = ".", **more: Any) -> Finding:
    """One of ours."""
    values: dict[str, Any] = {"severity": C, "title": "SSH open", "detail": "Path: internet → a:22."} | more
    return Finding(rule=rule, path=path, source=SOURCE, resource=resource, **values)


def test_known_name_and_place_with_our_path_and_the_worse_severity() -> None:
    (one,) = merged(
        [
            theirs("CKV_AWS_24", controls={"cis": ("5.2",)}),
            ours("AGT_NET_ADMIN_PORT", controls={"cis": ("5.2", "5.3"), "soc2": ("CC6.6",)}),
        ]
    )
    assert (one.rule, one.aliases, one.line, one.path) == ("CKV_AWS_24", ("AGT_NET_ADMIN_PORT",), 3, "net.tf")
    assert (one.severity, one.title, one.detail) == (C, "SSH open", "Path: internet → a:22.")
    assert one.controls == {"cis": ("5.2", "5.3"), "soc2": ("CC6.6",)}


def test_several_of_theirs_become_one_named_after_the_nearest() -> None:
    (one,) = merged(
        [
            theirs("CKV_AWS_24"),
            ours("AGT_NET_ALL_PORTS", severity=L, title="Every port open"),
            theirs("CKV_AWS_277", severity=C),
        ]
    )
    assert (one.rule, one.aliases, one.severity) == ("CKV_AWS_277", ("CKV_AWS_24", "AGT_NET_ALL_PORTS"), C)


def test_each_goes_to_the_one_that_means_nearest_the_same() -> None:
    place = "aws_iam_role_policy.a"
    found = merged(
        [
            theirs("CKV_AWS_289", place),
            theirs("CKV_AWS_355", place),
            ours("AGT_IAM_SERVICE_WILDCARD", place),
            ours("AGT_IAM_PERMISSIONS_ANYWHERE", place),
        ]
    )
    assert [(one.rule, one.aliases) for one in found] == [
        ("CKV_AWS_289", ("AGT_IAM_PERMISSIONS_ANYWHERE",)),
        ("CKV_AWS_355", ("AGT_IAM_SERVICE_WILDCARD",)),
    ]


@pytest.mark.parametrize(
    ("their", "our"),
    [
        (theirs("CKV_AWS_24", "aws_security_group.b"), ours("AGT_NET_ADMIN_PORT")),
        (theirs("CKV_AWS_25"), ours("AGT_NET_DIRECT_WEB")),
        (theirs("CKV_AWS_24", path="other/net.tf"), ours("AGT_NET_ADMIN_PORT")),
        (theirs("CKV_AWS_24", "aws_security_group.a[1]"), ours("AGT_NET_ADMIN_PORT", "aws_security_group.a[0]")),
        (theirs("AGT_SECRET_PASSWORD", "", line=90), ours("AGT_KEY_PLAIN_SECRET", path="net.tf", line=1, end_line=9)),
        (theirs("AGT_SECRET_PASSWORD", ""), ours("AGT_KEY_PLAIN_SECRET")),
    ],
)
def test_what_is_not_the_same_stays(their: Finding, our: Finding) -> None:
    assert merged([their, our]) == (their, our)


@pytest.mark.parametrize(
    ("their", "our"),
    [
        (theirs("CKV_AWS_24"), ours("AGT_NET_ADMIN_PORT", "aws_security_group.a[0]")),
        (theirs("CKV_AWS_24", path="stacks/a/net.tf"), ours("AGT_NET_ADMIN_PORT", path="stacks/a")),
        (theirs("CKV_AWS_24", path="net.tf"), ours("AGT_NET_ADMIN_PORT", path="net.tf", line=3)),
        (
            theirs("CKV_AWS_24", "module.m.aws_security_group.a", "modules/m/net.tf"),
            ours("AGT_NET_ADMIN_PORT", 'module.m["x"].aws_security_group.a', "stacks/a"),
        ),
        (theirs("CKV_AWS_1", "aws_iam_policy_document.d"), ours("AGT_IAM_ADMIN", "data.aws_iam_policy_document.d")),
        (
            theirs("CKV_AWS_1", "module.m.aws_iam_policy_document.d"),
            ours("AGT_IAM_ADMIN", "module.m.data.aws_iam_policy_document.d"),
        ),
        (theirs("AGT_SECRET_PASSWORD", "", line=5), ours("AGT_KEY_PLAIN_SECRET", path="net.tf", line=1, end_line=9)),
    ],
)
def test_the_same_resource_by_other_names(their: Finding, our: Finding) -> None:
    (one,) = merged([their, our])
    assert (one.rule, one.aliases) == (their.rule, (our.rule,))


def test_each_port_of_one_resource_keeps_its_finding() -> None:
    found = merged(
        [
            theirs("CKV_AWS_25"),
            theirs("CKV_AWS_24"),
            ours("AGT_NET_ADMIN_PORT", title="SSH (22) open"),
            ours("AGT_NET_ADMIN_PORT", title="RDP (3389) open"),
        ]
    )
    assert [(one.rule, one.title) for one in found] == [
        ("CKV_AWS_25", "RDP (3389) open"),
        ("CKV_AWS_24", "SSH (22) open"),
    ]


def test_a_second_secret_in_the_same_resource_stays() -> None:
    found = merged(
        [
            theirs("AGT_SECRET_PASSWORD", "", line=5),
            theirs("AGT_SECRET_PASSWORD", "", line=6),
            ours("AGT_KEY_PLAIN_SECRET", path="net.tf", line=1, end_line=9),
        ]
    )
    assert [(one.line, one.aliases) for one in found] == [(5, ("AGT_KEY_PLAIN_SECRET",)), (6, ())]


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [("accepted", "accepted", False), ("accepted", None, True), (None, None, True)],
)
def test_a_waiver_of_all_of_theirs_holds_for_the_whole(first: str | None, second: str | None, counts: bool) -> None:
    listed = [
        theirs("CKV_AWS_277", waived=first),
        theirs("CKV_AWS_24", waived=second),
        ours("AGT_NET_ALL_PORTS", title="Every port open"),
    ]
    (one,) = merged(listed)
    assert one.counts is counts


def test_nothing_to_merge() -> None:
    assert merged([]) == ()
