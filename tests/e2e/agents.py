"""Runs the real command, in a process of its own or in this one."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from app.cli.console import Console
from app.cli.main import build, split_global_flags

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


def here(words: Sequence[str | Path], environment: Mapping[str, str]) -> tuple[int, str, str]:
    """Exit code, output and errors of ``agents WORDS`` in this process, where a process of its own shows no more:
    loading everything anew takes longer than what is done with it."""
    out, err = io.StringIO(), io.StringIO()
    before = signal.getsignal(signal.SIGTERM)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name, value in {"AGENTS_TERRAFORM": "embedded", "NO_COLOR": "1", **environment}.items():
            patch.setenv(name, value)
        flags, rest = split_global_flags([*map(str, words)])
        try:
            with pytest.raises(SystemExit) as ended:
                build(Console.make(**flags))(args=rest, prog_name="agents")
        finally:
            signal.signal(signal.SIGTERM, before)
    return int(ended.value.code or 0), out.getvalue(), err.getvalue()
