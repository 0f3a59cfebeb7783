"""Savings in place: proven in a copy, taken back where anything would be lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.cost import Component, Estimate, ResourceCost, Saving
from app.domain.plan import StackResult
from app.domain.planned import Planned, PlannedResource
from app.domain.stack import Stack
from app.pipeline.fix import Fixed
from app.pipeline.saving import save
from tests.builders import stack_result

SAFE = Saving("ebs-gp2-gp3", "aws_ebs_volume.a", "use gp3", Decimal(2), "high", stack="infra", safe=True)
RISKY = Saving("ec2-graviton", "aws_instance.a", "use arm64", Decimal(9), "medium", "needs an image", stack="infra")
PROMISE = Saving("ri-sp-1y", "aws_instance.a", "commit", Decimal(30), "medium", stack="infra", commitment=True)


@dataclass
class Done:
    saving: Saving
    path: str = "infra/main.tf"
    before: str = "gp2"
    after: str = "gp3"


@dataclass
class Kept:
    saving: Saving
    why: str = "the value is computed"


@dataclass
class Changed:
    files: Mapping[str, str]
    applied: Sequence[Done] = ()
    left: Sequence[Kept] = ()


@dataclass
class Bench:
    """A folder with one volume, priced by the word that stands in its code."""

    root: Path
    savings: tuple[Saving, ...] = (SAFE, RISKY, PROMISE)
    asked: list[Saving] = field(default_factory=list)
    text: str = "gp3"

    def apply(self, files: Mapping[str, str], savings: Sequence[Saving]) -> Changed:
        self.asked += savings
        assert files == {"infra/main.tf": "gp2", "infra/prod.tfvars": "x = 1"}
        return Changed({"infra/main.tf": self.text}, [Done(one) for one in savings])

    def plan(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        text = (root / "infra/main.tf").read_text()
        if text == "BROKEN":
            return (stack_result("infra", "failed"),)
        names = ["a"] if text.startswith("gp") else []
        volumes = [PlannedResource(f"aws_ebs_volume.{name}", "aws_ebs_volume", name) for name in names]
        return (replace(stack_result("infra"), planned=Planned("infra", tuple(volumes))),)

    def price(self, planned: Sequence[Planned], root: Path) -> Estimate:
        price = Decimal(10 if (root / "infra/main.tf").read_text() == "gp2" else 8)
        line = Component("Storage", "GB", Decimal(1), price, "table")
        bills = [
            ResourceCost(one.address, one.type, graph.stack, components=(line,)) for graph in planned for one in graph
        ]
        return Estimate(resources=tuple(bills), savings=self.savings)

    def save(self) -> Fixed:
        return save(self.root, [Stack("infra")], self.apply, self.plan, self.price, self.root.parent / "scratch")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    (tmp_path / "repo/infra").mkdir(parents=True)
    (tmp_path / "repo/infra/main.tf").write_text("gp2")
    (tmp_path / "repo/infra/prod.tfvars").write_text("x = 1")
    return Bench(tmp_path / "repo")


def test_safe_savings_are_written_with_both_prices(bench: Bench) -> None:
    done = bench.save()
    assert bench.asked == [SAFE]
    assert (bench.root / "infra/main.tf").read_text() == "gp3"
    (repair,) = done.fixed
    assert (repair.rule, repair.before, repair.after) == ("ebs-gp2-gp3", "gp2", "gp3")
    assert repair.proof == "planned and priced again: 10.00 USD → 8.00 USD a month"
    assert done.files == ("infra/main.tf",)


def test_what_a_person_decides_is_left_and_commitments_are_not_spoken_of(bench: Bench) -> None:
    ((finding, why),) = bench.save().left
    assert (finding.rule, finding.resource) == ("ec2-graviton", "aws_instance.a")
    assert why == "a person decides (9.00 USD a month): needs an image"


@pytest.mark.parametrize("text", ["BROKEN", "nothing left"])
def test_a_stack_that_would_lose_anything_keeps_its_files(bench: Bench, text: str) -> None:
    bench.text = text
    done = bench.save()
    assert (bench.root / "infra/main.tf").read_text() == "gp2"
    assert (done.fixed, done.files) == ((), ())
    assert {why for finding, why in done.left if finding.rule == "ebs-gp2-gp3"} == {
        "with it the stack does not plan to the same resources"
    }


def test_where_nothing_is_safe_nothing_is_written(bench: Bench) -> None:
    bench.savings = (RISKY,)
    bench.apply = lambda files, savings: Changed({}, (), [Kept(one) for one in savings])  # type: ignore[method-assign]
    done = bench.save()
    assert (done.fixed, done.files, len(done.left)) == ((), (), 1)
