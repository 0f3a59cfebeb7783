import json
import subprocess
import sys
from pathlib import Path

from app.toolchains.terraform import core


def test_a_worker_answers_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "bad.tf").write_text("a   =   1\n")
    questions = [["version"], ["fmt", "-check", "-no-color"], ["nonsense"]]
    feed = "".join(json.dumps({"argv": argv}) + "\n" for argv in questions)
    done = subprocess.run(
        [sys.executable, "-I", core.__file__],
        cwd=tmp_path,
        input=feed,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={"CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": "/dev/null"},
    )
    version, formatted, nonsense = (json.loads(line) for line in done.stdout.splitlines())
    assert version["stdout"].startswith("Terraform v1.")
    assert (formatted["exit_code"], formatted["stdout"].strip()) == (3, "bad.tf")
    assert nonsense["exit_code"] != 0
    assert version["seconds"] >= 0
