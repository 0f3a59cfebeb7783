"""What is known at plan time."""

from typing import Any

import pytest

from app.toolchains.simulator.aws.planned import plan_certificate, plan_every
from app.toolchains.simulator.values import UNKNOWN
from tests.unit.toolchains.simulator.subjects import subject_of


def test_region_and_tags() -> None:
    subject = subject_of("aws_sqs_queue", region=UNKNOWN, tags={"x": "y"}, tags_all=UNKNOWN)
    plan_every(subject)
    assert subject.values["region"] == "eu-west-1"
    assert subject.values["tags_all"] == {"team": "a", "x": "y"}


def test_a_given_region_stays() -> None:
    subject = subject_of("aws_sqs_queue", region="us-west-2")
    plan_every(subject)
    assert subject.values["region"] == "us-west-2"


def test_global_types_have_no_region() -> None:
    subject = subject_of("aws_iam_role")
    plan_every(subject)
    assert "region" not in subject.values


def test_validation_options_name_their_domains() -> None:
    subject = subject_of(
        "aws_acm_certificate",
        domain_name="a.example",
        subject_alternative_names=["b.example", "a.example"],
        validation_method="DNS",
        domain_validation_options=UNKNOWN,
    )
    plan_certificate(subject)
    options = subject.values["domain_validation_options"]
    assert [option["domain_name"] for option in options] == ["a.example", "b.example"]
    assert options[0]["resource_record_name"] == UNKNOWN


@pytest.mark.parametrize("values", [{"domain_name": UNKNOWN, "validation_method": "DNS"}, {"domain_name": "a"}])
def test_validation_options_may_stay_unknown(values: dict[str, Any]) -> None:
    subject = subject_of("aws_acm_certificate", domain_validation_options=UNKNOWN, **values)
    plan_certificate(subject)
    assert subject.values["domain_validation_options"] == UNKNOWN
