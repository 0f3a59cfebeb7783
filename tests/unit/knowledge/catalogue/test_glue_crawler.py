"""Crawlers."""

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part, statements_of, text_of


def test_a_crawler_finds_the_joined_bucket_and_writes_the_named_catalogue() -> None:
    built = composed(
        part("lake", "s3"), part("sales", "glue"), part("scan", "glue_crawler", prefix="raw",
        schedule="cron(0 1 * * ? *)"),
        relations=["scan reads lake", "scan writes sales"],
    )  # fmt: skip
    crawler = body_of(built, "aws_glue_crawler")
    assert [text_of(one["path"]) for one in crawler["s3_target"]] == ["s3://{aws_s3_bucket.lake.bucket}/raw"]
    assert crawler["database_name"] == Ref("aws_glue_catalog_database.sales", "name")
    assert crawler["schedule"] == "cron(0 1 * * ? *)"
    assert sorted(all_of(built, "aws_glue_catalog_database")) == ["sales"]


@pytest.mark.parametrize(("kind", "block"), [("s3", "s3_target"), ("dynamodb", "dynamodb_target")])
def test_what_it_may_read(kind: str, block: str) -> None:
    built = composed(part("source", kind), part("scan", "glue_crawler"), relations=["scan reads source"])
    assert len(body_of(built, "aws_glue_crawler")[block]) == 1
    sids = [one["sid"] for one in statements_of(built, "scan")]
    assert "ReadSource" in sids


def test_without_a_target_the_stacks_bucket_is_searched() -> None:
    assert len(body_of(composed(part("scan", "glue_crawler")), "aws_glue_crawler")["s3_target"]) == 1


def test_results_and_scripts_in_the_same_bucket_are_no_tables() -> None:
    target = body_of(composed(part("scan", "glue_crawler")), "aws_glue_crawler")["s3_target"][0]
    assert "athena-results/**" in target["exclusions"]
