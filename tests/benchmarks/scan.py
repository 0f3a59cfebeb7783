"""The warm worker against checkov's own command line, on the same files, with the same findings."""

import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from app import bootstrap
from tests.e2e.agents import EXAMPLES, answer

ROUNDS = 3


def measure() -> list[str]:
    """Medians; the first scan of the worker (with its imports) is not counted as warm."""
    with tempfile.TemporaryDirectory() as folder, bootstrap.parts() as parts:
        root = Path(folder) / "web-shop"
        answer("write", EXAMPLES / "issues" / "web-shop.md", "--out", root)
        python = bootstrap.environment_python("checkov", parts.settings.cache_dir)
        assert python is not None
        cold, findings = zip(*(_cold(python, root) for _ in range(ROUNDS)), strict=True)
        parts.scanner.scan(root)
        warm, ours = [], set()
        for _ in range(ROUNDS):
            started = time.perf_counter()
            result = parts.scanner.scan(root)
            warm.append(time.perf_counter() - started)
            ours = {(f.rule, f.resource, f.line) for f in result.findings if f.waived is None}
    ratio = statistics.median(cold) / statistics.median(warm)
    same = "identical" if ours == findings[0] else f"different: {sorted(map(str, ours ^ findings[0]))[:5]}"
    return [
        f"cold {statistics.median(cold):.2f} s, warm {statistics.median(warm):.2f} s, {len(ours)} findings, {same}",
        f"cold / warm = {ratio:.1f} (aim ≥ 4)",
    ]


def _cold(python: Path, root: Path) -> tuple[float, set[tuple[str, str, int]]]:
    words = [str(python), "-m", "checkov.main", "-d", str(root), "--framework", "terraform", "secrets", "-o", "json"]
    words += ["--skip-download", "--quiet", "--compact"]
    started = time.perf_counter()
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=os.environ | {"LOG_LEVEL": "ERROR"})
    seconds = time.perf_counter() - started
    reports: Any = json.loads(done.stdout)
    failed = [
        check
        for report in (reports if isinstance(reports, list) else [reports])
        for check in report["results"]["failed_checks"]
    ]
    return seconds, {(check["check_id"], check["resource"], check["file_line_range"][0]) for check in failed}
