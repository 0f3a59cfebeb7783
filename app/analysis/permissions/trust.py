"""Who may assume a role: everyone, anyone of an identity provider, a foreign account."""

from app.analysis.base import Observations
from app.analysis.permissions.accounts import everyone, foreign_accounts, foreign_users, own_accounts, spelled
from app.analysis.permissions.conditions import POSITIVE, fenced, limits_principal, outsiders
from app.analysis.permissions.document import Statement
from app.analysis.permissions.federation import too_open
from app.analysis.permissions.policies import Policy, policies
from app.domain.planned import Planned


def observe(planned: Planned, seen: Observations) -> None:
    """The trust policy of every role."""
    own = own_accounts(planned)
    for policy in policies(planned, "trust"):
        seen.looked("AGT_IAM_TRUST_PUBLIC")
        for statement in policy.statements:
            if statement.allows:
                _judge(policy, statement, own, seen)


def _judge(policy: Policy, statement: Statement, own: frozenset[str], seen: Observations) -> None:
    named = statement.principals.get("AWS", ())
    bounded = limits_principal(statement) or fenced(statement, policy.statements)
    anyone = everyone(named) or bool(statement.not_principals)
    if anyone and not bounded:
        seen.object("AGT_IAM_TRUST_PUBLIC", policy.place, "Every AWS account can assume the role")
    for provider in statement.principals.get("Federated", ()):
        seen.looked("AGT_IAM_TRUST_FEDERATED")
        if why := too_open(provider, statement):
            seen.object("AGT_IAM_TRUST_FEDERATED", policy.place, "Too many identities can assume the role", why)
    foreign = foreign_accounts(named, own) + foreign_users(statement.principals.get("CanonicalUser", ()), own)
    if foreign:
        seen.looked("AGT_IAM_TRUST_ACCOUNT")
    outside = outsiders(statement, policy.statements, own)
    reached = outside if bounded and (anyone or foreign) else () if _agreed(statement) else foreign
    if reached:
        who = spelled(reached)
        seen.object("AGT_IAM_TRUST_ACCOUNT", policy.place, f"{who[0].upper()}{who[1:]} can assume the role")


def _agreed(statement: Statement) -> bool:
    """Whether those who are named need an external id besides."""
    return any(
        key == "sts:externalid" and POSITIVE.fullmatch(operator) and all(one.strip("*?") for one in values)
        for operator, key, values in statement.keys
    )
