"""The worker's protocol, with stand-ins for checkov, which it does not import before it is started."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar

from app.toolchains.checkov import worker

STAND_IN = """
import os, sys, time
sys.path.insert(0, {folder!r})
import worker

def scan(framework, root, file):
    if framework == "crash":
        raise RuntimeError("boom")
    if framework == "die":
        os.kill(os.getpid(), 9)
    if framework == "hang":
        time.sleep(600)
    if framework == "loud":
        print("noise on standard output")
        os.write(1, b"more noise")
    if framework == "network":
        import socket
        socket.create_connection(("127.0.0.1", 9))
    size = 300_000 if framework == "large" else 1
    records = [{{"rule": framework, "title": "x" * size, "cwd": os.getcwd()}}]
    return {{"records": records, "passed": ["CKV_" + framework, "CKV_ALL"]}}

worker.scan = scan
worker.prepare = lambda: "9.9.9"
worker.main()
"""


def _talk(tmp_path: Path, *requests: dict[str, Any]) -> list[dict[str, Any]]:
    program = STAND_IN.format(folder=str(Path(worker.__file__).parent))
    feed = "".join(
        json.dumps({"id": number, "root": str(tmp_path), **request}) + "\n" for number, request in enumerate(requests)
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=feed, capture_output=True, text=True, timeout=180, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_it_greets_and_answers_each_request(tmp_path: Path) -> None:
    greeting, first, second = _talk(
        tmp_path, {"frameworks": ["a", "b"], "timeout": 60}, {"frameworks": ["a"], "timeout": 60}
    )
    assert greeting == {"ready": "9.9.9"}
    assert [record["rule"] for record in first["records"]] == ["a", "b"]
    assert {record["cwd"] for record in first["records"]} == {str(tmp_path)}
    assert first["passed"] == ["CKV_ALL", "CKV_a", "CKV_b"]
    assert (first["id"], second["id"], second["troubles"]) == (0, 1, {})


def test_a_broken_scan_spoils_neither_its_sisters_nor_the_next_request(tmp_path: Path) -> None:
    _, first, second = _talk(
        tmp_path,
        {"frameworks": ["crash", "die", "hang", "network", "a"], "timeout": 4},
        {"frameworks": ["a"], "timeout": 60},
    )
    assert [record["rule"] for record in first["records"]] == ["a"]
    assert first["troubles"]["crash"] == "RuntimeError: boom"
    assert first["troubles"]["die"] == "the scan died"
    assert first["troubles"]["hang"] == "no answer within 4 s"
    assert "no network" in first["troubles"]["network"]
    assert [record["rule"] for record in second["records"]] == ["a"]


def test_prints_of_libraries_do_not_reach_the_answers(tmp_path: Path) -> None:
    _, answer = _talk(tmp_path, {"frameworks": ["loud"], "timeout": 60})
    assert [record["rule"] for record in answer["records"]] == ["loud"]


def test_an_answer_larger_than_a_pipe_arrives_whole(tmp_path: Path) -> None:
    _, answer = _talk(tmp_path, {"frameworks": ["large"], "timeout": 60})
    assert len(answer["records"][0]["title"]) == 300_000


def test_a_secret_record_carries_no_trace_of_the_secret() -> None:
    class Record:
        check_id = "CKV_SECRET_2"
        check_name = "AWS Access Key"
        check_result: ClassVar[dict[str, Any]] = {}
        file_abs_path = "/x/main.tf"
        file_path = "/main.tf"
        file_line_range = (4, 5)
        resource = "hash-of-the-secret"

    record = worker.record_of("secrets", Record())
    assert record["resource"] == ""
    assert (record["line"], record["end_line"]) == (4, 4)
