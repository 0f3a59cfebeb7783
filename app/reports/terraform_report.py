"""Plans as GitLab's Terraform report: how much would be created, updated and deleted."""

from collections.abc import Sequence

from app.domain.plan import StackResult


def render_terraform_report(results: Sequence[StackResult]) -> dict[str, int] | None:
    """The sum over all stacks that planned, for GitLab shows one report of a job; None where none did.

    A replacement counts as one created and one deleted, as in the report that GitLab's own templates make of a plan.
    https://docs.gitlab.com/user/infrastructure/iac/mr_integration/
    """
    plans = [result.plan for result in results if result.status == "passed"]
    if not plans:
        return None
    return {
        "create": sum(plan.add for plan in plans),
        "update": sum(plan.change for plan in plans),
        "delete": sum(plan.destroy for plan in plans),
    }
