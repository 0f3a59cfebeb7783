"""GitLab's forge on the fake GitLab, held against the suite of all forges and against GitLab's own ways."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests

from app.domain.errors import Failure
from app.domain.event import Event
from app.domain.publication import Role
from app.forges.gitlab.client import Client
from app.forges.gitlab.host import GitLabHost
from app.processes.git import require_git
from tests.contract.forge_suite import BASE_FILE, LIVING, TEXT, ForgeSuite, World, changed, check, pull, remark
from tests.fakes.git_http import commit, run_git
from tests.fakes.gitlab import FakeGitLab, running
from tests.fakes.gitlab.state import BOT_TOKEN, Project

PATH = "acme/platform/web"
WORDS = {value: key for key, value in {"queued": "pending", "failure": "failed", "neutral": "skipped"}.items()}
WORDS |= {"running": "running", "success": "success", "canceled": "cancelled"}
PLACES = {
    "comment": ("POST", r"/notes$"),
    "pull_request": ("POST", r"/merge_requests$"),
    "check": ("POST", r"/statuses/"),
    "remark": ("POST", r"/discussions$"),
    "reaction": ("POST", r"/award_emoji$"),
    "list": ("GET", r"/notes\?"),
}


class GitLabWorld:
    """The fake with one nested project; its pages hold three entries, so that every list has several."""

    strict = True

    def __init__(self, fake: FakeGitLab) -> None:
        self.fake = fake
        self.project = fake.project(PATH, {"main.tf": BASE_FILE, "ünï/ä b.tf": "é"}, {"ada": 30, "rob": 10})
        fake.person("stranger")
        self.waited: list[float] = []
        self.host = GitLabHost(Client(fake.url, BOT_TOKEN, 0, sleep=self.waited.append), [fake.secret], "agents")
        self.forge = self.host.open(PATH)

    def issue(self, title: str, body: str, labels: tuple[str, ...] = ()) -> int:
        return self.fake.issue(PATH, title, body, labels=labels)

    def commit(self, branch: str, files: Mapping[str, str | None], onto: str = "") -> str:
        return self.fake.commit(PATH, branch, files, onto)

    def say(self, number: int, pull_request: bool, author: str, text: str) -> str:
        return str(self.fake.note(PATH, number, author, text, pull_request))

    def comments(self, number: int, pull_request: bool) -> list[tuple[str, str]]:
        notes = self.fake.thread(PATH, number, pull_request)["_notes"]
        return [(note["author"]["username"], note["body"]) for note in notes]

    def remove_comment(self, number: int, pull_request: bool, comment: str) -> None:
        notes = self.fake.thread(PATH, number, pull_request)["_notes"]
        notes.remove(next(note for note in notes if str(note["id"]) == comment))

    def reactions(self, number: int, pull_request: bool, comment: str) -> list[str]:
        thread = self.fake.thread(PATH, number, pull_request)
        place = next(note for note in thread["_notes"] if str(note["id"]) == comment) if comment else thread
        return [award["name"] for award in place["_awards"]]

    def labels(self, number: int, pull_request: bool) -> set[str]:
        return set(self.fake.thread(PATH, number, pull_request)["labels"])

    def checks(self, head: str) -> list[tuple[str, str]]:
        """Those that are not retried: GitLab shows these."""
        entries = [entry for entry in self.project.statuses if entry["sha"] == head and not entry["retried"]]
        return [(entry["name"], WORDS[entry["status"]]) for entry in entries]

    def remarks(self, number: int) -> list[tuple[str, int, str]]:
        notes = [one["notes"][0] for one in self.fake.thread(PATH, number, merge=True)["_discussions"]]
        return [(note["position"]["new_path"], note["position"]["new_line"], note["body"]) for note in notes]

    def close(self, number: int) -> None:
        self.fake.thread(PATH, number, merge=True)["state"] = "closed"

    def pull_requests(self) -> int:
        return len(self.project.merges)

    def fault(self, thing: str, kind: str, times: int = 1) -> bool:
        self.fake.fault(*PLACES[thing], kind, times)
        return True


@pytest.fixture
def gitlab(tmp_path: Path) -> Iterator[GitLabWorld]:
    with running(tmp_path, most=3) as fake:
        made = GitLabWorld(fake)
        yield made
        made.host.close()


@pytest.fixture
def world(gitlab: GitLabWorld) -> World:
    return gitlab


class Test_GitLab(ForgeSuite):  # noqa: N801  # pytest looks for this form
    """The suite."""


def test_no_text_of_ours_is_a_quick_action(gitlab: GitLabWorld) -> None:
    number, head = pull(gitlab)
    text = f"{TEXT}\n/merge\n/close now\n```\n/approve\n```\n/agents plan"
    gitlab.forge.ensure_comment(number, True, LIVING, text)
    gitlab.forge.ensure_pull_request("agents/1-web", "main", "T", "Closes #1\n/merge")
    gitlab.forge.ensure_review(number, head, [remark(body="/approve")])
    assert gitlab.fake.world.actions == []
    assert gitlab.fake.thread(PATH, number, merge=True)["state"] == "opened"
    assert gitlab.comments(number, True)[0][1] == text.replace("\n/", "\n /")


def test_doubles_of_a_late_answer_are_removed(gitlab: GitLabWorld) -> None:
    number = gitlab.issue("T", "b")
    first = gitlab.say(number, False, "agents-bot", TEXT)
    gitlab.say(number, False, "agents-bot", TEXT)
    assert gitlab.forge.ensure_comment(number, False, LIVING, TEXT + "!") == first
    assert [body for _, body in gitlab.comments(number, False)] == [TEXT + "!"]


def test_a_status_on_a_forks_commit(gitlab: GitLabWorld) -> None:
    """GitLab asks for a branch: none of the project's own holds the commit."""
    gitlab.fake.project("eve/web", {}, {"eve": 50})
    bare = gitlab.fake.world.projects["eve/web"].bare
    run_git(bare, "fetch", "--quiet", str(gitlab.project.bare), "main:main")
    head = gitlab.fake.commit("eve/web", "patch", changed(), onto="main")
    number = gitlab.fake.merge_request(PATH, "patch", fork="eve/web", author="eve")
    assert gitlab.forge.pull_request(number).fork is True
    gitlab.forge.ensure_check(check(head, "success"))
    assert gitlab.checks(head) == [("agents", "success")]
    assert gitlab.forge.ensure_review(number, head, [remark()]) == 1


def test_a_status_on_a_commit_that_is_not_there(gitlab: GitLabWorld) -> None:
    with pytest.raises(Failure, match="404"):
        gitlab.forge.ensure_check(check("0" * 40))


def test_a_status_says_whose_run_it_is(gitlab: GitLabWorld) -> None:
    _, head = pull(gitlab)
    gitlab.forge.ensure_check(
        replace(check(head, "running", title="Working\non it"), url="https://agents.example/runs/r1")
    )
    gitlab.forge.conclude_checks(head, "r1", "Cancelled by ada")
    assert [(e["description"], e["target_url"], e["status"]) for e in gitlab.project.statuses] == [
        ("Cancelled by ada (run r1)", "https://agents.example/runs/r1", "canceled")
    ]


def test_an_old_gitlab_knows_no_skipped_status(tmp_path: Path) -> None:
    with running(tmp_path, old=True) as fake:
        old = GitLabWorld(fake)
        _, head = pull(old)
        for _ in range(2):
            old.forge.ensure_check(check(head, "neutral", title="no tool"))
        assert old.checks(head) == [("agents", "success")]
        assert old.project.statuses[-1]["description"] == "Not run: no tool (run r1)"
        assert len(old.project.statuses) == 1
        old.host.close()


def test_a_suggestion_names_its_range(gitlab: GitLabWorld) -> None:
    number, head = pull(gitlab)
    body = "Mind\n\n```suggestion\nnew\n```"
    taken = gitlab.forge.ensure_review(number, head, [remark("f1", 3, 5, body=body), remark("f2", 1, 3, body=body)])
    notes = {one["notes"][0]["body"].split()[2]: one["notes"][0] for one in _discussions(gitlab, number)}
    assert taken == 2
    assert "```suggestion:-0+2\nnew\n```" in notes["key=finding-f1"]["body"]
    assert notes["key=finding-f1"]["position"]["new_line"] == 3
    assert notes["key=finding-f2"]["position"] == {
        "position_type": "text",
        "base_sha": gitlab.project.head("main"),
        "start_sha": gitlab.project.head("main"),
        "head_sha": head,
        "old_path": "main.tf",
        "new_path": "main.tf",
        "new_line": 1,
        "old_line": 1,  # unchanged, next to the change
    }


def test_a_remark_in_a_renamed_file(gitlab: GitLabWorld) -> None:
    moved = {"main.tf": None, "moved.tf": changed()["main.tf"]}
    head = gitlab.commit("agents/1", moved, onto="main")
    number = gitlab.forge.ensure_pull_request("agents/1", "main", "T", "b").number
    assert gitlab.forge.ensure_review(number, head, [remark(path="moved.tf"), remark("f2", path="main.tf")]) == 1
    assert _discussions(gitlab, number)[0]["notes"][0]["position"]["old_path"] == "main.tf"


def test_a_pull_request_after_a_force_push(gitlab: GitLabWorld) -> None:
    number, head = pull(gitlab)
    gitlab.forge.ensure_check(check(head, "running"))
    bare = gitlab.project.bare
    run_git(bare, "update-ref", "refs/heads/agents/1-web", "refs/heads/main")
    forced = gitlab.commit("agents/1-web", changed(7))
    assert gitlab.forge.pull_request(number).head == forced
    gitlab.forge.conclude_checks(head, "r1", "Superseded")  # no branch holds the old commit any more
    assert gitlab.checks(head) == [("agents", "cancelled")]
    lost = gitlab.commit("other", {"a.tf": "1\n"}, onto="main")
    run_git(bare, "update-ref", "-d", "refs/heads/other")
    gitlab.forge.ensure_check(check(lost, "cancelled"))
    assert gitlab.checks(lost) == []
    assert gitlab.forge.ensure_review(number, forced, [remark("f1", 7, 7)]) == 1


def test_gitlab_looks_at_a_push_later(gitlab: GitLabWorld) -> None:
    number, _ = pull(gitlab)
    gitlab.forge.pull_request(number)
    gitlab.fake.lag = 8
    head = gitlab.commit("agents/1-web", changed(5))
    seen = gitlab.forge.pull_request(number)
    assert (seen.head, seen.fetch) == (head, "refs/heads/agents/1-web")
    assert gitlab.forge.ensure_review(number, head, [remark("f1", 5, 5)]) == 1
    assert gitlab.waited
    assert gitlab.forge.ensure_review(number, "0" * 40, [remark("f2", 5, 5)]) == 0  # pushed away meanwhile


def test_a_pull_request_whose_branch_is_gone(gitlab: GitLabWorld) -> None:
    number, head = pull(gitlab)
    run_git(gitlab.project.bare, "update-ref", "-d", "refs/heads/agents/1-web")
    assert gitlab.forge.head_of("agents/1-web") is None
    seen = gitlab.forge.pull_request(number)
    assert (seen.head, seen.fetch) == (head, f"refs/merge-requests/{number}/head")


@pytest.mark.parametrize(
    ("level", "role"),
    [
        (5, Role.NONE),
        (10, Role.READ),
        (15, Role.TRIAGE),
        (20, Role.TRIAGE),
        (30, Role.WRITE),
        (40, Role.MAINTAIN),
        (50, Role.ADMIN),
    ],
)
def test_roles(gitlab: GitLabWorld, level: int, role: Role) -> None:
    gitlab.fake.group("acme", {"zoe": level})
    assert gitlab.forge.permission_of("zoe") is role


def test_who_is_blocked_has_no_role(gitlab: GitLabWorld) -> None:
    gitlab.fake.world.people["ada"].state = "blocked"
    assert gitlab.forge.permission_of("ada") is Role.NONE


@pytest.mark.parametrize("kind", ["forbidden", "expired", "html"])
def test_an_error_is_no_role(gitlab: GitLabWorld, kind: str) -> None:
    gitlab.fake.fault("GET", "/members/all/", kind, 10)
    assert gitlab.forge.permission_of("ada") is Role.NONE
    assert gitlab.forge.member_of("acme", "ada") is False


def test_teams_are_groups(gitlab: GitLabWorld) -> None:
    gitlab.fake.group("acme", {"top": 30})
    gitlab.fake.group("acme/ops", {"ada": 30})
    asked = [("acme/ops", "ada"), ("acme/ops", "top"), ("acme/ops", "rob"), ("acme/none", "ada")]
    assert [gitlab.forge.member_of(*one) for one in asked] == [True, True, False, False]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (lambda project: setattr(project, "archived", True), "archived"),
        (lambda project: project.members.update({"agents-bot": 20}), "may not push"),
        (lambda project: project.members.pop("agents-bot"), "not there"),
    ],
)
def test_a_project_that_cannot_be_worked_in(
    gitlab: GitLabWorld, change: Callable[[Project], object], wrong: str
) -> None:
    change(gitlab.project)
    with pytest.raises(Failure, match=wrong) as caught:
        gitlab.forge.ensure_repository()
    assert caught.value.hint


def test_an_empty_project_has_no_branch(gitlab: GitLabWorld) -> None:
    gitlab.fake.project("acme/empty", {})
    assert gitlab.host.open("acme/empty").default_branch() == ""


def test_git_by_the_api_s_address(gitlab: GitLabWorld, tmp_path: Path) -> None:
    forge = gitlab.forge
    number, head = pull(gitlab)
    clone = tmp_path / "clone"
    environment = forge.credentials()
    require_git("x", "clone", "-q", forge.source(), str(clone), cwd=tmp_path, environment=environment)
    reference = forge.pull_request(number).fetch
    require_git("x", "fetch", "-q", "origin", reference, cwd=clone, environment=environment)
    assert require_git("x", "rev-parse", "FETCH_HEAD", cwd=clone) == head
    pushed = commit(clone / ".git", "agents/2", {"new.tf": "x\n"}, "New", onto="HEAD")
    require_git("x", "push", "-q", "origin", "agents/2", cwd=clone, environment=environment)
    assert forge.head_of("agents/2") == pushed


def test_waiting_as_long_as_gitlab_asks(gitlab: GitLabWorld) -> None:
    gitlab.fake.fault("GET", "/issues/", "throttled", 2)
    number = gitlab.issue("T", "b")
    gitlab.waited.clear()
    assert gitlab.forge.issue(number).title == "T"
    assert gitlab.waited == [1.0, 1.0]


def test_a_long_limit_is_a_failure_that_says_when(gitlab: GitLabWorld) -> None:
    gitlab.fake.fault("GET", "/issues/", "throttled-long")
    with pytest.raises(Failure, match="another 3600 seconds") as caught:
        gitlab.forge.issue(gitlab.issue("T", "b"))
    assert caught.value.hint


def test_an_expired_token_is_a_failure_at_once(gitlab: GitLabWorld) -> None:
    gitlab.fake.fault("GET", "/issues/", "expired")
    with pytest.raises(Failure, match="401") as caught:
        gitlab.forge.issue(gitlab.issue("T", "b"))
    assert "AGENTS_GITLAB_TOKEN" in caught.value.hint
    assert BOT_TOKEN not in str(caught.value)
    assert gitlab.forge.issue(1).title == "T"


def test_a_lock_is_waited_for(gitlab: GitLabWorld) -> None:
    _, head = pull(gitlab)
    gitlab.fake.fault("POST", "/statuses/", "locked", 2)
    gitlab.forge.ensure_check(check(head))
    assert gitlab.checks(head) == [("agents", "running")]


@pytest.mark.parametrize("kind", ["hang", "hang-after"])
def test_an_answer_that_never_comes(gitlab: GitLabWorld, kind: str) -> None:
    client = Client(gitlab.fake.url, BOT_TOKEN, 0, timeout=1.0, sleep=lambda _: None)
    forge = GitLabHost(client, [], "agents").open(PATH)
    number = gitlab.issue("T", "b")
    gitlab.fake.fault("POST", "/notes$", kind)
    forge.ensure_comment(number, False, LIVING, TEXT)
    assert [body for _, body in gitlab.comments(number, False)] == [TEXT]
    client.close()


def test_the_host_says_whether_it_is_reachable(gitlab: GitLabWorld) -> None:
    assert gitlab.host.reachable() == ""
    assert gitlab.host.own() == "agents-bot"
    budget = gitlab.host.budget()
    assert budget is not None
    assert 0 < budget < 2000
    gitlab.fake.world.people["agents-bot"].scopes = ("read_api",)
    assert "scope `api`" in gitlab.host.reachable()
    gitlab.fake.fault("GET", "/user", "expired")
    assert "401" in gitlab.host.reachable()
    gitlab.fake.fault("GET", "/user", "before")
    assert "502" in gitlab.host.reachable()
    assert gitlab.waited == []


def test_deliveries_agree_with_the_api(gitlab: GitLabWorld) -> None:
    number = gitlab.issue("T", "b", labels=("agents",))
    comment = int(gitlab.say(number, False, "ada", "/agents run"))
    headers, body = gitlab.fake.delivery("note", PATH, number, comment=comment)
    assert gitlab.host.verify(headers, body)
    event = gitlab.host.parse(headers, json.loads(body))
    assert isinstance(event, Event)
    assert (event.thread.name, event.comment, event.text) == (f"gitlab/{PATH}#{number}", str(comment), "/agents run")
    merge, head = pull(gitlab)
    headers, body = gitlab.fake.delivery("merge_request", PATH, merge, actor="ada", secret="whsec_c2VjcmV0")
    assert not gitlab.host.verify(headers, body)  # signed with another secret
    event = gitlab.host.parse(headers, json.loads(body))
    assert isinstance(event, Event)
    assert (event.thread.name, event.head, event.fork) == (f"gitlab/{PATH}!{merge}", head, False)


def test_the_fake_runs_by_itself(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "tests.fakes.gitlab", "--root", str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            url = process.stdout.readline().strip()
            values: dict[str, Any] = {"path": "a/b", "files": {"main.tf": "x\n"}, "members": {"ada": 40}}
            requests.post(f"{url}/_control/project", json=values, timeout=60).raise_for_status()
            host = GitLabHost(Client(url, BOT_TOKEN, 0), [], "agents")
            assert host.open("a/b").file("main.tf", "main") == "x\n"
            host.close()
        finally:
            process.terminate()
    assert process.returncode == 0


def _discussions(world: GitLabWorld, number: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.fake.thread(PATH, number, merge=True)["_discussions"]
    return found
