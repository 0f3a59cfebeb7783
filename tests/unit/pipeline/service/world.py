"""A small world for the service's use cases: a repository with a desk, people, a store, agents that need no tools."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from app.agents.base import Agent
from app.domain.architecture import Architecture
from app.domain.artifact import Artifact
from app.domain.errors import Failure
from app.domain.event import Event, EventKind, PullRequestAction, Thread
from app.domain.finding import Finding, Repair, Severity, fingerprinted
from app.domain.job import RunRow
from app.domain.plan import StackResult
from app.domain.policy import Policy
from app.domain.publication import PullRequest, Role
from app.domain.repo import Conventions
from app.domain.request import Component, Request
from app.domain.resources import Resources
from app.domain.rule import Rule
from app.domain.stack import Stack
from app.domain.thought import Thought
from app.durable.inline import InlineSteps
from app.forges.local import LocalForge
from app.pipeline.fix import Fixed, fix
from app.pipeline.inspect import Subject, deleted
from app.pipeline.review import Before
from app.pipeline.service.intake import intake
from app.pipeline.service.site import Operator, Site
from app.pipeline.service.work import work
from app.pipeline.steps import StepRunner
from app.pipeline.thinking import Begun
from app.processes.git import require_git
from app.reports.marker import parse_marker
from app.stores.artifacts import Artifacts
from app.stores.store import Store
from app.workspace import identity
from tests.builders import DATE, stack_result, team
from tests.fakes.git_http import bare_repository, commit

REPOSITORY = "acme/web"
GOOD, BAD, BROKEN = "queue GOOD\n", "queue BAD\n", "queue BROKEN\n"
"""What a stack's file may hold: the scanner speaks against BAD, a stack with BROKEN does not plan."""
ISSUE = f"== main.tf\n{GOOD}"


class Town(LocalForge):
    """A repository with people in it, and with bad days: ``faults`` counts how often a verb is to fail."""

    name = "github"

    def __init__(self, bare: Path) -> None:
        super().__init__(bare, identity(DATE))
        self.people = {"ann": Role.WRITE, "tim": Role.TRIAGE, "rea": Role.READ, "eve": Role.NONE}
        self.teams: set[tuple[str, str]] = set()
        self.forks: set[int] = set()
        self.faults: dict[str, int] = {}
        self.comment_limit = 60_000

    def __getattribute__(self, name: str) -> Any:
        faults = object.__getattribute__(self, "__dict__").get("faults", {})
        if faults.get(name):
            faults[name] -= 1
            raise Failure(f"asking the forge ({name})", "502", "wait")
        return object.__getattribute__(self, name)

    def permission_of(self, user: str) -> Role:
        return self.people.get(user, Role.NONE)

    def member_of(self, team: str, user: str) -> bool:
        return (team, user) in self.teams

    def pull_request(self, number: int) -> PullRequest:
        return replace(super().pull_request(number), fork=number in self.forks)


class Thinker:
    """Reads ``== name`` sections as the files to write; what is asked to change becomes a file of its own."""

    name = "offline"

    def read(self, text: str) -> Request:
        return Request("Jobs", "jobs", text=text, components=(Component("q", "sqs", "q"),))

    def revise(self, text: str, revisions: Sequence[str]) -> Request:
        return self.read("\n".join([text, *(f"== revised{n}.tf\n{one}\n" for n, one in enumerate(revisions))]))

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


@dataclass
class Scan:
    findings: Sequence[Finding]
    evidence: Sequence[Any] = ()
    status: Any = "passed"
    why: str = ""
    passed: Sequence[str] = ()


@dataclass
class Mended:
    files: Mapping[str, str]
    applied: Sequence[tuple[Finding, str, str]] = ()
    warnings: Mapping[str, str] = field(default_factory=dict)
    left: Sequence[tuple[Finding, str]] = ()


def mend(files: Mapping[str, str], findings: Sequence[Finding]) -> Mended:
    paths = {finding.path for finding in findings}
    changed = {path: text.replace("BAD", "GOOD") for path, text in files.items() if path in paths and "BAD" in text}
    return Mended(changed, [(one, "queue BAD", "queue GOOD") for one in findings if one.path in changed])


class Bench:
    """Tools that read the files themselves; ``trouble`` is raised by the next plan."""

    def __init__(self) -> None:
        self.trouble: list[Exception] = []
        self.meanwhile: Callable[[], None] = lambda: None
        self.mend = mend
        self.team = team(Thinker(), write_files, mend, self, (self,))

    def find(self, root: Path, policy: Policy) -> tuple[Stack, ...]:
        folders = {path.parent.relative_to(root).as_posix() for path in root.rglob("*.tf") if ".git" not in path.parts}
        return tuple(Stack(folder) for folder in sorted(folders))

    def changed(self, root: Path, base: Path, paths: Sequence[str], policy: Policy) -> tuple[Stack, ...]:
        def touched(stack: Stack) -> bool:
            return any(path.startswith(f"{stack.path}/") and path.endswith(".tf") for path in paths)

        here = [replace(stack, changed=("own",)) for stack in self.find(root, policy) if touched(stack)]
        known = {stack.path for stack in self.find(root, policy)}
        gone = [replace(one, changed=("deleted",)) for one in self.find(base, policy) if one.path not in known]
        return (*here, *gone)

    def deploy(self, subject: Subject, act: Any) -> tuple[StackResult, ...]:
        assert subject.base_root
        return tuple(deleted(result) for result in act(subject.base_root, subject.stacks))

    def plan(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        self.meanwhile()
        if self.trouble:
            raise self.trouble.pop()
        return tuple(_planned(root, stack) for stack in stacks)

    test = plan

    def scan(self, root: Path, paths: Sequence[str] = ()) -> Scan:
        stacks = [Stack(path) for path in paths] or self.find(root, Policy())
        return Scan(self.check(root, stacks))

    def check(self, root: Path, stacks: Sequence[Stack]) -> tuple[Finding, ...]:
        return fingerprinted(
            Finding("AGT_BAD", Severity.HIGH, "It is bad", f"{stack.path}/{file.name}", "fake", line, line)
            for stack in stacks
            for file in sorted((root / stack.path).glob("*.tf"))
            for line, text in enumerate(file.read_text().splitlines(), start=1)
            if "BAD" in text
        )

    def fix(self, root: Path, stacks: Sequence[Stack], rules: Sequence[str], check: Any, scratch: Path) -> Fixed:
        return fix(root, stacks, rules, mend, check, self.plan, scratch)

    def save(self, root: Path, stacks: Sequence[Stack], scratch: Path) -> Fixed:
        """Whatever is dear becomes cheap."""
        done = []
        for stack in stacks:
            for path in sorted((root / stack.path).glob("*.tf")):
                if "DEAR" in path.read_text():
                    path.write_text(path.read_text().replace("DEAR", "CHEAP"))
                    name = path.relative_to(root).as_posix()
                    done.append(Repair("ebs-gp2-gp3", name, None, "DEAR", "CHEAP", "5.00 USD → 4.00 USD a month"))
        return Fixed(tuple(done), (), tuple(one.path for one in done))

    def look(self, subject: Subject, agents: Sequence[Agent]) -> Before:
        del agents
        root, stacks = subject.base_root or subject.root, (*subject.before, *subject.gone)
        return Before(self.plan(root, stacks), self.check(root, subject.before))

    def conventions(self, root: Path) -> Conventions:
        return Conventions()


def _planned(root: Path, stack: Stack) -> StackResult:
    texts = [path.read_text() for path in (root / stack.path).glob("*.tf")]
    if any("BROKEN" in text for text in texts):
        return stack_result(stack.path, "failed", why="no plan")
    if any("ABSENT" in text for text in texts):
        return stack_result(stack.path, "not_run", why="no such provider")
    return stack_result(stack.path)


class Counter:
    """A meter that remembers."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, str]] = []
        self.runs: list[str] = []
        self.tools: list[str] = []
        self.thoughts: list[tuple[str, Thought]] = []

    def stage(self, stage: str, status: str, seconds: float) -> None:
        self.stages.append((stage, status))

    def run(self, outcome: str, seconds: float) -> None:
        self.runs.append(outcome)

    def thought(self, repository: str, thought: Thought) -> None:
        self.thoughts.append((repository, thought))

    def tool_failure(self, tool: str) -> None:
        self.tools.append(tool)


class Asked:
    """A reasoning that remembers for whom it was begun; nobody answers. ``open`` counts those not closed yet."""

    asked = "claude"
    hopeful = True

    def __init__(self) -> None:
        self.begun: list[tuple[str, str, str]] = []
        self.open = 0

    @contextmanager
    def of(self, run: str) -> Iterator["Asked"]:
        self.open += 1
        try:
            yield self
        finally:
            self.open -= 1

    def begin(self, run: str, repository: str, policy: Policy, root: Path) -> Begun:
        self.begun.append((run, repository, policy.reasoner.use))
        return Begun(why="nobody answers")


class World:
    """The repository ``acme/web``, and the service beside it."""

    def __init__(self, folder: Path, files: Mapping[str, str], operator: Operator) -> None:
        self.folder = folder
        self.bare = bare_repository(folder, REPOSITORY, {"README.md": "hello\n", **files})
        self.forge = Town(self.bare)
        self.store = Store.open(f"sqlite:///{folder / 'agents.db'}")
        self.tools = Bench()
        self.meter = Counter()
        self.queued: list[str] = []
        self._numbers = count(1)
        self.site = Site(
            store=self.store,
            artifacts=Artifacts(folder / "data"),
            open=lambda forge, repository: self.forge,
            tools=self.tools,
            operator=operator,
            scratch=self._scratch,
            enqueue=lambda run, thread: self.queued.append(run),
            meter=self.meter,
            rule_of={"AGT_BAD": Rule("AGT_BAD", "It is bad", Severity.HIGH)}.get,
            known_rules=lambda: ("AGT_BAD",),
        )

    def ask(self) -> Asked:
        """From now on a model is asked for."""
        asked = Asked()
        self.site = replace(self.site, reasoning=asked.of)
        return asked

    @contextmanager
    def _scratch(self) -> Iterator[Path]:
        folder = self.folder / f"scratch{next(self._numbers)}"
        folder.mkdir()
        yield folder

    # -- what people do --------------------------------------------------------------------------------------------

    def commit(self, branch: str, files: Mapping[str, str | None], onto: str = "main") -> str:
        return commit(self.bare, branch, files, "Change", onto)

    def policy(self, text: str) -> None:
        self.commit("main", {".agents.yml": text})

    def issue(self, body: str = ISSUE, **values: object) -> int:
        return self.forge.desk.open_thread({"title": "Jobs", "body": body, "author": "ann", **values})

    def pull(self, files: Mapping[str, str | None], branch: str = "change", *, author: str = "ann", **more: Any) -> int:
        self.commit(branch, files)
        return self.forge.desk.open_thread(
            {"title": "A change", "body": "", "author": author, "branch": branch, "base": "main", **more}
        )

    def edit(self, number: int, **values: object) -> None:
        self.forge.desk.write_thread(number, self.forge.desk.any_thread(number) | values)

    def thread(self, number: int) -> Thread:
        pull = "branch" in self.forge.desk.any_thread(number)
        return Thread("github", REPOSITORY, number, pull)

    # -- what the forge tells --------------------------------------------------------------------------------------

    def said(self, number: int, text: str, actor: str = "ann") -> Event:
        comment_id = self.forge.desk.write_comment(number, text, actor)
        kept = self.forge.desk.any_thread(number)
        thread = self.thread(number)
        return Event(
            thread,
            "comment",
            actor,
            f"comment/{number}-{comment_id}",
            text=text,
            title=kept["title"],
            body=kept["body"],
            comment=comment_id,
        )

    def labelled(self, number: int, actor: str = "ann") -> Event:
        kept = self.forge.desk.any_thread(number)
        key = f"issue/{number}/created"
        return Event(self.thread(number), "issue_labelled", actor, key, title=kept["title"], body=kept["body"])

    def pushed(
        self,
        number: int,
        action: PullRequestAction = "opened",
        head: str = "",
        actor: str = "ann",
        kind: EventKind = "pull_request",
    ) -> Event:
        head = head or self.forge.pull_request(number).head
        key = f"pull/{number}/{head}/{action or 'closed'}/{next(self._numbers)}"
        return Event(self.thread(number), kind, actor, key, title="A change", action=action, head=head)

    # -- what the service does -------------------------------------------------------------------------------------

    def accept(self, event: Event) -> str:
        return self.store.accept("github", event.key, event).run

    def take(self, event: Event, steps: StepRunner | None = None) -> RunRow:
        """Accept and do the intake alone."""
        run = self.accept(event)
        intake(run, steps or InlineSteps(), self.site)
        return self.row(run)

    def work(self, run: str, steps: StepRunner | None = None) -> RunRow:
        work(run, steps or InlineSteps(), self.site)
        return self.row(run)

    def do(self, event: Event) -> RunRow:
        """All of a delivery."""
        row = self.take(event)
        return self.work(row.id) if row.id in self.queued else row

    def row(self, run: str) -> RunRow:
        found = self.store.run(run)
        assert found
        return found

    # -- what there is to see --------------------------------------------------------------------------------------

    def ours(self, number: int, key: str = "") -> list[str]:
        """Our comments in a thread, all or those of a key."""
        bodies = [body for _, author, body in self.forge.desk.comments(number) if author == "agents"]
        return [body for body in bodies if (marker := parse_marker(body)) and marker.key.startswith(key)]

    def living(self, number: int) -> str:
        (body,) = [one for one in self.ours(number, "living") if "key=living " in one]
        return body

    def reactions(self, number: int) -> list[str]:
        kept = self.forge.desk.any_thread(number).get("reactions", {})
        return [reaction for reactions in kept.values() for reaction in reactions]

    def checks(self, head: str) -> dict[str, str]:
        return {values["name"]: values["state"] for values in self.forge.desk.checks(head)}

    def branches(self) -> dict[str, str]:
        listed = require_git(
            "x", "for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads", cwd=self.bare
        )
        return dict(line.split() for line in listed.splitlines())

    def text(self, branch: str, path: str) -> str | None:
        return self.forge.file(path, branch)

    def head(self, number: int) -> str:
        return self.forge.pull_request(number).head

    def close(self) -> None:
        self.store.close()
