"""What a program sees and can do in the sandbox."""

import os
import socket
import sys
from pathlib import Path

import pytest

from app.processes.run import run
from app.processes.sandbox import Sandbox

ROOT = Path(__file__).parents[3]
SANDBOX = Sandbox.detect()
isolated = pytest.mark.skipif(SANDBOX.isolation == "none", reason="this machine refuses namespaces")


def python(code: str, workdir: Path, **options: object) -> str:
    done = SANDBOX.run([sys.executable, "-c", code], workdir=workdir, **options)  # type: ignore[arg-type]
    return (done.stdout + done.stderr).strip()


def test_the_working_directory_is_writable_and_kept(tmp_path: Path) -> None:
    python("open('made', 'w').write('x')", tmp_path)
    assert (tmp_path / "made").read_text() == "x"


def test_the_environment_is_cleared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "leak")
    seen = python("import os; print(sorted(os.environ))", tmp_path, environment={"GIVEN": "1"})
    assert "GITHUB_TOKEN" not in seen
    assert "GIVEN" in seen


@isolated
def test_other_files_do_not_exist(tmp_path: Path) -> None:
    work, secret = tmp_path / "work", tmp_path / "secret"
    work.mkdir()
    secret.write_text("leak")
    assert "FileNotFoundError" in python(f"print(open({str(secret)!r}).read())", work)
    assert "FileNotFoundError" in python("print(open('/etc/passwd').read())", work)


@isolated
def test_the_system_cannot_be_written(tmp_path: Path) -> None:
    assert "Error" in python("open('/usr/canary', 'w')", tmp_path)
    assert not Path("/usr/canary").exists()


@isolated
def test_read_only_paths_are_visible_and_read_only(tmp_path: Path) -> None:
    work, given = tmp_path / "work", tmp_path / "given"
    work.mkdir()
    given.mkdir()
    (given / "file").write_text("seen")
    assert python(f"print(open({str(given / 'file')!r}).read())", work, read_only=[given]) == "seen"
    assert "Error" in python(f"open({str(given / 'file')!r}, 'w')", work, read_only=[given])


@isolated
def test_there_is_no_network_and_no_loopback_of_the_host(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code = f"import socket; socket.create_connection(('127.0.0.1', {port}), 2); print('reached')"
        assert "reached" not in python(code, tmp_path)


@isolated
def test_processes_of_the_host_are_invisible(tmp_path: Path) -> None:
    assert python(f"import os; print(os.path.exists('/proc/{os.getppid()}/environ'))", tmp_path) == "False"


@isolated
def test_where_parts_of_proc_are_hidden_as_in_a_container_there_is_none_inside() -> None:
    code = """
import sys
from pathlib import Path
from app.processes.sandbox import Sandbox
sandbox = Sandbox.detect()
seen = sandbox.run([sys.executable, "-c", "import os; print(os.path.exists('/proc'))"], workdir=Path("/tmp"))
print(sandbox.isolation, seen.stdout.strip(), sep=": ")
"""
    hide = 'mount -t tmpfs none /proc/irq && mount -o bind,ro /proc/sys /proc/sys && exec "$@"'
    done = run(["unshare", "--map-root-user", "--mount", "sh", "-c", hide, "-", sys.executable, "-c", code], cwd=ROOT)
    assert done.stdout.strip() == f"{SANDBOX.isolation.removesuffix(' in a container')} in a container: False"


def test_a_long_lived_worker_answers_and_ends(tmp_path: Path) -> None:
    code = "import sys\nfor line in sys.stdin: print(line.upper(), end='', flush=True)"
    worker = SANDBOX.start([sys.executable, "-c", code], workdir=tmp_path)
    assert worker.stdin
    assert worker.stdout
    worker.stdin.write("hello\n")
    worker.stdin.flush()
    assert worker.stdout.readline() == "HELLO\n"
    worker.stdin.close()
    assert worker.wait(60) == 0
    worker.stdout.close()


def test_without_bubblewrap_it_says_so(tmp_path: Path) -> None:
    bare = Sandbox(None)
    assert bare.isolation == "none"
    assert bare.run(["/bin/pwd"], workdir=tmp_path).stdout.strip() == str(tmp_path)
