from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated, lines


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({}, "Linux (general1.small)"),
        ({"compute_type": "BUILD_GENERAL1_LARGE"}, "Linux (general1.large)"),
        ({"compute_type": "BUILD_GENERAL1_LARGE", "type": "WINDOWS_SERVER_2022_CONTAINER"}, "Windows (general1.large)"),
    ],
)
def test_builds_by_the_machine(environment: dict[str, str], name: str) -> None:
    bill = bill_of("aws_codebuild_project", {"environment": [environment]}, {"monthly_build_mins": 100})
    assert lines(bill)[name][0] == 100


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({"type": "ARM_CONTAINER"}, "no price for builds on ARM_CONTAINER"),
        ({"compute_type": "BUILD_GENERAL1_2XLARGE"}, "no price for Linux (general1.2xlarge) in us-east-1"),
    ],
)
def test_builds_without_a_price(environment: dict[str, str], why: str) -> None:
    bill = bill_of("aws_codebuild_project", {"environment": [environment]}, {"monthly_build_mins": 100})
    assert bill.missing == [why]


@pytest.mark.parametrize(
    "template",
    [
        '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}, "C": {"Type": "Custom::Thing"}}}',
        "Resources:\n  B:\n    Type: AWS::SNS::Topic\n",
    ],
)
def test_a_stack_of_awss_own_types_is_free(template: str) -> None:
    bill = bill_of("aws_cloudformation_stack", {"template_body": template}, {"monthly_handler_operations": 5})
    assert bill.cost() is None


def test_a_stack_of_other_types_costs_by_the_operation() -> None:
    template = "Resources:\n  B:\n    Type: MongoDB::Atlas::Cluster\n"
    bill = bill_of("aws_cloudformation_stack", {"template_body": template}, {"monthly_handler_operations": 1000})
    assert by_usage(bill) == Decimal("0.90")


@pytest.mark.parametrize(
    ("values", "use", "month", "estimate"),
    [
        ({"type": "MicrosoftAD", "edition": "Standard"}, {}, "87.60", False),
        ({"type": "MicrosoftAD"}, {}, "292.00", False),
        ({"type": "MicrosoftAD", "desired_number_of_domain_controllers": 3}, {}, "438.00", False),
        ({"type": "MicrosoftAD", "edition": "Standard"}, {"additional_domain_controllers": 1}, "131.40", False),
        ({"type": "MicrosoftAD", "edition": "Standard"}, {"shared_accounts": 2}, "113.88", False),
        ({"type": "SimpleAD", "size": "Small"}, {}, "73.00", True),
        ({"type": "ADConnector", "size": "Small"}, {}, "73.00", True),
    ],
)  # fmt: skip
def test_directories(values: dict[str, Any], use: dict[str, Any], month: str, estimate: bool) -> None:
    bill = bill_of("aws_directory_service_directory", values, use)
    assert baseline(bill) + by_usage(bill) == Decimal(month)
    assert bool(estimated(bill)) == estimate


def test_transfer_by_protocol() -> None:
    assert baseline(bill_of("aws_transfer_server", {})) == Decimal("219.00")
    both = bill_of("aws_transfer_server", {"protocols": ["SFTP", "FTPS", "AS2"]})
    assert baseline(both) == Decimal("438.00")
    assert both.missing == ["no price for AS2 messages"]


@pytest.mark.parametrize(("use", "month"), [({}, "9.00"), ({"editors_administrator_licenses": 3}, "27.00")])
def test_dashboards_by_who_edits(use: dict[str, int], month: str) -> None:
    assert baseline(bill_of("aws_grafana_workspace", {}, use)) == Decimal(month)


def test_a_registry_by_what_it_holds() -> None:
    assert by_usage(bill_of("aws_ecr_repository", {}, {"storage_gb": 30}, region="ap-south-1")) == Decimal("3.00")
