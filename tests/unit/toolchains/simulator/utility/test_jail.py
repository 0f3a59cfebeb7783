"""Files stay inside."""

from pathlib import Path

import pytest

from app.domain.errors import Failure
from app.toolchains.simulator.place import Place
from app.toolchains.simulator.utility.jail import require_inside


def test_inside(tmp_path: Path) -> None:
    stack = tmp_path / "repository" / "stack"
    stack.mkdir(parents=True)
    assert require_inside(Place(directory=stack), "./a/../b", "x") == stack / "b"
    shared = Place(directory=stack, root=tmp_path / "repository")
    assert require_inside(shared, "../lambda/a.py", "x") == tmp_path / "repository" / "lambda" / "a.py"


@pytest.mark.parametrize("path", ["../out", "/etc/passwd", "link/secret", "a/../../out"])
def test_outside(tmp_path: Path, path: str) -> None:
    stack = tmp_path / "stack"
    stack.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (stack / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Failure, match="outside the stack"):
        require_inside(Place(directory=stack), path, "reading")


def test_no_files_at_all() -> None:
    with pytest.raises(Failure, match="not available"):
        require_inside(Place(), "a", "reading")
