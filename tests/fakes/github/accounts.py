"""Accounts of the fake GitHub: Apps and their tokens, people's permissions, teams, hook deliveries."""

import secrets
from typing import Any

from tests.fakes.github.basics import node
from tests.fakes.github.calls import Call, Refusal, Reply, invalid
from tests.fakes.github.state import Token, iso

PERMISSION = {"triage": "read", "maintain": "write"}
"""What older clients are told for the newer roles."""


def get_user(call: Call) -> Reply:
    """Whose token it is; Apps have none."""
    if call.token.app:
        raise Refusal(403, "Resource not accessible by integration")
    return Reply(200, call.shapes.public_user(call.actor))


def get_app(call: Call) -> Reply:
    """The App, for its JWT."""
    _need_jwt(call)
    times = dict.fromkeys(("created_at", "updated_at"), iso(0))
    slug = call.actor.removesuffix("[bot]")
    return Reply(
        200,
        {
            "id": 7,
            "node_id": node(7),
            "slug": slug,
            "owner": call.shapes.user("acme"),
            "name": slug,
            "description": None,
            "external_url": call.shapes.web,
            "html_url": call.shapes.web,
            "permissions": call.state.permissions,
            "events": call.state.events,
            **times,
        },
    )


def _need_jwt(call: Call) -> None:
    if "jwt" not in call.token.permissions:
        raise Refusal(401, "A JSON web token could not be decoded")


def get_hook(call: Call) -> Reply:
    """The App's webhook; its secret is never shown."""
    _need_jwt(call)
    return Reply(200, call.state.hook)


def list_hooks(call: Call, owner: str, repo: str) -> Reply:
    """A repository's own webhooks, for its administrators."""
    repository = call.repository(owner, repo)
    if repository.roles.get(call.actor) != "admin":
        raise Refusal(404, "Not Found")
    url = f"{call.shapes.api}/repos/{owner}/{repo}/hooks/1"
    times = dict.fromkeys(("created_at", "updated_at"), iso(0))
    rest = {"type": "Repository", "id": 1, "name": "web", "url": url, "test_url": url, "ping_url": url, **times}
    return Reply(200, [rest | hook for hook in repository.hooks])


def get_installation(call: Call, owner: str, repo: str) -> Reply:
    """Where the App is installed."""
    _need_jwt(call)
    if not call.repository(owner, repo).installed:
        raise Refusal(404, "Not Found")
    return Reply(200, _installation(call, owner))


def list_installations(call: Call) -> Reply:
    """On each owner of a repository that the App was installed on."""
    _need_jwt(call)
    owners = {one.name.partition("/")[0] for one in call.state.repositories.values() if one.installed}
    return Reply(200, [_installation(call, owner) for owner in sorted(owners)])


def _installation(call: Call, owner: str) -> dict[str, Any]:
    account = call.shapes.user(owner)
    # GitHub's file asks in its list for a user and an enterprise at once.
    account |= {"name": owner, "slug": owner, "created_at": iso(0), "updated_at": iso(0)}
    url = f"{call.shapes.api}/app/installations/{account['id']}"
    return {
        "id": account["id"],
        "app_id": 7,
        "app_slug": call.actor.removesuffix("[bot]"),
        "target_id": account["id"],
        "target_type": "Organization",
        "single_file_name": None,
        "repository_selection": "selected",
        "access_tokens_url": f"{url}/access_tokens",
        "html_url": call.shapes.web,
        "repositories_url": f"{call.shapes.api}/installation/repositories",
        "events": [],
        "account": account,
        "permissions": call.state.accepted or call.state.permissions,
        "suspended_by": None,
        "suspended_at": call.state.suspended or None,
        **dict.fromkeys(("created_at", "updated_at"), iso(0)),
    }


def make_token(call: Call, installation_id: int, seconds: float) -> Reply:
    """A token for some repositories with some of the App's permissions."""
    _need_jwt(call)
    owners = [user.login for user in call.state.users.values() if user.id == installation_id]
    if not owners:
        raise Refusal(404, "Not Found")
    names = [f"{owners[0]}/{name}" for name in call.body.get("repositories", ())]
    known = [one.name for one in call.state.repositories.values() if one.name.startswith(f"{owners[0]}/")]
    if not set(names) <= set(known):
        raise invalid("There is at least one repository that does not exist or is not accessible.")
    held: dict[str, Any] = dict(call.state.permissions)
    asked = dict(call.body.get("permissions") or held)
    if any(held.get(name) not in {"write", level} for name, level in asked.items()):
        raise invalid("The permissions requested are not granted to this installation.")
    value, until = f"ghs_{secrets.token_hex(18)}", call.state.now() + seconds
    call.state.tokens[value] = Token(call.actor, True, tuple(names or known), asked, until)
    shape = {"token": value, "expires_at": iso(until), "permissions": asked, "repository_selection": "selected"}
    return Reply(201, shape)


def get_permission(call: Call, owner: str, repo: str, username: str) -> Reply:
    """What a person may do; ``none`` for those outside."""
    repository = call.repository(owner, repo)
    if username not in call.state.users:
        raise Refusal(404, "Not Found")
    role = repository.roles.get(username, "none" if repository.private else "read")
    user = call.shapes.user(username) | {"role_name": role}
    return Reply(200, {"permission": PERMISSION.get(role, role), "role_name": role, "user": user})


def get_membership(call: Call, org: str, team_slug: str, username: str) -> Reply:
    """404 for those outside of the team."""
    if username not in call.state.teams.get(f"{org}/{team_slug}", ()):
        raise Refusal(404, "Not Found")
    url = f"{call.shapes.api}/organizations/1/team/1/memberships/{username}"
    return Reply(200, {"role": "member", "state": "active", "url": url})


def list_deliveries(call: Call) -> Reply:
    """Newest first, by cursor."""
    _need_jwt(call)
    size, cursor = int(call.query.get("per_page", 30)), int(call.query.get("cursor", 0) or 0)
    found = [one for one in reversed(call.state.deliveries) if not cursor or one.id < cursor]
    shown = found[:size]
    headers = {}
    if len(found) > size:
        headers["Link"] = f'<{call.shapes.api}{call.path}?per_page={size}&cursor={shown[-1].id}>; rel="next"'
    return Reply(200, [call.shapes.delivery(one) for one in shown], headers)


def get_delivery(call: Call, delivery_id: int) -> Reply:
    """What was sent."""
    _need_jwt(call)
    found = [one for one in call.state.deliveries if one.id == delivery_id]
    if not found:
        raise Refusal(404, "Not Found")
    return Reply(200, call.shapes.delivery(found[0], whole=True))
