from pathlib import Path

import pytest

from app.knowledge.schemas import provider_schema
from app.knowledge.schemas.deprecated import ARGUMENTS, TYPES
from tests.unit.toolchains.terraform.lint.cases import hits

SIX = 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", version = "~> 6.0" }\n  }\n}\n'
FIVE = SIX.replace("6.0", "5.60")
REGION = "locals {\n  a = data.aws_region.here.name\n}\n"


@pytest.mark.parametrize(
    ("rule", "code", "lines"),
    [
        ("AGT_TF_DEPRECATED_TYPE", 'resource "aws_s3_bucket_object" "a" {\n}\ndata "template_file" "b" {\n}\n', [1, 3]),
        ("AGT_TF_DEPRECATED_TYPE", 'resource "aws_s3_object" "a" {\n}\n', []),
        (
            "AGT_TF_DEPRECATED_ARGUMENT",
            'resource "aws_s3_bucket" "a" {\n  acl = "private"\n  versioning {\n  }\n  dynamic "cors_rule" {\n  }\n}\n',
            [2, 3, 5],
        ),
        ("AGT_TF_DEPRECATED_ARGUMENT", 'resource "aws_s3_bucket" "a" {\n  bucket = "x"\n  tags = {}\n}\n', []),
        ("AGT_TF_DEPRECATED_ATTRIBUTE", SIX + REGION, [7]),
        ("AGT_TF_DEPRECATED_ATTRIBUTE", FIVE + REGION, []),
        (
            "AGT_TF_DEPRECATED_ATTRIBUTE",
            SIX + 'locals {\n  a = data.aws_region.here.region\n  b = "data.aws_region.x.name"\n}\n',
            [],
        ),
    ],
)
def test_rules(tmp_path: Path, rule: str, code: str, lines: list[int]) -> None:
    assert [line for line, _ in hits(rule, tmp_path, code)] == lines


def test_the_successors_exist() -> None:
    known = set(provider_schema("aws").types())
    named = [text.split()[0] for text in TYPES.values() if text.startswith("aws_")]
    named += [text for table in ARGUMENTS.values() for text in table.values() if text.startswith("aws_")]
    assert [name for name in named if name not in known] == []
