"""Working folders: each process's own, swept once the process is no more."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.bootstrap.working import WorkingFolder
from app.domain.errors import Failure

OTHER = """
import sys
from pathlib import Path
from app.bootstrap.working import WorkingFolder
one = WorkingFolder(Path(sys.argv[1]))
one.open()
print(one.path, flush=True)
sys.stdin.read()
"""


def test_a_run_has_a_folder_of_its_own_until_its_end(tmp_path: Path) -> None:
    working = WorkingFolder(tmp_path / "work")
    working.open()
    with working.folder() as one, working.folder() as two:
        (one / "file").write_text("x")
        assert one != two
        assert one.stat().st_mode & 0o077 == 0
    assert list(working.path.iterdir()) == []
    working.close()
    assert list((tmp_path / "work").iterdir()) == []
    working.close()


def test_what_a_living_process_has_stays_and_what_a_dead_one_left_goes(tmp_path: Path) -> None:
    (tmp_path / "of an older version").mkdir()
    words = [sys.executable, "-c", OTHER, str(tmp_path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        theirs = Path(process.stdout.readline().strip())
        (theirs / "clone").mkdir()
        first = WorkingFolder(tmp_path)
        first.open()
        assert (theirs / "clone").is_dir()
        assert not (tmp_path / "of an older version").exists()
        process.kill()
        process.wait()
        assert theirs.is_dir()
        second = WorkingFolder(tmp_path)
        second.open()
        assert not theirs.exists()
        assert first.path.is_dir()
        first.close()
        second.close()
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_no_folder_is_a_failure(tmp_path: Path) -> None:
    working = WorkingFolder(tmp_path)
    with pytest.raises(Failure, match="working folder"), working.folder():
        raise AssertionError
    assert str(os.getpid()) in working.path.name
