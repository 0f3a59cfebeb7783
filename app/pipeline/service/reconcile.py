"""Looks for what no delivery has told: redelivered by hand for GitHub Apps, else read from the forge itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.errors import AgentsError
from app.domain.event import Event, Ignored, Thread
from app.domain.publication import Issue, PullRequest
from app.forges.base import Forge, Host
from app.reports.marker import mark_of, parse_marker
from app.stores.store import Store

OVERLAP = timedelta(minutes=10)
"""Looked through again each time: clocks differ, and a delivery may still have been on its way."""
OURS = "agents/"
"""What the names of the bot's branches begin with."""
REPLY = mark_of("reply").removesuffix(" ")
"""What the marks of all replies begin with."""
REACH = timedelta(days=3)
"""GitHub keeps deliveries for three days."""


@dataclass(frozen=True, slots=True)
class Reconciler:
    """``take`` stores an event under a delivery id and queues it; ``allowed`` is the operator's list.

    ``named`` are repositories that the operator's list names in full, by forge; others are known once they have spoken.
    """

    hosts: Mapping[str, Host]
    store: Store
    take: Callable[[str, str, Event], None]
    allowed: Callable[[str, str], bool]
    named: Mapping[str, Sequence[str]]
    label: str
    now: Callable[[], datetime]
    report: Callable[[str, AgentsError], None]
    stopped: Callable[[], bool] = bool

    def run(self) -> int:
        """Look once; returns how many events were taken. A forge that is down is reported and tried next time."""
        return sum(self._forge(name, host) for name, host in self.hosts.items())

    def _forge(self, name: str, host: Host) -> int:
        started = self.now()
        try:
            taken = self._missed(name, host, started)
        except AgentsError as error:
            self.report(name, error)
            return 0
        for repository in self._repositories(name):
            if self.stopped():
                return taken
            try:
                taken += self._repository(host, repository)
            except AgentsError as error:
                self.report(f"{name}/{repository}", error)
        self.store.saw(name, started.isoformat())
        return taken

    def _missed(self, name: str, host: Host, now: datetime) -> int:
        seen = self.store.last_seen(name)
        since = max(datetime.fromisoformat(seen) - OVERLAP, now - REACH) if seen else now - REACH
        taken = 0
        for delivery, headers, payload in host.missed(since.isoformat()):
            event = host.parse(headers, payload)
            if isinstance(event, Ignored) or not self.allowed(name, event.thread.repository):
                continue
            self.take(name, delivery, event)
            taken += 1
        return taken

    def _repositories(self, name: str) -> Iterable[str]:
        """Those the list names and those that have spoken."""
        known = {*self.named.get(name, ()), *self.store.repositories(name)}
        return sorted(repository for repository in known if self.allowed(name, repository))

    def _repository(self, host: Host, repository: str) -> int:
        forge = host.open(repository)
        taken = 0
        for pull in forge.open_pull_requests():
            thread = Thread(host.name, repository, pull.number, pull_request=True)
            if not pull.draft and not self._is_known(thread, pull) and not _spoke(forge, thread, pull.head):
                self.take(host.name, f"reconciled {thread.name} {pull.head}", _of_pull_request(thread, pull))
                taken += 1
        for issue in forge.labelled_issues(self.label):
            thread = Thread(host.name, repository, issue.number)
            if not self.store.has_run(thread.name) and not _answered(forge, thread):
                self.take(host.name, f"reconciled {thread.name}", _of_issue(thread, issue))
                taken += 1
        return taken

    def _is_known(self, thread: Thread, pull: PullRequest) -> bool:
        """Whether a run has looked, or looks, at this very commit, or made it; not where a push came in between."""
        pushed = self.store.thread(thread.name).pushed
        if pushed == pull.head:
            return True
        if not pushed and not pull.fork and pull.head_branch.startswith(OURS):
            return True  # a run that was interrupted has just opened it, and goes on with it
        runs = [run for run in self.store.runs(thread=thread.name) if run.stop != "superseded"]
        return any(pull.head in {run.event.head, run.head} for run in runs)


def _spoke(forge: Forge, thread: Thread, head: str = "") -> bool:
    """Whether our living comment stands there (for that commit): the forge remembers where a new store does not."""
    found = forge.comment(thread.number, thread.pull_request, mark_of("living"))
    marker = parse_marker(found[1]) if found else None
    return marker is not None and (not head or marker.head == head)


def _answered(forge: Forge, thread: Thread) -> bool:
    """Whether the issue was taken up or refused: an old refusal, long forgotten here, is not said again."""
    return _spoke(forge, thread) or forge.comment(thread.number, thread.pull_request, REPLY) is not None


def _of_pull_request(thread: Thread, pull: PullRequest) -> Event:
    return Event(
        thread,
        "pull_request",
        pull.author,
        f"pull/{pull.number}/{pull.head}/reconciled",
        title=pull.title,
        body=pull.body,
        action="synchronised",
        head=pull.head,
        fork=pull.fork,
    )


def _of_issue(thread: Thread, issue: Issue) -> Event:
    return Event(
        thread,
        "issue_labelled",
        issue.author,
        f"issue/{issue.number}/reconciled",
        title=issue.title,
        body=issue.body,
        at=issue.created,
    )
