"""Tool environments: Python tools with pins of their own live in a virtual environment each, made once and cached.

An environment is named by its lock file ``knowledge/environments/<name>.lock`` and the lock's digest, so that a new
lock makes a new environment and an old one is never half updated. Those below ``optional/`` are large and made only
where they are asked for.
"""

import fcntl
import hashlib
import re
import shutil
import sys
from pathlib import Path

from app.domain.check import State
from app.domain.errors import AgentsError, Failure
from app.processes.run import inherited, run

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


def examine_environment(name: str, cache_dir: Path) -> tuple[State, str]:
    """How an environment stands and why, in words: whole, missing, of an older lock, or damaged since it was made."""
    folder = _folder(name, cache_dir)
    if not (folder / READY).exists():
        older = [one for one in folder.parent.glob(f"{name}-*") if (one / READY).exists()]
        half = folder.exists()
        return "broken", "its installation broke off" if half else "its pins have changed" if older else "not made yet"
    lacking = sorted(_pinned(name) - _installed(folder))
    if lacking:
        return (
            "broken",
            f"damaged: {', '.join(lacking[:3])} is gone{f' and {len(lacking) - 3} more' * (len(lacking) > 3)}",
        )
    try:
        done = run([folder / "bin" / "python", "-c", ""], timeout=20)
    except AgentsError as error:
        return "broken", f"its Python does not start: {error.wrong}"
    return ("broken", f"its Python ends with {done.exit_code}") if done.exit_code else ("ok", str(folder))


def _pinned(name: str) -> set[str]:
    """``name-version`` as installers write it, for each pin without a condition."""
    pins = re.findall(r"^([\w.-]+)==([^\s;\\]+)[ \\]*$", _lock(name).read_text("utf-8"), re.MULTILINE)
    return {_spelled(package, version) for package, version in pins}


def _installed(folder: Path) -> set[str]:
    found = (one.stem.rpartition("-") for one in folder.glob("lib/python*/site-packages/*.dist-info"))
    return {_spelled(package, version) for package, _, version in found}


def _spelled(package: str, version: str) -> str:
    return f"{re.sub(r'[-_.]+', '_', package).lower()}-{version}"


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
    folder = folder.absolute()
    shutil.rmtree(folder, ignore_errors=True)
    python = str(folder / "bin" / "python")
    # Where we were started may be a stranger's repository, with a module `uv` or an `uv.toml` of its own.
    uv, elsewhere = [sys.executable, "-I", "-m", "uv"], folder.parent
    for words in (
        ["venv", "--quiet", "--python", sys.executable, str(folder)],
        ["pip", "sync", "--quiet", "--compile-bytecode", "--python", python, str(_lock(name))],
    ):
        done = run([*uv, *words], cwd=elsewhere, timeout=600, environment=_installer_environment())
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
    return {key: value for key, value in inherited().items() if key not in {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"}}


def _lock(name: str) -> Path:
    usual = LOCKS / f"{name}.lock"
    return usual if usual.exists() else LOCKS / "optional" / f"{name}.lock"


def _folder(name: str, cache_dir: Path) -> Path:
    digest = hashlib.sha256(_lock(name).read_bytes()).hexdigest()[:12]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return cache_dir / "environments" / f"{name}-{python}-{digest}"
