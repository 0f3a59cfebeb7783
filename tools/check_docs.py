"""Runs the commands of the README and of the five-minute starts as a stranger would: ``make check-docs``.

    python -m tools.check_docs [--quick] [--worktree] [PAGE …]

Each page has a folder, a home and caches of its own; the README stands in a fresh clone of HEAD, the others in an empty
folder. The repository's address leads to this checkout, so that ``git clone`` and ``pip install git+…`` work word by
word before anything is published. Packages come from the registries, downloads are shared between the pages.

Every block runs in one shell for each page, in order. What was run (exit code, seconds), what was not and why is
listed; the first wrong exit code or output ends it with exit code 1. ``--quick`` leaves the long commands out,
``--worktree`` takes what is not committed yet too. Linux, bash and git are needed.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from tools.shown_commands import Shown, first_missing, shown_commands, start_pages, without

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = "https://github.com/iac-agents/iac-agents"
LONG = ("make test", "make bench", "make check-docs")
KEPT = (
    "PATH",
    "LANG",
    "TERM",
    "SSL_",
    "REQUESTS_",
    "PIP_",
    "UV_",
    "NPM_",
    "HTTP_",
    "HTTPS_",
    "NO_PROXY",
    "http",
    "no_p",
)
"""What a stranger's shell has too: where programs and registries are."""
SHELL = """
set -mE -o pipefail
trap ': "${first_wrong:=$?}"' ERR
trap 'kill $(jobs -p) 2>/dev/null' EXIT
run_block() { first_wrong=; . "$1" </dev/null >"$2" 2>&1; echo "${first_wrong:-0}" >&3; }
exec 3>&1
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a block."""

    shown: Shown
    exit_code: int
    seconds: float
    output: str

    @property
    def wrong(self) -> str:
        """What is wrong with it, in words; empty where nothing is."""
        if self.exit_code != self.shown.exit_code:
            return f"exit code {self.exit_code}, not {self.shown.exit_code}"
        missing = first_missing(self.shown.output, self.output)
        return f"this line did not come out: {missing}" if missing else ""


class Shell:
    """One shell, into which a page's blocks are pasted one after the other."""

    def __init__(self, folder: Path, environment: Mapping[str, str], scratch: Path) -> None:
        self._scratch = scratch
        self._process = subprocess.Popen(
            [_program("bash"), "--norc", "--noprofile"],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        self._say(SHELL)

    def _say(self, text: str) -> None:
        assert self._process.stdin is not None  # noqa: S101 - it was asked for above
        self._process.stdin.write(text)
        self._process.stdin.flush()

    def run(self, shown: Shown) -> Ran:
        """Run a block; its exit code is that of its first command that failed."""
        script, output = self._scratch / f"{shown.line}.sh", self._scratch / f"{shown.line}.out"
        script.write_text(shown.commands, "utf-8")
        began = time.monotonic()
        self._say(f"run_block {script} {output}\n")
        assert self._process.stdout is not None  # noqa: S101 - it was asked for above
        code = self._process.stdout.readline().strip()
        return Ran(shown, int(code or 255), time.monotonic() - began, output.read_text("utf-8", errors="replace"))

    def end(self) -> None:
        """End the shell and what it started."""
        try:
            self._process.communicate("exit\n", timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.communicate()


def _program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise SystemExit(f"{name} is needed")
    return found


def _git(folder: Path, *words: str, environment: Mapping[str, str] = MappingProxyType({})) -> str:
    done = subprocess.run(
        [_program("git"), *words],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    return done.stdout


def _remote(scratch: Path, *, worktree: bool) -> Path:
    """A bare repository that stands for the published one: HEAD, or with what is not committed yet."""
    remote = scratch / "published.git"
    _git(ROOT, "clone", "--quiet", "--bare", str(ROOT), str(remote))
    _git(remote, "symbolic-ref", "HEAD", "refs/heads/main")
    commit = _git(ROOT, "rev-parse", "HEAD").strip()
    if worktree:
        objects = {
            "GIT_INDEX_FILE": str(scratch / "index"),
            "GIT_OBJECT_DIRECTORY": str(remote / "objects"),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": _git(
                ROOT, "rev-parse", "--path-format=absolute", "--git-path", "objects"
            ).strip(),
        }
        _git(ROOT, "read-tree", "HEAD", environment=objects)
        _git(ROOT, "add", "--all", environment=objects)
        tree = _git(ROOT, "write-tree", environment=objects).strip()
        who = ("-c", "user.name=Check", "-c", "user.email=check@example.com")
        commit = _git(
            ROOT, *who, "commit-tree", tree, "-p", "HEAD", "-m", "What is not committed yet", environment=objects
        ).strip()
    _git(remote, "update-ref", "refs/heads/main", commit)
    return remote


@contextmanager
def _shell(page: Path, remote: Path, scratch: Path) -> Iterator[Shell]:
    place = scratch / page.stem
    home, folder, notes = place / "home", place / "work", place / "notes"
    for one in (home, folder, notes):
        one.mkdir(parents=True)
    (home / ".gitconfig").write_text(
        f'[user]\n\tname = A Stranger\n\temail = stranger@example.com\n[url "{remote}"]\n\tinsteadOf = {ADDRESS}\n'
    )
    if page.name == "README.md":
        folder = folder / "iac-agents"
        _git(place, "clone", "--quiet", str(remote), str(folder))
    shell = Shell(folder, _environment(home, scratch), notes)
    try:
        yield shell
    finally:
        shell.end()


def _environment(home: Path, scratch: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name.startswith(KEPT)}
    paths = kept["PATH"].split(os.pathsep)
    kept["PATH"] = os.pathsep.join(path for path in paths if not Path(path).is_relative_to(ROOT))
    downloads = {"PIP_CACHE_DIR": str(scratch / "pip"), "UV_CACHE_DIR": str(scratch / "uv")}
    return {**kept, **downloads, "HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache"), "COLUMNS": "160"}


def _check(page: Path, remote: Path, scratch: Path, *, quick: bool) -> bool:
    """Run a page's blocks and tell of each; whether all went well."""
    name = page.relative_to(ROOT).as_posix()
    with _shell(page, remote, scratch) as shell:
        for whole in shown_commands(page.read_text("utf-8"), name):
            shown, gone = without(whole, LONG) if quick else (whole, [])
            for command in gone:
                _tell(whole, "LEFT OUT", f"{command} (--quick)")
            if whole.why_not:
                _tell(whole, "not run", whole.why_not)
            elif shown.commands.strip():
                ran = shell.run(shown)
                _tell(whole, f"exit {ran.exit_code}", f"{ran.seconds:6.1f} s  {_first_line(shown)}")
                if ran.wrong:
                    print(f"\n{ran.wrong}\n\n{shown.commands}\n{ran.output}", flush=True)
                    return False
    return True


def _tell(shown: Shown, what: str, more: str) -> None:
    print(f"{f'{shown.page}:{shown.line}':36} {what:9} {more}", flush=True)


def _first_line(shown: Shown) -> str:
    first, *more = shown.commands.strip().splitlines()
    return f"{first} …" if more else first


def main() -> int:
    """Run the pages; 1 where something is not as the page says."""
    parser = argparse.ArgumentParser(description="Run the commands that the README and the starts show.")
    parser.add_argument("--quick", action="store_true", help=f"leave out {', '.join(LONG)}")
    parser.add_argument("--worktree", action="store_true", help="take what is not committed yet too")
    parser.add_argument("pages", nargs="*", type=lambda name: Path(name).resolve(), help="these pages alone")
    asked = parser.parse_args()
    pages = asked.pages or [ROOT / "README.md", *start_pages(ROOT / "docs" / "index.md")]
    with TemporaryDirectory(prefix="check-docs-") as folder:
        remote = _remote(Path(folder), worktree=asked.worktree)
        good = all(_check(page, remote, Path(folder), quick=asked.quick) for page in pages)
    print("every command did what its page says" if good else "a page is wrong")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
