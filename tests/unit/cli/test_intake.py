"""What an issue may be."""

import io
import sys
from pathlib import Path

import pytest

from app.cli.intake import LIMIT, read_issue
from app.domain.errors import UsageFailure


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "issue.md"
    path.write_text("# Queue\n", encoding="utf-8-sig")
    assert read_issue(str(path)) == "# Queue\n"


def test_the_text_itself() -> None:
    assert read_issue("an SQS queue") == "an SQS queue"
    assert read_issue("# Title\n\nA bucket / a queue.") == "# Title\n\nA bucket / a queue."


def test_one_word_is_text_too() -> None:
    assert read_issue("queue") == "queue"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"una cola"))
    monkeypatch.setattr(sys, "stdin", stream)
    assert read_issue("-") == "una cola"


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"x" * (LIMIT + 1), "larger than"),
        (b"a\0b", "binary"),
        (b"\x89PNG\r\n\x1a\n\0\0", "binary"),
        (b"caf\xe9", "byte 3 is not UTF-8"),
    ],
)
def test_what_no_one_can_read(tmp_path: Path, content: bytes, wrong: str) -> None:
    path = tmp_path / "issue.md"
    path.write_bytes(content)
    with pytest.raises(UsageFailure, match=wrong) as caught:
        read_issue(str(path))
    assert caught.value.hint


@pytest.mark.parametrize("source", ["no/such/issue.md", "issue.md", "./issue"])
def test_a_path_that_is_not_there(source: str) -> None:
    with pytest.raises(UsageFailure, match="there is no file"):
        read_issue(source)


def test_a_directory(tmp_path: Path) -> None:
    with pytest.raises(UsageFailure, match="is a directory"):
        read_issue(str(tmp_path))
