import pytest

from app.domain.publication import InlineComment
from app.forges.github.repository import GitHubForge
from tests.fakes.github import FakeGitHub
from tests.unit.forges.github.conftest import REPOSITORY

FILE = "".join(f"line {number}\n" for number in range(1, 101))


def remark(key: str, line: int, end: int | None = None, path: str = "main.tf") -> InlineComment:
    return InlineComment(key, path, line, end or line, f"<!-- agents key=finding-{key} run=r1 head= seq=1 -->\n{key}")


@pytest.fixture
def head(github: FakeGitHub) -> str:
    github.commit(REPOSITORY, "main", {"main.tf": FILE})
    changed = FILE.replace("line 10\n", "line ten\nmore\n").replace("line 90\n", "line ninety\n")
    made = github.commit(REPOSITORY, "feature", {"main.tf": changed, "new.tf": "a\nb\n", "binary": "\0\1"})
    github.pull(REPOSITORY, "feature")
    return made


def said(github: FakeGitHub) -> list[tuple[str, int]]:
    return [
        (sent["body"].split("\n")[-1], sent["line"])
        for review in github.thread(REPOSITORY, 1).reviews
        for sent in review.comments
    ]


def test_remarks_come_once(github: FakeGitHub, forge: GitHubForge, head: str) -> None:
    remarks = [remark("a", 10), remark("b", 10, 11), remark("c", 2, path="new.tf"), remark("a", 91)]
    assert forge.ensure_review(1, head, remarks) == 3
    assert forge.ensure_review(1, head, [*remarks, remark("d", 91)]) == 1
    assert said(github) == [("a", 10), ("b", 11), ("c", 2), ("d", 91)]
    (first, _) = github.thread(REPOSITORY, 1).reviews
    assert first.comments[1]["start_line"] == 10
    assert "start_line" not in first.comments[0]


@pytest.mark.parametrize(
    "outside",
    [remark("x", 50), remark("x", 10, 91), remark("x", 1, path="other.tf"), remark("x", 1, path="binary")],
)
def test_lines_that_the_diff_does_not_show_are_left_out(
    github: FakeGitHub, forge: GitHubForge, head: str, outside: InlineComment
) -> None:
    assert forge.ensure_review(1, head, [outside, remark("a", 10)]) == 1
    assert said(github) == [("a", 10)]


def test_one_line_that_github_refuses_does_not_lose_the_others(
    github: FakeGitHub, forge: GitHubForge, head: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = {"main.tf": (range(1, 1000),)}
    monkeypatch.setattr(GitHubForge, "_shown", lambda self, number, doing: everything)
    remarks = [remark("a", 10), remark("x", 500), remark("b", 11), remark("c", 12), remark("d", 91)]
    assert forge.ensure_review(1, head, remarks) == 4
    assert sorted(key for key, _ in said(github)) == ["a", "b", "c", "d"]


def test_a_body_without_its_key_gets_it(github: FakeGitHub, forge: GitHubForge, head: str) -> None:
    plain = InlineComment("a", "main.tf", 10, 10, "text")
    assert forge.ensure_review(1, head, [plain]) == 1
    assert forge.ensure_review(1, head, [plain]) == 0
    body = github.thread(REPOSITORY, 1).reviews[0].comments[0]["body"]
    assert body == "<!-- agents key=finding-a -->\ntext"


def test_a_head_that_moved_gets_none(github: FakeGitHub, forge: GitHubForge, head: str) -> None:
    github.commit(REPOSITORY, "feature", {"main.tf": "other\n"})
    assert forge.ensure_review(1, head, [remark("a", 10)]) == 0
    assert said(github) == []


@pytest.mark.parametrize("kind", ["after", "hang-after", "before", "truncated", "secondary"])
def test_a_review_is_written_once_under_faults(github: FakeGitHub, forge: GitHubForge, head: str, kind: str) -> None:
    github.fault("POST", "/reviews", kind)
    assert forge.ensure_review(1, head, [remark("a", 10), remark("b", 91)]) == 2
    assert said(github) == [("a", 10), ("b", 91)]


def test_nothing_to_say_asks_nothing(github: FakeGitHub, forge: GitHubForge) -> None:
    assert forge.ensure_review(1, "c0ffee", []) == 0
    assert github.state_.calls == []
