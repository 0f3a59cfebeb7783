"""GitHub has a bad day while a run goes on: everything is there in the end, and nothing twice."""

from collections.abc import Iterator

import pytest

from tests.e2e.service import Service, serving
from tests.e2e.worlds import GitHubWorld, world

BODY = "An SQS queue `orders`."
COMMENTS, PULLS, CHECKS, PUSH = r"/issues/\d+/comments$", r"/pulls$", r"/check-runs", r"/git-receive-pack$"
CASES: dict[str, list[tuple[str, str, str, int]]] = {
    "502 after success": [("POST", place, "after", 1) for place in (COMMENTS, PULLS, CHECKS, "/reactions$")],
    "502 before": [("POST", place, "before", 2) for place in (COMMENTS, PULLS, CHECKS, "/reactions$")],
    "502 while reading": [("GET", "/api/v3/", "before", 3), ("PATCH", "/api/v3/", "before", 2)],
    "secondary limit with Retry-After": [("POST", COMMENTS, "secondary", 1), ("POST", CHECKS, "too-many", 1)],
    "primary limit": [("GET", r"/pulls\?", "primary", 1)],
    "401 on expiry": [("POST", COMMENTS, "expired", 1), ("GET", CHECKS, "expired", 1)],
    "cut answers": [("GET", "/comments", "truncated", 2), ("POST", PULLS, "truncated", 1), ("GET", CHECKS, "html", 1)],
    "422 that nobody explains": [("POST", PULLS, "exists", 1)],
    "502 at the push": [("POST", PUSH, "before", 1)],
    "502 after the push": [("POST", PUSH, "after", 1)],
}
FAILS = {"422 that nobody explains"}
"""GitHub says that the pull request exists and has none: said plainly, nothing is left half-written."""

pytestmark = pytest.mark.checkov


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[GitHubWorld, Service]]:
    folder = tmp_path_factory.mktemp("faults")
    with world("github", folder) as there, serving(folder, there.environment()) as service:
        yield there, service


@pytest.mark.parametrize("case", CASES)
def test_a_bad_day(scene: tuple[GitHubWorld, Service], case: str) -> None:
    there, service = scene
    before = set(there.pulls())
    number = there.issue(f"Queue of {case}", BODY)
    there.fake.faults.fired.clear()
    for fault in CASES[case]:
        there.fake.fault(*fault)
    run = service.accepted(there.forge, there.opened(number))
    record = service.ended(run)
    there.fake.clear_faults()
    assert len(there.fake.faults.fired) >= len(CASES[case]), there.fake.faults.fired
    assert (record["status"] == "done") is (case not in FAILS), record["why"]
    (living,) = there.seen(number).ours("living")
    made = set(there.pulls()) - before
    assert len(made) == (case not in FAILS)
    for pull in made:
        assert len(there.seen(pull, pull=True).ours("living")) == 1
        assert there.checks(record["head"])["agents"] == "success"  # and each name once
    if case in FAILS:
        assert record["why"] in living or "exists" in living
    assert sum(branch.startswith(f"agents/{number}-") for branch in there.branches()) == 1
