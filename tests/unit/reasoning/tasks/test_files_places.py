"""Places that planned resources name."""

from typing import Any

import pytest

from app.reasoning.tasks.files_places import strange_places
from tests.unit.reasoning.tasks.proofs import change, proof

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
