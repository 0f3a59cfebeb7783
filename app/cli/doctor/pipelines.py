"""GitLab CI: the file that includes the component, and inside a job what GitLab gives it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import yaml

from app.analysis.nodes import NodeReader
from app.bootstrap import examine
from app.cli.doctor.base import Door, Look, Scene
from app.cli.doctor.workflows import beginning, fields
from app.domain.check import Check
from app.domain.event import NO_COMMIT
from app.processes.git import git

FILE = ".gitlab-ci.yml"
GUIDE = "docs/guides/gitlab-ci.md"
COMPONENT = re.compile(r".*/iac-agents/agents@(?P<ref>\S+)")
REMOTE = re.compile(r"https?://.*/iac-agents/(?:-/raw/)?(?P<ref>[^/]+)/templates/agents\.yml(?:\?.*)?")
TOKEN_VARIABLE = "AGENTS_GITLAB_TOKEN"  # noqa: S105 - the variable's name
BASES = ("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", "CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_COMMIT_BEFORE_SHA")
VERSION = re.compile(r"v?\d+\.\d+\.\d+[\w.-]*|[0-9a-f]{40}")


def door() -> Door:
    """Wanted inside a job, and where the pipeline includes the component."""
    mend = f"include: [{{component: $CI_SERVER_FQDN/GROUP/iac-agents/agents@VERSION}}]  # {GUIDE}"
    return Door("GitLab CI", _wanted, _looks, Check("absent", "pipeline", "none here includes the component", mend))


def _inside(scene: Scene) -> bool:
    return scene.environment.get("GITLAB_CI") == "true"


def _wanted(scene: Scene) -> bool:
    return _inside(scene) or bool(_text(scene.folder))


def _looks(scene: Scene) -> Sequence[Look]:
    job: list[Look] = [partial(_token, scene.environment), partial(_history, scene)]
    return [partial(_file, scene.folder), *(job if _inside(scene) else ())]


def _text(folder: Path) -> str:
    """The pipeline's text where it speaks of us; empty else."""
    path = folder / FILE
    if path.is_symlink() or not path.is_file():
        return ""
    text = beginning(path)
    return text if "iac-agents" in text else ""


def _file(folder: Path) -> Iterator[Check]:
    text = _text(folder)
    if not text:
        return
    reader = NodeReader()
    node = reader.compose(text)
    for line, wrong in reader.problems:
        yield Check("broken", f"{FILE}:{line}", wrong, "correct it", "GitLab runs no pipeline")
    found = list(_included(node))
    if node is not None and not found:
        yield Check("ok", FILE, "it names iac-agents, and includes nothing of it")
    for line, ref in found:
        if VERSION.fullmatch(ref):
            yield Check("ok", f"{FILE}:{line}", f"version {ref}")
        else:
            mend = f"name a whole version, such as v1.2.3  # {GUIDE}"
            yield Check("limited", f"{FILE}:{line}", f"it follows {ref}", mend, "other code may run by itself")


def _included(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    """Line and version of each include of ours: a component, an address, or a file of another project."""
    include = fields(node).get("include")
    if include is None:
        return
    for entry in include.value if isinstance(include, yaml.SequenceNode) else [include]:
        parts = fields(entry)
        component, remote, project = (_word(parts.get(name)) for name in ("component", "remote", "project"))
        match = COMPONENT.fullmatch(component) or REMOTE.fullmatch(remote or _word(entry))
        if match:
            yield entry.start_mark.line + 1, match["ref"]
        elif project.rpartition("/")[2] == "iac-agents":
            yield entry.start_mark.line + 1, _word(parts.get("ref")) or "the project's default branch"


def _word(node: yaml.Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _token(environment: Mapping[str, str]) -> Iterator[Check]:
    name = environment.get("INPUT_TOKEN_VARIABLE") or TOKEN_VARIABLE
    token = environment.get(name, "")
    if not token:
        mend = f"Settings → CI/CD → Variables: {name}, masked, with a project access token of scope api"
        why = "a job's own token may not write notes; reports are there as artifacts"
        yield Check("limited", "token", f"{name} is not set for this job", mend, why)
        return
    url = environment.get("CI_SERVER_URL", "") or "https://gitlab.com"
    yield from examine.examine_ci(url, token, environment.get("CI_PROJECT_PATH", ""))


def _history(scene: Scene) -> Iterator[Check]:
    """Whether the commit that a change is compared with is here, or can only be fetched."""
    base = next((found for name in BASES if (found := scene.environment.get(name, ""))), NO_COMMIT)
    if base == NO_COMMIT or not re.fullmatch("[0-9a-f]{40,64}", base):
        return
    if git("cat-file", "-e", f"{base}^{{commit}}", cwd=scene.folder).exit_code:
        why = "what a change brought is told by comparing with it"
        yield Check(
            "limited", "history", f"the commit before, {base[:12]}, is not here", "variables: {GIT_DEPTH: 0}", why
        )
    else:
        yield Check("ok", "history", f"the commit before, {base[:12]}, is here")
