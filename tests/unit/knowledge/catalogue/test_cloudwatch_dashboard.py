"""Dashboards."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import body_of, composed, part


def test_the_stacks_metrics_stand_in_two_columns() -> None:
    built = composed(
        part("board", "cloudwatch_dashboard", title="Shop"), part("orders", "dynamodb"), part("jobs", "sqs")
    )
    heading, *widgets = body_of(built, "aws_cloudwatch_dashboard")["dashboard_body"].value["widgets"]
    assert heading["properties"]["markdown"] == "# Shop"
    assert [(one["x"], one["y"]) for one in widgets] == [(0, 1), (12, 1), (0, 7)]
    assert widgets[0]["properties"]["metrics"] == [
        ["AWS/DynamoDB", "ThrottledRequests", "TableName", Ref("aws_dynamodb_table.orders", "name")]
    ]


def test_only_the_joined_services_are_shown() -> None:
    built = composed(
        part("board", "cloudwatch_dashboard"), part("orders", "dynamodb"), part("jobs", "sqs"),
        relations=["board monitors jobs"],
    )  # fmt: skip
    widgets = body_of(built, "aws_cloudwatch_dashboard")["dashboard_body"].value["widgets"][1:]
    assert {one["properties"]["metrics"][0][0] for one in widgets} == {"AWS/SQS"}
