"""What whoever starts a single event says beside the repository's policy."""

from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.command import Command
from app.domain.finding import Severity
from app.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Override:
    """Each left as it is where nothing is said.

    ``commands`` are carried out for a pull request instead of those of ``auto``; ``increase`` is in US dollars a month;
    ``frameworks`` are assessed, as with ``--framework``.
    """

    commands: tuple[Command, ...] = ()
    fail_on: Severity | None = None
    increase: Decimal | None = None
    frameworks: tuple[str, ...] = ()

    def rules(self, policy: Policy) -> Policy:
        """The policy with what was said instead."""
        budget = policy.budget if self.increase is None else replace(policy.budget, increase=self.increase)
        return replace(policy, budget=budget, fail_on=policy.fail_on if self.fail_on is None else self.fail_on)
