"""Who of an identity provider may assume a role: one subject, one tenant, or strangers.

Source: AWS, "Create a role for OpenID Connect federation" and "Create a role for SAML 2.0 federation".
"""

import re
from collections.abc import Iterator, Mapping

from app.analysis.permissions.conditions import POSITIVE
from app.analysis.permissions.document import UNKNOWN, Statement, is_told
from app.knowledge.permissions import matches

SHARED: Mapping[str, str] = {
    "token.actions.githubusercontent.com": "repository on GitHub",
    "gitlab.com": "project on GitLab",
    "app.terraform.io": "workspace of HCP Terraform",
    "agent.buildkite.com": "pipeline of Buildkite",
}
"""Providers whose one address serves everyone → what they tell apart by the subject."""
ASSUMES = ("sts:assumerolewithwebidentity", "sts:assumerolewithsaml", "sts:assumerole")
COGNITO = "cognito-identity.amazonaws.com"
_OWNED = re.compile(r"\w+:[^*?:/]+[:/].*", re.DOTALL)
"""A subject with an owner that is named in full: ``repo:acme/*``, ``project_path:acme/shop:*``."""
_POD = re.compile(r"system:serviceaccount:[^*?:][^:]*:.*")


def too_open(provider: str, statement: Statement) -> str:
    """Why an Allow for a provider's identities lets strangers in; empty where it does not."""
    if statement.actions and not any(matches(one, action) for one in statement.actions for action in ASSUMES):
        return ""  # tags of a session that another statement begins
    asked = {key for key, _ in _asked(statement)}
    subjects = [values for key, values in _asked(statement) if key.endswith(":sub") or key == UNKNOWN]
    host = next((one for one in SHARED if _is_of(provider, one, statement)), "")
    if host:
        return _subject(subjects, _OWNED, f"any {SHARED[host]} can assume it", "covers those of strangers")
    if subjects and not is_told(provider):
        return _subject(subjects, _OWNED, "", "is anyone's")
    if "oidc.eks." in provider:
        return _subject(subjects, _POD, "every pod of the cluster can assume it", "covers every namespace")
    return _missing(provider, asked)


def _missing(provider: str, asked: set[str]) -> str:
    """What is not asked for of one whom the provider vouches for."""
    if COGNITO in provider and not asked & {f"{COGNITO}:aud", UNKNOWN}:
        return "No condition on the audience: an identity pool of anyone's can assume it."
    if ":saml-provider/" in provider and not any(key.startswith("saml:") or key == UNKNOWN for key in asked):
        return "No condition on SAML:aud: every sign-in of the provider can assume it."
    if not any(not key.startswith(("aws:", "sts:")) for key in asked):
        return "No condition on the audience or the subject: everyone whom the provider knows can assume it."
    return ""


def _asked(statement: Statement) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Keys and values of the conditions that ask for something: neither for any value nor for none."""
    for operator, key, values in statement.keys:
        if POSITIVE.fullmatch(operator) and values and not any(not one.strip("*?") for one in values):
            yield key, values


def _is_of(provider: str, host: str, statement: Statement) -> bool:
    """Whether the provider is that host; of one that the plan does not tell yet, its conditions speak."""
    if is_told(provider):
        return provider == host or provider.endswith(f"/{host}") or f"/{host}/" in provider
    return any(key.startswith(f"{host}:") for _, key, _ in statement.keys)


def _subject(subjects: list[tuple[str, ...]], closed: re.Pattern[str], anyone: str, wide: str) -> str:
    """Why the subjects do not tell apart: none is asked for, or in each condition some value is too wide."""
    if not subjects:
        return f"No condition on the subject: {anyone}."
    loose = [[one for one in values if re.search(r"[*?]", one) and not closed.fullmatch(one)] for values in subjects]
    return f"The subject {loose[0][0]} {wide}." if all(loose) else ""
