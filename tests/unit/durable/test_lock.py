"""One process per SQLite database."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.domain.errors import Failure
from app.durable.lock import SoleWorker, holder_of


def test_the_second_one_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    first, second = SoleWorker(tmp_path / "new" / "a.sqlite"), SoleWorker(tmp_path / "new" / "a.sqlite")
    first.take()
    with pytest.raises(Failure, match=f"process {os.getpid()} already serves from .*a.sqlite$"):
        second.take(patience=0)
    threading.Timer(0.2, first.give_back).start()
    second.take(patience=60)  # as at a reload: the old process is about to end
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


def test_who_holds_it_is_told_and_nothing_is_taken(tmp_path: Path) -> None:
    database = tmp_path / "a.sqlite"
    assert holder_of(database) == ""
    assert list(tmp_path.iterdir()) == []
    worker = SoleWorker(database)
    worker.take()
    assert holder_of(database) == str(os.getpid())
    worker.give_back()
    assert holder_of(database) == ""
