"""What `agents doctor` looks at beyond its own machine: the store, the forges, the stacks of a repository."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import requests

from app.bootstrap.parts import Parts
from app.domain.allowlist import allows_repository, named_owners, named_repositories
from app.domain.check import Check, State
from app.domain.errors import AgentsError
from app.domain.policy import Policy
from app.knowledge.schemas import provider_versions
from app.processes.sandbox import Sandbox
from app.settings import Settings, require_key
from app.toolchains.terraform.binary import choose_terraform
from app.toolchains.terraform.examine import examine_stacks

PATIENCE = 5.0
OFFLINE = "every run goes on offline"
REFUSING = "commands that think refuse to start"


def examine_store(settings: Settings) -> Iterator[Check]:
    """The database that the service would use, and who uses it now."""
    from app.bootstrap.store import database_url  # noqa: PLC0415 - the database's library takes its time
    from app.durable.lock import holder_of  # noqa: PLC0415 - as above
    from app.stores.examine import examine_database  # noqa: PLC0415 - as above

    url = database_url(settings)
    yield from examine_database(url)
    if url.startswith("sqlite") and (holder := holder_of(Path(url.removeprefix("sqlite:///")))):
        mend = "for several workers set AGENTS_DATABASE_URL to a PostgreSQL database"
        yield Check("ok", "worker", f"process {holder} serves from it; SQLite takes no second one", mend)


def examine_forge(name: str, settings: Settings) -> Iterator[Check]:
    """One forge of the service: reached with the operator's credentials, nothing is written."""
    several = len(settings.forges) > 1  # a name without its forge may then be the other one's
    globs = tuple(glob for glob in settings.repo_allowlist if not several or glob.startswith(f"{name}/"))
    named = named_repositories(name, globs)
    webhook = f"{settings.public_url}/webhooks/{name}" if settings.public_url else ""
    if name == "github":
        from app.forges.github.examine import examine_github  # noqa: PLC0415 - the forges' libraries take their time

        yield from examine_github(
            api_url=settings.github_api_url,
            app_id=settings.github_app_id,
            private_key=settings.github_private_key,
            token=settings.github_token,
            named=named,
            owners=named_owners(name, settings.repo_allowlist),
            webhook=webhook,
        )
    else:
        from app.forges.gitlab.examine import examine_gitlab  # noqa: PLC0415 - as above

        yield from examine_gitlab(
            url=settings.gitlab_url,
            token=settings.gitlab_token,
            secrets=settings.gitlab_webhook_secret,
            named=named,
            served=lambda project: allows_repository(name, project, settings.repo_allowlist),
            webhook=webhook,
        )


def examine_job(url: str, token: str, repository: str) -> Iterator[Check]:
    """The token of a GitHub workflow's job."""
    from app.forges.github.examine import examine_job as examine  # noqa: PLC0415 - see above

    yield from examine(api_url=url.rstrip("/"), token=token, repository=repository)


def examine_ci(url: str, token: str, project: str) -> Iterator[Check]:
    """The token of a GitLab job that may write to its project."""
    from app.forges.gitlab.examine import examine_gitlab  # noqa: PLC0415 - see above

    named = (project,) if project else ()
    yield from examine_gitlab(
        url=url.rstrip("/"), token=token, secrets=(), named=named, served=lambda _: False, webhook=None
    )


def examine_code(root: Path, policy: Policy, settings: Settings) -> Iterator[Check]:
    """The stacks of a repository, and what keeps each from being planned here."""
    parts = Parts(settings)
    try:
        core = choose_terraform(settings.terraform).version
    except AgentsError:
        core = ""
    isolated = Sandbox.detect().isolation != "none"
    yield from examine_stacks(root, parts.find(root, policy), provider_versions(), core, isolated=isolated)


def examine_reasoner(settings: Settings) -> Iterator[Check]:
    """Who thinks. Claude's address is asked whether it answers at all, which costs nothing."""
    if settings.thinks_with == "offline":
        state: State = "ok" if settings.reasoner == "offline" else "absent"
        found = "offline" if state == "ok" else "offline: there is no key of the Claude API, and none is needed"
        yield Check(state, "reasoner", found, "export ANTHROPIC_API_KEY=…  # docs/guides/claude.md")
        return
    from app.reasoning.claude_request import manner  # noqa: PLC0415 - only where a model is asked

    try:
        require_key(settings)
    except AgentsError as error:
        yield Check("broken", "reasoner", error.wrong, "unset AGENTS_REASONER", REFUSING)
        return
    host = urlsplit(settings.anthropic_base_url).hostname or ""
    try:
        found = f"claude: {manner(settings).id} at {host}, at most {settings.reasoner_usd} USD a run"
    except AgentsError as error:
        wanted = settings.reasoner == "claude"
        state, why = ("broken", REFUSING) if wanted else ("limited", OFFLINE)
        yield Check(state, "reasoner", f"claude: {error.wrong}", error.hint, why)
        return
    if unreachable(settings.anthropic_base_url):
        mend = "export HTTPS_PROXY=http://PROXY:PORT  # or ANTHROPIC_BASE_URL=https://YOUR-GATEWAY"
        yield Check("limited", "reasoner", f"claude: {host} does not answer", mend, OFFLINE)
    else:
        yield Check("ok", "reasoner", found, "", "whether the key is taken shows with the first request")


def unreachable(url: str) -> str:
    """Empty where an address answers at all, else why not."""
    try:
        requests.get(url, timeout=PATIENCE, stream=True, allow_redirects=False).close()
    except requests.RequestException as error:
        cause = error.args[0] if error.args else error
        return f"{type(error).__name__}: {getattr(cause, 'reason', None) or cause}"[:200]
    return ""
