"""``python -m tests.fakes.gitlab --port 0 --root DIR``: prints its address and serves until it is interrupted."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from tests.fakes.gitlab.server import running


def main() -> None:
    """Serve; ``POST /_control/<verb>`` with a JSON body sets things up."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--root", type=Path, required=True)
    words = parser.parse_args()
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with running(words.root, words.port) as fake:
        sys.stdout.write(f"{fake.url}\n")
        sys.stdout.flush()
        ended.wait()


if __name__ == "__main__":
    main()
