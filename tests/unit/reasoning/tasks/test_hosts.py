"""Hosts of AWS's, of its tenants, and of nobody."""

import pytest

from app.reasoning.tasks.hosts import is_aws, is_made, words_in


@pytest.mark.parametrize(
    "host",
    ["lambda.amazonaws.com", "SQS.eu-west-1.amazonaws.com.", "ec2.cn-north-1.amazonaws.com.cn",
     "pods.eks.amazonaws.com", "ecs.application-autoscaling.amazonaws.com", "s3.us-gov-west-1.amazonaws.com",
     "docs.aws.amazon.com", "lambda.eu-west-1.api.aws", "amazonses.com", "www.w3.org"],
)  # fmt: skip
def test_services_are_awss_own(host: str) -> None:
    assert is_aws(host)


@pytest.mark.parametrize(
    "host",
    ["x.s3.amazonaws.com", "x.elb.us-east-1.amazonaws.com", "x.vpce.amazonaws.com", "lambda.amazonaws.com.evil.example",
     "amazonaws.com", "x.on.aws", "d1.cloudfront.net", "a.b.us-east-1.amazonaws.com", "evilamazonaws.com"],
)  # fmt: skip
def test_what_a_tenant_may_have_is_not(host: str) -> None:
    assert not is_aws(host)


@pytest.mark.parametrize(
    ("kind", "name", "host", "expected"),
    [
        ("aws_lb", "shop", "shop-12.eu-west-1.elb.amazonaws.com", True),
        ("aws_lb", "shop", "workshop-12.eu-west-1.elb.amazonaws.com", False),
        ("aws_sqs_queue", "shop", "shop-12.eu-west-1.elb.amazonaws.com", False),
        ("aws_acm_certificate", "x", "_a.acm-validations.aws.", True),
        ("aws_lb", "shop", "shop.example", False),
    ],
)
def test_hosts_that_aws_gives(kind: str, name: str, host: str, expected: bool) -> None:
    assert is_made(host, {(kind, name)}) is expected


def test_words_of_a_text() -> None:
    text = "see evil.example, app.js and console.info; mail me@house.example"
    assert list(words_in(text, only=False)) == ["evil.example"]
    assert list(words_in(text, only=True)) == ["evil.example", "app.js", "console.info"]
