"""Pull requests on GitHub."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.errors import Failure
from app.domain.publication import PullRequest
from app.forges.github.part import Part
from app.forges.github.refusals import Refused

SETTING = (
    "tick Settings → Actions → General → Workflow permissions → "
    "Allow GitHub Actions to create and approve pull requests"
)
MAY_NOT = "not permitted to create"
"""In GitHub's refusal where the repository's settings keep workflows from opening pull requests."""


class Pulls(Part):
    """Pull requests of one repository."""

    def pull_request(self, number: int) -> PullRequest:
        """The pull request as it is now; raises ``Failure`` where there is none."""
        doing = f"reading pull request #{number}"
        return pull_request_of(self._client.get(self._path("pulls", number), doing))

    def open_pull_requests(self) -> Sequence[PullRequest]:
        """The open ones."""
        found = self._client.pages(self._path("pulls"), "listing pull requests", state="open")
        return tuple(one for one in map(pull_request_of, found) if one.open)

    def ensure_pull_request(self, branch: str, base: str, title: str, body: str) -> PullRequest:
        """The open pull request from ``branch`` into ``base``, made where missing, title and body as given."""
        doing = f"opening a pull request from {branch}"

        def look() -> Any:
            head = f"{self.repository.partition('/')[0]}:{branch}"
            listed = self._client.pages(self._path("pulls"), doing, state="open", head=head, base=base)
            return next((one for one in listed if _is_wanted(one, branch, base)), None)

        found = look()
        if found is None:
            words = {"head": branch, "base": base, "title": title, "body": body}
            found = self._make(doing, words, look)
        if (found.get("title"), found.get("body") or "") != (title, body):
            words = {"title": title, "body": body}
            found = self._client.write("PATCH", self._path("pulls", found["number"]), doing, words)
        return pull_request_of(found)

    def _make(self, doing: str, words: Mapping[str, str], look: Any) -> Any:
        try:
            return self._client.create(self._path("pulls"), doing, words, look)
        except Refused as refusal:
            if refusal.status == 403 and MAY_NOT in refusal.wrong:
                hint = f"{SETTING}, then ask again; {words['head']} is pushed and can be proposed by hand"
                raise Failure(doing, refusal.wrong, hint) from refusal
            if refusal.status != 422:
                raise
            hint = "push the branch again, or see that it differs from its base"
            raise Failure(doing, refusal.wrong, hint) from refusal


def _is_wanted(data: Mapping[str, Any], branch: str, base: str) -> bool:
    """Whether it is the open one from our branch; where a repository was renamed, GitHub's list has others too."""
    found = pull_request_of(data)
    return found.open and not found.fork and (found.head_branch, found.base_branch) == (branch, base)


def pull_request_of(data: Mapping[str, Any]) -> PullRequest:
    """GitHub's pull request as ours; one whose fork was deleted has no repository at its head."""
    head, base = data["head"], data["base"]
    source, target = head.get("repo") or {}, base.get("repo") or {}
    return PullRequest(
        number=data["number"],
        title=data.get("title") or "",
        body=data.get("body") or "",
        author=(data.get("user") or {}).get("login", "ghost"),
        head=head["sha"],
        head_branch=head["ref"],
        base=base["sha"],
        base_branch=base["ref"],
        fetch=f"refs/pull/{data['number']}/head",
        fork=source.get("id") != target.get("id"),
        draft=bool(data.get("draft")),
        open=data.get("state") == "open",
        merged=bool(data.get("merged") or data.get("merged_at")),
        labels=tuple(one["name"] for one in data.get("labels", ())),
        url=data.get("html_url") or "",
    )
