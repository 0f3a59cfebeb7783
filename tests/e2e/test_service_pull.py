"""A person's pull request on both forges: what the change brings, commands, fixes, checks that always conclude."""

from collections.abc import Iterator

import pytest

from tests.e2e.service import Service, serving
from tests.e2e.worlds import World, world

MAIN = """terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
"""
DATABASE = """
resource "aws_db_instance" "orders" {
  identifier                  = "orders"
  engine                      = "postgres"
  instance_class              = "db.t4g.micro"
  allocated_storage           = 20
  username                    = "app"
  manage_master_user_password = true
  storage_encrypted           = false
}
"""
FILES = {"README.md": "# Here\n", "infra/main.tf": MAIN, "other/main.tf": MAIN}
pytestmark = pytest.mark.checkov
Scene = tuple[World, Service]


@pytest.fixture(scope="module", params=["github", "gitlab"])
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp(request.param)
    with world(request.param, folder, FILES) as there, serving(folder, there.environment()) as service:
        yield there, service


def test_a_change_is_reviewed_against_its_base(scene: Scene) -> None:
    there, service = scene
    head = there.commit("database", {"infra/main.tf": MAIN + DATABASE})
    number = there.pull("database", "Add a database @everyone <img src=x>")
    record = service.ended(service.accepted(there.forge, there.pull_opened(number)))
    assert record["status"] == "failed"
    assert "CKV_AWS_16" in record["why"]
    seen = there.seen(number, pull=True)
    (living,) = seen.ours("living")
    assert "1 to add, 0 to change, 0 to destroy" in living
    assert "aws_db_instance.orders" in living
    assert "other/" not in living
    assert "stacks: other" not in living
    assert "@everyone" not in living
    assert "<img" not in living
    assert "Already there before this change" in living
    assert len(seen.ours("welcome")) == 1
    checks = there.checks(head)
    assert checks["agents"] in {"failure", "failed"}
    assert any("suggestion" in remark and "true" in remark for remark in seen.remarks)
    assert "agents: failed" in seen.labels


def test_fix_commits_repairs_with_their_proof(scene: Scene) -> None:
    there, service = scene
    (number,) = there.pulls()
    before = there.branches()["database"]
    record = service.ended(service.accepted(there.forge, there.say(number, "/agents fix", pull=True)))
    assert (record["status"], record["why"]) == ("done", "")
    head = there.branches()["database"]
    assert head != before
    assert record["head"] == head
    seen = there.seen(number, pull=True)
    (living,) = seen.ours("living")
    assert "CKV_AWS_16" in living
    assert "the same check ran again and passed" in living
    assert there.checks(head)["agents"] == "success"
    assert "running" not in there.checks(before).values()
    assert "agents: passed" in seen.labels
    assert "agents: failed" not in seen.labels


def test_a_plan_that_passes_is_no_verdict_on_the_change(scene: Scene) -> None:
    there, service = scene
    head = there.commit("open", {"infra/main.tf": MAIN + DATABASE})
    number = there.pull("open", "Once more")
    service.ended(service.accepted(there.forge, there.pull_opened(number)))
    record = service.ended(service.accepted(there.forge, there.say(number, "/agents plan", pull=True)))
    assert (record["status"], record["why"]) == ("done", "")
    checks = there.checks(head)
    assert checks["agents"] in {"failure", "failed"}
    assert checks["agents / plan"] == "success"
    (living,) = there.seen(number, pull=True).ours("living")
    assert "Ready for review" not in living


def test_a_part_that_passes_is_no_verdict_either(scene: Scene) -> None:
    there, service = scene
    files = {"infra/main.tf": MAIN + DATABASE, "other/main.tf": MAIN.replace('"jobs"', '"tasks"')}
    head = there.commit("both", files)
    number = there.pull("both", "Both")
    service.ended(service.accepted(there.forge, there.pull_opened(number)))
    record = service.ended(service.accepted(there.forge, there.say(number, "/agents review other", pull=True)))
    assert (record["status"], record["why"]) == ("done", "")
    assert there.checks(head)["agents"] in {"failure", "failed"}
    seen = there.seen(number, pull=True)
    assert "agents: passed" not in seen.labels
    (living,) = seen.ours("living")
    assert "Ready for review" not in living
    assert "aws_db_instance" not in living
    record = service.ended(service.accepted(there.forge, there.say(number, "/agents review nowhere", pull=True)))
    assert record["status"] == "failed"
    assert "touches: infra, other" in there.seen(number, pull=True).ours("living")[0]
    assert there.checks(head)["agents"] in {"failure", "failed"}


def test_where_no_stack_changed_the_check_still_concludes(scene: Scene) -> None:
    there, service = scene
    head = there.commit("words", {"README.md": "# Here, and there\n"})
    number = there.pull("words", "Words")
    record = service.ended(service.accepted(there.forge, there.pull_opened(number)))
    assert record["status"] == "done"
    assert there.checks(head)["agents"] == "success"
    (living,) = there.seen(number, pull=True).ours("living")
    assert "no stack" in living.lower()


def test_talk_is_answered(scene: Scene) -> None:
    there, service = scene
    number = there.pull("words", "Talk") if there.forge == "github" else there.pulls()[-1]
    for text, status in (
        ("/agents help", "done"),
        ("/agents", "done"),
        ("/agents status", "done"),
        ("/agents explain CKV_AWS_16", "done"),
        ("/agents cancel", "done"),
        ("/agents explian", "refused"),
        ("/agents run", "refused"),
    ):
        record = service.ended(service.accepted(there.forge, there.say(number, text, pull=True)))
        assert record["status"] == status, (text, record)
    seen = there.seen(number, pull=True)
    replies = [body for _, body in seen.comments if "key=reply-" in body]
    assert len(replies) == 4
    assert "explain" in replies[2]
    assert len(seen.ours("living")) == 1
    assert service.post(there.forge, *there.say(number, "no command here", pull=True))[1] == {
        "ignored": "no command in the comment"
    }


def test_a_policy_that_cannot_be_read_is_told_with_its_lines(scene: Scene) -> None:
    there, service = scene
    there.commit("main", {".agents.yml": "version: 1\ngates: {}\n"})
    head = there.commit("policy", {"infra/main.tf": MAIN + DATABASE, ".agents.yml": "version: 1\n"})
    number = there.pull("policy", "Policy")
    record = service.ended(service.accepted(there.forge, there.pull_opened(number)))
    there.commit("main", {".agents.yml": None})
    assert record["status"] == "failed"
    (living,) = there.seen(number, pull=True).ours("living")
    assert "line 2" in living
    assert "gates" in living
    assert there.checks(head)["agents"] in {"failure", "failed"}


def test_a_newer_commit_supersedes(scene: Scene) -> None:
    there, service = scene
    old = there.commit("moving", {"infra/main.tf": MAIN + DATABASE})
    number = there.pull("moving", "Moving")
    first = service.accepted(there.forge, there.pull_opened(number))
    new = there.commit("moving", {"infra/main.tf": MAIN.replace('"jobs"', '"tasks"')})
    second = service.accepted(there.forge, there.pull_opened(number, "synchronize"))
    assert service.ended(first)["status"] == "superseded"
    assert service.ended(second)["status"] in {"done", "failed"}
    assert "running" not in there.checks(old).values()
    assert there.checks(new)["agents"] in {"success", "failure", "failed"}
    (living,) = there.seen(number, pull=True).ours("living")
    assert f"head={new}" in living


def test_the_run_has_a_page(scene: Scene) -> None:
    there, service = scene
    number = there.pulls()[-1]
    run = service.accepted(there.forge, there.say(number, "/agents test infra", pull=True))
    record = service.ended(run)
    assert record["commands"] == [{"name": "test", "args": ["infra"], "named": {}, "flags": {}}]
    status, page = service.get(f"/runs/{run}", "text/html")
    assert status == 200
    assert run in page
    assert service.get("/runs/nothing-of-the-kind")[0] == 404
    status, metrics = service.get("/metrics", "text/plain")
    assert status == 200
    assert 'agents_runs_active{state="queued"} 0.0' in metrics
    assert f'agents_deliveries_total{{forge="{there.forge}",result="accepted"}}' in metrics
    assert 'agents_stage_seconds_count{stage="tester",status="passed"}' in metrics
    assert service.get("/healthz")[0] == 200
    assert service.get("/readyz")[0] == 200


def test_sigterm_drains_and_ends_with_zero(scene: Scene) -> None:
    _, service = scene
    assert service.stop() == 0


@pytest.fixture(autouse=True)
def _said(scene: Scene) -> Iterator[None]:
    yield
    assert "Traceback" not in scene[1].log()
