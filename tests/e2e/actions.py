"""A consumer's repository whose workflow uses the action, run by act in host mode against a fake GitHub."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from action.install import key_of
from app.settings import read_settings

ROOT = Path(__file__).parents[2]
ACT = Path(sys.executable).with_name("act")
CACHE = "actions/cache@55cc8345863c7cc4c66a329aec7e433d2d1c52a9"
WORKFLOW = """\
on: {events}
jobs:
  agents:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
      - id: agents
        uses: iac-agents/iac-agents@v1
        with: {inputs}
      - if: always()
        shell: bash
        env: {{ TOLD: "${{{{ toJSON(steps.agents) }}}}" }}
        run: printf '%s' "$TOLD" >"$AGENTS_TEST_TOLD"
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What is left of a workflow's run: act's exit code, its log line by line, the step's outputs and its result."""

    code: int
    log: tuple[Mapping[str, Any], ...]
    outputs: Mapping[str, str]
    result: str

    def _taken(self) -> list[Mapping[str, Any]]:
        """What the runner took as workflow commands of the step that runs the program."""
        return [one for one in self.log if "command" in one and one.get("stepID") == ["agents", "run"]]

    def annotations(self, level: str) -> list[tuple[str, Mapping[str, str]]]:
        """Message and properties of each."""
        return [(str(one["arg"]), one.get("kvPairs") or {}) for one in self._taken() if one["command"] == level]

    @property
    def summary(self) -> str:
        """The step's summary."""
        return "".join(str(one["content"]) for one in self._taken() if one["command"] == "summary")

    @property
    def exit_code(self) -> int:
        """The program's own."""
        ends = [re.fullmatch(r"exit status (\d+)", str(one["msg"])) for one in self.log]
        return next((int(end[1]) for end in ends if end), 0)

    def text(self) -> str:
        """The log as people see it."""
        return "\n".join(str(one.get("msg", "")) for one in self.log)

    def seconds_to(self, words: str) -> float:
        """From the action's first step to the first line with these words."""
        begun = next(one for one in self.log if "Run Main iac-agents" in str(one.get("msg")))
        found = next(one for one in self.log if words in str(one.get("msg")))
        return (datetime.fromisoformat(found["time"]) - datetime.fromisoformat(begun["time"])).total_seconds()


RELEASED = ("action.yml", "action", "app", "requirements.runtime.lock")
"""What the action is made of."""


def released(folder: Path) -> Path:
    """The action as a consumer's runner gets it: without what only this checkout has."""
    for name in RELEASED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


class Consumer:
    """One repository on a machine with a runner; the action is the one in ``action``.

    The programs are those of the development environment, kept where the action looks for what an earlier job has
    left on the machine; with ``fresh`` there are none.
    """

    def __init__(self, folder: Path, api_url: str, action: Path, *, fresh: bool = False) -> None:
        self.folder, self._api, self._action = folder, api_url, action
        self.checkout = folder / "checkout"
        if not fresh:
            self._lend()

    def _lend(self) -> None:
        home = self.folder / "act" / "tool_cache" / "iac-agents" / key_of(self._action)
        home.mkdir(parents=True)
        (home / "venv").symlink_to(sys.prefix)
        (home / "tools").symlink_to(read_settings(os.environ).cache_dir)
        home.with_name(f"{home.name}.ready").touch()

    def clone(self, bare: Path, branch: str = "main") -> None:
        """Check out a branch, as `actions/checkout` would."""
        shutil.rmtree(self.checkout, ignore_errors=True)
        git = ("git", "-c", "safe.directory=*")
        subprocess.run([*git, "clone", "--quiet", "--branch", branch, bare, self.checkout], check=True)
        subprocess.run(
            [*git, "remote", "set-url", "origin", "https://github.com/acme/web"], check=True, cwd=self.checkout
        )

    def run(
        self,
        event: str,
        payload: Mapping[str, Any],
        token: str,
        inputs: Mapping[str, str] | None = None,
        *,
        environment: Mapping[str, str] | None = None,
    ) -> Ran:
        """Run the workflow for an event."""
        workflows = self.folder / "workflows"
        workflows.mkdir(exist_ok=True)
        text = WORKFLOW.format(events=f"[{event}]", inputs=json.dumps(dict(inputs or {})))
        (workflows / "agents.yml").write_text(text)
        (self.folder / "event.json").write_text(json.dumps(payload))
        told = self.folder / "told.json"
        told.unlink(missing_ok=True)
        given = {
            "GITHUB_API_URL": self._api,
            "AGENTS_TEST_TOLD": str(told),
            "AGENTS_TEST_CACHE": str(self.folder / "cache"),
            "AGENTS_FORGE_WRITE_INTERVAL": "0",
            **(environment or {}),
        }
        words: list[str | Path] = [
            *(ACT, event, "--json", "--pull=false", "--no-cache-server", "--platform", "ubuntu-latest=-self-hosted"),
            *("--workflows", workflows, "--eventpath", self.folder / "event.json"),
            *("--actor", "ada", "--secret", f"GITHUB_TOKEN={token}", "--action-cache-path", self.folder / "act"),
            *("--local-repository", f"iac-agents/iac-agents@v1={self._action}"),
            *("--local-repository", f"{CACHE}={ROOT / 'tests' / 'fakes' / 'actions_cache'}"),
            *(part for name, value in given.items() for part in ("--env", f"{name}={value}")),
        ]
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("AGENTS_", "GITHUB_"))}
        done = subprocess.run(
            words,
            cwd=self.checkout,
            env=kept | {"HOME": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        log = tuple(json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))
        step = json.loads(told.read_text()) if told.exists() else {}
        return Ran(done.returncode, log, step.get("outputs", {}), step.get("outcome", ""))
