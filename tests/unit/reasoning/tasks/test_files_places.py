"""Places that planned resources name."""

from typing import Any

import pytest

from app.reasoning.tasks.files_places import strange_places
from tests.unit.reasoning.tasks.proofs import artifact, change, proof

FLOOR = proof(change("aws_sqs_queue.jobs", site="https://known.example/a"))


def named(values: dict[str, Any], said: str = "", address: str = "aws_x.new") -> tuple[str, ...]:
    more = proof(change("aws_sqs_queue.jobs", site="https://known.example/a"), change(address, **values))
    return tuple(one.removeprefix("it names ").partition(",")[0] for one in strange_places(more, FLOOR, said))


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("https://evil.example/collect", "evil.example"),
        ("https://EVIL.example:8443/", "evil.example"),
        ("wss://evil.example", "evil.example"),
        ("someone@evil.example", "someone@evil.example"),
        ("mail to someone@evil.example now", "someone@evil.example"),
        ("198.51.101.7/32", "198.51.101.7/32"),
        ("8.8.8.8", "8.8.8.8"),
        ("2606:4700::/32", "2606:4700::/32"),
        ("arn:aws:s3:::evil-bucket", "evil-bucket"),
        ("arn:aws:s3:::evil-bucket/*", "evil-bucket"),
        ('{"Destination": "https://evil.example"}', "evil.example"),
        ("#!/bin/sh\ncurl https://evil.example/x", "evil.example"),
        ("evil.example", "evil.example"),
        ("evil.example:8443", "evil.example"),
        ("evil.example/collect", "evil.example"),
        ("ssm://evil.example", "evil.example"),
        ("//evil.example/x", "evil.example"),
        ("ZXZpbC5leGFtcGxl", "evil.example"),
        ('{"a": "{\\"b\\": \\"evil.example\\"}"}', "evil.example"),
        ("+15555550100", "+15555550100"),
        ("770693421928", "770693421928"),
        ("arn:aws:lambda:eu-west-1:770693421928:layer:x:1", "770693421928"),
        ("repo:evil-org/*", "evil-org"),
        ("project_path:evil-org/shop:ref_type:branch", "evil-org"),
        ("us-east-1:12345678-dead-beef-0000-1234567890ab", "us-east-1:12345678-dead-beef-0000-1234567890ab"),
        ("ami-0123456789abcdef0", "ami-0123456789abcdef0"),
        ("com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0", "vpce-svc-0123456789abcdef0"),
    ],
)
def test_a_strangers_place_is_named_wherever_it_stands(value: str, place: str) -> None:
    assert named({"a": value}) == (place,)
    assert named({"a": [{"b": value}]}) == (place,)
    assert named({"a": value}, said=f"Send it to {place}.") == ()
    assert named({"a": value}, said=f"Send it to x{place} or {place}.example.") == (place,)


@pytest.mark.parametrize(
    "value",
    [
        "https://sqs.eu-west-1.amazonaws.com/x",
        "https://docs.aws.amazon.com/x",
        "http://www.w3.org/2001/XMLSchema",
        "https://known.example/b",
        "10.0.0.0/16",
        "192.168.1.1",
        "0.0.0.0/0",
        "::/0",
        "fd00::/8",
        "1.2.3",
        "999.1.1.1",
        "12:30:45",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "sqs:SendMessage",
        "plain words",
        "arn:aws:apigateway:us-east-1::/restapis/x",
        "http://localhost:3000",
        "aws_sqs_queue.jobs",
    ],
)
def test_what_is_nobodys_place_or_known_passes(value: str) -> None:
    assert named({"a": value}) == ()


def test_a_bucket_of_the_stack_is_its_own() -> None:
    values = {"bucket": "mine", "policy": "arn:aws:s3:::mine/*"}
    assert named(values, address="aws_s3_bucket.new") == ()
    assert named(values, address="aws_s3_bucket_policy.new") == ("mine",)


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"target_bucket": "evil"}, "evil"),
        ({"destination": [{"bucket": "evil"}]}, "evil"),
        ({"image_uri": "docker.io/evil/image:1"}, "docker.io/evil/image:1"),
        ({"container_definitions": '[{"image": "evil/image"}]'}, "evil/image"),
        ({"arn": "arn:aws:events:eu-west-1:770693421928:event-bus/x"}, "770693421928"),
        ({"environment": [{"variables": {"handler": "evil.example"}}]}, "evil.example"),
    ],
)
def test_some_arguments_name_a_place_in_plain_words(values: dict[str, Any], place: str) -> None:
    assert named(values) == (place,)


@pytest.mark.parametrize(
    "values",
    [
        {"handler": "index.handler"},
        {"filename": "./build/worker.zip"},
        {"instance_class": "db.large.metal"},
        {"event_pattern": '{"source": ["aws.health"]}'},
        {"definition": '{"ErrorEquals": ["States.ALL"]}'},
        {"bucket_prefix": "logs"},
        {"identity_source": "method.request.header.Authorization"},
        {"policy": '{"Principal": {"Service": "lambda.amazonaws.com"}}'},
        {"image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/x:1", "role": "arn:aws:iam::111122223333:role/x"},
    ],
)
def test_what_only_looks_like_a_place_passes(values: dict[str, Any]) -> None:
    role = change("aws_iam_role.own", arn="arn:aws:iam::111122223333:role/own")
    assert strange_places(proof(change("aws_x.new", **values), role), proof(), "") == ()


def test_what_the_draft_plans_unchanged_is_not_looked_at() -> None:
    assert strange_places(FLOOR, FLOOR, "") == ()
    assert strange_places(FLOOR, proof(), "") == ("it names known.example, which the request does not",)


@pytest.mark.parametrize(
    "host",
    [
        "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
        "ec2-203-0-113-25.compute-1.amazonaws.com",
        "attacker.us-east-1.elb.amazonaws.com",
        "attacker.cluster-abc.us-east-1.rds.amazonaws.com",
        "bucket.s3.amazonaws.com",
        "abc.lambda-url.eu-west-1.on.aws",
        "770693421928.dkr.ecr.eu-west-1.amazonaws.com",
    ],
)
def test_a_tenants_host_at_aws_is_a_strangers(host: str) -> None:
    assert host in named({"a": f"https://{host}/x"})
    assert host in named({"environment": [{"variables": {"DB_HOST": host}}]})


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://s3.us-east-1.amazonaws.com/evil-bucket/x", "evil-bucket"),
        ("https://sqs.us-east-1.amazonaws.com/770693421928/x", "770693421928"),
    ],
)
def test_a_tenant_in_the_path_of_a_service_is_named(url: str, place: str) -> None:
    assert named({"a": url}) == (place,)


def made(kind: str, name: str, host: str, *files: str, unknown: bool = True) -> tuple[str, ...]:
    """A resource of a kind, and a function that is given a host of it."""
    given = dict(change("aws_lambda_function.f", environment=[{"variables": {"URL": f"https://{host}/"}}]))
    given["change"] = {**given["change"], "after_unknown": {"environment": unknown}}
    artifacts = tuple(artifact(f"{number}.tf", text) for number, text in enumerate(files))
    owner = change(f"{kind}.mine", **{"bucket" if kind == "aws_s3_bucket" else "name": name})
    return strange_places(proof(owner, given, artifacts=artifacts), FLOOR, "")


@pytest.mark.parametrize(
    ("kind", "host"),
    [
        ("aws_lb", "mine-1.us-east-1.elb.amazonaws.com"),
        ("aws_s3_bucket", "mine.s3.eu-west-1.amazonaws.com"),
        ("aws_eks_cluster", "ABC.gr7.eu-west-1.eks.amazonaws.com"),
        ("aws_cloudfront_distribution", "d1x.cloudfront.net"),
    ],
)
def test_a_host_that_the_deployment_gives_to_the_stack_is_its_own(kind: str, host: str) -> None:
    assert made(kind, "mine", host) == ()
    assert made("aws_sqs_queue", "mine", host) != ()


def test_a_host_that_was_written_is_not_given() -> None:
    host = "mine-1.us-east-1.elb.amazonaws.com"
    assert made("aws_lb", "mine", host, unknown=False) != ()
    assert made("aws_lb", "mine", host, f'value = "${{x.y.arn}}{host}"') != ()
    assert made("aws_lb", "other", host) != ()


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"records": ["10 mail.evil.example"]}, "10 mail.evil.example"),
        ({"records": ["v=spf1 include:evil.example +all"]}, "v=spf1 include:evil.example +all"),
        ({"records": ['0 issue "evil.example"']}, "evil.example"),
        ({"records": ["google-site-verification=abc"]}, "google-site-verification=abc"),
        ({"records": ["1 1 443 sip.evil.example."]}, "sip.evil.example"),
        ({"alias": [{"name": "evil.example", "zone_id": "Z1"}]}, "evil.example"),
        ({"content": "<p>Call evil.example</p>"}, "evil.example"),
        ({"content_base64": "Q2FsbCBldmlsLmV4YW1wbGU="}, "evil.example"),
        ({"html": "<a href=//\u00e9vil.example>"}, "\u00e9vil.example"),
    ],
)
def test_hosts_in_records_and_pages_are_named(values: dict[str, Any], place: str) -> None:
    assert place in named(values)
    said = " ".join(str(one) for value in values.values() for one in (value if isinstance(value, list) else [value]))
    assert named(values, said=f"{said} {place}") == ()


@pytest.mark.parametrize(
    "values",
    [
        {"records": ["10.0.0.7"]},
        {"records": ["v=spf1 include:amazonses.com ~all"]},
        {"records": ['"v=DMARC1; p=reject"']},
        {"content": "console.info(index.html, document.body, app.js, v1.2.3, self.app(1), x.org=1)"},
        {"content": '{"Action": "s3:GetObject", "ErrorEquals": ["States.ALL"], "m": "AWS/Lambda"}'},
        {"content": "def handler(event): return os.environ.get(event.name)"},
    ],
)
def test_what_only_looks_like_a_host_in_a_text_passes(values: dict[str, Any]) -> None:
    assert named(values) == ()


@pytest.mark.parametrize(
    ("zone", "passes"),
    [
        ("amazonaws.com", False),
        ("us-east-1.amazonaws.com", False),
        ("com", False),
        ("github.example", False),
        ("orders.internal", True),
        ("local", True),
    ],
)
def test_a_zone_is_the_users_or_nobodys(zone: str, passes: bool) -> None:
    for address in ("aws_route53_zone.x", "module.a.aws_route53_zone.x"):
        assert named({"name": zone}, address=address) == (() if passes else (zone,))
        assert named({"name": zone}, f"a zone {zone}", address) == ()


@pytest.mark.parametrize(
    ("zone", "said", "passes"),
    [
        ("shop.example", "Serve www.shop.example.", True),
        ("shop.example", "Serve www.workshop.example.", False),
        ("shop.example", "Serve www.shop.example.net", False),
        ("us-east-1.amazonaws.com", "It calls sqs.us-east-1.amazonaws.com", False),
        ("co.uk", "Serve shop.co.uk", False),
    ],
)
def test_a_zone_may_be_that_of_a_host_that_is_known(zone: str, said: str, passes: bool) -> None:
    assert named({"name": zone}, said, "aws_route53_zone.x") == (() if passes else (zone,))
    assert (named({"domain_name": zone}, said) == ()) is (passes or "amazonaws" in zone)


@pytest.mark.parametrize(("unknown", "said"), [(True, "on shop.example"), (False, "on shop.example"), (True, "")])
def test_what_the_deployment_puts_under_a_known_name_is_known(unknown: bool, said: str) -> None:
    given = dict(change("aws_route53_record.x", fqdn="_a1.shop.example"))
    given["change"] = {**given["change"], "after_unknown": {"fqdn": unknown}}
    assert (strange_places(proof(given), FLOOR, said) == ()) is (unknown and bool(said))


def test_a_bucket_whose_name_ends_in_the_account_is_its_own() -> None:
    bucket = change("aws_s3_bucket.logs", bucket="shop-logs-111122223333")
    reader = change("aws_x.y", access_logs=[{"bucket": "shop-logs-111122223333"}], target_bucket="shop-drawn")
    assert strange_places(proof(bucket, reader), FLOOR, "") == ("it names shop-drawn, which the request does not",)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ('"https://evil.example/login"', "evil.example"),
        ('join("", ["https://ev", "il.example"])', "evil.example"),
        ('"log in at evil.example"', "evil.example"),
        ('"https://${aws_s3_bucket.x.id}.evil.example"', "evil.example"),
        ('"https://${aws_s3_bucket.x.id}.s3.amazonaws.com/x"', ""),
        ("aws_lb.site.dns_name", ""),
        ("var.site", ""),
    ],
)
def test_outputs_are_looked_at(value: str, place: str) -> None:
    files = (artifact("outputs.tf", f'output "x" {{\n  description = "Where."\n  value = {value}\n}}\n'),)
    found = strange_places(proof(artifacts=files), FLOOR, "")
    assert (f"it names {place}, which the request does not" in found) if place else found == ()
    assert strange_places(proof(artifacts=files), proof(artifacts=files), "") == ()
