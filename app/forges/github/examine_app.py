"""What a GitHub App lacks: permissions, events, installations, its webhook, and what came of its deliveries."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from app.domain.check import Check, State
from app.domain.errors import AgentsError
from app.forges.github.auth import NEEDED, RepositoryAuth
from app.forges.github.client import PAGE, Client
from app.forges.github.deliveries import EVENTS
from app.forges.github.examine_hook import judged, mended
from app.forges.github.pace import Pace

ESSENTIAL = frozenset({"contents", "issues", "metadata", "pull_requests"})
"""Without the others it works, only worse: see docs/guides/github-app.md."""
LEVELS = {"": 0, "read": 1, "write": 2, "admin": 3}
DOING = "looking at the App"


class App:
    """One App, as its own key sees it."""

    def __init__(
        self,
        client: Client,
        api_url: str,
        pace: Pace,
        named: Sequence[str],
        owners: Sequence[str],
        webhook: str,
    ) -> None:
        self._client, self._url, self._pace = client, api_url, pace
        self._named, self._owners, self._webhook = named, owners, webhook
        self._settings = ""

    def examine(self, status: int, app: Any) -> Iterator[Check]:
        """Everything; ``status`` and ``app`` are what GitHub answers to ``GET /app``."""
        if status != 200 or not isinstance(app, dict):
            said = app.get("message", "") if isinstance(app, dict) else ""
            mend = "set AGENTS_GITHUB_APP_ID to that App's id and AGENTS_GITHUB_PRIVATE_KEY to a key made on its page"
            why = "the id and the key are of different Apps, the key was deleted, or the clock is wrong"
            yield Check("broken", "App", f"GitHub refuses it: {status} {said}".rstrip(), mend, why)
            return
        owner = app.get("owner") or {}
        base = str(app.get("html_url") or "").partition("/apps/")[0].partition("/github-apps/")[0]
        whose = f"/organizations/{owner.get('login')}" if owner.get("type") == "Organization" else ""
        self._settings = f"{base}{whose}/settings/apps/{app['slug']}"
        yield Check("ok", "App", f"{app['slug']} (id {app['id']}) of {owner.get('login')}; id and key belong together")
        yield from self._permissions(app.get("permissions") or {})
        yield from self._events(app.get("events") or ())
        yield from self._installations(app.get("permissions") or {})
        for name in self._named:
            yield self._repository(name)
        yield from self._hook()
        yield from self._deliveries()

    def _permissions(self, given: Mapping[str, str]) -> Iterator[Check]:
        lacking = _lacking(given)
        if not lacking:
            yield Check("ok", "permissions", "all that are needed")
            return
        listed = ", ".join(f"{one}: {level}" for one, level in lacking.items())
        state, why = _weight(lacking)
        mend = f"give them at {self._settings}/permissions"
        yield Check(state, "permissions", f"lacking {listed}", mend, why)

    def _events(self, given: Sequence[str]) -> Iterator[Check]:
        lacking = sorted(EVENTS - set(given))
        if lacking:
            mend = f"subscribe to them at {self._settings}/permissions"
            yield Check("broken", "events", f"not sent: {', '.join(lacking)}", mend)
        else:
            yield Check("ok", "events", ", ".join(sorted(EVENTS)))

    def _installations(self, app: Mapping[str, str]) -> Iterator[Check]:
        status, _, data = self._client.look("/app/installations", DOING, per_page=PAGE)
        found = data if status == 200 and isinstance(data, list) else []
        served = [one for one in found if any(fnmatchcase(_account(one), glob) for glob in self._owners)]
        if not served:
            where = ", ".join(sorted(map(_account, found))) or "nowhere"
            mend = f"install it at {self._settings}/installations, or correct AGENTS_REPO_ALLOWLIST"
            yield Check("broken", "installations", f"on none that is served; it is installed on: {where}", mend)
            return
        for one in served:
            yield from self._installation(one, app)

    def _installation(self, one: Mapping[str, Any], app: Mapping[str, str]) -> Iterator[Check]:
        name = f"installation on {_account(one)}"
        if one.get("suspended_at"):
            yield Check("broken", name, "suspended", f"unsuspend it at {one.get('html_url')}")
            return
        given = one.get("permissions") or {}
        waiting = [key for key in _lacking(given) if key not in _lacking(app)]
        if waiting:
            mend = f"an owner of {_account(one)} accepts them at {one.get('html_url')}"
            state, why = _weight(waiting)
            yield Check(state, name, f"not accepted yet: {', '.join(waiting)}", mend, why)
        else:
            chosen = "all repositories" if one.get("repository_selection") == "all" else "chosen repositories"
            yield Check("ok", name, chosen)

    def _repository(self, name: str) -> Check:
        """With a token of the App's for it, as a run gets one."""
        client = Client(
            self._url, RepositoryAuth(self._client, name, self._pace.now), self._pace, timeout=5, attempts=1
        )
        try:
            status, _, data = client.look(f"/repos/{name}", f"looking at {name}")
        except AgentsError as error:
            mend = f"install the App on it at {self._settings}/installations, or correct AGENTS_REPO_ALLOWLIST"
            return Check("broken", f"repository {name}", error.wrong, mend)
        finally:
            client.close()
        if status != 200:
            return Check("broken", f"repository {name}", f"GitHub answers with {status}", "see that it exists")
        if isinstance(data, dict) and data.get("archived"):
            return Check("limited", f"repository {name}", "it is archived: nobody can write", "unarchive or unlist it")
        return Check("ok", f"repository {name}", "the App is installed on it")

    def _hook(self) -> Iterator[Check]:
        status, _, hook = self._client.look("/app/hook/config", DOING)
        if status != 200 or not isinstance(hook, dict):
            return
        yield judged("webhook", hook, self._webhook, self._settings)

    def _deliveries(self) -> Iterator[Check]:
        status, _, data = self._client.look("/app/hook/deliveries", DOING, per_page=PAGE)
        if status != 200 or not isinstance(data, list):
            return
        attempts = [one for one in data if one["event"] in EVENTS | {"ping"}]
        failed = [one for one in attempts if not 200 <= one["status_code"] < 300]
        if not attempts:
            yield Check("ok", "deliveries", "none in the last three days")
        elif not failed:
            yield Check("ok", "deliveries", f"the last {len(attempts)} arrived")
        else:
            last = failed[0]
            code = int(last["status_code"])
            how = f"at {last['delivered_at']} with {code or last['status']}"
            found = f"{len(failed)} of the last {len(attempts)} failed, {how}"
            yield Check("broken" if last is attempts[0] else "limited", "deliveries", found, mended(code))


def _lacking(given: Mapping[str, str]) -> dict[str, str]:
    return {name: level for name, level in NEEDED.items() if LEVELS.get(given.get(name, ""), 0) < LEVELS[level]}


def _weight(permissions: Collection[str]) -> tuple[State, str]:
    """How much these are missed, and what for."""
    if ESSENTIAL & set(permissions):
        return "broken", "code cannot be read, branches pushed or threads answered"
    return "limited", "checks, code scanning or teams are left out"


def _account(installation: Mapping[str, Any]) -> str:
    return str((installation.get("account") or {}).get("login") or "")
