"""The local provider."""

import base64
import hashlib
from pathlib import Path

import pytest

from app.domain.errors import Failure
from app.toolchains.simulator.utility.local_file import BEHAVIOUR
from app.toolchains.simulator.values import UNKNOWN
from tests.unit.toolchains.simulator.subjects import subject_of


def test_file_is_written_and_removed(tmp_path: Path) -> None:
    subject = subject_of("local_file", directory=tmp_path, filename="a/b.txt", content="hello", file_permission="0640")
    answer = BEHAVIOUR.create["local_file"](subject)
    target = tmp_path / "a" / "b.txt"
    assert target.read_text(encoding="utf-8") == "hello"
    assert target.stat().st_mode & 0o777 == 0o640
    assert answer["content_sha256"] == hashlib.sha256(b"hello").hexdigest()
    BEHAVIOUR.delete["local_file"](subject)
    assert not target.exists()


def test_other_contents(tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(b"s")
    encoded = base64.b64encode(b"\x00\x01").decode()
    for values, expected in (({"content_base64": encoded}, b"\x00\x01"), ({"source": "source"}, b"s")):
        BEHAVIOUR.create["local_sensitive_file"](
            subject_of("local_sensitive_file", directory=tmp_path, filename="x", **values)
        )
        assert (tmp_path / "x").read_bytes() == expected


def test_reading(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("text", encoding="utf-8")
    assert BEHAVIOUR.read["local_file"](subject_of("local_file", "data", directory=tmp_path, filename="x"))[
        "content"
    ] == ("text")


@pytest.mark.parametrize(("filename", "wrong"), [("missing", "No such file"), ("../../etc/passwd", "outside")])
def test_reading_fails(tmp_path: Path, filename: str, wrong: str) -> None:
    with pytest.raises(Failure, match=wrong):
        BEHAVIOUR.read["local_file"](subject_of("local_file", "data", directory=tmp_path, filename=filename))


def test_writing_over_a_folder_fails(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(Failure, match="writing a local file"):
        BEHAVIOUR.create["local_file"](subject_of("local_file", directory=tmp_path, filename="x", content=""))


def test_permissions_are_planned() -> None:
    subject = subject_of("local_sensitive_file", file_permission=UNKNOWN, directory_permission="0755")
    BEHAVIOUR.plan["local_sensitive_file"](subject)
    assert (subject.values["file_permission"], subject.values["directory_permission"]) == ("0700", "0755")


def test_commands_are_never_run(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    subject = subject_of("local_command", "data", directory=tmp_path, command="touch", arguments=[str(canary)])
    assert BEHAVIOUR.read["local_command"](subject) == {"stdout": "", "stderr": "", "exit_code": 0}
    assert not canary.exists()
