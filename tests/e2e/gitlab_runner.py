"""What GitLab and its runner do with a component: inputs are put in, a commit is checked out, the script runs."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.e2e.worlds import GitLabWorld
from tests.fakes.git_http import run_git

COMPONENT = Path(__file__).parents[2] / "templates" / "agents.yml"
INPUT = re.compile(r"\$\[\[ inputs\.([\w-]+) \]\]")
NO_COMMIT = "0" * 40


def render(given: Mapping[str, Any] | None = None, component: Path = COMPONENT) -> dict[str, Any]:
    """The component with its inputs, as ``include: inputs:`` makes it; raises where GitLab refuses one."""
    header, body = yaml.safe_load_all(component.read_text("utf-8"))
    known = header["spec"]["inputs"]
    values = {name: (given or {}).get(name, one["default"]) for name, one in known.items()}
    if unknown := set(given or {}) - set(known):
        raise ValueError(f"unknown inputs {unknown}")
    for name, value in values.items():
        _require(name, value, known[name])
    rendered: dict[str, Any] = _filled(body, values)
    return rendered


def _require(name: str, value: Any, known: Mapping[str, Any]) -> None:
    kinds: Mapping[str, type] = {"boolean": bool, "string": str}
    if not isinstance(value, kinds[known.get("type", "string")]):
        raise TypeError(f"{name} is no {known.get('type', 'string')}")
    if "options" in known and value not in known["options"]:
        raise ValueError(f"{name} is none of {known['options']}")
    if "regex" in known and not re.search(known["regex"], str(value)):
        raise ValueError(f"{name} does not match {known['regex']}")


def _filled(node: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(node, dict):
        return {_filled(key, values): _filled(value, values) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(one, values) for one in node]
    if not isinstance(node, str):
        return node
    return INPUT.sub(lambda found: _text(values[found[1]]), node)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class Ended:
    """A job that ran: its exit code, its log, and the folder that it checked out."""

    code: int
    log: str
    root: Path

    def artifact(self, name: str) -> Path:
        """A file of the report folder."""
        return self.root / "iac-agents-report" / name


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs jobs of one project of the fake in folders of their own."""

    world: GitLabWorld
    folder: Path

    def run(
        self, sha: str, variables: Mapping[str, str], inputs: Mapping[str, Any] | None = None, *, token: str = ""
    ) -> Ended:
        """The component's job on a commit; ``token`` is what a masked variable holds."""
        (job,) = render(inputs).values()
        root = self.folder / f"{len(list(self.folder.iterdir()))}-builds"
        self._check_out(root, sha)
        project = self.world.fake.world.project_of(self.world.repository)
        predefined = {
            "CI": "true",
            "GITLAB_CI": "true",
            "CI_SERVER_URL": self.world.fake.url,
            "CI_PROJECT_DIR": str(root),
            "CI_PROJECT_ID": str(project.id),
            "CI_PROJECT_PATH": project.path,
            "CI_DEFAULT_BRANCH": project.default_branch,
            "CI_COMMIT_SHA": sha,
            "CI_COMMIT_BEFORE_SHA": NO_COMMIT,
            "CI_JOB_ID": "77",
            "CI_JOB_URL": f"https://gitlab.example/{project.path}/-/jobs/77",
            "GITLAB_USER_LOGIN": "ada",
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AGENTS_", "CI", "GITLAB"))}
        ours = {"AGENTS_TERRAFORM": "embedded", "AGENTS_FORGE_WRITE_INTERVAL": "0"}
        if "AGENTS_CACHE_DIR" in os.environ:
            ours["AGENTS_CACHE_DIR"] = os.environ["AGENTS_CACHE_DIR"]
        ours |= {"AGENTS_GITLAB_TOKEN": token} if token else {}
        path = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", "\n".join(job["script"])],
            cwd=root,
            env=kept | path | ours | predefined | job["variables"] | dict(variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=300,
        )
        return Ended(done.returncode, done.stdout, root)

    def _check_out(self, root: Path, sha: str) -> None:
        """A shallow, detached checkout, as the runner makes one; its remote holds the job's own credentials."""
        address = self.world.fake.url.replace(
            "://", f"://gitlab-ci-token:{self.world.environment()['AGENTS_GITLAB_TOKEN']}@"
        )
        root.mkdir(parents=True)
        for words in (
            ("init", "--quiet", "."),
            ("remote", "add", "origin", f"{address}/{self.world.repository}.git"),
            ("fetch", "--quiet", "--no-tags", "--depth=1", "origin", f"+{sha}:refs/pipelines/9"),
            ("checkout", "--quiet", "--force", sha),
        ):
            subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)

    def merged(self, head: str, target: str) -> str:
        """A merge of both that no branch has, as GitLab makes it for pipelines of merged results."""
        bare = self.world.fake.world.project_of(self.world.repository).bare
        tree = run_git(bare, "merge-tree", "--write-tree", head, target)
        made = run_git(bare, "commit-tree", tree, "-p", target, "-p", head, "-m", "Merged")
        run_git(bare, "update-ref", "refs/merge-requests/1/merge", made)
        return made

    def merge_request(self, number: int) -> dict[str, str]:
        """The variables of a merge request's pipeline, of the present state."""
        merge = self.world.fake.thread(self.world.repository, number, merge=True)
        return {
            "CI_PIPELINE_SOURCE": "merge_request_event",
            "CI_MERGE_REQUEST_IID": str(number),
            "CI_MERGE_REQUEST_TITLE": merge["title"],
            "CI_MERGE_REQUEST_DRAFT": str(merge["draft"]).lower(),
            "CI_MERGE_REQUEST_PROJECT_ID": str(merge["target_project_id"]),
            "CI_MERGE_REQUEST_PROJECT_PATH": self.world.repository,
            "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": str(merge["source_project_id"]),
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": merge["diff_refs"]["base_sha"],
            "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": "",
        }

    def trigger(self, delivery: tuple[Mapping[str, str], bytes]) -> dict[str, str]:
        """The variables of a pipeline that a webhook started by its trigger; the payload is in a file."""
        payload = self.folder / f"{len(list(self.folder.iterdir()))}-payload"
        payload.write_bytes(delivery[1])
        return {"CI_PIPELINE_SOURCE": "trigger", "TRIGGER_PAYLOAD": str(payload)}
