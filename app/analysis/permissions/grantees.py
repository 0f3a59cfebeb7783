"""Whom arguments outside of policies let in: ``allowed_principals``, ``shared_accounts`` and the like, of any type."""

from collections.abc import Iterator
from typing import Any

from app.analysis.base import Observations
from app.analysis.permissions.accounts import everyone, foreign_accounts, own_accounts, spelled
from app.analysis.permissions.document import UNKNOWN, is_told
from app.analysis.permissions.texts import texts_in
from app.domain.finding import Severity
from app.domain.planned import Planned, PlannedResource

PUBLIC, SHARED = "AGT_IAM_PUBLIC_RESOURCE", "AGT_IAM_SHARED_ACCOUNT"
NAMES = frozenset(
    {
        "principal", "principals", "allowed_principals", "principal_arn", "grantee_principal", "shared_accounts",
        "account_ids", "aws_principal",
    }
)  # fmt: skip
MEMBERS = "account_ids"
"""Accounts that something is done in, rather than shared with: only everyone is remarkable."""
WORDS = frozenset({"all", "everyone"})
OF_IAM = "iam_allowed_principals"
"""Lake Formation's word for leaving it to IAM's policies: everyone of the account."""
COPIES = "shared_accounts"
ORGANISATION = ("organization_id", "principal_org_id")
ELSEWHERE = ("aws_lambda_permission", "aws_db_snapshot", "aws_db_cluster_snapshot")
"""Types that other parts judge."""


def observe(planned: Planned, seen: Observations) -> None:
    """Every argument that names who may use a resource."""
    own = own_accounts(planned)
    for resource in planned:
        if resource.mode == "managed" and resource.type.startswith("aws_") and resource.type not in ELSEWHERE:
            for argument, value in _named(resource.values):
                _judge(resource, argument, value, own, seen)


def _named(values: Any) -> Iterator[tuple[str, str]]:
    for path, text in texts_in(values):
        argument = path.rpartition(".")[2]
        if argument in NAMES:
            yield argument, text


def _judge(resource: PlannedResource, argument: str, value: str, own: frozenset[str], seen: Observations) -> None:
    seen.looked(PUBLIC)
    if value.lower() == OF_IAM:
        title = f"Everyone whom IAM allows may use what {resource.address} speaks of"
        seen.object(PUBLIC, resource.address, title, severity=Severity.MEDIUM)
    elif everyone([value]) or value.lower() in WORDS:
        _all(resource, argument, own, seen)
    elif argument != MEMBERS and (foreign := foreign_accounts([value], own)):
        seen.object(SHARED, resource.address, f"{resource.address} lets in {spelled(foreign)}")


def _all(resource: PlannedResource, argument: str, own: frozenset[str], seen: Observations) -> None:
    organisation = _organisation(resource)
    if not organisation:
        severity = Severity.CRITICAL if argument == COPIES else None
        seen.object(PUBLIC, resource.address, f"{resource.address} lets everyone in: {argument}", severity=severity)
    elif is_told(organisation) and organisation not in own:
        seen.object(SHARED, resource.address, f"{resource.address} lets in {spelled([organisation])}")


def _organisation(resource: PlannedResource) -> str:
    """The organisation to which the resource bounds everyone, or that one stands there; empty where none does."""
    places = [*ORGANISATION]
    if str(resource.get("condition.key")).lower() == "aws:principalorgid":
        places.append("condition.value")
    for path in places:
        if value := resource.get(path):
            return str(value)
        if resource.is_unknown(path):
            return UNKNOWN
    return ""
