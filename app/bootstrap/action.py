"""Puts together what carries out a single event: one forge, a store that is thrown away, the tools."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.bootstrap.hosts import Listening
from app.bootstrap.parts import Parts, scratch
from app.bootstrap.rules import known_rules, rule_of
from app.bootstrap.thinking import job_reasoning
from app.domain.event import Event
from app.forges.base import Forge, Host
from app.forges.github.host import GitHubHost
from app.forges.gitlab.host import GitLabHost
from app.pipeline.meter import Meter
from app.pipeline.service.site import Operator, Site
from app.reports.marker import mark_of, parse_marker
from app.settings import Settings
from app.stores.artifacts import Artifacts
from app.stores.store import Store


def github_host(settings: Settings, token: str, login: str = "") -> Host:
    """GitHub with a token; nothing is verified, since nobody delivers."""
    host = GitHubHost.make(
        api_url=settings.github_api_url,
        token=token,
        label=settings.label,
        login=login,
        write_interval=settings.forge_write_interval,
    )
    return Listening(host)


def gitlab_host(settings: Settings, token: str) -> Host:
    """GitLab with a token; nothing is verified, since nobody delivers."""
    return Listening(GitLabHost.make(settings.gitlab_url, token, (), settings.label, settings.forge_write_interval))


@contextmanager
def open_site(parts: Parts, forge: Forge, operator: Operator, meter: Meter) -> Iterator[tuple[Site, list[str]]]:
    """A site for one event, and the runs that its intake queues; gone at the end but for what the forge holds."""
    pending: list[str] = []
    with scratch() as folder:
        store = Store.open(f"sqlite:///{folder / 'agents.db'}")
        try:
            site = Site(
                store=store,
                artifacts=Artifacts(folder),
                open=lambda _forge, _repository: forge,
                tools=parts,
                operator=operator,
                scratch=scratch,
                enqueue=lambda run, _thread: pending.append(run),
                meter=meter,
                rule_of=rule_of,
                known_rules=known_rules,
                reasoning=lambda run: job_reasoning(parts, run, store),
            )
            yield site, pending
        finally:
            store.close()


def recall(site: Site, forge: Forge, event: Event) -> None:
    """Go on with the living comment that an earlier run has left in the thread: newer than it, in its place."""
    thread = event.thread
    found = forge.comment(thread.number, thread.pull_request, mark_of("living"))
    marker = parse_marker(found[1]) if found else None
    if found and marker:
        site.store.number_from(thread.name, marker.sequence)
        site.store.remember(thread.name, comments={"living": found[0]})
