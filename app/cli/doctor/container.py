"""A container or a pod: what it should have, seen from inside."""

import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from app.cli.doctor.base import Door, Look, Scene
from app.domain.check import Check
from app.processes.machine import ROOT, container_kind, mount_of
from app.settings import Settings

MOUNTED = "var/run/secrets/kubernetes.io/serviceaccount/token"


def door() -> Door:
    """Looked at inside one only."""
    mend = "docker compose up  # docs/guides/container.md, docs/guides/kubernetes.md"
    absent = Check("absent", "container", "we are in none", mend)
    return Door("Container, Kubernetes", lambda _: bool(container_kind()), _looks, absent)


def _looks(scene: Scene) -> Sequence[Look]:
    return (_user, _system, _pod, partial(_volume, scene.settings))


def _user() -> Iterator[Check]:
    kind = container_kind()
    if os.geteuid():
        yield Check("ok", "user", f"{kind}, user id {os.geteuid()}")
    else:
        mend = "runAsNonRoot: true, runAsUser: 10001" if kind == "kubernetes" else "docker run --user 10001:10001"
        yield Check("limited", "user", f"{kind}, root", mend, "what breaks out of a program is root here")


def _system(root: Path = ROOT) -> Iterator[Check]:
    if mount_of(root).read_only:
        yield Check("ok", "file system", "read-only")
    else:
        mend = "docker run --read-only --tmpfs /tmp  # in a pod: readOnlyRootFilesystem: true"
        yield Check("limited", "file system", "writable", mend, "nothing but /tmp and the data folder is ever written")


def _pod(root: Path = ROOT) -> Iterator[Check]:
    if (root / MOUNTED).exists():
        mend = "automountServiceAccountToken: false"
        yield Check("limited", "service account", "its token is mounted", mend, "agents needs nothing of the cluster")


def _volume(settings: Settings) -> Iterator[Check]:
    folder = settings.data_dir
    if any(one.exists() and one.is_mount() for one in (folder, *folder.absolute().parents[:-1])):
        yield Check("ok", "data volume", str(folder))
    else:
        mend = f"docker run --volume agents:{folder}"
        why = "runs, and with SQLite the queue, are lost with the container"
        yield Check("limited", "data volume", f"{folder} is on no volume", mend, why)
