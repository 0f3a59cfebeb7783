"""``python -m tests.fakes.gitlab --port 0 --root DIR``: prints its address and serves until it is interrupted."""

import argparse
import signal
import sys
from pathlib import Path

from tests.fakes.gitlab.server import running


def main() -> None:
    """Serve; ``POST /_control/<verb>`` with a JSON body sets things up."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--root", type=Path, required=True)
    words = parser.parse_args()
    ends = (signal.SIGINT, signal.SIGTERM)
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # before threads start: one that comes just before the wait is kept
    with running(words.root, words.port) as fake:
        sys.stdout.write(f"{fake.url}\n")
        sys.stdout.flush()
        signal.sigwait(ends)


if __name__ == "__main__":
    main()
