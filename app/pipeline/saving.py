"""Applying safe savings in place: carried out in a copy first, planned and priced again, then written to the folder."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from app.domain.cost import Estimate, Saving, in_usd
from app.domain.finding import Finding, Repair, Severity
from app.domain.plan import StackResult
from app.domain.planned import Planned
from app.domain.stack import Stack
from app.pipeline.fix import Fixed, broken_by, copied, is_inside, replace_file, terraform_sources


class Applied(Protocol):
    """One saving in code."""

    @property
    def saving(self) -> Saving:
        """What was recommended."""
        ...

    @property
    def path(self) -> str:
        """The file it stands in."""
        ...

    @property
    def before(self) -> str:
        """The lines that went."""
        ...

    @property
    def after(self) -> str:
        """The lines that came."""
        ...


class Left(Protocol):
    """A saving that is not in code."""

    @property
    def saving(self) -> Saving:
        """What was recommended."""
        ...

    @property
    def why(self) -> str:
        """Why it is left to a person."""
        ...


class Changed(Protocol):
    """What became of savings."""

    @property
    def files(self) -> Mapping[str, str]:
        """The new text of every file that changed."""
        ...

    @property
    def applied(self) -> Sequence[Applied]:
        """What is in code now."""
        ...

    @property
    def left(self) -> Sequence[Left]:
        """What is not."""
        ...


Apply = Callable[[Mapping[str, str], Sequence[Saving]], Changed]
Plan = Callable[[Path, Sequence[Stack]], tuple[StackResult, ...]]
Price = Callable[[Sequence[Planned], Path], Estimate]


def save(root: Path, stacks: Sequence[Stack], apply: Apply, plan: Plan, price: Price, scratch: Path) -> Fixed:
    """Carry out the safe savings; a stack that plans no longer, or whose resources change, keeps its files.

    Those that are not safe, or change no value, are left with the reason.
    """
    before = plan(root, stacks)
    estimate = price(_graphs(before), root)
    safe = [saving for saving in estimate.savings if saving.safe]
    folders = {path for stack in stacks for path in (stack.path, *stack.modules)}
    done = apply(terraform_sources(root, folders, ("*.tf", "*.tfvars")), safe)
    left = [_left(one, _why_not(one)) for one in estimate.savings if not one.safe and not one.commitment]
    left += [_left(one.saving, one.why) for one in done.left]
    if not done.files:
        return Fixed((), tuple(left), ())
    copy = copied(root, done.files, scratch)
    after = plan(copy, stacks)
    spoiled = broken_by(before, after) | _changed(before, after)
    prices = _by_address(price(_graphs(after), copy))
    old = _by_address(estimate)
    fixed = []
    for one in done.applied:
        if one.saving.stack in spoiled:
            left.append(_left(one.saving, "with it the stack does not plan to the same resources"))
            continue
        key = (one.saving.stack, one.saving.address)
        proof = f"planned and priced again: {_usd(old.get(key))} → {_usd(prices.get(key))} a month"
        fixed.append(Repair(one.saving.rule, one.path, None, one.before, one.after, proof, one.saving.caveat))
    bad = {one.path for one in done.applied if one.saving.stack in spoiled}
    bad |= {path for path in done.files if any(is_inside(path, stack) for stack in spoiled)}
    files = tuple(sorted(set(done.files) - bad))
    for path in files:
        replace_file(root / path, done.files[path])
    return Fixed(tuple(fixed), tuple(left), files)


def _graphs(results: Sequence[StackResult]) -> list[Planned]:
    return [result.planned for result in results if result.planned is not None]


def _changed(before: Sequence[StackResult], after: Sequence[StackResult]) -> set[str]:
    """Stacks that have other resources afterwards: something functional would be lost."""
    new = {graph.stack: {one.address for one in graph} for graph in _graphs(after)}
    return {graph.stack for graph in _graphs(before) if new.get(graph.stack) != {one.address for one in graph}}


def _by_address(estimate: Estimate) -> dict[tuple[str, str], Decimal]:
    return {(one.stack, one.address): one.monthly for one in estimate.resources}


def _usd(amount: Decimal | None) -> str:
    return "nothing of its own" if amount is None else in_usd(amount)


def _why_not(saving: Saving) -> str:
    return f"a person decides ({in_usd(saving.monthly)} a month): {saving.caveat or 'it is not free of side effects'}"


def _left(saving: Saving, why: str) -> tuple[Finding, str]:
    """A recommendation in the form in which what is left is told."""
    finding = Finding(saving.rule, Severity.INFO, saving.action, saving.stack, "cost", resource=saving.address)
    return finding, why
