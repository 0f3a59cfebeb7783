"""How the fake GitHub writes what it remembers: complete answers, as GitHub's own OpenAPI file asks for them."""

import subprocess
from typing import Any

from tests.fakes.git_http import run_git
from tests.fakes.github.basics import Basics, node
from tests.fakes.github.state import CheckRun, Comment, Delivery, Repository, Review, Thread, iso


class Shapes(Basics):
    """The answers about pull requests, comments, reviews, checks and deliveries."""

    __slots__ = ()

    def pull(self, repository: Repository, thread: Thread) -> dict[str, Any]:
        """pull-request: the commits are those that git has now."""
        shape = self._thread(repository, thread, "pulls")
        url = shape["url"]
        html = f"{self.web}/{repository.name}/pull/{thread.number}"
        source = self.state.repositories.get(thread.source)
        links = ("self", "html", "issue", "comments", "review_comments", "review_comment", "commits", "statuses")
        merged = {"merged": thread.merged, "merged_at": iso(thread.updated) if thread.merged else None}
        names = ("commits", "review_comments", "review_comment", "statuses", "patch", "diff", "issue")
        return (
            shape
            | {f"{name}_url": f"{url}/{name}" for name in names}
            | merged
            | {
                "html_url": html,
                "_links": {name: {"href": url} for name in links},
                "head": self._end(source, thread.source, thread.branch, thread.head),
                "base": self._end(repository, repository.name, thread.base, tip(repository, thread.base)),
                "merge_commit_sha": None,
                "auto_merge": None,
                "draft": thread.draft,
                "additions": 0,
                "deletions": 0,
                "changed_files": 0,
                "comments": len(thread.comments),
                "commits": 1,
                "mergeable": _mergeable(repository, thread),
                "mergeable_state": "unknown",
                "maintainer_can_modify": False,
                "merged_by": None,
                "review_comments": sum(len(review.comments) for review in thread.reviews),
                "rebaseable": None,
                "requested_reviewers": [],
                "requested_teams": [],
            }
        )

    def _end(self, repository: Repository | None, name: str, branch: str, commit: str) -> dict[str, Any]:
        owner = name.partition("/")[0]
        shape = self.repository(repository) if repository else None
        return {"label": f"{owner}:{branch}", "ref": branch, "sha": commit, "user": self.user(owner), "repo": shape}

    def comment(self, repository: Repository, thread: Thread, comment: Comment) -> dict[str, Any]:
        """issue-comment."""
        kind = "pull" if thread.branch else "issues"
        return {
            "id": comment.id,
            "node_id": node(comment.id),
            "url": f"{self.api}/repos/{repository.name}/issues/comments/{comment.id}",
            "html_url": f"{self.web}/{repository.name}/{kind}/{thread.number}#issuecomment-{comment.id}",
            "issue_url": f"{self.api}/repos/{repository.name}/issues/{thread.number}",
            "body": comment.body,
            "user": self.user(comment.author),
            "author_association": "NONE",
            "created_at": iso(comment.created),
            "updated_at": iso(comment.updated),
        }

    def review(self, repository: Repository, thread: Thread, review: Review) -> dict[str, Any]:
        """pull-request-review."""
        pull = f"{self.api}/repos/{repository.name}/pulls/{thread.number}"
        return {
            "id": review.id,
            "node_id": node(review.id),
            "user": self.user(review.author),
            "body": review.body,
            "state": "COMMENTED",
            "commit_id": review.commit,
            "html_url": f"{self.web}/{repository.name}/pull/{thread.number}#r{review.id}",
            "pull_request_url": pull,
            "_links": {"html": {"href": pull}, "pull_request": {"href": pull}},
            "author_association": "NONE",
            "submitted_at": iso(review.created),
        }

    def remark(self, repository: Repository, thread: Thread, review: Review, sent: dict[str, Any]) -> dict[str, Any]:
        """pull-request-review-comment."""
        pull = f"{self.api}/repos/{repository.name}/pulls/{thread.number}"
        html = f"{self.web}/{repository.name}/pull/{thread.number}#d{sent['id']}"
        return {
            "id": sent["id"],
            "node_id": node(sent["id"]),
            "url": f"{self.api}/repos/{repository.name}/pulls/comments/{sent['id']}",
            "html_url": html,
            "pull_request_url": pull,
            "pull_request_review_id": review.id,
            "diff_hunk": "@@",
            "path": sent["path"],
            "line": sent["line"],
            "side": sent.get("side", "RIGHT"),
            "start_line": sent.get("start_line"),
            "commit_id": review.commit,
            "original_commit_id": review.commit,
            "user": self.user(review.author),
            "body": sent["body"],
            "author_association": "NONE",
            "created_at": iso(review.created),
            "updated_at": iso(review.created),
            "_links": {name: {"href": html} for name in ("self", "html", "pull_request")},
        }

    def check(self, repository: Repository, check: CheckRun) -> dict[str, Any]:
        """check-run."""
        url = f"{self.api}/repos/{repository.name}/check-runs/{check.id}"
        sent = check.sent
        output = sent.get("output") or {}
        done = sent.get("status") == "completed"
        return {
            "id": check.id,
            "node_id": node(check.id),
            "head_sha": check.head,
            "name": sent["name"],
            "url": url,
            "html_url": f"{self.web}/{repository.name}/runs/{check.id}",
            "details_url": sent.get("details_url"),
            "status": sent.get("status", "queued"),
            "conclusion": sent.get("conclusion") if done else None,
            "started_at": sent.get("started_at"),
            "completed_at": sent.get("completed_at"),
            "external_id": sent.get("external_id", ""),
            "check_suite": {"id": 1},
            "app": None,
            "pull_requests": [],
            "output": {
                "title": output.get("title"),
                "summary": output.get("summary"),
                "text": output.get("text"),
                "annotations_count": len(check.annotations),
                "annotations_url": f"{url}/annotations",
            },
        }

    def delivery(self, delivery: Delivery, whole: bool = False) -> dict[str, Any]:
        """hook-delivery-item, or hook-delivery with what was sent."""
        shape = {
            "id": delivery.id,
            "guid": delivery.guid,
            "delivered_at": iso(delivery.at),
            "redelivery": False,
            "duration": 0.1,
            "status": "OK" if 200 <= delivery.status < 300 else "Invalid HTTP Response: " + str(delivery.status),
            "status_code": delivery.status,
            "event": delivery.event,
            "action": delivery.action,
            "installation_id": 1,
            "repository_id": delivery.repository,
        }
        if whole:
            shape |= {
                "request": {"headers": delivery.headers, "payload": delivery.payload},
                "response": {"headers": {}, "payload": None},
            }
        return shape


def commit_at(repository: Repository, reference: str) -> str:
    """The commit of exactly this reference, or empty: git's own patterns also match what lies below a name."""
    listed = run_git(repository.bare, "for-each-ref", "--format=%(objectname) %(refname)", reference)
    found = (line.partition(" ") for line in listed.splitlines())
    return next((commit for commit, _, name in found if name == reference), "")


def tip(repository: Repository, branch: str) -> str:
    """The branch's commit, or empty."""
    return commit_at(repository, f"refs/heads/{branch}")


def _mergeable(repository: Repository, thread: Thread) -> bool | None:
    base = tip(repository, thread.base)
    if not (thread.open and base and thread.head):
        return None
    try:
        run_git(repository.bare, "merge-tree", "--write-tree", base, thread.head)
    except subprocess.CalledProcessError:
        return False
    return True
