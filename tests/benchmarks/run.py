"""``agents run`` on the web shop against its critical path.

The critical path is the longest chain of what no implementation can leave out, measured alone on the same stack in the
same process: the Terraform steps in their sandbox, beside them one warm scan (with secrets), once per repair round.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app import bootstrap
from app.domain.stack import Stack
from app.processes.git import require_git
from tests.e2e.agents import EXAMPLES, answer

ROUNDS = 3


def measure() -> list[str]:
    """Medians of ``ROUNDS`` rounds; seconds are shown for orientation, the ratio is the figure."""
    walls, paths, details = [], [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            started = time.perf_counter()
            record = answer(
                "run", EXAMPLES / "issues" / "web-shop.md", "--repo", place / "repo", "--report-dir", place / "report"
            )
            walls.append(time.perf_counter() - started)
            require_git("x", "clone", "-q", "-b", record["branch"], str(place / "repo"), str(place / "tree"), cwd=place)
            deploy, scan = _alone(place / "tree", record["stacks"][0])
            rounds = 1 + sum("mended" in stage["why"] for stage in record["stages"] if stage["stage"] == "repair")
            paths.append(max(deploy, scan) * rounds)
            details.append((deploy, scan))
    deploy, scan = (statistics.median(values) for values in zip(*details, strict=True))
    ratio = statistics.median(wall / path for wall, path in zip(walls, paths, strict=True))
    return [
        f"wall {statistics.median(walls):.2f} s, Terraform steps alone {deploy:.2f} s, warm scan alone {scan:.2f} s",
        f"wall / critical path = {ratio:.2f} (aim ≤ 1.25)",
    ]


def _alone(root: Path, stack: str) -> tuple[float, float]:
    with bootstrap.parts() as parts:
        parts.scanner.scan(root, [stack])
        scan = _timed(lambda: parts.scanner.scan(root, [stack]))
        deploy = _timed(lambda: parts.deployment.test(root, [Stack(stack)]))
    return deploy, scan


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
