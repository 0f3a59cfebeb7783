"""The program that runs in checkov's own environment: imports once, then forks for every scan.

Started by file path with that environment's Python, so it imports the standard library and checkov only. It speaks JSON
lines: a request ``{"id", "root", "frameworks", "file", "timeout"}`` on standard input gets one answer
``{"id", "records", "passed", "troubles"}`` on what was standard output; ``{"ready": version}`` is the first line.
Standard output itself is closed off before checkov is imported, because checkov and its libraries print.

Each framework is scanned in a child of its own: they share the imported checks, run side by side, and a child that
crashes or hangs takes nothing with it. The repository's own configuration is never read: the runners are called
directly, with no external checks, no downloads, and no sockets.
"""

import contextlib
import gc
import json
import logging
import os
import select
import signal
import socket
import time
from importlib import import_module
from typing import Any

RUNNERS = {
    "terraform": "checkov.terraform.runner",
    "terraform_plan": "checkov.terraform.plan_runner",
    "cloudformation": "checkov.cloudformation.runner",
    "kubernetes": "checkov.kubernetes.runner",
    "dockerfile": "checkov.dockerfile.runner",
    "github_actions": "checkov.github_actions.runner",
    "secrets": "checkov.secrets.runner",
}
GRAPH_CHECKS = ("terraform", "cloudformation", "kubernetes")
TAIL = 400


def refuse_connection(*_: Any) -> None:
    """Stand in for ``socket.connect``: a scan has no business on the network."""
    raise OSError("the scanner has no network")


def prepare() -> str:
    """Import every runner and load the checks; returns checkov's version."""
    logging.disable(logging.CRITICAL)
    gc.disable()  # importing leaves little garbage, and looking for it takes a third of the time
    for runner in RUNNERS.values():
        import_module(runner)
    registry = import_module("checkov.common.checks_infra.registry")
    for framework in GRAPH_CHECKS:
        registry.get_graph_checks_registry(framework).load_checks()
    gc.freeze()  # the children then share these pages instead of copying them
    gc.enable()
    return str(import_module("checkov.version").version)


def scan(framework: str, root: str, file: str) -> dict[str, Any]:
    """Run one framework on a folder (or on one file, for a plan): plain records, and the rules that were content."""
    runner_filter = import_module("checkov.runner_filter").RunnerFilter(
        framework=[framework],
        download_external_modules=False,
        show_progress_bar=False,
        enable_secret_scan_all_files=True,
    )
    runner = import_module(RUNNERS[framework]).Runner()
    reports = runner.run(
        root_folder=None if file else root, files=[file] if file else None, runner_filter=runner_filter
    )
    records: list[dict[str, Any]] = []
    passed: set[str] = set()
    for report in reports if isinstance(reports, list) else [reports]:
        records += [record_of(framework, record) for record in (*report.failed_checks, *report.skipped_checks)]
        records += [{"unreadable": path} for path in report.parsing_errors]
        passed |= {str(record.check_id) for record in report.passed_checks}
    return {"records": records, "passed": sorted(passed)}


def record_of(framework: str, record: Any) -> dict[str, Any]:
    """What the caller needs of a checkov record. A secret's resource is a hash of the secret and stays here."""
    first, last = [*(record.file_line_range or ()), 0, 0][:2]
    return {
        "rule": record.check_id,
        "title": record.check_name,
        "path": str(record.file_abs_path or record.file_path),
        "line": first,
        "end_line": first if framework == "secrets" else last,
        "resource": "" if framework == "secrets" else str(record.resource or ""),
        "waived": record.check_result.get("suppress_comment") if skipped(record) else None,
    }


def skipped(record: Any) -> bool:
    """Whether a comment in the code asks for the check to be passed over."""
    return str(getattr(record.check_result.get("result"), "name", "")) == "SKIPPED"


def child(framework: str, request: dict[str, Any], out: int) -> None:
    """The life of a forked child: scan, write the answer to its pipe, leave without cleaning up."""
    code = 1
    answer: dict[str, Any] = {}
    gc.disable()  # a short life: collecting costs more than it frees
    try:
        os.setsid()
        os.chdir(request["root"])
        answer = scan(framework, request["root"], request.get("file", ""))
        code = 0
    except BaseException as error:  # noqa: BLE001 - whatever a stranger's file provokes is a finding, not our end
        answer = {"trouble": f"{type(error).__name__}: {error}"[:TAIL]}
    with contextlib.suppress(OSError), os.fdopen(out, "w") as stream:
        json.dump(answer, stream)
    os._exit(code)


def start(framework: str, request: dict[str, Any]) -> tuple[int, int]:
    """Fork a child for a framework: its process id and the pipe to read its answer from."""
    source, sink = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(source)
        child(framework, request, sink)
    os.close(sink)
    return process, source


def collect(pipes: dict[int, str], deadline: float) -> tuple[dict[str, bytes], set[str]]:
    """Read every pipe to its end or until the deadline: what came per framework, and which were late."""
    gathered: dict[str, bytes] = dict.fromkeys(pipes.values(), b"")
    open_pipes = dict(pipes)
    while open_pipes:
        left = deadline - time.monotonic()
        ready, _, _ = select.select(list(open_pipes), [], [], max(0.0, left))
        if not ready and left <= 0:
            break
        for pipe in ready:
            piece = os.read(pipe, 1 << 20)
            if piece:
                gathered[open_pipes[pipe]] += piece
            else:
                del open_pipes[pipe]
    return gathered, set(open_pipes.values())


def answer_of(request: dict[str, Any]) -> dict[str, Any]:
    """Scan what the request asks for; troubles by framework, never an exception."""
    children: list[int] = []
    pipes: dict[int, str] = {}
    for framework in request["frameworks"]:
        process, source = start(framework, request)
        children.append(process)
        pipes[source] = framework
    gathered, late = collect(pipes, time.monotonic() + request["timeout"])
    for process in children:
        with contextlib.suppress(OSError):
            os.killpg(process, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    for pipe in pipes:
        os.close(pipe)
    records: list[dict[str, Any]] = []
    passed: set[str] = set()
    troubles: dict[str, str] = {}
    for framework, text in gathered.items():
        if framework in late:
            troubles[framework] = f"no answer within {request['timeout']:g} s"
            continue
        try:
            answer = json.loads(text)
        except ValueError:
            answer = {"trouble": "the scan died"}
        if "trouble" in answer:
            troubles[framework] = answer["trouble"]
        records += [{"framework": framework, **record} for record in answer.get("records", ())]
        passed |= set(answer.get("passed", ()))
    return {"id": request["id"], "records": records, "passed": sorted(passed), "troubles": troubles}


def main() -> None:
    """Serve requests until standard input ends."""
    answers = os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    requests = os.fdopen(os.dup(0))
    os.dup2(nowhere, 0)
    socket.socket.connect = refuse_connection  # type: ignore[method-assign]
    answers.write(json.dumps({"ready": prepare()}) + "\n")
    answers.flush()
    for line in requests:
        answers.write(json.dumps(answer_of(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    os.environ["CHECKOV_PARALLELIZATION_TYPE"] = "none"  # read when checkov is imported
    main()
