from decimal import Decimal

from app.domain.finding import Severity
from app.domain.override import Override
from app.domain.policy import Budget, Policy

POLICY = Policy(budget=Budget(monthly=Decimal(9), increase=Decimal(1)), regions=("eu-*",))


def test_nothing_said_leaves_the_policy_as_it_is() -> None:
    assert Override().rules(POLICY) == POLICY


def test_only_what_is_said_is_another() -> None:
    policy = Override(fail_on=Severity.INFO, increase=Decimal(0)).rules(POLICY)
    assert (policy.fail_on, policy.budget) == (Severity.INFO, Budget(Decimal(9), Decimal(0)))
    assert policy.regions == POLICY.regions
