"""Scaling of services."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


def test_between_the_stated_bounds_by_load() -> None:
    built = composed(part("shop", "ecs", minimum=2, maximum=9, cpu_target=50))
    target = body_of(built, "aws_appautoscaling_target")
    assert (target["min_capacity"], target["max_capacity"]) == (2, 9)
    policy = body_of(built, "aws_appautoscaling_policy", "shop_cpu")
    assert policy["target_tracking_scaling_policy_configuration"]["target_value"] == 50


def test_a_worker_grows_with_its_backlog() -> None:
    built = composed(part("worker", "ecs"), part("jobs", "sqs"), relations=("worker reads jobs",))
    tracking = body_of(built, "aws_appautoscaling_policy", "worker_jobs_backlog")
    metric = tracking["target_tracking_scaling_policy_configuration"]["customized_metric_specification"]
    assert metric["dimensions"] == [{"name": "QueueName", "value": Ref("aws_sqs_queue.jobs", "name")}]


def test_what_sends_to_a_queue_does_not_follow_it() -> None:
    built = composed(part("shop", "ecs"), part("jobs", "sqs"), relations=("shop sends jobs",))
    assert set(all_of(built, "aws_appautoscaling_policy")) == {"shop_cpu"}
