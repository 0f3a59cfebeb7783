"""What a repository's stacks lack here: told from their code alone, nothing is run."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.domain.check import Check
from app.domain.stack import Stack
from app.toolchains.terraform.checkout import Checkout
from app.toolchains.terraform.requirements import requirements_of
from app.toolchains.terraform.variables import placeholders
from app.toolchains.terraform.writer.constraints import admits

MOST = 10
"""Stacks that are shown one by one."""
OWN_PLAN = "terraform show -json plan.bin > plan.json && agents review --plan-json plan.json  # a plan of your own"


def examine_stacks(
    root: Path, stacks: Sequence[Stack], simulated: Mapping[str, str], core: str, *, isolated: bool
) -> Iterator[Check]:
    """How many stacks there are, and for those that cannot be planned as they are, why.

    ``simulated`` are the providers that can be simulated and their versions, ``core`` the version of the core that
    plans, or empty where there is none.
    """
    checkout = Checkout(root.resolve())
    lacking = []
    told: list[str] = []
    for stack in stacks:
        wrong = [*requirements_of(stack, checkout, simulated, isolated=isolated).missing]
        wrong += _versions(stack, checkout, core)
        if wrong:
            lacking.append((stack, wrong))
        told += placeholders(stack, checkout)
    if not stacks:
        yield Check("absent", "stacks", f"none below {root}", "agents run ISSUE --repo DIR makes one")
        return
    whole = len(stacks) - len(lacking)
    found = f"{len(stacks)}, {f'of which {whole}' if lacking else 'all'} can be planned here"
    yield Check("ok" if whole else "limited", "stacks", found)
    for stack, wrong in lacking[:MOST]:
        yield Check("limited", f"stack {stack.path}", "; ".join(wrong[:3]), _mend(wrong), "it is reported as not run")
    if len(lacking) > MOST:
        yield Check("limited", "stacks", f"{len(lacking) - MOST} more like these", "agents plan")
    if told:
        names = ", ".join(sorted(set(told))[:8])
        mend = "put values into terraform.tfvars or environments/<name>.tfvars"
        yield Check("ok", "variables", f"without a value, so a placeholder stands in: {names}", mend)


def _mend(wrong: Sequence[str]) -> str:
    """By what is lacking most."""
    text = " ".join(wrong)
    if "not simulated" in text:
        return OWN_PLAN
    if "had offline" in text:
        return f'keep a copy of the module in the repository (source = "./modules/NAME"), or {OWN_PLAN}'
    if "computed path" in text:
        return "agents doctor --door terminal  # the sandbox is missing"
    return "keep it inside the repository" if "outside" in text else "set AGENTS_TERRAFORM to a core that fits"


def _versions(stack: Stack, checkout: Checkout, core: str) -> Iterator[str]:
    for path in (stack.path, *stack.modules):
        module = checkout.module(path)
        for source, block in module.blocks("terraform"):
            wanted = block.literal("required_version")
            if core and wanted and not admits(wanted, core.partition("-")[0]):
                yield f"it wants Terraform {wanted}, here is {core} ({module.location(source)}:{block.line})"
