"""Merge requests, held against the real git repositories before every request."""

import re
import subprocess
from typing import Any

from tests.fakes.git_http import run_git
from tests.fakes.gitlab.state import Project, State


def add_merge_request(
    state: State, project: Project, source: Project, branch: str, base: str, title: str, body: str, author: str
) -> dict[str, Any]:
    """A merge request with the next number; ``source`` is another project for a fork's."""
    now, number = state.now(), len(project.merges) + 1
    project.merges[number] = {
        "id": state.next_id(),
        "iid": number,
        "project_id": project.id,
        "title": title,
        "description": body,
        "state": "opened",
        "created_at": now,
        "updated_at": now,
        "source_branch": branch,
        "target_branch": base,
        "source_project_id": source.id,
        "target_project_id": project.id,
        "sha": None,
        "draft": title.startswith("Draft:"),
        "work_in_progress": title.startswith("Draft:"),
        "labels": [],
        "author": state.add_person(author).brief(),
        "web_url": f"https://gitlab.example/{project.path}/-/merge_requests/{number}",
        "diff_refs": None,
        "_notes": [],
        "_awards": [],
        "_discussions": [],
        "_versions": [],
    }
    refresh(state, project)
    return project.merges[number]


def refresh(state: State, project: Project) -> None:
    """Bring open merge requests and their references up to what git holds."""
    for number, merge in project.merges.items():
        source = state.project_of(str(merge["source_project_id"]))
        head, target = source.head(merge["source_branch"]), project.head(merge["target_branch"])
        if merge["state"] != "opened" or not head or head == merge["sha"] or not target:
            continue
        if source is not project:
            run_git(project.bare, "fetch", "--quiet", str(source.bare), f"{head}:refs/keep/{head}")
        run_git(project.bare, "update-ref", f"refs/merge-requests/{number}/head", head)
        base = run_git(project.bare, "merge-base", head, target)
        merge["sha"] = head
        merge["diff_refs"] = {"base_sha": base, "head_sha": head, "start_sha": target}
        merge["_versions"].append(
            {
                "id": state.next_id(),
                "head_commit_sha": head,
                "base_commit_sha": base,
                "start_commit_sha": target,
                "created_at": state.now(),
                "state": "collected",
            }
        )


def diffs(project: Project, merge: dict[str, Any]) -> list[dict[str, Any]]:
    """The changed files with their unified diffs, as GitLab gives them: from the first hunk on."""
    references = merge["diff_refs"]
    if not references:
        return []
    between = ("diff", "-M", references["base_sha"], references["head_sha"])
    names = run_git(project.bare, *between, "--name-status", "-z").strip("\0").split("\0")
    entries, rest = [], iter(names)
    for status in rest:
        if not status:
            break
        old = next(rest)
        new = next(rest) if status.startswith("R") else old
        text = _bytes(project, *between, "--", old, new)
        entries.append(
            {
                "old_path": old,
                "new_path": new,
                "new_file": status == "A",
                "deleted_file": status == "D",
                "renamed_file": status.startswith("R"),
                "diff": text[text.index("@@ -") :] if "@@ -" in text else "",
            }
        )
    return entries


def takes(project: Project, merge: dict[str, Any], position: dict[str, Any]) -> bool:
    """Whether a text position names a line of the diff the way GitLab wants it."""
    commits = {(v["base_commit_sha"], v["start_commit_sha"], v["head_commit_sha"]) for v in merge["_versions"]}
    if tuple(position.get(f"{name}_sha") for name in ("base", "start", "head")) not in commits:
        return False
    entry = next((one for one in diffs(project, merge) if one["new_path"] == position.get("new_path")), None)
    wanted = (position.get("old_line"), position.get("new_line"))
    return bool(entry) and wanted in _pairs(str(entry and entry["diff"])) and position.get("position_type") == "text"


def _pairs(diff: str) -> set[tuple[int | None, int | None]]:
    """(old line, new line) of every line that the diff shows."""
    pairs: set[tuple[int | None, int | None]] = set()
    old = new = 0
    for line in diff.splitlines():
        if found := re.match(r"@@ -(\d+)\S* \+(\d+)", line):
            old, new = int(found[1]), int(found[2])
            continue
        mark = line[:1]
        if mark in {" ", "+", "-"}:
            pairs.add((None if mark == "+" else old, None if mark == "-" else new))
            old, new = old + (mark != "+"), new + (mark != "-")
    return pairs


def _bytes(project: Project, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=project.bare, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")
