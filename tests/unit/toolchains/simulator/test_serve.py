"""Serving until interrupted."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.domain.errors import UsageFailure
from app.toolchains.simulator.serve import serve

PROGRAM = (
    "import sys; from pathlib import Path; from app.toolchains.simulator.serve import serve; serve(Path(sys.argv[1]))"
)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serves_until_a_signal(tmp_path: Path, number: int) -> None:
    file = tmp_path / "reattach.json"
    with subprocess.Popen([sys.executable, "-c", PROGRAM, str(file)]) as process:
        try:
            limit = time.monotonic() + 60
            while not file.exists() and time.monotonic() < limit:
                time.sleep(0.02)
            value = json.loads(file.read_text(encoding="utf-8"))
            assert value["registry.opentofu.org/hashicorp/aws"]["Pid"] == process.pid
            os.kill(process.pid, number)
            assert process.wait(60) == 0
        finally:
            process.kill()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_is_a_usage_failure(tmp_path: Path) -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with pytest.raises(UsageFailure, match="No such file"):
        serve(tmp_path / "missing" / "file")
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
