import pytest

from app.domain.errors import Failure
from app.forges.github.comments import issue_of
from app.forges.github.host import GitHubHost
from app.forges.github.repository import GitHubForge
from tests.fakes.github import FakeGitHub
from tests.fakes.github.fake import LOGIN
from tests.unit.forges.github.conftest import REPOSITORY

MARK = "agents key=living "


def living(run: str, text: str = "text") -> str:
    return f"<!-- agents key=living run={run} -->\n{text}"


def bodies(github: FakeGitHub, number: int = 1) -> list[str]:
    return [one.body for one in github.thread(REPOSITORY, number).comments]


def test_issues(github: FakeGitHub, forge: GitHubForge) -> None:
    github.issue(REPOSITORY, "Título", "cuerpo", labels=["agents"])
    github.commit(REPOSITORY, "feature", {"main.tf": "b\n"})
    pull = github.pull(REPOSITORY, "feature")
    github.label(REPOSITORY, pull, "agents")
    found = forge.issue(1)
    assert (found.title, found.body, found.author, found.labels, found.open) == (
        "Título",
        "cuerpo",
        "ada",
        ("agents",),
        True,
    )
    assert [one.number for one in forge.labelled_issues("agents")] == [1]
    with pytest.raises(Failure, match="Not Found"):
        forge.issue(99)


def test_an_issue_of_a_deleted_account() -> None:
    assert issue_of({"number": 1, "title": None, "user": None, "state": "closed"}).author == "ghost"


def test_a_comment_is_made_once_and_replaced(github: FakeGitHub, forge: GitHubForge) -> None:
    github.issue(REPOSITORY, "T")
    first = forge.ensure_comment(1, False, MARK, living("1"))
    second = forge.ensure_comment(1, False, MARK, living("2"), known=first)
    third = forge.ensure_comment(1, False, MARK, living("3"))
    assert first == second == third
    assert bodies(github) == [living("3")]
    assert forge.comment(1, False, MARK) == (first, living("3"))
    assert forge.comment(1, False, "agents key=welcome ") is None


def test_the_same_text_is_not_written_again(github: FakeGitHub, forge: GitHubForge) -> None:
    github.issue(REPOSITORY, "T")
    for _ in range(3):
        forge.ensure_comment(1, False, MARK, living("1"))
    assert sum(method != "GET" and "token" not in path for method, path, _ in github.state_.calls) == 1


def test_nobody_elses_comment_is_touched(github: FakeGitHub, forge: GitHubForge) -> None:
    github.issue(REPOSITORY, "T")
    github.say(REPOSITORY, 1, living("0"), "mallory")
    github.say(REPOSITORY, 1, "an answer\n" + living("0"), LOGIN)
    forge.ensure_comment(1, False, MARK, living("1"))
    assert bodies(github) == [living("0"), "an answer\n" + living("0"), living("1")]


@pytest.mark.parametrize("known", ["999999", "1", "not-a-number"])
def test_an_unknown_id_is_searched_for(github: FakeGitHub, forge: GitHubForge, known: str) -> None:
    github.issue(REPOSITORY, "T")
    first = forge.ensure_comment(1, False, MARK, living("1"))
    assert forge.ensure_comment(1, False, MARK, living("2"), known=known) == first


def test_the_id_of_another_threads_comment_is_not_used(github: FakeGitHub, forge: GitHubForge) -> None:
    github.issue(REPOSITORY, "One")
    github.issue(REPOSITORY, "Two")
    first = forge.ensure_comment(1, False, MARK, living("1"))
    forge.ensure_comment(2, False, MARK, living("2"), known=first)
    assert (bodies(github, 1), bodies(github, 2)) == ([living("1")], [living("2")])


def test_a_deleted_comment_is_made_anew(github: FakeGitHub, forge: GitHubForge) -> None:
    github.issue(REPOSITORY, "T")
    first = forge.ensure_comment(1, False, MARK, living("1"))
    github.thread(REPOSITORY, 1).comments.clear()
    assert forge.ensure_comment(1, False, MARK, living("2"), known=first) != first
    assert bodies(github) == [living("2")]


def test_a_comment_deleted_between_look_and_write_is_made_anew(github: FakeGitHub, forge: GitHubForge) -> None:
    github.issue(REPOSITORY, "T")
    first = forge.ensure_comment(1, False, MARK, living("1"))
    github.fault("PATCH", f"/issues/comments/{first}", "missing")
    forge.ensure_comment(1, False, MARK, living("2"), known=first)
    assert bodies(github) == [living("2")]


def test_a_comment_is_found_over_pages(github: FakeGitHub, forge: GitHubForge) -> None:
    github.issue(REPOSITORY, "T")
    for number in range(130):
        github.say(REPOSITORY, 1, str(number))
    first = forge.ensure_comment(1, False, MARK, living("1"))
    assert forge.ensure_comment(1, False, MARK, living("2")) == first


@pytest.mark.parametrize("kind", ["after", "hang-after", "before", "secondary"])
def test_a_comment_is_made_once_under_faults(github: FakeGitHub, forge: GitHubForge, kind: str) -> None:
    github.issue(REPOSITORY, "T")
    github.fault("POST", "/issues/1/comments", kind)
    forge.ensure_comment(1, False, MARK, living("1"))
    assert bodies(github) == [living("1")]
    assert github.faults.fired


def test_doubles_of_a_late_answer_are_removed(github: FakeGitHub, forge: GitHubForge) -> None:
    github.issue(REPOSITORY, "T")
    first = github.say(REPOSITORY, 1, living("1"), LOGIN)
    github.say(REPOSITORY, 1, living("1"), LOGIN)
    github.say(REPOSITORY, 1, living("1"), "ada")
    github.fault("DELETE", "/issues/comments/", "after")
    assert forge.ensure_comment(1, False, MARK, living("2")) == str(first)
    assert bodies(github) == [living("2"), living("1")]


def test_reactions(github: FakeGitHub, forge: GitHubForge) -> None:
    number = github.issue(REPOSITORY, "T")
    said = github.say(REPOSITORY, number, "/agents plan")
    github.fault("POST", "/reactions", "after")
    for _ in range(2):
        forge.ensure_reaction(number, False, str(said), "eyes")
        forge.ensure_reaction(number, False, "", "confused")
    thread = github.thread(REPOSITORY, number)
    assert thread.comments[0].reactions == {(LOGIN, "eyes")}
    assert thread.reactions == {(LOGIN, "confused")}


def test_labels(github: FakeGitHub, forge: GitHubForge) -> None:
    number = github.issue(REPOSITORY, "T", labels=["agents: failed", "Bug"])
    github.fault("DELETE", "/labels/", "after")
    for _ in range(2):
        forge.ensure_labels(number, False, ["bug", "agents: passed"], ["agents: failed", "unknown"])
    assert github.thread(REPOSITORY, number).labels == ["Bug", "agents: passed"]


def test_a_token_comments_as_its_account(github: FakeGitHub) -> None:
    host = GitHubHost.make(api_url=github.api_url, token="github_pat_of_the_fakes_bot_account_0001", write_interval=0)
    github.issue(REPOSITORY, "T")
    host.open(REPOSITORY).ensure_comment(1, False, MARK, living("1"))
    assert [one.author for one in github.thread(REPOSITORY, 1).comments] == ["agents-bot"]
    host.close()
