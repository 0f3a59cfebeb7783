"""A request becomes a branch: new, again on the same branch, and on top of what people committed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import pytest

from app.agents.architect import Architect
from app.agents.base import AgentResult, Context
from app.agents.cost import Cost
from app.domain.architecture import Architecture
from app.domain.artifact import Artifact
from app.domain.errors import Failure, Moved
from app.domain.finding import Severity
from app.domain.plan import StackResult, Status
from app.domain.policy import Policy
from app.domain.repo import Conventions
from app.domain.request import Component, Constraints, Request, Revision
from app.domain.resources import Resources
from app.domain.run import Outcome, StageResult
from app.domain.stack import Stack
from app.durable.inline import InlineSteps
from app.pipeline.run_request import Job, run_request
from app.processes.git import git, require_git
from app.toolchains.terraform.repair import repair
from tests.builders import NoPrices, finding, git_repository, stack_result, team
from tests.builders import commit as commit_files
from tests.fakes.thinker import Answering, Asking

T = TypeVar("T")
ONE = "== main.tf\none\n\ntwo\n\nthree\n== old.tf\nold\n"
TWO = "== main.tf\none\n\ntwo\n\nTHREE\n== new.tf\nnew\n"


class Thinker:
    """Reads ``== name`` sections as the files to write; a revision replaces the whole."""

    name = "offline"

    def read(self, text: str) -> Request:
        return Request("Jobs", "jobs", text=text, components=(Component("q", "sqs", "q"),))

    def revise(self, text: str, revisions: Sequence[str]) -> Request:
        return self.read([text, *revisions][-1])

    def design(self, request: Request, conventions: Conventions) -> Architecture:
        return Architecture()

    def compose(self, request: Request, architecture: Architecture, conventions: Conventions) -> Resources:
        sections = [section.partition("\n") for section in request.text.split("== ")[1:]]
        return Resources(files={name: text for name, _, text in sections})


def write_files(
    resources: Resources, stack_path: str, conventions: Conventions, *, title: str, environments: Sequence[str]
) -> tuple[Artifact, ...]:
    return tuple(
        Artifact(f"{stack_path}/{name}", text, "developer", "scaffold") for name, text in resources.files.items()
    )


class Deployment:
    """Plans what is on disk; a file that says BROKEN does not."""

    def test(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        def status(stack: Stack) -> StackResult:
            texts = [path.read_text() for path in (root / stack.path).glob("*.tf")]
            broken = any("BROKEN" in text for text in texts)
            return stack_result(stack.path, "failed", why="no plan") if broken else stack_result(stack.path)

        return tuple(status(stack) for stack in stacks)


class Silent:
    def started(self, stage: str) -> None:
        """Nobody watches."""

    def finished(self, result: StageResult) -> None:
        """Nobody watches."""


class Here:
    """A repository in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def source(self) -> str:
        return str(self.folder)

    def credentials(self) -> Mapping[str, str]:
        return {}

    def ensure_repository(self) -> None:
        """It is there."""

    def default_branch(self) -> str:
        return "main"

    def head_of(self, branch: str) -> str | None:
        words = ("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}")
        return git(*words, cwd=self.folder).stdout.strip() or None


class Remembering:
    """Steps that are carried out once, as a durable engine does: a second walk gets what the first one recorded."""

    def __init__(self) -> None:
        self.recorded: dict[str, Any] = {}
        self.crash_after = ""

    def step(self, name: str, work: Callable[[], T]) -> T:
        if name not in self.recorded:
            self.recorded[name] = work()
            if name == self.crash_after:
                raise KeyboardInterrupt
        found: T = self.recorded[name]
        return found

    def parallel(self, steps: Sequence[tuple[str, Callable[[], T]]]) -> list[T]:
        return [self.step(name, work) for name, work in steps]


TEAM = team(Thinker(), write_files, repair, Deployment())


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return git_repository(tmp_path / "repo", {"README.md": "hello\n"})


def run(repo: Path, text: str, *, revisions: Sequence[str] = (), steps: Any = None, **fields: Any) -> Outcome:
    scratch = repo.parent / "scratch"
    asked = tuple(Revision(revision) for revision in revisions)
    job = replace(Job("r1", text, scratch, revisions=asked), **fields)
    return run_request(job, Here(repo), TEAM, steps or InlineSteps(), Silent(), lambda _: Conventions())


def on_top(repo: Path, text: str, **fields: Any) -> Outcome:
    return run(repo, text, branch="agents/1-jobs", on_top=True, **fields)


def by_hand(repo: Path, files: dict[str, str]) -> str:
    require_git("x", "checkout", "--quiet", "agents/1-jobs", cwd=repo)
    commit_files(repo, {f"stacks/jobs/{name}": text for name, text in files.items()}, "by hand")
    require_git(
        "x",
        "commit",
        "--quiet",
        "--amend",
        "--no-edit",
        "--author=P <p@example.org>",
        cwd=repo,
        environment={"GIT_COMMITTER_NAME": "P", "GIT_COMMITTER_EMAIL": "p@example.org"},
    )
    head = require_git("x", "rev-parse", "HEAD", cwd=repo)
    require_git("x", "checkout", "--quiet", "main", cwd=repo)
    return head


def shown(repo: Path, name: str, branch: str = "agents/1-jobs") -> str | None:
    done = git("show", f"{branch}:stacks/jobs/{name}", cwd=repo)
    return None if done.exit_code else done.stdout


def head_of(repo: Path, branch: str = "agents/1-jobs") -> str | None:
    return Here(repo).head_of(branch)


def is_ancestor(repo: Path, commit: str) -> bool:
    return git("merge-base", "--is-ancestor", commit, "agents/1-jobs", cwd=repo).exit_code == 0


def test_a_new_branch_takes_the_first_free_name(repo: Path) -> None:
    assert [run(repo, ONE).branch for _ in range(2)] == ["agents/jobs", "agents/jobs-2"]


def test_the_branch_that_was_asked_for_is_made_and_gone_on_with(repo: Path) -> None:
    first = on_top(repo, ONE)
    assert (first.branch, first.pushed, first.head) == ("agents/1-jobs", True, head_of(repo))
    second = on_top(repo, TWO)
    assert second.head == head_of(repo) != first.head
    assert is_ancestor(repo, str(first.head))
    assert shown(repo, "old.tf") is None
    assert shown(repo, "new.tf") == "new\n"
    assert second.base == head_of(repo, "main")
    parents = require_git("x", "log", "--format=%P", "main..agents/1-jobs", cwd=repo).splitlines()
    assert all(" " not in line for line in parents)


def test_the_same_again_changes_nothing(repo: Path) -> None:
    first = on_top(repo, ONE)
    assert on_top(repo, ONE).head == first.head == head_of(repo)


def test_peoples_edits_files_and_deletions_stay(repo: Path) -> None:
    on_top(repo, ONE + "== extra.tf\nextra\n")
    human = by_hand(repo, {"main.tf": "ONE\n\ntwo\n\nthree\n", "own.tf": "# own\n", "extra.tf": ""})
    outcome = on_top(repo, ONE, revisions=[TWO + "== extra.tf\nextra, changed\n"], command="revise")
    assert outcome.command == "revise"
    assert outcome.merge.kept == ("stacks/jobs/main.tf",)
    assert outcome.merge.deleted == ("stacks/jobs/extra.tf",)
    assert outcome.merge.conflicts == ()
    assert is_ancestor(repo, human)
    assert shown(repo, "main.tf") == "ONE\n\ntwo\n\nTHREE\n"
    assert shown(repo, "own.tf") == "# own\n"
    assert shown(repo, "extra.tf") is None
    assert shown(repo, "old.tf") is None


def test_an_edit_outlives_every_later_revision(repo: Path) -> None:
    on_top(repo, ONE)
    by_hand(repo, {"main.tf": "ONE\n\ntwo\n\nthree\n"})
    for text in (TWO, ONE, TWO):
        outcome = on_top(repo, text)
        assert outcome.merge.kept == ("stacks/jobs/main.tf",)
        assert str(shown(repo, "main.tf")).startswith("ONE\n\ntwo")
    assert shown(repo, "main.tf") == "ONE\n\ntwo\n\nTHREE\n"


def test_a_conflict_pushes_nothing_and_says_where(repo: Path) -> None:
    on_top(repo, ONE)
    human = by_hand(repo, {"main.tf": "one\n\ntwo\n\nmine\n"})
    outcome = on_top(repo, TWO)
    (conflict,) = outcome.merge.conflicts
    assert (conflict.path, conflict.kind, conflict.line) == ("stacks/jobs/main.tf", "edited", 5)
    assert (conflict.theirs, conflict.ours) == ("mine\n", "THREE\n")
    assert (outcome.pushed, outcome.head, head_of(repo)) == (False, human, human)
    assert not outcome.gate.passed
    assert "people changed the same lines" in outcome.gate.reasons[-1]
    assert {row.stage: row.status for row in outcome.stages}["tester"] == "not_run"


@pytest.mark.parametrize(
    ("edited", "kind"),
    [({"old.tf": "old, mine\n"}, "outdated"), ({"new.tf": "mine\n"}, "added"), ({"own.tf": "BROKEN\n"}, None)],
)
def test_what_else_cannot_go_together(repo: Path, edited: dict[str, str], kind: str | None) -> None:
    on_top(repo, ONE)
    human = by_hand(repo, edited)
    outcome = on_top(repo, TWO)
    assert not outcome.gate.passed
    if kind:
        assert [conflict.kind for conflict in outcome.merge.conflicts] == [kind]
        assert head_of(repo) == human
    else:
        assert is_ancestor(repo, human)


def test_a_merge_that_does_not_plan_is_not_pushed(repo: Path) -> None:
    on_top(repo, ONE)
    human = by_hand(repo, {"main.tf": "BROKEN\n\ntwo\n\nthree\n"})
    outcome = on_top(repo, TWO)
    assert [conflict.kind for conflict in outcome.merge.conflicts] == ["plan"]
    assert (head_of(repo), outcome.pushed) == (human, False)


def test_a_document_alone_blocks_nothing_and_keeps_the_list_of_files(repo: Path) -> None:
    on_top(repo, ONE)
    readme = str(shown(repo, "README.md")).replace("# Jobs", "# Our jobs")
    by_hand(repo, {"README.md": readme + "\nMore of ours.\n", "CHANGELOG.md": "# Changelog\n\nOurs.\n"})
    outcome = on_top(repo, TWO, day="2026-05-05")
    assert outcome.pushed
    text = str(shown(repo, "README.md"))
    assert "# Our jobs" in text
    assert "More of ours." in text
    assert "<!-- agents:files main.tf new.tf -->" in text
    assert "old.tf" not in text
    changelog = str(shown(repo, "CHANGELOG.md"))
    assert "Ours." in changelog
    assert "2026-05-05" in changelog


def test_a_document_that_both_changed_stays_peoples_and_the_code_goes_on(repo: Path) -> None:
    on_top(repo, ONE)
    by_hand(repo, {"docs/request.md": "# Ours\n\nonly this\n"})
    for text, wanted in ((TWO, "THREE"), (ONE, "three")):
        outcome = on_top(repo, text)
        assert [(one.path, one.blocking) for one in outcome.merge.conflicts] == [("stacks/jobs/docs/request.md", False)]
        assert (outcome.pushed, outcome.gate.passed) == (True, True)
        assert shown(repo, "docs/request.md") == "# Ours\n\nonly this\n"
        assert wanted in str(shown(repo, "main.tf"))


def test_amended_commits_of_ours_are_peoples(repo: Path) -> None:
    on_top(repo, ONE)
    require_git("x", "checkout", "--quiet", "agents/1-jobs", cwd=repo)
    (repo / "stacks/jobs/main.tf").write_text("mine\n")
    environment = {"GIT_COMMITTER_NAME": "P", "GIT_COMMITTER_EMAIL": "p@example.org"}
    words = ("commit", "--quiet", "--all", "--amend", "--no-edit")
    require_git("x", *words, cwd=repo, environment=environment)
    require_git("x", "checkout", "--quiet", "main", cwd=repo)
    outcome = on_top(repo, TWO)
    assert not outcome.pushed
    assert shown(repo, "main.tf") == "mine\n"


@pytest.mark.parametrize("crash", ["look", "developer", "tester", "documentation", "push"])
def test_a_run_that_was_cut_off_ends_with_the_same_commits(repo: Path, crash: str, tmp_path: Path) -> None:
    whole = on_top(repo, ONE)
    require_git("x", "branch", "--quiet", "-D", "agents/1-jobs", cwd=repo)
    steps = Remembering()
    steps.crash_after = crash
    with pytest.raises(KeyboardInterrupt):
        on_top(repo, ONE, steps=steps)
    commit_files(repo, {"README.md": "main went on\n"}, "meanwhile")
    again = on_top(repo, ONE, steps=steps, scratch=tmp_path / "elsewhere")
    assert again.head == whole.head == head_of(repo)


def test_somebody_elses_push_in_between_is_never_overwritten(repo: Path) -> None:
    on_top(repo, ONE)
    theirs: list[str] = []
    with pytest.raises(Moved):
        on_top(repo, TWO, before_push=lambda _: theirs.append(by_hand(repo, {"own.tf": "# own\n"})))
    assert head_of(repo) == theirs[0]


def test_what_may_no_longer_be_pushed_is_not(repo: Path) -> None:
    def refuse(_: str) -> None:
        raise Failure("pushing", "the permission is gone")

    with pytest.raises(Failure, match="permission is gone"):
        on_top(repo, ONE, before_push=refuse)
    assert head_of(repo) is None


def test_the_bases_policy_counts_not_the_branchs(repo: Path) -> None:
    on_top(repo, ONE)
    by_hand(repo, {"../../.agents.yml": "nonsense: true\n"})
    assert on_top(repo, TWO).pushed
    assert on_top(repo, ONE, policy=Policy()).pushed


class Thrifty(Architect):
    """Understands a budget that no rule could read."""

    def run(self, context: Context) -> AgentResult:
        assert context.request
        frugal = replace(context.request, constraints=Constraints(budget_monthly=20.0))
        return replace(super().run(context), request=frugal)


class Bookkeeper(Cost):
    """Notes the budget it is held against."""

    def __init__(self) -> None:
        super().__init__(NoPrices())
        self.budgets: list[Decimal | None] = []

    def run(self, context: Context) -> AgentResult:
        self.budgets.append(context.policy.budget.monthly)
        return super().run(context)


def test_a_budget_that_only_the_architect_understood_counts(repo: Path) -> None:
    cost = Bookkeeper()
    some = replace(TEAM, architect=Thrifty(Thinker()), cost=cost)
    run_request(
        Job("r1", ONE, repo.parent / "scratch"), Here(repo), some, InlineSteps(), Silent(), lambda _: Conventions()
    )
    assert cost.budgets == [Decimal(20)]


def test_what_an_earlier_run_left_on_the_base_is_merged_too(repo: Path) -> None:
    on_top(repo, ONE)
    by_hand(repo, {"main.tf": "ONE\n\ntwo\n\nthree\n"})
    require_git("x", "merge", "--quiet", "--ff-only", "agents/1-jobs", cwd=repo)
    outcome = run(repo, TWO)
    assert shown(repo, "main.tf", str(outcome.branch)) == "ONE\n\ntwo\n\nTHREE\n"


def test_a_base_whose_history_is_squashed_is_rewritten_on_a_new_branch(repo: Path) -> None:
    commit_files(repo, {"stacks/jobs/main.tf": "older\n", "stacks/jobs/README.md": "# R\n"}, "squashed")
    outcome = run(repo, TWO)
    assert shown(repo, "main.tf", str(outcome.branch)) == "one\n\ntwo\n\nTHREE\n"
    assert outcome.merge.conflicts == ()


def test_an_empty_repository_gets_the_branch(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    require_git("x", "init", "--quiet", "-b", "main", cwd=empty)
    steps = Remembering()
    first = on_top(empty, ONE, steps=steps)
    require_git("x", "update-ref", "-d", "refs/heads/agents/1-jobs", cwd=empty)
    del steps.recorded["push"]
    assert on_top(empty, ONE, steps=steps).head == first.head == head_of(empty)


class Scanner:
    """Finds one thing that is not worth failing for."""

    findings = (finding("CKV_AWS_27", Severity.LOW, path="stacks/jobs/main.tf"),)
    evidence = ()
    passed = ()
    status: Status = "passed"
    why = ""

    def scan(self, root: Path, paths: Sequence[str] = ()) -> "Scanner":
        return self


SCANNED = team(Thinker(), write_files, repair, Deployment(), (Scanner(),))
SAID = {"security": [{"remarks": [{"about": "n1", "kind": "matters", "text": "Jobs may hold names."}]}]}


def thought_about(repo: Path, thinker: Answering, steps: Any = None) -> Outcome:
    job = Job("r1", ONE, repo.parent / "scratch", Asking(thinker), "acme/web", branch="agents/1-jobs", on_top=True)
    return run_request(job, Here(repo), SCANNED, steps or InlineSteps(), Silent(), lambda _: Conventions())


def test_remarks_are_made_after_the_verdict_and_change_no_commit(repo: Path) -> None:
    plain = run_request(
        Job("r1", ONE, repo.parent / "scratch", branch="agents/1-jobs", on_top=True),
        Here(repo),
        SCANNED,
        InlineSteps(),
        Silent(),
        lambda _: Conventions(),
    )
    outcome = thought_about(repo, Answering(SAID))
    (remark,) = outcome.remarks
    assert (remark.kind, remark.about) == ("matters", outcome.findings[0].fingerprint)
    assert (outcome.gate, outcome.findings) == (plain.gate, plain.findings)
    assert [row.stage for row in outcome.stages] == [row.stage for row in plain.stages]
    assert (outcome.head, outcome.pushed) == (plain.head, True)
    assert [(thought.agent, thought.kept) for thought in outcome.reasoned.thoughts] == [("security", True)]
    assert outcome.reasoned.recording == "reasoner.jsonl"


def test_a_model_that_is_down_costs_the_run_nothing(repo: Path) -> None:
    outcome = thought_about(repo, Answering())
    assert (outcome.pushed, outcome.gate.passed, outcome.remarks) == (True, True, ())
    assert outcome.reasoned.used == "offline"
    assert "the service does not answer" in outcome.reasoned.reason


def test_remarks_that_were_made_are_not_asked_for_again(repo: Path) -> None:
    steps = Remembering()
    steps.crash_after = "remarks security"
    with pytest.raises(KeyboardInterrupt):
        thought_about(repo, Answering(SAID), steps)
    again = Answering()
    outcome = thought_about(repo, again, steps)
    assert [remark.text for remark in outcome.remarks] == ["Jobs may hold names."]
    assert again.tasks == []
