"""Runs every script and says what was kept, and why: ``python -m tests.e2e.claude_table [NAME …]``."""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.builders import git_repository
from tests.e2e.claude_desk import Desk, desk
from tests.e2e.claude_scripts import SCRIPTS, Script

HEAD = ("script", "design", "files", "kept", "requests", "tokens", "USD", "seconds", "open", "why")
FORM = "{:<35} {:<11} {:<11} {:<8} {:>8} {:>8} {:>7} {:>7} {:>4}  {}"


def row(script: Script, at_work: Desk) -> str:
    """Architect and developer on the same request."""
    with TemporaryDirectory(prefix="claude-table-") as folder:
        place = Path(folder)
        repo = git_repository(place / "repo", {"README.md": "# Here\n"})
        began = time.monotonic()
        done = at_work.think(repo, script.text, script.answer(), place, script.more)
        seconds = time.monotonic() - began
    return FORM.format(
        script.name,
        done.ended("design"),
        done.ended("write") or "-",
        "claude" if done.kept else "offline",
        done.usage.requests,
        f"{done.usage.tokens:,}",
        f"{done.usage.usd:.4f}",
        f"{seconds:.1f}",
        len(done.result.open),
        "; ".join(f"{thought.agent}: {' '.join(thought.why.split())[:110]}" for thought in done.thoughts),
    )


def main() -> int:
    """All scripts, or those named."""
    wanted = sys.argv[1:]
    sys.stdout.write(f"{FORM.format(*HEAD)}\n")
    with desk() as at_work:
        for script in SCRIPTS:
            if not wanted or script.name in wanted:
                sys.stdout.write(f"{row(script, at_work)}\n")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
