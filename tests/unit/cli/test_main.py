"""The command line is made from the catalogue."""

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from app import __version__
from app.cli.commands import HANDLERS
from app.cli.main import split_global_flags
from app.knowledge.commands import COMMANDS


def agents(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", "app", *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "flags", "rest"),
    [
        (["run", "x", "--json"], {"json"}, ["run", "x"]),
        (["--quiet", "run", "--no-color", "x"], {"quiet", "no_color"}, ["run", "x"]),
        (["run", "--", "--json"], set(), ["run", "--", "--json"]),
    ],
)
def test_global_flags_stand_anywhere(words: list[str], flags: set[str], rest: list[str]) -> None:
    given, left = split_global_flags(words)
    assert {name for name, on in given.items() if on} == flags
    assert left == rest


def test_every_command_has_a_handler_with_its_options() -> None:
    assert set(HANDLERS) == set(COMMANDS)
    for name, handler in HANDLERS.items():
        wanted = {option.name.replace("-", "_") for option in COMMANDS[name].options}
        taken = {p.name for p in inspect.signature(handler).parameters.values() if p.kind is p.KEYWORD_ONLY}
        assert taken == wanted, name


def test_version_and_help() -> None:
    assert agents("--version").stdout.strip() == f"agents {__version__}"
    shown = agents("--help").stdout
    assert all(name in shown for name in COMMANDS)
    assert "--base" in agents("plan", "--help").stdout


SERVICE_ALONE = {"sqlalchemy", "dbos", "flask", "gunicorn", "prometheus_client", "structlog", "github", "gitlab"}


@pytest.mark.parametrize("module", ["app.cli", "app.cli.commands", "app.bootstrap"])
def test_the_terminal_does_not_wait_for_the_service(module: str) -> None:
    loaded = loaded_by(f"import {module}")
    assert sorted(SERVICE_ALONE & loaded) == []
    assert module in loaded


def test_a_plan_loads_nothing_of_the_service(tmp_path: Path) -> None:
    plan = f"import sys, app.cli; sys.argv = ['agents', 'plan', {str(tmp_path)!r}, '--json']; app.cli.main()"
    loaded = loaded_by(plan)
    assert sorted(SERVICE_ALONE & loaded) == []
    assert "app.pipeline.inspect" in loaded


def test_version_waits_for_no_part_of_the_program() -> None:
    loaded = loaded_by("import sys, app.cli; sys.argv = ['agents', '--version']; app.cli.main()")
    assert [name for name in loaded if name.startswith(("app.bootstrap", "app.pipeline", "app.reasoning"))] == []


def loaded_by(code: str) -> set[str]:
    """The modules there are after some code, however it ends; names of packages on top alone count, too."""
    ending = "import atexit, sys; atexit.register(lambda: print('\\n' + ' '.join(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", f"{ending}\n{code}"], capture_output=True, text=True, check=False)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "words",
    [["no-such-command"], ["run"], ["tools", "remove"], ["run", "x", "--format", "cobol"], ["plan", "--no-such-flag"]],
)
def test_usage_errors_are_two(words: list[str]) -> None:
    done = agents(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_all_bad_variables_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENTS_TERRAFORM", "/no/such")
    monkeypatch.setenv("AGENTS_REASONER", "oracle")
    done = agents("plan", ".")
    assert done.returncode == 2
    assert "AGENTS_TERRAFORM" in done.stderr
    assert "AGENTS_REASONER" in done.stderr
