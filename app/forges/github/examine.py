"""What keeps GitHub from working with our credentials, each with the step that mends it. Nothing is written."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from github.Auth import AppAuth, Token

from app.domain.check import Check
from app.domain.errors import AgentsError
from app.forges.examine import examine_clock, examine_end
from app.forges.github.auth import app_auth
from app.forges.github.client import Client
from app.forges.github.examine_app import App
from app.forges.github.examine_hook import repository_hook
from app.forges.github.pace import Pace

PATIENCE = 5.0
"""Seconds for one answer."""
DRIFT = 60.0
"""Seconds that a clock may be off: an App's signature counts from a minute before it was made (PyGithub)."""
SIGNED = "an App's signature counts for a few minutes only"
FEW = 200
"""Calls left in the present hour at which they are told."""


def examine_github(
    *,
    api_url: str,
    app_id: str,
    private_key: str,
    token: str,
    named: Sequence[str],
    owners: Sequence[str],
    webhook: str,
    now: Callable[[], float] = time.time,
) -> Iterator[Check]:
    """Address, clock, credentials, and what they reach.

    ``named`` are the repositories that are served by name, ``owners`` globs of the accounts that are served,
    ``webhook`` the address that deliveries should go to, or empty where it is not known. An App goes before a token.
    """
    try:
        auth = app_auth(app_id, private_key) if app_id else Token(token)
    except AgentsError as error:
        yield Check("broken", "App", error.wrong, error.hint)
        return
    pace = Pace(0, patience=1.0, now=now)
    client = Client(api_url, auth, pace, timeout=PATIENCE, attempts=1)
    try:
        path = "/app" if isinstance(auth, AppAuth) else "/user"
        status, headers, data = client.look(path, "asking GitHub who we are")
        yield from _address(api_url, status, headers, data)
        yield from examine_clock("GitHub", headers.get("date", ""), now(), DRIFT, SIGNED)
        if isinstance(auth, AppAuth):
            yield from App(client, api_url, pace, named, owners, webhook).examine(status, data)
        else:
            yield from _token(status, headers, data, now())
            for name in named if status in {200, 403} else ():
                yield from _repository(client, name, webhook, an_account=status == 200)
        yield from _budget(pace.left)
    except AgentsError as error:
        mend = f"curl -sSI {api_url}  # AGENTS_GITHUB_API_URL; behind a proxy set HTTPS_PROXY"
        yield Check("broken", "address", f"{api_url}: {error.wrong}", mend)
    finally:
        client.close()


def examine_job(*, api_url: str, token: str, repository: str) -> Iterator[Check]:
    """What the token of a workflow's job may do there, as far as reading tells."""
    client = Client(api_url, Token(token), Pace(0, patience=1.0), timeout=PATIENCE, attempts=1)
    try:
        status, _, data = client.look(f"/repos/{repository}", "looking at the token's rights")
        if status != 200 or not isinstance(data, dict):
            mend = "permissions: {contents: read}"
            yield Check("broken", "token", f"it does not see {repository} ({status})", mend, "nothing can be read")
            return
        yield Check("ok", "token", "it may read; the log's first step, Set up job, lists what it may write")
        for part, right in (("issues", "issues"), ("pulls", "pull-requests")):
            status, _, _ = client.look(f"/repos/{repository}/{part}", "looking at the token's rights", per_page=1)
            if status in {403, 404}:
                mend = f"permissions: {{{right}: write}}  # read, where nothing is to be answered"
                yield Check("limited", "token", f"it may not read {part} ({status})", mend, "comments are left out")
    except AgentsError as error:
        yield Check("broken", "address", f"{api_url}: {error.wrong}", f"curl -sSI {api_url}")
    finally:
        client.close()


def _address(url: str, status: int, headers: Mapping[str, str], data: Any) -> Iterator[Check]:
    if not isinstance(data, dict):
        mend = "AGENTS_GITHUB_API_URL=https://api.github.com, or https://HOST/api/v3 of GitHub Enterprise"
        yield Check("broken", "address", f"{url} answers with {status} and is not GitHub's API", mend)
        return
    version = headers.get("x-github-enterprise-version", "")
    yield Check("ok", "address", f"{url} answers" + (f", GitHub Enterprise Server {version}" if version else ""))


def _token(status: int, headers: Mapping[str, str], data: Any, now: float) -> Iterator[Check]:
    if status not in {200, 403}:
        said = data.get("message", "") if isinstance(data, dict) else ""
        mend = "make a new one (docs/guides/github-app.md, With a token) and set AGENTS_GITHUB_TOKEN"
        yield Check("broken", "token", f"GitHub refuses it: {status} {said}".rstrip(), mend)
        return
    scopes = headers.get("x-oauth-scopes")
    whose = f"of {data['login']}" if status == 200 else "of a workflow run or an App"
    if scopes is None:
        yield Check("ok", "token", f"{whose}; what it may do, GitHub tells by repository only")
    elif "repo" in scopes.split(", "):
        yield Check("ok", "token", f"classic, {whose}, scopes: {scopes}")
    else:
        mend = "give it the scope `repo`, or make a fine-grained one (docs/guides/github-app.md, With a token)"
        yield Check("broken", "token", f"classic, {whose}, scopes: {scopes or 'none'}", mend, "it cannot push")
    yield from examine_end(headers.get("github-authentication-token-expiration", ""), now, "AGENTS_GITHUB_TOKEN")


def _repository(client: Client, name: str, webhook: str, *, an_account: bool) -> Iterator[Check]:
    """``an_account``: the token is a person's or a bot's; of Apps GitHub always says that they may not push."""
    title = f"repository {name}"
    status, _, data = client.look(f"/repos/{name}", f"looking at {name}")
    if status != 200 or not isinstance(data, dict):
        mend = "give the token's user the role Write there, and the token that repository; or correct the list"
        yield Check("broken", title, f"the token does not see it ({status})", mend)
        return
    if not (data.get("permissions") or {}).get("push", True) and an_account:
        mend = "give the token's user the role Write there, and the token contents: write"
        yield Check("broken", title, "the token's user may not push", mend, "no branch can be pushed")
    elif data.get("archived"):
        yield Check("limited", title, "it is archived: nobody can write", "unarchive it, or unlist it")
    else:
        yield Check("ok", title, "its user may push" if an_account else "the token sees it")
    yield from repository_hook(client, name, webhook, str(data.get("html_url") or name))


def _budget(left: int | None) -> Iterator[Check]:
    if left is not None and left < FEW:
        mend = "wait for the hour's end; several bots of one account share its calls"
        yield Check("limited", "calls", f"{left} left in this hour", mend, "runs wait for GitHub")
