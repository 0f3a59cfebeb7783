"""``agents runs`` and ``agents resume`` beside the service."""

import json
from pathlib import Path

import pytest

from tests.e2e.agents import agents
from tests.e2e.service import serving
from tests.e2e.worlds import world

pytestmark = pytest.mark.checkov


def test_a_failed_run_is_gone_on_with_from_the_terminal(tmp_path: Path) -> None:
    with world("github", tmp_path) as there, serving(tmp_path, there.environment()) as service:
        number = there.issue("Jobs", "An SQS queue `jobs`.")
        there.fake.fault("POST", r"/pulls$", "exists", times=20)
        run = service.accepted("github", there.opened(number))
        failed = service.ended(run)
        assert failed["status"] == "failed"
        assert there.pulls() == []
        there.fake.clear_faults()
        environment = {"AGENTS_DATA_DIR": str(service.folder)}
        listed = agents("runs", environment=environment)
        assert listed.returncode == 0
        assert run in listed.stdout
        assert "failed" in listed.stdout
        resumed = agents("--json", "resume", run, environment=environment)
        assert resumed.returncode == 0, resumed.stderr
        assert json.loads(resumed.stdout)["resumed"] is True
        assert service.ended(run)["status"] == "done", service.log()[-3000:]
        assert len(there.pulls()) == 1
        assert len(there.seen(number).ours("living")) == 1
        again = agents("resume", run, environment=environment)
        assert again.returncode == 1
        assert agents("runs", "no-such-run", environment=environment).returncode == 1
