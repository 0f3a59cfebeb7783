"""Mail."""

from typing import Any

import pytest

from app.domain.resources import Ref, Var
from tests.unit.knowledge.catalogue.composed import body_of, composed, part

IDENTITY = "aws_sesv2_email_identity"


@pytest.mark.parametrize(
    ("settings", "identity", "signed"),
    [
        ({"domain": "shop.example"}, "shop.example", True),
        ({"address": "hello@shop.example"}, "hello@shop.example", False),
        ({}, Var("mail_domain"), True),
    ],
)
def test_a_domain_signs_its_mail(settings: dict[str, Any], identity: Any, signed: bool) -> None:
    found = body_of(composed(part("mail", "ses", **settings)), IDENTITY)
    assert found["email_identity"] == identity
    assert ("dkim_signing_attributes" in found) is signed


def test_mail_is_delivered_over_tls_only() -> None:
    built = composed(part("mail", "ses"))
    assert body_of(built, "aws_sesv2_configuration_set")["delivery_options"] == {"tls_policy": "REQUIRE"}
    assert body_of(built, IDENTITY)["configuration_set_name"] == Ref(
        "aws_sesv2_configuration_set.mail", "configuration_set_name"
    )


def test_a_sender_may_send_as_this_identity() -> None:
    built = composed(part("api", "lambda"), part("mail", "ses"), relations=["api sends mail"])
    assert "ses:SendEmail" in str(body_of(built, "aws_iam_policy_document", "api"))
