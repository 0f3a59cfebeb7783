"""Versions, providers, variables, outputs, values per environment."""

import pytest

from app.domain.repo import Conventions
from app.domain.resources import REQUIRED, Local, Output, Provider, Resource, Resources, Variable
from app.toolchains.terraform.writer import files

ONE = Resources(
    resources=(Resource("aws_vpc", "m", {}, "n"), Resource("terraform_data", "x", {}, "n")),
    providers=(Provider("random"),),
)


def test_only_providers_in_use_are_required() -> None:
    assert files.used_providers(ONE) == ("aws", "random")
    text = files.versions(ONE, Conventions(), "stacks/a", "")
    assert 'source  = "hashicorp/aws"\n      version = "~> 6.62"' in text
    assert 'required_version = ">= 1.9.0"' in text
    assert "backend" not in text


def test_the_repositorys_conventions_are_followed() -> None:
    conventions = Conventions(
        required_version="~> 1.10",
        provider_versions={"aws": "~> 6.0"},
        backend="s3",
        backend_settings={"bucket": "acme-state", "key": "other/terraform.tfstate"},
    )
    text = files.versions(ONE, conventions, "infra/orders", "Orders\nservice")
    assert text.startswith("# Orders service\n\nterraform {\n")
    assert 'required_version = "~> 1.10"' in text
    assert 'version = "~> 6.0"' in text
    assert 'backend "s3" {\n    bucket = "acme-state"\n    key    = "infra/orders/terraform.tfstate"\n  }' in text


def test_a_constraint_that_excludes_what_was_checked_is_not_followed() -> None:
    text = files.versions(ONE, Conventions(provider_versions={"aws": "~> 5.40"}), "stacks/a", "")
    assert 'version = "~> 6.62"' in text


def test_the_default_provider_comes_first() -> None:
    text = files.providers(
        [Provider("aws", "us", {"region": "us-east-1"}), Provider("aws", "", {"region": "eu-west-1"})]
    )
    assert text.index("eu-west-1") < text.index("alias")


def test_variables() -> None:
    text = files.variables(
        [
            Variable("a", "number", "A.", 1),
            Variable("b", "object({ x = string })", "B.", REQUIRED, sensitive=True),
            Variable("c", "string", "C."),
        ]
    )
    assert (
        text
        == """variable "a" {
  description = "A."
  type        = number
  default     = 1
  nullable    = false
}

variable "b" {
  description = "B."
  type        = object({ x = string })
  sensitive   = true
}

variable "c" {
  description = "C."
  type        = string
  default     = null
}
"""
    )


@pytest.mark.parametrize("kind", ["string\n}\n$", "${x}", "string;"])
def test_types_are_types(kind: str) -> None:
    with pytest.raises(ValueError, match="not a type constraint"):
        files.variables([Variable("a", kind, "A.")])


def test_outputs_are_sorted() -> None:
    text = files.outputs([Output("b", Local("x"), "B."), Output("a", Local("y"), "A.", sensitive=True)])
    assert text.index('output "a"') < text.index('output "b"')
    assert "sensitive   = true" in text


@pytest.mark.parametrize(
    ("environment", "count"), [("dev", 1), ("prod", 3), ("production", 3), ("development", 1), ("staging", None)]
)
def test_values_of_an_environment_or_its_kin(environment: str, count: int | None) -> None:
    variables = [
        Variable("environment", "string", "Environment.", "dev"),
        Variable("nodes", "number", "Nodes.", 2, by_environment={"dev": 1, "prod": 3}),
        Variable("owner", "string", "Owner.", REQUIRED),
    ]
    text = files.environment_values(variables, environment)
    assert text.startswith(f"# Values of the {environment} environment.\n\n")
    assert f'environment = "{environment}"' in text
    assert ("nodes" in text) == (count is not None)
    assert count is None or f"nodes       = {count}" in text
    assert "# owner: Owner. (required)" in text


def test_locals() -> None:
    assert files.local_values({"name": "x"}) == 'locals {\n  name = "x"\n}\n'
