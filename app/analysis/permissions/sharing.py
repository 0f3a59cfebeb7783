"""Whom the policies of resources let in: everyone, a service on anyone's behalf, foreign accounts."""

from collections.abc import Mapping

from app.analysis.base import Observations
from app.analysis.permissions.accounts import foreign_accounts, own_accounts
from app.analysis.permissions.conditions import fenced, limits_principal
from app.analysis.permissions.document import Statement
from app.analysis.permissions.policies import Policy, policies
from app.domain.finding import Severity
from app.domain.planned import Planned
from app.knowledge.permissions import expanded, named

EVERYONE = frozenset({"*", "arn:aws:iam::*:root"})
PUBLIC, KEY, DEPUTY, SHARED = (
    "AGT_IAM_PUBLIC_RESOURCE", "AGT_KEY_POLICY_OPEN", "AGT_IAM_CONFUSED_DEPUTY", "AGT_IAM_SHARED_ACCOUNT",
)  # fmt: skip
ELSEWHERE = frozenset(
    {
        "aws_s3_bucket",
        "aws_s3_bucket_policy",
        "aws_s3_access_point",
        "aws_opensearch_domain",
        "aws_opensearch_domain_policy",
        "aws_elasticsearch_domain",
        "aws_elasticsearch_domain_policy",
        "aws_api_gateway_rest_api",
        "aws_api_gateway_rest_api_policy",
        "aws_ecrpublic_repository_policy",
    }
)
"""Where a policy for everyone is one half of the question: the network or a block decides (see ``exposure``); a public
registry is public by its name."""
KEYS = frozenset({"aws_kms_key", "aws_kms_key_policy", "aws_kms_external_key", "aws_kms_replica_key"})
GRAVITY: Mapping[str, Severity] = {
    "aws_secretsmanager_secret": Severity.CRITICAL,
    "aws_secretsmanager_secret_policy": Severity.CRITICAL,
    "aws_efs_file_system_policy": Severity.MEDIUM,
}
"""Holder → severity where it is not the rule's: a file system is reached only from within its network."""
BOUND_BY = frozenset({"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner"})
CALLED = ("aws_lambda_permission", "aws_sqs_queue", "aws_sqs_queue_policy", "aws_sns_topic", "aws_sns_topic_policy")
"""Holders where another's event starts work; elsewhere (logs put into a bucket) it only costs space."""


def observe(planned: Planned, seen: Observations) -> None:
    """The policy of every resource that has one."""
    own = own_accounts(planned)
    for policy in policies(planned, "resource"):
        for statement in policy.statements:
            if statement.allows:
                _public(policy, statement, seen)
                _deputy(policy, statement, seen)
                _shared(policy, statement, own, seen)


def lets_everyone_in(policy: Policy, statement: Statement) -> bool:
    """Whether an Allow names everyone and nothing bounds that."""
    everyone = bool(EVERYONE & set(statement.principals.get("AWS", ()))) or bool(statement.not_principals)
    return everyone and not limits_principal(statement) and not fenced(statement, policy.statements)


def _public(policy: Policy, statement: Statement, seen: Observations) -> None:
    holder = policy.holder.type
    if holder in ELSEWHERE or any(key == "lambda:functionurlauthtype" for _, key, _ in statement.keys):
        return
    rule = KEY if holder in KEYS else PUBLIC
    seen.looked(rule)
    if lets_everyone_in(policy, statement):
        verbs = _verbs(statement)
        seen.object(
            rule, policy.place, f"Anyone may use {policy.target.address}: {verbs}", severity=GRAVITY.get(holder)
        )


def _deputy(policy: Policy, statement: Statement, seen: Observations) -> None:
    services = sorted(named("deputies") & set(statement.principals.get("Service", ())))
    if not services or policy.holder.type in KEYS:
        return
    seen.looked(DEPUTY)
    if not any(key in BOUND_BY or key == "aws:principalorgid" for _, key, _ in statement.keys):
        severity = None if policy.holder.type in CALLED else Severity.LOW
        title = f"{', '.join(services)} may use {policy.target.address} on anyone's behalf"
        seen.object(DEPUTY, policy.place, title, severity=severity)


def _shared(policy: Policy, statement: Statement, own: frozenset[str], seen: Observations) -> None:
    foreign = foreign_accounts(statement.principals.get("AWS", ()), own)
    if foreign and not limits_principal(statement):
        title = f"{policy.target.address} is shared with account {', '.join(foreign)}"
        seen.object(SHARED, policy.place, title, f"Allowed: {_verbs(statement)}.")


def _verbs(statement: Statement) -> str:
    spelled = [next((a.name for a in expanded(one)), one) if "*" not in one else one for one in statement.actions[:4]]
    return ", ".join(spelled) + (" and more" if len(statement.actions) > 4 else "")
