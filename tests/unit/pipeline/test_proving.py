"""Proofs: the run's own checks in a copy, told without a trace of where that was."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.agents.base import Context
from app.domain.artifact import Artifact
from app.domain.finding import Finding, Severity
from app.domain.plan import StackResult
from app.domain.proof import Proof
from app.domain.request import Component, Request
from app.domain.resources import Acceptance, Resources
from app.domain.run import Gate
from app.domain.stack import Stack
from app.durable.inline import InlineSteps
from app.pipeline.proving import REMEMBERED, Prover
from app.toolchains.terraform.repair import repair
from tests.builders import finding, stack_result, team

REQUEST = Request("Jobs", "jobs", components=(Component("q", "sqs", "q"),))
MAIN = "stacks/jobs/main.tf"
README = "# Jobs\n<!-- agents:files main.tf old.tf -->\n"


class Deployment:
    """Plans what is on disk; remembers what it saw, and where."""

    def __init__(self) -> None:
        self.seen: list[dict[str, str]] = []
        self.roots: list[Path] = []

    def test(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        texts = {
            path.relative_to(root).as_posix(): "(link)" if path.is_symlink() else path.read_text()
            for path in sorted(root.rglob("*"))
            if path.is_symlink() or path.is_file()
        }
        self.seen.append(texts)
        self.roots.append(root)
        bad = any("BROKEN" in text for text in texts.values())
        return tuple(stack_result(stack.path, "failed" if bad else "passed") for stack in stacks)


class World:
    """A checkout, a prover and what it was given."""

    def __init__(self, root: Path, refused: tuple[str, ...] = (), wide: tuple[str, ...] = ()) -> None:
        self.root = root
        self.deployment = Deployment()
        self.guarded: list[tuple[str, Mapping[str, str], Mapping[str, str], Collection[tuple[str, str]]]] = []
        self.widened: list[tuple[Proof, Proof, Request | None]] = []
        checks = team(None, None, repair, self.deployment).checks

        def guard(*given: Any) -> tuple[str, ...]:
            self.guarded.append(given)
            return refused

        def widened(*given: Any) -> tuple[str, ...]:
            self.widened.append(given)
            return wide

        self.prove = Prover(checks, InlineSteps(), guard, widened)
        self.context = Context("r", "run", root, request=REQUEST)

    def put(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def files(**texts: str) -> tuple[Artifact, ...]:
    return tuple(Artifact(f"stacks/jobs/{name}.tf", text, "developer") for name, text in texts.items())


def test_files_are_laid_over_a_copy_that_is_gone_afterwards(world: World) -> None:
    world.put("README.md", "hello")
    world.put(".git/config", "x")
    world.put("stacks/jobs/.terraform/x", "x")
    world.put(MAIN, "before")
    proof = world.prove(world.context, files(main="now", more="too"), None)
    assert (proof.planned, proof.gate.passed, proof.refused) == (True, True, ())
    assert world.deployment.seen == [{"README.md": "hello", MAIN: "now", "stacks/jobs/more.tf": "too"}]
    assert (world.root / MAIN).read_text() == "before"
    assert not world.deployment.roots[0].exists()
    assert str(world.deployment.roots[0]) not in repr(proof)
    assert not world.guarded


def test_what_an_earlier_run_wrote_and_this_one_does_not_is_left_out(world: World) -> None:
    for name, text in {"README.md": README, "old.tf": "old", "own.tf": "people's"}.items():
        world.put(f"stacks/jobs/{name}", text)
    world.prove(world.context, files(main="now"), None)
    assert set(world.deployment.seen[0]) == {MAIN, "stacks/jobs/README.md", "stacks/jobs/own.tf"}
    assert (world.root / "stacks/jobs/old.tf").exists()


def test_a_folder_that_is_not_there_yet_is_an_empty_one(world: World, tmp_path: Path) -> None:
    context = replace(world.context, workdir=tmp_path / "none")
    assert world.prove(context, files(main="now"), None).planned


def test_links_stay_links_and_nothing_is_written_through_them(world: World, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    inside = tmp_path / "repo"
    (inside / "stacks").mkdir(parents=True)
    (inside / "stacks" / "jobs").symlink_to(outside)
    context = replace(world.context, workdir=inside)
    floor = Proof((), planned=True, gate=Gate())
    proof = world.prove(context, files(main="now"), floor)
    assert proof.refused == (f"{MAIN!r}: the path goes through a symbolic link",)
    assert list(outside.iterdir()) == []


def test_what_does_not_plan_is_no_proof(world: World) -> None:
    proof = world.prove(world.context, files(main="BROKEN"), None)
    assert (proof.planned, proof.gate.passed) == (False, False)
    assert any(found.rule == "AGT_TEST_PLAN" for found in proof.findings)


def test_the_same_files_are_proven_once_and_few_are_remembered(world: World) -> None:
    first = world.prove(world.context, files(main="now"), None)
    floor = replace(first, artifacts=files(main="now"))
    assert world.prove(world.context, files(main="now"), floor).results is first.results
    later = replace(world.context, request=replace(REQUEST, not_understood=("a lamp",)), stacks=(Stack("stacks/jobs"),))
    assert world.prove(later, files(main="now"), None) is first
    assert len(world.deployment.seen) == 1
    for number in range(REMEMBERED):
        world.prove(world.context, files(main=str(number)), None)
    assert world.prove(world.context, files(main="now"), None) == first
    assert len(world.deployment.seen) == REMEMBERED + 2


@pytest.mark.parametrize(
    "change",
    [{"fail_on": Severity.LOW}, {"request": replace(REQUEST, title="Other")}, {"run": "s"}, {"findings": (finding(),)}],
)
def test_other_rules_need_another_proof(world: World, change: dict[str, Any]) -> None:
    world.prove(world.context, files(main="now"), None)
    world.prove(replace(world.context, **change), files(main="now"), None)
    assert len(world.deployment.seen) == 2


def test_what_is_known_of_the_design_counts(world: World) -> None:
    known: tuple[Finding, ...] = (finding("AGT_RISK_PUBLIC_BUCKET", Severity.CRITICAL), finding("R2", explained="so"))
    proof = world.prove(replace(world.context, findings=known), files(main="now"), None)
    assert not proof.gate.passed
    assert [found.rule for found in proof.findings] == ["AGT_RISK_PUBLIC_BUCKET"]


def test_what_the_design_accepts_is_explained(world: World) -> None:
    resources = Resources(acceptances=(Acceptance("R1", "it is meant so", "aws_x.y"),))
    context = replace(world.context, resources=resources, findings=(finding("R1", resource="aws_x.y"),))
    floor = world.prove(context, files(main="now"), None)
    assert (floor.gate.passed, floor.findings) == (True, ())
    world.prove(context, files(main="other"), floor)
    assert world.guarded == [("stacks/jobs", {MAIN: "now"}, {MAIN: "other"}, {("aws_x.y", "R1")})]


def test_what_code_refuses_at_sight_is_not_run(tmp_path: Path) -> None:
    world = World(tmp_path, refused=("a provisioner",))
    floor = world.prove(world.context, files(main="now"), None)
    proof = world.prove(world.context, files(main="evil"), floor)
    assert (proof.planned, proof.gate.passed, proof.refused) == (False, False, ("a provisioner",))
    assert len(world.deployment.seen) == 1
    assert proof.worse_than(floor) == "refused: a provisioner"


def test_what_it_opens_is_refused_after_the_checks(tmp_path: Path) -> None:
    world = World(tmp_path, wide=("a way in",))
    floor = world.prove(world.context, files(main="now"), None)
    proof = world.prove(world.context, files(main="wide"), floor)
    assert (proof.planned, proof.refused) == (True, ("a way in",))
    assert world.widened == [(floor, replace(proof, refused=()), REQUEST)]
    assert world.prove(world.context, files(main="wide"), None).refused == ()


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("../x.tf", "leaves the repository"),
        ("/etc/x.tf", "leaves the repository"),
        (".github/workflows/x.yml", "steers git, a pipeline or the bot itself"),
        ("stacks/jobs/.git/config", "steers git"),
        (".agents.yml", "steers git"),
        ("stacks/jobs/own.tf", "is there already, and not as a generated file"),
    ],
)
def test_no_file_may_stand_where_it_does_not_belong(world: World, path: str, why: str) -> None:
    world.put("stacks/jobs/README.md", README)
    world.put("stacks/jobs/old.tf", "old")
    world.put("stacks/jobs/own.tf", "people's")
    floor = world.prove(world.context, files(main="now"), None)
    proof = world.prove(world.context, (*files(main="now", old="again"), Artifact(path, "x", "developer")), floor)
    assert len(proof.refused) == 1
    assert why in proof.refused[0]


def test_it_is_proven_as_it_would_be_merged_with_what_people_changed(world: World) -> None:
    def lay(artifacts: Sequence[Artifact]) -> tuple[tuple[Artifact, ...], tuple[str, ...]]:
        texts = tuple(replace(one, content=f"{one.content} and people's") for one in artifacts)
        return texts, tuple(f"{one.path}: edited" for one in artifacts if "clash" in one.content)

    context = replace(world.context, lay=lay)
    floor = world.prove(context, files(main="now"), None)
    assert world.deployment.seen == [{MAIN: "now and people's"}]
    assert floor.artifacts == files(main="now")
    assert world.prove(context, files(main="more"), floor).refused == ()
    proof = world.prove(context, files(main="clash"), floor)
    assert (proof.planned, proof.refused) == (False, (f"{MAIN}: edited",))
    blocked = replace(floor, artifacts=files(main="clash, too"))
    assert world.prove(context, files(main="clash, still"), blocked).refused == ()
