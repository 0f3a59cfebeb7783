"""What hangs on commits in the fake GitHub: files, references, checks, statuses, code scanning."""

import base64
import gzip
import subprocess
import zlib
from typing import Any

from tests.fakes.git_http import run_git
from tests.fakes.github.basics import node
from tests.fakes.github.calls import Call, Refusal, Reply, invalid
from tests.fakes.github.shapes import commit_at
from tests.fakes.github.state import CheckRun, Repository, iso

ANNOTATIONS = 50
INLINE_SIZE = 1_000_000


def get_repository(call: Call, owner: str, repo: str) -> Reply:
    """The repository, with what the asking account may do there: of Apps GitHub always says that they may nothing."""
    repository = call.repository(owner, repo)
    role = "none" if call.token.app else repository.roles.get(call.actor, "write")
    push = role in {"write", "maintain", "admin"}
    rights = {
        "admin": role == "admin",
        "maintain": role in {"maintain", "admin"},
        "push": push,
        "triage": push,
        "pull": not call.token.app,
    }
    return Reply(200, call.shapes.repository(repository) | {"permissions": rights})


def get_reference(call: Call, owner: str, repo: str, ref: str) -> Reply:
    """A branch by ``heads/<name>``; 409 in an empty repository."""
    repository = call.repository(owner, repo, "contents", "read")
    if not run_git(repository.bare, "for-each-ref", "--count=1"):
        raise Refusal(409, "Git Repository is empty.")
    commit = commit_at(repository, f"refs/{ref}")
    if not commit:
        raise Refusal(404, "Not Found")
    url = f"{call.shapes.api}/repos/{repository.name}/git"
    thing = {"type": "commit", "sha": commit, "url": f"{url}/commits/{commit}"}
    return Reply(200, {"ref": f"refs/{ref}", "node_id": node(1), "url": f"{url}/refs/{ref}", "object": thing})


def get_file(call: Call, owner: str, repo: str, path: str) -> Reply:
    """A file at a branch or commit; over 1 MB without its content, as GitHub does."""
    repository = call.repository(owner, repo, "contents", "read")
    revision = call.query.get("ref") or repository.default
    try:
        kind = run_git(repository.bare, "cat-file", "-t", f"{revision}:{path}")
        blob = run_git(repository.bare, "rev-parse", f"{revision}:{path}")
    except subprocess.CalledProcessError as error:
        raise Refusal(404, "Not Found") from error
    if kind != "blob":
        return Reply(200, [])
    raw = _blob(repository, blob)
    url = f"{call.shapes.api}/repos/{repository.name}/contents/{path}"
    small = len(raw) <= INLINE_SIZE
    return Reply(
        200,
        {
            "type": "file",
            "name": path.rpartition("/")[2],
            "path": path,
            "sha": blob,
            "size": len(raw),
            "encoding": "base64" if small else "none",
            "content": base64.encodebytes(raw).decode() if small else "",
            "url": url,
            **dict.fromkeys(("git_url", "html_url", "download_url"), url),
            "_links": dict.fromkeys(("self", "git", "html"), url),
        },
    )


def _blob(repository: Repository, blob: str) -> bytes:
    words = ["git", "cat-file", "blob", blob]
    return subprocess.run(words, cwd=repository.bare, capture_output=True, check=True).stdout


def get_blob(call: Call, owner: str, repo: str, sha: str) -> Reply:
    """A blob by its id."""
    repository = call.repository(owner, repo, "contents", "read")
    raw = _blob(repository, sha)
    content = base64.encodebytes(raw).decode()
    shape = {"sha": sha, "node_id": node(1), "url": call.shapes.api, "size": len(raw)}
    return Reply(200, shape | {"content": content, "encoding": "base64"})


def _commit(repository: Repository, revision: str) -> str:
    try:
        return run_git(repository.bare, "rev-parse", "--verify", f"{revision}^{{commit}}")
    except subprocess.CalledProcessError as error:
        raise invalid(f"No commit found for SHA: {revision}") from error


def _checks(call: Call, owner: str, repo: str) -> Repository:
    if not call.token.app:
        raise Refusal(403, "You must authenticate via a GitHub App.")
    return call.repository(owner, repo, "checks")


def make_check(call: Call, owner: str, repo: str) -> Reply:
    """A new check run, also where one of the name is there: GitHub does not look."""
    repository = _checks(call, owner, repo)
    head = _commit(repository, str(call.body.get("head_sha")))
    check = CheckRun(call.state.next_id(), head, {})
    _apply(check, dict(call.body))
    repository.checks.append(check)
    return Reply(201, call.shapes.check(repository, check))


def edit_check(call: Call, owner: str, repo: str, check_id: int) -> Reply:
    """Fields replace, annotations are added."""
    repository = _checks(call, owner, repo)
    check = _check(repository, check_id)
    _apply(check, dict(call.body))
    return Reply(200, call.shapes.check(repository, check))


def _check(repository: Repository, check_id: int) -> CheckRun:
    found = [check for check in repository.checks if check.id == check_id]
    if not found:
        raise Refusal(404, "Not Found")
    return found[0]


def _apply(check: CheckRun, sent: dict[str, Any]) -> None:
    output = sent.get("output") or {}
    annotations = output.get("annotations", [])
    if len(annotations) > ANNOTATIONS:
        raise invalid("Invalid request.\n\nNo more than 50 items are allowed.")
    if len(str(output.get("summary", ""))) > 65_535:
        raise invalid("Invalid request.\n\nSummary is too long.")
    if sent.get("conclusion"):
        sent["status"] = "completed"
    check.annotations.extend(annotations)
    check.sent.update(sent)


def list_checks(call: Call, owner: str, repo: str, ref: str) -> Reply:
    """Of a commit, newest first; ``filter=latest`` keeps one of each name."""
    repository = call.repository(owner, repo, "checks", "read")
    head, name = _commit(repository, ref), call.query.get("check_name")
    found = [one for one in reversed(repository.checks) if one.head == head and name in {None, one.sent["name"]}]
    if call.query.get("filter", "latest") == "latest":
        found = list({one.sent["name"]: one for one in reversed(found)}.values())
    return call.page(found, lambda check: call.shapes.check(repository, check), "check_runs")


def list_annotations(call: Call, owner: str, repo: str, check_id: int) -> Reply:
    """Of a check run."""
    check = _check(call.repository(owner, repo, "checks", "read"), check_id)
    plain = dict.fromkeys(("start_column", "end_column", "title", "raw_details"))
    return call.page(check.annotations, lambda one: plain | {"blob_href": call.shapes.web} | one)


def make_status(call: Call, owner: str, repo: str, sha: str) -> Reply:
    """One more status: the newest of a context counts."""
    repository = call.repository(owner, repo, "statuses")
    head = _commit(repository, sha)
    if len(str(call.body.get("description") or "")) > 140:
        raise invalid(resource="Status", code="custom", field="description")
    now, number = iso(call.state.now()), call.state.next_id()
    status = {
        "id": number,
        "node_id": node(number),
        "url": f"{call.shapes.api}/repos/{repository.name}/statuses/{head}",
        "avatar_url": None,
        "state": call.body.get("state"),
        "description": call.body.get("description"),
        "target_url": call.body.get("target_url"),
        "context": call.body.get("context", "default"),
        "created_at": now,
        "updated_at": now,
        "creator": call.shapes.user(call.actor),
    }
    repository.statuses.append(status | {"sha": head})
    return Reply(201, status)


def list_statuses(call: Call, owner: str, repo: str, ref: str) -> Reply:
    """Of a commit, newest first."""
    repository = call.repository(owner, repo, "statuses", "read")
    head = _commit(repository, ref)
    found = [one for one in reversed(repository.statuses) if one["sha"] == head]
    return call.page(found, lambda one: {key: value for key, value in one.items() if key != "sha"})


def upload_sarif(call: Call, owner: str, repo: str) -> Reply:
    """403 where code scanning is not switched on."""
    repository = call.repository(owner, repo, "security_events")
    if not repository.code_scanning:
        raise Refusal(403, "Code scanning is not enabled for this repository.")
    try:
        text = gzip.decompress(base64.b64decode(str(call.body.get("sarif")))).decode()
    except (ValueError, OSError, zlib.error) as error:
        raise Refusal(400, "sarif is not gzip in Base64") from error
    commit = _commit(repository, str(call.body.get("commit_sha")))
    repository.sarifs.append({"commit": commit, "ref": call.body.get("ref"), "sarif": text})
    return Reply(202, {"id": str(call.state.next_id()), "url": call.shapes.api})
