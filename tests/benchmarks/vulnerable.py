"""The vulnerable repository: our scan, cold and warm, against checkov's command line, rule by rule."""

import statistics
import time

from app.bootstrap import environment_python, parts
from app.processes.sandbox import Sandbox
from app.toolchains.zizmor.scanner import WorkflowScanner
from app.toolchains.zizmor.twins import without_twins
from tests.plain_checkov import VULNERABLE, missed, plain_findings

ROUNDS = 3


def measure() -> list[str]:
    """Cold is the first scan with its imports; warm the median of those after it, workflow files included."""
    with parts() as made:
        python = environment_python("checkov", made.settings.cache_dir)
        assert python is not None
        started = time.perf_counter()
        plain = plain_findings(python, VULNERABLE)
        theirs = time.perf_counter() - started
        workflows = WorkflowScanner(Sandbox.detect(), environment_python("zizmor", made.settings.cache_dir))
        times = []
        for _ in range(ROUNDS + 1):
            started = time.perf_counter()
            found = [*made.scanner.scan(VULNERABLE).findings, *workflows.scan(VULNERABLE).findings]
            ours = without_twins(found)
            times.append(time.perf_counter() - started)
    rules = {one.rule for one in plain}
    warm = statistics.median(times[1:])
    return [
        f"checkov's command line {theirs:.2f} s, ours cold {times[0]:.2f} s, warm {warm:.2f} s",
        f"its {len(plain)} findings of {len(rules)} rules; missed by ours: {len(missed(plain, ours))} (aim 0)",
        f"ours: {len(ours)} findings, {len(found) - len(ours)} merged across tools",
    ]
