"""The writer as a whole: real ``terraform fmt`` agrees with every file, and text survives unchanged."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.repo import Conventions
from app.domain.resources import (
    REQUIRED,
    Call,
    Expression,
    Json,
    Local,
    Output,
    Provider,
    Ref,
    Resource,
    Resources,
    Template,
    Validation,
    Var,
    Variable,
)
from app.toolchains.terraform.writer import write
from app.toolchains.terraform.writer.stack import in_reading_order, references
from tests.unit.toolchains.terraform.writer.terraform_core import format_difference, planned_outputs

SHOP = Resources(
    resources=(
        Resource(
            "aws_vpc",
            "main",
            {"cidr_block": Var("vpc_cidr"), "tags": {"Name": Template((Local("name"), "-vpc"))}},
            "network",
            component="vpc",
            comment="The stack's one network.",
        ),
        Resource(
            "aws_subnet",
            "private",
            {
                "vpc_id": Ref("aws_vpc.main"),
                "cidr_block": Call("cidrsubnet", (Ref("aws_vpc.main", "cidr_block"), 4, Expression("count.index"))),
                "availability_zone": Ref("data.aws_availability_zones.available", "names[count.index]"),
            },
            "network",
            component="vpc",
            count=Var("zones"),
        ),
        Resource("aws_availability_zones", "available", {"state": "available"}, "network", data=True),
        Resource(
            "aws_instance",
            "web",
            {
                "tags": {"cost center": "web"},
                "user_data": "#!/bin/bash\necho ${HOME}\n\n  exit 0\n",
                "ebs_block_device": [{"device_name": "/dev/xvdb"}, {"device_name": "/dev/xvdc", "encrypted": True}],
                "metadata_options": {"http_tokens": "required"},
                "instance_type": "t3.micro",
            },
            "compute",
            provider="us_east_1",
            depends_on=("aws_vpc.main",),
            lifecycle={"create_before_destroy": True, "ignore_changes": ["ami", "tags"]},
        ),
        Resource("random_password", "db", {"length": 32}, "variables"),
    ),
    variables=(
        Variable(
            "vpc_cidr",
            "string",
            "Range of the VPC.",
            "10.0.0.0/16",
            (Validation("can(cidrhost(var.vpc_cidr, 0))", "The range must be a CIDR block."),),
        ),
        Variable("environment", "string", "Name of the environment.", REQUIRED),
        Variable("zones", "number", "Availability zones.", 2, by_environment={"dev": 2, "prod": 3}),
        Variable("owner", "string", "Who answers for it.", REQUIRED, sensitive=True),
    ),
    locals={"name": Template((Var("environment"), "-shop"))},
    outputs=(Output("vpc_id", Ref("aws_vpc.main"), "Id of the VPC."),),
    providers=(
        Provider("aws", "us_east_1", {"region": "us-east-1"}),
        Provider("aws", "", {"region": "eu-west-1", "default_tags": {"tags": {"Project": "shop"}}}),
    ),
    files={"src/orders/index.py": "print('hello')\n"},
)


def written(resources: Resources, conventions: Conventions | None = None, **options: Any) -> dict[str, str]:
    return {
        artifact.path: artifact.content for artifact in write(resources, "", conventions or Conventions(), **options)
    }


def save(files: dict[str, str], directory: Path) -> None:
    for path, content in files.items():
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")


def test_files_and_concerns_of_a_stack() -> None:
    artifacts = write(SHOP, "stacks/shop", Conventions(), title="Web shop")
    assert {artifact.path: artifact.concern for artifact in artifacts} == {
        "stacks/shop/versions.tf": "scaffold",
        "stacks/shop/providers.tf": "scaffold",
        "stacks/shop/variables.tf": "scaffold",
        "stacks/shop/locals.tf": "scaffold",
        "stacks/shop/outputs.tf": "scaffold",
        "stacks/shop/environments/dev.tfvars": "scaffold",
        "stacks/shop/environments/prod.tfvars": "scaffold",
        "stacks/shop/network.tf": "network",
        "stacks/shop/compute.tf": "compute",
        "stacks/shop/variables_resources.tf": "variables_resources",
        "stacks/shop/src/orders/index.py": "assets",
    }


def test_the_formatter_has_nothing_to_say(tmp_path: Path) -> None:
    save(written(SHOP, title="Web shop"), tmp_path)
    assert format_difference(tmp_path) == ""


def test_same_graph_same_bytes() -> None:
    assert write(SHOP, "a", Conventions()) == write(SHOP, "a", Conventions())


def test_schema_decides_what_is_a_block() -> None:
    compute = written(SHOP)["compute.tf"]
    assert (
        compute
        == """resource "aws_instance" "web" {
  provider = aws.us_east_1

  instance_type = "t3.micro"

  user_data = <<-EOT
    #!/bin/bash
    echo $${HOME}

      exit 0
  EOT

  tags = {
    "cost center" = "web"
  }

  ebs_block_device {
    device_name = "/dev/xvdb"
  }

  ebs_block_device {
    device_name = "/dev/xvdc"
    encrypted   = true
  }

  metadata_options {
    http_tokens = "required"
  }

  depends_on = [aws_vpc.main]

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [ami, tags]
  }
}
"""
    )


def test_data_sources_stand_before_their_first_use() -> None:
    network = written(SHOP)["network.tf"]
    assert network.index("aws_vpc") < network.index("aws_availability_zones") < network.index("aws_subnet")


def test_a_data_source_that_reads_another_comes_after_it() -> None:
    document = Resource(
        "aws_iam_policy_document", "b", {"source_policy_documents": [Ref("data.x_y.a", "json")]}, "c", data=True
    )
    first = Resource("x_y", "a", {}, "c", data=True)
    assert [resource.label for resource in in_reading_order([document, first])] == ["a", "b"]


def test_references_are_found_wherever_they_stand() -> None:
    resource = Resource(
        "x_y",
        "a",
        {"b": [{"c": Template(("x", Ref("a.b")))}], "d": Json({"e": Call("f", (Ref("c.d"), Ref("a.b")))})},
        "c",
        for_each=Ref("e.f"),
    )
    assert references(resource) == ("e.f", "a.b", "c.d")


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../b", ""])
def test_assets_stay_in_the_stack(path: str) -> None:
    with pytest.raises(ValueError, match="asset outside"):
        write(Resources(files={path: "x"}), "stacks/a", Conventions())


NAMES = st.from_regex(r"[a-z_][a-z0-9_]{0,14}", fullmatch=True)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    [
        '${file("/etc/passwd")}',
        "$${a}",
        "$$${a}",
        "%{ if true }",
        "%%{x",
        '"\\',
        "a\nb\nc\n",
        "#!/bin/sh\n  x\n\ny\n",
        "$",
        "%",
    ]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT | NAMES, inner, max_size=5), max_leaves=15
)
EXPRESSIONS = st.recursive(
    VALUES | NAMES.map(Local) | NAMES.map(Var) | NAMES.map(lambda name: Ref(f"aws_vpc.{name}", "arn")),
    lambda inner: (
        st.lists(TEXT | NAMES.map(Local), min_size=1, max_size=4).map(lambda parts: Template(tuple(parts)))
        | st.lists(inner, max_size=4).map(lambda args: Call("merge", tuple(args)))
        | inner.map(Json)
        | st.dictionaries(NAMES, inner, max_size=4)
    ),
    max_leaves=12,
)
GRAPHS = st.lists(st.dictionaries(NAMES, EXPRESSIONS, max_size=8), min_size=8, max_size=8)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(bodies=GRAPHS)
def test_any_graph_is_written_as_the_formatter_would(bodies: list[dict[str, Any]], tmp_path_factory: Any) -> None:
    resources = tuple(
        Resource("example_thing", f"n{number}", body, f"c{number % 7}", comment=str(body)[:200])
        for number, body in enumerate(bodies)
    )
    directory = tmp_path_factory.mktemp("graph")
    save(written(Resources(resources=resources)), directory)
    assert format_difference(directory) == ""


def same(planned: Any, meant: Any) -> bool:
    """Terraform normalises text to NFC, keeps numbers as such and drops nulls of outputs."""
    if isinstance(meant, str):
        return isinstance(planned, str) and unicodedata.normalize("NFC", planned) == unicodedata.normalize("NFC", meant)
    if isinstance(meant, list):
        return len(planned) == len(meant) and all(map(same, planned, meant))
    if isinstance(meant, dict):
        keys = {unicodedata.normalize("NFC", key): value for key, value in meant.items()}
        return planned.keys() == keys.keys() and all(same(planned[key], value) for key, value in keys.items())
    if isinstance(meant, bool) or meant is None:
        return planned is meant
    return float(planned) == pytest.approx(float(meant))


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(values=st.lists(VALUES, min_size=15, max_size=15))
def test_terraform_reads_back_what_was_meant(values: list[Any], tmp_path_factory: Any) -> None:
    outputs = tuple(Output(f"o{number}", value, "One value.") for number, value in enumerate(values))
    directory = tmp_path_factory.mktemp("outputs")
    files = written(Resources(outputs=outputs))
    save({"outputs.tf": files["outputs.tf"]}, directory)
    assert format_difference(directory) == ""
    planned = planned_outputs(directory)
    assert [value for number, value in enumerate(values) if not same(planned.get(f"o{number}"), value)] == []
