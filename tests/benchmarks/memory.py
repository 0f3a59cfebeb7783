"""Peak memory of ``agents run`` on the web shop: the whole tree of processes, sampled."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.e2e.agents import EXAMPLES

PAUSE = 0.02
MIB = 1024**2


def measure() -> list[str]:
    """The highest sum of proportional set sizes seen (shared pages are counted once)."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["run", str(EXAMPLES / "issues" / "web-shop.md"), "--repo", f"{folder}/repo", "--report-dir", folder]
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "--json", *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"AGENTS_TERRAFORM": "embedded"},
        )
        peak = 0
        while process.poll() is None:
            peak = max(peak, sum(_proportional(pid) for pid in _tree(process.pid)))
            time.sleep(PAUSE)
    return [f"peak {peak / MIB:.0f} MiB in all processes (exit {process.returncode})"]


def _tree(root: int) -> set[int]:
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, todo = set(), [root]
    while todo:
        pid = todo.pop()
        found.add(pid)
        todo += children.get(pid, [])
    return found


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
