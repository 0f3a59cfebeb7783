"""``python -m tests.fakes.github --port 0 --root DIR`` serves a fake GitHub and prints its address."""

import argparse
from pathlib import Path

from tests.fakes.github.fake import run_until_stopped

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--root", type=Path, required=True)
    chosen = parser.parse_args()
    chosen.root.mkdir(parents=True, exist_ok=True)
    run_until_stopped(chosen.root, chosen.port)
