"""Containers."""

from app.domain.resources import Ref, Var
from tests.unit.knowledge.catalogue.composed import BOTH, all_of, body_of, composed, part, text_of


def test_a_service_runs_in_private_subnets_and_undoes_failed_deployments() -> None:
    body = body_of(composed(part("shop", "ecs"), environments=BOTH), "aws_ecs_service")
    assert body["network_configuration"]["subnets"] == Ref("aws_subnet.private", "[*].id")
    assert body["network_configuration"]["assign_public_ip"] is False
    assert body["deployment_circuit_breaker"] == {"enable": True, "rollback": True}
    assert body["desired_count"] == Var("shop_tasks")


def test_a_stated_number_of_tasks_is_literal() -> None:
    assert body_of(composed(part("shop", "ecs", tasks=3)), "aws_ecs_service")["desired_count"] == 3


def test_services_share_one_cluster() -> None:
    built = composed(part("shop", "ecs"), part("admin", "ecs"))
    assert set(all_of(built, "aws_ecs_cluster")) == {"main"}
    assert body_of(built, "aws_ecs_service", "admin")["cluster"] == Ref("aws_ecs_cluster.main")


def test_what_only_a_schedule_starts_is_a_task_without_a_service() -> None:
    nightly = part("nightly", "eventbridge", schedule="cron(0 2 * * ? *)")
    built = composed(nightly, part("report", "ecs"), relations=("nightly triggers report",))
    assert not all_of(built, "aws_ecs_service")
    assert all_of(built, "aws_ecs_task_definition")
    target = next(iter(all_of(built, "aws_cloudwatch_event_target").values())).body
    assert target["ecs_target"]["task_definition_arn"] == Ref("aws_ecs_task_definition.report", "arn")


def test_a_worker_may_read_its_queue_and_knows_where_it_is() -> None:
    built = composed(part("worker", "ecs"), part("jobs", "sqs"), relations=("jobs triggers worker",))
    container = body_of(built, "aws_ecs_task_definition")["container_definitions"].value[0]
    assert container["environment"] == [{"name": "JOBS_QUEUE_URL", "value": Ref("aws_sqs_queue.jobs", "url")}]
    policy = body_of(built, "aws_iam_policy_document", "worker_task")
    allowed = {action for one in policy["statement"] for action in one["actions"]}
    assert {"sqs:ReceiveMessage", "sqs:DeleteMessage", "kms:Decrypt"} <= allowed
    assert "{aws_sqs_queue.jobs.arn}" in {text_of(arn) for one in policy["statement"] for arn in one["resources"]}
