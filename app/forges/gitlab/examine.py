"""What keeps GitLab from working with our token, each with the step that mends it. Nothing is written."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from app.domain.check import Check
from app.domain.errors import Failure
from app.forges.examine import examine_clock, examine_end
from app.forges.gitlab.auth import TOLERANCE, wrong_secrets
from app.forges.gitlab.client import Client
from app.forges.gitlab.errors import Missing, Refused
from app.forges.gitlab.project import encoded

PATIENCE = 5.0
"""Seconds for one answer."""
OLDEST = 17
"""GitLab's oldest version that is served, see docs/guides/gitlab.md."""
DEVELOPER, MAINTAINER = 30, 40
PATH = "/webhooks/gitlab"
TRIGGERS = {
    "note_events": "Comments",
    "issues_events": "Issues events",
    "merge_requests_events": "Merge request events",
}


def examine_gitlab(
    *,
    url: str,
    token: str,
    secrets: Sequence[str],
    named: Sequence[str],
    served: Callable[[str], bool],
    webhook: str | None,
    now: Callable[[], float] = time.time,
) -> Iterator[Check]:
    """Address, clock, token, and for each project its role and webhook.

    ``named`` are the projects that are served by name; ``served`` tells whether a project is, so that without any by
    name those of the token are looked for. ``webhook`` is the address that deliveries should go to, empty where it is
    not known, None where no webhook is wanted.
    """
    wrong = wrong_secrets(secrets)
    if wrong:
        mend = "copy the signing token into AGENTS_GITLAB_WEBHOOK_SECRET as GitLab showed it"
        yield Check("broken", "webhook secret", "; ".join(wrong), mend)
    client = Client(url, token, 0, timeout=PATIENCE)
    try:
        yield from _reached(client, url, now())
        user = client.probe("/user")
        yield Check("ok", "token", f"of {user['username']}")
        yield from _token(client, now())
        yield from _projects(client, user, named, served, webhook)
    except Refused as error:
        yield Check("broken", "token", error.wrong, error.hint)
    except Failure as error:
        mend = f"curl -sSI {url}/api/v4/version  # AGENTS_GITLAB_URL; behind a proxy set HTTPS_PROXY"
        yield Check("broken", "address", f"{url}: {error.wrong}", mend)
    finally:
        client.close()


def _reached(client: Client, url: str, now: float) -> Iterator[Check]:
    said = str((client.probe("/version") or {}).get("version", ""))
    major = said.partition(".")[0]
    if major.isdigit() and int(major) < OLDEST:
        yield Check(
            "limited",
            "address",
            f"{url}: GitLab {said}",
            f"upgrade it to {OLDEST}.0 or newer",
            "it is older than was tried",
        )
    else:
        yield Check("ok", "address", f"{url} answers, GitLab {said}")
    why = f"deliveries signed more than {TOLERANCE} s ago are refused"
    yield from examine_clock("GitLab", client.answered.get("Date", ""), now, TOLERANCE / 2, why)


def _token(client: Client, now: float) -> Iterator[Check]:
    try:
        token = client.probe("/personal_access_tokens/self")
    except Missing:  # a job's token
        return
    scopes = token.get("scopes")
    if scopes is not None and "api" not in scopes:
        mend = "make a token with the scope `api` (docs/guides/gitlab.md) and set AGENTS_GITLAB_TOKEN"
        yield Check("broken", "scopes", ", ".join(scopes) or "none", mend, "it can neither push nor comment")
    elif scopes is not None:
        yield Check("ok", "scopes", ", ".join(scopes))
    yield from examine_end(str(token.get("expires_at") or ""), now, "AGENTS_GITLAB_TOKEN")


def _projects(
    client: Client, user: Mapping[str, Any], named: Sequence[str], served: Callable[[str], bool], webhook: str | None
) -> Iterator[Check]:
    names = list(named)
    if not names:
        own = client.probe("/projects?membership=true&simple=true&per_page=100")
        names = [str(one["path_with_namespace"]) for one in own if served(str(one["path_with_namespace"]))]
    if not names:
        mend = f"give {user['username']} the role Developer in the projects, or correct AGENTS_REPO_ALLOWLIST"
        yield Check("broken", "projects", "the token's user is a member of none that is served", mend)
    for name in names:
        yield from _project(client, user, name, webhook)


def _project(client: Client, user: Mapping[str, Any], name: str, webhook: str | None) -> Iterator[Check]:
    title = f"project {name}"
    path = f"/projects/{encoded(name)}"
    try:
        project = client.probe(path)
        level = int(client.probe(f"{path}/members/all/{user['id']}")["access_level"])
    except Refused as error:
        mend = f"give {user['username']} the role Developer there, or correct AGENTS_REPO_ALLOWLIST"
        yield Check("broken", title, error.wrong, mend)
        return
    if project.get("archived"):
        yield Check("limited", title, "it is archived: nobody can write", "unarchive it, or unlist it")
    elif level < DEVELOPER:
        mend = f"give {user['username']} the role Developer in {name}"
        yield Check(
            "broken", title, f"the role of {user['username']} is below Developer ({level})", mend, "it cannot push"
        )
    else:
        yield Check("ok", title, f"{user['username']} may push")
    if webhook is not None:
        yield _webhook(client, path, name, level, webhook)


def _webhook(client: Client, path: str, name: str, level: int, webhook: str) -> Check:
    """GitLab shows webhooks to maintainers alone, and the bot is none as a rule: then a person has to look."""
    title, page = f"webhook of {name}", f"{client.url}/{name}/-/hooks"
    try:
        hooks = client.probe(f"{path}/hooks") if level >= MAINTAINER else None
    except Refused:
        hooks = None
    if hooks is None:
        return Check("absent", title, "not looked at: GitLab shows it to maintainers alone", f"look yourself at {page}")
    ours = [hook for hook in hooks if str(hook.get("url", "")).endswith(PATH)]
    if not ours:
        return Check("broken", title, "there is none", f"add {webhook or f'https://HOST{PATH}'} at {page}")
    exact = [hook for hook in ours if hook["url"] == webhook]
    return _judged((exact or ours)[0], title, page, webhook)


def _judged(hook: Mapping[str, Any], title: str, page: str, webhook: str) -> Check:
    status = str(hook.get("alert_status") or "executable")
    if status != "executable":
        mend = f"see that the service answers, then send a test event at {page}"
        why = "GitLab turns a webhook off after four failures in a row"
        return Check("broken", title, f"GitLab has turned it off ({status})", mend, why)
    off = [words for key, words in TRIGGERS.items() if not hook.get(key)]
    if off:
        return Check("broken", title, f"not sent: {', '.join(off)}", f"tick them at {page}")
    if not hook.get("enable_ssl_verification", True):
        return Check(
            "limited", title, f"{hook['url']}, its certificate is not looked at", f"turn SSL verification on at {page}"
        )
    if webhook and hook["url"] != webhook:
        mend = f"correct it at {page}, or AGENTS_PUBLIC_URL; two addresses of one service are fine"
        why = "it may be another service's"
        return Check("limited", title, f"it goes to {hook['url']}, not to {webhook}", mend, why)
    return Check("ok", title, str(hook["url"]))
