"""Looks at everything the product stands on and says how to mend what is missing."""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app import __version__, bootstrap
from app.domain.errors import AgentsError
from app.settings import Settings, unknown_variables

FREE_BYTES = 1024**3


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. ``optional``: it works without, only worse."""

    name: str
    ok: bool
    found: str
    mend: str = ""
    optional: bool = False

    def record(self) -> Mapping[str, Any]:
        """As JSON."""
        return asdict(self)


def examine() -> list[Check]:
    """All checks, in the order in which they matter."""
    checks = [_agents(), _git()]
    try:
        with bootstrap.parts() as parts:
            settings = parts.settings
            checks += [
                Check("settings", True, "every AGENTS_ variable can be read"),
                _told("terraform", lambda: parts.terraform, "set AGENTS_TERRAFORM=embedded"),
                _sandbox(parts.sandbox.isolation),
                *(_environment(name, settings.cache_dir) for name in bootstrap.environment_names()),
                _folder("data folder", settings.data_dir, "AGENTS_DATA_DIR"),
                _folder("cache folder", settings.cache_dir, "AGENTS_CACHE_DIR"),
                *_service(settings),
            ]
    except AgentsError as error:
        checks += [Check("settings", False, wrong, "correct the environment") for wrong in error.wrong.split("; ")]
    checks += [
        Check(f"variable {name}", False, "no such setting", f"is {near} meant?" if near else "remove it", optional=True)
        for name, near in unknown_variables(os.environ).items()
    ]
    return checks


def _service(settings: Settings) -> Iterator[Check]:
    """What `agents serve` needs: only a hint where nothing was set up for it, else each gap with its fix."""
    problems = settings.serving_problems()
    if not settings.forges:
        mend = "docs/guides/operating.md says how; nothing else needs it"
        yield Check("service", False, "not set up: no forge is configured", mend, optional=True)
        return
    yield from (Check("service", False, wrong, fix) for wrong, fix in problems)
    if not problems:
        served = f"{' and '.join(settings.forges)} for {', '.join(settings.repo_allowlist)}"
        yield Check("service", True, f"can be started: {served}")
    mend = "set AGENTS_PUBLIC_URL, so that checks link to their run's page"
    yield Check("service address", bool(settings.public_url), settings.public_url or "not set", mend, optional=True)


def _agents() -> Check:
    found = f"agents {__version__}, Python {platform.python_version()}, {platform.platform(terse=True)}"
    return Check("agents", sys.version_info >= (3, 11), found, "install Python 3.11 or newer")


def _git() -> Check:
    path = shutil.which("git")
    return Check("git", path is not None, path or "not installed", "install git, e.g. `apt-get install git`")


def _told(name: str, ask: Callable[[], str], mend: str) -> Check:
    try:
        return Check(name, True, ask())
    except AgentsError as error:
        return Check(name, False, error.wrong, error.hint or mend)


def _sandbox(isolation: str) -> Check:
    mend = (
        "allow unprivileged user namespaces (`sysctl kernel.unprivileged_userns_clone=1`; on Ubuntu an AppArmor profile"
        " for bwrap), or in a container run with `--security-opt seccomp=unconfined`"
    )
    return Check("sandbox", isolation != "none", isolation, mend, optional=True)


def _environment(name: str, cache_dir: Path) -> Check:
    python = bootstrap.environment_python(name, cache_dir)
    return Check(f"tool {name}", python is not None, str(python or "not made yet"), "run `agents tools install`")


def _folder(name: str, folder: Path, variable: str) -> Check:
    place = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not os.access(place, os.W_OK):
        return Check(name, False, f"{folder} is not writable", f"set {variable} to a folder you may write to")
    free = shutil.disk_usage(place).free
    found = f"{folder} ({free // 1024**2} MiB free)"
    return Check(name, free >= FREE_BYTES, found, f"free some space, or set {variable} to another disk")
