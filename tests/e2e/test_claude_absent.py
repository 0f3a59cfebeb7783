"""Without a key nothing of a language model is loaded, written or told."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.e2e import claude_scripts as scripts
from tests.e2e.claude_desk import NO_TOOLS, RECORDING

LOADED_FOR_A_MODEL = ("anthropic", "httpx", "app.reasoning.claude", "app.reasoning.model.")


def test_a_run_without_a_key_knows_no_model(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ANTHROPIC_")}
    words = ["--json", "run", scripts.ISSUE, "--repo", str(tmp_path / "repo"), "--report-dir", str(tmp_path / "report")]
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "app", *words],
        env=clean | NO_TOOLS | {"AGENTS_TERRAFORM": "embedded", "AGENTS_DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "app.agents.architect" in loaded
    assert {name for name in loaded if name.startswith(LOADED_FOR_A_MODEL)} == set()
    record = json.loads(done.stdout)
    nobody = {"asked": "auto", "used": "offline", "why": "", "requests": 0, "tokens": 0, "usd": 0.0}
    assert record["reasoner"] == nobody
    assert "remarks" not in record
    assert not (tmp_path / "report" / RECORDING).exists()
    assert "Claude" not in (tmp_path / "report" / "report.md").read_text("utf-8")
