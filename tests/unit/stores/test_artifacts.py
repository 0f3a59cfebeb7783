"""What runs leave behind."""

from pathlib import Path

import pytest

from app.domain.errors import Failure
from app.stores.artifacts import Artifacts

RUN = "20260301-120000-abc"


def test_a_folder_each_until_it_is_purged(tmp_path: Path) -> None:
    artifacts = Artifacts(tmp_path)
    folder = artifacts.folder(RUN)
    assert folder == tmp_path / "runs" / RUN
    folder.mkdir(parents=True)
    (folder / "report.md").write_text("x")
    assert artifacts.purge([RUN, "never"]) == 1
    assert not folder.exists()


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/b", "", ".hidden", "a\0", "x" * 200])
def test_no_name_leaves_the_folder(tmp_path: Path, name: str) -> None:
    artifacts = Artifacts(tmp_path)
    with pytest.raises(Failure, match="naming a file"):
        artifacts.folder(name)
    with pytest.raises(Failure, match="naming a file"):
        artifacts.purge([name])
