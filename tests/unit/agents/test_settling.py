"""Security against cost: both sides with their prices, and who wins by which rule."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from app.agents.settling import Circumstances, Settled, settle_costs
from app.domain.cost import Component, Estimate, ResourceCost, Saving
from app.domain.finding import Finding
from app.domain.policy import Budget, Policy
from app.domain.request import Constraints, Option, Request
from tests.builders import finding

DATABASE = "aws_db_instance.orders"
STANDBY = finding("CKV_AWS_157", resource=DATABASE)
SINGLE = Saving("rds-multi-az-dev", DATABASE, "Multi-AZ → one zone", Decimal(50), "high")
BILL = Estimate(
    resources=(
        ResourceCost(DATABASE, "aws_db_instance", components=(Component("x", "hours", Decimal(1), Decimal(100), ""),)),
    )
)
NOBODY = Circumstances(BILL, Policy())


def priced(now: int) -> Any:
    """A database that costs 50 USD in one zone and 100 USD in two."""

    def price_of(address: str, values: Mapping[str, Any]) -> Decimal | None:
        if address != DATABASE:
            return None
        return Decimal({True: 100, False: 50, None: now}[values.get("multi_az")])

    return price_of


def request(**constraints: Any) -> Request:
    return Request("t", "t", constraints=Constraints(**constraints))


def asked_for(circumstances: Circumstances) -> Settled:
    """The stack has one zone, and checkov asks for two."""
    return settle_costs([STANDBY], [], replace(circumstances, price_of=priced(50)))


def there(circumstances: Circumstances) -> Settled:
    """The stack has two zones, and cost asks for one."""
    return settle_costs([], [SINGLE], replace(circumstances, price_of=priced(100)))


OPTIONS = (Option("Multi-AZ", Decimal(100)), Option("one zone", Decimal(50)))
DEV = replace(NOBODY, production_of=lambda _: False)
PRODUCTION = replace(NOBODY, production_of=lambda _: True)


@pytest.mark.parametrize(
    ("circumstances", "decision", "why"),
    [
        (DEV, "one zone", "outside production"),
        (replace(DEV, request=request(availability="high")), "Multi-AZ", "asks for availability (high)"),
        (replace(DEV, request=request(availability="99%")), "one zone", "outside production"),
        (replace(DEV, request=request(frameworks=("hipaa", "pci"))), "Multi-AZ", "the request names hipaa, "),
        (replace(DEV, request=request(refused=("multi_az",))), "one zone", "refuses multi_az"),
        (replace(DEV, policy=Policy(frameworks=("hipaa", "gdpr"))), "Multi-AZ", "the policy names hipaa"),
        (replace(PRODUCTION, request=request(refused=("standby",))), "one zone", "refuses standby"),
        (PRODUCTION, "Multi-AZ", "wins in production"),
        (NOBODY, "Multi-AZ", "wins in production"),
        (replace(NOBODY, request=request(environment="dev")), "one zone", "outside production"),
        (
            replace(PRODUCTION, request=request(budget_monthly=90)),
            "one zone",
            "request's budget of 90.00 USD would be exceeded (100.00 USD)",
        ),
        (replace(PRODUCTION, request=request(budget_monthly=100)), "Multi-AZ", "wins in production"),
        (
            replace(PRODUCTION, policy=Policy(budget=Budget(monthly=Decimal(80)))),
            "one zone",
            "policy's budget of 80.00 USD",
        ),
        (
            replace(PRODUCTION, request=request(budget_monthly=90, availability="99.9 %")),
            "Multi-AZ",
            "availability (99.9 %)",
        ),
    ],
)
def test_a_saving_that_security_would_miss_is_settled(circumstances: Circumstances, decision: str, why: str) -> None:
    result = there(circumstances)
    (settlement,) = result.settlements
    assert settlement.decision == decision
    assert why in settlement.why
    assert settlement.options == OPTIONS
    assert result.savings == ((SINGLE,) if decision == "one zone" else ())
    assert "security (CKV_AWS_157) asks for Multi-AZ, cost (rds-multi-az-dev) asks for one zone" in settlement.conflict


@pytest.mark.parametrize(
    ("circumstances", "decision", "why"),
    [
        (PRODUCTION, "", ""),
        (NOBODY, "", ""),
        (DEV, "one zone", "outside production"),
        (replace(DEV, request=request(availability="high")), "Multi-AZ", "asks for availability"),
        (replace(PRODUCTION, request=request(availability="high")), "", ""),
        (replace(PRODUCTION, request=request(budget_monthly=140)), "one zone", "would be exceeded (150.00 USD)"),
        (replace(PRODUCTION, request=request(budget_monthly=150)), "", ""),
        (
            replace(PRODUCTION, request=request(budget_monthly=140, availability="high")),
            "Multi-AZ",
            "asks for availability",
        ),
        (replace(PRODUCTION, request=request(budget_monthly=140, frameworks=("hipaa",))), "Multi-AZ", "hipaa"),
        (replace(PRODUCTION, policy=Policy(budget=Budget(monthly=Decimal(120)))), "one zone", "policy's budget"),
        (
            replace(PRODUCTION, policy=Policy(budget=Budget(monthly=Decimal(120)), frameworks=("hipaa",))),
            "Multi-AZ",
            "hipaa",
        ),
    ],
)
def test_a_finding_that_costs_money_is_settled_where_somebody_objects(
    circumstances: Circumstances, decision: str, why: str
) -> None:
    result = asked_for(circumstances)
    assert [one.decision for one in result.settlements] == ([decision] if decision else [])
    explained = result.findings[0].explained
    assert bool(explained) is (decision == "one zone")
    for settlement in result.settlements:
        assert why in settlement.why
        assert settlement.options == OPTIONS
    assert (explained or settlement.why if decision else "") == (result.settlements[0].why if decision else "")


def test_what_costs_nothing_more_exceeds_no_budget() -> None:
    """Continuous backups of an empty table, in a stack that is over its budget already."""
    backup = finding("CKV_AWS_28", resource="aws_dynamodb_table.a")
    over = replace(PRODUCTION, request=request(budget_monthly=1), price_of=lambda *_: Decimal(0))
    result = settle_costs([backup], [], over)
    assert result.settlements == ()
    assert result.findings[0].explained is None


def key(rule: str = "CKV_AWS_158", resource: str = "aws_cloudwatch_log_group.a") -> Finding:
    return finding(rule, resource=resource)


@pytest.mark.parametrize(
    "circumstances",
    [
        replace(DEV, request=request(budget_monthly=100)),
        replace(DEV, policy=Policy(budget=Budget(monthly=Decimal(100)))),
        replace(DEV, request=request(refused=("kms",), budget_monthly=100)),
    ],
)
def test_money_alone_never_decides_about_what_protects(circumstances: Circumstances) -> None:
    result = settle_costs([key()], [], circumstances)
    (settlement,) = result.settlements
    assert result.findings[0].explained is None
    assert settlement.decision == "a customer-managed key"
    assert settlement.options == (
        Option("a customer-managed key", Decimal(1)),
        Option("the service's own key", Decimal(0)),
    )


def test_nothing_to_settle_is_nothing_said() -> None:
    waived = replace(STANDBY, waived="accepted until May")
    other = Saving("ebs-gp2-gp3", "aws_ebs_volume.a", "gp3", Decimal(2), "high", safe=True)
    result = settle_costs([key(), waived, finding("CKV_AWS_24")], [other], DEV)
    assert result.settlements == ()
    assert result.findings == (key(), waived, finding("CKV_AWS_24"))
    assert result.savings == (other,)


def test_resources_with_the_same_verdict_share_a_settlement() -> None:
    addresses = [f"aws_db_instance.n[{number}]" for number in range(5)]
    wanted = [replace(SINGLE, address=address) for address in addresses]
    prices = {True: Decimal(100), False: Decimal(50), None: Decimal(100)}
    result = settle_costs([], wanted, replace(PRODUCTION, price_of=lambda _, values: prices[values.get("multi_az")]))
    (settlement,) = result.settlements
    assert settlement.options == (Option("Multi-AZ", Decimal(500)), Option("one zone", Decimal(250)))
    assert "aws_db_instance.n[0], aws_db_instance.n[1], aws_db_instance.n[2] and 2 more" in settlement.conflict


def test_both_sides_of_one_resource_are_one_conflict() -> None:
    """A block's finding meets the savings of its instances."""
    logs = finding("CKV_AWS_338", resource="aws_cloudwatch_log_group.a")
    saving = Saving("logs-retention", "aws_cloudwatch_log_group.a[0]", "90 days", Decimal(15), "high")
    result = settle_costs([logs], [saving], replace(DEV, price_of=lambda *_: Decimal(60)))
    (settlement,) = result.settlements
    assert settlement.options == (Option("365 days or more", Decimal(60)), Option("as long as is set", Decimal(45)))
    assert result.findings[0].explained
    assert result.savings == (saving,)
    kept = settle_costs([logs], [saving], replace(DEV, policy=Policy(frameworks=("pci",))))
    assert kept.findings[0].explained is None
    assert kept.savings == ()


def test_a_price_that_is_not_known_is_not_zero() -> None:
    result = settle_costs([finding("CKV_AWS_144", resource="aws_s3_bucket.a")], [], DEV)
    assert result.settlements[0].options == (Option("replicated to another region"), Option("in one region"))


def test_savings_that_no_check_speaks_against_are_no_conflict() -> None:
    nat = Saving("nat-per-az", "aws_nat_gateway.b", "remove", Decimal(33), "medium")
    assert settle_costs([], [nat], DEV).settlements == ()
    spot = Saving("ec2-spot", "aws_eks_node_group.a", "spot", Decimal(90), "low")
    for circumstances in (PRODUCTION, NOBODY, replace(NOBODY, policy=Policy(budget=Budget(monthly=Decimal(1))))):
        assert settle_costs([], [spot], circumstances).settlements == ()
    available = replace(DEV, request=request(availability="high"))
    settled = settle_costs([], [nat], available)
    assert settled.savings == ()
    assert "security (availability) asks for one in each zone" in settled.settlements[0].conflict


def test_a_saving_of_another_type_is_not_meant() -> None:
    cache = replace(SINGLE, address="aws_elasticache_replication_group.a")
    result = settle_costs([], [cache], DEV)
    assert [one.decision for one in result.settlements] == ["one node"]
