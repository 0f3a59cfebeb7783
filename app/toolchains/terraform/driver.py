"""Drives Terraform through all steps of one stack: ``python -m app.toolchains.terraform.driver``, inside the sandbox.

The job (JSON on standard input, ``Job``) names the stack's directory in a private copy; the simulated providers are
served from this process on loopback. Every step's result is one JSON line on standard output as soon as it is known,
the last line is ``{"done": true, …}``; so a crash or a time-out loses nothing that was found out before.
"""

import contextlib
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from app.toolchains.terraform.cores import Core, EmbeddedCore, ProgramCore, Ran
from app.toolchains.terraform.job import Job

PLAN = "agents.tfplan"
STATE = "terraform.tfstate"
"""Where the local backend keeps what was deployed."""
TIMEOUTS = {
    "format": 30.0,
    "rewrite": 30.0,
    "validate": 120.0,
    "plan": 240.0,
    "apply": 240.0,
    "replan": 240.0,
    "destroy": 240.0,
}
SCHEMA = "/tfplugin5.Provider/GetSchema"
UNLIMITED = (("grpc.max_receive_message_length", -1),)
COMMON = ("-no-color", "-input=false")


class Driver:
    """One stack's way through the steps; each method is a step and returns its result."""

    def __init__(self, job: Job, core: Core, say: Callable[[Mapping[str, Any]], None]) -> None:
        self._job = job
        self._core = core
        self._say = say
        self._private = Path(job.root).parent

    def run(self) -> None:
        """All steps in order until one fails; ``format`` never stops the others."""
        for step in self._job.steps:
            started = time.monotonic()
            result = getattr(self, f"_{step}")()
            seconds = round(time.monotonic() - started, 3)
            self._say({"step": step, "seconds": seconds} | result)
            if step != "format" and not result["ok"]:
                return

    def _run(self, step: str, *argv: str) -> Ran:
        return self._core.run(argv, TIMEOUTS[step])

    def _format(self) -> dict[str, Any]:
        folders = [os.path.relpath(Path(self._job.root) / path, self._job.directory) for path in self._job.modules]
        outside = [folder for folder in folders if folder.startswith("..")]
        ran = self._run("format", "fmt", "-check", "-diff", "-recursive", "-no-color", "-list=true", ".", *outside)
        return _result(ran, output=ran.stdout)

    def _rewrite(self) -> dict[str, Any]:
        """Format in place."""
        return _result(self._run("rewrite", "fmt", "-recursive", "-list=false", "-no-color", "."))

    def _validate(self) -> dict[str, Any]:
        _write(self._job.root, self._job.before_init)
        init = self._run("validate", "init", *COMMON, "-get=true", "-upgrade=false")
        ran = self._run("validate", "validate", "-json")
        problems = _diagnostics(ran.stdout)
        if init.exit_code:
            return _result(init, diagnostics=problems)
        return _result(ran, diagnostics=problems)

    def _plan(self) -> dict[str, Any]:
        _write(self._job.root, self._job.before_plan)
        ran = self._run("plan", "plan", *COMMON, "-lock=false", f"-out={self._private / PLAN}", *self._variables())
        if ran.exit_code:
            return _result(ran)
        shown = self._run("plan", "show", "-json", str(self._private / PLAN))
        return _result(shown if shown.exit_code else ran, plan_json=_json(shown.stdout))

    def _apply(self) -> dict[str, Any]:
        ran = self._run("apply", "apply", *COMMON, "-lock=false", str(self._private / PLAN))
        return _result(ran) if ran.exit_code else _result(ran, state=self._state())

    def _state(self) -> Any:
        """What was deployed: in the local backend's file, or in the memory of the embedded core."""
        file = Path(self._job.directory) / STATE
        return _json(file.read_text("utf-8") if file.is_file() else self._run("apply", "state", "pull").stdout)

    def _replan(self) -> dict[str, Any]:
        ran = self._run("replan", "plan", *COMMON, "-lock=false", "-detailed-exitcode", *self._variables())
        return _result(ran, output=ran.stdout if ran.exit_code == 2 else "")

    def _destroy(self) -> dict[str, Any]:
        # The second plan has refreshed everything a moment ago; once more would be a third of all the time.
        words = ("destroy", *COMMON, "-lock=false", "-auto-approve", "-refresh=false")
        return _result(self._run("destroy", *words, *self._variables()))

    def _variables(self) -> list[str]:
        return [f"-var-file={name}" for name in self._job.var_files]


def _result(ran: Ran, **more: Any) -> dict[str, Any]:
    wrong = ran.text if ran.exit_code else ""
    return {"ok": ran.exit_code == 0, "exit_code": ran.exit_code, "text": wrong} | more


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _diagnostics(text: str) -> list[dict[str, Any]]:
    """The errors and warnings of ``validate -json`` with file and line."""
    answer = _json(text)
    if not isinstance(answer, dict):
        return []
    found = []
    for one in answer.get("diagnostics") or []:
        place = one.get("range") or {}
        found.append(
            {
                "severity": one.get("severity", "error"),
                "summary": one.get("summary", ""),
                "detail": one.get("detail", ""),
                "file": place.get("filename", ""),
                "line": (place.get("start") or {}).get("line"),
            }
        )
    return found


def _write(root: str, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        target = Path(root) / path
        target.unlink(missing_ok=True)
        target.write_text(text, encoding="utf-8")


def _environment(private: Path) -> dict[str, str]:
    """What Terraform sees: nothing of the operator's, no phoning home, an empty configuration of its own."""
    configuration = private / "terraform.rc"
    configuration.write_text("", encoding="utf-8")
    home = private / "home"
    home.mkdir(exist_ok=True)
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "CHECKPOINT_DISABLE": "1",
        "TF_IN_AUTOMATION": "1",
        "TF_CLI_CONFIG_FILE": str(configuration),
        "TF_PLUGIN_CACHE_DIR": "",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _warm(reattach: Mapping[str, Any], providers: Sequence[str]) -> None:
    """Ask each provider for its schema while the core is still loading: making that answer takes as long."""
    import grpc  # noqa: PLC0415 - imported already where providers are served

    for name in providers:
        address = reattach[f"registry.terraform.io/hashicorp/{name}"]["Addr"]["String"]
        with contextlib.suppress(grpc.RpcError), grpc.insecure_channel(address, UNLIMITED) as channel:
            channel.unary_unary(SCHEMA, bytes, bytes)(b"", timeout=30.0)


def main(source: TextIO = sys.stdin, target: TextIO | None = None) -> int:
    """Read the job, do it, say what happened."""
    target = target or os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    job = Job.parse(source.read())
    private = Path(job.root).parent

    def say(message: Mapping[str, Any]) -> None:
        target.write(json.dumps(message) + "\n")
        target.flush()

    environment = _environment(private)
    server = None
    if job.providers:
        from app.toolchains.simulator.provider import Code  # noqa: PLC0415 - gRPC is slow to import
        from app.toolchains.simulator.server import SimulatorServer  # noqa: PLC0415

        server = SimulatorServer()
        code = Code(frozenset(job.words), frozenset(job.types)) if job.words else None
        server.start(job.directory, root=Path(job.root), code=code)
        reattach = server.reattach()
        environment["TF_REATTACH_PROVIDERS"] = json.dumps(reattach)
        threading.Thread(target=_warm, args=(reattach, job.providers), daemon=True).start()
    core: Core
    if job.program:
        core = ProgramCore(Path(job.program), job.directory, environment)
    else:
        core = EmbeddedCore(job.directory, environment)
    try:
        Driver(job, core, say).run()
        version = core.run(["version", "-json"], 30.0)
        say({"done": True, "version": (_json(version.stdout) or {}).get("terraform_version", "")})
    finally:
        core.close()
        if server:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
