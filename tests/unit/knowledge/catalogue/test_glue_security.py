"""Encryption and role of Glue."""

from tests.unit.knowledge.catalogue.composed import body_of, composed, part, statements_of


def test_everything_glue_writes_is_encrypted() -> None:
    blocks = body_of(composed(part("clean", "glue_job")), "aws_glue_security_configuration")["encryption_configuration"]
    assert {name: next(iter(block.values())) for name, block in blocks.items()} == {
        "cloudwatch_encryption": "SSE-KMS",
        "job_bookmarks_encryption": "CSE-KMS",
        "s3_encryption": "SSE-KMS",
    }


def test_the_role_may_write_its_own_logs_only() -> None:
    built = composed(part("clean", "glue_job"))
    logs = next(one for one in statements_of(built, "clean") if one["sid"] == "WriteLogs")
    assert "/aws-glue/*" in str(logs["resources"])
