"""Scaling of provisioned tables."""

from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


def test_reads_and_writes_of_table_and_index_follow_their_load() -> None:
    built = composed(
        part("orders", "dynamodb", autoscaling=True, read_capacity=10, max_capacity=200, indexes=["email"])
    )
    assert sorted(all_of(built, "aws_appautoscaling_target")) == [
        "orders_by_email_read", "orders_by_email_write", "orders_read", "orders_write",
    ]  # fmt: skip
    read = body_of(built, "aws_appautoscaling_target", "orders_read")
    assert (read["min_capacity"], read["max_capacity"]) == (10, 200)
    assert read["scalable_dimension"] == "dynamodb:table:ReadCapacityUnits"
    policy = body_of(built, "aws_appautoscaling_policy", "orders_by_email_write")
    assert policy["target_tracking_scaling_policy_configuration"]["predefined_metric_specification"] == {
        "predefined_metric_type": "DynamoDBWriteCapacityUtilization"
    }


def test_terraform_leaves_scaled_capacity_alone() -> None:
    table = all_of(composed(part("orders", "dynamodb", autoscaling=True)), "aws_dynamodb_table")["orders"]
    assert table.lifecycle == {"ignore_changes": ["read_capacity", "write_capacity"]}
