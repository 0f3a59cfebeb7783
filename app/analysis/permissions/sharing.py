"""Whom the policies of resources let in: everyone, a service on anyone's behalf, foreign accounts."""

from collections.abc import Mapping

from app.analysis.base import Observations
from app.analysis.permissions.accounts import everyone, foreign_accounts, foreign_users, own_accounts, spelled
from app.analysis.permissions.conditions import fenced, limits_principal, names_source, outsiders
from app.analysis.permissions.document import Statement
from app.analysis.permissions.policies import Policy, policies
from app.domain.finding import Severity
from app.domain.planned import Planned
from app.knowledge.permissions import expanded, named

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
    "aws_vpclattice_auth_policy": Severity.MEDIUM,
}
"""Holder → severity where it is not the rule's: some are reached only from within their network."""
FUNCTION = "aws_lambda_permission"
"""Where every service is asked on whose behalf it calls; elsewhere those that are known to act for anyone."""
SKILL = "lambda:eventsourcetoken"
"""By which a function knows the one skill that calls it."""
CALLED = (FUNCTION, "aws_sqs_queue", "aws_sqs_queue_policy", "aws_sns_topic", "aws_sns_topic_policy")
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
    return _names_everyone(statement) and not _bounded(policy, statement)


def _names_everyone(statement: Statement) -> bool:
    return everyone(statement.principals.get("AWS", ())) or bool(statement.not_principals)


def _bounded(policy: Policy, statement: Statement) -> bool:
    return limits_principal(statement) or fenced(statement, policy.statements)


def _public(policy: Policy, statement: Statement, seen: Observations) -> None:
    holder = policy.holder.type
    if holder in ELSEWHERE or (holder == FUNCTION and _by_url(statement)):
        return
    rule = KEY if holder in KEYS else PUBLIC
    seen.looked(rule)
    if lets_everyone_in(policy, statement):
        verbs = _verbs(statement)
        seen.object(
            rule, policy.place, f"Anyone may use {policy.target.address}: {verbs}", severity=GRAVITY.get(holder)
        )


def _by_url(statement: Statement) -> bool:
    """Whether a permission of a function is for its address that asks nobody: judged with the address."""
    return any(key == "lambda:functionurlauthtype" and values == ("NONE",) for _, key, values in statement.keys)


def _deputy(policy: Policy, statement: Statement, seen: Observations) -> None:
    services = frozenset(statement.principals.get("Service", ()))
    if policy.holder.type != FUNCTION:
        services &= named("deputies") | {"*"}
    if not services or policy.holder.type in KEYS:
        return
    seen.looked(DEPUTY)
    if not names_source(statement) and not any(key == SKILL for _, key, _ in statement.keys):
        severity = None if policy.holder.type in CALLED else Severity.LOW
        title = f"{', '.join(sorted(services))} may use {policy.target.address} on anyone's behalf"
        seen.object(DEPUTY, policy.place, title, severity=severity)


def _shared(policy: Policy, statement: Statement, own: frozenset[str], seen: Observations) -> None:
    users = foreign_users(statement.principals.get("CanonicalUser", ()), own)
    foreign = foreign_accounts(statement.principals.get("AWS", ()), own) + users
    if _bounded(policy, statement):
        asked = foreign or _names_everyone(statement) or (own and statement.principals.get("Service"))
        foreign = outsiders(statement, policy.statements, own) if asked else ()
    if foreign:
        title = f"{policy.target.address} is shared with {spelled(foreign)}"
        seen.object(SHARED, policy.place, title, f"Allowed: {_verbs(statement)}.")


def _verbs(statement: Statement) -> str:
    spelled = [next((a.name for a in expanded(one)), one) if "*" not in one else one for one in statement.actions[:4]]
    return ", ".join(spelled) + (" and more" if len(statement.actions) > 4 else "")
