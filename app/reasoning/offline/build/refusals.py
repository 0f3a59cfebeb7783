"""What is never written, however it is asked for; the rest of the request is built without it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from app.domain.request import Component

FORBIDDEN_KINDS: Mapping[str, str] = {
    "aws_iam_access_key": "long-lived access keys",
    "data.external": "external data",
    "data.http": "http data",
}
"""Types that are never written, and the word for them."""

SECRETS = frozenset(
    {
        "secret_string",
        "auth_token",
        "private_key",
        "secret_key",
        "secret_access_key",
        "client_secret",
        "token",
        "secret",
    }
)
PATHS = frozenset({"filename", "source", "source_file", "source_dir", "source_path", "output_path", "policy_file"})
PROVISIONING = frozenset({"provisioner", "connection"})


def without_refused(components: Iterable[Component]) -> tuple[tuple[Component, ...], tuple[str, ...]]:
    """The components without what is never written, and words for what was left out (never its value)."""
    kept, refused = [], []
    for component in components:
        if component.kind in FORBIDDEN_KINDS:
            refused.append(f"{FORBIDDEN_KINDS[component.kind]} ({component.label})")
            continue
        reasons = {path: _why_not(component, path, value) for path, value in component.arguments.items()}
        refused += [f"{why} ({component.label}: {path})" for path, why in reasons.items() if why]
        safe = {path: value for path, value in component.arguments.items() if not reasons[path]}
        kept.append(replace(component, arguments=safe) if len(safe) < len(reasons) else component)
    return tuple(kept), tuple(dict.fromkeys(refused))


def _why_not(component: Component, path: str, value: Any) -> str:
    """Why an argument is never written, or empty."""
    name = path.rpartition(".")[2]
    if path.partition(".")[0] in PROVISIONING:
        return "provisioners"
    if isinstance(value, str) and _is_secret(component, path, name):
        return "secrets in plain text"
    if name in PATHS and isinstance(value, str) and (value.startswith(("/", "~")) or ".." in value.split("/")):
        return "paths outside the stack"
    texts = list(_texts(value))
    if any("AdministratorAccess" in text for text in texts):
        return "administrator access"
    return next((why for text in texts if (why := _policy_problem(text))), "")


def _is_secret(component: Component, path: str, name: str) -> bool:
    if component.kind in {"aws_ssm_parameter", "ssm"} and name == "value":
        return component.arguments.get("type") == "SecureString"
    return name in SECRETS or name.endswith("password") or (path.endswith(".secret") and "." in path)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield json.dumps(value, default=str)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _policy_problem(text: str) -> str:
    """What is wrong with a text that is an IAM policy: everything on everything, or everyone as principal."""
    if "Statement" not in text:
        return ""
    try:
        policy = json.loads(text)
    except ValueError:
        return ""
    statements = policy.get("Statement", []) if isinstance(policy, dict) else []
    for one in statements if isinstance(statements, list) else [statements]:
        if not isinstance(one, dict) or one.get("Effect") != "Allow":
            continue
        if _every(one.get("Action")) and _every(one.get("Resource")):
            return "everything on everything"
        principal = one.get("Principal")
        who = list(principal.values()) if isinstance(principal, dict) else [principal]
        if any(_every(name) for name in who) and not one.get("Condition"):
            return "everyone as principal"
    return ""


def _every(value: Any) -> bool:
    return value in {"*", "*:*"} if isinstance(value, str) else isinstance(value, list) and any(map(_every, value))
