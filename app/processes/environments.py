"""Tool environments: Python tools with pins of their own live in a virtual environment each, made once and cached.

An environment is named by its lock file ``knowledge/environments/<name>.lock`` and the lock's digest, so that a new
lock makes a new environment and an old one is never half updated. Those below ``optional/`` are large and made only
where they are asked for.
"""

import fcntl
import hashlib
import os
import shutil
import sys
from pathlib import Path

from app.domain.errors import Failure
from app.processes.run import run

LOCKS = Path(__file__).resolve().parents[1] / "knowledge" / "environments"
READY = ".ready"


def environment_names() -> tuple[str, ...]:
    """The tool environments that every installation has."""
    return tuple(sorted(path.stem for path in LOCKS.glob("*.lock")))


def optional_environment_names() -> tuple[str, ...]:
    """The tool environments for what few repositories hold."""
    return tuple(sorted(path.stem for path in LOCKS.glob("optional/*.lock")))


def environment_python(name: str, cache_dir: Path) -> Path | None:
    """The environment's Python, or None where it was not made yet."""
    folder = _folder(name, cache_dir)
    return folder / "bin" / "python" if (folder / READY).exists() else None


def ensure_environment(name: str, cache_dir: Path) -> Path:
    """Make the environment where it is missing and return its Python. Safe to call from several processes.

    Raises ``Failure`` with the installer's last words where the registry cannot be reached.
    """
    ready = environment_python(name, cache_dir)
    if ready:
        return ready
    folder = _folder(name, cache_dir)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with folder.with_name(f"{folder.name}.guard").open("w") as guard:
            fcntl.flock(guard, fcntl.LOCK_EX)
            if not (folder / READY).exists():
                _make(name, folder)
    except OSError as error:
        raise Failure(
            f"making the tool environment {name} in {cache_dir}",
            error.strerror or str(error),
            "set AGENTS_CACHE_DIR to a folder that is writable and has 300 MB free",
        ) from error
    return folder / "bin" / "python"


def _make(name: str, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    python = str(folder / "bin" / "python")
    for words in (
        ["venv", "--quiet", "--python", sys.executable, str(folder)],
        ["pip", "sync", "--quiet", "--compile-bytecode", "--python", python, str(_lock(name))],
    ):
        done = run([sys.executable, "-m", "uv", *words], timeout=600, environment=_installer_environment())
        if done.exit_code:
            shutil.rmtree(folder, ignore_errors=True)
            last = done.stderr.strip().splitlines()[-3:]
            raise Failure(
                f"installing the tool environment {name}",
                " ".join(last) or f"exit code {done.exit_code}",
                "check that the package registry can be reached, then run `agents tools install`",
            )
    (folder / READY).touch()


def _installer_environment() -> dict[str, str]:
    """The operator's own, because registries and certificates are configured there, less an active environment."""
    return {key: value for key, value in os.environ.items() if key not in {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"}}


def _lock(name: str) -> Path:
    usual = LOCKS / f"{name}.lock"
    return usual if usual.exists() else LOCKS / "optional" / f"{name}.lock"


def _folder(name: str, cache_dir: Path) -> Path:
    digest = hashlib.sha256(_lock(name).read_bytes()).hexdigest()[:12]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return cache_dir / "environments" / f"{name}-{python}-{digest}"
