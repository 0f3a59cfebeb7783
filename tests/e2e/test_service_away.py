"""What happened while the service was away, on a forge that tells nobody: it is read from the forge itself."""

import time
from pathlib import Path

import pytest

from tests.e2e.service import serving, wait_for
from tests.e2e.test_service_pull import DATABASE, MAIN
from tests.e2e.worlds import World, world

pytestmark = pytest.mark.checkov


def test_open_pull_requests_and_labelled_issues_are_found(tmp_path: Path) -> None:
    with world("gitlab", tmp_path, {"infra/main.tf": MAIN}) as there:
        more = {"AGENTS_REPO_ALLOWLIST": there.repository}
        head = there.commit("away", {"infra/main.tf": MAIN + DATABASE})
        pull = there.pull("away")
        issue = there.issue("Jobs", "An SQS queue `jobs`.")
        ignored = there.issue("Talk", "An SQS queue.", labels=())
        with serving(tmp_path, there.environment() | more, AGENTS_RECONCILE_INTERVAL="2") as service:
            wait_for(lambda: _told(there, pull, issue), 120, service.log)
            assert there.checks(head)["agents"] == "failed"
            before = (there.seen(pull, pull=True), there.seen(issue), there.pulls())
            time.sleep(5)  # it looks again, and finds nothing new
            assert (there.seen(pull, pull=True), there.seen(issue), there.pulls()) == before
        assert there.seen(ignored).comments == ()
        assert len(there.pulls()) == 2


def _told(there: World, pull: int, issue: int) -> bool:
    """Whether both reports are there."""
    reviewed = there.seen(pull, pull=True).ours("living")
    built = there.seen(issue).ours("living")
    return bool(reviewed and "Not ready" in reviewed[0] and built and "Ready for review" in built[0])
