"""Workgroups."""

from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part, text_of


def test_results_are_encrypted_and_queries_limited() -> None:
    settings = body_of(composed(part("adhoc", "athena", scan_limit=10)), "aws_athena_workgroup")["configuration"]
    assert settings["enforce_workgroup_configuration"] is True
    assert settings["bytes_scanned_cutoff_per_query"] == 10 * 1024**3
    assert settings["result_configuration"]["encryption_configuration"]["encryption_option"] == "SSE_KMS"


def test_results_go_where_they_are_sent() -> None:
    built = composed(
        part("raw", "s3"), part("results", "s3"), part("adhoc", "athena"), relations=["adhoc writes results"]
    )
    location = body_of(built, "aws_athena_workgroup")["configuration"]["result_configuration"]["output_location"]
    assert text_of(location) == "s3://{aws_s3_bucket.results.bucket}/athena-results/"


def test_a_stated_query_is_saved_for_the_catalogue() -> None:
    built = composed(part("adhoc", "athena", query="SELECT 1"), part("sales", "glue"))
    assert body_of(built, "aws_athena_named_query")["query"] == "SELECT 1"
    assert not all_of(composed(part("adhoc", "athena")), "aws_athena_named_query")
