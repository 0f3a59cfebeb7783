"""Writing and mending."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.agents.base import Context
from app.agents.developer import Developer
from app.domain.artifact import Artifact
from app.domain.finding import Finding
from app.domain.repo import Conventions
from app.domain.request import Constraints, Request
from app.domain.resources import Resources
from tests.builders import finding


@dataclass
class Mended:
    files: Mapping[str, str] = field(default_factory=dict)
    applied: Sequence[tuple[Finding, str, str]] = ()
    left: Sequence[tuple[Finding, str]] = ()
    warnings: Mapping[str, str] = field(default_factory=dict)


def writer(
    resources: Resources, stack_path: str, conventions: Conventions, *, title: str, environments: Sequence[str]
) -> tuple[Artifact, ...]:
    return (Artifact(f"{stack_path}/main.tf", f"# {title} {','.join(environments)}\n", "developer"),)


def repairer(files: Mapping[str, str], findings: Sequence[Finding]) -> Mended:
    asked = findings[0]
    new = {"stacks/t/main.tf": files["stacks/t/main.tf"] + "# mended\n", "stacks/t/keys.tf": "# key\n"}
    return Mended(new, [(asked, "old", "new")], [(findings[1], "needs a decision")])


def test_the_stack_stands_where_the_repository_keeps_stacks() -> None:
    request = Request("Shop", "shop", constraints=Constraints(environments=("dev", "prod")))
    context = Context(
        "r", "run", Path(), request=request, resources=Resources(), conventions=Conventions(stacks_dir="infra")
    )
    result = Developer(writer, repairer).run(context)
    assert result.artifacts[0].path == "infra/shop/main.tf"
    assert result.artifacts[0].content == "# Shop dev,prod\n"
    assert result.stacks
    assert result.stacks[0].path == "infra/shop"


def test_repairs_change_and_add_artifacts() -> None:
    artifacts = [Artifact("stacks/t/main.tf", "# a\n", "developer"), Artifact("stacks/t/README.md", "r", "docs")]
    attempt = Developer(writer, repairer).repair(artifacts, [finding("A"), finding("B")])
    texts = {artifact.path: artifact.content for artifact in attempt.artifacts}
    assert texts["stacks/t/main.tf"] == "# a\n# mended\n"
    assert texts["stacks/t/keys.tf"] == "# key\n"
    assert texts["stacks/t/README.md"] == "r"
    assert [repair.rule for repair in attempt.repairs] == ["A"]
    assert attempt.left[0][1] == "needs a decision"


def test_without_a_design_it_does_not_run() -> None:
    assert Developer(writer, repairer).run(Context("r", "run", Path())).status == "not_run"
