"""The data catalogue."""

from tests.unit.knowledge.catalogue.composed import body_of, composed, part


def test_a_database_has_its_name_or_the_given_one() -> None:
    assert body_of(composed(part("lake", "glue", name="sales")), "aws_glue_catalog_database")["name"] == "sales"


def test_readers_may_read_this_database_only() -> None:
    built = composed(part("lake", "glue"), part("report", "lambda"), relations=["report reads lake"])
    statements = [
        one
        for one in body_of(built, "aws_iam_policy_document", "report")["statement"]
        if "glue:GetTable" in one["actions"]
    ]
    assert len(statements) == 1
    assert len(statements[0]["resources"]) == 3
    assert "glue:CreateTable" not in statements[0]["actions"]
