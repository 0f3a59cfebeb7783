"""What every ``Forge`` does, whatever stands behind it: one suite, run for each.

A forge's test module subclasses ``ForgeSuite`` (``PlainSuite`` where nothing stands between the forge and its files
that could fail) under a name that begins with ``Test_`` and gives the fixture ``world``.
"""

from collections.abc import Mapping
from typing import Any, Protocol

import pytest

from app.domain.errors import Failure
from app.domain.publication import Annotation, Check, InlineComment, Reaction, Role
from app.forges.base import Forge

LIVING = "agents key=living "
OTHER = "agents key=reply-r1 "
TEXT = "<!-- agents key=living run=r1 head= seq=1 -->\n**Zügig** 🚀 «ñ» `a/b`\n\n| a | b |\n|---|---|\n| 1 | 2 |"
BASE_FILE = "".join(f"line {number}\n" for number in range(1, 21))


class World(Protocol):
    """A forge with one repository (``main.tf`` holds ``BASE_FILE``, ``ünï/ä b.tf`` ``é``), and a view from outside.

    ``ada`` may write, ``rob`` may only read; ``stranger`` is a user without any role. The forge waits nowhere.
    """

    strict: bool
    """Whether people have roles: on a local disk everyone may do everything."""

    @property
    def forge(self) -> Forge:
        """What is tested."""
        ...

    def issue(self, title: str, body: str, labels: tuple[str, ...] = ()) -> int:
        """Make an issue by ``ada``."""
        ...

    def commit(self, branch: str, files: Mapping[str, str | None], onto: str = "") -> str:
        """Put a commit on a branch (``onto`` starts it); its id."""
        ...

    def say(self, number: int, pull_request: bool, author: str, text: str) -> str:
        """A person's comment; its id."""
        ...

    def comments(self, number: int, pull_request: bool) -> list[tuple[str, str]]:
        """Author and body of all, oldest first; remarks on lines are not among them."""
        ...

    def remove_comment(self, number: int, pull_request: bool, comment: str) -> None:
        """Remove one, as a person does."""
        ...

    def reactions(self, number: int, pull_request: bool, comment: str) -> list[str]:
        """The names, ``eyes`` and ``confused``."""
        ...

    def labels(self, number: int, pull_request: bool) -> set[str]:
        """Those it has."""
        ...

    def checks(self, head: str) -> list[tuple[str, str]]:
        """Name and state (in ``Check``'s words) of all that people see on the commit."""
        ...

    def remarks(self, number: int) -> list[tuple[str, int, str]]:
        """Path, line and body of all remarks on lines."""
        ...

    def close(self, number: int) -> None:
        """Close a pull request."""
        ...

    def pull_requests(self) -> int:
        """How many there are, open or closed."""
        ...

    def fault(self, thing: str, kind: str, times: int = 1) -> bool:
        """Let the next creations of a ``comment``, ``pull_request``, ``check``, ``remark`` or ``reaction``, or the next
        reading of a ``list`` of comments, fail; False where there is nothing that could fail.

        ``before`` and ``after`` answer 502, ``truncated`` cuts the answer, ``throttled`` asks to wait.
        """
        ...


def check(head: str, state: Any = "running", name: str = "agents", run: str = "r1", title: str = "Working") -> Check:
    """A check with one annotation."""
    note = Annotation("main.tf", 3, 3, "warning", "Open", "It is open")
    return Check(name, head, run, state, title, "A summary", (note,))


def remark(
    key: str = "f1", line: int = 3, end_line: int = 3, path: str = "main.tf", body: str = "Mind this"
) -> InlineComment:
    """A remark, marked as reports mark it."""
    return InlineComment(key, path, line, end_line, f"<!-- agents key=finding-{key} -->\n{body}")


def changed(number: int = 3) -> dict[str, str | None]:
    """The base file with one line changed."""
    return {"main.tf": BASE_FILE.replace(f"line {number}\n", f"line {number} changed\n")}


def pull(world: World, branch: str = "agents/1-web") -> tuple[int, str]:
    """A pull request of ours; its number and head."""
    head = world.commit(branch, changed(), onto="main")
    return world.forge.ensure_pull_request(branch, "main", "A title", "Its body").number, head


class PlainSuite:
    """The behaviours where nothing fails."""

    # The repository

    def test_the_repository_is_there(self, world: World) -> None:
        world.forge.ensure_repository()
        assert world.forge.default_branch() == "main"

    def test_the_head_of_a_branch(self, world: World) -> None:
        made = world.commit("feature/ü", {"a.tf": "1\n"}, onto="main")
        assert world.forge.head_of("feature/ü") == made
        assert world.forge.head_of("feature/none") is None
        assert world.forge.head_of("feature") is None

    def test_a_file_at_a_revision(self, world: World) -> None:
        first = world.forge.head_of("main")
        world.commit("main", {"main.tf": "new\n"})
        assert first
        assert world.forge.file("main.tf", first) == BASE_FILE
        assert world.forge.file("main.tf", "main") == "new\n"
        assert world.forge.file("ünï/ä b.tf", "main") == "é"
        assert world.forge.file("none.tf", "main") is None
        assert world.forge.file("main.tf", "no-such-branch") is None
        assert world.forge.file("ünï", "main") is None

    def test_no_credentials_in_the_address(self, world: World) -> None:
        assert "@" not in world.forge.source()

    # People

    def test_permissions(self, world: World) -> None:
        roles = [world.forge.permission_of(user) for user in ("ada", "rob", "stranger", "no-such-user", "")]
        if world.strict:
            assert roles == [Role.WRITE, Role.READ, Role.NONE, Role.NONE, Role.NONE]
        else:
            assert set(roles) == {Role.ADMIN}

    # Issues and comments

    def test_an_issue(self, world: World) -> None:
        number = world.issue("Ein Títle", "Böse `x`\n\nzwei", labels=("agents", "später"))
        issue = world.forge.issue(number)
        assert (issue.number, issue.title, issue.body) == (number, "Ein Títle", "Böse `x`\n\nzwei")
        assert (issue.author, set(issue.labels), issue.open) == ("ada", {"agents", "später"}, True)

    def test_what_is_not_there_is_a_failure(self, world: World) -> None:
        with pytest.raises(Failure):
            world.forge.issue(404)
        with pytest.raises(Failure):
            world.forge.pull_request(404)
        with pytest.raises(Failure):
            world.forge.ensure_comment(404, False, LIVING, TEXT)

    def test_a_comment_is_made_once_and_replaced(self, world: World) -> None:
        number = world.issue("T", "b")
        first = world.forge.ensure_comment(number, False, LIVING, TEXT)
        again = world.forge.ensure_comment(number, False, LIVING, TEXT)
        changed_text = TEXT + "\nmore"
        known = world.forge.ensure_comment(number, False, LIVING, changed_text, known=first)
        assert first == again == known
        assert [body for _, body in world.comments(number, False)] == [changed_text]
        assert world.forge.comment(number, False, LIVING) == (first, changed_text)
        assert world.forge.comment(number, False, LIVING, known=first) == (first, changed_text)

    def test_comments_of_different_marks_live_side_by_side(self, world: World) -> None:
        number, _ = pull(world)
        one = world.forge.ensure_comment(number, True, LIVING, TEXT)
        two = world.forge.ensure_comment(number, True, "agents key=living.2 ", TEXT.replace("living", "living.2"))
        three = world.forge.ensure_comment(number, True, OTHER, TEXT.replace("living", "reply-r1"))
        assert len({one, two, three}) == 3
        assert world.forge.ensure_comment(number, True, LIVING, TEXT) == one
        assert len(world.comments(number, True)) == 3

    def test_a_known_comment_that_is_gone(self, world: World) -> None:
        number = world.issue("T", "b")
        gone = world.forge.ensure_comment(number, False, LIVING, TEXT)
        world.remove_comment(number, False, gone)
        made = world.forge.ensure_comment(number, False, LIVING, TEXT, known=gone)
        assert [body for _, body in world.comments(number, False)] == [TEXT]
        assert world.forge.ensure_comment(number, False, LIVING, TEXT, known="999999") == made
        assert len(world.comments(number, False)) == 1

    def test_an_unknown_one_is_found_over_pages(self, world: World) -> None:
        number = world.issue("T", "b")
        for count in range(3):
            world.say(number, False, "ada", f"before {count}")
        made = world.forge.ensure_comment(number, False, LIVING, TEXT)
        for count in range(3):
            world.say(number, False, "ada", f"after {count}")
        assert world.forge.ensure_comment(number, False, LIVING, TEXT + "!") == made
        assert len(world.comments(number, False)) == 7

    def test_another_persons_comment_with_the_mark_is_not_ours(self, world: World) -> None:
        number = world.issue("T", "b")
        theirs = world.say(number, False, "ada", TEXT)
        assert world.forge.comment(number, False, LIVING) is None
        made = world.forge.ensure_comment(number, False, LIVING, TEXT, known=theirs)
        assert made != theirs
        assert [author == "ada" for author, _ in world.comments(number, False)] == [True, False]

    def test_a_quoted_mark_does_not_count(self, world: World) -> None:
        number = world.issue("T", "b")
        quoting = "<!-- agents key=reply-r1 run=r1 head= seq=1 -->\nYou wrote: <!-- agents key=living run=r0 -->"
        world.forge.ensure_comment(number, False, OTHER, quoting)
        assert world.forge.comment(number, False, LIVING) is None

    def test_there_is_no_comment_yet(self, world: World) -> None:
        number = world.issue("T", "b")
        assert world.forge.comment(number, False, LIVING) is None
        assert world.forge.comment(number, False, LIVING, known="12345") is None

    def test_a_long_comment(self, world: World) -> None:
        number = world.issue("T", "b")
        long = TEXT + "\n" + "ü" * (min(world.forge.comment_limit, 300_000) - len(TEXT) - 1)
        world.forge.ensure_comment(number, False, LIVING, long)
        assert [body for _, body in world.comments(number, False)] == [long]

    @pytest.mark.parametrize("reaction", ["eyes", "confused"])
    def test_reactions_once(self, world: World, reaction: Reaction) -> None:
        number = world.issue("T", "b")
        comment = world.say(number, False, "ada", "/agents run")
        for _ in range(2):
            world.forge.ensure_reaction(number, False, comment, reaction)
            world.forge.ensure_reaction(number, False, "", reaction)
        assert world.reactions(number, False, comment) == [reaction]
        assert world.reactions(number, False, "") == [reaction]

    def test_reactions_on_a_pull_request(self, world: World) -> None:
        number, _ = pull(world)
        comment = world.say(number, True, "ada", "/agents plan")
        world.forge.ensure_reaction(number, True, comment, "eyes")
        world.forge.ensure_reaction(number, True, "", "confused")
        assert world.reactions(number, True, comment) == ["eyes"]
        assert world.reactions(number, True, "") == ["confused"]

    def test_labels(self, world: World) -> None:
        number, _ = pull(world)
        issue = world.issue("T", "b", labels=("agents", "old"))
        for _ in range(2):
            world.forge.ensure_labels(number, True, ["agents: ok", "größer"], ["none"])
            world.forge.ensure_labels(issue, False, ["new"], ["old"])
        assert world.labels(number, True) == {"agents: ok", "größer"}
        assert world.labels(issue, False) == {"agents", "new"}
        world.forge.ensure_labels(number, True, [], ["agents: ok"])
        assert world.labels(number, True) == {"größer"}

    # Pull requests

    def test_a_pull_request_is_made_once(self, world: World) -> None:
        head = world.commit("agents/1-web", changed(), onto="main")
        first = world.forge.ensure_pull_request("agents/1-web", "main", "Títle", "Closes #1")
        again = world.forge.ensure_pull_request("agents/1-web", "main", "Other", "Closes #1\n\nmore")
        assert first.number == again.number
        assert (again.title, again.body) == ("Other", "Closes #1\n\nmore")
        assert (again.head, again.base) == (head, world.forge.head_of("main"))
        assert (again.head_branch, again.base_branch) == ("agents/1-web", "main")
        assert (again.open, again.merged, again.fork, again.draft) == (True, False, False, False)
        assert world.forge.pull_request(first.number) == again
        assert world.pull_requests() == 1

    def test_a_pull_request_follows_its_branch(self, world: World) -> None:
        number, _ = pull(world)
        head = world.commit("agents/1-web", {"more.tf": "x\n"})
        assert world.forge.pull_request(number).head == head

    def test_a_closed_one_stays_closed(self, world: World) -> None:
        number, _ = pull(world)
        world.close(number)
        assert world.forge.pull_request(number).open is False
        other = world.forge.ensure_pull_request("agents/1-web", "main", "A title", "Its body")
        assert other.number != number
        assert world.pull_requests() == 2

    def test_no_pull_request_from_a_branch_that_is_not_there(self, world: World) -> None:
        with pytest.raises(Failure):
            world.forge.ensure_pull_request("agents/none", "main", "T", "b")

    def test_what_is_open(self, world: World) -> None:
        one, _ = pull(world, "agents/1")
        two, _ = pull(world, "agents/2")
        closed, _ = pull(world, "agents/3")
        four, head = pull(world, "agents/4")
        world.close(closed)
        found = world.forge.open_pull_requests()
        assert sorted(entry.number for entry in found) == sorted([one, two, four])
        assert next(entry.head for entry in found if entry.number == four) == head

    def test_labelled_issues(self, world: World) -> None:
        wanted = [world.issue(f"T{count}", "b", labels=("agents",)) for count in range(3)]
        world.issue("other", "b", labels=("other",))
        number, _ = pull(world)
        world.forge.ensure_labels(number, True, ["agents"], [])
        assert sorted(issue.number for issue in world.forge.labelled_issues("agents")) == wanted
        assert not world.forge.labelled_issues("none")

    # Checks

    def test_a_check_is_brought_up_to_date(self, world: World) -> None:
        _, head = pull(world)
        for state in ("queued", "running", "running", "success", "success"):
            world.forge.ensure_check(check(head, state))
        assert world.checks(head) == [("agents", "success")]

    def test_checks_of_several_names(self, world: World) -> None:
        _, head = pull(world)
        for name, state in {"agents": "failure", "agents / test": "success", "agents / security": "cancelled"}.items():
            world.forge.ensure_check(check(head, state, name))
        assert sorted(world.checks(head)) == [
            ("agents", "failure"),
            ("agents / security", "cancelled"),
            ("agents / test", "success"),
        ]

    def test_a_check_can_begin_again(self, world: World) -> None:
        _, head = pull(world)
        world.forge.ensure_check(check(head, "failure"))
        world.forge.ensure_check(check(head, "running", run="r2"))
        assert world.checks(head) == [("agents", "running")]
        world.forge.ensure_check(check(head, "success", run="r2"))
        assert world.checks(head) == [("agents", "success")]

    def test_what_did_not_run_is_not_a_success(self, world: World) -> None:
        _, head = pull(world)
        world.forge.ensure_check(check(head, "neutral"))
        assert world.checks(head) == [("agents", "neutral")]

    def test_a_check_with_very_long_words(self, world: World) -> None:
        _, head = pull(world)
        world.forge.ensure_check(check(head, "failure", title="ü" * 1000))
        assert world.checks(head) == [("agents", "failure")]

    def test_what_a_run_left_open_is_concluded(self, world: World) -> None:
        _, head = pull(world)
        world.forge.ensure_check(check(head, "running", "agents"))
        world.forge.ensure_check(check(head, "queued", "agents / test"))
        world.forge.ensure_check(check(head, "failure", "agents / security"))
        world.forge.ensure_check(check(head, "running", "agents / other", run="r2"))
        for _ in range(2):
            world.forge.conclude_checks(head, "r1", "Superseded by a newer commit")
        assert dict(world.checks(head)) == {
            "agents": "cancelled",
            "agents / test": "cancelled",
            "agents / security": "failure",
            "agents / other": "running",
        }

    # Remarks on lines

    def test_remarks_once_in_a_lifetime(self, world: World) -> None:
        number, head = pull(world)
        assert world.forge.ensure_review(number, head, [remark("f1"), remark("f2", 3, 3)]) == 2
        assert world.forge.ensure_review(number, head, [remark("f1"), remark("f2")]) == 0
        newer = world.commit("agents/1-web", changed(5))
        assert world.forge.ensure_review(number, newer, [remark("f1", 5, 5), remark("f3", 5, 5)]) == 1
        assert len(world.remarks(number)) == 3
        assert world.forge.ensure_review(number, newer, []) == 0

    def test_a_line_that_is_not_taken_does_not_lose_the_others(self, world: World) -> None:
        number, head = pull(world)
        outside = remark("f0", 19, 19), remark("f9", 1, 1, "none.tf")
        assert world.forge.ensure_review(number, head, [outside[0], remark("f1"), outside[1]]) == 1
        assert [(path, line) for path, line, _ in world.remarks(number)] == [("main.tf", 3)]

    def test_the_same_key_twice_is_one_remark(self, world: World) -> None:
        number, head = pull(world)
        assert world.forge.ensure_review(number, head, [remark("f1"), remark("f1")]) == 1

    def test_a_remark_holds_its_text(self, world: World) -> None:
        number, head = pull(world)
        world.forge.ensure_review(number, head, [remark("f1", body="Äh 🚀\n\n```suggestion\nline three\n```")])
        _, _, body = world.remarks(number)[0]
        assert body.startswith("<!-- agents key=finding-f1 -->")
        assert "Äh 🚀" in body
        assert "line three" in body


class ForgeSuite(PlainSuite):
    """All behaviours: those of ``PlainSuite``, and those under faults."""

    @pytest.mark.parametrize("kind", ["before", "after", "truncated", "throttled"])
    def test_a_comment_is_not_doubled(self, world: World, kind: str) -> None:
        number = world.issue("T", "b")
        _fault(world, "comment", kind)
        made = world.forge.ensure_comment(number, False, LIVING, TEXT)
        assert [body for _, body in world.comments(number, False)] == [TEXT]
        assert world.forge.ensure_comment(number, False, LIVING, TEXT) == made

    @pytest.mark.parametrize("kind", ["before", "after", "truncated", "throttled"])
    def test_a_pull_request_is_not_doubled(self, world: World, kind: str) -> None:
        head = world.commit("agents/1-web", changed(), onto="main")
        _fault(world, "pull_request", kind)
        made = world.forge.ensure_pull_request("agents/1-web", "main", "T", "b")
        assert (made.head, world.pull_requests()) == (head, 1)

    @pytest.mark.parametrize("kind", ["before", "after", "truncated", "throttled"])
    def test_a_check_is_not_doubled(self, world: World, kind: str) -> None:
        _, head = pull(world)
        _fault(world, "check", kind)
        world.forge.ensure_check(check(head))
        world.forge.ensure_check(check(head, "success"))
        assert world.checks(head) == [("agents", "success")]

    @pytest.mark.parametrize("kind", ["before", "after", "truncated", "throttled"])
    def test_a_remark_is_not_doubled(self, world: World, kind: str) -> None:
        number, head = pull(world)
        _fault(world, "remark", kind)
        world.forge.ensure_review(number, head, [remark("f1"), remark("f2")])
        assert sorted(body.split()[2] for _, _, body in world.remarks(number)) == ["key=finding-f1", "key=finding-f2"]

    @pytest.mark.parametrize("kind", ["before", "after", "truncated", "throttled"])
    def test_a_reaction_is_not_doubled(self, world: World, kind: str) -> None:
        number = world.issue("T", "b")
        _fault(world, "reaction", kind)
        world.forge.ensure_reaction(number, False, "", "eyes")
        assert world.reactions(number, False, "") == ["eyes"]

    @pytest.mark.parametrize("kind", ["before", "truncated", "throttled"])
    def test_a_list_that_fails_is_never_a_shorter_list(self, world: World, kind: str) -> None:
        number = world.issue("T", "b")
        made = world.forge.ensure_comment(number, False, LIVING, TEXT)
        _fault(world, "list", kind)
        assert world.forge.ensure_comment(number, False, LIVING, TEXT + "!") == made
        assert len(world.comments(number, False)) == 1

    def test_a_forge_that_stays_down_is_a_failure_with_a_hint(self, world: World) -> None:
        number = world.issue("T", "b")
        _fault(world, "comment", "before", 100)
        with pytest.raises(Failure) as caught:
            world.forge.ensure_comment(number, False, LIVING, TEXT)
        assert caught.value.hint
        assert not world.comments(number, False)


def _fault(world: World, thing: str, kind: str, times: int = 1) -> None:
    assert world.fault(thing, kind, times), f"nothing can fail at a {thing}"
