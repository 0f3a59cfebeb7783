from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated, lines


@pytest.mark.parametrize(
    ("type_", "values", "month"),
    [
        ("aws_kms_key", {}, "1.00"),
        ("aws_kms_external_key", {}, "1.00"),
        ("aws_kms_replica_key", {}, "1.00"),
        ("aws_secretsmanager_secret", {}, "0.40"),
        ("aws_secretsmanager_secret", {"replica": [{"region": "eu-west-1"}, {"region": "eu-west-2"}]}, "1.20"),
        ("aws_acmpca_certificate_authority", {}, "400.00"),
        ("aws_acmpca_certificate_authority", {"usage_mode": "SHORT_LIVED_CERTIFICATE"}, "50.00"),
        ("aws_cloudhsm_v2_hsm", {}, "1168.00"),
    ],
)
def test_what_a_month_costs_without_use(type_: str, values: dict[str, Any], month: str) -> None:
    bill = bill_of(type_, values, assume="medium")
    assert baseline(bill) == Decimal(month)


def test_a_key_costs_the_same_everywhere() -> None:
    bill = bill_of("aws_kms_key", {}, {"monthly_requests": 10_000}, region="sa-east-1")
    assert lines(bill) == {"Customer master key": (1, Decimal(1)), "Requests": (1, Decimal("0.03"))}
    assert not estimated(bill)


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ("SYMMETRIC_DEFAULT", "Requests"),
        ("HMAC_256", "Requests"),
        ("RSA_2048", "Requests (RSA 2048)"),
        ("RSA_4096", "Requests (asymmetric)"),
        ("ECC_NIST_P256", "Requests (asymmetric)"),
    ],
)
def test_requests_by_the_kind_of_key(spec: str, name: str) -> None:
    bill = bill_of("aws_kms_key", {"customer_master_key_spec": spec}, {"monthly_requests": 20_000})
    assert lines(bill)[name][0] == 2


def test_a_module_that_stands_for_some_hours_only() -> None:
    assert by_usage(bill_of("aws_cloudhsm_v2_hsm", {}, {"monthly_hrs": 10})) == Decimal("16.00")


def test_issued_certificates_in_tiers() -> None:
    found = lines(bill_of("aws_acmpca_certificate_authority", {}, {"monthly_requests": 12_000}))
    assert [int(quantity) for name, (quantity, _) in found.items() if "Certificates" in name] == [1000, 9000, 2000]


@pytest.mark.parametrize(
    ("type_", "values", "use"),
    [
        ("aws_acm_certificate", {}, {}),
        ("aws_ssm_parameter", {"tier": "Standard"}, {"monthly_api_interactions": 5}),
        ("aws_ssm_activation", {}, {"instances": 100}),
        ("aws_cognito_user_pool", {}, {}),
        ("aws_cognito_user_pool", {"user_pool_tier": "LITE"}, {"monthly_active_users": 10_000}),
        ("aws_cognito_user_pool", {"user_pool_tier": "PLUS"}, {}),
    ],
)
def test_what_is_free(type_: str, values: dict[str, Any], use: dict[str, Any]) -> None:
    bill = bill_of(type_, values, use)
    assert bill.cost() is None
    assert not bill.missing


def test_the_users_of_a_plan_that_charges_each_are_not_counted_and_it_is_said() -> None:
    assert bill_of("aws_cognito_user_pool", {"user_pool_tier": "PLUS"}).use_unknown
    assert not bill_of("aws_cognito_user_pool", {}).use_unknown


def test_interactions_at_a_higher_throughput() -> None:
    use = {"api_throughput_limit": "higher", "monthly_api_interactions": 100_000}
    assert by_usage(bill_of("aws_ssm_parameter", {}, use)) == Decimal("0.50")


@pytest.mark.parametrize(
    ("type_", "values", "use", "why"),
    [
        ("aws_ssm_parameter", {"tier": "Advanced"}, {}, "no price for the storage of an advanced parameter"),
        (
            "aws_acm_certificate",
            {"options": [{"export": "ENABLED"}]},
            {},
            "no price for a certificate that can be exported",
        ),
        (
            "aws_cognito_user_pool",
            {},
            {"monthly_active_users": 10_001},
            "no price for more than 10,000 monthly active users of a user pool",
        ),
    ],
)
def test_what_has_no_price_is_said(type_: str, values: dict[str, Any], use: dict[str, Any], why: str) -> None:
    assert bill_of(type_, values, use).missing == [why]


def test_a_certificate_of_a_private_authority() -> None:
    bill = bill_of("aws_acm_certificate", {"certificate_authority_arn": "arn:aws:acm-pca:x"})
    assert by_usage(bill) == Decimal("0.75")
