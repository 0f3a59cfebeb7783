"""One process per SQLite database."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.domain.errors import Failure
from app.durable.lock import SoleWorker


def test_the_second_one_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    first, second = SoleWorker(tmp_path / "new" / "a.sqlite"), SoleWorker(tmp_path / "new" / "a.sqlite")
    first.take()
    with pytest.raises(Failure, match=f"process {os.getpid()} already serves from .*a.sqlite$"):
        second.take(patience=0)
    threading.Timer(0.2, first.give_back).start()
    second.take(patience=5)  # as at a reload: the old process is about to end
    second.give_back()
    second.give_back()


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    script = (
        "import sys,os,signal; from pathlib import Path; from app.durable.lock import SoleWorker;"
        "SoleWorker(Path(sys.argv[1])).take(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "a.sqlite")], check=False)
    assert done.returncode == -9
    worker = SoleWorker(tmp_path / "a.sqlite")
    worker.take(patience=0)
    worker.give_back()
