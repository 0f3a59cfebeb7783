"""``kill -9`` of a service that asks a model: what was answered is neither asked nor paid for again."""

import json
from pathlib import Path

from tests.e2e import claude_scripts as scripts
from tests.e2e.claude_desk import NO_TOOLS, environment
from tests.e2e.service import PATIENCE, Service, wait_for
from tests.e2e.worlds import FILES, world
from tests.fakes.messages_api import Stub

POINT = "documentation:after"
"""Where much was asked (the design, the README's words) and something is still to be (remarks)."""
TITLE, BODY = "Jobs", scripts.ISSUE.partition("\n\n")[2]


def test_a_run_that_is_taken_up_again_asks_nothing_twice(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with (
        Stub(scripts.GOOD) as stub,
        world("github", tmp_path, {**FILES, ".agents.yml": "reasoner: claude\n"}) as there,
    ):
        service = Service(tmp_path / "data", there.environment() | environment(stub) | NO_TOOLS)
        try:
            service.start(AGENTS_CRASH_AT=POINT)
            run = service.accepted(there.forge, there.opened(there.issue(TITLE, BODY)))
            process = service.process
            assert process is not None
            wait_for(
                lambda: process.poll() is not None, PATIENCE, lambda: f"no crash at {POINT}\n{service.log()[-2000:]}"
            )
            service.kill()
            before = len(stub.seen)
            service.start()
            record = service.ended(run)
            assert service.stop() == 0
        finally:
            service.kill()
    assert record["status"] == "done", record
    assert 1 < before < len(stub.seen)
    asked = [json.dumps(seen.body, sort_keys=True) for seen in stub.seen]
    assert len(set(asked)) == len(asked)
    recorded = (tmp_path / "data" / "runs" / run / "reasoner.jsonl").read_text().splitlines()
    assert len(recorded) == len(asked) + 1, "a header, and a line for each"
