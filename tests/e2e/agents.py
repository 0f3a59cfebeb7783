"""Runs the real command in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


def agents(
    *words: str | Path, cwd: Path | None = None, environment: Mapping[str, str] | None = None, text: str = ""
) -> "subprocess.CompletedProcess[str]":
    """``agents WORDS``; the embedded core, so that nothing depends on what is on PATH."""
    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, words)],
        cwd=cwd,
        env=os.environ | {"AGENTS_TERRAFORM": "embedded", "NO_COLOR": "1"} | dict(environment or {}),
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def answer(*words: str | Path, code: int = 0, **options: Any) -> Any:
    """The JSON document that ``agents --json WORDS`` prints, after its exit code was looked at."""
    done = agents("--json", *words, **options)
    assert done.returncode == code, f"exit {done.returncode}\n{done.stderr[-3000:]}\n{done.stdout[-1000:]}"
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout)
