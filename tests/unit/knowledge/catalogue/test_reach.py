"""What stands behind an entry when nothing was said."""

from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


def test_the_only_program_is_meant() -> None:
    built = composed(part("api", "api_http"), part("orders", "lambda"))
    assert set(all_of(built, "aws_apigatewayv2_integration")) == {"orders"}


def test_a_worker_is_not_meant() -> None:
    built = composed(
        part("web", "alb"), part("worker", "ecs"), part("jobs", "sqs"), relations=("jobs triggers worker",)
    )
    assert set(all_of(built, "aws_lb_target_group")) == {"web"}


def test_two_programs_are_not_guessed_between() -> None:
    built = composed(part("web", "alb"), part("a", "ecs"), part("b", "ecs"))
    assert set(all_of(built, "aws_lb_target_group")) == {"web"}


def test_what_was_said_is_enough() -> None:
    built = composed(part("web", "alb"), part("a", "ecs"), part("b", "ec2"), relations=("web fronts b",))
    assert set(all_of(built, "aws_lb_target_group")) == {"b"}
    assert "load_balancer" not in body_of(built, "aws_ecs_service", "a")
