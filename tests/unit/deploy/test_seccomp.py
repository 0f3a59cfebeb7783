"""The seccomp profile: what bubblewrap needs is allowed, what reaches beyond a container is not."""

import json
import os
import re
from pathlib import Path

import pytest

from tests.unit.deploy.files import ROOT, documents

PROFILE = json.loads((ROOT / "deploy" / "seccomp.json").read_text("utf-8"))
FORBIDDEN = [name for group in PROFILE["syscalls"] for name in group["names"]]


def test_only_what_is_named_is_forbidden() -> None:
    assert PROFILE["defaultAction"] == "SCMP_ACT_ALLOW"
    assert {(group["action"], group["errnoRet"]) for group in PROFILE["syscalls"]} == {("SCMP_ACT_ERRNO", 1)}
    assert all(group["comment"] for group in PROFILE["syscalls"])
    assert all(group["names"] == sorted(group["names"]) for group in PROFILE["syscalls"])
    assert len(FORBIDDEN) == len(set(FORBIDDEN))


def test_other_machines_calls_are_not_a_way_around_it() -> None:
    assert PROFILE["architectures"] == ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"]


@pytest.mark.parametrize("name", ["clone", "clone3", "unshare", "mount", "umount2", "pivot_root", "prctl", "seccomp"])
def test_the_sandbox_may_be_made(name: str) -> None:
    assert name not in FORBIDDEN


@pytest.mark.parametrize(
    "name", ["bpf", "init_module", "io_uring_setup", "kexec_load", "keyctl", "open_by_handle_at", "ptrace", "setns"]
)
def test_the_machine_is_out_of_reach(name: str) -> None:
    assert name in FORBIDDEN


@pytest.mark.skipif(not Path("/usr/include/asm-generic/unistd.h").exists(), reason="no kernel headers here")
def test_every_name_is_one_of_the_kernel() -> None:
    headers = [Path("/usr/include/asm-generic/unistd.h"), *Path("/usr/include").glob("*/asm/unistd_64.h")]
    known = set(re.findall(r"__NR3?2?6?4?_(\w+)", "\n".join(path.read_text("utf-8") for path in headers)))
    assert [name for name in FORBIDDEN if name not in known] == []


def test_both_examples_use_it() -> None:
    (compose,) = documents("compose.yaml")
    (path,) = [part for part in compose["services"]["agents"]["security_opt"] if part.startswith("seccomp:")]
    assert (ROOT / path.removeprefix("seccomp:")).samefile(ROOT / "deploy" / "seccomp.json")
    (deployment,) = documents("deploy/kubernetes/deployment.yaml")
    profile = deployment["spec"]["template"]["spec"]["securityContext"]["seccompProfile"]
    assert profile["type"] == "Localhost"
    guide = (ROOT / "docs" / "guides" / "kubernetes.md").read_text("utf-8")
    assert f"{os.sep}var/lib/kubelet/seccomp/{profile['localhostProfile']}" in guide
