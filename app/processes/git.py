"""Git, with everything that a checkout could make it run switched off."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from app.domain.errors import Failure
from app.processes.run import Completed, inherited, run

SAFE = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "protocol.ext.allow=never",
    "submodule.recurse=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "commit.gpgSign=false",
    "safe.bareRepository=all",
    "safe.directory=*",
    "init.defaultBranch=main",
    "advice.detachedHead=false",
)
"""Hooks and monitors never run; the operator names the repository, so its owner is not asked for."""

NO_SPACE = 64 * 1024
"""Bytes below which a failure of git is the full disk's, whose words it could not even write."""

RECEIVE_PACK = "git -c core.hooksPath=/dev/null -c safe.directory=* -c gc.auto=0 receive-pack"
"""A push over a local path starts this in the target, where the options of the pusher do not reach."""


def git(*words: str, cwd: Path, environment: Mapping[str, str] | None = None, timeout: float = 300) -> Completed:
    """Run git and return how it ended; the caller decides what an exit code means."""
    options = [part for setting in SAFE for part in ("-c", setting)]
    return run(["git", *options, *words], cwd=cwd, environment=_environment(environment), timeout=timeout, family=True)


def require_git(doing: str, *words: str, cwd: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run git; return its output without the last newline or raise ``Failure`` with git's own last line."""
    done = git(*words, cwd=cwd, environment=environment)
    if done.exit_code:
        lines = [line for line in done.stderr.strip().splitlines() if line.strip()]
        if shutil.disk_usage(cwd).free < NO_SPACE:
            raise Failure(doing, "no space left on the disk", f"free some space on the disk of {cwd}")
        raise Failure(doing, lines[-1] if lines else f"git exited with {done.exit_code}", _hint(done.stderr))
    return done.stdout.rstrip("\n")


def _environment(extra: Mapping[str, str] | None) -> dict[str, str]:
    kept = {key: value for key, value in inherited().items() if not key.startswith("GIT_")}
    ours = {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "true",
        "LC_ALL": "C.UTF-8",
    }
    return kept | ours | dict(extra or {})


def _hint(stderr: str) -> str:
    words = {
        "No space left": "free some disk space and run again",
        "unable to write": "free some disk space and run again",
        "Permission denied": "make the directory writable for this user",
        "not a git repository": "run `git init` there, or name a git repository with --repo",
    }
    return next((hint for word, hint in words.items() if word in stderr), "")
