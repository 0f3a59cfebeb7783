"""The action until its first stage: on a fresh machine, with a cache, on a machine that has everything.

act runs a consumer's workflow in host mode. ``actions/cache`` is a stand-in that copies the folder, so GitHub's own
network is in no figure; packages come from the registry that is configured, past every local cache.
"""

import shutil
import tempfile
from pathlib import Path

from tests.e2e.actions import Consumer, Ran, released
from tests.fakes.github import FakeGitHub

STACK = 'resource "aws_sqs_queue" "jobs" {\n  name = "jobs"\n}\n'
FIRST = "… tester"


def measure() -> list[str]:
    """Seconds from the action's first step to its first stage, for a schedule that reviews one small stack."""
    with tempfile.TemporaryDirectory() as name, FakeGitHub(Path(name) / "git") as fake:
        folder = Path(name)
        fake.repository("acme/web", {"infra/main.tf": STACK})
        consumer = Consumer(folder, fake.api_url, released(folder / "released"), fresh=True)
        consumer.clone(folder / "git" / "acme/web.git")
        token = fake.workflow_token("acme/web", contents="read")
        fresh = {"UV_CACHE_DIR": str(folder / "uv"), "PIP_NO_CACHE_DIR": "1"}

        def run() -> Ran:
            return consumer.run("schedule", {}, token, {"fail-on": "never"}, environment=fresh)

        cold = run()
        shutil.rmtree(folder / "act" / "tool_cache")
        warm = run()
        there = run()
        size = sum(path.lstat().st_size for path in (folder / "cache").rglob("*"))
    return [
        f"cold {_told(cold)}",
        f"warm {_told(warm)}, {size / 1e6:.0f} MB copied from the cache",
        f"there already {_told(there)}",
    ]


def _told(ran: Ran) -> str:
    if ran.result != "success":
        return f"failed:\n{ran.text()[-2000:]}"
    return f"{ran.seconds_to(FIRST):.0f} s"
