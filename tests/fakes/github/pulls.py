"""Pull requests of the fake GitHub: their commits are read from git, whenever they are asked for."""

import re
import subprocess
from typing import Any

from tests.fakes.git_http import run_git
from tests.fakes.github.calls import Call, Refusal, Reply, invalid
from tests.fakes.github.shapes import tip
from tests.fakes.github.state import Repository, Review, State, Thread

STATUS = {"A": "added", "D": "removed", "M": "modified", "T": "changed", "R": "renamed", "C": "copied"}
HUNK = re.compile(r"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


def refresh(state: State, repository: Repository) -> None:
    """Bring the heads of open pull requests and ``refs/pull/N/head`` to what the branches are now."""
    for thread in repository.pulls:
        source = state.repositories.get(thread.source)
        head = tip(source, thread.branch) if source and thread.open else ""
        if not head:
            continue
        reference = f"refs/pull/{thread.number}/head"
        if source is not repository and source is not None:
            run_git(repository.bare, "fetch", "--quiet", str(source.bare.resolve()), f"+{head}:{reference}")
        elif head != thread.head:
            run_git(repository.bare, "update-ref", reference, head)
        if head != thread.head:
            thread.updated = state.now()
        thread.head = head


def list_pulls(call: Call, owner: str, repo: str) -> Reply:
    """By state, head (``owner:branch``) and base; newest first."""
    repository = call.repository(owner, repo)
    refresh(call.state, repository)
    state, head, base = (call.query.get(key, "") for key in ("state", "head", "base"))
    found = [
        thread
        for thread in sorted(repository.pulls, key=lambda one: -one.number)
        if (state or "open") in {"all", "open" if thread.open else "closed"}
        and head in {"", f"{thread.source.partition('/')[0]}:{thread.branch}"}
        and base in {"", thread.base}
    ]
    return call.page(found, lambda thread: call.shapes.pull(repository, thread))


def get_pull(call: Call, owner: str, repo: str, number: int) -> Reply:
    """One of them."""
    repository, thread = _pull(call, owner, repo, number)
    return Reply(200, call.shapes.pull(repository, thread))


def _pull(call: Call, owner: str, repo: str, number: int) -> tuple[Repository, Thread]:
    repository, thread = call.thread(owner, repo, number)
    if not thread.branch:
        raise Refusal(404, "Not Found")
    refresh(call.state, repository)
    return repository, thread


def make_pull(call: Call, owner: str, repo: str) -> Reply:
    """422 where one is open, where there is nothing between the branches, or where a branch is missing."""
    repository = call.repository(owner, repo, "pull_requests")
    if call.actor == "github-actions[bot]" and not call.state.workflows_propose:
        raise Refusal(403, "GitHub Actions is not permitted to create or approve pull requests.")
    branch, base = str(call.body.get("head")), str(call.body.get("base"))
    branch = branch.removeprefix(f"{owner}:")
    if not tip(repository, branch):
        raise invalid(resource="PullRequest", field="head", code="invalid")
    if not tip(repository, base):
        raise invalid(resource="PullRequest", field="base", code="invalid")
    if any(
        one.open and (one.source, one.branch, one.base) == (repository.name, branch, base) for one in repository.pulls
    ):
        message = f"A pull request already exists for {owner}:{branch}."
        raise invalid(resource="PullRequest", code="custom", message=message)
    if not run_git(repository.bare, "rev-list", "-n1", f"{base}..{branch}"):
        raise invalid(resource="PullRequest", code="custom", message=f"No commits between {base} and {branch}")
    title = str(call.body.get("title") or "")
    if not title:
        raise invalid(resource="PullRequest", code="missing_field", field="title")
    thread = add_pull(call.state, repository, branch, base, title, str(call.body.get("body") or ""), call.actor)
    thread.draft = bool(call.body.get("draft"))
    return Reply(201, call.shapes.pull(repository, thread))


def add_pull(
    state: State, repository: Repository, branch: str, base: str, title: str, body: str, author: str, source: str = ""
) -> Thread:
    """Keep a pull request."""
    now, number = state.now(), max(repository.threads, default=0) + 1
    thread = Thread(state.next_id(), number, author, title, body, now, now)
    thread.branch, thread.base, thread.source = branch, base, source or repository.name
    repository.threads[number] = thread
    refresh(state, repository)
    return thread


def edit_pull(call: Call, owner: str, repo: str, number: int) -> Reply:
    """Title, body, state."""
    repository, thread = _pull(call, owner, repo, number)
    call.writable(owner, repo, number)
    for key in ("title", "body"):
        if key in call.body:
            setattr(thread, key, str(call.body[key] or ""))
    if "state" in call.body:
        thread.open = call.body["state"] == "open"
    thread.updated = call.state.now()
    return Reply(200, call.shapes.pull(repository, thread))


def list_files(call: Call, owner: str, repo: str, number: int) -> Reply:
    """What the pull request changes since the merge base."""
    repository, thread = _pull(call, owner, repo, number)
    return call.page(
        changed(repository, thread),
        lambda row: row | {"blob_url": call.shapes.web, "raw_url": call.shapes.web, "contents_url": call.shapes.api},
    )


def changed(repository: Repository, thread: Thread) -> list[dict[str, Any]]:
    """Rows of ``GET /pulls/N/files``, without addresses."""
    span = f"{tip(repository, thread.base)}...{thread.head}"
    listed = run_git(repository.bare, "diff", "-M", "--raw", "-z", "--no-abbrev", span).strip("\0").split("\0")
    rows = []
    while listed and listed[0]:
        parts = listed.pop(0).split()
        names = [listed.pop(0) for _ in range(2 if parts[4][0] in "RC" else 1)]
        text = run_git(repository.bare, "-c", "core.quotePath=off", "diff", "-M", span, "--", *names)
        start = text.find("@@ ")
        patch = text[start:] if start >= 0 else ""
        added = sum(line.startswith("+") for line in patch.splitlines())
        removed = sum(line.startswith("-") for line in patch.splitlines())
        row = {"sha": parts[3], "filename": names[-1], "status": STATUS[parts[4][0]]}
        row |= {"previous_filename": names[0]} if len(names) > 1 else {}
        row |= {"patch": patch} if patch else {}
        rows.append(row | {"additions": added, "deletions": removed, "changes": added + removed})
    return rows


def list_remarks(call: Call, owner: str, repo: str, number: int) -> Reply:
    """Comments on lines."""
    repository, thread = _pull(call, owner, repo, number)
    pairs = [(review, sent) for review in thread.reviews for sent in review.comments]
    return call.page(pairs, lambda pair: call.shapes.remark(repository, thread, *pair))


def make_review(call: Call, owner: str, repo: str, number: int) -> Reply:
    """All or nothing: one comment on a line that is not in the diff refuses the review."""
    repository, thread = _pull(call, owner, repo, number)
    call.writable(owner, repo, number)
    commit = str(call.body.get("commit_id") or thread.head)
    try:
        run_git(repository.bare, "merge-base", "--is-ancestor", commit, thread.head)
    except subprocess.CalledProcessError as error:
        raise Refusal(422, "Unprocessable Entity", ["commit_id is not part of the pull request"]) from error
    rows = {row["filename"]: row.get("patch", "") for row in changed(repository, thread)}
    for sent in call.body.get("comments", ()):
        if sent["path"] not in rows:
            raise Refusal(422, "Unprocessable Entity", ["Path could not be resolved"])
        shown = _shown(rows[sent["path"]])
        if not {sent["line"], sent.get("start_line") or sent["line"]} <= shown:
            raise Refusal(422, "Unprocessable Entity", ["Line could not be resolved"])
    comments = [dict(sent) | {"id": call.state.next_id()} for sent in call.body.get("comments", ())]
    body = str(call.body.get("body") or "")
    review = Review(call.state.next_id(), call.actor, body, commit, call.state.now(), comments)
    thread.reviews.append(review)
    return Reply(200, call.shapes.review(repository, thread, review))


def _shown(patch: str) -> set[int]:
    lines: set[int] = set()
    for start, count in HUNK.findall(patch):
        lines.update(range(int(start), int(start) + int(count or 1)))
    return lines
