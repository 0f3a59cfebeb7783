"""``make bench``: prints one line for each figure. Nothing here is a test: machines differ, ratios less."""

import sys
from collections.abc import Callable

from tests.benchmarks import action, analyses, cost, grammar, growth, ingest, memory, run, scan, vulnerable

BENCHMARKS: dict[str, Callable[[], list[str]]] = {
    "run": run.measure,
    "scan": scan.measure,
    "vulnerable": vulnerable.measure,
    "memory": memory.measure,
    "ingest": ingest.measure,
    "grammar": grammar.measure,
    "cost": cost.measure,
    "analyses": analyses.measure,
    "growth": growth.measure,
    "action": action.measure,
}


def main() -> int:
    """All benchmarks, or those named."""
    names = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.stderr.write(f"unknown: {', '.join(unknown)}; known: {', '.join(BENCHMARKS)}\n")
        return 2
    for name in names:
        for line in BENCHMARKS[name]():
            sys.stdout.write(f"{name}: {line}\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
