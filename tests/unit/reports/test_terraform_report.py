"""GitLab's Terraform report."""

from app.domain.plan import Plan
from app.reports.terraform_report import render_terraform_report
from tests.builders import stack_result


def test_stacks_are_added_up() -> None:
    results = [stack_result("a", plan=Plan(3, 2, 1)), stack_result("b", plan=Plan(1, 0, 4))]
    assert render_terraform_report(results) == {"create": 4, "update": 2, "delete": 5}


def test_only_what_planned_is_counted() -> None:
    idle, broken = stack_result("a", "not_run", plan=Plan(9)), stack_result("b", "failed", plan=Plan(9))
    assert render_terraform_report([idle, broken]) is None
    assert render_terraform_report([idle, stack_result("c")]) == {"create": 1, "update": 0, "delete": 0}


def test_without_stacks_there_is_none() -> None:
    assert render_terraform_report([]) is None
