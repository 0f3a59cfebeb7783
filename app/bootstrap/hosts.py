"""Opens the forges that the settings name."""

from collections.abc import Mapping, Sequence

from app.domain.event import Event, Ignored
from app.forges.base import Forge, Host
from app.forges.github.host import GitHubHost
from app.forges.gitlab.host import GitLabHost
from app.pipeline.grammar import parse
from app.settings import Settings


class Listening:
    """A host that hears only comments with a command in them: the others never become a run."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.name = host.name

    def parse(self, headers: Mapping[str, str], payload: Mapping[str, object]) -> Event | Ignored:
        """The delivery as an event."""
        event = self._host.parse(headers, payload)
        if isinstance(event, Event) and event.kind == "comment" and parse(event.text).ignored:
            return Ignored("no command in the comment")
        return event

    def delivery(self, headers: Mapping[str, str]) -> str:
        """As the host's."""
        return self._host.delivery(headers)

    def verify(self, headers: Mapping[str, str], body: bytes) -> bool:
        """As the host's."""
        return self._host.verify(headers, body)

    def open(self, repository: str) -> Forge:
        """As the host's."""
        return self._host.open(repository)

    def missed(self, since: str) -> Sequence[tuple[str, Mapping[str, str], Mapping[str, object]]]:
        """As the host's."""
        return self._host.missed(since)

    def reachable(self) -> str:
        """As the host's."""
        return self._host.reachable()

    def budget(self) -> int | None:
        """As the host's."""
        return self._host.budget()

    def close(self) -> None:
        """As the host's."""
        self._host.close()


def open_hosts(settings: Settings) -> Mapping[str, Host]:
    """The configured forges by name: those whose webhook has a secret."""
    hosts: dict[str, Host] = {}
    if settings.github_webhook_secret:
        hosts["github"] = GitHubHost.make(
            api_url=settings.github_api_url,
            app_id=settings.github_app_id,
            private_key=settings.github_private_key,
            token=settings.github_token,
            secrets=settings.github_webhook_secret,
            label=settings.label,
            write_interval=settings.forge_write_interval,
        )
    if settings.gitlab_webhook_secret:
        hosts["gitlab"] = GitLabHost.make(
            settings.gitlab_url,
            settings.gitlab_token,
            settings.gitlab_webhook_secret,
            settings.label,
            settings.forge_write_interval,
        )
    return {name: Listening(host) for name, host in hosts.items()}
