import re

import pytest

from app.domain.repo import Conventions
from app.domain.request import Constraints, Request
from app.domain.resources import Resource, Var
from app.reasoning.offline.build.inputs import Inputs
from app.reasoning.offline.build.regions import Regions
from app.reasoning.offline.build.scaffold import declare_standard, home_region, project_name, providers


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("web-shop", "web-shop"),
        ("a-very-long-title-of-an-issue-with-words", "a-very-long-title-of-an"),
        ("3d-printing", "s-3d-printing"),
        ("Tienda Única", "tienda-nica"),
        ("", "stack"),
        ("x" * 60, "x" * 24),
    ],
)
def test_project_name(slug: str, expected: str) -> None:
    assert project_name(slug) == expected
    assert re.fullmatch("[a-z][a-z0-9-]{0,22}[a-z0-9]", expected)


@pytest.mark.parametrize(
    ("constraints", "conventions", "expected"),
    [
        (Constraints(region="eu-west-3"), Conventions(region="us-west-2"), "eu-west-3"),
        (Constraints(), Conventions(region="us-west-2"), "us-west-2"),
        (Constraints(frameworks=("gdpr",)), Conventions(), "eu-central-1"),
        (Constraints(), Conventions(), "us-east-1"),
    ],
)
def test_home_region(constraints: Constraints, conventions: Conventions, expected: str) -> None:
    assert home_region(Request("t", "t", constraints=constraints), conventions) == expected


def test_standard_variables_and_tags() -> None:
    inputs = Inputs("prod", ("dev", "prod"))
    request = Request("Web shop", "web-shop", tags={"owner": "team", "environment": "given"})
    declare_standard(inputs, request, Conventions(tags={"cost": "1"}), ("dev", "prod"))
    assert list(inputs.variables) == ["project", "environment", "region", "extra_tags"]
    assert inputs.variables["environment"].by_environment == {"dev": "dev", "prod": "prod"}
    assert all(one.description.endswith(".") for one in inputs.variables.values())
    assert inputs.locals["tags"].args[0] == {
        "Project": Var("project"),
        "ManagedBy": "terraform",
        "cost": "1",
        "owner": "team",
        "environment": "given",
    }


def test_providers_are_those_to_configure() -> None:
    regions = Regions("eu-west-1")
    regions.alias("us-east-1")
    regions.alias("eu-west-2")
    used = [Resource("aws_acm_certificate", "a", {}, "edge", provider="us_east_1"), Resource("random_id", "a", {}, "x")]
    assert [(one.name, one.alias) for one in providers(regions, used)] == [
        ("aws", ""),
        ("aws", "us_east_1"),
    ]
