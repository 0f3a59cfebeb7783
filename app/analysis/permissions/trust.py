"""Who may assume a role: everyone, anyone of an identity provider, a foreign account."""

import re
from collections.abc import Iterator

from app.analysis.base import Observations
from app.analysis.permissions.accounts import foreign_accounts, own_accounts
from app.analysis.permissions.conditions import fenced, limits_principal
from app.analysis.permissions.document import UNKNOWN, Statement
from app.analysis.permissions.policies import Policy, policies
from app.domain.planned import Planned

GITHUB = "token.actions.githubusercontent.com"
ANYONE = frozenset({"*", "arn:aws:iam::*:root"})
_ANY_REPOSITORY = re.compile(r"(?:repo:)?\*.*|repo:\*.*")


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
    if (ANYONE & set(named) or statement.not_principals) and not bounded:
        seen.object("AGT_IAM_TRUST_PUBLIC", policy.place, "Every AWS account can assume the role")
    for provider in statement.principals.get("Federated", ()):
        seen.looked("AGT_IAM_TRUST_FEDERATED")
        for why in _too_open(provider, statement):
            seen.object("AGT_IAM_TRUST_FEDERATED", policy.place, "Too many identities can assume the role", why)
    if foreign := foreign_accounts(named, own):
        seen.looked("AGT_IAM_TRUST_ACCOUNT")
        if not bounded:
            accounts = ", ".join(foreign)
            seen.object("AGT_IAM_TRUST_ACCOUNT", policy.place, f"Account {accounts} can assume the role")


def _too_open(provider: str, statement: Statement) -> Iterator[str]:
    """Why a web identity is not bound to one subject."""
    keys = {key: values for _, key, values in statement.keys}
    subjects = [value for key, values in keys.items() if key.endswith(":sub") or key == UNKNOWN for value in values]
    if GITHUB in provider:
        if not subjects:
            yield "No condition on the subject: any repository on GitHub can assume it."
        elif any(_ANY_REPOSITORY.fullmatch(one) for one in subjects):
            yield f"The subject {subjects[0]} covers repositories of strangers."
    elif "oidc.eks." in provider and not subjects:
        yield "No condition on the subject: every pod of the cluster can assume it."
    elif "cognito-identity.amazonaws.com" in provider and "cognito-identity.amazonaws.com:aud" not in keys:
        yield "No condition on the audience: an identity pool of anyone's can assume it."
